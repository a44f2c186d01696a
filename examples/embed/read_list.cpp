// SPDX-License-Identifier: MIT
// The low floors in a program without exceptions, RTTI or a heap. Reads a CM_RESOURCE_LIST, books what it claims, asks for room.
#include <cstdint>
#include <cstdio>

#include "examples/embed/fixed_block.h"
#include "resmap/lists/cm_list.h"
#include "resmap/ranges/range_list.h"

using namespace resmap;

namespace {

// A BootConfig of a keyboard controller: ports 0x60 and 0x64, line 1, in 20-byte descriptors, and a UART's ports.
constexpr std::uint8_t kBootConfig[] = {
    0x01, 0,    0,    0, 0x0F, 0,    0, 0, 0,    0, 0, 0, 0x01, 0,    0x01, 0,    0x04, 0, 0, 0,
    0x01, 0x01, 0x01, 0, 0x60, 0,    0, 0, 0,    0, 0, 0, 0x01, 0,    0,    0,    0,    0, 0, 0,
    0x01, 0x01, 0x01, 0, 0x64, 0,    0, 0, 0,    0, 0, 0, 0x01, 0,    0,    0,    0,    0, 0, 0,
    0x02, 0x01, 0x01, 0, 0x01, 0,    0, 0, 0x01, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0,    0, 0, 0,
    0x01, 0x01, 0x01, 0, 0xF8, 0x03, 0, 0, 0,    0, 0, 0, 0x08, 0,    0,    0,    0,    0, 0, 0};

Result<void> book(ranges::RangeList& ports) {
  RESMAP_TRY_ASSIGN(const auto list,
                    lists::CmResourceListView::over(kBootConfig, lists::CmForm::resource_list, lists::CmLayout::x64));
  for (const lists::CmFullDescriptorView full : list) {
    for (const lists::CmDescriptorView descriptor : full) {
      const auto range = descriptor.range();
      if (!range || descriptor.type() != lists::ResourceType::port) continue;
      RESMAP_TRY(ports.claim({.range = *range, .owner = 1}, ranges::OnOverlap::refuse));
    }
  }
  return {};
}

}  // namespace

int main() {
  FixedBlock<16384> block;
  ranges::RangeList ports(block.source());
  if (!book(ports)) return 1;
  const auto free = ports.inverted();
  if (!free) return 1;
  AddressRange largest{0, 0};
  free->for_each_overlap({0, 0xFFF}, [&](const ranges::RangeEntry& gap) {
    const AddressRange hole = *gap.range.intersection({0, 0xFFF});
    if (hole.last_offset() > largest.last_offset()) largest = hole;
    return true;
  });
  std::printf("%zu ports booked in %zu bytes; largest hole 0x%llx-0x%llx\n", ports.size(), block.used,
              static_cast<unsigned long long>(largest.first), static_cast<unsigned long long>(largest.last));
  return 0;
}
