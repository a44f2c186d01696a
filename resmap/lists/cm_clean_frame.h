// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/lists/clean.h"

// The frame around the descriptors of a CM list: headers, counts, room. Not installed.
//
// `Way` judges descriptors, of which there is at least one and none is DeviceSpecific: bool all_fine<layout>(at, count) const.
// The frame is inlined into one function for each processor and takes on what that one may use; so nothing that was compiled
// for one can be linked into another. Its branches go the way of one clean full descriptor.
namespace resmap::lists::detail {

struct CmFrame {
  const std::uint8_t* first;  // descriptor
  std::size_t count;
  const std::uint8_t* past;  // the full descriptor; null: a rule is broken
};

// Everything about the full descriptor at `at` but its descriptors.
template <CmLayout layout>
[[nodiscard, gnu::always_inline]] inline CmFrame cm_frame(const std::uint8_t* at, const std::uint8_t* end) {
  constexpr std::size_t stride = size_of(layout);
  constexpr CmFrame broken{};
  if (static_cast<std::size_t>(end - at) < CmFullHeader::size) return broken;
  // Undefined, -1, becomes 0: one comparison covers the whole enumeration.
  if (load_le<std::uint32_t>(at) + 1 > static_cast<std::uint32_t>(kMaximumInterfaceType)) return broken;
  if (const std::uint32_t version = load_le<std::uint32_t>(at + 8); version != 0x0001'0001) [[unlikely]] {
    if (version != 0) return broken;
  }
  std::uint64_t count = load_le<std::uint32_t>(at + 12);
  at += CmFullHeader::size;
  // The stride is fixed as long as only the last descriptor may be DeviceSpecific: the room is checked for all of them at once.
  if (count * stride > static_cast<std::size_t>(end - at)) return broken;
  if (count == 0) [[unlikely]]
    return {at, 0, at};
  const std::uint8_t* past = at + static_cast<std::size_t>(count) * stride;
  if (const std::uint8_t* last = past - stride; ResourceType{*last} == ResourceType::device_specific) [[unlikely]] {
    const std::uint32_t data_size = load_le<std::uint32_t>(last + 4);
    if (last[1] > 3 || data_size > static_cast<std::size_t>(end - past)) return broken;
    past += data_size;
    --count;
  }
  return {at, static_cast<std::size_t>(count), past};
}

// Kept apart and called last: so the common list, of one full descriptor, needs no registers saved.
template <CmLayout layout, typename Way>
[[nodiscard, gnu::noinline]] bool several_are_clean(const std::uint8_t* at, const std::uint8_t* end,
                                                    std::uint32_t fulls, Way way) {
  for (; fulls != 0; --fulls) {
    const CmFrame full = cm_frame<layout>(at, end);
    if (full.past == nullptr) return false;
    if (full.count != 0 && !way.template all_fine<layout>(full.first, full.count)) return false;
    at = full.past;
  }
  return at == end;
}

template <CmLayout layout, typename Way>
[[nodiscard, gnu::always_inline]] inline bool is_clean_in_layout(const CmBytes& list, Way way) {
  const std::uint8_t* at = list.bytes.data();
  const std::uint8_t* const end = at + list.bytes.size();
  if (list.form == CmForm::resource_list) [[likely]] {
    if (list.bytes.size() < 4) return false;
    const auto fulls = load_le<std::uint32_t>(at);
    at += 4;
    if (fulls != 1) [[unlikely]]
      return several_are_clean<layout>(at, end, fulls, way);
  }
  const CmFrame full = cm_frame<layout>(at, end);
  if (full.past == nullptr || full.past != end) return false;
  return full.count == 0 || way.template all_fine<layout>(full.first, full.count);
}

template <typename Way>
[[nodiscard, gnu::always_inline]] inline bool is_clean_framed(const CmBytes& list, Way way) {
  if (list.layout == CmLayout::x64) [[likely]]
    return is_clean_in_layout<CmLayout::x64>(list, way);
  return is_clean_in_layout<CmLayout::x86>(list, way);
}

}  // namespace resmap::lists::detail
