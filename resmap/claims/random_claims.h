// SPDX-License-Identifier: MIT
// Not installed: random requests, for the map and for the map of all pairs (tests/oracles/plain_claims.h), in spaces so small
// that everything meets.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <set>

#include "resmap/claims/claims_test_support.h"
#include "tests/oracles/plain_claims.h"

namespace resmap::claims {

using plain::ClaimedList;
using plain::ClaimedThing;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (z ^ (z >> 31)) % bound;
  }
  bool one_in(std::uint64_t bound) { return below(bound) == 0; }

 private:
  std::uint64_t state_;
};

inline plain::ClaimAnswers random_answers(Dice& dice, ClaimPolicy& policy) {
  plain::ClaimAnswers answers;
  const auto flip = [&](bool& answer, auto& member, auto other) {
    if (!dice.one_in(4)) return;
    answer = true;
    member = other;
  };
  using P = ClaimPolicy;
  if (dice.one_in(2))
    flip(answers.aliases_never, policy.decode_aliases, P::DecodeAliases::never);
  else
    flip(answers.aliases_always, policy.decode_aliases, P::DecodeAliases::always);
  flip(answers.alias_meets_alias, policy.alias_overlap, P::AliasConflict::with_everything);
  flip(answers.zero_meets, policy.zero_length, P::ZeroLength::conflicts_inside);
  flip(answers.affinity_counts, policy.interrupt_affinity, P::InterruptAffinity::compared);
  flip(answers.trigger_counts, policy.trigger_mismatch, P::TriggerMismatch::conflicts);
  flip(answers.dma_port_counts, policy.dma_port, P::DmaPort::compared);
  if (dice.one_in(2))
    flip(answers.buses_never, policy.bus_numbers, P::BusNumbers::never);
  else
    flip(answers.buses_always, policy.bus_numbers, P::BusNumbers::always);
  flip(answers.mixed_share_conflicts, policy.mixed_share, P::MixedShare::conflicts);
  flip(answers.boot_always_holds, policy.boot_configuration, P::BootConfiguration::always_holds);
  flip(answers.driver_list_exempt, policy.driver_list, P::DriverList::exempt);
  flip(answers.own_compared, policy.own_descriptors, P::OwnDescriptors::compared);
  flip(answers.class_separates, policy.class_change, P::ClassChange::separate);
  flip(answers.refused_loses_old, policy.refused_replacement, P::RefusedReplacement::old_list_goes);
  flip(answers.override_hears_nothing, policy.override_flag, P::OverrideFlag::cleared);
  if (dice.one_in(2)) policy.empty_keys = P::EmptyKeys::go;
  if (dice.one_in(2)) policy.era = Era::w2k;
  return answers;
}

inline ClaimedThing random_thing(Dice& dice) {
  static constexpr ClaimedThing::Type types[] = {ClaimedThing::port,        ClaimedThing::port, ClaimedThing::memory,
                                                 ClaimedThing::interrupt,   ClaimedThing::dma,  ClaimedThing::bus,
                                                 ClaimedThing::private_data};
  ClaimedThing thing;
  thing.type = types[dice.below(std::size(types))];
  thing.share = static_cast<int>(dice.below(4));
  thing.length = dice.below(6);
  switch (thing.type) {
    case ClaimedThing::port:
      thing.io = !dice.one_in(8);
      thing.decoded_bits = dice.one_in(2) ? 16 : dice.one_in(2) ? 10 : 12;
      // Near each other, near each other's aliases, and at the end of the ports.
      thing.start = dice.below(24) + 0x400 * dice.below(5) + (dice.one_in(6) ? 0xFFF0 - 0x1000 : 0);
      break;
    case ClaimedThing::interrupt:
      thing.start = dice.below(6);
      thing.latched = dice.one_in(2);
      if (dice.one_in(2)) thing.affinity = 1 + dice.below(3);
      break;
    case ClaimedThing::dma:
      thing.start = dice.below(4);
      thing.dma_port = static_cast<std::uint32_t>(dice.below(2));
      break;
    case ClaimedThing::bus: thing.start = dice.below(12); break;
    default: thing.start = dice.below(40) + 0x400 * dice.below(2); break;
  }
  return thing;
}

inline ByteRow bytes_of(const ClaimedList& list, lists::CmLayout layout) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
  if (!list.things.empty()) {
    EXPECT_TRUE(build.begin_full({lists::InterfaceType::isa, 0, 1, 1, 0}));
  }
  for (const ClaimedThing& thing : list.things) {
    lists::CmDescriptor made(layout);
    made.set_type(static_cast<lists::ResourceType>(thing.type))
        .set_share(static_cast<lists::ShareDisposition>(thing.share));
    switch (thing.type) {
      case ClaimedThing::interrupt:
        made.set_vector(static_cast<std::uint32_t>(thing.start)).set_affinity(thing.affinity);
        made.set_flags(thing.latched ? 1 : 0);
        break;
      case ClaimedThing::dma:
        made.set_channel(static_cast<std::uint32_t>(thing.start)).set_data(1, thing.dma_port);
        break;
      case ClaimedThing::bus:
        made.set_bus_start(static_cast<std::uint32_t>(thing.start))
            .set_bus_length(static_cast<std::uint32_t>(thing.length));
        break;
      case ClaimedThing::port:
        made.set_flags(static_cast<std::uint16_t>((thing.io ? 1 : 0) | (thing.decoded_bits == 10   ? 4
                                                                        : thing.decoded_bits == 12 ? 8
                                                                                                   : 16)));
        [[fallthrough]];
      default: made.set_start(thing.start).set_stored_length(static_cast<std::uint32_t>(thing.length)); break;
    }
    EXPECT_TRUE(build.add(made));
  }
  const auto built = build.finish();
  return {built->begin(), built->end()};
}

struct Names {
  std::string class_name, driver, device;
};

inline Names random_names(Dice& dice, bool own_list) {
  static constexpr const char* classes[] = {"One", "Two"};
  static constexpr const char* drivers[] = {"a", "b", "c", "d"};
  static constexpr const char* devices[] = {R"(\Device\X)", R"(\Device\Y)", R"(\Device\Z)"};
  return {classes[dice.below(2)], drivers[dice.below(4)], own_list ? "" : devices[dice.below(3)]};
}

inline ClaimedList random_list(Dice& dice, const Names& names, bool w2k) {
  ClaimedList list{names.class_name, names.driver, names.device, {}, w2k, false};
  if (dice.one_in(6)) return list;
  const std::uint64_t things = 1 + dice.below(3);
  for (std::uint64_t i = 0; i < things; ++i) list.things.push_back(random_thing(dice));
  return list;
}

// Which descriptor stands at `offset`: all before it are of one size.
inline std::size_t thing_at(std::uint32_t offset, lists::CmLayout layout) {
  return (offset - 20) / lists::size_of(layout);
}

inline std::vector<plain::ClaimMeeting> meetings_of(const ClaimOutcome& outcome, bool two_lists) {
  std::vector<plain::ClaimMeeting> all;
  for (const Conflict& conflict : outcome.conflicts) {
    const std::size_t list = two_lists && !conflict.claimant.device.empty() ? 1 : 0;
    all.push_back({list, thing_at(conflict.claimant.offset, conflict.claimant.descriptor.layout()),
                   conflict.holder.class_name + "/" + conflict.holder.driver + "/" + conflict.holder.device,
                   thing_at(conflict.holder.offset, conflict.holder.descriptor.layout())});
  }
  std::sort(all.begin(), all.end());
  return all;
}

inline std::string words_of(const std::vector<plain::ClaimMeeting>& meetings) {
  std::string text;
  for (const plain::ClaimMeeting& each : meetings)
    text += std::to_string(each.list) + "[" + std::to_string(each.thing) + "] meets " + each.holder + "[" +
            std::to_string(each.held_thing) + "]\n";
  return text;
}

inline std::multiset<std::string> standing_of(const ResourceMap& map) {
  std::multiset<std::string> all;
  map.for_each([&](const StoredList& list) {
    TextWriter out;
    out.text(list.class_name)
        .text("/")
        .text(list.driver)
        .text("/")
        .text(list.device)
        .text(" ")
        .hex_bytes(list.translated);
    all.insert(std::string(out.view()));
  });
  return all;
}

inline std::multiset<std::string> standing_of(const plain::PlainMap& map, lists::CmLayout layout) {
  std::multiset<std::string> all;
  for (const ClaimedList& list : map.standing()) {
    TextWriter out;
    out.text(list.class_name).text("/").text(list.driver).text("/").text(list.device).text(" ");
    out.hex_bytes(bytes_of(list, layout));
    all.insert(std::string(out.view()));
  }
  return all;
}

// A number that a long job sets.
inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace resmap::claims
