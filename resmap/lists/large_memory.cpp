// SPDX-License-Identifier: MIT
#include "resmap/lists/large_memory.h"

#include <limits>

namespace resmap::lists {

namespace {

constexpr std::uint64_t kMax32 = std::numeric_limits<std::uint32_t>::max();

struct LargeForm {
  std::uint16_t bit;
  unsigned shift;
  [[nodiscard]] constexpr std::uint64_t maximum() const { return kMax32 << shift; }
  [[nodiscard]] constexpr std::uint64_t unit_mask() const { return (std::uint64_t{1} << shift) - 1; }
};

constexpr LargeForm kForms[] = {{memory_flag::large_40, 8}, {memory_flag::large_48, 16}, {memory_flag::large_64, 32}};
static_assert(kForms[0].maximum() == 0x0000'00FF'FFFF'FF00);
static_assert(kForms[1].maximum() == 0x0000'FFFF'FFFF'0000);
static_assert(kForms[2].maximum() == 0xFFFF'FFFF'0000'0000);

}  // namespace

Result<EncodedLength> encode_length(ResourceType type, std::uint64_t length) {
  if (!is_address(type)) {
    return fail({.code = ErrorCode::invalid_argument, .value = static_cast<std::uint8_t>(type)});
  }
  if (length <= kMax32) {
    const ResourceType small = type == ResourceType::port ? type : ResourceType::memory;
    return EncodedLength{small, 0, static_cast<std::uint32_t>(length)};
  }
  if (type == ResourceType::port) return fail({.code = ErrorCode::invalid_argument, .value = length});
  for (const LargeForm& form : kForms) {
    if (length > form.maximum()) continue;
    if ((length & form.unit_mask()) != 0) break;  // a larger form has a larger unit
    return EncodedLength{ResourceType::memory_large, form.bit, static_cast<std::uint32_t>(length >> form.shift)};
  }
  return fail({.code = ErrorCode::not_encodable, .value = length});
}

Result<std::uint64_t> closest_encodable_length(std::uint64_t length) {
  if (length <= kMax32) return length;
  for (const LargeForm& form : kForms) {
    // A form's maximum is a multiple of its unit, so rounding up never leaves the form.
    if (length <= form.maximum()) return (length + form.unit_mask()) & ~form.unit_mask();
  }
  return fail({.code = ErrorCode::not_encodable, .value = length});
}

Result<EncodedRequirement> encode_requirement(ResourceType type, std::uint64_t length, std::uint64_t alignment,
                                              ListPolicy policy) {
  RESMAP_TRY_ASSIGN(EncodedLength encoded, encode_length(type, length));
  const auto unit_mask = [&] { return (std::uint64_t{1} << *length_shift(encoded.type, encoded.large_bits)) - 1; };
  if (policy.large_alignment == ListPolicy::LargeAlignment::round_up) {
    while ((alignment & unit_mask()) != 0 && alignment <= std::numeric_limits<std::uint64_t>::max() / 2) alignment *= 2;
  }
  const unsigned shift = *length_shift(encoded.type, encoded.large_bits);
  if ((alignment & unit_mask()) != 0 || alignment >> shift > kMax32) {
    const bool port = encoded.type == ResourceType::port;
    return fail({.code = port ? ErrorCode::invalid_argument : ErrorCode::not_encodable, .value = alignment});
  }
  return EncodedRequirement{encoded, static_cast<std::uint32_t>(alignment >> shift)};
}

}  // namespace resmap::lists
