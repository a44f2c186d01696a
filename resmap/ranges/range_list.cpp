// SPDX-License-Identifier: MIT
#include "resmap/ranges/range_list.h"

#include <algorithm>
#include <new>
#include <utility>

#include "resmap/base/checked.h"
#include "resmap/ranges/range_store.h"

namespace resmap::ranges {

namespace {

using detail::RangeStore;

Result<RangeStore*> make_store(MemorySource memory) {
  void* block = memory.allocate(memory.context, sizeof(RangeStore), alignof(RangeStore));
  if (block == nullptr) return fail({.code = ErrorCode::out_of_memory});
  return ::new (block) RangeStore(memory);
}

void drop(RangeStore* store, MemorySource memory) {
  if (store == nullptr || --store->references != 0) return;
  store->~RangeStore();
  memory.release(memory.context, store, sizeof(RangeStore), alignof(RangeStore));
}

bool passes(const RangeEntry& entry, const Availability& availability) {
  if ((entry.attributes & availability.attribute_mask) != 0) return true;
  if (availability.shared_is_free && (entry.flags & range_flag::shared) != 0) return true;
  if (availability.nobodys_is_free && entry.owner == kNobody) return true;
  return availability.passes != nullptr && (*availability.passes)(entry);
}

}  // namespace

RangeList::RangeList(MemorySource memory) : memory_(memory) {}

RangeList::RangeList(const RangeList& other) : memory_(other.memory_), store_(other.store_), version_(other.version_) {
  if (store_ != nullptr) ++store_->references;
}

RangeList::RangeList(RangeList&& other) noexcept
    : memory_(other.memory_), store_(std::exchange(other.store_, nullptr)), version_(other.version_) {}

RangeList& RangeList::operator=(const RangeList& other) {
  RangeList copy(other);
  return *this = std::move(copy);
}

RangeList& RangeList::operator=(RangeList&& other) noexcept {
  if (this != &other) {
    drop(store_, memory_);
    memory_ = other.memory_;
    store_ = std::exchange(other.store_, nullptr);
    version_ = other.version_;
  }
  return *this;
}

RangeList::~RangeList() { drop(store_, memory_); }

// Gives this list a store that no copy shares, so that it may be changed.
Result<void> RangeList::part() {
  if (store_ != nullptr && store_->references == 1) return {};
  RESMAP_TRY_ASSIGN(RangeStore * fresh, make_store(memory_));
  if (store_ != nullptr) {
    auto copied = fresh->entries.append_all({store_->entries.data(), store_->entries.size()});
    if (copied) copied = fresh->reach.append_all({store_->reach.data(), store_->reach.size()});
    if (!copied) {
      drop(fresh, memory_);
      return copied;
    }
  }
  drop(store_, memory_);
  store_ = fresh;
  return {};
}

Result<void> RangeList::claim(const RangeEntry& entry, OnOverlap on_overlap) {
  if (entry.range.last < entry.range.first) return fail({.code = ErrorCode::invalid_argument});
  RangeEntry claimed = entry;
  claimed.flags = on_overlap == OnOverlap::share ? range_flag::shared : 0;
  const RangeEntry* blocker = nullptr;
  for_each_overlap(entry.range, [&](const RangeEntry& other) {
    if (on_overlap == OnOverlap::share && (other.flags & range_flag::shared) != 0) return true;
    blocker = &other;
    return false;
  });
  if (blocker != nullptr) {
    if (on_overlap != OnOverlap::allow) return fail({.code = ErrorCode::conflict, .value = blocker->range.first});
    claimed.flags = range_flag::conflict;
  }
  RESMAP_TRY(part());
  RESMAP_TRY(store_->insert(store_->position_after(entry.range.first), claimed));
  ++version_;
  return {};
}

Result<void> RangeList::release(AddressRange range, RangeOwner owner) {
  if (store_ == nullptr) return fail({.code = ErrorCode::not_found});
  for (std::size_t at = store_->position_at(range.first);
       at < store_->entries.size() && store_->entries[at].range.first == range.first; ++at) {
    if (store_->entries[at].range != range || store_->entries[at].owner != owner) continue;
    RESMAP_TRY(part());
    store_->erase(at);
    ++version_;
    return {};
  }
  return fail({.code = ErrorCode::not_found, .value = range.first});
}

Result<std::size_t> RangeList::release_owner(RangeOwner owner) {
  std::size_t count = 0;
  if (store_ == nullptr) return count;
  for (const RangeEntry& entry : store_->entries) count += entry.owner == owner;
  if (count == 0) return count;
  RESMAP_TRY(part());
  store_->erase_owner(owner);
  version_ += count;
  return count;
}

bool RangeList::is_free(AddressRange range, const Availability& availability) const {
  bool free = true;
  for_each_overlap(range, [&](const RangeEntry& entry) { return free = passes(entry, availability); });
  return free;
}

Result<std::uint64_t> RangeList::find_room(const RoomRequest& request) const {
  const AddressRange window = request.window;
  if (request.alignment == 0 || window.last < window.first) return fail({.code = ErrorCode::invalid_argument});
  const std::unexpected<Error> none = fail({.code = ErrorCode::not_found, .value = request.last_offset});
  if (request.last_offset > window.last_offset()) return none;
  const std::uint64_t highest = window.last - request.last_offset;
  const bool down = request.direction == Direction::top_down;
  std::uint64_t candidate = highest - highest % request.alignment;
  if (!down) {
    const auto aligned = checked_align_up(window.first, request.alignment);
    if (!aligned) return none;
    candidate = *aligned;
  }
  // Every start between a candidate and the next one still overlaps what blocked it.
  while (candidate >= window.first && candidate <= highest) {
    const AddressRange place{candidate, candidate + request.last_offset};
    bool blocked = false;
    std::uint64_t lowest_first = 0, furthest_last = 0;
    for_each_overlap(place, [&](const RangeEntry& entry) {
      if (passes(entry, request.availability)) return true;
      if (!blocked) lowest_first = entry.range.first;
      furthest_last = std::max(furthest_last, entry.range.last);
      blocked = true;
      return !down;  // downwards the first blocker decides
    });
    if (!blocked) return candidate;
    if (down) {
      if (lowest_first <= request.last_offset) return none;
      const std::uint64_t below = lowest_first - request.last_offset - 1;
      candidate = below - below % request.alignment;
    } else {
      const auto next =
          furthest_last == ~std::uint64_t{0} ? std::nullopt : checked_align_up(furthest_last + 1, request.alignment);
      if (!next) return none;
      candidate = *next;
    }
  }
  return none;
}

void RangeList::for_each_overlap(AddressRange range, FunctionRef<bool(const RangeEntry&)> visit) const {
  if (store_ == nullptr) return;
  const std::size_t end = store_->position_after(range.last);
  std::size_t begin = end;
  while (begin > 0 && store_->reach[begin - 1] >= range.first) --begin;
  for (std::size_t i = begin; i < end; ++i) {
    if (store_->entries[i].range.last >= range.first && !visit(store_->entries[i])) return;
  }
}

RangeList::Iterator RangeList::entries() const { return Iterator(*this); }

const RangeEntry* RangeList::Iterator::next() {
  if (at_ >= list_.size()) return nullptr;
  return &list_.store_->entries[at_++];
}

Result<RangeList> RangeList::clone() const {
  RangeList fresh(*this);
  if (fresh.store_ != nullptr) RESMAP_TRY(fresh.part());
  return fresh;
}

Result<RangeList> RangeList::inverted() const {
  RangeList gaps(memory_);
  std::uint64_t next = 0;
  bool full = false;  // the last number of the space is occupied
  for (std::size_t i = 0; i < size(); ++i) {
    const AddressRange range = store_->entries[i].range;
    if (!full && range.first > next) {
      RESMAP_TRY(gaps.claim({.range = {next, range.first - 1}}, OnOverlap::refuse));
    }
    full = full || range.last == ~std::uint64_t{0};
    if (!full) next = std::max(next, range.last + 1);
  }
  if (!full) RESMAP_TRY(gaps.claim({.range = {next, ~std::uint64_t{0}}}, OnOverlap::refuse));
  return gaps;
}

Result<void> RangeList::merge(const RangeList& other, OnOverlap on_overlap) {
  RangeList attempt(*this);
  for (std::size_t i = 0; i < other.size(); ++i) RESMAP_TRY(attempt.claim(other.store_->entries[i], on_overlap));
  *this = std::move(attempt);
  return {};
}

std::size_t RangeList::size() const { return store_ == nullptr ? 0 : store_->entries.size(); }

std::size_t RangeList::memory_used() const {
  if (store_ == nullptr) return 0;
  return sizeof(RangeStore) + store_->entries.capacity() * sizeof(RangeEntry) +
         store_->reach.capacity() * sizeof(std::uint64_t);
}

}  // namespace resmap::ranges
