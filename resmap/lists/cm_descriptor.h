// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "resmap/base/address_range.h"
#include "resmap/base/bytes.h"
#include "resmap/lists/large_memory.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/lists/resource_type.h"
#include "resmap/lists/wire/nt_layout.h"

namespace resmap::lists {

// The size of one partial descriptor, which is the layout family of a whole list. Both can stand in one registry hive.
enum class CmLayout : std::uint8_t { x86 = 16, x64 = 20 };
[[nodiscard]] constexpr std::size_t size_of(CmLayout layout) { return static_cast<std::size_t>(layout); }

// Which of the two lists of a START a descriptor stands in; it decides how the bytes of a message interrupt are read.
enum class CmSide : std::uint8_t { raw, translated };

// One CM_PARTIAL_RESOURCE_DESCRIPTOR, read where it stands.
//
//   0     1      2      4                            16        20
//   | Type| Share| Flags| union, 12 bytes            | x64 only |
//
// An accessor reads its arm of the union whatever the type is: ask type() first. Reserved and unused bytes are never looked
// at; bytes() has them all. Borrows its bytes, never allocates, usable in constant expressions.
// Source: structures-and-wdf.md 2.1.
class CmDescriptorView {
  using Wire = wire::x64::CM_PARTIAL_RESOURCE_DESCRIPTOR;

 public:
  // Precondition: `descriptor` holds 16 or 20 bytes; `device_data` are the bytes that trail a DeviceSpecific one.
  constexpr explicit CmDescriptorView(Bytes descriptor, Bytes device_data = {})
      : bytes_(descriptor), device_data_(device_data) {}

  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  [[nodiscard]] constexpr Bytes device_data() const { return device_data_; }
  [[nodiscard]] constexpr CmLayout layout() const { return bytes_.size() == 16 ? CmLayout::x86 : CmLayout::x64; }

  [[nodiscard]] constexpr ResourceType type() const { return ResourceType{bytes_[offsetof(Wire, Type)]}; }
  [[nodiscard]] constexpr ShareDisposition share() const {
    return ShareDisposition{bytes_[offsetof(Wire, ShareDisposition)]};
  }
  [[nodiscard]] constexpr std::uint16_t flags() const { return u16(offsetof(Wire, Flags)); }

  // Port, Memory, MemoryLarge. length() is in bytes, unscaled from what is stored.
  [[nodiscard]] constexpr std::uint64_t start() const {
    return load_le<std::uint64_t>(bytes_, offsetof(Wire, u.Port.Start));
  }
  [[nodiscard]] constexpr std::uint32_t stored_length() const { return u32(offsetof(Wire, u.Port.Length)); }
  [[nodiscard]] constexpr std::uint64_t length() const { return decoded_length(type(), flags(), stored_length()); }

  // Interrupt. A line has level() and group() where a raw message has group and message_count.
  [[nodiscard]] constexpr bool is_message() const {
    return type() == ResourceType::interrupt && (flags() & interrupt_flag::message) != 0;
  }
  [[nodiscard]] constexpr std::uint16_t level() const { return u16(offsetof(Wire, u.Interrupt.Level)); }
  [[nodiscard]] constexpr std::uint16_t group() const { return u16(offsetof(Wire, u.Interrupt.Group)); }
  [[nodiscard]] constexpr std::uint16_t raw_message_group() const {
    return u16(offsetof(Wire, u.MessageInterrupt.Raw.Group));
  }
  [[nodiscard]] constexpr std::uint16_t raw_message_count() const {
    return u16(offsetof(Wire, u.MessageInterrupt.Raw.MessageCount));
  }
  [[nodiscard]] constexpr std::uint32_t vector() const { return u32(offsetof(Wire, u.Interrupt.Vector)); }
  // All ones of the family's width means any processor.
  [[nodiscard]] constexpr std::uint64_t affinity() const {
    constexpr std::size_t at = offsetof(Wire, u.Interrupt.Affinity);
    return layout() == CmLayout::x64 ? load_le<std::uint64_t>(bytes_, at) : u32(at);
  }

  // Dma; the V3 arm where flags() has dma_flag::v3.
  [[nodiscard]] constexpr bool is_dma_v3() const { return (flags() & dma_flag::v3) != 0; }
  [[nodiscard]] constexpr std::uint32_t channel() const { return u32(offsetof(Wire, u.Dma.Channel)); }
  [[nodiscard]] constexpr std::uint32_t dma_port() const { return u32(offsetof(Wire, u.Dma.Port)); }
  [[nodiscard]] constexpr std::uint32_t request_line() const { return u32(offsetof(Wire, u.DmaV3.RequestLine)); }
  [[nodiscard]] constexpr std::uint8_t transfer_width() const { return bytes_[offsetof(Wire, u.DmaV3.TransferWidth)]; }

  // BusNumber.
  [[nodiscard]] constexpr std::uint32_t bus_start() const { return u32(offsetof(Wire, u.BusNumber.Start)); }
  [[nodiscard]] constexpr std::uint32_t bus_length() const { return u32(offsetof(Wire, u.BusNumber.Length)); }

  // DevicePrivate, PcCardConfig, MfCardConfig, and the three words of any other type. Precondition: i < 3.
  [[nodiscard]] constexpr std::uint32_t data(std::size_t i) const {
    return u32(offsetof(Wire, u.DevicePrivate.Data) + 4 * i);
  }

  // DeviceSpecific: how many bytes follow the descriptor, by its own word.
  [[nodiscard]] constexpr std::uint32_t data_size() const { return u32(offsetof(Wire, u.DeviceSpecificData.DataSize)); }

  // Connection.
  [[nodiscard]] constexpr std::uint8_t connection_class() const { return bytes_[offsetof(Wire, u.Connection.Class)]; }
  [[nodiscard]] constexpr std::uint8_t connection_type() const { return bytes_[offsetof(Wire, u.Connection.Type)]; }
  [[nodiscard]] constexpr std::uint64_t connection_id() const {
    return load_le<std::uint64_t>(bytes_, offsetof(Wire, u.Connection.IdLowPart));
  }

  // The numbers that the descriptor takes in its space: addresses, one line, one channel, bus numbers.
  // nullopt: the type takes none, the length is 0, the range wraps, or it is a message interrupt (its vector is a token or
  // already a message number, never a line).
  [[nodiscard]] constexpr std::optional<AddressRange> range() const {
    switch (type()) {
      case ResourceType::port:
      case ResourceType::memory:
      case ResourceType::memory_large: return AddressRange::starting_at(start(), length());
      case ResourceType::interrupt: return is_message() ? std::nullopt : AddressRange::starting_at(vector(), 1);
      case ResourceType::dma: return AddressRange::starting_at(channel(), 1);
      case ResourceType::bus_number: return AddressRange::starting_at(bus_start(), bus_length());
      default: return std::nullopt;
    }
  }

 private:
  [[nodiscard]] constexpr std::uint16_t u16(std::size_t at) const { return load_le<std::uint16_t>(bytes_, at); }
  [[nodiscard]] constexpr std::uint32_t u32(std::size_t at) const { return load_le<std::uint32_t>(bytes_, at); }

  Bytes bytes_;
  Bytes device_data_;
};

}  // namespace resmap::lists
