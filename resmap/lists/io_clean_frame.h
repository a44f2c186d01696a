// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/lists/clean.h"

// The frame around the descriptors of a requirements list, as cm_clean_frame.h has it: `Way` judges those of one logical
// configuration, of which there is at least one: bool all_fine(at, count) const. Not installed.
namespace resmap::lists::detail {

struct IoFrame {
  std::size_t count;
  const std::uint8_t* past;  // the configuration; null: a rule is broken
};

// Everything about the logical configuration at `at` but its descriptors.
[[nodiscard, gnu::always_inline]] inline IoFrame io_frame(const std::uint8_t* at, const std::uint8_t* end) {
  constexpr IoFrame broken{};
  if (static_cast<std::size_t>(end - at) < IoListHeader::size) return broken;
  if (const auto version = load_le<std::uint32_t>(at); version != 0x0001'0001) [[unlikely]] {
    if (version != 0) return broken;
  }
  const std::uint64_t count = load_le<std::uint32_t>(at + 4);
  at += IoListHeader::size;
  if (count * IoDescriptorView::size > static_cast<std::size_t>(end - at)) return broken;
  return {static_cast<std::size_t>(count), at + static_cast<std::size_t>(count) * IoDescriptorView::size};
}

template <typename Way>
[[nodiscard, gnu::noinline]] bool several_are_clean(const std::uint8_t* at, const std::uint8_t* end,
                                                    std::uint32_t configurations, Way way) {
  for (; configurations != 0; --configurations) {
    const IoFrame frame = io_frame(at, end);
    if (frame.past == nullptr) return false;
    if (frame.count != 0 && !way.all_fine(at + IoListHeader::size, frame.count)) return false;
    at = frame.past;
  }
  return at == end;
}

template <typename Way>
[[nodiscard, gnu::always_inline]] inline bool is_clean_framed(const Bytes& list, Way way) {
  if (list.size() < IoRequirementsHeader::size) return false;
  const std::uint8_t* at = list.data();
  const std::uint8_t* const end = at + list.size();
  if (load_le<std::uint32_t>(at) != list.size()) return false;
  // Undefined, -1, becomes 0: one comparison covers the whole enumeration.
  if (load_le<std::uint32_t>(at + 4) + 1 > static_cast<std::uint32_t>(kMaximumInterfaceType)) return false;
  const auto configurations = load_le<std::uint32_t>(at + 28);
  at += IoRequirementsHeader::size;
  if (configurations != 1) [[unlikely]] {
    return configurations != 0 && several_are_clean(at, end, configurations, way);
  }
  const IoFrame frame = io_frame(at, end);
  if (frame.past == nullptr || frame.past != end) return false;
  return frame.count == 0 || way.all_fine(at + IoListHeader::size, frame.count);
}

}  // namespace resmap::lists::detail
