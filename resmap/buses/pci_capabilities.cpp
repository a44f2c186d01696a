// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_capabilities.h"

namespace resmap::buses {

namespace {

constexpr std::uint16_t kStatusHasList = 0x10;

std::unexpected<Error> broken(std::uint16_t rule, std::size_t offset, std::uint64_t value) {
  return fail({.code = ErrorCode::malformed, .rule = rule, .offset = offset, .value = value});
}

// A capability of `length` bytes, as a place to read fields from.
Result<PciCapability> whole(PciConfigView config, std::uint16_t id, std::size_t length) {
  RESMAP_TRY_ASSIGN(const PciCapability found, find_capability(config, id));
  if (found.offset + length > PciConfigView::kConventionalSize)
    return broken(rule::capability_too_long, found.offset, length);
  if (!has_room(config.bytes(), found.offset, length))
    return fail({.code = ErrorCode::truncated, .offset = config.bytes().size(), .value = config.bytes().size()});
  return found;
}

}  // namespace

PciCapabilities::PciCapabilities(PciConfigView config) : config_(config) {
  if (config.is_absent() || (config.status() & kStatusHasList) == 0) {
    ended_ = true;
    return;
  }
  // A CardBus bridge keeps its pointer elsewhere. The low two bits are reserved.
  at_ = config.bytes()[config.header() == PciHeader::cardbus ? 0x14 : 0x34] & 0xFC;
}

Result<PciCapability> PciCapabilities::next() {
  const auto end = [&](Error why) {
    ended_ = true;
    end_ = why;
    return fail(why);
  };
  if (ended_) return fail(end_);
  if (at_ == 0) return end({.code = ErrorCode::not_found});
  if (at_ < PciConfigView::kHeaderSize)
    return end({.code = ErrorCode::malformed, .rule = rule::capability_pointer, .offset = at_, .value = at_});
  const std::uint64_t bit = std::uint64_t{1} << (at_ / 4);
  if ((passed_ & bit) != 0) return end({.code = ErrorCode::malformed, .rule = rule::capability_loop, .offset = at_});
  passed_ |= bit;
  const auto header = config_.read_16(at_);
  if (!header) return end(header.error());
  const PciCapability found{.id = static_cast<std::uint16_t>(*header & 0xFF), .offset = at_};
  at_ = static_cast<std::uint8_t>(*header >> 8 & 0xFC);
  return found;
}

PciExtendedCapabilities::PciExtendedCapabilities(PciConfigView config)
    : config_(config), at_(PciConfigView::kConventionalSize) {
  if (config.bytes().size() > PciConfigView::kConventionalSize) return;
  // Only a PCI Express function has more than 256 bytes (PCI-X 2 aside): without that capability nothing is missing.
  const auto express = find_capability(config, pci_capability::express);
  if (!express && express.error().code != ErrorCode::truncated) {
    ended_ = true;
    return;
  }
  ended_ = true;
  end_ = {.code = ErrorCode::truncated, .offset = config.bytes().size(), .value = config.bytes().size()};
}

Result<PciCapability> PciExtendedCapabilities::next() {
  const auto end = [&](Error why) {
    ended_ = true;
    end_ = why;
    return fail(why);
  };
  if (ended_) return fail(end_);
  if (at_ == 0) return end({.code = ErrorCode::not_found});
  if (at_ < PciConfigView::kConventionalSize)
    return end({.code = ErrorCode::malformed, .rule = rule::extended_pointer, .offset = at_, .value = at_});
  std::uint64_t& word = passed_[at_ / 256];
  const std::uint64_t bit = std::uint64_t{1} << (at_ / 4 % 64);
  if ((word & bit) != 0) return end({.code = ErrorCode::malformed, .rule = rule::extended_loop, .offset = at_});
  word |= bit;
  const auto header = config_.read_32(at_);
  if (!header) return end(header.error());
  // An empty list is a header of zeros; where nothing answers, reads give ones.
  if (at_ == PciConfigView::kConventionalSize && (*header == 0 || *header == 0xFFFF'FFFF))
    return end({.code = ErrorCode::not_found});
  const PciCapability found{.id = static_cast<std::uint16_t>(*header & 0xFFFF),
                            .offset = at_,
                            .version = static_cast<std::uint8_t>(*header >> 16 & 0xF)};
  at_ = static_cast<std::uint16_t>(*header >> 20 & 0xFFC);
  return found;
}

Result<PciCapability> find_capability(PciConfigView config, std::uint16_t id) {
  PciCapabilities list(config);
  for (;;) {
    RESMAP_TRY_ASSIGN(const PciCapability found, list.next());
    if (found.id == id) return found;
  }
}

Result<PciCapability> find_extended_capability(PciConfigView config, std::uint16_t id) {
  PciExtendedCapabilities list(config);
  for (;;) {
    RESMAP_TRY_ASSIGN(const PciCapability found, list.next());
    if (found.id == id) return found;
  }
}

Result<PciMsi> msi_of(PciConfigView config) {
  RESMAP_TRY_ASSIGN(const PciCapability at, whole(config, pci_capability::msi, 10));
  RESMAP_TRY_ASSIGN(const std::uint16_t control, config.read_16(at.offset + 2U));
  const unsigned supported = control >> 1 & 7, granted = control >> 4 & 7;
  if (supported > 5 || granted > 5) return broken(rule::msi_count_reserved, at.offset + 2U, control);
  return PciMsi{.offset = at.offset,
                .enabled = (control & 1) != 0,
                .supported = static_cast<std::uint8_t>(1U << supported),
                .granted = static_cast<std::uint8_t>(1U << granted),
                .address_64 = (control & 0x80) != 0,
                .maskable = (control & 0x100) != 0};
}

Result<PciMsiX> msi_x_of(PciConfigView config) {
  RESMAP_TRY_ASSIGN(const PciCapability at, whole(config, pci_capability::msi_x, 12));
  RESMAP_TRY_ASSIGN(const std::uint16_t control, config.read_16(at.offset + 2U));
  RESMAP_TRY_ASSIGN(const std::uint32_t table, config.read_32(at.offset + 4U));
  RESMAP_TRY_ASSIGN(const std::uint32_t pending, config.read_32(at.offset + 8U));
  return PciMsiX{.offset = at.offset,
                 .enabled = (control & 0x8000) != 0,
                 .all_masked = (control & 0x4000) != 0,
                 .table_size = static_cast<std::uint16_t>((control & 0x7FF) + 1),
                 .table_bar = static_cast<std::uint8_t>(table & 7),
                 .pending_bar = static_cast<std::uint8_t>(pending & 7),
                 .table_offset = table & ~std::uint32_t{7},
                 .pending_offset = pending & ~std::uint32_t{7}};
}

Result<PciePort> express_port_of(PciConfigView config) {
  RESMAP_TRY_ASSIGN(const PciCapability at, whole(config, pci_capability::express, 4));
  RESMAP_TRY_ASSIGN(const std::uint16_t flags, config.read_16(at.offset + 2U));
  return PciePort{static_cast<std::uint8_t>(flags >> 4 & 0xF)};
}

Result<PciSubsystem> subsystem_of(PciConfigView config) {
  std::size_t at = 0;
  switch (config.header()) {
    case PciHeader::function: at = 0x2C; break;
    case PciHeader::cardbus: at = 0x40; break;
    case PciHeader::bridge: {
      RESMAP_TRY_ASSIGN(const PciCapability found, whole(config, pci_capability::subsystem_ids, 8));
      at = found.offset + 4U;
      break;
    }
    default: return fail({.code = ErrorCode::not_found});
  }
  RESMAP_TRY_ASSIGN(const std::uint32_t ids, config.read_32(at));
  if (ids == 0) return fail({.code = ErrorCode::not_found});
  return PciSubsystem{.vendor = static_cast<std::uint16_t>(ids & 0xFFFF),
                      .device = static_cast<std::uint16_t>(ids >> 16)};
}

}  // namespace resmap::buses
