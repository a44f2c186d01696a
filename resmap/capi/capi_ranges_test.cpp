// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "resmap/base/error.h"
#include "resmap/capi/resmap.h"
#include "tests/support/failing_memory.h"

namespace resmap {
namespace {

using testing_support::FailingMemory;

class CapiRanges : public testing::Test {
 protected:
  CapiRanges() { EXPECT_EQ(resmap_ranges_create(nullptr, &list_), RESMAP_OK); }
  ~CapiRanges() override { resmap_ranges_destroy(list_); }
  CapiRanges(const CapiRanges&) = delete;
  CapiRanges& operator=(const CapiRanges&) = delete;

  resmap_status claim(std::uint64_t first, std::uint64_t last, std::uint64_t owner, resmap_entry* blocker = nullptr,
                      resmap_on_overlap how = RESMAP_REFUSE) {
    const resmap_entry entry{{first, last}, owner, 7, 1, 0};
    return resmap_ranges_claim(list_, &entry, how, blocker);
  }

  resmap_ranges* list_ = nullptr;
};

TEST_F(CapiRanges, AConflictNamesItsBlocker) {
  ASSERT_EQ(claim(0x3F8, 0x3FF, 1), RESMAP_OK);
  resmap_entry blocker{};
  ASSERT_EQ(claim(0x3FF, 0x400, 2, &blocker), RESMAP_CONFLICT);
  EXPECT_EQ(blocker.range.first, 0x3F8U);
  EXPECT_EQ(blocker.owner, 1U);
  EXPECT_EQ(blocker.user_data, 7U);
  EXPECT_EQ(claim(0x3FF, 0x400, 2), RESMAP_CONFLICT) << "nobody asked who";
  EXPECT_EQ(claim(5, 4, 1), RESMAP_INVALID_ARGUMENT);
  EXPECT_EQ(claim(4, 5, 1, nullptr, 3), RESMAP_INVALID_ARGUMENT);
}

TEST_F(CapiRanges, TheBlockerOfASharedClaimIsOneThatDoesNotShare) {
  ASSERT_EQ(claim(10, 19, 1, nullptr, RESMAP_SHARE), RESMAP_OK);
  ASSERT_EQ(claim(15, 19, 2, nullptr, RESMAP_ALLOW), RESMAP_OK);
  resmap_entry blocker{};
  ASSERT_EQ(claim(10, 19, 3, &blocker, RESMAP_SHARE), RESMAP_CONFLICT);
  EXPECT_EQ(blocker.owner, 2U);
  EXPECT_EQ(blocker.flags, RESMAP_ENTRY_CONFLICT);
}

TEST_F(CapiRanges, ACopyIsATransactionThatReplaceCommits) {
  ASSERT_EQ(claim(10, 19, 1), RESMAP_OK);
  resmap_ranges* attempt = nullptr;
  ASSERT_EQ(resmap_ranges_copy(list_, &attempt), RESMAP_OK);
  ASSERT_EQ(resmap_ranges_release(attempt, {10, 19}, 1), RESMAP_OK);
  EXPECT_EQ(resmap_ranges_release(attempt, {10, 19}, 1), RESMAP_NOT_FOUND);
  EXPECT_EQ(resmap_ranges_is_free(list_, {0, 100}), 0);
  EXPECT_EQ(resmap_ranges_is_free(attempt, {0, 100}), 1);
  resmap_ranges_replace(list_, attempt);
  EXPECT_EQ(resmap_ranges_count(list_), 0U);
  EXPECT_EQ(resmap_ranges_changes(list_), 2U);
}

TEST_F(CapiRanges, RoomIsFoundFromBothEndsAndPastWhatCountsAsFree) {
  ASSERT_EQ(claim(0x1000, 0x1FFF, 1), RESMAP_OK);
  resmap_room_request request{};
  request.last_offset = 0xFFF;
  request.alignment = 0x1000;
  request.window = {0x1000, 0x3FFF};
  std::uint64_t place = 0;
  ASSERT_EQ(resmap_ranges_find_room(list_, &request, &place), RESMAP_OK);
  EXPECT_EQ(place, 0x3000U);
  request.direction = RESMAP_BOTTOM_UP;
  ASSERT_EQ(resmap_ranges_find_room(list_, &request, &place), RESMAP_OK);
  EXPECT_EQ(place, 0x2000U);
  request.attribute_mask = 1;
  ASSERT_EQ(resmap_ranges_find_room(list_, &request, &place), RESMAP_OK);
  EXPECT_EQ(place, 0x1000U);
  request.last_offset = 0x3000;
  place = 99;
  EXPECT_EQ(resmap_ranges_find_room(list_, &request, &place), RESMAP_NOT_FOUND);
  EXPECT_EQ(place, 99U);
  request.alignment = 0;
  EXPECT_EQ(resmap_ranges_find_room(list_, &request, &place), RESMAP_INVALID_ARGUMENT);
  request.direction = 2;
  EXPECT_EQ(resmap_ranges_find_room(list_, &request, &place), RESMAP_INVALID_ARGUMENT);
}

TEST_F(CapiRanges, OverlapsAreVisitedInOrderUntilTheVisitorHasEnough) {
  for (std::uint64_t i = 1; i <= 4; ++i) ASSERT_EQ(claim(i * 10, i * 10 + 5, i), RESMAP_OK);
  std::vector<std::uint64_t> owners;
  const auto visit = [](void* context, const resmap_entry* entry) {
    auto& seen = *static_cast<std::vector<std::uint64_t>*>(context);
    seen.push_back(entry->owner);
    return static_cast<int>(seen.size() < 2);
  };
  resmap_ranges_for_each_overlap(list_, {15, 100}, visit, &owners);
  EXPECT_EQ(owners, (std::vector<std::uint64_t>{1, 2}));
  resmap_entry first{};
  ASSERT_EQ(resmap_ranges_first_overlap(list_, {16, 30}, &first), RESMAP_OK);
  EXPECT_EQ(first.owner, 2U);
  EXPECT_EQ(resmap_ranges_first_overlap(list_, {46, 100}, &first), RESMAP_NOT_FOUND);
}

TEST(Capi, StatusesHaveNames) {
  EXPECT_STREQ(resmap_status_name(RESMAP_OK), "ok");
  EXPECT_STREQ(resmap_status_name(RESMAP_CONFLICT), "conflict");
  EXPECT_STREQ(resmap_status_name(99), "unknown");
  EXPECT_NE(std::strchr(resmap_version(), '.'), nullptr);
}

// Everything that allocates, with the n-th allocation failing for every n.
TEST(Capi, WithoutMemoryNothingChangesAndAllIsGivenBack) {
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    const MemorySource source = memory.source();
    const resmap_memory given{source.allocate, source.release, source.context};
    resmap_ranges *list = nullptr, *copy = nullptr, *clone = nullptr;
    bool complete = resmap_ranges_create(&given, &list) == RESMAP_OK;
    const resmap_entry entry{{1, 2}, 3, 0, 0, 0};
    complete = complete && resmap_ranges_claim(list, &entry, RESMAP_REFUSE, nullptr) == RESMAP_OK;
    complete = complete && resmap_ranges_copy(list, &copy) == RESMAP_OK;
    std::size_t count = 0;
    complete = complete && resmap_ranges_release_owner(copy, 3, &count) == RESMAP_OK && count == 1;
    complete = complete && resmap_ranges_clone(list, &clone) == RESMAP_OK;
    if (copy != nullptr) {
      EXPECT_EQ(resmap_ranges_count(list), 1U);
    }
    for (resmap_ranges* one : {list, copy, clone}) resmap_ranges_destroy(one);
    EXPECT_EQ(memory.bytes_out(), 0U);
    ASSERT_NE(complete, memory.failed());
    if (complete) break;
  }
}

}  // namespace
}  // namespace resmap
