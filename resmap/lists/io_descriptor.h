// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/base/bytes.h"
#include "resmap/lists/large_memory.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/lists/resource_type.h"
#include "resmap/lists/wire/nt_layout.h"

namespace resmap::lists {

// One IO_RESOURCE_DESCRIPTOR, read where it stands; the same 32 bytes in both families.
//
//   0       1     2      3       4      6       8                          32
//   | Option| Type| Share| Spare1| Flags| Spare2| union, 24 bytes          |
//
// An accessor reads its arm whatever the type is: ask type() first. Spare and unused bytes are not zero in real lists; bytes()
// has them all. Borrows its bytes, never allocates, usable in constant expressions. Source: structures-and-wdf.md 2.3.
class IoDescriptorView {
  using Wire = wire::x64::IO_RESOURCE_DESCRIPTOR;

 public:
  static constexpr std::size_t size = sizeof(Wire);

  // Precondition: `descriptor` holds 32 bytes.
  constexpr explicit IoDescriptorView(Bytes descriptor) : bytes_(descriptor) {}

  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  [[nodiscard]] constexpr std::uint8_t option() const { return bytes_[offsetof(Wire, Option)]; }
  [[nodiscard]] constexpr bool is_alternative() const { return (option() & io_option::alternative) != 0; }
  [[nodiscard]] constexpr bool is_preferred() const { return (option() & io_option::preferred) != 0; }
  [[nodiscard]] constexpr ResourceType type() const { return ResourceType{bytes_[offsetof(Wire, Type)]}; }
  [[nodiscard]] constexpr ShareDisposition share() const {
    return ShareDisposition{bytes_[offsetof(Wire, ShareDisposition)]};
  }
  [[nodiscard]] constexpr std::uint8_t spare1() const { return bytes_[offsetof(Wire, Spare1)]; }
  [[nodiscard]] constexpr std::uint16_t flags() const { return u16(offsetof(Wire, Flags)); }
  [[nodiscard]] constexpr std::uint16_t spare2() const { return u16(offsetof(Wire, Spare2)); }

  // Port, Memory, MemoryLarge: `length()` bytes at a multiple of `alignment()` within [minimum, maximum], ends inside.
  // Length and alignment come unscaled. A length of 0 asks for nothing; an alignment of 0 means 1.
  [[nodiscard]] constexpr std::uint32_t stored_length() const { return u32(offsetof(Wire, u.Port.Length)); }
  [[nodiscard]] constexpr std::uint32_t stored_alignment() const { return u32(offsetof(Wire, u.Port.Alignment)); }
  [[nodiscard]] constexpr std::uint64_t length() const { return decoded_length(type(), flags(), stored_length()); }
  [[nodiscard]] constexpr std::uint64_t alignment() const {
    return decoded_length(type(), flags(), stored_alignment());
  }
  [[nodiscard]] constexpr std::uint64_t minimum() const { return u64(offsetof(Wire, u.Port.MinimumAddress)); }
  [[nodiscard]] constexpr std::uint64_t maximum() const { return u64(offsetof(Wire, u.Port.MaximumAddress)); }

  // Interrupt: one line of [minimum, maximum]; for a message (maximum 0xFFFFFFFE) so many messages as numbers lie between.
  [[nodiscard]] constexpr bool is_message() const {
    return type() == ResourceType::interrupt && (flags() & interrupt_flag::message) != 0;
  }
  [[nodiscard]] constexpr std::uint32_t minimum_vector() const {
    return u32(offsetof(Wire, u.Interrupt.MinimumVector));
  }
  [[nodiscard]] constexpr std::uint32_t maximum_vector() const {
    return u32(offsetof(Wire, u.Interrupt.MaximumVector));
  }
  [[nodiscard]] constexpr std::uint64_t message_count() const {
    return maximum_vector() < minimum_vector() ? 0 : std::uint64_t{maximum_vector()} - minimum_vector() + 1;
  }
  [[nodiscard]] constexpr std::uint16_t affinity_policy() const {
    return u16(offsetof(Wire, u.Interrupt.AffinityPolicy));
  }
  [[nodiscard]] constexpr std::uint16_t group() const { return u16(offsetof(Wire, u.Interrupt.Group)); }
  [[nodiscard]] constexpr std::uint32_t priority_policy() const {
    return u32(offsetof(Wire, u.Interrupt.PriorityPolicy));
  }
  [[nodiscard]] constexpr std::uint64_t targeted_processors() const {
    return u64(offsetof(Wire, u.Interrupt.TargetedProcessors));  // x86 uses the low half
  }

  // Dma: one channel of [minimum, maximum]; the V3 arm where flags() has dma_flag::v3.
  [[nodiscard]] constexpr bool is_dma_v3() const { return (flags() & dma_flag::v3) != 0; }
  [[nodiscard]] constexpr std::uint32_t minimum_channel() const { return u32(offsetof(Wire, u.Dma.MinimumChannel)); }
  [[nodiscard]] constexpr std::uint32_t maximum_channel() const { return u32(offsetof(Wire, u.Dma.MaximumChannel)); }
  [[nodiscard]] constexpr std::uint32_t request_line() const { return u32(offsetof(Wire, u.DmaV3.RequestLine)); }
  [[nodiscard]] constexpr std::uint32_t v3_reserved() const { return u32(offsetof(Wire, u.DmaV3.Reserved)); }
  [[nodiscard]] constexpr std::uint32_t v3_channel() const { return u32(offsetof(Wire, u.DmaV3.Channel)); }
  [[nodiscard]] constexpr std::uint32_t v3_transfer_width() const { return u32(offsetof(Wire, u.DmaV3.TransferWidth)); }

  // BusNumber: `bus_length()` consecutive numbers within [minimum, maximum].
  [[nodiscard]] constexpr std::uint32_t bus_length() const { return u32(offsetof(Wire, u.BusNumber.Length)); }
  [[nodiscard]] constexpr std::uint32_t minimum_bus() const { return u32(offsetof(Wire, u.BusNumber.MinBusNumber)); }
  [[nodiscard]] constexpr std::uint32_t maximum_bus() const { return u32(offsetof(Wire, u.BusNumber.MaxBusNumber)); }

  // ConfigData: the priority of the configuration that it stands first in (configuration_priority).
  [[nodiscard]] constexpr std::uint32_t priority() const { return u32(offsetof(Wire, u.ConfigData.Priority)); }

  // DevicePrivate and whatever else is not named: the union as 32-bit words. Precondition: i < 6.
  [[nodiscard]] constexpr std::uint32_t data(std::size_t i) const {
    return u32(offsetof(Wire, u.DevicePrivate.Data) + 4 * i);
  }

  // Connection.
  [[nodiscard]] constexpr std::uint8_t connection_class() const { return bytes_[offsetof(Wire, u.Connection.Class)]; }
  [[nodiscard]] constexpr std::uint8_t connection_type() const { return bytes_[offsetof(Wire, u.Connection.Type)]; }
  [[nodiscard]] constexpr std::uint64_t connection_id() const { return u64(offsetof(Wire, u.Connection.IdLowPart)); }

 private:
  [[nodiscard]] constexpr std::uint16_t u16(std::size_t at) const { return load_le<std::uint16_t>(bytes_, at); }
  [[nodiscard]] constexpr std::uint32_t u32(std::size_t at) const { return load_le<std::uint32_t>(bytes_, at); }
  [[nodiscard]] constexpr std::uint64_t u64(std::size_t at) const { return load_le<std::uint64_t>(bytes_, at); }

  Bytes bytes_;
};

}  // namespace resmap::lists
