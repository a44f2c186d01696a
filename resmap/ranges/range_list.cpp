// SPDX-License-Identifier: MIT
#include "resmap/ranges/range_list.h"

#include <utility>

namespace resmap::ranges {

namespace {

using Tree = detail::RangeListTree;
constexpr std::uint64_t kLastNumber = ~std::uint64_t{0};

RangeEntry as_entry(const Tree::Entry& entry) {
  return {{entry.first, entry.last}, entry.owner, entry.user_data, entry.attributes, entry.flags};
}

bool passes(const Tree::Entry& entry, const Availability& availability) {
  if ((entry.attributes & availability.attribute_mask) != 0) return true;
  if (availability.shared_is_free && (entry.flags & range_flag::shared) != 0) return true;
  if (availability.nobodys_is_free && entry.owner == kNobody) return true;
  return availability.passes != nullptr && (*availability.passes)(as_entry(entry));
}

bool lets_nothing_pass(const Availability& availability) {
  return availability.attribute_mask == 0 && !availability.shared_is_free && !availability.nobodys_is_free &&
         availability.passes == nullptr;
}

}  // namespace

Result<void> RangeList::claim(const RangeEntry& entry, OnOverlap on_overlap) {
  const AddressRange range = entry.range;
  if (range.last < range.first) return fail({.code = ErrorCode::invalid_argument});
  Tree::Entry claimed{range.first, range.last, entry.owner, entry.user_data, entry.attributes, 0};
  if (on_overlap == OnOverlap::share) claimed.flags = range_flag::shared;
  Tree::Path path;
  if (!tree_.to_free_place(range.first, range.last, path)) {
    if (on_overlap == OnOverlap::allow) {
      claimed.flags = range_flag::conflict;
    } else if (const auto blocker = first_blocker(range, on_overlap)) {
      return fail({.code = ErrorCode::conflict, .value = blocker->range.first});
    }
  }
  if (!tree_.insert_at(path, claimed, memory_)) return fail({.code = ErrorCode::out_of_memory});
  ++version_;
  return {};
}

std::optional<RangeEntry> RangeList::first_blocker(AddressRange range, OnOverlap on_overlap) const {
  if (on_overlap == OnOverlap::allow) return std::nullopt;
  Tree::Path path;
  for (bool more = tree_.to_first_overlap(range.first, range.last, path); more;
       more = Tree::to_next_overlap(range.first, range.last, path)) {
    const Tree::Entry other = Tree::at(path);
    if (on_overlap != OnOverlap::share || (other.flags & range_flag::shared) == 0) return as_entry(other);
  }
  return std::nullopt;
}

Result<void> RangeList::release(AddressRange range, RangeOwner owner) {
  Tree::Path path;
  for (bool more = tree_.to_first_from(range.first, path); more; more = Tree::to_next(path)) {
    const Tree::Entry entry = Tree::at(path);
    if (entry.first != range.first) break;
    if (entry.last != range.last || entry.owner != owner) continue;
    if (!tree_.erase(path)) return fail({.code = ErrorCode::out_of_memory});
    ++version_;
    return {};
  }
  return fail({.code = ErrorCode::not_found, .value = range.first});
}

Result<std::size_t> RangeList::release_owner(RangeOwner owner) {
  RangeList attempt(*this);
  std::size_t count = 0;
  Tree::Path path;
  bool more = attempt.tree_.to_first_from(0, path);
  while (more) {
    const Tree::Entry entry = Tree::at(path);
    if (entry.owner != owner) {
      more = Tree::to_next(path);
      continue;
    }
    // Those behind it that begin where it did have moved up: looked at once more from there.
    if (!attempt.tree_.erase(path)) return fail({.code = ErrorCode::out_of_memory});
    ++count;
    more = attempt.tree_.to_first_from(entry.first, path);
  }
  attempt.version_ += count;
  if (count != 0) *this = std::move(attempt);
  return count;
}

bool RangeList::is_free(AddressRange range, const Availability& availability) const {
  Tree::Path path;
  for (bool more = tree_.to_first_overlap(range.first, range.last, path); more;
       more = Tree::to_next_overlap(range.first, range.last, path)) {
    if (!passes(Tree::at(path), availability)) return false;
  }
  return true;
}

Result<std::uint64_t> RangeList::find_room(const RoomRequest& request) const {
  if (request.alignment == 0 || request.window.last < request.window.first)
    return fail({.code = ErrorCode::invalid_argument});
  const detail::RoomWanted<std::uint64_t> wanted{request.last_offset, request.alignment, request.window.first,
                                                 request.window.last};
  const auto asked = [&](const Tree::Entry& entry) { return passes(entry, request.availability); };
  const FunctionRef<bool(const Tree::Entry&)> ask = asked;
  const Tree::Passes some{ask, request.availability.passes != nullptr};
  const Tree::Passes* const filter = lets_nothing_pass(request.availability) ? nullptr : &some;
  std::uint64_t place = 0;
  const bool found = request.direction == Direction::top_down ? tree_.highest_room(wanted, filter, place)
                                                              : tree_.lowest_room(wanted, filter, place);
  if (!found) return fail({.code = ErrorCode::not_found, .value = request.last_offset});
  return place;
}

std::optional<RangeEntry> RangeList::first_overlap(AddressRange range) const {
  Tree::Path path;
  if (!tree_.to_first_overlap(range.first, range.last, path)) return std::nullopt;
  return as_entry(Tree::at(path));
}

void RangeList::for_each_overlap(AddressRange range, FunctionRef<bool(const RangeEntry&)> visit) const {
  Tree::Path path;
  for (bool more = tree_.to_first_overlap(range.first, range.last, path); more;
       more = Tree::to_next_overlap(range.first, range.last, path)) {
    if (!visit(as_entry(Tree::at(path)))) return;
  }
}

RangeList::Iterator RangeList::entries() const { return Iterator(*this); }

const RangeEntry* RangeList::Iterator::next() {
  const bool more = begun_ ? detail::RangeListTree::to_next(path_) : list_.tree_.to_first_from(0, path_);
  begun_ = true;
  if (!more) return nullptr;
  entry_ = as_entry(Tree::at(path_));
  return &entry_;
}

Result<RangeList> RangeList::clone() const {
  RangeList fresh(memory_);
  Tree::Path path;
  for (bool more = tree_.to_first_from(0, path); more; more = Tree::to_next(path)) {
    if (!fresh.tree_.insert(Tree::at(path), memory_)) return fail({.code = ErrorCode::out_of_memory});
  }
  fresh.version_ = version_;
  return fresh;
}

Result<RangeList> RangeList::inverted() const {
  RangeList gaps(memory_);
  std::uint64_t next = 0;
  Tree::Path path;
  for (bool more = tree_.to_first_from(0, path); more; more = Tree::to_next(path)) {
    const Tree::Entry entry = Tree::at(path);
    if (entry.first > next) {
      RESMAP_TRY(gaps.claim({.range = {next, entry.first - 1}}, OnOverlap::refuse));
    }
    if (entry.last == kLastNumber) return gaps;
    if (entry.last >= next) next = entry.last + 1;
  }
  RESMAP_TRY(gaps.claim({.range = {next, kLastNumber}}, OnOverlap::refuse));
  return gaps;
}

Result<void> RangeList::merge(const RangeList& other, OnOverlap on_overlap) {
  RangeList attempt(*this);
  Iterator entries = other.entries();
  while (const RangeEntry* entry = entries.next()) RESMAP_TRY(attempt.claim(*entry, on_overlap));
  *this = std::move(attempt);
  return {};
}

}  // namespace resmap::ranges
