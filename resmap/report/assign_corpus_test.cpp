// SPDX-License-Identifier: MIT
// Real machines: what stage 1 gives their devices, held against their own lists with nothing of arbiters/ or pnp/ in between.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "resmap/import/importer.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/pnp/pnp_manager.h"
#include "resmap/report/assign_screen.h"
#include "tests/support/golden.h"

namespace resmap::report {
namespace {

namespace fs = std::filesystem;
using lists::IoDescriptorView;
using lists::LogConfType;
using lists::ResourceType;

struct Place {
  ResourceType type;
  AddressRange range;
  friend bool operator==(const Place&, const Place&) = default;
};

ResourceType plain(ResourceType type) { return type == ResourceType::memory_large ? ResourceType::memory : type; }

const snapshot::Configuration* list_of(const snapshot::Device& device, LogConfType kind) {
  for (const auto& configuration : device.configurations)
    if (configuration.kind == kind) return &configuration;
  return nullptr;
}

std::vector<Place> boot_of(const snapshot::Device& device) {
  std::vector<Place> places;
  const auto* boot = list_of(device, LogConfType::boot);
  if (boot == nullptr) return places;
  const auto layout = lists::choose_layout(boot->bytes, lists::CmForm::resource_list).layout;
  const auto list = lists::CmResourceListView::over(boot->bytes, lists::CmForm::resource_list, layout);
  if (!list) return places;
  for (const auto full : *list)
    for (const auto view : full)
      if (const auto range = view.range(); range && lists::is_arbitrated(view.type()))
        places.push_back({plain(view.type()), *range});
  return places;
}

bool admits(const IoDescriptorView& wanted, const Place& place) {
  if (plain(wanted.type()) != place.type || wanted.is_message()) return false;
  const std::uint64_t length = place.range.last_offset() + 1;
  switch (place.type) {
    case ResourceType::interrupt:
      return wanted.minimum_vector() <= place.range.first && place.range.first <= wanted.maximum_vector();
    case ResourceType::dma:
      return wanted.minimum_channel() <= place.range.first && place.range.first <= wanted.maximum_channel();
    case ResourceType::bus_number:
      return wanted.bus_length() == length && wanted.minimum_bus() <= place.range.first &&
             place.range.last <= wanted.maximum_bus();
    default:
      return wanted.length() == length && wanted.minimum() <= place.range.first &&
             place.range.last <= wanted.maximum() &&
             place.range.first % std::max<std::uint64_t>(wanted.alignment(), 1) == 0;
  }
}

using Groups = std::vector<std::vector<IoDescriptorView>>;

std::vector<Groups> configurations_of(const snapshot::Device& device) {
  std::vector<Groups> all;
  const auto* basic = list_of(device, LogConfType::basic);
  if (basic == nullptr) return all;
  const auto list = lists::IoRequirementsListView::over(basic->bytes);
  if (!list) return all;
  for (const auto configuration : *list) {
    Groups groups;
    for (const IoDescriptorView view : configuration) {
      if (!view.is_alternative() || groups.empty()) groups.emplace_back();
      groups.back().push_back(view);
    }
    all.push_back(std::move(groups));
  }
  return all;
}

bool asks_for_nothing(const IoDescriptorView& view) { return lists::is_address(view.type()) && view.length() == 0; }

// Why a group did not get a boot range, by its lists alone; empty: nothing explains it.
std::string reason(const std::vector<IoDescriptorView>& group, const Place* boot, const pnp::AssignedResource& given) {
  const bool preferred = group.front().is_preferred();
  if (group.front().type() == ResourceType::null) return "Null BAR";
  if (given.raw.view().is_message()) return boot != nullptr ? "message preferred over line" : "no boot counterpart";
  if (boot == nullptr) {
    if (std::all_of(group.begin(), group.end(), asks_for_nothing)) return "closed window";
    if (std::any_of(group.begin(), group.end(), asks_for_nothing)) return "optional zero-length";
    return "no boot counterpart";
  }
  if (!preferred && group.size() > 1) return "alternative by ordering list";
  return {};
}

class Hives : public testing::Test {
 protected:
  void SetUp() override {
    const char* corpus = std::getenv("RESMAP_CORPUS");
    if (corpus == nullptr) GTEST_SKIP() << "RESMAP_CORPUS names no folder";
    root_ = fs::absolute(corpus);
  }
  // The machine of a hive; its manager with everything assigned.
  void load(const std::string& name, bool ignore_boot) {
    manager_.reset();
    const std::string input = (root_ / "hives" / name / "SYSTEM.hive.xz").string();
    auto facts = import::import_machine(std::span(&input, 1));
    ASSERT_TRUE(facts.has_value()) << name;
    auto machine = pnp::Machine::from(std::move(*facts));
    ASSERT_TRUE(machine.has_value());
    machine_ = std::make_unique<pnp::Machine>(std::move(*machine));
    pnp::AssignSetup setup;
    setup.ignore_boot = ignore_boot;
    auto manager = pnp::PnpManager::make(*machine_, setup);
    ASSERT_TRUE(manager.has_value());
    manager_ = std::move(*manager);
    ASSERT_TRUE(manager_->assign_all().has_value());
  }
  fs::path root_;
  std::unique_ptr<pnp::Machine> machine_;
  std::unique_ptr<pnp::PnpManager> manager_;
};

const char* const kIntact[] = {"win10-1709-vmware", "win81-sensei"};

TEST_F(Hives, WithBootConfigurationsNoDeviceHasAProblem) {
  for (const char* name : {"win10-1709-vmware", "win81-sensei", "xp-ginevra-corrupt", "nt4-server"}) {
    load(name, false);
    ASSERT_NE(manager_, nullptr);
    EXPECT_EQ(problems_of(*manager_), 0U) << name;
  }
}

TEST_F(Hives, EveryGroupThatAdmitsABootRangeGetsItOrTheListsSayWhy) {
  std::string report;
  for (const char* name : kIntact) {
    load(name, false);
    ASSERT_NE(manager_, nullptr);
    std::map<std::string, std::size_t> counts;
    for (std::size_t i = 0; i < machine_->snapshot().devices.size(); ++i) {
      const auto device = static_cast<pnp::DeviceIndex>(i);
      const snapshot::Device& facts = machine_->snapshot().devices[i];
      const auto configurations = configurations_of(facts);
      if (configurations.empty()) continue;
      const pnp::Assignment* made = manager_->assignment(device);
      if (facts.present == snapshot::Known::no) {
        EXPECT_EQ(made, nullptr);
        ++counts["devices: phantom"];
        continue;
      }
      ASSERT_NE(made, nullptr) << facts.id;
      ++counts["devices: " + std::string(pnp::word_for(made->pass))];
      std::vector<Place> boot = boot_of(facts), given;
      for (const auto& resource : made->resources)
        if (const auto range = resource.raw.view().range()) given.push_back({resource.type, *range});
      const bool as_boot = !made->configuration.has_value();
      const Groups& groups = configurations[made->configuration.value_or(0)];
      if (!as_boot) {
        ASSERT_EQ(groups.size(), made->resources.size()) << facts.id;
      }
      for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!lists::is_arbitrated(groups[g].front().type()) && groups[g].front().type() != ResourceType::null) continue;
        ++counts["groups"];
        const auto at = std::find_if(boot.begin(), boot.end(), [&](const Place& place) {
          return std::any_of(groups[g].begin(), groups[g].end(), [&](const auto& one) { return admits(one, place); });
        });
        const std::optional<Place> counterpart = at == boot.end() ? std::nullopt : std::optional(*at);
        if (at != boot.end()) boot.erase(at);  // one range answers one group
        const bool kept = counterpart && (as_boot ? std::find(given.begin(), given.end(), *counterpart) != given.end()
                                                  : made->resources[g].type == counterpart->type &&
                                                        made->resources[g].raw.view().range() == counterpart->range);
        if (kept) {
          ++counts["groups: boot range kept"];
          continue;
        }
        if (as_boot) {
          ++counts["groups: no boot counterpart"];
          EXPECT_FALSE(counterpart.has_value()) << facts.id;
          continue;
        }
        const std::string why = reason(groups[g], counterpart ? &*counterpart : nullptr, made->resources[g]);
        EXPECT_NE(why, "") << facts.id << " group " << g;
        ++counts["groups: " + (why.empty() ? "unexplained" : why)];
      }
      // A boot port whose BAR its driver package dropped.
      counts["boot ranges that no group admits"] += as_boot ? 0 : boot.size();
    }
    report += std::string(name) + "\n";
    for (const auto& [what, count] : counts) report += "  " + what + " " + std::to_string(count) + "\n";
  }
  std::string why;
  EXPECT_TRUE(testing_support::matches_golden("assign/hives.txt", report, why)) << why << "\n" << report;
}

TEST_F(Hives, WithoutBootConfigurationsNothingOverlapsThatMayNot) {
  for (const char* name : kIntact) {
    load(name, true);
    ASSERT_NE(manager_, nullptr);
    // The assignments as a machine of their own, classed as any machine's lists are.
    snapshot::Snapshot after = machine_->snapshot();
    std::size_t given = 0;
    for (std::size_t i = 0; i < after.devices.size(); ++i) {
      snapshot::Device& device = after.devices[i];
      std::erase_if(device.configurations, [](const auto& list) { return list.registry_type == 8; });
      const pnp::Assignment* made = manager_->assignment(static_cast<pnp::DeviceIndex>(i));
      if (made == nullptr || made->raw_list.empty()) continue;
      device.configurations.push_back({LogConfType::alloc, 8, made->raw_list, 0});
      ++given;
    }
    EXPECT_GT(given, 10U);
    const auto machine = pnp::Machine::from(std::move(after));
    ASSERT_TRUE(machine.has_value());
    EXPECT_GT(machine->held().size(), 50U);
    for (const pnp::Overlap& overlap : machine->overlaps()) {
      using enum pnp::OverlapClass;
      const bool may = overlap.kind == window || overlap.kind == sharing || overlap.kind == firmware ||
                       overlap.kind == outside || overlap.kind == phantom;
      const auto& first = machine->held()[overlap.first];
      EXPECT_TRUE(may) << name << ": " << pnp::word_for(overlap.kind) << " of "
                       << machine->snapshot().devices[first.owner.index].id << " at " << std::hex
                       << overlap.common.first
                       << (overlap.second
                               ? " and " + machine->snapshot().devices[machine->held()[*overlap.second].owner.index].id
                               : "");
    }
  }
}

TEST_F(Hives, EveryMessageHasANumberOfItsOwn) {
  load("win10-1709-vmware", false);
  ASSERT_NE(manager_, nullptr);
  std::size_t first = 0, all = 0, taken = 0;
  std::set<std::uint64_t> numbers;
  for (std::size_t i = 0; i < machine_->snapshot().devices.size(); ++i) {
    const snapshot::Device& facts = machine_->snapshot().devices[i];
    const auto configurations = configurations_of(facts);
    for (std::size_t c = 0; c < configurations.size(); ++c)
      for (const auto& group : configurations[c])
        for (const auto& view : group) {
          if (!view.is_message() || view.share() != lists::ShareDisposition::device_exclusive) continue;
          const bool token = view.minimum_vector() == lists::kMessageToken;
          all += token;
          first += token && c == 0;
        }
    const pnp::Assignment* made = manager_->assignment(static_cast<pnp::DeviceIndex>(i));
    if (made == nullptr) continue;
    for (const auto& resource : made->resources) {
      if (!resource.raw.view().is_message()) continue;
      const auto range = assigned_range(resource.raw.view());
      ASSERT_TRUE(range.has_value());
      for (std::uint64_t number = range->first; number <= range->last; ++number, ++taken) {
        EXPECT_GE(number, 0xFFFF0000U);
        EXPECT_LE(number, lists::kMessageToken);
        EXPECT_TRUE(numbers.insert(number).second) << facts.id << ": " << number;
      }
    }
  }
  EXPECT_EQ(first, 70U);
  EXPECT_EQ(all, 73U);
  // Each present device has those of its first configuration, MSI's several counted each.
  EXPECT_EQ(numbers.size(), taken);
  EXPECT_GE(taken, 60U);
  // Without gaps, from the top (windows-traces.md 1 (9)).
  EXPECT_EQ(*numbers.rbegin(), lists::kMessageToken);
  EXPECT_EQ(*numbers.rbegin() - *numbers.begin() + 1, numbers.size());
}

TEST_F(Hives, TheFirstSerialPortIsServedByThePortArbiterOfPci) {
  load("win10-1709-vmware", false);
  ASSERT_NE(manager_, nullptr);
  const auto& devices = machine_->snapshot().devices;
  const auto com1 =
      std::find_if(devices.begin(), devices.end(), [](const auto& d) { return d.id == "ACPI\\PNP0501\\1"; });
  ASSERT_NE(com1, devices.end());
  const pnp::Assignment* made = manager_->assignment(static_cast<pnp::DeviceIndex>(com1 - devices.begin()));
  ASSERT_NE(made, nullptr);
  ASSERT_EQ(made->resources.size(), 2U);
  EXPECT_TRUE(made->resources[0].arbiter.starts_with("PCI I/O Port")) << made->resources[0].arbiter;
  EXPECT_EQ(made->resources[0].raw.view().range(), (AddressRange{0x3F8, 0x3FF}));
  EXPECT_EQ(made->resources[1].arbiter, "RootIRQ");
  EXPECT_EQ(made->resources[1].raw.view().vector(), 4U);
}

}  // namespace
}  // namespace resmap::report
