// SPDX-License-Identifier: MIT
#include "resmap/lists/resource_type.h"

#include <gtest/gtest.h>

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

TEST(ResourceType, BothKindsOfMemoryLieInOneSpaceAndNoOtherTwoTypesDo) {
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      const bool both_memory = (a == 3 || a == 7) && (b == 3 || b == 7);
      EXPECT_EQ(same_space(ResourceType{static_cast<std::uint8_t>(a)}, ResourceType{static_cast<std::uint8_t>(b)}),
                a == b || both_memory)
          << a << " " << b;
    }
  }
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

TEST(ResourceType, SharesAndRegistryTypesLeadFromNumberToNameAndBack) {
  for (std::uint8_t code = 0; code < 4; ++code) {
    const ShareDisposition share{code};
    EXPECT_EQ(share_disposition_from(word_for(share)), share);
    EXPECT_FALSE(debugger_name(share).empty());
  }
  EXPECT_TRUE(word_for(ShareDisposition{4}).empty());
  EXPECT_EQ(name_of(RegistryType::requirements_list), "REG_RESOURCE_REQUIREMENTS_LIST");
  EXPECT_TRUE(name_of(RegistryType{11}).empty());
  EXPECT_TRUE(is_resource_value(8) && is_resource_value(9) && is_resource_value(10));
  EXPECT_FALSE(is_resource_value(7) || is_resource_value(11));
}

TEST(ResourceType, ArbitersHandOutOneToSevenButNotDeviceSpecific) {
  for (unsigned code = 0; code < 256; ++code) {
    const ResourceType type{static_cast<std::uint8_t>(code)};
    EXPECT_EQ(is_arbitrated(type), code >= 1 && code <= 7 && code != 5) << code;
    EXPECT_EQ(is_address(type), code == 1 || code == 3 || code == 7) << code;
  }
}

}  // namespace
}  // namespace resmap::lists
