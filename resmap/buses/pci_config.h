// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/base/address_range.h"
#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/buses/rules.h"

namespace resmap::buses {

// The layout of the header's second half. A value that is not named here is kept: such a function has ids and a class only.
enum class PciHeader : std::uint8_t {
  function = 0,  // six BARs
  bridge = 1,    // PCI to PCI: two BARs, three windows
  cardbus = 2,   // one BAR
};

enum class PciBarKind : std::uint8_t { io, memory_32, memory_64 };

// A base address register as it was written last. How many addresses it takes is not in configuration space: that is found by
// writing to it, or comes from whoever did.
struct PciBar {
  std::uint8_t index = 0;      // 0 to 5
  std::uint8_t registers = 1;  // 2: a 64-bit BAR, whose upper half uses up the index behind it
  PciBarKind kind = PciBarKind::memory_32;
  bool prefetchable = false;
  bool below_1m = false;  // an old type: memory that must lie below 1 MiB
  std::uint64_t address = 0;

  friend constexpr bool operator==(const PciBar&, const PciBar&) = default;
};

struct PciRom {
  std::uint64_t address = 0;  // operating systems often leave it unwritten until they read the ROM
  bool enabled = false;

  friend constexpr bool operator==(const PciRom&, const PciRom&) = default;
};

struct PciBridgeBuses {
  std::uint8_t primary = 0;
  std::uint8_t secondary = 0;
  std::uint8_t subordinate = 0;

  friend constexpr bool operator==(const PciBridgeBuses&, const PciBridgeBuses&) = default;
};

// What a bridge passes on to its secondary bus. Source: pnp-and-arbiters.md 4.2.
struct PciWindow {
  enum class State : std::uint8_t {
    closed,  // base above limit: nothing passes
    open,
    zero,  // both registers are 0: the first granule passes, or the bridge has no such window. Only writing tells.
  };
  State state = State::closed;
  AddressRange range{};  // of an open or zero window
  bool wide = false;     // I/O: addresses of 32 bits, prefetchable memory: of 64

  friend constexpr bool operator==(const PciWindow&, const PciWindow&) = default;
};

struct PciBridgeControl {
  std::uint16_t bits = 0;
  [[nodiscard]] constexpr bool isa_enable() const { return (bits & 0x04) != 0; }
  [[nodiscard]] constexpr bool vga_enable() const { return (bits & 0x08) != 0; }
  [[nodiscard]] constexpr bool vga_16_bit_decode() const { return (bits & 0x10) != 0; }
};

// The configuration space of one PCI function, or as much of it as somebody could read: 64 bytes for a plain user of Linux,
// 256 for a conventional function, 4096 for PCI Express. Borrows its bytes, never allocates, never reads outside them.
//
// What cannot be told is never mixed up with what is not there:
//   not_found   the function does not have it
//   truncated   it may have it, but those bytes were not read (offset: the first one missing; value: how many there are)
//   malformed   the bytes cannot be true (rule and offset)
class PciConfigView {
 public:
  static constexpr std::size_t kHeaderSize = 64, kConventionalSize = 256, kExtendedSize = 4096;

  // truncated RM5001: fewer than 64 bytes; invalid_argument RM5002: more than 4096.
  [[nodiscard]] static constexpr Result<PciConfigView> over(Bytes bytes) {
    if (bytes.size() < kHeaderSize)
      return fail({.code = ErrorCode::truncated, .rule = rule::config_too_short, .value = bytes.size()});
    if (bytes.size() > kExtendedSize)
      return fail({.code = ErrorCode::invalid_argument, .rule = rule::config_too_long, .value = bytes.size()});
    return PciConfigView(bytes);
  }

  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  // Nothing answered: every read gives ones. A function that was pulled out, or never was. (A virtual function of SR-IOV has
  // ones for its ids, but not for its class.)
  [[nodiscard]] constexpr bool is_absent() const { return u32(0x00) == 0xFFFF'FFFF && u32(0x08) == 0xFFFF'FFFF; }

  [[nodiscard]] constexpr std::uint16_t vendor_id() const { return u16(0x00); }
  [[nodiscard]] constexpr std::uint16_t device_id() const { return u16(0x02); }
  [[nodiscard]] constexpr std::uint16_t command() const { return u16(0x04); }
  [[nodiscard]] constexpr std::uint16_t status() const { return u16(0x06); }
  [[nodiscard]] constexpr std::uint8_t revision() const { return bytes_[0x08]; }
  // 24 bits: base class, subclass, programming interface.
  [[nodiscard]] constexpr std::uint32_t class_code() const { return u32(0x08) >> 8; }
  [[nodiscard]] constexpr PciHeader header() const { return PciHeader{static_cast<std::uint8_t>(bytes_[0x0E] & 0x7F)}; }
  [[nodiscard]] constexpr bool is_multifunction() const { return (bytes_[0x0E] & 0x80) != 0; }

  [[nodiscard]] constexpr bool io_decode() const { return (command() & 1) != 0; }
  [[nodiscard]] constexpr bool memory_decode() const { return (command() & 2) != 0; }

  // The interrupt pin: 0 none, 1 to 4 for INTA to INTD. The line is what firmware wrote down for itself; 255: nothing.
  [[nodiscard]] constexpr std::uint8_t interrupt_pin() const { return bytes_[0x3D]; }
  [[nodiscard]] constexpr std::uint8_t interrupt_line() const { return bytes_[0x3C]; }

  [[nodiscard]] constexpr std::uint8_t bar_count() const {
    switch (header()) {
      case PciHeader::function: return 6;
      case PciHeader::bridge: return 2;
      case PciHeader::cardbus: return 1;
    }
    return 0;
  }
  // not_found: the register is 0 (no BAR, or one that nobody gave an address), the header has no such index, or the index holds
  // the upper half of the BAR before it. malformed RM5010.
  [[nodiscard]] constexpr Result<PciBar> bar(std::uint8_t index) const;
  // not_found: the register is 0, or the header has none.
  [[nodiscard]] constexpr Result<PciRom> rom() const;

  // not_found, all of these: the function is no bridge.
  [[nodiscard]] constexpr Result<PciBridgeBuses> bridge_buses() const;      // CardBus bridges too
  [[nodiscard]] constexpr Result<PciBridgeControl> bridge_control() const;  // CardBus bridges too
  [[nodiscard]] constexpr Result<PciWindow> io_window() const;              // granule 4 KiB
  [[nodiscard]] constexpr Result<PciWindow> memory_window() const;          // granule 1 MiB, below 4 GiB
  [[nodiscard]] constexpr Result<PciWindow> prefetchable_window() const;    // granule 1 MiB
  // A bridge that passes on what nobody else claims.
  [[nodiscard]] constexpr bool is_subtractive() const { return class_code() == 0x060401; }

  // Reads for whoever knows where to look. truncated.
  [[nodiscard]] constexpr Result<std::uint16_t> read_16(std::size_t offset) const {
    return read<std::uint16_t>(offset);
  }
  [[nodiscard]] constexpr Result<std::uint32_t> read_32(std::size_t offset) const {
    return read<std::uint32_t>(offset);
  }

 private:
  constexpr explicit PciConfigView(Bytes bytes) : bytes_(bytes) {}

  template <typename Word>
  [[nodiscard]] constexpr Result<Word> read(std::size_t offset) const {
    if (has_room(bytes_, offset, sizeof(Word))) return load_le<Word>(bytes_, offset);
    return fail({.code = ErrorCode::truncated, .offset = offset, .value = bytes_.size()});
  }
  // Precondition: inside the 64 bytes of the header.
  [[nodiscard]] constexpr std::uint16_t u16(std::size_t at) const { return load_le<std::uint16_t>(bytes_, at); }
  [[nodiscard]] constexpr std::uint32_t u32(std::size_t at) const { return load_le<std::uint32_t>(bytes_, at); }
  [[nodiscard]] static constexpr std::unexpected<Error> none() { return fail({.code = ErrorCode::not_found}); }
  // Base and limit in units of the granule's size, `low` being the bits of an address that they leave out.
  [[nodiscard]] static constexpr PciWindow window(std::uint64_t base, std::uint64_t limit, std::uint64_t low, bool zero,
                                                  bool wide) {
    if (base > limit) return {.state = PciWindow::State::closed, .wide = wide};
    return {
        .state = zero ? PciWindow::State::zero : PciWindow::State::open, .range = {base, limit | low}, .wide = wide};
  }

  Bytes bytes_;
};

constexpr Result<PciBar> PciConfigView::bar(std::uint8_t index) const {
  const std::uint8_t count = bar_count();
  // Which indices are upper halves is only known from below.
  for (std::uint8_t at = 0; at < count;) {
    const std::size_t offset = 0x10 + std::size_t{4} * at;
    const std::uint32_t low = u32(offset);
    const bool is_io = (low & 1) != 0, is_64 = !is_io && (low & 6) == 4;
    const auto next = static_cast<std::uint8_t>(at + (is_64 ? 2 : 1));
    if (at == index) {
      if (low == 0) return none();
      if (is_io) return PciBar{.index = at, .kind = PciBarKind::io, .address = low & ~std::uint32_t{3}};
      PciBar bar{.index = at,
                 .kind = is_64 ? PciBarKind::memory_64 : PciBarKind::memory_32,
                 .prefetchable = (low & 8) != 0,
                 .below_1m = (low & 6) == 2,
                 .address = low & ~std::uint32_t{15}};
      if (!is_64) return bar;
      if (next > count)
        return fail(
            {.code = ErrorCode::malformed, .rule = rule::bar_without_upper_half, .index = at, .offset = offset});
      bar.registers = 2;
      bar.address |= std::uint64_t{u32(offset + 4)} << 32;
      return bar;
    }
    if (index < next) return none();
    at = next;
  }
  return none();
}

constexpr Result<PciRom> PciConfigView::rom() const {
  if (header() != PciHeader::function && header() != PciHeader::bridge) return none();
  const std::uint32_t word = u32(header() == PciHeader::bridge ? 0x38 : 0x30);
  if (word == 0) return none();
  return PciRom{.address = word & ~std::uint32_t{0x7FF}, .enabled = (word & 1) != 0};
}

constexpr Result<PciBridgeBuses> PciConfigView::bridge_buses() const {
  if (header() != PciHeader::bridge && header() != PciHeader::cardbus) return none();
  return PciBridgeBuses{.primary = bytes_[0x18], .secondary = bytes_[0x19], .subordinate = bytes_[0x1A]};
}

constexpr Result<PciBridgeControl> PciConfigView::bridge_control() const {
  if (header() != PciHeader::bridge && header() != PciHeader::cardbus) return none();
  return PciBridgeControl{u16(0x3E)};
}

constexpr Result<PciWindow> PciConfigView::io_window() const {
  if (header() != PciHeader::bridge) return none();
  const std::uint8_t base = bytes_[0x1C], limit = bytes_[0x1D];
  const bool wide = (base & 0x0F) == 1;
  const std::uint64_t upper_base = wide ? u16(0x30) : 0, upper_limit = wide ? u16(0x32) : 0;
  return window(upper_base << 16 | (base & 0xF0U) << 8, upper_limit << 16 | (limit & 0xF0U) << 8, 0xFFF,
                base == 0 && limit == 0, wide);
}

constexpr Result<PciWindow> PciConfigView::memory_window() const {
  if (header() != PciHeader::bridge) return none();
  const std::uint64_t base = u16(0x20) & 0xFFF0U, limit = u16(0x22) & 0xFFF0U;
  return window(base << 16, limit << 16, 0xFFFFF, base == 0 && limit == 0, false);
}

constexpr Result<PciWindow> PciConfigView::prefetchable_window() const {
  if (header() != PciHeader::bridge) return none();
  const std::uint16_t base = u16(0x24), limit = u16(0x26);
  const bool wide = (base & 0x0F) == 1;
  const std::uint64_t upper_base = wide ? u32(0x28) : 0, upper_limit = wide ? u32(0x2C) : 0;
  return window(upper_base << 32 | std::uint64_t{base & 0xFFF0U} << 16,
                upper_limit << 32 | std::uint64_t{limit & 0xFFF0U} << 16, 0xFFFFF, base == 0 && limit == 0, wide);
}

}  // namespace resmap::buses
