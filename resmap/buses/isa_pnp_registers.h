// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/buses/fixed_row.h"
#include "resmap/buses/isa_pnp_data.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"

// The configuration registers of one logical device, 30 to A8 hexadecimal (PnP ISA specification 1.0a, appendix A): what firmware
// wrote there, and what an assignment writes.
namespace resmap::buses {

inline constexpr std::size_t kIsaPnpRegisters = 0xA9;

// What a device that is switched on was given: ports, lines, channels, memory; of each kind up to its first empty register.
// `registers`: those of the device, from 0 on.
//   not_found          the device is off, or nothing is set
//   truncated          fewer than 0xA9 registers (value: how many)
//   malformed RM5056   a range that no descriptor of the device allows, or that ends before it begins (index: the register; value:
//                      what it holds). Nothing of such a configuration is believed.
//   out_of_memory
// Source: ReactOS modules/rostests/unittests/isapnp/res_card.c (commit 36b140ac).
[[nodiscard]] Result<lists::CmResourceListBuilder> isa_pnp_boot_configuration(
    const IsaPnpDevice& device, Bytes registers, lists::CmLayout layout = lists::CmLayout::x64,
    MemorySource memory = default_memory());

struct IsaPnpWrite {
  std::uint8_t reg = 0;
  std::uint8_t value = 0;

  friend constexpr bool operator==(const IsaPnpWrite&, const IsaPnpWrite&) = default;
};
using IsaPnpWrites = FixedRow<IsaPnpWrite, 96>;

// The writes that put a raw list into the device: off; every register, those that got nothing cleared; range check off; on.
// `registers` are the present ones: whether memory is said by its limit or its length is the card's to choose.
//   truncated                  as above
//   invalid_argument RM5040    more ranges of a kind than there are registers
//   invalid_argument RM5042    a range that no descriptor of the device allows (index: the register)
// Source: as above.
[[nodiscard]] Result<IsaPnpWrites> isa_pnp_program(const IsaPnpDevice& device, Bytes registers,
                                                   const lists::CmResourceListView& raw);

}  // namespace resmap::buses
