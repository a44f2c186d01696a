// SPDX-License-Identifier: MIT
// Every allocation of this floor fails once, in turn: nothing may change, leak or throw. The index takes its memory from the
// MemorySource, all else from new; both count as one row.
#include <gtest/gtest.h>

#include <cstdlib>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/journal_test_support.h"
#include "resmap/claims/registry_image.h"
#include "tests/support/failing_new.h"

namespace resmap::claims {
namespace {

using testing_support::allocation_fails;
using testing_support::allocations_left;
using testing_support::kNever;

MemorySource counted_memory() {
  return {
      .allocate = [](void*, std::size_t size, std::size_t) -> void* {
        return allocation_fails() ? nullptr : std::malloc(size);
      },
      .release = [](void*, void* block, std::size_t, std::size_t) { std::free(block); },
      .context = nullptr,
  };
}

// A map with a history, and a call that is tried with its n-th allocation failing.
struct Scene {
  explicit Scene(ClaimPolicy policy = {}, bool with_journal = false) : journal(rows) {
    ClaimSetup setup;
    setup.policy = policy;
    setup.memory = counted_memory();
    if (with_journal) setup.journal = &journal;
    map.emplace(setup);
    EXPECT_TRUE(record(*map, "System Resources", "Physical Memory", "", list_of({"mem:0x1000+1M"})));
    EXPECT_TRUE(claim(*map, "a", R"(\Device\A)", list_of({"port:0x300+8", "irq:5"}))->granted);
    EXPECT_TRUE(claim(*map, "b", R"(\Device\B)", list_of({"port:0x400+8,10-bit"}), false, Era::w2k)->granted);
  }
  SharedRows rows;
  MemoryJournal journal;
  std::optional<ResourceMap> map;
};

// Tries `step` with the n-th allocation failing for every n until none does; each failure leaves the map as it was.
template <typename Call>
void fail_each_allocation(Call&& call, ClaimPolicy policy = {}, bool with_journal = false) {
  for (long n = 0; n < 2000; ++n) {
    Scene scene(policy, with_journal);
    const std::string before = picture_of(*scene.map);
    const std::size_t rows = scene.rows.rows.size();
    allocations_left = n;
    const auto result = call(*scene.map);
    allocations_left = kNever;
    ASSERT_TRUE(scene.map->consistent()) << n;
    if (result.has_value()) return;
    ASSERT_EQ(result.error().code, ErrorCode::out_of_memory) << n;
    ASSERT_EQ(picture_of(*scene.map), before) << n;
    ASSERT_EQ(scene.rows.rows.size(), rows) << n;
    // And the map still works.
    ASSERT_TRUE(call(*scene.map)) << n;
    ASSERT_TRUE(scene.map->consistent()) << n;
  }
  FAIL() << "it never succeeds";
}

void fail_each_of_all_calls(ClaimPolicy policy, bool with_journal) {
  const ByteRow fresh = list_of({"port:0x500+8,10-bit", "irq:6", "mem:0x80000000+64K"});
  const ByteRow taken = list_of({"port:0x304+8", "irq:5", "mem:0x2000+4K"});
  const auto each = [&](auto&& call) { fail_each_allocation(call, policy, with_journal); };
  each([&](ResourceMap& map) {
    return claim(map, "new driver of a long name that is not kept inside", R"(\Device\New)", fresh, false, Era::w2k);
  });
  each([&](ResourceMap& map) { return claim(map, "a", R"(\Device\A)", fresh); });        // replaces
  each([&](ResourceMap& map) { return claim(map, "a", R"(\Device\A)", kNoList); });      // erases
  each([&](ResourceMap& map) { return claim(map, "c", R"(\Device\C)", taken); });        // is refused
  each([&](ResourceMap& map) { return claim(map, "c", R"(\Device\C)", taken, true); });  // overrides
  each([&](ResourceMap& map) { return claim_driver(map, "a", fresh, "Another class"); });
  each([&](ResourceMap& map) {
    return map.claim({.class_name = "Moved",
                      .driver = "a",
                      .driver_list = Bytes(fresh),
                      .device = R"(\Device\A)",
                      .device_list = Bytes(kNoList)});
  });
  each([&](ResourceMap& map) { return record(map, "PnP Manager", "PnpManager", R"(\Device\00000001)", fresh, true); });
  each([&](ResourceMap& map) -> Result<void> {
    const auto one = [&](std::string_view device, const ByteRow& list) {
      return RecordRequest{
          .class_name = "Other", .driver = "a", .device = device, .raw = Bytes(list), .translated = Bytes(list)};
    };
    const RecordRequest all[] = {one(R"(\Device\A)", taken), one(R"(\Device\New)", fresh), one(R"(\Device\A)", fresh)};
    const auto done = map.record_all(all);
    return done ? Result<void>() : fail(done.error().error);
  });
}

TEST(ClaimsMemory, EveryFailedAllocationLeavesTheMapAsItWas) { fail_each_of_all_calls({}, false); }
TEST(ClaimsMemory, LikewiseWithAJournal) { fail_each_of_all_calls({}, true); }
TEST(ClaimsMemory, LikewiseUnderAnotherPolicy) {
  ClaimPolicy policy;
  policy.era = Era::w2k;
  policy.class_change = ClaimPolicy::ClassChange::separate;
  policy.refused_replacement = ClaimPolicy::RefusedReplacement::old_list_goes;
  policy.empty_keys = ClaimPolicy::EmptyKeys::go;
  policy.own_descriptors = ClaimPolicy::OwnDescriptors::compared;
  policy.pnp_events = ClaimPolicy::PnpEvents::on;
  fail_each_of_all_calls(policy, true);
}

TEST(ClaimsMemory, ReplayThatFailsIsTakenUpAgain) {
  Scene scene({}, true);
  for (long n = 0; n < 2000; ++n) {
    MemoryJournal other(scene.rows);
    ResourceMap again({.journal = &other, .memory = counted_memory()});
    allocations_left = n;
    const auto refreshed = again.refresh();
    allocations_left = kNever;
    ASSERT_TRUE(again.consistent()) << n;
    const auto second = refreshed ? refreshed : again.refresh();
    ASSERT_TRUE(second) << n;
    ASSERT_EQ(picture_of(again), picture_of(*scene.map)) << n;
    if (refreshed) return;
  }
  FAIL() << "it never succeeds";
}

TEST(ClaimsMemory, AnImageThatFindsNoMemorySaysSoBothWays) {
  Scene scene;
  std::optional<registry::Registry> image;
  const auto fail_each = [](auto&& step) {
    for (long n = 0; n < 2000; ++n) {
      allocations_left = n;
      const std::optional<Error> error = step();
      allocations_left = kNever;
      if (!error) return;
      ASSERT_EQ(error->code, ErrorCode::out_of_memory) << n;
    }
    FAIL() << "it never succeeds";
  };
  fail_each([&]() -> std::optional<Error> {
    auto made = image_of(*scene.map, "a path of some length\\map");
    if (!made) return made.error();
    image = std::move(*made);
    return std::nullopt;
  });
  registry::KeyId top;
  fail_each([&]() -> std::optional<Error> {
    const auto found = find_images(*image);
    if (!found) return found.error();
    top = found->front();
    return std::nullopt;
  });
  fail_each([&]() -> std::optional<Error> {
    const auto read = read_image(*image, top, {});
    return read ? std::nullopt : std::optional(read.error().error);
  });
}

TEST(ClaimsMemory, AMapWithoutMemoryAnswersSo) {
  allocations_left = 0;
  ResourceMap map;
  allocations_left = kNever;
  EXPECT_EQ(claim(map, "a", "d", list_of({"irq:5"})).error().code, ErrorCode::out_of_memory);
  EXPECT_EQ(map.refresh().error().code, ErrorCode::out_of_memory);
  EXPECT_EQ(map.size(), 0U);
  EXPECT_EQ(map.events().last_number(), 0U);
}

}  // namespace
}  // namespace resmap::claims
