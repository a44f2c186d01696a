// SPDX-License-Identifier: MIT
#include "resmap/pnp/requirements.h"

#include <gtest/gtest.h>

#include "resmap/pnp/machine_test_support.h"
#include "resmap/pnp/stated_requirements.h"

namespace resmap::pnp {
namespace {

using lists::LogConfType;
using testing_support::cm_list;
using testing_support::io_list;

snapshot::Device device(std::vector<snapshot::Configuration> configurations) {
  snapshot::Device made;
  made.id = "d";
  made.configurations = std::move(configurations);
  return made;
}

std::vector<std::optional<std::uint32_t>> tried(const Requirements& wanted) {
  std::vector<std::optional<std::uint32_t>> order;
  for (const LogicalConfiguration& configuration : wanted.configurations) order.push_back(configuration.index);
  return order;
}

TEST(Requirements, TheBootConfigurationStandsBeforeTheListsAsOneOfItsOwn) {
  const auto both = device({{LogConfType::boot, 8, cm_list({"port:0x3f8+8", "irq:4"})},
                            {LogConfType::basic, 10, io_list({{"port:8/0x100-0x3ff", "irq:3|4"}, {"port:0x2f8+8"}})}});
  const auto wanted = requirements_of(both, {});
  ASSERT_TRUE(wanted.has_value());
  EXPECT_EQ(tried(*wanted), (std::vector<std::optional<std::uint32_t>>{std::nullopt, 0, 1}));
  const auto first = wanted->configurations[0].groups[0].alternatives[0].view();
  EXPECT_TRUE(first.is_preferred());
  EXPECT_EQ(only_place(first), (AddressRange{0x3F8, 0x3FF}));
  EXPECT_EQ(wanted->configurations[0].priority, lists::configuration_priority::boot_config);

  const auto ignored = requirements_of(both, {}, {.ignore_boot = true});
  EXPECT_EQ(tried(*ignored), (std::vector<std::optional<std::uint32_t>>{0, 1}));
  EXPECT_TRUE(ignored->boot.has_value());
  Policy never;
  never.pnp.boot_configuration_first = PnpPolicy::BootConfiguration::never;
  EXPECT_EQ(tried(*requirements_of(both, never)), (std::vector<std::optional<std::uint32_t>>{0, 1}));
}

TEST(Requirements, OfAPciFunctionTheListsNameTheFirmwarePlaceThemselves) {
  auto function = device({{LogConfType::boot, 8, cm_list({"port:0x1000+8"})},
                          {LogConfType::basic, 10, io_list({{"port:8/0x100-0x3ff"}})}});
  function.kind = snapshot::DeviceKind::pci_function;
  EXPECT_EQ(tried(*requirements_of(function, {})), (std::vector<std::optional<std::uint32_t>>{0}));
  Policy every;
  every.pnp.boot_configuration_first = PnpPolicy::BootConfiguration::every_device;
  EXPECT_EQ(requirements_of(function, every)->configurations.size(), 2U);
}

TEST(Requirements, AForcedConfigurationStandsAloneAndAnOverrideBeforeTheBasicOnes) {
  const auto basic = io_list({{"port:8/0x100-0x3ff"}});
  const auto forced = requirements_of(
      device({{LogConfType::basic, 10, basic}, {LogConfType::forced, 8, cm_list({"port:0x300+8"})}}), {});
  EXPECT_EQ(forced->from, LogConfType::forced);
  ASSERT_EQ(forced->configurations.size(), 1U);
  EXPECT_EQ(forced->configurations[0].index, 0U);
  const auto overridden = requirements_of(
      device({{LogConfType::basic, 10, basic}, {LogConfType::override_, 10, io_list({{"irq:5"}, {"irq:6"}})}}), {});
  EXPECT_EQ(overridden->from, LogConfType::override_);
  EXPECT_EQ(overridden->configurations.size(), 2U);
  const auto boot = requirements_of(device({{LogConfType::boot, 8, cm_list({"port:0x61"})}}), {});
  EXPECT_EQ(boot->from, LogConfType::boot);
  EXPECT_EQ(boot->configurations.size(), 1U);
  EXPECT_TRUE(requirements_of(device({}), {})->empty());
}

TEST(Requirements, ConfigurationsWithAPriorityAreTriedByIt) {
  const auto listed =
      device({{LogConfType::basic, 10, io_list({{"config:0x5000", "irq:5"}, {"config:0x2000", "irq:6"}, {"irq:7"}})}});
  EXPECT_EQ(tried(*requirements_of(listed, {})), (std::vector<std::optional<std::uint32_t>>{1, 2, 0}));
  Policy as_listed;
  as_listed.pnp.configuration_order = PnpPolicy::ConfigurationOrder::as_listed;
  EXPECT_EQ(tried(*requirements_of(listed, as_listed)), (std::vector<std::optional<std::uint32_t>>{0, 1, 2}));
  // Priorities are no requirement.
  EXPECT_EQ(requirements_of(listed, {})->configurations[0].groups.size(), 1U);
}

TEST(Requirements, ListsThatCannotBeReadAreAnError) {
  const auto cut = requirements_of(device({{LogConfType::basic, 10, {1, 2, 3}}}), {});
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().code, ErrorCode::truncated);
  auto unknown = io_list({{"irq:5"}});
  unknown[32 + 8 + 1] = 9;  // a type that NT does not know
  const auto of_no_type = requirements_of(device({{LogConfType::basic, 10, unknown}}), {});
  ASSERT_FALSE(of_no_type.has_value());
  EXPECT_EQ(of_no_type.error().code, ErrorCode::unsupported);
  EXPECT_EQ(of_no_type.error().value, 9U);
  auto leading = io_list({{"irq:5"}});
  leading[32 + 8] = lists::io_option::alternative;
  EXPECT_EQ(requirements_of(device({{LogConfType::basic, 10, leading}}), {}).error().rule, 2100U);
}

TEST(Requirements, WhatASourceStatesTakesTheShapesOfPci) {
  snapshot::Device stated;
  snapshot::Resource bar;
  bar.place = AddressRange{0xE0000000, 0xE0FFFFFF};
  bar.bar = 0;
  snapshot::Resource rom = bar;
  rom.bar = 6;
  snapshot::Resource lacking;
  lacking.length = 0x1000;
  stated.resources = {bar, rom, lacking};
  const auto wanted = stated_configuration(stated);
  ASSERT_TRUE(wanted.has_value());
  ASSERT_EQ(wanted->groups.size(), 2U);
  ASSERT_EQ(wanted->groups[0].alternatives.size(), 2U);
  EXPECT_TRUE(wanted->groups[0].alternatives[0].view().is_preferred());
  EXPECT_TRUE(wanted->groups[0].alternatives[1].view().is_alternative());
  EXPECT_EQ(wanted->groups[0].alternatives[1].view().maximum(), 0xFFFFFFFFU);
  EXPECT_EQ(wanted->groups[1].alternatives.size(), 1U);
  EXPECT_EQ(stated_boot(stated)->groups.size(), 2U);

  stated.memory_decode = false;  // rule 45a
  EXPECT_EQ(stated_configuration(stated)->groups[0].alternatives.size(), 1U);
  EXPECT_FALSE(stated_boot(stated).has_value());
  EXPECT_FALSE(stated_configuration({}).has_value());
}

TEST(Requirements, OnlyOnePlaceIsTheOneThatTheBoundsLeave) {
  const auto line = lists::IoDescriptor::line(4, 4, lists::ShareDisposition::shared, 0);
  EXPECT_EQ(only_place(line.view()), (AddressRange{4, 4}));
  const auto aligned = lists::IoDescriptor::address(lists::ResourceType::memory, 2, 4, 0x1003, 0x1005,
                                                    lists::ShareDisposition::device_exclusive, 0);
  EXPECT_EQ(only_place(aligned.value().view()), (AddressRange{0x1004, 0x1005})) << "the minimum is rounded up first";
  EXPECT_FALSE(only_place(lists::IoDescriptor::line(4, 5, lists::ShareDisposition::shared, 0).view()).has_value());
  EXPECT_FALSE(only_place(lists::IoDescriptor::messages(1, lists::ShareDisposition::shared).view()).has_value());
  EXPECT_EQ(only_place(lists::IoDescriptor::bus(2, 4, 5, lists::ShareDisposition::shared).view()),
            (AddressRange{4, 5}));
}

}  // namespace
}  // namespace resmap::pnp
