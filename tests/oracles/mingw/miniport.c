// SPDX-License-Identifier: MIT
// The rows that mingw-w64 declares in miniport.h, where the requirements' interrupt arm has its policy fields.
#include <ntdef.h>
#include <miniport.h>

#define RESMAP_SIZE(structure, x64, x86)
#define RESMAP_FIELD(structure, member, x64, x86)
#define RESMAP_FIELD_GROUPS(structure, member, x64, x86)
#define RESMAP_FIELD_MINIPORT(structure, member, x64, x86) \
  _Static_assert(__builtin_offsetof(structure, member) == (x64), #structure "." #member);
#define RESMAP_SIZE_WINDOWS8(structure, x64, x86)
#define RESMAP_FIELD_WINDOWS8(structure, member, x64, x86)
#include "resmap/lists/wire/layout_table.inc"
_Static_assert(sizeof(IO_RESOURCE_DESCRIPTOR) == 32, "IO_RESOURCE_DESCRIPTOR");
