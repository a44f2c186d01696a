// SPDX-License-Identifier: MIT
#include "resmap/arbiters/pci_windows.h"

#include <algorithm>
#include <array>

#include "resmap/base/checked.h"

namespace resmap::arbiters {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;

constexpr std::uint64_t kPorts = 0x1'0000;  // what 16 address lines reach
constexpr std::uint64_t kAlias = 0x400;     // where ISA cards answer again
constexpr std::size_t kMostWindows = 3;     // a bridge has one of each kind
constexpr AddressRange kVgaMemory{0xA'0000, 0xB'FFFF};
constexpr AddressRange kVgaPorts[] = {{0x3B0, 0x3BB}, {0x3C0, 0x3DF}};

// The quarters that no ISA card answers in: x000-x0FF, x400-x4FF, x800-x8FF, xC00-xCFF.
Result<void> add_isa_quarters(Pool& pool, AddressRange window) {
  for (std::uint64_t first = 0; first < kPorts; first += kAlias) {
    const auto quarter = window.intersection({first, first + 0xFF});
    if (quarter) RESMAP_TRY(pool.add({.range = *quarter, .kinds = window_kind::plain}));
  }
  const auto beyond = window.intersection({kPorts, ~std::uint64_t{0}});
  if (beyond) RESMAP_TRY(pool.add({.range = *beyond, .kinds = window_kind::plain}));
  return {};
}

bool is_range(const std::optional<AddressRange>& window) { return !window || window->first <= window->last; }

ResourceType type_of(BridgeWindow window) {
  return window == BridgeWindow::io ? ResourceType::port : ResourceType::memory;
}

// As pci.sys marks them (1.8).
std::uint16_t flags_of(BridgeWindow window) {
  using namespace lists;
  constexpr std::uint16_t io = port_flag::io | port_flag::positive_decode | port_flag::window_decode;
  constexpr std::uint16_t prefetch = memory_flag::window_decode | memory_flag::prefetchable;
  return window == BridgeWindow::io ? io : window == BridgeWindow::prefetch ? prefetch : memory_flag::window_decode;
}

std::uint64_t reach_of(BridgeWindow window) {
  return window == BridgeWindow::io ? 0xFFFF : window == BridgeWindow::memory ? 0xFFFF'FFFF : ~std::uint64_t{0};
}

// What all entries that need this window take together: their sum, which is exact for powers of two, largest first.
Result<IoDescriptor> requirement_for(BridgeWindow window, std::span<const ArbiterEntry> entries) {
  std::uint64_t length = 0, alignment = 1;
  for (const ArbiterEntry& entry : entries) {
    if (entry.alternatives.empty() || !lists::is_address(entry.alternatives.type()))
      return fail({.code = ErrorCode::invalid_argument});
    const lists::IoDescriptorView wanted = entry.alternatives[entry.alternatives.size() - 1];
    if (window_for(wanted) != window) continue;
    const auto sum = checked_add(length, wanted.length());
    if (!sum) return fail({.code = ErrorCode::overflow, .value = wanted.length()});
    length = *sum;
    alignment = std::max(alignment, wanted.alignment());
  }
  if (length == 0) return fail({.code = ErrorCode::invalid_argument});
  return window_requirement(window, length, alignment);
}

}  // namespace

Result<Pool> io_pool(const BridgeForwarding& bridge, MemorySource memory) {
  Pool pool(memory);
  if (!is_range(bridge.io)) return fail({.code = ErrorCode::invalid_argument});
  if (bridge.io && bridge.isa_enable) {
    RESMAP_TRY(add_isa_quarters(pool, *bridge.io));
  } else if (bridge.io) {
    RESMAP_TRY(pool.add({.range = *bridge.io, .kinds = window_kind::plain}));
  }
  for (const AddressRange vga : kVgaPorts) {
    const std::uint64_t end = bridge.vga_16_bit_decode ? kAlias : kPorts;
    for (std::uint64_t base = 0; bridge.vga_enable && base < end; base += kAlias)
      RESMAP_TRY(pool.add({.range = {base + vga.first, base + vga.last}, .kinds = window_kind::plain, .legacy = true}));
  }
  return pool;
}

Result<Pool> memory_pool(const BridgeForwarding& bridge, MemorySource memory) {
  Pool pool(memory);
  if (bridge.memory) RESMAP_TRY(pool.add({.range = *bridge.memory, .kinds = window_kind::plain}));
  if (bridge.prefetch) RESMAP_TRY(pool.add({.range = *bridge.prefetch, .kinds = window_kind::prefetch}));
  if (bridge.vga_enable) RESMAP_TRY(pool.add({.range = kVgaMemory, .legacy = true}));
  return pool;
}

Result<Pool> bus_pool(const BridgeForwarding& bridge, MemorySource memory) {
  Pool pool(memory);
  if (bridge.buses) RESMAP_TRY(pool.add({.range = *bridge.buses, .kinds = window_kind::plain}));
  return pool;
}

BridgeWindow window_for(const lists::IoDescriptorView& wanted) {
  if (wanted.type() == ResourceType::port) return BridgeWindow::io;
  const bool prefetchable = (wanted.flags() & lists::memory_flag::prefetchable) != 0;
  return prefetchable ? BridgeWindow::prefetch : BridgeWindow::memory;
}

Result<IoDescriptor> window_requirement(BridgeWindow window, std::uint64_t length, std::uint64_t alignment) {
  const std::uint64_t granule = granule_of(window);
  const auto whole = checked_align_up(std::max(length, granule), granule);
  if (!whole) return fail({.code = ErrorCode::overflow, .value = length});
  return IoDescriptor::address(type_of(window), *whole, std::max(alignment, granule), 0, reach_of(window),
                               ShareDisposition::device_exclusive, flags_of(window));
}

Result<IoDescriptor> open_window_requirement(BridgeWindow window, AddressRange place) {
  const auto length = checked_add(place.last_offset(), std::uint64_t{1});
  if (!length) return fail({.code = ErrorCode::overflow, .value = place.first});
  return IoDescriptor::address(type_of(window), *length, 1, place.first, place.last, ShareDisposition::device_exclusive,
                               flags_of(window));
}

Result<OpenedWindows> open_windows(Arbiter& above, Arbiter& behind, DeviceId bridge,
                                   std::span<const BridgeWindow> windows, std::span<ArbiterEntry> entries,
                                   StepBudget& budget) {
  if (windows.empty() || windows.size() > kMostWindows) return fail({.code = ErrorCode::invalid_argument});
  const MemorySource memory = behind.memory();
  Array<IoDescriptor> wanted(memory);
  for (const BridgeWindow window : windows) {
    RESMAP_TRY_ASSIGN(const IoDescriptor opening, requirement_for(window, entries));
    RESMAP_TRY(wanted.append(opening));
  }
  // A test takes back everything its devices hold, so the bridge asks for its open windows again.
  ranges::RangeList::Iterator held = above.committed().entries();
  while (const ranges::RangeEntry* entry = held.next()) {
    if (entry->owner != bridge) continue;
    const bool prefetch = (entry->attributes & range_attribute::prefetchable) != 0;
    const BridgeWindow which = above.type() == ResourceType::port ? BridgeWindow::io
                               : prefetch                         ? BridgeWindow::prefetch
                                                                  : BridgeWindow::memory;
    RESMAP_TRY_ASSIGN(const IoDescriptor stays, open_window_requirement(which, entry->range));
    RESMAP_TRY(wanted.append(stays));
  }
  Array<ArbiterEntry> asked(memory);
  for (const IoDescriptor& descriptor : wanted) {
    ArbiterEntry entry;
    entry.alternatives = RequirementGroupView(std::span(&descriptor, 1));
    entry.device = bridge;
    RESMAP_TRY(asked.append(entry));
  }
  RESMAP_TRY(above.test_allocation({asked.data(), asked.size()}, budget));
  OpenedWindows opened;
  std::array<PoolWindow, kMostWindows> in_pool{};
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const bool prefetch = windows[i] == BridgeWindow::prefetch;
    in_pool[i] = {.range = *asked[i].assigned, .kinds = prefetch ? window_kind::prefetch : window_kind::plain};
    (windows[i] == BridgeWindow::io ? opened.io : prefetch ? opened.prefetch : opened.memory) = asked[i].assigned;
  }
  const auto placed = behind.test_allocation(entries, budget, std::span(in_pool).first(windows.size()));
  if (!placed) {
    above.rollback();
    return std::unexpected(placed.error());
  }
  return opened;
}

}  // namespace resmap::arbiters
