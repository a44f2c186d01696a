// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "resmap/base/address_range.h"
#include "resmap/base/function_ref.h"
#include "resmap/base/memory_source.h"
#include "resmap/base/result.h"
#include "resmap/ranges/range_walk.h"

namespace resmap::ranges {

// Who occupies which numbers of one 64-bit space, and where is room.
//
//   0 ....[== A ==]....[== B ==|== C ==]......[=== D ===]....  2^64 - 1
//                          [=== E ===]                         entries may overlap, where their claims allowed it
//
// Entries are sorted by first number, and where that is equal by the order in which they were claimed. Ranges are inclusive at
// both ends; the last number of the space can be owned.
//
// Memory comes from the MemorySource; running out of it is an error that changes nothing. A copy costs O(1) and shares its
// memory with the original until one of them changes: that is how a transaction is begun and rolled back. Original and copies
// belong to one thread at a time, all together; clone() gives a list for another thread.
//
//   RangeList ports;
//   RESMAP_TRY(ports.claim({{0x3F8, 0x3FF}, com1}, OnOverlap::refuse));
//   RangeList attempt = ports;                                  // begin
//   const auto first = attempt.find_room({.last_offset = 7, .alignment = 8, .window = {0x100, 0x3FF}});
//   ports = std::move(attempt);                                 // commit; dropping `attempt` is the rollback

// Who owns a range: the caller's number. 0 is nobody: a range that is "not on this bus", say.
using RangeOwner = std::uint64_t;
inline constexpr RangeOwner kNobody = 0;

// RangeEntry::flags
namespace range_flag {
inline constexpr std::uint8_t shared = 0x01;    // may be overlapped by others that share too
inline constexpr std::uint8_t conflict = 0x02;  // was claimed over ranges that it conflicts with (OnOverlap::allow)
}  // namespace range_flag

struct RangeEntry {
  AddressRange range;
  RangeOwner owner = kNobody;
  std::uint64_t user_data = 0;
  std::uint8_t attributes = 0;  // the caller's bits; Availability::attribute_mask speaks of them
  std::uint8_t flags = 0;

  friend constexpr bool operator==(const RangeEntry&, const RangeEntry&) = default;
};

// What a claim does about entries that it would overlap.
enum class OnOverlap : std::uint8_t {
  refuse,  // any overlap is a conflict
  share,   // the entry becomes shared, and may lie over entries that are shared too
  allow,   // it is entered all the same, and marked range_flag::conflict where it overlaps what it may not
};

// What counts as free though it is occupied: an entry is passed over when any of these says so.
struct Availability {
  std::uint8_t attribute_mask = 0;                               // it has one of these attribute bits
  bool shared_is_free = false;                                   // it is shared
  bool nobodys_is_free = false;                                  // it has no owner
  const FunctionRef<bool(const RangeEntry&)>* passes = nullptr;  // the callback says so; asked last
};

enum class Direction : std::uint8_t { top_down, bottom_up };

// `last_offset` + 1 free numbers in a row, the first at a multiple of `alignment`, all of them within `window`.
struct RoomRequest {
  std::uint64_t last_offset = 0;
  std::uint64_t alignment = 1;  // any number but 0
  AddressRange window{0, ~std::uint64_t{0}};
  Direction direction = Direction::top_down;
  Availability availability = {};
};

// Costs for n entries; C is how many powers of two searches have asked to be aligned to. Up to 16 entries are one block of memory.
class RangeList {
 public:
  explicit RangeList(MemorySource memory = default_memory()) : memory_(memory) {}
  RangeList(const RangeList& other) = default;  // O(1), never fails
  RangeList(RangeList&& other) noexcept = default;
  RangeList& operator=(const RangeList& other) = default;
  RangeList& operator=(RangeList&& other) noexcept = default;
  ~RangeList() = default;

  // Enters a range. Its flags are set by `on_overlap`; those in `entry` are ignored. O(log n), for OnOverlap::share and the
  // entries that it comes to lie over.
  // conflict           the range overlaps what it may not; value: the first number of the first such entry
  // invalid_argument   entry.range is no range (first > last)
  // out_of_memory
  [[nodiscard]] Result<void> claim(const RangeEntry& entry, OnOverlap on_overlap);

  // Whom such a claim meets first that it may not lie over: the one that claim() refuses it for. nullopt: it would be entered.
  // O(log n), for OnOverlap::share and the shared entries before it.
  [[nodiscard]] std::optional<RangeEntry> first_blocker(AddressRange range, OnOverlap on_overlap) const;

  // Takes out the first entry with exactly this range and this owner. O(log n and the entries that begin at range.first).
  // not_found: there is none. out_of_memory: the memory is shared with a copy and has to be parted.
  [[nodiscard]] Result<void> release(AddressRange range, RangeOwner owner);

  // Takes out every entry of an owner; returns how many there were. out_of_memory as above, and then none is. O(n), and for each
  // one taken out the entries that begin where it does.
  [[nodiscard]] Result<std::size_t> release_owner(RangeOwner owner);

  // Whether nothing within `range` is occupied, but for what `availability` lets pass. O(log n and what passes).
  [[nodiscard]] bool is_free(AddressRange range, const Availability& availability = {}) const;

  // The first number of the highest (top_down) or lowest (bottom_up) place that answers the request.
  // not_found: there is none. invalid_argument: the alignment is 0, or the window is no range.
  // Amortised O(C log n) where the alignment is a power of two; the first search for one looks at every entry once. Otherwise
  // for the gaps that are long enough and have no such place, too; and where something counts as free, for the entries passed.
  // Remembers what it saw in memory that copies share: where there is none it goes on, only slower.
  [[nodiscard]] Result<std::uint64_t> find_room(const RoomRequest& request) const;

  // The first entry, in the order of the list, that has a number in common with `range`. O(log n).
  [[nodiscard]] std::optional<RangeEntry> first_overlap(AddressRange range) const;

  // Calls `visit` for every entry that has a number in common with `range`, in the order of the list, until it answers false.
  // The list must not be changed meanwhile. O(log n), and for each entry visited at most another.
  void for_each_overlap(AddressRange range, FunctionRef<bool(const RangeEntry&)> visit) const;

  // Walks the entries in order. An iterator belongs to the version of the list it was taken from: it goes on showing that
  // version whatever is claimed and released meanwhile.
  class Iterator;
  [[nodiscard]] Iterator entries() const;

  // A list of its own memory with the same entries, for another thread. out_of_memory. This and the next two: O(n log n).
  [[nodiscard]] Result<RangeList> clone() const;
  // Everything that this list does not occupy, as entries of nobody. out_of_memory.
  [[nodiscard]] Result<RangeList> inverted() const;
  // Claims every entry of `other` here. Errors as claim(); nothing changes then.
  [[nodiscard]] Result<void> merge(const RangeList& other, OnOverlap on_overlap);

  [[nodiscard]] std::size_t size() const { return tree_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  // Goes up by one with each entry that is claimed or taken out: tells whether a list has changed since.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  // Bytes that this list and all copies that it has to do with hold together. Where no copy was held while it shrank, up to 40 an
  // entry if they came in order, 80 in any order, 120 whatever was released; where rooms were searched, 4 more for each of C.
  [[nodiscard]] std::size_t memory_used() const { return tree_.memory_used(); }

 private:
  MemorySource memory_;
  detail::RangeListTree tree_;
  std::uint64_t version_ = 0;
};

class RangeList::Iterator {
 public:
  // The next entry, good until the next call; nullptr when there are no more.
  [[nodiscard]] const RangeEntry* next();

 private:
  friend class RangeList;
  explicit Iterator(RangeList list) : list_(std::move(list)) {}
  RangeList list_;
  detail::RangeListTree::Path path_;
  RangeEntry entry_;
  bool begun_ = false;
};

}  // namespace resmap::ranges
