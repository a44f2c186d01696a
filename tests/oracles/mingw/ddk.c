// SPDX-License-Identifier: MIT
// Compiled with mingw-w64's compilers for x64 and x86, against its DDK headers: every row of our tables that these headers
// know. A disagreement is an error of the compiler, with the row in its message.
#include <ntddk.h>

#ifdef _WIN64
#define AT(x64, x86) x64
#else
#define AT(x64, x86) x86
#endif
#define RESMAP_SIZE(structure, x64, x86) _Static_assert(sizeof(structure) == AT(x64, x86), #structure);
#define RESMAP_FIELD(structure, member, x64, x86) \
  _Static_assert(__builtin_offsetof(structure, member) == AT(x64, x86), #structure "." #member);
#ifdef NT_PROCESSOR_GROUPS
#define RESMAP_FIELD_GROUPS RESMAP_FIELD
#else
#define RESMAP_FIELD_GROUPS(structure, member, x64, x86)
#endif
#define RESMAP_FIELD_MINIPORT(structure, member, x64, x86)  // miniport.c
#define RESMAP_SIZE_WINDOWS8(structure, x64, x86)
#define RESMAP_FIELD_WINDOWS8(structure, member, x64, x86)
#include "resmap/lists/wire/layout_table.inc"

#define RESMAP_CONSTANT(name, ours, value) _Static_assert((long long)(name) == (long long)(value), #name);
#define RESMAP_CONSTANT_WINDOWS8(name, ours, value)
#define RESMAP_CONSTANT_CFG(name, ours, value)  // user_mode.c
#include "resmap/lists/wire/constant_table.inc"
