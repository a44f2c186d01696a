// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "resmap/claims/leaf_ranges.h"
#include "resmap/ranges/range_list.h"

namespace resmap::claims {

// Which stored list an entry of the index belongs to: the slot where it stands, and the how-manieth list of that slot it is.
struct ListId {
  std::uint32_t slot = 0;
  std::uint32_t edition = 0;
  [[nodiscard]] constexpr ranges::RangeOwner owner() const {
    return static_cast<std::uint64_t>(edition) << 32 | (slot + std::uint64_t{1});
  }
  [[nodiscard]] static constexpr ListId of(ranges::RangeOwner owner) {
    return {static_cast<std::uint32_t>(owner) - 1, static_cast<std::uint32_t>(owner >> 32)};
  }
  friend constexpr bool operator==(ListId, ListId) = default;
};

// RangeEntry::attributes of the index: the share disposition in two bits, and these. user_data is the descriptor's offset.
namespace leaf_attribute {
inline constexpr std::uint8_t share_mask = 0x03;
inline constexpr std::uint8_t alias = 0x04;
inline constexpr std::uint8_t boot_only = 0x08;
inline constexpr std::uint8_t empty = 0x10;
}  // namespace leaf_attribute

// Who holds what, system-wide and flat: one RangeList a space over the leaf ranges of every stored list. Derived from the lists
// and nothing else; what a claim is decided against. Memory from the MemorySource. One thread at a time.
class ClaimIndex {
 public:
  explicit ClaimIndex(MemorySource memory = default_memory());

  // The leaves of one list; a failure enters none. out_of_memory.
  [[nodiscard]] Result<void> enter(ListId list, Bytes translated, lists::CmLayout layout,
                                   std::span<const std::uint32_t> windows, LeafOptions options, bool boot_only);
  // Takes them out again; the arguments as they were for enter(). Never fails: nothing is allocated.
  void take_out(ListId list, Bytes translated, lists::CmLayout layout, std::span<const std::uint32_t> windows,
                LeafOptions options);

  [[nodiscard]] const ranges::RangeList& of(Space space) const { return spaces_[static_cast<std::size_t>(space)]; }
  [[nodiscard]] std::size_t size() const;

 private:
  std::array<ranges::RangeList, kSpaces> spaces_;
};

}  // namespace resmap::claims
