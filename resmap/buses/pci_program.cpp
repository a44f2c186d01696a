// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_program.h"

#include <algorithm>
#include <bit>

#include "resmap/buses/pci_requirements.h"

namespace resmap::buses {

namespace {

constexpr std::uint16_t kCommand = 0x04, kBars = 0x10, kSrIovBars = 0x24, kSrIovControl = 0x08;
constexpr std::uint16_t kIoDecode = 1, kMemoryDecode = 2, kVirtualMemoryDecode = 8;

std::unexpected<Error> refused(std::uint16_t rule, const PciAssignedRange& given) {
  return fail({.code = ErrorCode::invalid_argument, .rule = rule, .index = given.number, .value = given.first});
}

class Program {
 public:
  Program(const PciFunction& function, std::span<const PciAssignedRange> assignment)
      : function_(function), assignment_(assignment) {}

  Result<PciWrites> write() {
    RESMAP_TRY(check());
    put(kCommand, 2, function_.command & ~unsigned{kIoDecode | kMemoryDecode});
    for (const PciSizedBar& bar : function_.bars)
      if (const PciAssignedRange* given = range_of(bar.index)) bar_writes(bar, *given);
    if (function_.header == PciHeader::bridge)
      for (const PciBridgeWindow& window : function_.windows) window_writes(window);
    virtual_writes();
    put(kCommand, 2, (function_.command & ~unsigned{kIoDecode | kMemoryDecode}) | decode_);
    return writes_;
  }

 private:
  // Precondition of every put: there is room. Six BARs of three writes, three windows of three, eight for virtual functions.
  void put(std::size_t offset, std::uint8_t bytes, std::uint64_t value) {
    writes_.add({static_cast<std::uint16_t>(offset), bytes, static_cast<std::uint32_t>(value)});
  }
  [[nodiscard]] const PciAssignedRange* range_of(unsigned number) const {
    const auto found = std::find_if(assignment_.begin(), assignment_.end(),
                                    [&](const PciAssignedRange& given) { return given.number == number; });
    return found == assignment_.end() ? nullptr : &*found;
  }

  Result<void> check() {
    std::uint32_t seen = 0;
    for (const PciAssignedRange& given : assignment_) {
      if (given.number > 15) return refused(rule::assigned_nowhere, given);
      if ((seen >> given.number & 1) != 0) return refused(rule::assigned_twice, given);
      seen |= 1U << given.number;
      if (given.length != 0 && !AddressRange::starting_at(given.first, given.length))
        return refused(rule::assigned_wrong_place, given);
      RESMAP_TRY(check_register(given));
      if (given.length != 0 && given.number < kFirstVirtualFunctionBar)
        decode_ = static_cast<std::uint16_t>(decode_ | (given.io ? kIoDecode : kMemoryDecode));
    }
    for (const PciSizedBar& bar : function_.bars) {
      if ((decode_ & (bar.is_io() ? kIoDecode : kMemoryDecode)) == 0) continue;
      if (const PciAssignedRange* given = range_of(bar.index); given == nullptr || given->length == 0)
        return fail({.code = ErrorCode::invalid_argument, .rule = rule::assigned_in_part, .index = bar.index});
    }
    return {};
  }

  Result<void> check_register(const PciAssignedRange& given) const {
    if (given.number >= kFirstVirtualFunctionBar) {
      if (!function_.sr_iov) return refused(rule::assigned_nowhere, given);
      for (const PciSizedBar& bar : function_.sr_iov->bars)
        if (bar.index == given.number) return check_bar(bar, given, bar.size, function_.sr_iov->total);
      return refused(rule::assigned_nowhere, given);
    }
    if (given.number <= 5) {
      for (const PciSizedBar& bar : function_.bars)
        if (bar.index == given.number) return check_bar(bar, given, bar.size, 1);
      return refused(rule::assigned_nowhere, given);
    }
    if (function_.header == PciHeader::bridge)
      for (const PciBridgeWindow& window : function_.windows)
        if (static_cast<unsigned>(window.kind) == given.number) return check_window(window, given);
    return refused(rule::assigned_nowhere, given);
  }

  Result<void> check_bar(const PciSizedBar& bar, const PciAssignedRange& given, std::uint64_t size,
                         std::uint64_t copies) const {
    if (bar.is_io() != given.io) return refused(rule::assigned_wrong_kind, given);
    if (given.length == 0) return {};
    const bool own = given.number <= 5;
    if (own && (function_.fixed_bars >> bar.index & 1) != 0) {
      if (given.first != bar.address || given.length != bar.size) return refused(rule::assigned_wrong_place, given);
      return {};
    }
    const bool exact = given.length % size == 0 && given.length / size == copies;
    if (!exact && !(own && may_be_sized(bar.index, given.length))) return refused(rule::assigned_wrong_place, given);
    const std::uint64_t alignment = own ? given.length : size;
    if (given.first % alignment != 0 || given.first + (given.length - 1) > bar.maximum())
      return refused(rule::assigned_wrong_place, given);
    return {};
  }
  [[nodiscard]] const PciResizableBar* resizable(unsigned bar) const {
    const auto* const found = std::find_if(function_.resizable.begin(), function_.resizable.end(),
                                           [&](const PciResizableBar& each) { return each.bar == bar; });
    return found == function_.resizable.end() ? nullptr : found;
  }
  [[nodiscard]] bool may_be_sized(unsigned bar, std::uint64_t length) const {
    const PciResizableBar* const found = resizable(bar);
    return found != nullptr && std::has_single_bit(length) && length >= std::uint64_t{1} << 20 &&
           found->offers(static_cast<unsigned>(std::countr_zero(length)) - 20);
  }

  Result<void> check_window(const PciBridgeWindow& window, const PciAssignedRange& given) const {
    if ((window.kind == PciWindowKind::io) != given.io) return refused(rule::assigned_wrong_kind, given);
    if (window.fixed) {
      if (given.first != window.now.range.first || given.length - 1 != window.now.range.last_offset())
        return refused(rule::assigned_wrong_place, given);
      return {};
    }
    if (given.length == 0) return {};
    if (given.first % window.granule != 0 || given.length % window.granule != 0 ||
        given.first + (given.length - 1) > window.maximum())
      return refused(rule::assigned_wrong_place, given);
    return {};
  }

  void bar_writes(const PciSizedBar& bar, const PciAssignedRange& given) {
    if (given.length == 0 || (function_.fixed_bars >> bar.index & 1) != 0) return;
    if (given.length != bar.size) {
      const PciResizableBar& choice = *resizable(bar.index);
      const unsigned n = static_cast<unsigned>(std::countr_zero(given.length)) - 20;
      put(choice.control_offset, 4, (choice.control & ~std::uint32_t{0x3F00}) | n << 8);
    }
    put(kBars + 4U * bar.index, 4, given.first);
    if (bar.registers == 2) put(kBars + 4U * bar.index + 4U, 4, given.first >> 32);
  }

  void window_writes(const PciBridgeWindow& window) {
    if (window.fixed) return;
    const PciAssignedRange* const given = range_of(static_cast<unsigned>(window.kind));
    const bool open = given != nullptr && given->length != 0;
    // Closed is a base above the limit.
    const std::uint64_t base = open ? given->first : 0xFFFF'FFFF, limit = open ? given->first + (given->length - 1) : 0;
    if (window.kind == PciWindowKind::io) {
      put(0x1C, 2, (base >> 8 & 0xF0) | (limit >> 8 & 0xF0) << 8);
      if (window.now.wide) put(0x30, 4, open ? (base >> 16 & 0xFFFF) | (limit >> 16 & 0xFFFF) << 16 : 0);
      return;
    }
    const bool prefetchable = window.kind == PciWindowKind::prefetchable;
    put(prefetchable ? 0x24 : 0x20, 4, (base >> 16 & 0xFFF0) | (limit >> 16 & 0xFFF0) << 16);
    if (!prefetchable || !window.now.wide) return;
    put(0x28, 4, base >> 32);
    put(0x2C, 4, limit >> 32);
  }

  void virtual_writes() {
    if (!function_.sr_iov) return;
    const PciSrIov& sr_iov = *function_.sr_iov;
    bool any = false;
    for (const PciSizedBar& bar : sr_iov.bars) {
      const PciAssignedRange* const given = range_of(bar.index);
      if (given == nullptr || given->length == 0) continue;
      if (!any) put(sr_iov.offset + kSrIovControl, 2, sr_iov.control & ~unsigned{kVirtualMemoryDecode});
      any = true;
      const std::size_t offset = sr_iov.offset + kSrIovBars + 4U * (bar.index - kFirstVirtualFunctionBar);
      put(offset, 4, given->first);
      if (bar.registers == 2) put(offset + 4, 4, given->first >> 32);
    }
    if (any) put(sr_iov.offset + kSrIovControl, 2, sr_iov.control);
  }

  const PciFunction& function_;
  std::span<const PciAssignedRange> assignment_;
  PciWrites writes_;
  std::uint16_t decode_ = 0;
};

}  // namespace

Result<PciAssignment> assignment_of(const lists::CmResourceListView& raw) {
  PciAssignment assignment;
  std::uint32_t index = 0;
  const auto wrong = [&](std::uint16_t rule, std::uint64_t number) {
    return fail({.code = ErrorCode::invalid_argument, .rule = rule, .index = index, .value = number});
  };
  for (const lists::CmFullDescriptorView full : raw) {
    bool range_before = false;
    PciAssignedRange last;
    for (const lists::CmDescriptorView descriptor : full) {
      if (descriptor.type() == lists::ResourceType::device_private && descriptor.data(0) == kBarTag) {
        const std::uint32_t number = descriptor.data(1);
        if (!range_before || number > 15) return wrong(rule::assigned_nowhere, number);
        last.number = static_cast<std::uint8_t>(number);
        for (const PciAssignedRange& before : assignment)
          if (before.number == number) return wrong(rule::assigned_twice, number);
        assignment.add(last);
      }
      range_before = lists::is_address(descriptor.type());
      if (range_before)
        last = {.io = descriptor.type() == lists::ResourceType::port,
                .first = descriptor.start(),
                .length = descriptor.length()};
      ++index;
    }
  }
  return assignment;
}

Result<PciWrites> program(const PciFunction& function, std::span<const PciAssignedRange> assignment) {
  return Program(function, assignment).write();
}

}  // namespace resmap::buses
