// SPDX-License-Identifier: MIT
#include "resmap/arbiters/pool.h"

#include <algorithm>

namespace resmap::arbiters {

namespace {

bool serves(const PoolWindow& window, AddressRange bounds, std::uint8_t kinds) {
  return (window.kinds & kinds) != 0 && (!window.legacy || window.range.contains(bounds));
}

// Two that share a number, or of which one begins where the other ends.
bool touches(AddressRange a, AddressRange b) {
  return a.overlaps(b) || (a.last < b.first && a.last + 1 == b.first) || (b.last < a.first && b.last + 1 == a.first);
}

}  // namespace

Result<void> Pool::add(const PoolWindow& window) {
  if (window.range.last < window.range.first) return fail({.code = ErrorCode::invalid_argument});
  if (everything_) return {};
  const auto* at = std::lower_bound(windows_.begin(), windows_.end(), window, [](const auto& a, const auto& b) {
    return a.range.first != b.range.first ? a.range.first < b.range.first : a.range.last < b.range.last;
  });
  return windows_.insert(static_cast<std::size_t>(at - windows_.begin()), window);
}

Result<Pool> Pool::clone() const {
  Pool copy(windows_.memory());
  copy.everything_ = everything_;
  RESMAP_TRY(copy.windows_.append_all({windows_.data(), windows_.size()}));
  return copy;
}

std::optional<AddressRange> Pool::part_at_or_below(std::uint64_t last, AddressRange within, AddressRange bounds,
                                                   std::uint8_t kinds) const {
  std::optional<AddressRange> part;
  for (const PoolWindow& window : windows()) {  // the one that reaches highest, cut at `last`
    const auto common = window.range.intersection({within.first, std::min(last, within.last)});
    if (common && serves(window, bounds, kinds) && (!part || common->last > part->last)) part = common;
  }
  for (bool grew = part.has_value(); grew;) {  // joined with whatever touches it
    grew = false;
    for (const PoolWindow& window : windows()) {
      const auto common = window.range.intersection({within.first, std::min(last, within.last)});
      if (!common || !serves(window, bounds, kinds) || !touches(*common, *part) || common->first >= part->first)
        continue;
      part->first = common->first;
      grew = true;
    }
  }
  return part;
}

std::optional<AddressRange> Pool::part_at_or_above(std::uint64_t first, AddressRange within, AddressRange bounds,
                                                   std::uint8_t kinds) const {
  std::optional<AddressRange> part;
  const AddressRange limits{std::max(first, within.first), within.last};
  for (const PoolWindow& window : windows()) {
    const auto common = limits.first > limits.last ? std::nullopt : window.range.intersection(limits);
    if (common && serves(window, bounds, kinds) && (!part || common->first < part->first)) part = common;
  }
  if (!part) return part;
  for (const PoolWindow& window : windows()) {  // sorted by first: one pass joins all
    const auto common = window.range.intersection(limits);
    if (common && serves(window, bounds, kinds) && touches(*common, *part))
      part->last = std::max(part->last, common->last);
  }
  return part;
}

bool Pool::for_each_part(AddressRange within, AddressRange bounds, std::uint8_t kinds, bool bottom_up,
                         FunctionRef<bool(AddressRange)> visit) const {
  auto part = bottom_up ? part_at_or_above(within.first, within, bounds, kinds)
                        : part_at_or_below(within.last, within, bounds, kinds);
  while (part) {
    if (visit(*part)) return true;
    if (bottom_up) {
      if (part->last == within.last) return false;
      part = part_at_or_above(part->last + 1, within, bounds, kinds);
    } else {
      if (part->first == within.first) return false;
      part = part_at_or_below(part->first - 1, within, bounds, kinds);
    }
  }
  return false;
}

bool Pool::holds(AddressRange range, AddressRange bounds, std::uint8_t kinds) const {
  const auto part = part_at_or_below(range.last, range, bounds, kinds);
  return part == range;
}

}  // namespace resmap::arbiters
