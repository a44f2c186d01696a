// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "resmap/base/address_range.h"
#include "resmap/lists/resource_type.h"

namespace resmap::report {

// "1 device", "3 devices"; `many` where an s is not enough.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many = {});

// A number of bytes for a person: "64 KiB", "1.96 GiB", "16 EiB" at most; exact where it can be, else rounded down, with two
// decimals below 100. `last_offset` is the size less one, so that the whole space has a size too.
[[nodiscard]] std::string size_words(std::uint64_t last_offset);

// The size of a range of a type: bytes of memory as above, everything else as a plain count.
[[nodiscard]] std::string size_words(lists::ResourceType type, std::uint64_t last_offset);

// "0xfe000000-0xfe00ffff" for addresses, "line 4", "channel 2", "bus 0-15".
[[nodiscard]] std::string range_words(lists::ResourceType type, AddressRange range);

// The short word for a column: mem, port, irq, dma, bus.
[[nodiscard]] std::string_view short_type(lists::ResourceType type);

// The word of the JSON schema: memory, port, interrupt, dma, bus.
[[nodiscard]] std::string_view schema_type(lists::ResourceType type);

}  // namespace resmap::report
