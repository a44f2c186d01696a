// SPDX-License-Identifier: MIT
#include "resmap/lists/bus_types.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace resmap::lists {
namespace {

TEST(BusTypes, EveryInterfaceLeadsFromNumberToNameAndBack) {
  for (std::int32_t code = -1; code < kMaximumInterfaceType; ++code) {
    const InterfaceType type{code};
    EXPECT_TRUE(is_known(type)) << code;
    EXPECT_FALSE(name_of(type).empty()) << code;
    EXPECT_EQ(interface_type_from(name_of(type)), type) << code;
  }
}

TEST(BusTypes, NumbersThatNoInterfaceHasAreWithoutAName) {
  for (const std::int32_t code : {-2, kMaximumInterfaceType, 255, std::numeric_limits<std::int32_t>::min(),
                                  std::numeric_limits<std::int32_t>::max()}) {
    EXPECT_FALSE(is_known(InterfaceType{code})) << code;
    EXPECT_TRUE(name_of(InterfaceType{code}).empty()) << code;
  }
  EXPECT_EQ(interface_type_from("pcibus"), std::nullopt) << "NT's own spelling counts";
  EXPECT_EQ(interface_type_from(""), std::nullopt);
}

// Source: structures-and-wdf.md 3.5.
TEST(BusTypes, NamesAreThoseOfNt) {
  EXPECT_EQ(name_of(InterfaceType::undefined), "Undefined");
  EXPECT_EQ(name_of(InterfaceType::pci_bus), "PCIBus");
  EXPECT_EQ(name_of(InterfaceType::pnp_bus), "PNPBus");
  EXPECT_EQ(name_of(InterfaceType::acpi_bus), "ACPIBus");
}

TEST(BusTypes, TwoEnumerationsCountPciDifferently) {
  EXPECT_EQ(static_cast<std::int32_t>(InterfaceType::pci_bus), 5);
  EXPECT_EQ(static_cast<std::int32_t>(BusDataType::pci_configuration), 4);
}

TEST(BusTypes, EveryNodeOfTheHardwareDescriptionHasAKeyNameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::int32_t code = 0; code < kMaximumConfigurationType; ++code)
    EXPECT_TRUE(names.insert(name_of(ConfigurationType{code})).second) << code;
  EXPECT_FALSE(names.contains(""));
  EXPECT_EQ(name_of(ConfigurationType::serial_controller), "SerialController");
  EXPECT_EQ(name_of(ConfigurationType::multi_function_adapter), "MultifunctionAdapter");
  EXPECT_EQ(name_of(ConfigurationType::real_mode_pci_enumeration), "RealModePCIEnumeration");
  EXPECT_TRUE(name_of(ConfigurationType{kMaximumConfigurationType}).empty());
  EXPECT_TRUE(name_of(ConfigurationType{-1}).empty());
}

}  // namespace
}  // namespace resmap::lists
