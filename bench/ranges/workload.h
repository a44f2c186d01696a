// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

// The ranges and the questions of every row, from one seed; README.md says what each is like.
namespace resmap::bench {

struct Span {
  std::uint64_t first;
  std::uint64_t last;
  std::uint32_t owner;  // not 0
  std::uint32_t slot;   // its place in the order in which the list is built, 0, 1, ...
};

// Is anybody in [first, last]? `expected`: the owner, or the sum of all owners, or 0.
struct Question {
  std::uint64_t first;
  std::uint64_t last;
  std::uint64_t expected;
};

constexpr std::uint64_t kib = 1024, mib = 1024 * kib, gib = 1024 * mib;

// Disjoint ranges with gaps, by rising address. Owner = index + 1; slots are shuffled.
struct Layout {
  std::vector<Span> spans;
  std::uint64_t first = 0, last = 0;  // the space: up to the end of the last range

  [[nodiscard]] std::vector<Span> in_build_order() const;
};

[[nodiscard]] Layout claim_layout(std::size_t count);    // G1
[[nodiscard]] Layout room_layout(std::size_t count);     // G2
[[nodiscard]] Layout adverse_layout(std::size_t count);  // ADV

[[nodiscard]] std::vector<Question> hits(const Layout& layout);
[[nodiscard]] std::vector<Question> misses(const Layout& layout);
[[nodiscard]] std::vector<Span> random_spans(const std::vector<Span>& spans);

// G1s: ranges of G1 with co-owners and straddlers, grouped by the range of G1 that they lie over: those of group i overlap
// range i, and at most range i + 1.
struct SharedLayout {
  Layout base;
  std::vector<Span> spans;           // sorted by group
  std::vector<std::uint32_t> begin;  // of each group, and the end of the last one
  [[nodiscard]] std::uint64_t owners(std::uint64_t first, std::uint64_t last, std::size_t group, std::size_t groups,
                                     std::size_t* count = nullptr) const;
};
[[nodiscard]] SharedLayout shared_layout(std::size_t count);
[[nodiscard]] std::vector<Question> shared_hits(const SharedLayout& layout);
// Each from the beginning of a range to the end of the 99th after it; `owners` becomes how many they meet on average.
[[nodiscard]] std::vector<Question> shared_walks(const SharedLayout& layout, double& owners);

// Room for `size` numbers at a multiple of `alignment` in [lowest, highest], and the right answer.
struct RoomQuestion {
  std::uint64_t size;
  std::uint64_t alignment;
  std::uint64_t lowest, highest;
  bool top_down;
  bool exists;
  std::uint64_t place;
};

// By looking at the gaps one by one.
[[nodiscard]] RoomQuestion room_question(const Layout& layout, std::uint64_t size, std::uint64_t alignment,
                                         std::uint64_t lowest, std::uint64_t highest, bool top_down);
// The whole space.
[[nodiscard]] RoomQuestion room_question(const Layout& layout, std::uint64_t size, std::uint64_t alignment,
                                         bool top_down = false);
// 64 KiB from below in random windows of a 64th of the space.
[[nodiscard]] std::vector<RoomQuestion> window_questions(const Layout& layout);

}  // namespace resmap::bench
