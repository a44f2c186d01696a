// SPDX-License-Identifier: MIT
#include "resmap/lists/resource_flags.h"

#include <gtest/gtest.h>

#include <set>

namespace resmap::lists {
namespace {

constexpr ResourceType kTypesWithFlags[] = {ResourceType::port, ResourceType::memory, ResourceType::memory_large,
                                            ResourceType::interrupt, ResourceType::dma};

TEST(ResourceFlags, EveryNamedBitIsSingleInRisingOrderAndItsWordLeadsBack) {
  for (const ResourceType type : kTypesWithFlags) {
    unsigned seen = 0;
    for (const FlagName& name : flag_names(type)) {
      EXPECT_EQ(name.bits & (name.bits - 1), 0);
      EXPECT_GT(name.bits, seen) << "in rising order, each once";
      seen |= name.bits;
      EXPECT_EQ(flag_from(type, name.word), name.bits);
      EXPECT_FALSE(name.debugger.empty());
    }
  }
}

TEST(ResourceFlags, NoTypeHasTheSameWordTwice) {
  for (const ResourceType type : kTypesWithFlags) {
    std::set<std::string_view> words;
    for (const FlagName& name : flag_names(type)) EXPECT_TRUE(words.insert(name.word).second) << name.word;
  }
}

TEST(ResourceFlags, TheSameWordMayMeanAnotherBitOfAnotherType) {
  EXPECT_EQ(flag_from(ResourceType::port, "16-bit"), port_flag::decode_16_bit);
  EXPECT_EQ(flag_from(ResourceType::dma, "16-bit"), dma_flag::bits_16);
  EXPECT_EQ(flag_from(ResourceType::port, "window"), port_flag::window_decode);
  EXPECT_EQ(flag_from(ResourceType::memory, "window"), memory_flag::window_decode);
  EXPECT_EQ(flag_from(ResourceType::memory_large, "prefetchable"), memory_flag::prefetchable);
}

TEST(ResourceFlags, AWordOfAnotherTypeIsNone) {
  EXPECT_EQ(flag_from(ResourceType::port, "latched"), std::nullopt);
  EXPECT_EQ(flag_from(ResourceType::interrupt, "io"), std::nullopt);
  EXPECT_EQ(flag_from(ResourceType::bus_number, "window"), std::nullopt);
  EXPECT_EQ(flag_from(ResourceType::port, "IO"), std::nullopt) << "words are lower case";
  EXPECT_EQ(flag_from(ResourceType::port, ""), std::nullopt);
}

TEST(ResourceFlags, TypesWithoutAPlaceHaveNoFlags) {
  for (const ResourceType type : {ResourceType::null, ResourceType::device_specific, ResourceType::bus_number,
                                  ResourceType::config_data, ResourceType::device_private, ResourceType::connection})
    EXPECT_TRUE(flag_names(type).empty()) << static_cast<unsigned>(type);
}

TEST(ResourceFlags, BitsThatAreClearHaveANameWhereTheyChooseSomething) {
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::port, 0), "PORT_MEMORY");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::port, port_flag::io), "");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::memory, memory_flag::prefetchable), "READ_WRITE");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::memory_large, memory_flag::read_only), "");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::interrupt, interrupt_flag::message), "LEVEL_SENSITIVE");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::interrupt, interrupt_flag::latched), "");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::dma, dma_flag::bus_master), "DMA_8");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::dma, dma_flag::bits_8_and_16), "");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::bus_number, 0), "");
}

}  // namespace
}  // namespace resmap::lists
