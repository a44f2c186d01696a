// SPDX-License-Identifier: MIT
#include "resmap/buses/isa_pnp_registers.h"

#include <optional>

#include "resmap/base/address_range.h"
#include "resmap/buses/isa_pnp_flags.h"

namespace resmap::buses {

namespace {

using lists::CmDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
using Kind = IsaPnpResource::Kind;

constexpr std::uint8_t kActivate = 0x30, kRangeCheck = 0x31, kNoChannel = 4, kByLimit = 0x01;
constexpr unsigned kPorts = 8, kLines = 2, kChannels = 2, kRanges = 4;

constexpr unsigned port_register(unsigned i) { return 0x60 + 2 * i; }
constexpr unsigned line_register(unsigned i) { return 0x70 + 2 * i; }
constexpr unsigned channel_register(unsigned i) { return 0x74 + i; }
constexpr unsigned memory_register(unsigned i) { return 0x40 + 8 * i; }
// The first of four stands apart from the others.
constexpr unsigned memory_32_register(unsigned i) { return i == 0 ? 0x76 : 0x70 + 16 * i; }

// Registers hold the upper byte first.
std::uint32_t value_of(Bytes registers, unsigned at, unsigned bytes) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < bytes; ++i) value = value << 8 | registers[at + i];
  return value;
}

// The descriptor of the device that a range comes from.
std::optional<IsaPnpResource> resource_for(const IsaPnpDevice& device, bool memory, AddressRange range) {
  IsaPnpResources resources(device);
  while (const auto resource = resources.next()) {
    if (memory ? !resource->is_memory() : resource->kind != Kind::io) continue;
    if (range.first >= resource->minimum && range.last <= resource->last()) return *resource;
  }
  return std::nullopt;
}

// A port register holds no length: it is that of the descriptor whose bases it is one of.
std::optional<IsaPnpResource> port_for(const IsaPnpDevice& device, std::uint32_t base) {
  IsaPnpResources resources(device);
  while (const auto resource = resources.next())
    if (resource->kind == Kind::io && base >= resource->minimum && base <= resource->maximum) return *resource;
  return std::nullopt;
}

std::unexpected<Error> disbelieved(unsigned reg, std::uint64_t value) {
  return fail({.code = ErrorCode::malformed, .rule = rule::isa_pnp_registers, .index = reg, .value = value});
}

class Boot {
 public:
  Boot(const IsaPnpDevice& device, Bytes registers, lists::CmLayout layout, MemorySource memory)
      : device_(device), registers_(registers), layout_(layout), list_(lists::CmForm::resource_list, layout, memory) {}

  Result<lists::CmResourceListBuilder> read() {
    RESMAP_TRY(list_.begin_full(
        {.interface_type = lists::InterfaceType::isa, .bus_number = 0, .version = 1, .revision = 1, .count = 0}));
    RESMAP_TRY(ports());
    RESMAP_TRY(lines());
    RESMAP_TRY(channels());
    RESMAP_TRY(memory(3));
    RESMAP_TRY(memory(4));
    if (empty_) return fail({.code = ErrorCode::not_found});
    return std::move(list_);
  }

 private:
  Result<void> add(const CmDescriptor& descriptor) {
    empty_ = false;
    return list_.add(descriptor);
  }
  Result<void> ports() {
    for (unsigned i = 0; i < kPorts; ++i) {
      const std::uint32_t base = value_of(registers_, port_register(i), 2);
      if (base == 0) break;
      const auto from = port_for(device_, base);
      if (!from) return disbelieved(port_register(i), base);
      RESMAP_TRY_ASSIGN(const CmDescriptor port,
                        CmDescriptor::address(layout_, ResourceType::port, base, from->length,
                                              ShareDisposition::device_exclusive, isa_pnp_flags(*from, false)));
      RESMAP_TRY(add(port));
    }
    return {};
  }
  Result<void> lines() {
    for (unsigned i = 0; i < kLines; ++i) {
      const std::uint8_t line = registers_[line_register(i)] & 0x0F, type = registers_[line_register(i) + 1];
      if (line == 0) break;
      const std::uint16_t flags =
          (type & 1) != 0 ? lists::interrupt_flag::level_sensitive : lists::interrupt_flag::latched;
      RESMAP_TRY(
          add(CmDescriptor::line(layout_, line, line, ~std::uint64_t{0}, ShareDisposition::device_exclusive, flags)));
    }
    return {};
  }
  Result<void> channels() {
    for (unsigned i = 0; i < kChannels; ++i) {
      const std::uint8_t channel = registers_[channel_register(i)] & 7;
      if (channel == kNoChannel) break;
      RESMAP_TRY(add(CmDescriptor::dma(layout_, channel, ShareDisposition::device_exclusive, lists::dma_flag::bits_8)));
    }
    return {};
  }
  // Of 24 or of 32 bits of address: as many bytes of registers. Those of 24 leave out the low byte.
  Result<void> memory(unsigned width) {
    const unsigned bytes = width == 3 ? 2 : 4, left_out = width == 3 ? 8 : 0;
    const std::uint64_t reach = width == 3 ? 0xFF'FFFF : 0xFFFF'FFFF;
    for (unsigned i = 0; i < kRanges; ++i) {
      const unsigned at = width == 3 ? memory_register(i) : memory_32_register(i);
      const std::uint64_t base = std::uint64_t{value_of(registers_, at, bytes)} << left_out;
      if (base == 0) break;
      const std::uint64_t second = std::uint64_t{value_of(registers_, at + bytes + 1, bytes)} << left_out;
      // A limit is the address behind the range; a length is written as the mask of its size.
      const bool limit = (registers_[at + bytes] & kByLimit) != 0;
      const std::uint64_t length = limit ? second - base : (~second + 1) & reach;
      if (limit && second <= base) return disbelieved(at, base);
      const auto range = AddressRange::starting_at(base, length);
      const auto from = range ? resource_for(device_, true, *range) : std::nullopt;
      if (!from) return disbelieved(at, base);
      RESMAP_TRY_ASSIGN(const CmDescriptor one,
                        CmDescriptor::address(layout_, ResourceType::memory, base, length,
                                              ShareDisposition::device_exclusive, isa_pnp_flags(*from, false)));
      RESMAP_TRY(add(one));
    }
    return {};
  }

  const IsaPnpDevice& device_;
  Bytes registers_;
  lists::CmLayout layout_;
  lists::CmResourceListBuilder list_;
  bool empty_ = true;
};

class Program {
 public:
  Program(const IsaPnpDevice& device, Bytes registers) : device_(device), registers_(registers) {
    values_[channel_register(0)] = values_[channel_register(1)] = kNoChannel;
  }

  Result<void> add(const lists::CmDescriptorView& descriptor) {
    switch (descriptor.type()) {
      case ResourceType::port: return port(descriptor);
      case ResourceType::interrupt: return line(descriptor);
      case ResourceType::dma: return channel(descriptor);
      case ResourceType::memory:
      case ResourceType::memory_large: return memory(descriptor);
      default: return {};
    }
  }
  [[nodiscard]] IsaPnpWrites writes() const {
    IsaPnpWrites made;
    const auto put = [&](unsigned reg, std::uint8_t value) { made.add({static_cast<std::uint8_t>(reg), value}); };
    const auto put_all = [&](unsigned reg, unsigned count) {
      for (unsigned i = 0; i < count; ++i) put(reg + i, values_[reg + i]);
    };
    put(kActivate, 0);
    for (unsigned i = 0; i < kRanges; ++i) put_all(memory_register(i), 5);
    for (unsigned i = 0; i < kRanges; ++i) put_all(memory_32_register(i), 9);
    put_all(port_register(0), 2 * kPorts);
    put_all(line_register(0), 2 * kLines);
    put_all(channel_register(0), kChannels);
    put(kRangeCheck, 0);
    put(kActivate, 1);
    return made;
  }

 private:
  static std::unexpected<Error> refused(std::uint16_t rule, unsigned reg, std::uint64_t value) {
    return fail({.code = ErrorCode::invalid_argument, .rule = rule, .index = reg, .value = value});
  }
  void set(unsigned reg, std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) values_[reg + i] = static_cast<std::uint8_t>(value >> (8 * (bytes - 1 - i)));
  }

  Result<void> port(const lists::CmDescriptorView& given) {
    const unsigned reg = port_register(ports_);
    if (ports_ == kPorts) return refused(rule::assigned_nowhere, reg, given.start());
    const auto range = AddressRange::starting_at(given.start(), given.length());
    if (!range || !resource_for(device_, false, *range)) return refused(rule::assigned_wrong_place, reg, given.start());
    set(reg, given.start(), 2);
    ++ports_;
    return {};
  }
  // The descriptor of the device whose mask has this line or channel.
  [[nodiscard]] std::optional<IsaPnpResource> with_bit(Kind kind, std::uint64_t n) const {
    IsaPnpResources resources(device_);
    while (const auto resource = resources.next())
      if (resource->kind == kind && n < 16 && (resource->mask >> n & 1) != 0) return *resource;
    return std::nullopt;
  }
  Result<void> line(const lists::CmDescriptorView& given) {
    const unsigned reg = line_register(lines_);
    if (lines_ == kLines) return refused(rule::assigned_nowhere, reg, given.level());
    const auto from = with_bit(Kind::irq, given.level());
    if (!from) return refused(rule::assigned_wrong_place, reg, given.level());
    // Bit 0 level, bit 1 high. An edge rises and a level is low, unless the card can do only the other.
    const bool level = (given.flags() & lists::interrupt_flag::latched) == 0;
    const bool high = level ? (from->information & 0x0C) == 0x04 : (from->information & 0x03) != 0x02;
    set(reg, given.level(), 1);
    set(reg + 1, (level ? 1U : 0U) | (high ? 2U : 0U), 1);
    ++lines_;
    return {};
  }
  Result<void> channel(const lists::CmDescriptorView& given) {
    const unsigned reg = channel_register(channels_);
    if (channels_ == kChannels) return refused(rule::assigned_nowhere, reg, given.channel());
    if (!with_bit(Kind::dma, given.channel())) return refused(rule::assigned_wrong_place, reg, given.channel());
    set(reg, given.channel(), 1);
    ++channels_;
    return {};
  }
  Result<void> memory(const lists::CmDescriptorView& given) {
    const auto range = AddressRange::starting_at(given.start(), given.length());
    const auto from = range ? resource_for(device_, true, *range) : std::nullopt;
    const bool wide = from && from->kind == Kind::memory_32;
    unsigned& used = wide ? ranges_32_ : ranges_;
    const unsigned reg = wide ? memory_32_register(used) : memory_register(used);
    if (!from) return refused(rule::assigned_wrong_place, reg, given.start());
    if (used == kRanges) return refused(rule::assigned_nowhere, reg, given.start());
    const unsigned bytes = wide ? 4 : 2, left_out = wide ? 0 : 8;
    const std::uint64_t low = (std::uint64_t{1} << left_out) - 1;
    if (((given.start() | given.length()) & low) != 0) return refused(rule::assigned_wrong_place, reg, given.start());
    const bool limit = (registers_[reg + bytes] & kByLimit) != 0;
    // Information bits 3 and 4: 8, 16, 8 and 16, or 32 bits wide.
    const unsigned width = from->information >> 3 & 3;
    const unsigned code = width == 0 ? 0 : (wide && width == 3 ? 3 : 1);
    set(reg, given.start() >> left_out, bytes);
    set(reg + bytes, (limit ? 1U : 0U) | code << 1, 1);
    const std::uint64_t second = limit ? given.start() + given.length() : ~given.length() + 1;
    set(reg + bytes + 1, second >> left_out, bytes);
    ++used;
    return {};
  }

  const IsaPnpDevice& device_;
  Bytes registers_;
  std::array<std::uint8_t, 256> values_{};
  unsigned ports_ = 0, lines_ = 0, channels_ = 0, ranges_ = 0, ranges_32_ = 0;
};

Result<void> enough(Bytes registers) {
  if (registers.size() >= kIsaPnpRegisters) return {};
  return fail({.code = ErrorCode::truncated, .offset = registers.size(), .value = registers.size()});
}

}  // namespace

Result<lists::CmResourceListBuilder> isa_pnp_boot_configuration(const IsaPnpDevice& device, Bytes registers,
                                                                lists::CmLayout layout, MemorySource memory) {
  RESMAP_TRY(enough(registers));
  if ((registers[kActivate] & 1) == 0) return fail({.code = ErrorCode::not_found});
  return Boot(device, registers, layout, memory).read();
}

Result<IsaPnpWrites> isa_pnp_program(const IsaPnpDevice& device, Bytes registers,
                                     const lists::CmResourceListView& raw) {
  RESMAP_TRY(enough(registers));
  Program program(device, registers);
  for (const lists::CmFullDescriptorView full : raw)
    for (const lists::CmDescriptorView descriptor : full) RESMAP_TRY(program.add(descriptor));
  return program.writes();
}

}  // namespace resmap::buses
