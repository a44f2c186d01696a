// SPDX-License-Identifier: MIT
// No code: the compiler checks every row of the table against our structures, in both families.
#include "resmap/lists/wire/nt_layout.h"

#include <cstddef>

namespace resmap::lists::wire {

namespace x64 {
#define RESMAP_SIZE(structure, size_x64, size_x86) static_assert(sizeof(structure) == (size_x64));
#define RESMAP_FIELD(structure, member, at_x64, at_x86) static_assert(offsetof(structure, member) == (at_x64));
#include "resmap/lists/wire/layout_table_all.inc"
}  // namespace x64

namespace x86 {
#define RESMAP_SIZE(structure, size_x64, size_x86) static_assert(sizeof(structure) == (size_x86));
#define RESMAP_FIELD(structure, member, at_x64, at_x86) static_assert(offsetof(structure, member) == (at_x86));
#include "resmap/lists/wire/layout_table_all.inc"
}  // namespace x86

}  // namespace resmap::lists::wire
