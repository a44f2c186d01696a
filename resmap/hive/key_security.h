// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

namespace resmap::hive {

// The security descriptor that every key of a written hive has, self-relative: in SDDL
//
//   O:BAG:SYD:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;WD)
//
// The system and administrators may do everything, everyone may read, and keys below inherit it. Throws std::bad_alloc.
// Source: [MS-DTYP] 2.4.6 SECURITY_DESCRIPTOR, 2.4.5 ACL, 2.4.4.2 ACCESS_ALLOWED_ACE, 2.4.2 SID; winnt.h, KEY_*.
[[nodiscard]] std::vector<std::uint8_t> key_security();

}  // namespace resmap::hive
