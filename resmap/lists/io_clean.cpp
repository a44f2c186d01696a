// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include <bit>

#include "resmap/base/checked.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/interrupt_policy.h"
#include "resmap/lists/io_clean_frame.h"

namespace resmap::lists {

namespace {

bool address_is_clean(const IoDescriptorView& view) {
  const unsigned large_bits = view.flags() & memory_flag::large_mask;
  if (view.type() == ResourceType::memory && large_bits != 0) return false;
  if (view.type() == ResourceType::memory_large && std::popcount(large_bits) != 1) return false;
  const std::uint64_t alignment = view.alignment() == 0 ? 1 : view.alignment();
  if (view.maximum() < view.minimum() || !std::has_single_bit(alignment)) return false;
  if (view.length() == 0) return true;
  const auto first = checked_align_up(view.minimum(), alignment);
  return first && *first <= view.maximum() && view.length() - 1 <= view.maximum() - *first;
}

bool interrupt_is_clean(const IoDescriptorView& view) {
  if (view.maximum_vector() < view.minimum_vector()) return false;
  if (view.is_message() && view.maximum_vector() != kMessageToken) return false;
  if ((view.flags() & interrupt_flag::policy_included) == 0) return true;
  return view.affinity_policy() <=
             static_cast<std::uint16_t>(IrqDevicePolicy::all_processors_in_machine_when_steered) &&
         view.priority_policy() <= static_cast<std::uint32_t>(IrqPriority::high);
}

bool is_clean(const IoDescriptorView& view, bool first) {
  switch (view.type()) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large: return address_is_clean(view);
    case ResourceType::interrupt: return interrupt_is_clean(view);
    case ResourceType::dma: return view.is_dma_v3() || view.maximum_channel() >= view.minimum_channel();
    case ResourceType::bus_number:
      return view.maximum_bus() >= view.minimum_bus() &&
             (view.bus_length() == 0 || view.bus_length() - 1 <= view.maximum_bus() - view.minimum_bus());
    case ResourceType::device_specific: return false;
    case ResourceType::config_data: return first;
    default: return is_known(view.type());
  }
}

struct OneByOne {
  // Of one logical configuration. An alternative belongs to the nearest descriptor before it that is none; ConfigData begins no
  // group.
  [[nodiscard]] static bool all_fine(const std::uint8_t* at, std::size_t count) {
    bool in_group = false;
    ResourceType group = ResourceType::null;
    for (std::size_t i = 0; i < count; ++i) {
      const IoDescriptorView view(Bytes(at + i * IoDescriptorView::size, IoDescriptorView::size));
      if ((view.option() & ~unsigned{io_option::all}) != 0 || !is_known(view.share()) || !is_clean(view, i == 0))
        return false;
      if (!view.is_alternative()) {
        group = view.type();
        in_group = group != ResourceType::config_data;
      } else if (!in_group || !(group == view.type() || (is_address(group) && is_address(view.type())))) {
        return false;
      }
    }
    return true;
  }
};

}  // namespace

bool detail::is_clean_io_anywhere(const Bytes& list) { return is_clean_framed(list, OneByOne{}); }

}  // namespace resmap::lists
