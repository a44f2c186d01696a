// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include <bit>

#include "resmap/base/checked.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/finding_log.h"
#include "resmap/lists/interrupt_policy.h"
#include "resmap/lists/io_walker.h"
#include "resmap/lists/validate.h"

namespace resmap::lists {

namespace {

using Wire = wire::x64::IO_RESOURCE_DESCRIPTOR;

// The breaches of one requirements list. Groups span descriptors, so the head of the present one is remembered.
class RequirementsCheck {
 public:
  explicit RequirementsCheck(FindingLog& log) : log_(log) {}

  void list(const IoStep& step) {
    using List = wire::x64::IO_RESOURCE_LIST;
    in_group_ = false;
    const std::uint32_t version = std::uint32_t{step.header.version} << 16 | step.header.revision;
    if (version != 0x0001'0001 && version != 0) {
      log_.add({.rule = rule::unusual_version,
                .list_index = step.list_index,
                .offset = step.offset + offsetof(List, Version),
                .value = version});
    }
  }

  void descriptor(const IoStep& step) {
    step_ = &step;
    const IoDescriptorView view = step.view();
    header(view);
    group(view);
    switch (view.type()) {
      case ResourceType::port:
      case ResourceType::memory:
      case ResourceType::memory_large: return address(view);
      case ResourceType::interrupt: return interrupt(view);
      case ResourceType::dma: return dma(view);
      case ResourceType::bus_number: return bus(view);
      case ResourceType::device_specific: return breach(rule::io_device_specific, offsetof(Wire, Type), 5);
      case ResourceType::config_data:
        if (step.index != 0) breach(rule::io_config_data_not_first, offsetof(Wire, Type), step.index);
        return;
      default: return;
    }
  }

 private:
  void breach(std::uint16_t broken_rule, std::size_t field, std::uint64_t value) {
    log_.add({.rule = broken_rule,
              .list_index = step_->list_index,
              .index = step_->index,
              .offset = step_->offset + field,
              .value = value});
  }

  void header(const IoDescriptorView& view) {
    if ((view.option() & ~unsigned{io_option::all}) != 0) {
      breach(rule::io_option_unknown, offsetof(Wire, Option), view.option());
    }
    if (!is_known(view.type()))
      breach(rule::unknown_type, offsetof(Wire, Type), static_cast<std::uint8_t>(view.type()));
    if (!is_known(view.share())) {
      breach(rule::unknown_share, offsetof(Wire, ShareDisposition), static_cast<std::uint8_t>(view.share()));
    }
  }

  // An alternative belongs to the nearest descriptor before it that is none; ConfigData begins no group.
  void group(const IoDescriptorView& view) {
    if (!view.is_alternative()) {
      in_group_ = view.type() != ResourceType::config_data;
      group_type_ = view.type();
      return;
    }
    if (!in_group_) return breach(rule::io_alternative_first, offsetof(Wire, Option), view.option());
    const bool related = group_type_ == view.type() || (is_address(group_type_) && is_address(view.type()));
    if (!related) breach(rule::io_group_types_differ, offsetof(Wire, Type), static_cast<std::uint8_t>(view.type()));
  }

  void address(const IoDescriptorView& view) {
    const unsigned large_bits = view.flags() & memory_flag::large_mask;
    if (view.type() == ResourceType::memory && large_bits != 0) {
      breach(rule::large_bits_stray, offsetof(Wire, Flags), large_bits);
    }
    if (view.type() == ResourceType::memory_large && std::popcount(large_bits) != 1) {
      breach(rule::large_bits_wrong, offsetof(Wire, Flags), large_bits);
    }
    if (view.maximum() < view.minimum()) {
      return breach(rule::io_bounds_reversed, offsetof(Wire, u.Port.MinimumAddress), view.minimum());
    }
    const std::uint64_t alignment = view.alignment() == 0 ? 1 : view.alignment();
    if (!std::has_single_bit(alignment)) breach(rule::io_alignment_odd, offsetof(Wire, u.Port.Alignment), alignment);
    if (view.length() == 0) return;  // asks for nothing: a closed window, or a place in an ordering list
    const auto first = checked_align_up(view.minimum(), alignment);
    if (!first || *first > view.maximum() || view.length() - 1 > view.maximum() - *first) {
      breach(rule::io_does_not_fit, offsetof(Wire, u.Port.Length), view.length());
    }
  }

  void interrupt(const IoDescriptorView& view) {
    if (view.maximum_vector() < view.minimum_vector()) {
      breach(rule::io_bounds_reversed, offsetof(Wire, u.Interrupt.MinimumVector), view.minimum_vector());
    } else if (view.is_message() && view.maximum_vector() != kMessageToken) {
      breach(rule::io_message_range, offsetof(Wire, u.Interrupt.MaximumVector), view.maximum_vector());
    }
    if ((view.flags() & interrupt_flag::policy_included) == 0) return;
    constexpr auto last_policy = IrqDevicePolicy::all_processors_in_machine_when_steered;
    if (view.affinity_policy() > static_cast<std::uint16_t>(last_policy)) {
      breach(rule::io_policy_unknown, offsetof(Wire, u.Interrupt.AffinityPolicy), view.affinity_policy());
    }
    if (view.priority_policy() > static_cast<std::uint32_t>(IrqPriority::high)) {
      breach(rule::io_policy_unknown, offsetof(Wire, u.Interrupt.PriorityPolicy), view.priority_policy());
    }
  }

  void dma(const IoDescriptorView& view) {
    if (view.is_dma_v3()) return;
    if (view.maximum_channel() < view.minimum_channel()) {
      breach(rule::io_bounds_reversed, offsetof(Wire, u.Dma.MinimumChannel), view.minimum_channel());
    }
  }

  void bus(const IoDescriptorView& view) {
    if (view.maximum_bus() < view.minimum_bus()) {
      return breach(rule::io_bounds_reversed, offsetof(Wire, u.BusNumber.MinBusNumber), view.minimum_bus());
    }
    if (view.bus_length() != 0 && view.bus_length() - 1 > view.maximum_bus() - view.minimum_bus()) {
      breach(rule::io_does_not_fit, offsetof(Wire, u.BusNumber.Length), view.bus_length());
    }
  }

  FindingLog& log_;
  const IoStep* step_ = nullptr;
  ResourceType group_type_ = ResourceType::null;  // of the descriptor that began the present group
  bool in_group_ = false;
};

void check_requirements_header(Bytes bytes, FindingLog& log) {
  using List = wire::x64::IO_RESOURCE_REQUIREMENTS_LIST;
  const auto header = IoRequirementsHeader::read(bytes);
  if (header.list_size < IoRequirementsHeader::size || header.list_size > bytes.size()) {
    log.add({.rule = rule::io_list_size_wrong, .offset = offsetof(List, ListSize), .value = header.list_size});
  }
  if (!is_known(header.interface_type)) {
    log.add({.rule = rule::unknown_interface,
             .offset = offsetof(List, InterfaceType),
             .value = static_cast<std::uint32_t>(header.interface_type)});
  }
  if (header.alternative_lists == 0) {
    log.add({.rule = rule::io_no_alternatives, .offset = offsetof(List, AlternativeLists), .value = 0});
  }
}

void check_end(Bytes bytes, std::size_t consumed, FindingLog& log) {
  const std::uint64_t list_size = IoRequirementsHeader::read(bytes).list_size;
  if (list_size < IoRequirementsHeader::size || list_size > bytes.size()) return;  // reported already
  if (consumed < list_size) log.add({.rule = rule::io_slack, .offset = consumed, .value = list_size - consumed});
  if (list_size < bytes.size()) {
    log.add({.rule = rule::io_beyond_list_size, .offset = list_size, .value = bytes.size() - list_size});
  }
}

struct Asked {
  Bytes bytes;
  FindingSink* sink;
};

// Kept apart, so that the way of a clean list needs no registers saved.
[[gnu::noinline]] FindingCount walk_and_check(const Asked& asked) {
  const Bytes bytes = asked.bytes;
  FindingLog log(asked.sink);
  RequirementsCheck check(log);
  IoWalker walk(bytes);
  if (bytes.size() >= IoRequirementsHeader::size) check_requirements_header(bytes, log);
  for (;;) {
    const auto step = walk.next();
    if (!step) {
      const Error& error = step.error();
      log.add({.rule = error.rule, .index = error.index, .offset = error.offset, .value = error.value});
      return log.count();
    }
    switch (step->kind) {
      case IoStep::Kind::list: check.list(*step); break;
      case IoStep::Kind::descriptor: check.descriptor(*step); break;
      case IoStep::Kind::end: check_end(bytes, step->offset, log); return log.count();
    }
  }
}

}  // namespace

FindingCount validate_io(Bytes bytes, FindingSink* sink) {
  const Asked asked{bytes, sink};
  if (is_clean_io(asked.bytes)) [[likely]]
    return {};
  return walk_and_check(asked);
}

}  // namespace resmap::lists
