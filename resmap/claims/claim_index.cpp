// SPDX-License-Identifier: MIT
#include "resmap/claims/claim_index.h"

namespace resmap::claims {

namespace {

ranges::RangeEntry entry_of(const LeafRange& leaf, ListId list, bool boot_only) {
  ranges::RangeEntry entry;
  entry.range = leaf.range;
  entry.owner = list.owner();
  entry.user_data = leaf.offset;
  entry.attributes = static_cast<std::uint8_t>(
      (static_cast<unsigned>(leaf.share) & leaf_attribute::share_mask) | (leaf.alias ? leaf_attribute::alias : 0U) |
      (boot_only ? leaf_attribute::boot_only : 0U) | (leaf.empty ? leaf_attribute::empty : 0U));
  return entry;
}

}  // namespace

ClaimIndex::ClaimIndex(MemorySource memory)
    : spaces_{ranges::RangeList(memory), ranges::RangeList(memory), ranges::RangeList(memory),
              ranges::RangeList(memory), ranges::RangeList(memory)} {}

Result<void> ClaimIndex::enter(ListId list, Bytes translated, lists::CmLayout layout,
                               std::span<const std::uint32_t> windows, LeafOptions options, bool boot_only) {
  std::size_t entered = 0;
  Result<void> result;
  for_each_leaf(translated, layout, windows, options, [&](const LeafRange& leaf) {
    result =
        spaces_[static_cast<std::size_t>(leaf.space)].claim(entry_of(leaf, list, boot_only), ranges::OnOverlap::allow);
    if (result) ++entered;
    return result.has_value();
  });
  if (result) return {};
  for_each_leaf(translated, layout, windows, options, [&](const LeafRange& leaf) {
    if (entered-- == 0) return false;
    (void)spaces_[static_cast<std::size_t>(leaf.space)].release(leaf.range, list.owner());
    return true;
  });
  return result;
}

void ClaimIndex::take_out(ListId list, Bytes translated, lists::CmLayout layout, std::span<const std::uint32_t> windows,
                          LeafOptions options) {
  // No copy of a RangeList is ever made here, so that release() has nothing to part and asks for no memory.
  for_each_leaf(translated, layout, windows, options, [&](const LeafRange& leaf) {
    (void)spaces_[static_cast<std::size_t>(leaf.space)].release(leaf.range, list.owner());
    return true;
  });
}

std::size_t ClaimIndex::size() const {
  std::size_t count = 0;
  for (const ranges::RangeList& space : spaces_) count += space.size();
  return count;
}

}  // namespace resmap::claims
