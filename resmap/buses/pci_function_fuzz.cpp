// SPDX-License-Identifier: MIT
// Any bytes as configuration space and as what it reads after ones: the facts hold their own rules, every list is sound, and what
// an assignment writes reads back as that assignment. Input: half for the space, half for the ones; the last byte chooses the policy.
#include <algorithm>
#include <array>
#include <vector>

#include "resmap/buses/pci_boot.h"
#include "resmap/buses/pci_bridge.h"
#include "resmap/buses/pci_program.h"
#include "resmap/buses/pci_requirements.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/validate.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;         // NOLINT(google-build-using-namespace)
using namespace resmap::buses;  // NOLINT(google-build-using-namespace)

void facts(const PciFunction& function) {
  int before = -1;
  for (const PciSizedBar& bar : function.bars) {
    FUZZ_EXPECT(bar.index > before && bar.index <= 5);
    before = bar.index;
    FUZZ_EXPECT(bar.size != 0 && AddressRange::starting_at(bar.address, bar.size));
    const bool fixed = (function.fixed_bars >> bar.index & 1) != 0;
    FUZZ_EXPECT(fixed || bar.address == 0 ||
                (bar.address % bar.size == 0 && bar.address + (bar.size - 1) <= bar.maximum()));
  }
  for (const PciBridgeWindow& window : function.windows)
    FUZZ_EXPECT(window.now.state == PciWindow::State::closed || window.now.range.first <= window.now.range.last);
}

void lists_of(const PciFunction& function, const PciDriver& driver, const BusPolicy& policy) {
  auto requirements = pci_requirements(function, driver, policy);
  if (requirements) FUZZ_EXPECT(lists::validate_io(*requirements->finish(), nullptr).errors == 0);
  for (const auto layout : {lists::CmLayout::x64, lists::CmLayout::x86}) {
    auto boot = pci_boot_configuration(function, layout);
    if (!boot) continue;
    const auto view = lists::CmResourceListView::over(*boot->finish(), lists::CmForm::resource_list, layout);
    FUZZ_EXPECT(view && view->size() == 1);
  }
  const auto pool = pool_behind(function);
  FUZZ_EXPECT(pool.has_value() == function.buses.has_value());
  if (!pool) return;
  for (const PciPoolRange& range : pool->ranges) FUZZ_EXPECT(range.range.first <= range.range.last);
}

// Puts every BAR and window at the lowest place that suits, and reads them back.
void program_of(const PciFunction& function, Bytes space, Bytes ones) {
  PciAssignment assignment;
  for (const PciSizedBar& bar : function.bars) {
    const bool fixed = (function.fixed_bars >> bar.index & 1) != 0;
    const std::uint64_t first = fixed ? bar.address : bar.size > bar.maximum() / 2 ? 0 : bar.size;
    assignment.add({bar.index, bar.is_io(), first, bar.size});
  }
  if (function.header == PciHeader::bridge)
    for (const PciBridgeWindow& window : function.windows)
      assignment.add({static_cast<std::uint8_t>(window.kind), window.kind == PciWindowKind::io,
                      window.fixed ? window.now.range.first : window.granule,
                      window.fixed ? window.now.range.last_offset() + 1 : window.granule});
  const auto writes = program(function, {assignment.begin(), assignment.size()});
  if (!writes) {
    // Two windows of one kind that are fixed, one of the whole space, or a BAR larger than where it may lie: nothing suits those.
    bool too_large = false;
    for (const PciSizedBar& bar : function.bars) too_large |= bar.size - 1 > bar.maximum();
    FUZZ_EXPECT(too_large || function.header == PciHeader::bridge);
    return;
  }
  FUZZ_EXPECT(writes->size() >= 2 && (*writes)[0].offset == 4 && (*writes)[writes->size() - 1].offset == 4);
  std::vector<std::uint8_t> bytes(space.begin(), space.end());
  for (const PciWrite& write : *writes) {
    FUZZ_EXPECT(has_room(space, write.offset, write.bytes));
    for (unsigned i = 0; i < write.bytes; ++i) {
      const std::size_t at = write.offset + i;
      // Kind bits stay; what took ones takes the value. The command register takes anything.
      const unsigned kind = at >= 0x10 && at < 0x28 && at % 4 == 0 && write.bytes == 4 ? ones[at] & 0xFU : 0;
      const unsigned mask = at < 0x10 || at >= ones.size() ? 0xFFU : ones[at] & ~kind;
      bytes[at] = static_cast<std::uint8_t>((bytes[at] & ~mask) | ((write.value >> (8 * i)) & mask));
    }
  }
  const auto again = PciFunction::read(function.at, *PciConfigView::over(bytes), ones);
  if (!again || function.header != PciHeader::function || !function.resizable.empty()) return;
  for (std::size_t i = 0; i < function.bars.size() && i < again->bars.size(); ++i)
    if (again->fixed_bars == 0 && function.bars[i].registers == 1 && !function.bars[i].below_1m)
      FUZZ_EXPECT((again->bars[i].address & 0xFFFF'FFF0) ==
                  (assignment[i].first & 0xFFFF'FFF0 & ~(function.bars[i].size - 1)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const Bytes bytes(data, size - 1);
  const std::uint8_t choice = data[size - 1];
  const std::size_t half = std::min<std::size_t>(bytes.size() / 2, 4096);
  const Bytes space = bytes.first(half), ones = bytes.subspan(half, half);
  const auto config = PciConfigView::over(space);
  if (!config) return 0;
  const auto function = PciFunction::read({1, 2, 3}, *config, ones);
  if (!function) {
    FUZZ_EXPECT(function.error().code == ErrorCode::not_found || function.error().rule != 0);
    return 0;
  }
  facts(*function);
  const BusPolicy policy{
      .pci_lists = (choice & 1) != 0 ? BusPolicy::PciLists::windows_7 : BusPolicy::PciLists::windows_8_1,
      .undecoded_address =
          (choice & 2) != 0 ? BusPolicy::UndecodedAddress::preferred : BusPolicy::UndecodedAddress::ignored,
      .resizable_bars =
          (choice & 4) != 0 ? BusPolicy::ResizableBars::configurations : BusPolicy::ResizableBars::present_size,
      .virtual_function_bars =
          (choice & 8) != 0 ? BusPolicy::VirtualFunctionBars::listed : BusPolicy::VirtualFunctionBars::unlisted};
  const PciDriver driver{.message_signaled = (choice & 16) != 0,
                         .message_limit = static_cast<std::uint16_t>(choice >> 6),
                         .io_space_not_required = (choice & 32) != 0};
  lists_of(*function, driver, policy);
  program_of(*function, space, ones);
  return 0;
}
