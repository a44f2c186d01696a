// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/arbiters/arbiter_entry.h"
#include "resmap/arbiters/pool.h"

namespace resmap::arbiters {

// One alternative in the arbiter's own numbers: what a descriptor asks for, unpacked, and what counts as free for it.
// Source: pnp-and-arbiters.md 1.4, rules 6 to 9.
struct Candidate {
  std::uint32_t alternative = 0;
  bool usable = false;        // the length fits the bounds; siblings of one that is not still count
  bool null_request = false;  // length 0: met, and takes nothing
  bool preferred = false;
  bool takes_nothing = false;  // placed, but nobody is kept away (passive decode)
  AddressRange bounds{0, 0};   // the first rounded up to the alignment
  std::uint64_t last_offset = 0;
  std::uint64_t alignment = 1;
  // Window kinds in the order in which they are looked through; 0: no further.
  std::uint8_t kinds[2] = {window_kind::plain, 0};
  std::uint8_t passable = 0;     // entries with one of these attributes count as free
  std::uint8_t attributes = 0;   // entered with the range
  std::uint64_t alias_step = 0;  // 0x400 or 0x1000: the distance of ISA aliases; 0: none
  std::uint64_t user_data = 0;
  bool trigger_matters = false;  // sharing wants the same `latched` bit on both sides
  bool bottom_up = false;

  [[nodiscard]] bool fixed() const { return bounds.last - bounds.first == last_offset; }
  [[nodiscard]] bool is_shared() const { return (attributes & range_attribute::shared) != 0; }
  // How many aligned places the bounds offer, at most 2^31 - 1: what scores a requirement (2.6).
  [[nodiscard]] std::uint64_t places() const;
  // Keeps the bounds within `limits`; what does not fit any more is unusable.
  void clip(AddressRange limits);
};

// `length` numbers at a multiple of `alignment` (0 counts as 1) within `bounds`; usable or not as said above.
[[nodiscard]] Candidate candidate_for(AddressRange bounds, std::uint64_t length, std::uint64_t alignment);

// The candidate of a descriptor of any arbitrated type, with what all arbiters have in common: option, share, requester.
[[nodiscard]] Candidate unpack(const lists::IoDescriptorView& descriptor, const ArbiterEntry& entry,
                               std::uint32_t alternative);

}  // namespace resmap::arbiters
