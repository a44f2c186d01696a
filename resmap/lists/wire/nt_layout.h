// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// NT's structures as C++ types, one namespace a family. Readers take offsets from them (offsetof) and never lay them over
// bytes from outside: such bytes may stand at any address. nt_layout.cpp holds them against layout_table.inc, and a test
// holds the same table against the headers of mingw-w64.
namespace resmap::lists::wire {

using UCHAR = std::uint8_t;
using CHAR = std::int8_t;
using USHORT = std::uint16_t;
using ULONG = std::uint32_t;
using LONG = std::int32_t;
// NT aligns 64-bit words to 8 in both families; Linux does not on 32-bit x86, where this code runs too.
using LONGLONG [[gnu::aligned(8)]] = std::int64_t;
using ULONGLONG [[gnu::aligned(8)]] = std::uint64_t;

union PHYSICAL_ADDRESS {
  LONGLONG QuadPart;
  struct {
    ULONG LowPart;
    LONG HighPart;
  } u;
};

struct GUID {
  ULONG Data1;
  USHORT Data2;
  USHORT Data3;
  UCHAR Data4[8];
};

#include "resmap/lists/wire/device_data_structures.inc"

namespace x64 {  // ARM64 too
using KAFFINITY = ULONGLONG;
#include "resmap/lists/wire/cm_structures.inc"
#include "resmap/lists/wire/io_structures.inc"
}  // namespace x64

namespace x86 {
using KAFFINITY = std::uint32_t;
#include "resmap/lists/wire/cm_structures.inc"
#include "resmap/lists/wire/io_structures.inc"
}  // namespace x86

}  // namespace resmap::lists::wire
