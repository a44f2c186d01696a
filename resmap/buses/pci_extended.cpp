// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_extended.h"

#include <algorithm>

namespace resmap::buses {

namespace {

// Six registers from `at` on, as BARs of virtual functions.
Result<FixedRow<PciSizedBar, 6>> virtual_bars(PciConfigView config, Bytes ones, std::size_t at) {
  FixedRow<PciSizedBar, 6> bars;
  for (std::uint8_t i = 0; i < 6; ++i) {
    const std::size_t offset = at + std::size_t{4} * i;
    PciBarWords words{.present = *config.read_32(offset), .ones = load_le<std::uint32_t>(ones, offset)};
    const bool wide = (words.ones & 7) == 4;
    if (wide && i == 5)
      return fail({.code = ErrorCode::malformed, .rule = rule::bar_without_upper_half, .index = i, .offset = offset});
    if (wide) {
      words.present |= std::uint64_t{*config.read_32(offset + 4)} << 32;
      words.ones |= std::uint64_t{load_le<std::uint32_t>(ones, offset + 4)} << 32;
    }
    const auto bar = size_bar(words, static_cast<std::uint8_t>(kFirstVirtualFunctionBar + i), offset);
    if (bar) {
      bars.add(*bar);
    } else if (bar.error().code != ErrorCode::not_found) {
      return fail(bar.error());
    }
    if (wide) ++i;
  }
  return bars;
}

}  // namespace

Result<PciSrIov> sr_iov_of(PciConfigView config, Bytes ones) {
  constexpr std::size_t bars_at = 0x24, length = 0x40;
  RESMAP_TRY_ASSIGN(const PciCapability at, find_extended_capability(config, pci_extended_capability::sr_iov));
  if (!has_room(config.bytes(), at.offset, length))
    return fail({.code = ErrorCode::truncated, .offset = config.bytes().size(), .value = config.bytes().size()});
  const auto word = [&](std::size_t offset) { return *config.read_16(at.offset + offset); };
  PciSrIov found;
  found.offset = at.offset;
  found.control = word(0x08);
  found.total = word(0x0E);
  found.present = word(0x10);
  found.first_offset = word(0x14);
  found.stride = word(0x16);
  if (!has_room(ones, at.offset, length)) return found;
  RESMAP_TRY_ASSIGN(found.bars, virtual_bars(config, ones, at.offset + bars_at));
  found.bars_known = true;
  return found;
}

std::uint32_t buses_for_virtual_functions(const PciSrIov& sr_iov, std::uint8_t device_and_function) {
  if (sr_iov.total == 0) return 0;
  const std::uint32_t last =
      device_and_function + sr_iov.first_offset + std::uint32_t{sr_iov.stride} * (sr_iov.total - 1U);
  return last >> 8;
}

Result<FixedRow<PciResizableBar, 6>> resizable_bars_of(PciConfigView config) {
  RESMAP_TRY_ASSIGN(const PciCapability at, find_extended_capability(config, pci_extended_capability::resizable_bar));
  FixedRow<PciResizableBar, 6> bars;
  unsigned count = 1;
  for (unsigned i = 0; i < count; ++i) {
    const std::size_t offset = at.offset + 4 + std::size_t{8} * i;
    RESMAP_TRY_ASSIGN(const std::uint32_t sizes, config.read_32(offset));
    RESMAP_TRY_ASSIGN(const std::uint32_t control, config.read_32(offset + 4));
    if (i == 0) count = control >> 5 & 7;  // the first entry says how many there are
    const PciResizableBar bar{.bar = static_cast<std::uint8_t>(control & 7),
                              .control_offset = static_cast<std::uint16_t>(offset + 4),
                              .control = control,
                              .sizes = std::uint64_t{sizes >> 4} | std::uint64_t{control >> 16} << 28,
                              .present = static_cast<std::uint8_t>(control >> 8 & 0x3F)};
    if (count == 0 || count > 6 || bar.bar > 5 || !bar.offers(bar.present) ||
        std::any_of(bars.begin(), bars.end(), [&](const auto& before) { return before.bar == bar.bar; }))
      return fail({.code = ErrorCode::malformed,
                   .rule = rule::resizable_bar_wrong,
                   .index = i,
                   .offset = offset,
                   .value = control});
    bars.add(bar);
  }
  return bars;
}

PciFixedRanges::PciFixedRanges(PciConfigView config) : config_(config) {
  const auto at = find_capability(config, pci_capability::enhanced_allocation);
  const auto count = at ? config.read_16(at->offset + 2U) : Result<std::uint16_t>(fail(at.error()));
  if (!count) {
    ended_ = true;
    end_ = count.error();
    return;
  }
  left_ = *count & 0x3F;
  // Behind the header a bridge has a word with the bus numbers that are fixed.
  at_ = at->offset + (config.header() == PciHeader::bridge ? 8U : 4U);
}

Result<PciFixedRange> PciFixedRanges::next() {
  if (ended_) return fail(end_);
  auto found = read();
  if (!found) {
    ended_ = true;
    end_ = found.error();
  }
  return found;
}

Result<PciFixedRange> PciFixedRanges::read() {
  if (left_ == 0) return fail({.code = ErrorCode::not_found});
  --left_;
  const std::size_t start = at_;
  const auto wrong = [&](std::uint64_t value) {
    return fail({.code = ErrorCode::malformed,
                 .rule = rule::fixed_range_wrong,
                 .index = index_,
                 .offset = start,
                 .value = value});
  };
  RESMAP_TRY_ASSIGN(const std::uint32_t head, config_.read_32(start));
  const std::size_t words = head & 7;
  at_ += 4 + 4 * words;
  if (words < 2 || at_ > PciConfigView::kConventionalSize) return wrong(head);
  RESMAP_TRY_ASSIGN(const std::uint32_t base, config_.read_32(start + 4));
  RESMAP_TRY_ASSIGN(const std::uint32_t offset, config_.read_32(start + 8));
  // Bit 1 of either says that its upper half follows: first the base's, then the last offset's.
  std::uint64_t first = base & ~std::uint32_t{3}, last_offset = offset | 3;
  std::size_t next = 3;
  if ((base & 2) != 0) {
    if (next > words) return wrong(head);
    RESMAP_TRY_ASSIGN(const std::uint32_t upper, config_.read_32(start + 4 * next++));
    first |= std::uint64_t{upper} << 32;
  }
  if ((offset & 2) != 0) {
    if (next > words) return wrong(head);
    RESMAP_TRY_ASSIGN(const std::uint32_t upper, config_.read_32(start + 4 * next));
    last_offset |= std::uint64_t{upper} << 32;
  }
  if (last_offset > ~first) return wrong(first);
  ++index_;
  return PciFixedRange{.stands_for = static_cast<std::uint8_t>(head >> 4 & 0xF),
                       .use = PciFixedUse{static_cast<std::uint8_t>(head >> 8 & 0xFF)},
                       .other_use = PciFixedUse{static_cast<std::uint8_t>(head >> 16 & 0xFF)},
                       .enabled = (head & 0x8000'0000) != 0,
                       .writable = (head & 0x4000'0000) != 0,
                       .range = {first, first + last_offset}};
}

}  // namespace resmap::buses
