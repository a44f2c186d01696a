// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::pnp {

// The rules of the older doors, RM6400 to RM6449; what each says stands in spec/rules.md.
namespace rule {

inline constexpr std::uint16_t requirement_kind = 6401;  // a requirement that the era's door does not hand out
inline constexpr std::uint16_t no_device = 6402;         // w2k: a slot's resources without a device object
inline constexpr std::uint16_t not_pci = 6403;           // a slot of a bus that is not PCI
inline constexpr std::uint16_t no_function = 6404;       // nothing answers in that slot
inline constexpr std::uint16_t pnp_device = 6405;  // a device that the PnP manager owns came through an older door
inline constexpr std::uint16_t no_place = 6406;    // no configuration can be met
inline constexpr std::uint16_t no_registry_path = 6407;  // the path names no key

}  // namespace rule

}  // namespace resmap::pnp
