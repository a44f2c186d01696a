// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "resmap/base/range_kernels.h"

namespace resmap {

// One run of consecutive numbers in a resource space: port or memory addresses, interrupt vectors, DMA channels, bus
// numbers. Both ends belong to it, as NT writes them, so the whole 64-bit space is representable and an empty range is
// not: "no range" is std::nullopt, never first > last.
//
//     first            last
//       v                v
//   ....################....       last_offset() == last - first
//
// The whole space holds 2^64 numbers, which no 64-bit length can say; so a size is a last offset (length - 1).
// Values only: no ownership, no allocation, safe from any thread, usable in constant expressions.
struct AddressRange {
  std::uint64_t first;
  std::uint64_t last;

  // The range of `length` numbers from `first` on.
  // nullopt: `length` is 0 (NT calls that a null request; it occupies nothing), or the range would run past the end of
  // the space. Source: pnp-and-arbiters.md 1.4.
  [[nodiscard]] static constexpr std::optional<AddressRange> starting_at(std::uint64_t first, std::uint64_t length) {
    if (length == 0 || length - 1 > std::numeric_limits<std::uint64_t>::max() - first) return std::nullopt;
    return AddressRange{first, first + (length - 1)};
  }

  [[nodiscard]] constexpr std::uint64_t last_offset() const { return last - first; }

  [[nodiscard]] constexpr bool contains(AddressRange other) const {
    return kernel::contains(first, last, other.first, other.last);
  }

  [[nodiscard]] constexpr bool overlaps(AddressRange other) const {
    return kernel::overlaps(first, last, other.first, other.last);
  }

  // What both have in common; nullopt when they do not touch.
  [[nodiscard]] constexpr std::optional<AddressRange> intersection(AddressRange other) const {
    const auto common = kernel::intersection(first, last, other.first, other.last);
    if (!common.exists) return std::nullopt;
    return AddressRange{common.first, common.last};
  }

  // The range moved so that what was at `from` stands at `to`, as a bridge translates addresses; nullopt when a number of it
  // would leave the 64-bit space.
  [[nodiscard]] constexpr std::optional<AddressRange> translated(std::uint64_t from, std::uint64_t to) const {
    const auto moved = kernel::translation(first, last, from, to);
    if (!moved.exists) return std::nullopt;
    return AddressRange{moved.first, moved.last};
  }

  friend constexpr bool operator==(AddressRange, AddressRange) = default;
};

}  // namespace resmap
