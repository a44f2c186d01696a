// SPDX-License-Identifier: MIT
#include "resmap/buses/isa_pnp_data.h"

namespace resmap::buses {

namespace {

constexpr std::uint8_t kEdgeHigh = 0x01;

// How long the tag at the start of `data` is, with its header; 0 where the header itself is cut off.
std::size_t tag_size(Bytes data) {
  if (data.empty()) return 0;
  if ((data[0] & 0x80) == 0) return 1 + (data[0] & 7U);
  return data.size() < 3 ? 0 : 3 + std::size_t{load_le<std::uint16_t>(data, 1)};
}

IsaPnpTag tag_at(Bytes data, std::size_t size, std::size_t offset) {
  const std::uint8_t head = data[0];
  if ((head & 0x80) != 0) return {.item = IsaPnpItem{head}, .offset = offset, .payload = data.subspan(3, size - 3)};
  return {
      .item = IsaPnpItem{static_cast<std::uint8_t>(head >> 3)}, .offset = offset, .payload = data.subspan(1, size - 1)};
}

// The fewest bytes behind the header that an item of this kind can do with.
std::size_t fewest_bytes(IsaPnpItem item) {
  switch (item) {
    case IsaPnpItem::logical_device: return 5;
    case IsaPnpItem::irq:
    case IsaPnpItem::dma: return 2;
    case IsaPnpItem::io: return 7;
    case IsaPnpItem::fixed_io: return 3;
    case IsaPnpItem::memory: return 9;
    case IsaPnpItem::memory_32: return 17;
    case IsaPnpItem::fixed_memory_32: return 9;
    default: return 0;
  }
}

bool is_resource(IsaPnpItem item) {
  switch (item) {
    case IsaPnpItem::irq:
    case IsaPnpItem::dma:
    case IsaPnpItem::io:
    case IsaPnpItem::fixed_io:
    case IsaPnpItem::memory:
    case IsaPnpItem::memory_32:
    case IsaPnpItem::fixed_memory_32:
    case IsaPnpItem::start_dependent:
    case IsaPnpItem::end_dependent: return true;
    default: return false;
  }
}

// Precondition: is_resource, and the payload is long enough.
IsaPnpResource resource_of(const IsaPnpTag& tag) {
  using Kind = IsaPnpResource::Kind;
  const Bytes bytes = tag.payload;
  const auto u16 = [&](std::size_t at) { return load_le<std::uint16_t>(bytes, at); };
  const auto u32 = [&](std::size_t at) { return load_le<std::uint32_t>(bytes, at); };
  IsaPnpResource made;
  switch (tag.item) {
    case IsaPnpItem::irq:
      made.kind = Kind::irq;
      made.mask = u16(0);
      made.information = bytes.size() > 2 ? bytes[2] : kEdgeHigh;
      break;
    case IsaPnpItem::dma:
      made.kind = Kind::dma;
      made.mask = bytes[0];
      made.information = bytes[1];
      break;
    case IsaPnpItem::io:
      made.kind = Kind::io;
      made.information = bytes[0];
      made.minimum = u16(1);
      made.maximum = u16(3);
      made.alignment = bytes[5];
      made.length = bytes[6];
      break;
    case IsaPnpItem::fixed_io:
      made.kind = Kind::io;  // ten bits of address; what stands above them means nothing
      made.minimum = made.maximum = u16(0) & 0x3FFU;
      made.alignment = 1;
      made.length = bytes[2];
      break;
    case IsaPnpItem::memory:
      made.kind = Kind::memory;
      made.information = bytes[0];
      made.minimum = std::uint32_t{u16(1)} << 8;
      made.maximum = std::uint32_t{u16(3)} << 8;
      made.alignment = u16(5) == 0 ? 0x1'0000U : u16(5);
      made.length = std::uint32_t{u16(7)} << 8;
      break;
    case IsaPnpItem::memory_32:
      made.kind = Kind::memory_32;
      made.information = bytes[0];
      made.minimum = u32(1);
      made.maximum = u32(5);
      made.alignment = u32(9);
      made.length = u32(13);
      break;
    case IsaPnpItem::fixed_memory_32:
      made.kind = Kind::memory_32;
      made.information = bytes[0];
      made.minimum = made.maximum = u32(1);
      made.alignment = 1;
      made.length = u32(5);
      break;
    case IsaPnpItem::start_dependent:
      made.kind = Kind::start_dependent;
      if (!bytes.empty()) made.priority = bytes[0];
      break;
    default: break;
  }
  return made;
}

}  // namespace

Result<IsaPnpTag> IsaPnpTags::next() {
  if (ended_) return fail(end_);
  const Bytes rest = data_.subspan(at_);
  const std::size_t size = tag_size(rest);
  if (size == 0 || size > rest.size()) {
    ended_ = true;
    end_ = {.code = ErrorCode::truncated, .rule = rule::isa_pnp_truncated, .offset = base_ + at_, .value = rest.size()};
    return fail(end_);
  }
  const IsaPnpTag tag = tag_at(rest, size, base_ + at_);
  at_ += size;
  ended_ = tag.item == IsaPnpItem::end;
  return tag;
}

Result<IsaPnpChecksum> isa_pnp_checksum(Bytes data) {
  IsaPnpTags tags(data);
  for (;;) {
    RESMAP_TRY_ASSIGN(const IsaPnpTag tag, tags.next());
    if (tag.item != IsaPnpItem::end) continue;
    if (tag.payload.empty() || tag.payload[0] == 0) return IsaPnpChecksum::unused;
    std::uint8_t sum = 0;
    for (const std::uint8_t byte : data.first(tag.offset + 2)) sum = static_cast<std::uint8_t>(sum + byte);
    return sum == 0 ? IsaPnpChecksum::good : IsaPnpChecksum::wrong;
  }
}

Result<IsaPnpDevice> IsaPnpDevices::next() {
  if (finished_) return fail(end_);
  auto device = read();
  if (!device) {
    finished_ = true;
    end_ = device.error();
  }
  return device;
}

Result<IsaPnpDevice> IsaPnpDevices::read() {
  enum class Dependent : std::uint8_t { before, inside, behind } dependent = Dependent::before;
  for (;;) {
    RESMAP_TRY_ASSIGN(const IsaPnpTag tag, tags_.next());
    const auto wrong = [&](std::uint16_t rule) {
      return fail({.code = ErrorCode::malformed, .rule = rule, .offset = tag.offset, .value = data_[tag.offset]});
    };
    if (tag.payload.size() < fewest_bytes(tag.item)) return wrong(rule::isa_pnp_tag_too_short);
    if (tag.item == IsaPnpItem::logical_device || tag.item == IsaPnpItem::end) {
      // Dependent functions whose end is missing end with the device.
      const IsaPnpTag before = device_;
      const bool had_one = started_;
      started_ = true;
      device_ = tag;
      if (tag.item == IsaPnpItem::end) {
        finished_ = true;
        if (!had_one) return fail({.code = ErrorCode::not_found});
      }
      if (!had_one) continue;
      const std::size_t begin = before.offset + 1 + before.payload.size();
      return IsaPnpDevice{.id = load_le<std::uint32_t>(before.payload, 0),
                          .offset = before.offset,
                          .tags = data_.subspan(begin, tag.offset - begin)};
    }
    if (is_resource(tag.item) && !started_) return wrong(rule::isa_pnp_before_device);
    if (tag.item == IsaPnpItem::start_dependent) {
      if (dependent == Dependent::behind) return wrong(rule::isa_pnp_dependent);
      dependent = Dependent::inside;
    } else if (tag.item == IsaPnpItem::end_dependent) {
      if (dependent != Dependent::inside) return wrong(rule::isa_pnp_dependent);
      dependent = Dependent::behind;
    }
  }
}

Result<IsaPnpResource> IsaPnpResources::next() {
  for (;;) {
    const std::size_t size = tag_size(rest_);
    if (size == 0 || size > rest_.size()) return fail({.code = ErrorCode::not_found});
    const IsaPnpTag tag = tag_at(rest_, size, 0);
    rest_ = rest_.subspan(size);
    if (is_resource(tag.item) && tag.payload.size() >= fewest_bytes(tag.item)) return resource_of(tag);
  }
}

}  // namespace resmap::buses
