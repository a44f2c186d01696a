// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "resmap/hive/hive_gap.h"
#include "resmap/hive/hive_header.h"

namespace resmap::hive {

// One thing that was set right, or found lost.
struct Mend {
  HivePart part;  // header, page or cell
  HiveCause cause;
  std::uint64_t offset;  // in the file
  std::uint64_t count;   // bytes missing or passed over
};

// How many bytes the image for mend() of a file of `size` bytes takes: whole pages, at least one.
[[nodiscard]] std::size_t mended_size(std::uint64_t size);

// hivex gives a whole hive up when one page or cell has a wrong size, also in unsafe mode. In a copy of the file this puts the
// boundaries right that follow from the rest, so that everything else can be read:
//   header  the checksum; where that was wrong, also the version and the end of the pages
//   page    its offset and size, from where it stands, where the next page begins and where its cells end; what lies between
//           pages is lost, since nothing says that it belongs to this hive
//   cell    a length that runs out of its page or hits no later boundary, up to the next boundary from which cells follow one
//           another to the page's end
// A cell that reaches beyond the end of the file becomes free: its bytes are not there, and zeros must not pass for data.
// No name, no data, no pointer is touched. `image` is the file, zeros behind it up to mended_size(file_size); `header` is
// read from it. Nothing is reported for a hive without such faults. Adds to `mends`; may throw std::bad_alloc. O(size).
void mend(std::span<std::uint8_t> image, const HiveHeader& header, std::vector<Mend>& mends);

}  // namespace resmap::hive
