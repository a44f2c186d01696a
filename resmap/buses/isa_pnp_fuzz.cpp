// SPDX-License-Identifier: MIT
// Any bytes as ISA PnP resource data, their last 169 as a device's registers: no endless list, offsets inside, lists that are
// sound, and registers that can be written.
#include <algorithm>
#include <vector>

#include "resmap/buses/isa_pnp_registers.h"
#include "resmap/buses/isa_pnp_requirements.h"
#include "resmap/lists/validate.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;         // NOLINT(google-build-using-namespace)
using namespace resmap::buses;  // NOLINT(google-build-using-namespace)

void device_of(const IsaPnpDevice& device, Bytes registers) {
  IsaPnpResources resources(device);
  std::size_t count = 0;
  while (resources.next()) FUZZ_EXPECT(++count <= device.tags.size());
  for (const auto shape : {BusPolicy::IsaPnpLists::published, BusPolicy::IsaPnpLists::native}) {
    auto list = isa_pnp_requirements(device, {.isa_pnp_lists = shape});
    if (list) FUZZ_EXPECT(lists::validate_io(*list->finish(), nullptr).errors == 0);
  }
  auto boot = isa_pnp_boot_configuration(device, registers);
  if (!boot) return;
  const auto view =
      lists::CmResourceListView::over(*boot->finish(), lists::CmForm::resource_list, lists::CmLayout::x64);
  FUZZ_EXPECT(view);
  const auto writes = isa_pnp_program(device, registers, *view);
  if (!writes) {
    // Firmware may choose a line, a channel or a port that the card does not offer.
    FUZZ_EXPECT(writes.error().code == ErrorCode::invalid_argument);
    return;
  }
  std::vector<std::uint8_t> after(registers.begin(), registers.end());
  for (const IsaPnpWrite& write : *writes) {
    FUZZ_EXPECT(write.reg < kIsaPnpRegisters);
    after[write.reg] = write.value;
  }
  FUZZ_EXPECT(after[0x30] == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes(data, size);
  const std::size_t kept = std::min(size, kIsaPnpRegisters);
  const Bytes rom = bytes.first(size - kept), registers = bytes.last(kept);
  IsaPnpTags tags(rom);
  std::size_t count = 0;
  for (auto tag = tags.next(); tag; tag = tags.next()) FUZZ_EXPECT(++count <= rom.size() && tag->offset < rom.size());
  static_cast<void>(isa_pnp_checksum(rom));
  IsaPnpDevices devices(rom);
  count = 0;
  for (;;) {
    const auto device = devices.next();
    if (!device) {
      FUZZ_EXPECT(device.error().offset <= rom.size());
      break;
    }
    FUZZ_EXPECT(++count <= rom.size() && device->tags.size() <= rom.size());
    device_of(*device, registers);
  }
  return 0;
}
