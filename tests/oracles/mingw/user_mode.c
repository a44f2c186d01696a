// SPDX-License-Identifier: MIT
// The constants that user-mode code sees.
#include <windows.h>
#include <cfgmgr32.h>

#define RESMAP_CONSTANT(name, ours, value)
#define RESMAP_CONSTANT_WINDOWS8(name, ours, value)
#define RESMAP_CONSTANT_CFG(name, ours, value) _Static_assert((long long)(name) == (long long)(value), #name);
#include "resmap/lists/wire/constant_table.inc"
