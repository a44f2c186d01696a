// SPDX-License-Identifier: MIT
// Against a plain reading of the rules: every choice of every group in order of preference, the first that stands.
#include "resmap/pnp/legacy/place_by_claims.h"

#include <array>

#include "resmap/pnp/legacy/legacy_test_support.h"

namespace resmap::pnp {
namespace {

// Three numbers wide at most, in a space of twelve ports; what others hold and whether they share it.
struct Alternative {
  unsigned first, last, length, alignment;
  bool shared;
};
using Group = std::vector<Alternative>;
struct Machine {
  std::array<int, 12> held{};  // 0 free, 1 exclusive, 3 shared
  std::vector<std::vector<Group>> configurations;
  std::vector<AddressRange> order;  // everything comes last
};

struct Place {
  unsigned first, length;
  bool shared;
  friend bool operator==(const Place&, const Place&) = default;
};

bool stands(const Machine& machine, const Place& place, const std::vector<Place>& others) {
  for (unsigned at = place.first; at < place.first + place.length; ++at)
    if (machine.held[at] == 1 || (machine.held[at] == 3 && !place.shared)) return false;
  for (const Place& other : others)
    for (unsigned at = place.first; at < place.first + place.length; ++at)
      if (at >= other.first && at < other.first + other.length && !(place.shared && other.shared)) return false;
  return true;
}

bool plainly(const Machine& machine, const std::vector<Group>& groups, std::vector<Place>& chosen, bool top_down) {
  if (chosen.size() == groups.size()) return true;
  for (const Alternative& each : groups[chosen.size()]) {
    for (unsigned n = 0; n < 12 * machine.order.size(); ++n) {
      const AddressRange& window = machine.order[n / 12];
      const unsigned first = top_down ? 11 - n % 12 : n % 12;
      if (first < window.first || first + each.length - 1 > window.last) continue;
      if (first < each.first || first + each.length - 1 > each.last || first % each.alignment != 0) continue;
      const Place place{first, each.length, each.shared};
      if (!stands(machine, place, chosen)) continue;
      chosen.push_back(place);
      if (plainly(machine, groups, chosen, top_down)) return true;
      chosen.pop_back();
    }
  }
  return false;
}

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  unsigned below(unsigned n) {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<unsigned>((z ^ (z >> 31)) % n);
  }

 private:
  std::uint64_t state_;
};

Machine machine_of(Chance& chance) {
  Machine made;
  for (int& each : made.held) each = chance.below(3) != 0 ? 0 : chance.below(2) != 0 ? 1 : 3;
  for (unsigned n = chance.below(3); n > 0; --n) {
    const unsigned a = chance.below(12), b = chance.below(12);
    made.order.push_back({std::min(a, b), std::max(a, b)});
  }
  made.order.push_back({0, 11});
  made.configurations.resize(1 + chance.below(3));
  for (auto& configuration : made.configurations) {
    configuration.resize(1 + chance.below(3));
    for (Group& group : configuration) {
      group.resize(1 + chance.below(2));
      for (Alternative& each : group) {
        const unsigned a = chance.below(12), b = chance.below(12);
        each = {std::min(a, b), std::max(a, b), 1 + chance.below(3), 1U << chance.below(3), chance.below(2) != 0};
      }
    }
  }
  return made;
}

TEST(PlaceByClaims, ChoosesAsAPlainReadingOfTheRulesDoes) {
  constexpr std::uint64_t kSeed = 20261125;
  Chance chance(kSeed);
  unsigned met = 0, refused = 0;
  for (int round = 0; round < 4000; ++round) {
    const Machine machine = machine_of(chance);
    const bool top_down = chance.below(2) != 0;
    claims::ResourceMap map;
    for (unsigned at = 0; at < 12; ++at) {
      if (machine.held[at] == 0) continue;
      auto one = lists::CmDescriptor::address(lists::CmLayout::x86, lists::ResourceType::port, at, 1,
                                              static_cast<lists::ShareDisposition>(machine.held[at]), 1);
      const ChosenPlace held{0, *one};
      const auto list = list_of_places({&held, 1}, header_of(lists::InterfaceType::isa), lists::CmLayout::x86);
      const std::string device = "d" + std::to_string(at);
      ASSERT_TRUE(map.claim({.driver = "Other", .device = device, .device_list = Bytes(*list)})->granted);
    }
    std::vector<std::vector<lists::IoDescriptor>> wanted;
    for (const auto& configuration : machine.configurations) {
      auto& row = wanted.emplace_back();
      for (const Group& group : configuration)
        for (std::size_t i = 0; i < group.size(); ++i)
          row.push_back(
              ports(group[i].length, group[i].alignment, group[i].first, group[i].last, i == 0 ? 0 : 8,
                    group[i].shared ? lists::ShareDisposition::shared : lists::ShareDisposition::device_exclusive));
    }
    std::vector<Place> expected;
    bool fits = false;
    for (const auto& configuration : machine.configurations) {
      expected.clear();
      if ((fits = plainly(machine, configuration, expected, top_down))) break;
    }

    registry::Registry registry;
    const registry::KeyId control = *registry.create("Control");
    const ByteRow bus_value = {1, 0, 0, 0, 0, 0, 0, 0};
    ASSERT_TRUE(registry.set_value(*registry.create(control, R"(SystemResources\BusValues)"), "Isa", 3, bus_value));
    std::vector<lists::IoDescriptor> windows;
    for (std::size_t i = 0; i + 1 < machine.order.size(); ++i)
      windows.push_back(ports(0, 0, machine.order[i].first, machine.order[i].last));
    ASSERT_TRUE(registry.set_value(*registry.create(control, R"(SystemResources\AssignmentOrdering)"), "Isa", 10,
                                   requirements_of({windows})));
    const SystemResources order(registry, control);
    ClaimPlacement by;
    by.map = &map;
    by.who.driver = "Drv";
    by.who.device = "mine";
    by.order = &order;
    by.policy.direction = top_down ? LegacyPolicy::Direction::top_down : LegacyPolicy::Direction::bottom_up;
    arbiters::StepBudget budget;
    const auto chosen = place_by_claims(by, requirements_of(wanted), budget);
    ASSERT_EQ(chosen.has_value(), fits) << "seed " << kSeed << " round " << round;
    fits ? ++met : ++refused;
    if (!fits) {
      EXPECT_EQ(chosen.error().rule, 6406);
      continue;
    }
    std::vector<Place> got;
    for (const ChosenPlace& each : *chosen)
      got.push_back({static_cast<unsigned>(each.raw.view().start()), static_cast<unsigned>(each.raw.view().length()),
                     each.raw.view().share() == lists::ShareDisposition::shared});
    ASSERT_EQ(got, expected) << "seed " << kSeed << " round " << round;
  }
  EXPECT_GT(met, 500U);
  EXPECT_GT(refused, 500U);
}

TEST(PlaceByClaims, StaysInWhatTheBusPassesOn) {
  claims::ResourceMap map;
  const SystemResources order;
  const BusPart part{lists::ResourceType::port, {0x2000, 0x2FFF}};
  ClaimPlacement by;
  by.map = &map;
  by.who.driver = "Drv";
  by.order = &order;
  by.bus = {&part, 1};
  arbiters::StepBudget budget;
  const auto chosen = place_by_claims(by, requirements_of({{ports(0x20, 0x20, 0, 0xFFFF)}}), budget);
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->at(0).raw.view().start(), 0x2FE0U);
}

}  // namespace
}  // namespace resmap::pnp
