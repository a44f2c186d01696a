// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "resmap/lists/cm_walker.h"

namespace resmap::claims {

// The spaces in which claims can meet. Ports that translated into memory stand in memory.
enum class Space : std::uint8_t { port, memory, interrupt, dma, bus };
inline constexpr std::size_t kSpaces = 5;

// One place that a translated list takes: what the index holds of a descriptor, or an alias of it.
//
//   port:0x300+0x10 of 10 decoded bits   ->   300-30f   700-70f*  b00-b0f*  ...  ff00-ff0f*      * alias
//
struct LeafRange {
  Space space;
  AddressRange range;
  std::uint32_t offset;  // of its descriptor in the list
  lists::ShareDisposition share;
  bool alias;
  bool empty;  // the descriptor has length 0: `range` is where it would begin
};

// What else than a descriptor's own range is wanted.
struct LeafOptions {
  bool aliases = false;  // at which 10 and 12 decoded bits answer too; source: pnp-and-arbiters.md 2.11; R32
  bool empty = false;    // descriptors of length 0
};

// The distance of the aliases of a port with these flags; 0: it has none.
[[nodiscard]] constexpr std::uint64_t alias_distance(std::uint16_t flags) {
  using namespace lists::port_flag;
  if ((flags & (decode_16_bit | positive_decode)) != 0) return 0;
  if ((flags & decode_10_bit) != 0) return 0x400;
  return (flags & decode_12_bit) != 0 ? 0x1000 : 0;
}

// In which space a translated descriptor takes a place; nullopt: its type takes none (DeviceSpecific, 0x80 and above), or it
// is a message interrupt, which never shares its number. Source: claims-and-hal.md 1.9; R20.
[[nodiscard]] constexpr std::optional<Space> space_of(const lists::CmDescriptorView& translated) {
  switch (translated.type()) {
    case lists::ResourceType::port:
      return (translated.flags() & lists::port_flag::io) != 0 ? Space::port : Space::memory;
    case lists::ResourceType::memory:
    case lists::ResourceType::memory_large: return Space::memory;
    case lists::ResourceType::interrupt:
      return translated.is_message() ? std::nullopt : std::optional<Space>(Space::interrupt);
    case lists::ResourceType::dma: return Space::dma;
    case lists::ResourceType::bus_number: return Space::bus;
    default: return std::nullopt;
  }
}

[[nodiscard]] constexpr std::uint64_t start_of(const lists::CmDescriptorView& view) {
  return view.type() == lists::ResourceType::bus_number ? view.bus_start() : view.start();
}

// Whether the descriptor's range runs past the end of the space (R29).
[[nodiscard]] constexpr bool wraps(const lists::CmDescriptorView& view) {
  if (view.range()) return false;
  if (lists::is_address(view.type())) return view.length() != 0;
  return view.type() == lists::ResourceType::bus_number && view.bus_length() != 0;
}

// Calls `visit(const LeafRange&)` for every leaf of one translated descriptor that stands at `offset`; false from it ends the
// walk. A range that wraps ends with the space. Answers whether the walk came to its end.
template <typename Visit>
constexpr bool for_each_leaf_of(const lists::CmDescriptorView& view, std::uint32_t offset, LeafOptions options,
                                Visit&& visit) {
  const std::optional<Space> space = space_of(view);
  if (!space) return true;
  std::optional<AddressRange> range = view.range();
  const bool empty = !range && !wraps(view);
  if (empty && !options.empty) return true;
  if (!range) range = AddressRange{start_of(view), empty ? start_of(view) : std::numeric_limits<std::uint64_t>::max()};
  const lists::ShareDisposition share = is_known(view.share()) ? view.share() : lists::ShareDisposition::undetermined;
  if (!visit(LeafRange{*space, *range, offset, share, false, empty})) return false;
  if (!options.aliases || empty || *space != Space::port) return true;
  const std::uint64_t distance = alias_distance(view.flags());
  if (distance == 0) return true;
  for (std::uint64_t by = distance; range->first <= 0xFFFF && range->first + by <= 0xFFFF; by += distance) {
    const AddressRange alias{range->first + by,
                             std::min<std::uint64_t>(0xFFFF, range->first + by + range->last_offset())};
    if (!visit(LeafRange{*space, alias, offset, share, true, false})) return false;
  }
  return true;
}

// The same for a whole list; descriptors at one of `windows` (their offsets) are windows, not leaves. Precondition: the list
// is whole.
template <typename Visit>
constexpr bool for_each_leaf(Bytes translated, lists::CmLayout layout, std::span<const std::uint32_t> windows,
                             LeafOptions options, Visit&& visit) {
  lists::CmWalker walk(translated, lists::CmForm::resource_list, layout);
  for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
    if (step->kind != lists::CmStep::Kind::descriptor) continue;
    const auto offset = static_cast<std::uint32_t>(step->offset);
    if (std::find(windows.begin(), windows.end(), offset) != windows.end()) continue;
    if (!for_each_leaf_of(step->view(), offset, options, visit)) return false;
  }
  return true;
}

}  // namespace resmap::claims
