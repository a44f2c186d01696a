// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "resmap/buses/isa_pnp_data.h"
#include "resmap/buses/policy.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"

namespace resmap::buses {

// The requirements of one logical device: a logical configuration for each of its dependent functions, in their order, each with
// what stands before and behind them all; one configuration where there are none. Every further line or channel of a mask is an
// alternative. The priority byte of dependent functions changes nothing. Cost: functions times resources.
//   not_found   the device asks for nothing
//   limit_exceeded   more than 256 dependent functions or 65,536 descriptors in all (value: how many)
//   out_of_memory
// Source: ReactOS modules/rostests/unittests/isapnp/res_card.c (commit 36b140ac): its expected lists; pnp-and-arbiters.md 1.9.
[[nodiscard]] Result<lists::IoRequirementsListBuilder> isa_pnp_requirements(const IsaPnpDevice& device,
                                                                            const BusPolicy& policy = {},
                                                                            MemorySource memory = default_memory());

// What the bus itself asks for to talk to cards: the data and the address port, and a read port. Without `selected` each of the
// read ports may be had or not; with one it is required, and the others are named beside it. Interface Internal.
// invalid_argument: `selected` is none of 274, 3E4, 204, 2E4, 354, 2F4 (hexadecimal); out_of_memory.
// Source: ReactOS modules/rostests/unittests/isapnp/tests.c (commit ae3bfa94).
[[nodiscard]] Result<lists::IoRequirementsListBuilder> isa_pnp_read_port_requirements(
    std::optional<std::uint16_t> selected, MemorySource memory = default_memory());
// The two ports that it always has. out_of_memory.
[[nodiscard]] Result<lists::CmResourceListBuilder> isa_pnp_read_port_boot(lists::CmLayout layout = lists::CmLayout::x64,
                                                                          MemorySource memory = default_memory());

}  // namespace resmap::buses
