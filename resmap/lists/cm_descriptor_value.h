// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "resmap/lists/cm_descriptor.h"

namespace resmap::lists {

// One partial descriptor with bytes of its own, to be put together and handed to a builder. Starts as all zero bytes; every
// setter writes its field and nothing else, so that spare bytes are as the caller left them. Field by field the twin of
// CmDescriptorView; `view()` reads it. A plain value: copied freely, no allocation.
class CmDescriptor {
  using Wire = wire::x64::CM_PARTIAL_RESOURCE_DESCRIPTOR;

 public:
  constexpr explicit CmDescriptor(CmLayout layout) : layout_(layout) {}
  // A copy of the bytes of `view`, spare ones included; trailing data are not part of a descriptor.
  constexpr explicit CmDescriptor(const CmDescriptorView& view) : layout_(view.layout()) {
    for (std::size_t i = 0; i < view.bytes().size(); ++i) bytes_[i] = view.bytes()[i];
  }

  // Port, Memory or MemoryLarge in the smallest form that holds `length`. Errors: those of encode_length.
  [[nodiscard]] static Result<CmDescriptor> address(CmLayout layout, ResourceType type, std::uint64_t start,
                                                    std::uint64_t length, ShareDisposition share, std::uint16_t flags) {
    RESMAP_TRY_ASSIGN(const EncodedLength form, encode_length(type, length));
    CmDescriptor descriptor(layout);
    descriptor.set_type(form.type).set_share(share).set_start(start).set_stored_length(form.stored);
    descriptor.set_flags(static_cast<std::uint16_t>((flags & ~unsigned{memory_flag::large_mask}) | form.large_bits));
    if (type == ResourceType::port) descriptor.set_flags(flags);
    return descriptor;
  }
  // A line interrupt. A level of `vector` is what firmware lists carry; an affinity of all ones means any processor.
  [[nodiscard]] static constexpr CmDescriptor line(CmLayout layout, std::uint32_t vector, std::uint16_t level,
                                                   std::uint64_t affinity, ShareDisposition share,
                                                   std::uint16_t flags) {
    CmDescriptor descriptor(layout);
    descriptor.set_type(ResourceType::interrupt).set_share(share).set_flags(flags);
    return descriptor.set_level(level).set_vector(vector).set_affinity(affinity);
  }
  // `count` messages of a raw list.
  [[nodiscard]] static constexpr CmDescriptor messages(CmLayout layout, std::uint16_t count, std::uint32_t vector,
                                                       std::uint64_t affinity, ShareDisposition share) {
    CmDescriptor descriptor(layout);
    descriptor.set_type(ResourceType::interrupt).set_share(share);
    descriptor.set_flags(interrupt_flag::message | interrupt_flag::latched);
    return descriptor.set_raw_message_count(count).set_vector(vector).set_affinity(affinity);
  }
  [[nodiscard]] static constexpr CmDescriptor dma(CmLayout layout, std::uint32_t channel, ShareDisposition share,
                                                  std::uint16_t flags) {
    CmDescriptor descriptor(layout);
    return descriptor.set_type(ResourceType::dma).set_share(share).set_flags(flags).set_channel(channel);
  }
  [[nodiscard]] static constexpr CmDescriptor bus(CmLayout layout, std::uint32_t start, std::uint32_t length,
                                                  ShareDisposition share) {
    CmDescriptor descriptor(layout);
    return descriptor.set_type(ResourceType::bus_number).set_share(share).set_bus_start(start).set_bus_length(length);
  }

  [[nodiscard]] constexpr Bytes bytes() const { return Bytes(bytes_).first(size_of(layout_)); }
  [[nodiscard]] constexpr CmDescriptorView view() const { return CmDescriptorView(bytes()); }
  [[nodiscard]] constexpr CmLayout layout() const { return layout_; }

  constexpr CmDescriptor& set_type(ResourceType type) {
    return u8(offsetof(Wire, Type), static_cast<std::uint8_t>(type));
  }
  constexpr CmDescriptor& set_share(ShareDisposition share) {
    return u8(offsetof(Wire, ShareDisposition), static_cast<std::uint8_t>(share));
  }
  constexpr CmDescriptor& set_flags(std::uint16_t flags) { return u16(offsetof(Wire, Flags), flags); }
  constexpr CmDescriptor& set_start(std::uint64_t start) {
    store_le(bytes_.data() + offsetof(Wire, u.Port.Start), start);
    return *this;
  }
  constexpr CmDescriptor& set_stored_length(std::uint32_t length) { return u32(offsetof(Wire, u.Port.Length), length); }
  constexpr CmDescriptor& set_level(std::uint16_t level) { return u16(offsetof(Wire, u.Interrupt.Level), level); }
  constexpr CmDescriptor& set_group(std::uint16_t group) { return u16(offsetof(Wire, u.Interrupt.Group), group); }
  constexpr CmDescriptor& set_raw_message_group(std::uint16_t group) {
    return u16(offsetof(Wire, u.MessageInterrupt.Raw.Group), group);
  }
  constexpr CmDescriptor& set_raw_message_count(std::uint16_t count) {
    return u16(offsetof(Wire, u.MessageInterrupt.Raw.MessageCount), count);
  }
  constexpr CmDescriptor& set_vector(std::uint32_t vector) { return u32(offsetof(Wire, u.Interrupt.Vector), vector); }
  // On x86 the low 32 bits.
  constexpr CmDescriptor& set_affinity(std::uint64_t affinity) {
    constexpr std::size_t at = offsetof(Wire, u.Interrupt.Affinity);
    if (layout_ == CmLayout::x86) return u32(at, static_cast<std::uint32_t>(affinity));
    store_le(bytes_.data() + at, affinity);
    return *this;
  }
  constexpr CmDescriptor& set_channel(std::uint32_t channel) { return u32(offsetof(Wire, u.Dma.Channel), channel); }
  constexpr CmDescriptor& set_bus_start(std::uint32_t start) { return u32(offsetof(Wire, u.BusNumber.Start), start); }
  constexpr CmDescriptor& set_bus_length(std::uint32_t length) {
    return u32(offsetof(Wire, u.BusNumber.Length), length);
  }
  // One of the three words of any arm; for what has no setter of its own. Precondition: i < 3.
  constexpr CmDescriptor& set_data(std::size_t i, std::uint32_t word) {
    return u32(offsetof(Wire, u.DevicePrivate.Data) + 4 * i, word);
  }
  // One byte of the union. Precondition: i < size_of(layout()) - 4.
  constexpr CmDescriptor& set_union_byte(std::size_t i, std::uint8_t byte) { return u8(offsetof(Wire, u) + i, byte); }

  friend constexpr bool operator==(const CmDescriptor&, const CmDescriptor&) = default;

 private:
  constexpr CmDescriptor& u8(std::size_t at, std::uint8_t value) {
    bytes_[at] = value;
    return *this;
  }
  constexpr CmDescriptor& u16(std::size_t at, std::uint16_t value) {
    store_le(bytes_.data() + at, value);
    return *this;
  }
  constexpr CmDescriptor& u32(std::size_t at, std::uint32_t value) {
    store_le(bytes_.data() + at, value);
    return *this;
  }

  CmLayout layout_;
  std::array<std::uint8_t, 20> bytes_{};
};

}  // namespace resmap::lists
