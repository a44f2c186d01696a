// SPDX-License-Identifier: MIT
// The map against a second one that looks at all pairs, straight from the rules (tests/oracles/plain_claims.h): random
// histories under random policies, in spaces so small that everything meets. RESMAP_CLAIMS_REQUESTS says how many requests,
// RESMAP_SEED where they begin.
#include <gtest/gtest.h>

#include "resmap/claims/random_claims.h"

namespace resmap::claims {
namespace {

// A history of `requests`; what it did, for the failure's message, is the seed.
void run_history(std::uint64_t seed, std::uint64_t requests) {
  SCOPED_TRACE("RESMAP_SEED=" + std::to_string(seed));
  Dice dice(seed);
  ClaimSetup setup;
  plain::PlainMap model(random_answers(dice, setup.policy));
  ResourceMap map(setup);
  const auto layout = dice.one_in(2) ? lists::CmLayout::x86 : lists::CmLayout::x64;
  for (std::uint64_t i = 0; i < requests; ++i) {
    if (dice.one_in(10)) {
      ClaimedList list =
          random_list(dice, {"PnP Manager", "PnpManager", R"(\Device\0000000)" + std::to_string(dice.below(3))},
                      setup.policy.era == Era::w2k);
      list.boot_only = dice.one_in(2);
      const ByteRow bytes = bytes_of(list, layout);
      ASSERT_TRUE(map.record({.class_name = list.class_name,
                              .driver = list.driver,
                              .device = list.device,
                              .raw = Bytes(bytes),
                              .translated = Bytes(bytes),
                              .boot_only = list.boot_only,
                              .layout = layout}));
      model.record(list);
      continue;
    }
    const bool w2k = dice.one_in(2), both = dice.one_in(6), override_conflict = dice.one_in(5);
    const Names names = random_names(dice, !both && dice.one_in(3));
    std::vector<ClaimedList> lists;
    if (both) lists.push_back(random_list(dice, {names.class_name, names.driver, ""}, w2k));
    lists.push_back(random_list(dice, names, w2k));
    const ByteRow first = bytes_of(lists.front(), layout), last = bytes_of(lists.back(), layout);
    ClaimRequest request{.class_name = names.class_name,
                         .driver = names.driver,
                         .override_conflict = override_conflict,
                         .era = w2k ? Era::w2k : Era::nt4,
                         .layout = layout};
    if (lists.front().device.empty()) request.driver_list = Bytes(first);
    if (!names.device.empty()) {
      request.device = names.device;
      request.device_list = Bytes(last);
    }
    const std::uint64_t events_before = map.events().last_number();
    const auto outcome = map.claim(request);
    ASSERT_TRUE(outcome);
    const auto verdict = model.claim(lists, override_conflict, w2k);
    ASSERT_EQ(outcome->granted, verdict.granted) << i;
    ASSERT_EQ(outcome->conflict_detected, verdict.conflict_detected) << i;
    ASSERT_EQ(words_of(meetings_of(*outcome, both)), words_of(verdict.meetings)) << i;
    const std::uint64_t events = verdict.granted ? 0 : 2 * verdict.meetings.size();
    ASSERT_EQ(map.events().last_number() - events_before, events) << i;
    ASSERT_EQ(map.size(), model.standing().size()) << i;
    ASSERT_TRUE(map.consistent()) << i;
  }
  ASSERT_EQ(standing_of(map), standing_of(model, layout));
}

TEST(ClaimOracle, AgreesOnRandomHistories) {
  constexpr std::uint64_t history = 200;
  const std::uint64_t requests = from_environment("RESMAP_CLAIMS_REQUESTS", 20'000);
  std::uint64_t seed = from_environment("RESMAP_SEED", 1);
  for (std::uint64_t done = 0; done < requests && !HasFatalFailure(); done += history) run_history(seed++, history);
}

}  // namespace
}  // namespace resmap::claims
