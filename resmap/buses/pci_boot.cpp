// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_boot.h"

#include "resmap/buses/pci_flags.h"

namespace resmap::buses {

namespace {

using lists::CmDescriptor;
using lists::ResourceType;

Result<void> add_range(lists::CmResourceListBuilder& list, lists::CmLayout layout, bool io, AddressRange range,
                       std::uint16_t flags) {
  RESMAP_TRY_ASSIGN(const CmDescriptor descriptor,
                    CmDescriptor::address(layout, io ? ResourceType::port : ResourceType::memory, range.first,
                                          range.last_offset() + 1, lists::ShareDisposition::device_exclusive, flags));
  return list.add(descriptor);
}

// The line is a number on the two PICs; without one firmware writes 0 or 255. A bridge asks for no line, so it is given none.
bool names_a_line(const PciFunction& function) {
  return function.header != PciHeader::bridge && function.has_line() && function.line != 0 && function.line != 0xFF;
}

}  // namespace

Result<lists::CmResourceListBuilder> pci_boot_configuration(const PciFunction& function, lists::CmLayout layout,
                                                            MemorySource memory) {
  lists::CmResourceListBuilder list(lists::CmForm::resource_list, layout, memory);
  RESMAP_TRY(list.begin_full({.interface_type = lists::InterfaceType::pci_bus,
                              .bus_number = function.at.bus,
                              .version = 1,
                              .revision = 1,
                              .count = 0}));
  constexpr BusPolicy decoded_only{};
  bool empty = true;
  for (const PciSizedBar& bar : function.bars) {
    if (!bar_is_placed(function, bar, decoded_only)) continue;
    RESMAP_TRY(add_range(list, layout, bar.is_io(), {bar.address, bar.address + (bar.size - 1)}, bar_flags(bar)));
    empty = false;
  }
  if (function.header == PciHeader::bridge) {
    for (const PciBridgeWindow& window : function.windows) {
      if (!window_is_placed(function, window, decoded_only)) continue;
      RESMAP_TRY(
          add_range(list, layout, window.kind == PciWindowKind::io, window.now.range, window_flags(window.kind)));
      empty = false;
    }
  }
  if (names_a_line(function)) {
    RESMAP_TRY(list.add(
        CmDescriptor::line(layout, function.line, function.line, 0xFFFF'FFFF, lists::ShareDisposition::shared, 0)));
    empty = false;
  }
  if (empty) return fail({.code = ErrorCode::not_found});
  return list;
}

}  // namespace resmap::buses
