// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "resmap/base/array.h"
#include "resmap/base/text_writer.h"
#include "resmap/lists/cm_descriptor_value.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/lists/policy.h"

// Resources as a person writes them: one language for the command line, cases, plans and machine texts. Its page is
// spec/resource-words.md.
//   claims         mem:0xfe000000+64K,exclusive  port:0x3f8-0x3ff  irq:4,shared  msg:8  dma:2  bus:0-15
//   requirements   8x64G,pref64  port:8@8/0x100-0x3ff  irq:3|4|5|7,latched  msg:8|msg:1|irq:any
//
// Every parser here answers malformed text with malformed, a rule, and as offset the byte of `text` at which it stands:
//   RM1200  the word has another shape          RM1203  a range ends before it begins, or runs past its space
//   RM1201  no such type                        RM1204  no such attribute of this type
//   RM1202  no number, or too large for its field   RM1205  two attributes that exclude each other
// Nothing is allocated but by the array that the caller hands in.
namespace resmap::lists {

// One claim, as a raw descriptor of that layout. Besides the errors above: not_encodable for a length that no descriptor
// holds.
[[nodiscard]] Result<CmDescriptor> parse_claim(std::string_view text, CmLayout layout);

// One requirement: appends one group for each of its count, head first, alternatives marked. Besides the errors above:
// out_of_memory; not_encodable as encode_requirement. On an error nothing is appended.
[[nodiscard]] Result<void> parse_requirement(std::string_view text, Array<IoDescriptor>& groups,
                                             ListPolicy policy = {});

// The word for a descriptor; parse_claim gives the same bytes back, for every descriptor there is. What the language has no
// words for (spare bytes, unknown types, DeviceSpecific) comes as raw:HEX.
void print_claim(TextWriter& out, const CmDescriptorView& view);
// The word for one group, `head` and its alternatives; parse_requirement gives the same bytes back.
void print_requirement(TextWriter& out, std::span<const IoDescriptor> group);

// A number: decimal, or hexadecimal behind 0x; and a size: a number with K, M, G, T or P for powers of 1024.
// RM1202: neither, or beyond 64 bits.
[[nodiscard]] Result<std::uint64_t> parse_number(std::string_view text);
[[nodiscard]] Result<std::uint64_t> parse_size(std::string_view text);
// "A-B", "A+SIZE" or "A". RM1202, RM1203.
[[nodiscard]] Result<AddressRange> parse_range(std::string_view text);
// "64 KiB" is for people (report/); this is the shortest size word that parse_size reads back: 64K, 0x10010.
void print_size(TextWriter& out, std::uint64_t size);

}  // namespace resmap::lists
