// SPDX-License-Identifier: MIT
#include "resmap/pnp/pnp_manager.h"

#include <gtest/gtest.h>

#include "resmap/lists/cm_list.h"
#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using lists::LogConfType;
using lists::ResourceType;
using snapshot::DeviceKind;
using snapshot::ProblemCode;
using testing_support::cm_list;
using testing_support::io_list;

// A machine in code, with its manager.
struct Bench {
  snapshot::Snapshot facts;
  std::unique_ptr<Machine> machine;
  std::unique_ptr<PnpManager> manager;

  snapshot::Device& add(const char* id, DeviceKind kind = DeviceKind::other, std::optional<DeviceIndex> parent = {}) {
    snapshot::Device device;
    device.id = id;
    device.kind = kind;
    device.parent = parent;
    device.present = snapshot::Known::yes;
    facts.devices.push_back(device);
    return facts.devices.back();
  }
  snapshot::Device& wants(const char* id, std::initializer_list<testing_support::Words> configurations) {
    snapshot::Device& device = add(id);
    device.configurations.push_back({LogConfType::basic, 10, io_list(configurations)});
    return device;
  }
  void assign(const AssignSetup& setup = {}) {
    machine = std::make_unique<Machine>(std::move(*Machine::from(facts)));
    auto made = PnpManager::make(*machine, setup);
    ASSERT_TRUE(made.has_value());
    manager = std::move(*made);
    ASSERT_TRUE(manager->assign_all().has_value());
  }
  const Assignment& of(DeviceIndex device) const { return *manager->assignment(device); }
};

TEST(PnpManager, GivesRawAndTranslatedListsElementByElement) {
  Bench bench;
  bench.wants("card", {{"port:0x300+8", "private:1/0/0", "irq:5"}});
  // Ports of the root are memory to this processor, and line 5 is vector 0x61.
  const arbiters::TranslationWindow window{{0, 0xFFFF}, 0xFF000000, arbiters::TranslationWindow::Ports::dense_memory};
  const arbiters::WindowTranslator ports(ResourceType::port, {&window, 1});
  const arbiters::InterruptTarget target{5, 0x61, 6};
  const arbiters::InterruptTranslator lines({&target, 1});
  arbiters::BusMap buses;
  ASSERT_TRUE(buses.add().has_value());
  ASSERT_TRUE(buses.set_translator(arbiters::BusMap::kRoot, ResourceType::port, &ports).has_value());
  ASSERT_TRUE(buses.set_translator(arbiters::BusMap::kRoot, ResourceType::interrupt, &lines).has_value());
  AssignSetup setup;
  setup.buses = &buses;
  bench.assign(setup);
  const Assignment& made = bench.of(0);
  ASSERT_EQ(made.resources.size(), 3U);
  EXPECT_TRUE(made.started);
  EXPECT_EQ(made.resources[0].translated.view().type(), ResourceType::memory);
  EXPECT_EQ(made.resources[0].translated.view().start(), 0xFF000300U);
  EXPECT_EQ(made.resources[1].translated.view().type(), ResourceType::device_private);
  EXPECT_EQ(made.resources[2].raw.view().vector(), 5U);
  EXPECT_EQ(made.resources[2].translated.view().vector(), 0x61U);
  for (const auto& bytes : {made.raw_list, made.translated_list}) {
    const auto list = lists::CmResourceListView::over(bytes, lists::CmForm::resource_list, lists::CmLayout::x64);
    ASSERT_TRUE(list.has_value());
    EXPECT_EQ((*list->begin()).size(), 3U);
  }
  std::size_t recorded = 0;
  const auto look = [&](const claims::StoredList& list) {
    ++recorded;
    EXPECT_EQ(list.device, "card");
    EXPECT_TRUE(std::equal(list.raw.begin(), list.raw.end(), made.raw_list.begin(), made.raw_list.end()));
    EXPECT_TRUE(std::equal(list.translated.begin(), list.translated.end(), made.translated_list.begin(),
                           made.translated_list.end()));
  };
  bench.manager->map().for_each(look);
  EXPECT_EQ(recorded, 1U);
}

TEST(PnpManager, WhatDoesNotTranslateIsProblem33AndForALine36) {
  for (const bool line : {false, true}) {
    Bench bench;
    bench.wants("card", {{line ? "irq:5" : "port:0x300+8"}});
    const arbiters::TranslationWindow window{{0, 0xFF}, 0, arbiters::TranslationWindow::Ports::stay_ports};
    const arbiters::WindowTranslator ports(ResourceType::port, {&window, 1});
    const arbiters::InterruptTranslator lines({});
    arbiters::BusMap buses;
    ASSERT_TRUE(buses.add().has_value());
    ASSERT_TRUE(buses.set_translator(arbiters::BusMap::kRoot, ResourceType::port, &ports).has_value());
    ASSERT_TRUE(buses.set_translator(arbiters::BusMap::kRoot, ResourceType::interrupt, &lines).has_value());
    AssignSetup setup;
    setup.buses = &buses;
    bench.assign(setup);
    EXPECT_EQ(bench.of(0).problem, line ? ProblemCode::irq_translation_failed : ProblemCode::translation_failed);
    EXPECT_TRUE(bench.of(0).raw_list.empty());
    EXPECT_EQ(bench.manager->map().size(), 0U);
    for (const auto& arbiter : bench.manager->arbiters().all()) {
      auto entries = arbiter->committed().entries();
      while (const ranges::RangeEntry* entry = entries.next()) EXPECT_NE(entry->owner, arbiter_id(0));
    }
  }
}

TEST(PnpManager, ProblemsOfTheListsThemselves) {
  Bench bench;
  bench.add("cut").configurations.push_back({LogConfType::basic, 10, {1, 2, 3}});
  auto unknown = io_list({{"irq:5"}});
  unknown[32 + 8 + 1] = 9;
  bench.add("unknown").configurations.push_back({LogConfType::basic, 10, unknown});
  bench.wants("restart", {{"config:0x9000", "irq:5"}});
  bench.add("disabled").problem = ProblemCode::disabled;
  bench.wants("gone", {{"irq:6"}}).present = snapshot::Known::no;
  bench.assign();
  EXPECT_EQ(bench.of(0).problem, ProblemCode::no_valid_log_conf);
  EXPECT_EQ(bench.of(1).problem, ProblemCode::unknown_resource);
  EXPECT_EQ(bench.of(2).problem, ProblemCode::no_softconfig);
  EXPECT_EQ(bench.manager->assignment(3), nullptr);
  EXPECT_EQ(bench.manager->assignment(4), nullptr);
  EXPECT_FALSE(bench.manager->has_to_do_with_resources(4));
}

TEST(PnpManager, WithoutStepsTheAnswerIsUndecided) {
  Bench bench;
  bench.wants("card", {{"port:8@8/0x100-0x3ff"}});
  AssignSetup setup;
  setup.steps = 0;
  bench.assign(setup);
  EXPECT_EQ(bench.of(0).pass, Pass::undecided);
  EXPECT_EQ(bench.of(0).problem, ProblemCode::normal_conflict);
}

TEST(PnpManager, SaysHowEachAnswerIsKnown) {
  Bench bench;
  snapshot::Device& com = bench.wants("com", {{"port:0x2f8+8"}});
  com.configurations.push_back({LogConfType::boot, 8, cm_list({"port:0x3f8+8"})});
  bench.wants("card", {{"port:8@8/0x100-0x3ff", "dma:5|6"}});
  bench.assign();
  EXPECT_EQ(bench.of(0).pass, Pass::boot);
  EXPECT_EQ(bench.of(0).resources[0].basis, Basis::documented);
  EXPECT_EQ(bench.of(1).pass, Pass::first_choice);
  EXPECT_EQ(bench.of(1).resources[0].basis, Basis::observed);
  EXPECT_EQ(bench.of(1).resources[1].basis, Basis::model);
  EXPECT_EQ(word_for(bench.of(0).pass), "boot");
  EXPECT_EQ(word_for(Pass::beyond_windows), "beyond Windows");
  EXPECT_EQ(word_for(Basis::model), "model");
}

TEST(PnpManager, ClaimsOfLegacyDriversKeepDevicesAway) {
  Bench bench;
  bench.wants("card", {{"port:0x300+8"}, {"port:0x310+8"}});
  bench.facts.claims.push_back({"Hal", "ACPI x64 platform", ".Translated", cm_list({"port:0x300+8"}), 0});
  bench.facts.claims.push_back({"PnP Manager", "PnpManager", "d.Translated", cm_list({"port:0x310+8"}), 0});
  bench.assign();
  EXPECT_EQ(bench.of(0).configuration, 1U);
}

TEST(PnpManager, DriversFilterAndDenyAndTheTraceTellsOfIt) {
  struct Drivers final : DriverStack {
    void filter(DeviceIndex, Requirements& wanted) override { wanted.configurations[0].groups.pop_back(); }
    StartOutcome start(DeviceIndex, const StartLists& lists) override {
      EXPECT_FALSE(lists.raw.empty());
      EXPECT_EQ(lists.raw.size(), lists.translated.size());
      ++starts;
      return StartOutcome::failed;
    }
    void remove(DeviceIndex) override { ++removed; }
    int starts = 0, removed = 0;
  } drivers;
  Bench bench;
  bench.wants("card", {{"port:0x300+8", "irq:5"}});
  std::vector<TraceStep::Kind> told;
  AssignSetup setup;
  setup.drivers = &drivers;
  setup.trace = [&](const TraceStep& step) { told.push_back(step.kind); };
  bench.assign(setup);
  EXPECT_EQ(bench.of(0).problem, ProblemCode::failed_start);
  EXPECT_EQ(drivers.starts, 1);
  EXPECT_EQ(drivers.removed, 1);
  using enum TraceStep::Kind;
  EXPECT_EQ(told, (std::vector<TraceStep::Kind>{chosen, problem, released}));
}

TEST(PnpManager, DevicesStartLevelByLevelOrInTheOrderThatIsSaid) {
  Bench bench;
  bench.add("a");
  bench.add("a below", DeviceKind::other, 0);
  bench.add("b");
  bench.assign();
  const auto order = [&] {
    return std::vector<DeviceIndex>(bench.manager->start_order().begin(), bench.manager->start_order().end());
  };
  EXPECT_EQ(order(), (std::vector<DeviceIndex>{0, 2, 1}));
  AssignSetup branches;
  branches.policy.pnp.start_order = PnpPolicy::StartOrder::branch_by_branch;
  bench.assign(branches);
  EXPECT_EQ(order(), (std::vector<DeviceIndex>{0, 1, 2}));
  AssignSetup said;
  said.order = {2, 1};
  bench.assign(said);
  EXPECT_EQ(order(), (std::vector<DeviceIndex>{2, 0, 1}));
}

TEST(PnpManager, WindowsBefore8GivesOneDeviceAtMost910Messages) {
  for (const auto os : {PnpPolicy::Os::win7, PnpPolicy::Os::win10}) {
    Bench bench;
    bench.wants("nic", {{"msg:911"}, {"msg:1"}});
    AssignSetup setup;
    setup.policy.pnp.os = os;
    bench.assign(setup);
    EXPECT_EQ(bench.of(0).configuration, os == PnpPolicy::Os::win7 ? 1U : 0U);
  }
}

}  // namespace
}  // namespace resmap::pnp
