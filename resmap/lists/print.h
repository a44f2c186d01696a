// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/text_writer.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/lists/io_walker.h"

namespace resmap::lists {

// Lists in the wording that debugger users know. A list that ends early is printed as far as it is whole, and the result is
// the error that ended it. Out of memory is for the writer's finish() to tell.

// As `!cmreslist` prints it:
//   CmResourceList  Version 0.0  Interface 0x1  Bus #0
//     Entry 0 - Port (0x1) Device Exclusive (0x1)
//       Flags (0x01) - PORT_IO
//       Range starts at 0x3f8 for 0x8 bytes
[[nodiscard]] Result<void> print_cm(TextWriter& out, Bytes bytes, CmForm form, CmLayout layout, CmSide side);

// As `!ioreslist` prints it:
//   IoResList : Interface 0x5  Bus 0  Slot 0xe
//     Alternative 0 (Version 1.1)
//       Preferred Descriptor 0 - Port (0x1) Device Exclusive (0x1)
//         Flags (0x01) - PORT_IO
//         0x000100 byte range with alignment 0x000100
//         0x1000 - 0x10ff
[[nodiscard]] Result<void> print_io(TextWriter& out, Bytes bytes);

// The cells of one line about a descriptor, for tables: "Port", "0x3f8-0x3ff", "Exclusive", "io 16-bit".
void print_type(TextWriter& out, ResourceType type);
void print_share(TextWriter& out, ShareDisposition share);
void print_flags(TextWriter& out, ResourceType type, std::uint16_t flags);
void print_place(TextWriter& out, const CmDescriptorView& view, CmSide side);
// A requirement's place says what would do: "0x3f8-0x3ff" for a single one, "256 at a multiple of 256 in 0x0-0xffff" else.
void print_place(TextWriter& out, const IoDescriptorView& view);

}  // namespace resmap::lists
