// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include <bit>

#include "resmap/lists/clean.h"
#include "resmap/lists/finding_log.h"
#include "resmap/lists/validate.h"

namespace resmap::lists {

namespace {

using Wire = wire::x64::CM_PARTIAL_RESOURCE_DESCRIPTOR;

// The breaches of one descriptor, each with the place of its field.
class DescriptorCheck {
 public:
  DescriptorCheck(const CmStep& step, CmSide side, FindingLog& log)
      : step_(step), view_(step.view()), side_(side), log_(log) {}

  void run() {
    if (!is_known(view_.type()))
      breach(rule::unknown_type, offsetof(Wire, Type), static_cast<std::uint8_t>(view_.type()));
    if (!is_known(view_.share())) {
      breach(rule::unknown_share, offsetof(Wire, ShareDisposition), static_cast<std::uint8_t>(view_.share()));
    }
    switch (view_.type()) {
      case ResourceType::port:
      case ResourceType::memory:
      case ResourceType::memory_large: return address();
      case ResourceType::interrupt: return interrupt();
      case ResourceType::dma:
        if (!view_.is_dma_v3() && view_.channel() > 7) {
          breach(rule::dma_beyond_7, offsetof(Wire, u.Dma.Channel), view_.channel());
        }
        return;
      case ResourceType::bus_number: return bus();
      case ResourceType::device_specific:
        if (step_.index + 1 != step_.header.count) {
          breach(rule::cm_device_specific_not_last, offsetof(Wire, Type), view_.data_size());
        }
        return;
      default: return;
    }
  }

 private:
  void breach(std::uint16_t broken_rule, std::size_t field, std::uint64_t value) {
    log_.add({.rule = broken_rule,
              .list_index = step_.full_index,
              .index = step_.index,
              .offset = step_.offset + field,
              .value = value});
  }

  void address() {
    const unsigned large_bits = view_.flags() & memory_flag::large_mask;
    if (view_.type() == ResourceType::memory && large_bits != 0) {
      breach(rule::large_bits_stray, offsetof(Wire, Flags), large_bits);
    }
    if (view_.type() == ResourceType::memory_large && std::popcount(large_bits) != 1) {
      breach(rule::large_bits_wrong, offsetof(Wire, Flags), large_bits);
    }
    const std::size_t length_at = offsetof(Wire, u.Port.Length);
    if (view_.length() == 0) return breach(rule::length_zero, length_at, 0);
    const auto range = view_.range();
    if (!range) return breach(rule::range_wraps, length_at, view_.length());
    if (view_.type() == ResourceType::port && range->last > 0xFFFF) {
      breach(rule::port_beyond_64k, offsetof(Wire, u.Port.Start), range->last);
    }
  }

  void interrupt() {
    if (view_.is_message()) {
      if ((view_.flags() & interrupt_flag::latched) == 0) {
        breach(rule::message_not_latched, offsetof(Wire, Flags), view_.flags());
      }
      if (side_ == CmSide::raw && view_.raw_message_count() == 0) {
        breach(rule::message_count_zero, offsetof(Wire, u.MessageInterrupt.Raw.MessageCount), 0);
      }
    }
    if (view_.affinity() == 0) breach(rule::affinity_zero, offsetof(Wire, u.Interrupt.Affinity), 0);
  }

  void bus() {
    if (view_.bus_length() == 0) return breach(rule::length_zero, offsetof(Wire, u.BusNumber.Length), 0);
    const std::uint64_t past_last = std::uint64_t{view_.bus_start()} + view_.bus_length();
    if (past_last > 256) breach(rule::bus_beyond_255, offsetof(Wire, u.BusNumber.Start), past_last - 1);
  }

  const CmStep& step_;
  CmDescriptorView view_;
  CmSide side_;
  FindingLog& log_;
};

void check_header(const CmStep& step, FindingLog& log) {
  using Full = wire::x64::CM_FULL_RESOURCE_DESCRIPTOR;
  if (!is_known(step.header.interface_type)) {
    log.add({.rule = rule::unknown_interface,
             .list_index = step.full_index,
             .offset = step.offset + offsetof(Full, InterfaceType),
             .value = static_cast<std::uint32_t>(step.header.interface_type)});
  }
  const std::uint32_t version = std::uint32_t{step.header.version} << 16 | step.header.revision;
  if (version != 0x0001'0001 && version != 0) {
    log.add({.rule = rule::unusual_version,
             .list_index = step.full_index,
             .offset = step.offset + offsetof(Full, PartialResourceList.Version),
             .value = version});
  }
}

struct Asked {
  CmBytes list;
  FindingSink* sink;
};

// Kept apart, so that the way of a clean list needs no registers saved.
[[gnu::noinline]] FindingCount walk_and_check(const Asked& asked) {
  const CmBytes& list = asked.list;
  FindingLog log(asked.sink);
  CmWalker walk(list.bytes, list.form, list.layout);
  for (;;) {
    const auto step = walk.next();
    if (!step) {
      const Error& error = step.error();
      log.add({.rule = error.rule, .index = error.index, .offset = error.offset, .value = error.value});
      return log.count();
    }
    switch (step->kind) {
      case CmStep::Kind::full_descriptor: check_header(*step, log); break;
      case CmStep::Kind::descriptor: DescriptorCheck(*step, list.side, log).run(); break;
      case CmStep::Kind::end:
        if (step->offset != list.bytes.size()) {
          log.add({.rule = rule::trailing_bytes, .offset = step->offset, .value = list.bytes.size() - step->offset});
        }
        return log.count();
    }
  }
}

}  // namespace

FindingCount validate_cm(Bytes bytes, CmForm form, CmLayout layout, CmSide side, FindingSink* sink) {
  const Asked asked{{bytes, form, layout, side}, sink};
  if (is_clean_cm(asked.list)) [[likely]]
    return {};
  return walk_and_check(asked);
}

FindingCount validate_pair(Bytes raw, Bytes translated, CmForm form, CmLayout layout, FindingSink* sink) {
  FindingLog log(sink);
  CmWalker walk_raw(raw, form, layout), walk_translated(translated, form, layout);
  for (;;) {
    const auto a = walk_raw.next(), b = walk_translated.next();
    if (!a || !b) {
      const Error& error = a ? b.error() : a.error();
      log.add({.rule = error.rule, .index = error.index, .offset = error.offset, .value = error.value});
      return log.count();
    }
    if (a->kind != b->kind) {
      log.add({.rule = rule::pair_count_differs,
               .list_index = a->full_index,
               .index = a->index,
               .offset = a->offset,
               .value = b->header.count});
      return log.count();
    }
    if (a->kind == CmStep::Kind::end) return log.count();
    if (a->kind != CmStep::Kind::descriptor || a->view().type() == b->view().type()) continue;
    // A port may be memory on the other side, and memory may grow beyond 32 bits.
    if (is_address(a->view().type()) && is_address(b->view().type())) continue;
    log.add({.rule = rule::pair_type_differs,
             .list_index = a->full_index,
             .index = a->index,
             .offset = a->offset,
             .value = static_cast<std::uint8_t>(b->view().type())});
  }
}

}  // namespace resmap::lists
