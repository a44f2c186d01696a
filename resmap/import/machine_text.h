// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "resmap/base/result.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// A machine as a person writes it: the `machine` block of a case, or a *.machine file of its own. Its page is
// spec/case-language.md.
//
//   machine "A PC"
//     device pci0 host-bridge "PCI root bus 00"
//       window mem:0x80000000-0xfebfffff
//       device 00:1f.3 "SMBus"
//         boot  port:0x700-0x73f irq:16,shared
//         wants port:64/0x100-0xffff irq:any,shared
//
// What hangs from what is said by indentation. boot, forced, alloc and wants make the same lists that a Windows machine keeps, in
// 20-byte descriptors; has, fixed, lacks, window and messages state resources as Linux does.
// Adds to `into`; on an error `into` is as it was. index: the line, from 1; offset: the byte in `text`.
//   malformed RM5401   the first word of the line is no word of this block
//   malformed RM5402   too little, too much or another thing behind it
//   malformed RM5403   indentation that fits no line above, or a line that may not stand there
//   malformed RM5404   a second device of the same id
//   malformed, not_encodable   as the resource word says (RM1200 to RM1205)
//   out_of_memory
[[nodiscard]] Result<void> read_machine_text(std::string_view text, snapshot::SourceIndex source,
                                             snapshot::Snapshot& into);

// Whether a text begins, comments and blank lines aside, with the word `machine`.
[[nodiscard]] bool looks_like_machine_text(std::string_view text);

namespace rule {
inline constexpr std::uint16_t machine_unknown_word = 5401;
inline constexpr std::uint16_t machine_bad_argument = 5402;
inline constexpr std::uint16_t machine_bad_place = 5403;
inline constexpr std::uint16_t machine_repeated_id = 5404;
}  // namespace rule

}  // namespace resmap::import
