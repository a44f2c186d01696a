// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_function.h"

#include <algorithm>

namespace resmap::buses {

namespace {

constexpr std::uint64_t kIoGranule = 0x1000, kMemoryGranule = 0x10'0000, kCardMemoryGranule = 0x1000,
                        kCardIoGranule = 4;

Result<void> read_bars(PciConfigView config, Bytes ones, PciFunction& function) {
  const std::uint8_t count = config.bar_count();
  for (std::uint8_t i = 0; i < count; ++i) {
    const std::size_t offset = 0x10 + std::size_t{4} * i;
    PciBarWords words{.present = load_le<std::uint32_t>(config.bytes(), offset),
                      .ones = load_le<std::uint32_t>(ones, offset)};
    const bool wide = (words.ones & 7) == 4;
    if (wide && i + 1 == count)
      return fail({.code = ErrorCode::malformed, .rule = rule::bar_without_upper_half, .index = i, .offset = offset});
    if (wide) {
      words.present |= std::uint64_t{load_le<std::uint32_t>(config.bytes(), offset + 4)} << 32;
      words.ones |= std::uint64_t{load_le<std::uint32_t>(ones, offset + 4)} << 32;
    }
    const auto bar = size_bar(words, i, offset);
    if (bar) {
      function.bars.add(*bar);
    } else if (bar.error().code != ErrorCode::not_found) {
      return fail(bar.error());
    }
    if (wide) ++i;
  }
  return {};
}

// Its register has no kind bits: bit 0 switches it on, and 2 KiB are the least.
void read_rom(PciConfigView config, Bytes ones, PciFunction& function) {
  if (function.header != PciHeader::function && function.header != PciHeader::bridge) return;
  const std::uint32_t mask =
      load_le<std::uint32_t>(ones, function.header == PciHeader::bridge ? 0x38 : 0x30) & ~std::uint32_t{0x7FF};
  if (mask == 0) return;
  const auto now = config.rom();
  function.rom = PciSizedRom{.now = now ? *now : PciRom{}, .size = mask & (~mask + 1)};
}

// Which windows there are is what takes ones: memory always, the other two not on every bridge.
void read_bridge_windows(PciConfigView config, Bytes ones, PciFunction& function) {
  const auto add = [&](PciWindowKind kind, std::size_t at, std::uint64_t granule, const Result<PciWindow>& now) {
    const unsigned writable = kind == PciWindowKind::io ? ones[at] & 0xF0U : load_le<std::uint16_t>(ones, at) & 0xFFF0U;
    if (writable != 0 && now) function.windows.add({.kind = kind, .granule = granule, .now = *now});
  };
  add(PciWindowKind::memory, 0x20, kMemoryGranule, config.memory_window());
  add(PciWindowKind::prefetchable, 0x24, kMemoryGranule, config.prefetchable_window());
  add(PciWindowKind::io, 0x1C, kIoGranule, config.io_window());
}

// Two windows for memory, either of which may be prefetchable, and two for ports.
void read_card_windows(PciConfigView config, PciFunction& function) {
  const auto word = [&](std::size_t at) { return load_le<std::uint32_t>(config.bytes(), at); };
  for (std::uint8_t i = 0; i < 4; ++i) {
    const bool io = i >= 2;
    const auto number = static_cast<std::uint8_t>(i & 1);
    const std::uint64_t granule = io ? kCardIoGranule : kCardMemoryGranule;
    const std::uint32_t base = word(0x1C + std::size_t{8} * i), limit = word(0x20 + std::size_t{8} * i);
    const bool wide = io && (base & 1) != 0;
    const std::uint64_t low = granule - 1, reach = io && !wide ? 0xFFFF : 0xFFFF'FFFF;
    const std::uint64_t first = base & ~low & reach, last = (limit & ~low & reach) | low;
    const auto state = first > last              ? PciWindow::State::closed
                       : base == 0 && limit == 0 ? PciWindow::State::zero
                                                 : PciWindow::State::open;
    const bool prefetchable = !io && (function.control->bits >> (8 + number) & 1) != 0;
    function.windows.add(
        {.kind = io             ? PciWindowKind::io
                 : prefetchable ? PciWindowKind::prefetchable
                                : PciWindowKind::memory,
         .number = number,
         .granule = granule,
         .now = {.state = state,
                 .range = state == PciWindow::State::closed ? AddressRange{} : AddressRange{first, last},
                 .wide = wide}});
  }
}

// Whether it is there; what else ended the search is kept, the first time.
template <typename T>
bool found(std::optional<Error>& end, const Result<T>& result) {
  if (!result && result.error().code != ErrorCode::not_found && !end) end = result.error();
  return result.has_value();
}

void read_capabilities(PciConfigView config, Bytes ones, PciFunction& function) {
  if (const auto msi = msi_of(config); found(function.capabilities_end, msi)) function.msi_messages = msi->supported;
  if (const auto msi_x = msi_x_of(config); found(function.capabilities_end, msi_x))
    function.msi_x_messages = msi_x->table_size;
  if (const auto port = express_port_of(config); found(function.capabilities_end, port)) function.express = *port;
  if (function.is_express_port()) {
    const auto at = find_capability(config, pci_capability::express);
    const auto slot = at ? config.read_32(at->offset + 0x14U) : Result<std::uint32_t>(fail(at.error()));
    if (found(function.capabilities_end, slot)) function.hot_plug = (*slot & 0x40) != 0;
  }
  if (const auto sr_iov = sr_iov_of(config, ones); found(function.extended_end, sr_iov)) function.sr_iov = *sr_iov;
  if (const auto resizable = resizable_bars_of(config); found(function.extended_end, resizable)) {
    for (const PciResizableBar& each : *resizable) {
      const auto* const bar = std::find_if(function.bars.begin(), function.bars.end(),
                                           [&](const PciSizedBar& b) { return b.index == each.bar && !b.is_io(); });
      if (bar != function.bars.end()) function.resizable.add(each);
    }
  }
}

void fix_bar(PciFunction& function, const PciFixedRange& fixed) {
  const std::uint64_t size = fixed.range.last_offset() + 1;
  if (size == 0 || (function.fixed_bars >> fixed.stands_for & 1) != 0) return;
  const bool io = fixed.use == PciFixedUse::io;
  if (io && fixed.range.last > 0xFFFF'FFFFU) return;  // no port is there
  const PciSizedBar bar{.index = fixed.stands_for,
                        .kind = io                                ? PciBarKind::io
                                : fixed.range.last > 0xFFFF'FFFFU ? PciBarKind::memory_64
                                                                  : PciBarKind::memory_32,
                        .prefetchable = fixed.use == PciFixedUse::prefetchable,
                        .size = size,
                        .address = fixed.range.first};
  FixedRow<PciSizedBar, 6> bars;  // in its place among the others, instead of what the register says
  bool placed = false;
  for (const PciSizedBar& other : function.bars) {
    if (!placed && other.index >= bar.index) placed = bars.add(bar);
    if (other.index != bar.index) bars.add(other);
  }
  if (!placed) bars.add(bar);
  function.bars = bars;
  function.fixed_bars = static_cast<std::uint8_t>(function.fixed_bars | 1U << fixed.stands_for);
}

void read_fixed_ranges(PciConfigView config, PciFunction& function) {
  PciFixedRanges list(config);
  for (;;) {
    const auto fixed = list.next();
    if (!found(function.capabilities_end, fixed)) return;
    if (!fixed->enabled) continue;
    if (fixed->stands_for <= 5 && fixed->use <= PciFixedUse::io) {
      fix_bar(function, *fixed);
    } else if (fixed->stands_for == 6 && fixed->use >= PciFixedUse::bridge_memory &&
               fixed->use <= PciFixedUse::bridge_io) {
      const PciWindowKind kind = fixed->use == PciFixedUse::bridge_io       ? PciWindowKind::io
                                 : fixed->use == PciFixedUse::bridge_memory ? PciWindowKind::memory
                                                                            : PciWindowKind::prefetchable;
      for (PciBridgeWindow& window : function.windows) {
        if (window.kind != kind) continue;
        window.now = {.state = PciWindow::State::open, .range = fixed->range, .wide = window.now.wide};
        window.fixed = true;
      }
    }
  }
}

}  // namespace

Result<PciFunction> PciFunction::read(PciAddress at, PciConfigView config, Bytes ones) {
  if (at.device > 31 || at.function > 7) return fail({.code = ErrorCode::invalid_argument, .value = at.device});
  if (config.is_absent()) return fail({.code = ErrorCode::not_found});
  if (ones.size() < PciConfigView::kHeaderSize)
    return fail({.code = ErrorCode::truncated, .rule = rule::ones_too_short, .value = ones.size()});
  PciFunction function;
  function.at = at;
  function.vendor = config.vendor_id();
  function.device_id = config.device_id();
  function.class_code = config.class_code();
  function.header = config.header();
  function.command = config.command();
  RESMAP_TRY(read_bars(config, ones, function));
  read_rom(config, ones, function);
  if (const auto buses = config.bridge_buses()) function.buses = *buses;
  if (const auto control = config.bridge_control()) function.control = *control;
  function.subtractive = config.is_subtractive() && function.header == PciHeader::bridge;
  if (function.header == PciHeader::bridge) read_bridge_windows(config, ones, function);
  if (function.header == PciHeader::cardbus) read_card_windows(config, function);
  function.pin = config.interrupt_pin();
  function.line = config.interrupt_line();
  read_capabilities(config, ones, function);
  read_fixed_ranges(config, function);
  return function;
}

}  // namespace resmap::buses
