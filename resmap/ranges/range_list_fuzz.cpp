// SPDX-License-Identifier: MIT
// A tape of operations on RangeList and on the sorted vector: every answer and every error is the same, and so is what each list, copy,
// clone and iterator holds.
#include <optional>
#include <utility>
#include <vector>

#include "resmap/ranges/range_list.h"
#include "resmap/ranges/sorted_ranges_test_support.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;                           // NOLINT(google-build-using-namespace)
using namespace resmap::ranges;                   // NOLINT(google-build-using-namespace)
using namespace resmap::ranges::testing_support;  // NOLINT(google-build-using-namespace)

class Tape {
 public:
  Tape(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}
  [[nodiscard]] bool is_over() const { return at_ == end_; }
  std::uint8_t byte() { return is_over() ? std::uint8_t{0} : *at_++; }

  // Numbers meet: few at the bottom, around the top bit, at the end, and some of every size.
  std::uint64_t number() {
    const std::uint8_t kind = byte(), value = byte();
    switch (kind >> 6) {
      case 0: return std::uint64_t{value} * (std::uint64_t{1} << (kind % 8));
      case 1: return (std::uint64_t{1} << 63) - 128 + value;
      case 2: return ~std::uint64_t{value};
      default: return std::uint64_t{value} << (kind % 57);
    }
  }
  AddressRange range() {
    const std::uint64_t first = number(), length = number() >> (byte() % 64);
    return {first, first > ~length ? ~std::uint64_t{0} : first + length};
  }
  std::uint64_t alignment() {
    const std::uint8_t kind = byte();
    return kind < 192 ? std::uint64_t{1} << (kind % 64) : kind - 192U;  // 0 is one of them
  }

 private:
  const std::uint8_t* at_;
  const std::uint8_t* end_;
};

template <typename T>
bool same(const Result<T>& a, const Result<T>& b) {
  if (!a || !b) return !a && !b && a.error() == b.error();
  if constexpr (std::is_void_v<T>) {
    return true;
  } else {
    return *a == *b;
  }
}

struct Pair {
  RangeList list;
  SortedRanges sorted;

  void expect_same() const {
    FUZZ_EXPECT(list.size() == sorted.size() && list.version() == sorted.version());
    FUZZ_EXPECT(contents(list) == sorted.entries());
  }
};

class Play {
 public:
  explicit Play(Tape& tape) : tape_(tape) {}

  void run() {
    for (int steps = 0; !tape_.is_over() && steps < 400; ++steps) step();
    now_.expect_same();
    for (const Pair& copy : copies_) copy.expect_same();
    finish_walk();
  }

 private:
  void step() {
    switch (tape_.byte() % 14) {
      case 0:
      case 1: return claim();
      case 2: return claim_run();
      case 3: return release();
      case 4: return release_owner();
      case 5: return copy();
      case 6: return roll_back();
      case 7: return query(tape_.range());
      case 8:
      case 9:
      case 10: return find_room();
      case 11: return walk();
      case 12: return clone_or_invert();
      default: return merge();
    }
  }

  OnOverlap policy() { return OnOverlap{static_cast<std::uint8_t>(tape_.byte() % 3)}; }
  void claim(const RangeEntry& entry, OnOverlap policy) {
    const auto claimed = now_.list.claim(entry, policy);
    FUZZ_EXPECT(same(claimed, now_.sorted.claim(entry, policy)));
  }
  RangeEntry entry(AddressRange range) {
    const std::uint8_t bits = tape_.byte();
    return {range, bits % 8U, ++serial_, static_cast<std::uint8_t>(bits < 32 ? bits / 8 : 0), 0};
  }
  void claim() {
    AddressRange range = tape_.range();
    if (tape_.byte() == 255) std::swap(range.first, range.last);  // mostly no range
    claim(entry(range), policy());
  }
  // Up to 64 at once: so many that nodes split.
  void claim_run() {
    if (now_.sorted.size() > 400) return;
    const std::uint64_t first = tape_.number(), length = tape_.byte();
    const std::uint8_t stride = tape_.byte(), count = tape_.byte() % 64;
    const OnOverlap how = policy();
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t start = (stride & 1) != 0 ? first - i * stride : first + i * stride;
      if (start <= ~length) claim(entry({start, start + length}), how);
    }
  }
  void release() {
    AddressRange range = tape_.range();
    RangeOwner owner = tape_.byte();
    const auto& held = now_.sorted.entries();
    if (owner < 224 && !held.empty()) {  // one that is there
      const RangeEntry& chosen = held[range.first % held.size()];
      range = chosen.range;
      owner = chosen.owner;
    }
    FUZZ_EXPECT(same(now_.list.release(range, owner), now_.sorted.release(range, owner)));
  }
  void release_owner() {
    const RangeOwner owner = tape_.byte() % 16;
    FUZZ_EXPECT(same(now_.list.release_owner(owner), now_.sorted.release_owner(owner)));
  }

  void copy() {
    now_.expect_same();
    if (copies_.size() < 5) copies_.push_back(now_);
  }
  void roll_back() {
    if (copies_.empty()) return;
    const std::uint8_t chosen = tape_.byte();
    std::swap(now_, copies_[chosen % copies_.size()]);
    now_.expect_same();
    if (chosen < 128) copies_.pop_back();
  }

  Availability availability(const FunctionRef<bool(const RangeEntry&)>& passes) {
    const std::uint8_t bits = tape_.byte();
    if (bits < 96) return {};
    return {.attribute_mask = static_cast<std::uint8_t>(bits & 3),
            .shared_is_free = (bits & 4) != 0,
            .nobodys_is_free = (bits & 8) != 0,
            .passes = (bits & 48) == 48 ? &passes : nullptr};
  }
  void query(AddressRange range) {
    const auto third = [](const RangeEntry& entry) { return entry.user_data % 3 == 0; };
    const FunctionRef<bool(const RangeEntry&)> passes = third;
    const Availability free = availability(passes);
    FUZZ_EXPECT(now_.list.is_free(range, free) == now_.sorted.is_free(range, free));
    FUZZ_EXPECT(now_.list.first_overlap(range) == now_.sorted.first_overlap(range));
    std::size_t upto = tape_.byte() < 128 ? ~std::size_t{0} : 3;
    SortedRanges::Entries seen, expected = now_.sorted.overlaps(range);
    now_.list.for_each_overlap(range, [&](const RangeEntry& entry) {
      seen.push_back(entry);
      return --upto != 0;
    });
    if (expected.size() > 3 && upto == 0) expected.resize(3);
    FUZZ_EXPECT(seen == expected);
  }
  void find_room() {
    const auto third = [](const RangeEntry& entry) { return entry.user_data % 3 == 0; };
    const FunctionRef<bool(const RangeEntry&)> passes = third;
    RoomRequest request{.last_offset = tape_.number(), .alignment = tape_.alignment()};
    const std::uint8_t bits = tape_.byte();
    if (bits < 128) request.last_offset %= 1024;
    if ((bits & 1) != 0) request.direction = Direction::bottom_up;
    if ((bits & 2) != 0) request.window = tape_.range();
    if (bits == 254) request.window = {5, 4};
    if (bits == 255) request.last_offset = ~std::uint64_t{0};
    request.availability = availability(passes);
    FUZZ_EXPECT(same(now_.list.find_room(request), now_.sorted.find_room(request)));
  }

  // An iterator that is begun now and finished when the list has long changed.
  void walk() {
    finish_walk();
    walk_.emplace(now_.list.entries());
    walked_ = now_.sorted.entries();
    walked_upto_ = 0;
    for (std::uint8_t some = tape_.byte() % 32; some > 0; --some) walk_on();
  }
  bool walk_on() {
    const RangeEntry* entry = walk_->next();
    FUZZ_EXPECT((entry != nullptr) == (walked_upto_ < walked_.size()));
    if (entry == nullptr) return false;
    FUZZ_EXPECT(*entry == walked_[walked_upto_++]);
    return true;
  }
  void finish_walk() {
    while (walk_ && walk_on()) {
    }
  }

  void clone_or_invert() {
    const bool inverts = tape_.byte() < 64;
    auto made = inverts ? now_.list.inverted() : now_.list.clone();
    FUZZ_EXPECT(made);
    Pair fresh{*std::move(made), inverts ? now_.sorted.inverted() : now_.sorted};
    fresh.expect_same();
    if (!inverts && tape_.byte() < 64) now_ = std::move(fresh);
  }
  void merge() {
    if (copies_.empty() || now_.sorted.size() + copies_[0].sorted.size() > 800) return;
    const Pair& other = copies_[tape_.byte() % copies_.size()];
    const OnOverlap how = policy();
    const auto merged = now_.list.merge(other.list, how);
    FUZZ_EXPECT(same(merged, now_.sorted.merge(other.sorted, how)));
  }

  Tape& tape_;
  Pair now_;
  std::vector<Pair> copies_;
  std::optional<RangeList::Iterator> walk_;
  SortedRanges::Entries walked_;
  std::size_t walked_upto_ = 0;
  std::uint64_t serial_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Tape tape(data, size);
  Play(tape).run();
  return 0;
}
