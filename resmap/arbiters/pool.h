// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "resmap/base/address_range.h"
#include "resmap/base/array.h"
#include "resmap/base/function_ref.h"

namespace resmap::arbiters {

// What a window serves: bits, since one window may serve several.
namespace window_kind {
inline constexpr std::uint8_t plain = 0x01;  // ports, memory that is not prefetchable, interrupt lines, channels, buses
inline constexpr std::uint8_t prefetch = 0x02;  // prefetchable memory
inline constexpr std::uint8_t messages = 0x04;  // message interrupts
inline constexpr std::uint8_t any = plain | prefetch | messages;
}  // namespace window_kind

struct PoolWindow {
  AddressRange range;
  std::uint8_t kinds = window_kind::any;
  // A VGA range that a bridge passes on: serves only requirements that lie wholly within it, never a BAR that could be
  // anywhere.
  bool legacy = false;
  friend constexpr bool operator==(const PoolWindow&, const PoolWindow&) = default;
};

// The numbers that an arbiter has to give away: what its bus has from its own parent. Everything else is "not on bus".
// A pool without windows gives nothing: that is a closed bridge. Source: pnp-and-arbiters.md 2.1, 2.3, 2.10; rule 21.
class Pool {
 public:
  explicit Pool(MemorySource memory = default_memory()) : windows_(memory) {}
  // The whole space, for everybody; takes no memory, and whatever is added changes nothing.
  [[nodiscard]] static Pool of_everything(MemorySource memory = default_memory()) {
    Pool pool(memory);
    pool.everything_ = true;
    return pool;
  }

  // Windows may touch and overlap; one that is no range is invalid_argument. out_of_memory. Nothing changes then.
  [[nodiscard]] Result<void> add(const PoolWindow& window);
  [[nodiscard]] std::span<const PoolWindow> windows() const {
    if (everything_) return {&kEverything, 1};
    return {windows_.data(), windows_.size()};
  }
  [[nodiscard]] Result<Pool> clone() const;

  // Calls `visit` for the parts of `within` that windows of one of `kinds` serve, touching windows joined, the highest part
  // first (`bottom_up`: the lowest), until it answers true; answers whether it did. `bounds` are those of the whole
  // requirement, which legacy windows ask for. Cost: the square of the windows, of which there are few.
  bool for_each_part(AddressRange within, AddressRange bounds, std::uint8_t kinds, bool bottom_up,
                     FunctionRef<bool(AddressRange)> visit) const;

  // Whether all of `range` lies in windows of one of `kinds`.
  [[nodiscard]] bool holds(AddressRange range, AddressRange bounds, std::uint8_t kinds) const;

 private:
  [[nodiscard]] std::optional<AddressRange> part_at_or_below(std::uint64_t last, AddressRange within,
                                                             AddressRange bounds, std::uint8_t kinds) const;
  [[nodiscard]] std::optional<AddressRange> part_at_or_above(std::uint64_t first, AddressRange within,
                                                             AddressRange bounds, std::uint8_t kinds) const;

  static constexpr PoolWindow kEverything{{0, ~std::uint64_t{0}}};

  Array<PoolWindow> windows_;  // by (first, last)
  bool everything_ = false;
};

}  // namespace resmap::arbiters
