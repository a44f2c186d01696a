// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "resmap/lists/io_descriptor.h"

namespace resmap::lists {

// One requirement with bytes of its own, to be put together and handed to a builder: the twin of IoDescriptorView. Starts as
// all zero bytes; every setter writes its field and nothing else. A plain value: copied freely, no allocation.
class IoDescriptor {
  using Wire = wire::x64::IO_RESOURCE_DESCRIPTOR;

 public:
  constexpr IoDescriptor() = default;
  constexpr explicit IoDescriptor(const IoDescriptorView& view) {
    for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = view.bytes()[i];
  }

  // `length` bytes of ports or memory at a multiple of `alignment` within [minimum, maximum]. Errors: those of
  // encode_requirement.
  [[nodiscard]] static Result<IoDescriptor> address(ResourceType type, std::uint64_t length, std::uint64_t alignment,
                                                    std::uint64_t minimum, std::uint64_t maximum,
                                                    ShareDisposition share, std::uint16_t flags,
                                                    ListPolicy policy = {}) {
    RESMAP_TRY_ASSIGN(const EncodedRequirement form, encode_requirement(type, length, alignment, policy));
    IoDescriptor descriptor;
    descriptor.set_type(form.length.type).set_share(share).set_minimum(minimum).set_maximum(maximum);
    descriptor.set_stored_length(form.length.stored).set_stored_alignment(form.stored_alignment);
    const unsigned other_flags = type == ResourceType::port ? flags : flags & ~unsigned{memory_flag::large_mask};
    return descriptor.set_flags(static_cast<std::uint16_t>(other_flags | form.length.large_bits));
  }
  // One line of [minimum, maximum].
  [[nodiscard]] static constexpr IoDescriptor line(std::uint32_t minimum, std::uint32_t maximum, ShareDisposition share,
                                                   std::uint16_t flags) {
    IoDescriptor descriptor;
    descriptor.set_type(ResourceType::interrupt).set_share(share).set_flags(flags);
    return descriptor.set_data(0, minimum).set_data(1, maximum);
  }
  // `count` contiguous messages (MSI); MSI-X asks for each of its messages in a descriptor of its own. Precondition: count >= 1.
  [[nodiscard]] static constexpr IoDescriptor messages(std::uint32_t count, ShareDisposition share) {
    return line(kMessageToken - (count - 1), kMessageToken, share, interrupt_flag::message | interrupt_flag::latched);
  }
  [[nodiscard]] static constexpr IoDescriptor dma(std::uint32_t minimum, std::uint32_t maximum, ShareDisposition share,
                                                  std::uint16_t flags) {
    IoDescriptor descriptor;
    descriptor.set_type(ResourceType::dma).set_share(share).set_flags(flags);
    return descriptor.set_data(0, minimum).set_data(1, maximum);
  }
  [[nodiscard]] static constexpr IoDescriptor bus(std::uint32_t length, std::uint32_t minimum, std::uint32_t maximum,
                                                  ShareDisposition share) {
    IoDescriptor descriptor;
    descriptor.set_type(ResourceType::bus_number).set_share(share);
    return descriptor.set_data(0, length).set_data(1, minimum).set_data(2, maximum);
  }

  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  [[nodiscard]] constexpr IoDescriptorView view() const { return IoDescriptorView(bytes_); }

  constexpr IoDescriptor& set_option(std::uint8_t option) { return u8(offsetof(Wire, Option), option); }
  constexpr IoDescriptor& set_type(ResourceType type) {
    return u8(offsetof(Wire, Type), static_cast<std::uint8_t>(type));
  }
  constexpr IoDescriptor& set_share(ShareDisposition share) {
    return u8(offsetof(Wire, ShareDisposition), static_cast<std::uint8_t>(share));
  }
  constexpr IoDescriptor& set_spare1(std::uint8_t spare) { return u8(offsetof(Wire, Spare1), spare); }
  constexpr IoDescriptor& set_flags(std::uint16_t flags) { return u16(offsetof(Wire, Flags), flags); }
  constexpr IoDescriptor& set_spare2(std::uint16_t spare) { return u16(offsetof(Wire, Spare2), spare); }
  constexpr IoDescriptor& set_stored_length(std::uint32_t length) { return u32(offsetof(Wire, u.Port.Length), length); }
  constexpr IoDescriptor& set_stored_alignment(std::uint32_t alignment) {
    return u32(offsetof(Wire, u.Port.Alignment), alignment);
  }
  constexpr IoDescriptor& set_minimum(std::uint64_t minimum) {
    return u64(offsetof(Wire, u.Port.MinimumAddress), minimum);
  }
  constexpr IoDescriptor& set_maximum(std::uint64_t maximum) {
    return u64(offsetof(Wire, u.Port.MaximumAddress), maximum);
  }
  // One of the six words of the union; for what has no setter of its own. Precondition: i < 6.
  constexpr IoDescriptor& set_data(std::size_t i, std::uint32_t word) {
    return u32(offsetof(Wire, u.DevicePrivate.Data) + 4 * i, word);
  }
  // One byte of the union. Precondition: i < 24.
  constexpr IoDescriptor& set_union_byte(std::size_t i, std::uint8_t byte) { return u8(offsetof(Wire, u) + i, byte); }

  friend constexpr bool operator==(const IoDescriptor&, const IoDescriptor&) = default;

 private:
  constexpr IoDescriptor& u8(std::size_t at, std::uint8_t value) {
    bytes_[at] = value;
    return *this;
  }
  constexpr IoDescriptor& u16(std::size_t at, std::uint16_t value) {
    store_le(bytes_.data() + at, value);
    return *this;
  }
  constexpr IoDescriptor& u32(std::size_t at, std::uint32_t value) {
    store_le(bytes_.data() + at, value);
    return *this;
  }
  constexpr IoDescriptor& u64(std::size_t at, std::uint64_t value) {
    store_le(bytes_.data() + at, value);
    return *this;
  }

  std::array<std::uint8_t, IoDescriptorView::size> bytes_{};
};

}  // namespace resmap::lists
