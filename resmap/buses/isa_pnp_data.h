// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/buses/rules.h"

// The resource data of an ISA PnP card (PnP ISA specification 1.0a, chapter 6): a row of tags behind the 9 bytes of the serial
// identifier. The same small and large tags as in ACPI, with other limits.
namespace resmap::buses {

inline constexpr std::size_t kIsaPnpSerialBytes = 9;

// The item names; large ones have bit 0x80.
enum class IsaPnpItem : std::uint8_t {
  version = 0x01,
  logical_device = 0x02,
  compatible_device = 0x03,
  irq = 0x04,
  dma = 0x05,
  start_dependent = 0x06,
  end_dependent = 0x07,
  io = 0x08,
  fixed_io = 0x09,
  vendor = 0x0E,
  end = 0x0F,
  memory = 0x81,  // below 16 MiB, in units of 256 bytes
  ansi_name = 0x82,
  unicode_name = 0x83,
  vendor_large = 0x84,
  memory_32 = 0x85,
  fixed_memory_32 = 0x86,
};

struct IsaPnpTag {
  IsaPnpItem item = IsaPnpItem::end;
  std::size_t offset = 0;  // of its first byte in the data
  Bytes payload;
};

// The tags one after the other; borrows the data. Ends for good with the first error:
//   not_found                     the end tag has been passed
//   truncated RM5050              the data end inside a tag or without an end tag (offset: the tag's; value: bytes that are left)
class IsaPnpTags {
 public:
  // `data` begin with a tag; `base` is added to offsets.
  explicit IsaPnpTags(Bytes data, std::size_t base = 0) : data_(data), base_(base) {}
  [[nodiscard]] Result<IsaPnpTag> next();

 private:
  Bytes data_;
  std::size_t base_;
  std::size_t at_ = 0;
  bool ended_ = false;
  Error end_{.code = ErrorCode::not_found};
};

enum class IsaPnpChecksum : std::uint8_t {
  good,
  unused,  // the byte is 0, which is as good
  wrong,   // RM5052; real cards are so, and Windows does not look
};
// Of the data up to their end tag. Errors: truncated RM5050.
[[nodiscard]] Result<IsaPnpChecksum> isa_pnp_checksum(Bytes data);

// One logical device: its id as it stands (EISA, compressed, in the order of the bytes) and the tags behind it.
struct IsaPnpDevice {
  std::uint32_t id = 0;
  std::size_t offset = 0;  // of its own tag
  Bytes tags;              // those behind, up to the next device or the end tag
};

// The logical devices of a card, in order. Every one that is given is whole to its last tag. Ends for good with the first error:
//   not_found; truncated RM5050
//   malformed RM5051   a tag has fewer bytes than its kind needs (value: the tag's first byte)
//   malformed RM5053   dependent functions inside each other, begun anew behind their end, or ended without one
//   malformed RM5054   resources before the first device (value: the tag's first byte)
class IsaPnpDevices {
 public:
  explicit IsaPnpDevices(Bytes data) : data_(data), tags_(data) {}
  [[nodiscard]] Result<IsaPnpDevice> next();

 private:
  [[nodiscard]] Result<IsaPnpDevice> read();

  Bytes data_;
  IsaPnpTags tags_;
  bool started_ = false;
  bool finished_ = false;
  IsaPnpTag device_;  // whose tags come next
  Error end_{.code = ErrorCode::not_found};
};

// What one tag asks for, or a border of dependent functions.
struct IsaPnpResource {
  enum class Kind : std::uint8_t { irq, dma, io, memory, memory_32, start_dependent, end_dependent };
  Kind kind = Kind::end_dependent;
  std::uint8_t information =
      0;                   // as it stands; a fixed I/O range has 10-bit decode, an IRQ without one is 1: edge, high
  std::uint16_t mask = 0;  // irq: bits 0 to 15, dma: 0 to 7
  std::uint32_t minimum = 0, maximum = 0;  // bases, ends inside
  std::uint32_t alignment = 0;
  std::uint32_t length = 0;
  std::uint8_t priority = 1;  // of dependent functions: 0 good, 1 acceptable, 2 bad

  // The last address that it could take.
  [[nodiscard]] constexpr std::uint64_t last() const {
    return std::uint64_t{maximum} + (length == 0 ? 0 : length - 1U);
  }
  [[nodiscard]] constexpr bool is_memory() const { return kind == Kind::memory || kind == Kind::memory_32; }
  [[nodiscard]] constexpr bool is_read_only() const { return (information & 0x41) != 0x01; }  // a ROM, or not writeable

  friend constexpr bool operator==(const IsaPnpResource&, const IsaPnpResource&) = default;
};

// The resources of a device that IsaPnpDevices gave, which has checked them. not_found at the end.
class IsaPnpResources {
 public:
  explicit IsaPnpResources(const IsaPnpDevice& device) : rest_(device.tags) {}
  [[nodiscard]] Result<IsaPnpResource> next();

 private:
  Bytes rest_;
};

}  // namespace resmap::buses
