// SPDX-License-Identifier: MIT
#include "resmap/lists/resource_type.h"

#include <gtest/gtest.h>

#include "resmap/lists/bus_types.h"
#include "resmap/lists/interrupt_policy.h"
#include "resmap/lists/logical_configuration.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::lists {
namespace {

TEST(ResourceType, EachOfThe256CodesIsKnownOrNotAndItsWordLeadsBack) {
  for (unsigned code = 0; code < 256; ++code) {
    const ResourceType type{static_cast<std::uint8_t>(code)};
    EXPECT_EQ(is_known(type), code <= 7 || (code >= 128 && code <= 132));
    EXPECT_EQ(word_for(type).empty(), !is_known(type));
    EXPECT_EQ(debugger_name(type).empty(), !is_known(type));
    if (is_known(type)) {
      EXPECT_EQ(resource_type_from(word_for(type)), type);
    }
  }
  EXPECT_EQ(resource_type_from("Port"), std::nullopt) << "words are lower case";
}

// The numbers that cfgmgr32.h gives (structures-and-wdf.md 3.1).
TEST(ResourceType, UserModeCountsOneToFiveInAnotherOrder) {
  EXPECT_EQ(user_mode_type(ResourceType::memory), 1U);
  EXPECT_EQ(user_mode_type(ResourceType::port), 2U);
  EXPECT_EQ(user_mode_type(ResourceType::dma), 3U);
  EXPECT_EQ(user_mode_type(ResourceType::interrupt), 4U);
  EXPECT_EQ(user_mode_type(ResourceType::bus_number), 6U);
  EXPECT_EQ(user_mode_type(ResourceType::memory_large), 7U);
  EXPECT_EQ(user_mode_type(ResourceType::device_specific), 0xFFFFU);
  EXPECT_EQ(user_mode_type(ResourceType::config_data), 0x8000U);
  EXPECT_EQ(user_mode_type(ResourceType::connection), 0x8004U);
}

TEST(ResourceType, SharesRegistryTypesAndBusesLeadFromNameToNumberAndBack) {
  for (std::uint8_t code = 0; code < 4; ++code) {
    const ShareDisposition share{code};
    EXPECT_EQ(share_disposition_from(word_for(share)), share);
  }
  EXPECT_TRUE(word_for(ShareDisposition{4}).empty());
  EXPECT_EQ(name_of(RegistryType::requirements_list), "REG_RESOURCE_REQUIREMENTS_LIST");
  EXPECT_FALSE(is_resource_value(11));
  for (std::int32_t code = -1; code < kMaximumInterfaceType; ++code) {
    const InterfaceType type{code};
    EXPECT_EQ(interface_type_from(name_of(type)), type);
  }
  EXPECT_TRUE(name_of(InterfaceType{18}).empty());
  EXPECT_EQ(name_of(ConfigurationType::serial_controller), "SerialController");
  EXPECT_EQ(name_of(ConfigurationType::real_mode_pci_enumeration), "RealModePCIEnumeration");
  EXPECT_EQ(registry_value_name(LogConfType::boot), "BootConfig");
}

TEST(ResourceFlags, EveryNamedBitIsSingleAndItsWordLeadsBack) {
  for (const ResourceType type : {ResourceType::port, ResourceType::memory, ResourceType::memory_large,
                                  ResourceType::interrupt, ResourceType::dma}) {
    unsigned seen = 0;
    for (const FlagName& name : flag_names(type)) {
      EXPECT_EQ(name.bits & (name.bits - 1), 0);
      EXPECT_EQ(seen & name.bits, 0U);
      EXPECT_GT(name.bits, seen) << "in rising order";
      seen |= name.bits;
      EXPECT_EQ(flag_from(type, name.word), name.bits);
    }
  }
  EXPECT_TRUE(flag_names(ResourceType::bus_number).empty());
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::interrupt, 0), "LEVEL_SENSITIVE");
  EXPECT_EQ(debugger_name_of_clear_bits(ResourceType::interrupt, interrupt_flag::latched), "");
}

}  // namespace
}  // namespace resmap::lists
