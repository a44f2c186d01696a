// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/assign_resources.h"

#include "resmap/pnp/legacy/legacy_test_support.h"
#include "resmap/pnp/legacy/root_arbiters_test_support.h"

namespace resmap::pnp {
namespace {

constexpr std::string_view kPath = R"(System\CurrentControlSet\Services\Drv)";
using Words = std::vector<std::string>;

struct Nt4 {
  claims::ResourceMap map;
  registry::Registry registry;
  LegacyDoors doors;
  Nt4() {
    doors.map = &map;
    doors.registry = &registry;
  }
  Result<AssignOutcome> assign(const ByteRow& requested, std::string_view device = R"(\Device\Drv0)") {
    return io_assign_resources(doors, {.registry_path = kPath,
                                       .class_name = {},
                                       .driver = "Drv",
                                       .device = device,
                                       .device_id = 0,
                                       .requested = Bytes(requested)});
  }
  void hold(std::initializer_list<std::string_view> words) {
    const ByteRow list = claims_of(words);
    ASSERT_TRUE(map.claim({.driver = "Other", .device = R"(\Device\Other0)", .device_list = Bytes(list)})->granted);
  }
};

TEST(AssignResources, TakesTheSecondListWhereTheFirstCannotBeMet) {  // R63
  Nt4 machine;
  machine.hold({"port:0x300+8"});
  const auto outcome = machine.assign(
      requirements_of({{ports(8, 8, 0x300, 0x307), line(5, 5)}, {ports(8, 8, 0x310, 0x317), line(7, 7)}}));
  ASSERT_TRUE(outcome && outcome->granted);
  EXPECT_EQ(words_of(outcome->allocated), (Words{"port:310+8", "irq:7"}));
}

TEST(AssignResources, PrefersThePreferredAndThenTheFirstFreeAlternative) {  // R64
  const ByteRow list = requirements_of({{line(5, 5, 1), line(9, 9, 8), line(3, 3, 8)}});
  Nt4 machine;
  EXPECT_EQ(words_of(machine.assign(list)->allocated), Words{"irq:5"});
  Nt4 taken;
  taken.hold({"irq:5"});
  EXPECT_EQ(words_of(taken.assign(list)->allocated), Words{"irq:9"});
  Nt4 both;
  both.hold({"irq:5", "irq:9"});
  EXPECT_EQ(words_of(both.assign(list)->allocated), Words{"irq:3"});
}

TEST(AssignResources, FailsWithoutAListAndWithEvents) {  // R65
  Nt4 machine;
  machine.hold({"irq:5"});
  const auto outcome = machine.assign(requirements_of({{line(5, 5)}}));
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->granted);
  EXPECT_TRUE(outcome->allocated.empty());
  ASSERT_EQ(outcome->conflicts.size(), 1U);
  EXPECT_EQ(outcome->conflicts[0].holder.driver, "Other");
  EXPECT_EQ(machine.map.events().last_number(), 2U);
  EXPECT_EQ(nt_status(outcome, machine.doors), 0xC000009AU);
  EXPECT_FALSE(machine.registry.find_value(kPath, "RequestedSystemResources"));
}

TEST(AssignResources, ErasesWhenNothingIsRequested) {  // R66
  Nt4 machine;
  ASSERT_TRUE(machine.assign(requirements_of({{line(5, 5)}}))->granted);
  EXPECT_EQ(machine.map.size(), 1U);
  EXPECT_TRUE(machine.registry.find_value(kPath, "RequestedSystemResources"));
  const auto erased = io_assign_resources(machine.doors, {.registry_path = kPath,
                                                          .class_name = {},
                                                          .driver = "Drv",
                                                          .device = R"(\Device\Drv0)",
                                                          .device_id = 0,
                                                          .requested = {}});
  ASSERT_TRUE(erased && erased->granted);
  EXPECT_TRUE(erased->allocated.empty());
  EXPECT_EQ(machine.map.size(), 0U);
  EXPECT_FALSE(machine.registry.find_value(kPath, "RequestedSystemResources"));
}

TEST(AssignResources, LeavesTheKeptValueWhereThePolicySaysSo) {
  Nt4 machine;
  machine.doors.policy.erased_values = LegacyPolicy::ErasedValues::stay;
  ASSERT_TRUE(machine.assign(requirements_of({{line(5, 5)}}))->granted);
  ASSERT_TRUE(io_assign_resources(machine.doors, {.registry_path = kPath,
                                                  .class_name = {},
                                                  .driver = "Drv",
                                                  .device = R"(\Device\Drv0)",
                                                  .device_id = 0,
                                                  .requested = {}}));
  EXPECT_TRUE(machine.registry.find_value(kPath, "RequestedSystemResources"));
}

TEST(AssignResources, LetsTheRootDecideInW2k) {
  Nt4 machine;
  TestRoot root;
  machine.doors.era = claims::Era::w2k;
  machine.doors.root = &root.root;
  const auto ask = [&](std::string_view driver, RootResources::DeviceId id, const ByteRow& list) {
    return io_assign_resources(machine.doors, {.registry_path = {},
                                               .class_name = {},
                                               .driver = driver,
                                               .device = R"(\Device\Drv0)",
                                               .device_id = id,
                                               .requested = Bytes(list)});
  };
  ASSERT_TRUE(ask("one", 1, requirements_of({{line(5, 5)}}))->granted);
  const auto second = ask("two", 2, requirements_of({{line(5, 5)}, {line(7, 7)}}));
  EXPECT_EQ(words_of(second->allocated), Words{"irq:7"});
  const auto refused = ask("three", 3, requirements_of({{line(5, 5)}}));
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->granted);
  EXPECT_EQ(nt_status(refused, machine.doors), 0xC0000018U);
  EXPECT_EQ(machine.map.size(), 2U);
  root.root.add_pnp_device(4);
  EXPECT_EQ(ask("four", 4, requirements_of({{line(9, 9)}})).error().rule, 6405);
}

TEST(AssignResources, NeedsNoInterrupt) {  // R67, the real list
  Nt4 machine;
  const auto outcome = machine.assign(bytes_of_hex(kAmdWithoutLine));
  ASSERT_TRUE(outcome && outcome->granted);
  EXPECT_EQ(words_of(outcome->allocated), Words{"port:2000+80"});
  EXPECT_EQ(words_of(Nt4().assign(bytes_of_hex(kAmdWithLine))->allocated), (Words{"irq:68", "port:2000+80"}));
}

TEST(AssignResources, NeverSucceedsInPart) {  // R68
  Nt4 machine;
  machine.hold({"port:0x300+8"});
  const auto outcome = machine.assign(requirements_of({{line(5, 5), ports(8, 8, 0x300, 0x307)}}));
  EXPECT_FALSE(outcome->granted);
  EXPECT_EQ(machine.map.size(), 1U);
}

TEST(AssignResources, GivesTwoLikeRequirementsTwoPlaces) {  // R69
  Nt4 machine;
  const auto outcome = machine.assign(requirements_of({{ports(8, 8, 0x300, 0x30F), ports(8, 8, 0x300, 0x30F)}}));
  EXPECT_EQ(words_of(outcome->allocated), (Words{"port:308+8", "port:300+8"}));
  EXPECT_FALSE(Nt4().assign(requirements_of({{ports(8, 8, 0x300, 0x307), ports(8, 8, 0x300, 0x307)}}))->granted);
  const auto shared = lists::ShareDisposition::shared;
  EXPECT_EQ(words_of(Nt4().assign(requirements_of({{line(5, 5, 0, shared), line(5, 5, 0, shared)}}))->allocated),
            (Words{"irq:5", "irq:5"}));
}

TEST(AssignResources, StepsBackForALaterRequirement) {
  const auto outcome = Nt4().assign(requirements_of({{line(3, 5), line(5, 5)}}));
  EXPECT_EQ(words_of(outcome->allocated), (Words{"irq:4", "irq:5"}));
}

TEST(AssignResources, ReplacesItsOwnListAndKeepsItWhenRefused) {
  Nt4 machine;
  const ByteRow first = requirements_of({{line(5, 5)}});
  ASSERT_TRUE(machine.assign(first)->granted);
  ASSERT_TRUE(machine.assign(first)->granted);  // its own old place is free to it
  machine.hold({"irq:7"});
  EXPECT_FALSE(machine.assign(requirements_of({{line(7, 7)}}))->granted);
  EXPECT_EQ(machine.map.size(), 2U);
  const auto kept = machine.registry.find_value(kPath, "RequestedSystemResources");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->type, 10U);
  EXPECT_EQ(ByteRow(kept->data.begin(), kept->data.end()), first);
}

TEST(AssignResources, KeepsTheRequestedBytesOfTheRealDriver) {
  Nt4 machine;
  const ByteRow real = bytes_of_hex(kBusLogic);
  const auto outcome = machine.assign(real);
  EXPECT_EQ(words_of(outcome->allocated), (Words{"irq:64", "port:1060+20", "mem:febfd000+20"}));
  const auto kept = machine.registry.find_value(kPath, "RequestedSystemResources");
  ASSERT_TRUE(kept);
  EXPECT_EQ(ByteRow(kept->data.begin(), kept->data.end()), real);
  EXPECT_FALSE(machine.registry.find_value(kPath, "AssignedSystemResources"));
  machine.doors.policy.kept_values = LegacyPolicy::KeptValues::requested_and_assigned;
  const auto again = machine.assign(real);
  const auto assigned = machine.registry.find_value(kPath, "AssignedSystemResources");
  ASSERT_TRUE(assigned);
  EXPECT_EQ(assigned->type, 8U);
  EXPECT_EQ(ByteRow(assigned->data.begin(), assigned->data.end()), again->allocated);
}

TEST(AssignResources, RefusesWhatItCannotRead) {
  Nt4 machine;
  ByteRow list = requirements_of({{line(5, 5)}});
  list.resize(50);
  EXPECT_FALSE(machine.assign(list));
  EXPECT_EQ(machine.assign(requirements_of({{line(5, 5, 8)}})).error().code, ErrorCode::malformed);
  EXPECT_EQ(
      machine.assign(requirements_of({{lists::IoDescriptor::messages(1, lists::ShareDisposition::device_exclusive)}}))
          .error()
          .rule,
      6401);
  EXPECT_EQ(io_assign_resources(
                machine.doors,
                {.registry_path = {}, .class_name = {}, .driver = "Drv", .device = {}, .device_id = 0, .requested = {}})
                .error()
                .rule,
            6407);
  machine.doors.steps = 2;
  machine.hold({"irq:3", "irq:4", "irq:5"});
  EXPECT_EQ(machine.assign(requirements_of({{line(3, 6), line(3, 5)}})).error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace resmap::pnp
