// SPDX-License-Identifier: MIT
#include "resmap/arbiters/window_order.h"

#include "resmap/arbiters/rules.h"

namespace resmap::arbiters {

namespace {

using lists::ResourceType;

// What is left of windows[at] without `hole`: the upper part stands before the lower. Answers how many windows stand there now.
Result<std::size_t> cut(Array<AddressRange>& windows, std::size_t at, AddressRange hole) {
  const AddressRange window = windows[at];
  if (!window.overlaps(hole)) return std::size_t{1};
  const bool above = hole.last < window.last, below = window.first < hole.first;
  if (above && below) RESMAP_TRY(windows.insert(at, window));
  if (above) windows[at].first = hole.last + 1;
  if (below) windows[above ? at + 1 : at] = {window.first, hole.first - 1};
  if (!above && !below) windows.erase(at);
  return std::size_t{above} + std::size_t{below};
}

ResourceType held_by(ResourceType type) { return type == ResourceType::memory_large ? ResourceType::memory : type; }

template <typename Take>
Result<void> for_each_range(const lists::IoRequirementsListView& list, ResourceType type, Take take) {
  if (list.size() == 0) return {};
  for (const lists::IoDescriptorView descriptor : *list.begin()) {
    if (held_by(descriptor.type()) != held_by(type)) continue;
    const AddressRange range = bounds_of(descriptor);
    if (range.first <= range.last) RESMAP_TRY(take(range));
  }
  return {};
}

}  // namespace

AddressRange bounds_of(const lists::IoDescriptorView& descriptor) {
  switch (descriptor.type()) {
    case ResourceType::interrupt: return {descriptor.minimum_vector(), descriptor.maximum_vector()};
    case ResourceType::dma: return {descriptor.minimum_channel(), descriptor.maximum_channel()};
    case ResourceType::bus_number: return {descriptor.minimum_bus(), descriptor.maximum_bus()};
    default: return {descriptor.minimum(), descriptor.maximum()};
  }
}

WindowOrder::WindowOrder(MemorySource memory) : ordered_(memory), reserved_(memory), windows_(memory) {}

Result<void> WindowOrder::rebuild() {
  Array<AddressRange> fresh(windows_.memory());
  RESMAP_TRY(fresh.append_all({ordered_.data(), ordered_.size()}));
  RESMAP_TRY(fresh.append(kEverything));
  for (const AddressRange hole : reserved_) {
    for (std::size_t at = 0; at < fresh.size();) {
      RESMAP_TRY_ASSIGN(const std::size_t stand_here, cut(fresh, at, hole));
      at += stand_here;
      if (fresh.size() > kMostWindows) {
        return fail({.code = ErrorCode::limit_exceeded, .rule = rule::too_many_windows, .value = fresh.size()});
      }
    }
  }
  if (fresh.size() > kMostWindows) {
    return fail({.code = ErrorCode::limit_exceeded, .rule = rule::too_many_windows, .value = fresh.size()});
  }
  windows_ = std::move(fresh);
  changed_ = true;
  return {};
}

Result<void> WindowOrder::take(Array<AddressRange>& list, AddressRange range) {
  if (range.last < range.first) return fail({.code = ErrorCode::invalid_argument});
  RESMAP_TRY(list.append(range));
  const auto built = rebuild();
  if (!built) list.truncate(list.size() - 1);
  return built;
}

Result<void> WindowOrder::add(AddressRange window) { return take(ordered_, window); }
Result<void> WindowOrder::reserve(AddressRange range) { return take(reserved_, range); }

Result<void> WindowOrder::add_all(const lists::IoRequirementsListView& list, ResourceType type) {
  RESMAP_TRY_ASSIGN(WindowOrder fresh, clone());
  RESMAP_TRY(for_each_range(list, type, [&](AddressRange range) { return fresh.add(range); }));
  *this = std::move(fresh);
  return {};
}

Result<void> WindowOrder::reserve_all(const lists::IoRequirementsListView& list, ResourceType type) {
  RESMAP_TRY_ASSIGN(WindowOrder fresh, clone());
  RESMAP_TRY(for_each_range(list, type, [&](AddressRange range) { return fresh.reserve(range); }));
  *this = std::move(fresh);
  return {};
}

Result<WindowOrder> WindowOrder::clone() const {
  WindowOrder copy(windows_.memory());
  RESMAP_TRY(copy.ordered_.append_all({ordered_.data(), ordered_.size()}));
  RESMAP_TRY(copy.reserved_.append_all({reserved_.data(), reserved_.size()}));
  RESMAP_TRY(copy.windows_.append_all({windows_.data(), windows_.size()}));
  copy.changed_ = changed_;
  return copy;
}

}  // namespace resmap::arbiters
