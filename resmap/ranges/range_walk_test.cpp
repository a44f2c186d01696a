// SPDX-License-Identifier: MIT
// The walks with AVX2 lead where the plain ones do.
#include "resmap/ranges/range_walk.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace resmap::ranges::detail {
namespace {

using Word = std::uint64_t;
using Path = RangeListTree::Path;
using Plain = PlainWalk<Word, kNodeCapacity>;

constexpr Word kTopBit = Word{1} << 63;
constexpr Word kLast = std::numeric_limits<Word>::max();

bool same(const Path& a, const Path& b) {
  if (a.depth != b.depth) return false;
  for (unsigned i = 0; i < a.depth; ++i)
    if (a.step[i].node != b.step[i].node || a.step[i].index != b.step[i].index) return false;
  return true;
}

class RangeWalks : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_avx2()) GTEST_SKIP() << "this processor has no AVX2";
  }
  Word next() {
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    return random_ ^ random_ >> 31;
  }
  void insert(Word first, Word last) { ASSERT_TRUE(tree_.insert({first, last, 1}, default_memory())); }

  void compare_place(Word first) {
    Path plain, fast;
    Plain::to_place(root(), first, plain);
    Avx2Walk::to_place(root(), first, fast);
    ASSERT_TRUE(same(plain, fast)) << first;
  }
  void compare_overlaps(Word low, Word high) {
    Path plain, fast;
    bool more = Plain::to_first_overlap(root(), low, high, plain);
    ASSERT_EQ(Avx2Walk::to_first_overlap(root(), low, high, fast), more);
    ASSERT_TRUE(same(plain, fast)) << low << ' ' << high;
    compare_free_place(low, high, !more);
    for (int steps = 0; more && steps < 40; ++steps) {
      more = Plain::to_next_overlap(low, high, plain);
      ASSERT_EQ(Avx2Walk::to_next_overlap(low, high, fast), more);
      ASSERT_TRUE(same(plain, fast)) << low << ' ' << high;
    }
  }
  // As to_place(), and free where there is no overlap.
  void compare_free_place(Word low, Word high, bool is_free) {
    Path place, plain, fast;
    Plain::to_place(root(), low, place);
    ASSERT_EQ(Plain::to_free_place(root(), low, high, plain), is_free) << low << ' ' << high;
    ASSERT_EQ(Avx2Walk::to_free_place(root(), low, high, fast), is_free) << low << ' ' << high;
    ASSERT_TRUE(same(place, plain) && same(place, fast)) << low << ' ' << high;
  }
  void compare(const std::vector<Word>& words) {
    for (const Word low : words) {
      compare_place(low);
      for (const Word high : words)
        if (low <= high) compare_overlaps(low, high);
    }
  }
  RangeListTree::Node* root() { return const_cast<RangeListTree::Node*>(tree_.root()); }

  RangeListTree tree_;
  Word random_ = 5;
};

// Neighbours of the numbers at which signed and unsigned order part.
const std::vector<Word> kEdges = {0,           1,           2,         kTopBit - 2, kTopBit - 1, kTopBit,
                                  kTopBit + 1, kTopBit + 2, kLast - 2, kLast - 1,   kLast};

TEST_F(RangeWalks, AgreeOnBothSidesOfTheTopBit) {
  Path path;
  EXPECT_FALSE(Avx2Walk::to_first_overlap(nullptr, 0, kLast, path));
  for (int round = 0; round < 3; ++round) {
    for (const Word first : kEdges) {
      insert(first, first);
      insert(first, first > kLast - 3 ? kLast : first + 3);
      compare(kEdges);  // with every number of rows, and with leaves that split
    }
  }
}

TEST_F(RangeWalks, AgreeOnAnyTree) {
  for (const unsigned bits : {3U, 12U, 40U, 62U}) {
    for (int i = 0; i < 3000; ++i) {
      const Word first = next(), length = next() >> (63 - bits);
      insert(first, first > kLast - length ? kLast : first + length);
      const Word low = next(), room = next() >> (i % 64);
      compare_place(low);
      compare_overlaps(low, low > kLast - room ? kLast : low + room);
    }
  }
}

TEST_F(RangeWalks, AgreeWhereManyEntriesBeginAtOneNumber) {
  for (int i = 0; i < 400; ++i) insert(kTopBit - 1 + static_cast<Word>(i % 3), kTopBit + next() % 4);
  compare(kEdges);
}

TEST_F(RangeWalks, MoveRowsAlike) {
  for (unsigned at = 0; at < kNodeCapacity; ++at) {
    RangeListTree::Node plain{}, fast;
    for (Word& word : plain.first) word = next();
    for (Word& word : plain.last) word = next();
    fast = plain;
    const auto expect_same = [&](unsigned rows) {
      for (unsigned j = 0; j < rows; ++j) {
        EXPECT_EQ(plain.first[j], fast.first[j]) << at << ' ' << j;
        EXPECT_EQ(plain.last[j], fast.last[j]) << at << ' ' << j;
      }
    };
    Plain::open_row(&plain, at, 7, kLast);
    Avx2Walk::open_row(&fast, at, 7, kLast);
    EXPECT_EQ(plain.first[at], 7U);
    expect_same(kNodeCapacity);
    Plain::close_row(&plain, at);
    Avx2Walk::close_row(&fast, at);
    expect_same(kNodeCapacity);
  }
}

}  // namespace
}  // namespace resmap::ranges::detail
