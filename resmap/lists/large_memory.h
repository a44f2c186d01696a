// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "resmap/base/result.h"
#include "resmap/lists/policy.h"
#include "resmap/lists/resource_flags.h"

// Lengths beyond 32 bits. A MemoryLarge descriptor stores its length (and a requirement its alignment) in units of 2^8,
// 2^16 or 2^32 bytes, as one of three flags says; starts and bounds are never scaled. Source: structures-and-wdf.md 4.
namespace resmap::lists {

// How many bits the stored number is shifted: 8, 16 or 32; 0 for other types. With several LARGE bits 40 counts before 48
// before 64, as ReactOS and WDF read it (the validator calls such a descriptor malformed); nullopt for MemoryLarge with none.
[[nodiscard]] constexpr std::optional<unsigned> length_shift(ResourceType type, std::uint16_t flags) {
  if (type != ResourceType::memory_large) return 0;
  if ((flags & memory_flag::large_40) != 0) return 8;
  if ((flags & memory_flag::large_48) != 0) return 16;
  if ((flags & memory_flag::large_64) != 0) return 32;
  return std::nullopt;
}

// The length in bytes that a stored number stands for; 0 for MemoryLarge without a LARGE bit, as the open decoders answer.
[[nodiscard]] constexpr std::uint64_t decoded_length(ResourceType type, std::uint16_t flags, std::uint32_t stored) {
  const auto shift = length_shift(type, flags);
  return shift ? static_cast<std::uint64_t>(stored) << *shift : 0;
}

// The form that holds a length: what to write into Type, into the LARGE bits of Flags and into the length field.
struct EncodedLength {
  ResourceType type;
  std::uint16_t large_bits;
  std::uint32_t stored;
  friend constexpr bool operator==(const EncodedLength&, const EncodedLength&) = default;
};

// The smallest form for `length` bytes. `type` is a hint, as for RtlCmEncodeMemIoResource: Memory is promoted to MemoryLarge
// when it must be, MemoryLarge demoted when it can be.
// invalid_argument: type is none of Port, Memory, MemoryLarge, or a port is longer than 0xFFFFFFFF.
// not_encodable: no form's unit divides the length, or it is larger than 0xFFFFFFFF00000000.
[[nodiscard]] Result<EncodedLength> encode_length(ResourceType type, std::uint64_t length);

// The least encodable length that is at least `length` (RtlFindClosestEncodableLength).
// not_encodable: length is larger than 0xFFFFFFFF00000000.
[[nodiscard]] Result<std::uint64_t> closest_encodable_length(std::uint64_t length);

// The same for a requirement, whose alignment shares the unit.
struct EncodedRequirement {
  EncodedLength length;
  std::uint32_t stored_alignment;
  friend constexpr bool operator==(const EncodedRequirement&, const EncodedRequirement&) = default;
};

// How an alignment that is no multiple of the form's unit is met is not known of Windows: ListPolicy::large_alignment.
// Errors as encode_length, and not_encodable (invalid_argument for a port) where the alignment finds no form either.
[[nodiscard]] Result<EncodedRequirement> encode_requirement(ResourceType type, std::uint64_t length,
                                                            std::uint64_t alignment, ListPolicy policy = {});

}  // namespace resmap::lists
