// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include <bit>

#include "resmap/base/checked.h"
#include "resmap/lists/clean.h"
#include "resmap/lists/interrupt_policy.h"

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

// One by one, the descriptors of a configuration from number `from` on; those before it are known to be clean, and hold no
// ConfigData unless `from` is 0.
bool rest_is_clean(const std::uint8_t* configuration, std::size_t from, std::size_t count) {
  const auto at = [&](std::size_t i) {
    return IoDescriptorView(Bytes(configuration + i * IoDescriptorView::size, IoDescriptorView::size));
  };
  bool in_group = from != 0;
  ResourceType group = in_group ? at(from - 1).type() : ResourceType::null;
  for (std::size_t i = from; i < count; ++i) {
    const IoDescriptorView view = at(i);
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

bool descriptors_are_clean(const std::uint8_t* configuration, std::size_t count, Processor with) {
  std::size_t even = with == Processor::with_avx2 ? count / 4 * 4 : 0;
  if (even != 0 && !detail::io_clean_avx2(configuration, even)) even = 0;  // not sure: one by one then
  return rest_is_clean(configuration, even, count);
}

}  // namespace

bool is_clean_io(Bytes bytes, Processor with) {
  if (bytes.size() < IoRequirementsHeader::size) return false;
  const auto header = IoRequirementsHeader::read(bytes);
  if (header.list_size != bytes.size() || !is_known(header.interface_type) || header.alternative_lists == 0)
    return false;
  std::size_t at = IoRequirementsHeader::size;
  for (std::uint32_t i = 0; i < header.alternative_lists; ++i) {
    if (!has_room(bytes, at, IoListHeader::size)) return false;
    const std::uint32_t version = load_le<std::uint32_t>(bytes, at), count = load_le<std::uint32_t>(bytes, at + 4);
    if (version != 0x0001'0001 && version != 0) return false;
    at += IoListHeader::size;
    if (count > (bytes.size() - at) / IoDescriptorView::size) return false;
    if (!descriptors_are_clean(bytes.data() + at, count, with)) return false;
    at += std::size_t{count} * IoDescriptorView::size;
  }
  return at == bytes.size();
}

}  // namespace resmap::lists
