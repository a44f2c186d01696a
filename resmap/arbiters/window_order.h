// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "resmap/base/address_range.h"
#include "resmap/base/array.h"
#include "resmap/lists/io_list.h"

namespace resmap::arbiters {

// In which windows an arbiter looks, one after another: the registry's AllocationOrder, then everything; with ReservedResources
// cut out of each. What is reserved is reached only when nothing else fits.
//
//   order      500-FFFF, 140-17F, 100-3FF        reserved  3F8-3FF
//   windows    500-FFFF, 140-17F, 100-3F7, 400-2^64-1, 0-3F7      the upper part of what was cut is searched first
//
// Source: pnp-and-arbiters.md 2.5, rules 22 to 31.
class WindowOrder {
 public:
  static constexpr std::size_t kMostWindows = 1024;

  // Everything, in one window.
  explicit WindowOrder(MemorySource memory = default_memory());

  // The next window in order of preference: goes before "everything", behind all that were added.
  // limit_exceeded RM2103; out_of_memory; invalid_argument: no range. Nothing changes then.
  [[nodiscard]] Result<void> add(AddressRange window);
  // Takes a range out of every window. Errors as add().
  [[nodiscard]] Result<void> reserve(AddressRange range);

  // The same for the descriptors of `type` in the first configuration of a registry list; only their bounds count, and those
  // with reversed bounds are passed over. MemoryLarge counts as Memory.
  [[nodiscard]] Result<void> add_all(const lists::IoRequirementsListView& list, lists::ResourceType type);
  [[nodiscard]] Result<void> reserve_all(const lists::IoRequirementsListView& list, lists::ResourceType type);

  [[nodiscard]] std::span<const AddressRange> windows() const {
    if (!changed_) return {&kEverything, 1};
    return {windows_.data(), windows_.size()};
  }
  [[nodiscard]] std::span<const AddressRange> reserved() const { return {reserved_.data(), reserved_.size()}; }

  // A copy of its own. out_of_memory.
  [[nodiscard]] Result<WindowOrder> clone() const;

 private:
  static constexpr AddressRange kEverything{0, ~std::uint64_t{0}};

  [[nodiscard]] Result<void> take(Array<AddressRange>& list, AddressRange range);
  [[nodiscard]] Result<void> rebuild();

  Array<AddressRange> ordered_;  // as they were added
  Array<AddressRange> reserved_;
  Array<AddressRange> windows_;  // what comes of both
  bool changed_ = false;
};

// The bounds of an arbitrated descriptor, in whichever arm of the union its type keeps them.
[[nodiscard]] AddressRange bounds_of(const lists::IoDescriptorView& descriptor);

}  // namespace resmap::arbiters
