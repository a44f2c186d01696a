// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/buses/isa_pnp_data.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::buses {

// The flags of a range that a card asks for, which its boot configuration has too. All its memory is marked as within 24 bits of
// address, that of 32-bit tags included. Source: ReactOS modules/rostests/unittests/isapnp/res_card.c (commit 36b140ac).
[[nodiscard]] constexpr std::uint16_t isa_pnp_flags(const IsaPnpResource& resource, bool native) {
  if (resource.is_memory())
    return static_cast<std::uint16_t>(lists::memory_flag::bits_24 |
                                      (resource.is_read_only() && !native ? lists::memory_flag::read_only : 0));
  return static_cast<std::uint16_t>(
      lists::port_flag::io |
      ((resource.information & 1) != 0 ? lists::port_flag::decode_16_bit : lists::port_flag::decode_10_bit));
}

}  // namespace resmap::buses
