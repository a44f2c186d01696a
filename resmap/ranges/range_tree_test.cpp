// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <bitset>
#include <optional>
#include <vector>

#include "resmap/ranges/range_tree_body.h"
#include "resmap/ranges/range_tree_test_support.h"
#include "resmap/ranges/range_walk.h"
#include "tests/support/failing_memory.h"

namespace resmap::ranges::detail {
namespace {

using resmap::testing_support::FailingMemory;
using Byte = std::uint8_t;
using Entry = TreeEntry<Byte>;
using Passes = FunctionRef<bool(const Entry&)>;

bool same(const Entry& a, const Entry& b) {
  return a.first == b.first && a.last == b.last && a.owner == b.owner && a.user_data == b.user_data &&
         a.attributes == b.attributes && a.flags == b.flags;
}

// The numbers 0..255 and what must be true of them, step by step, for trees and copies of trees.
template <unsigned Capacity>
class AgainstABitmap {
  using Tree = RangeTree<Byte, Capacity>;
  using Entries = std::vector<Entry>;
  struct Version {
    Tree tree;
    Entries entries;
  };

 public:
  explicit AgainstABitmap(std::uint64_t seed) : random_(seed) {
    longest_ = 1 + next(40);
    // A tree of two rows a node grows with each entry: kept small, so that its height is far below the bound.
    crowd_ = Capacity == 2 ? 3 + next(12) : 5 + next(60);
  }
  ~AgainstABitmap() {
    copies_.clear();
    now_ = {};
    EXPECT_EQ(memory_.bytes_out(), 0U);
  }
  AgainstABitmap(const AgainstABitmap&) = delete;
  AgainstABitmap& operator=(const AgainstABitmap&) = delete;

  void run(int steps) {
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      switch (next(12)) {
        case 0:
        case 1:
        case 2: insert(); break;
        case 3: now_.entries.size() < crowd_ ? insert() : erase(); break;
        case 4:
        case 5: erase(); break;
        case 6: overlaps(); break;
        case 7: walk(); break;
        case 8: copies(); break;
        default: room();
      }
      if (step % 5 == 0) check(now_);
    }
    check(now_);
    for (const Version& copy : copies_) check(copy);
  }

 private:
  std::uint64_t next(std::uint64_t below) {
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    return (random_ >> 33) % below;
  }
  Byte byte(std::uint64_t below) { return static_cast<Byte>(next(below)); }

  void insert() {
    if (now_.entries.size() >= 2 * crowd_) return;
    Entry entry{};
    entry.first = byte(256);
    entry.last = static_cast<Byte>(std::min<std::uint64_t>(255, entry.first + next(longest_)));
    entry.owner = next(6);
    entry.user_data = ++serial_;
    if (next(4) == 0) entry.attributes = byte(4);
    if (next(4) == 0) entry.flags = byte(4);
    ASSERT_TRUE(now_.tree.insert(entry, memory_.source()));
    auto at = now_.entries.begin();
    while (at != now_.entries.end() && at->first <= entry.first) ++at;
    now_.entries.insert(at, entry);
  }

  void erase() {
    if (now_.entries.empty()) return;
    const std::size_t chosen = next(now_.entries.size());
    typename Tree::Path path;
    bool more = now_.tree.to_first_from(now_.entries[chosen].first, path);
    while (more && !same(Tree::at(path), now_.entries[chosen])) more = Tree::to_next(path);
    ASSERT_TRUE(more);
    ASSERT_TRUE(now_.tree.erase(path));
    ASSERT_EQ(path.depth, 0U);
    now_.entries.erase(now_.entries.begin() + static_cast<std::ptrdiff_t>(chosen));
  }

  void overlaps() {
    const Byte low = byte(256), high = static_cast<Byte>(low + next(256U - low));
    typename Tree::Path path;
    bool more = now_.tree.to_first_overlap(low, high, path);
    for (const Entry& entry : now_.entries) {
      if (entry.first > high || entry.last < low) continue;
      ASSERT_TRUE(more && same(Tree::at(path), entry));
      more = Tree::to_next_overlap(low, high, path);
    }
    ASSERT_FALSE(more);
  }

  void walk() {
    const Byte first = byte(256);
    typename Tree::Path path;
    bool more = now_.tree.to_first_from(first, path);
    for (const Entry& entry : now_.entries) {
      if (entry.first < first) continue;
      ASSERT_TRUE(more && same(Tree::at(path), entry));
      more = Tree::to_next(path);
    }
    ASSERT_FALSE(more);
  }

  void copies() {
    if (copies_.size() < 4) {
      copies_.push_back(now_);
      return;
    }
    const std::size_t chosen = next(copies_.size());
    std::swap(now_, copies_[chosen]);
    if (next(2) == 0) copies_.erase(copies_.begin() + static_cast<std::ptrdiff_t>(chosen));
  }

  void room() {
    RoomWanted<Byte> wanted{};
    wanted.lowest = next(3) == 0 ? byte(256) : Byte{0};
    wanted.highest = next(3) == 0 ? static_cast<Byte>(wanted.lowest + next(256U - wanted.lowest)) : Byte{255};
    wanted.alignment = static_cast<Byte>(next(4) == 0 ? 1 + next(255) : 1U << next(8));
    wanted.last_offset = next(20) == 0 ? Byte{255} : byte(next(2) == 0 ? 8 : 70);
    // Callers that ask about all let pass what they like; the others only what is special.
    const std::uint64_t kind = next(3), choice = next(4);
    const auto lets_pass = [&](const Entry& entry) {
      return choice == 0   ? (entry.attributes & 1) != 0
             : choice == 1 ? (entry.flags & 2) != 0
             : choice == 2 ? entry.owner == 0
                           : entry.user_data % 3 == 0;
    };
    const Passes passes = lets_pass;
    const SomePass<Byte> some{passes, kind == 2};
    std::bitset<256> taken;
    for (const Entry& entry : now_.entries) {
      const bool is_free = kind != 0 && (kind == 2 || entry.is_special()) && lets_pass(entry);
      for (unsigned n = entry.first; n <= entry.last && !is_free; ++n) taken.set(n);
    }
    compare(wanted, kind == 0 ? nullptr : &some, taken);
  }

  void compare(const RoomWanted<Byte>& wanted, const SomePass<Byte>* some, const std::bitset<256>& taken) {
    std::optional<unsigned> lowest, highest;
    for (unsigned start = wanted.lowest; start + wanted.last_offset <= wanted.highest; ++start) {
      bool fits = start % wanted.alignment == 0;
      for (unsigned n = start; fits && n <= start + wanted.last_offset; ++n) fits = !taken[n];
      if (!fits) continue;
      if (!lowest) lowest = start;
      highest = start;
    }
    Byte place = 0;
    ASSERT_EQ(now_.tree.lowest_room(wanted, some, place), lowest.has_value());
    if (lowest) {
      ASSERT_EQ(place, *lowest);
    }
    ASSERT_EQ(now_.tree.highest_room(wanted, some, place), highest.has_value());
    if (highest) {
      ASSERT_EQ(place, *highest);
    }
  }

  void check(const Version& version) {
    ASSERT_EQ(check_.fault_of(version.tree), "");
    ASSERT_EQ(check_.entries().size(), version.entries.size());
    for (std::size_t i = 0; i < version.entries.size(); ++i)
      ASSERT_TRUE(same(check_.entries()[i], version.entries[i])) << i;
  }

  FailingMemory memory_;
  Version now_;
  std::vector<Version> copies_;
  testing_support::TreeCheck<Byte, Capacity> check_;
  std::uint64_t random_, serial_ = 0, longest_, crowd_;
};

template <unsigned Capacity>
void try_seeds(std::uint64_t seeds, int steps) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE(seed);
    AgainstABitmap<Capacity>(seed).run(steps);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(RangeTree, OfTwoRowsANodeAnswersAsABitmap) { try_seeds<2>(150, 600); }
TEST(RangeTree, OfThreeRowsANodeAnswersAsABitmap) { try_seeds<3>(60, 1500); }
TEST(RangeTree, OfFourRowsANodeAnswersAsABitmap) { try_seeds<4>(60, 1500); }
TEST(RangeTree, OfFiveRowsANodeAnswersAsABitmap) { try_seeds<5>(60, 1500); }
TEST(RangeTree, OfSixteenRowsANodeAnswersAsABitmap) { try_seeds<16>(60, 1500); }

TEST(RangeTree, OfTwoRowsANodeRefusesToGrowOverItsGreatestHeight) {
  FailingMemory memory;
  {
    RangeTree<Byte, 2> tree;
    testing_support::TreeCheck<Byte, 2> check;
    Byte first = 255;
    while (tree.insert({first, first, 1}, memory.source())) ASSERT_GT(--first, 100);
    EXPECT_EQ(tree.root()->height + 1U, (RangePath<Byte, 2>::max_height));
    EXPECT_EQ(check.fault_of(tree), "");
    RangeTree<Byte, 2>::Path path;
    ASSERT_TRUE(tree.to_first_from(0, path));
    EXPECT_TRUE(tree.erase(path)) << "and goes on from there";
    EXPECT_TRUE(tree.insert({first, first, 1}, memory.source()));
    EXPECT_EQ(check.fault_of(tree), "");
  }
  EXPECT_EQ(memory.bytes_out(), 0U);
}

// Bytes an entry that a product's tree takes for `count` entries, the i-th at place(i).
template <typename Place>
std::size_t bytes_an_entry(std::uint64_t count, Place&& place) {
  FailingMemory memory;
  RangeListTree tree;
  for (std::uint64_t i = 0; i < count; ++i) EXPECT_TRUE(tree.insert({place(i), place(i), 1}, memory.source()));
  EXPECT_EQ(tree.memory_used(), memory.bytes_out());
  return tree.memory_used() / count;
}

TEST(RangeTree, MemoryIsBoundedInWhateverOrderEntriesCome) {
  EXPECT_LE(bytes_an_entry(10000, [](std::uint64_t i) { return i; }), 40U);
  EXPECT_LE(bytes_an_entry(10000, [](std::uint64_t i) { return 10000 - i; }), 80U);
  EXPECT_LE(bytes_an_entry(10000, [](std::uint64_t i) { return i * 0x9E3779B97F4A7C15U; }), 80U);
  // Rising first, and then falling behind nodes that the rising ones left full.
  EXPECT_LE(bytes_an_entry(10000, [](std::uint64_t i) { return i < 256 ? i : 20000 - i; }), 80U);
  EXPECT_LE(bytes_an_entry(10000, [](std::uint64_t i) { return i % 2 == 0 ? i : 20000 - i; }), 80U);
}

TEST(RangeTree, MemoryIsBoundedWhateverIsTakenOutAgain) {
  for (const std::uint64_t keep : {2U, 3U, 5U, 8U, 16U, 17U}) {
    FailingMemory memory;
    RangeListTree tree;
    for (std::uint64_t i = 0; i < 20000; ++i) ASSERT_TRUE(tree.insert({i, i, 1}, memory.source()));
    for (std::uint64_t i = 0; i < 20000; ++i) {
      RangeListTree::Path path;
      ASSERT_TRUE(tree.to_first_from(i, path));
      if (i % keep != 0) {
        ASSERT_TRUE(tree.erase(path));
      }
    }
    EXPECT_LE(tree.memory_used() / tree.size(), 120U) << keep;
  }
}

}  // namespace
}  // namespace resmap::ranges::detail
