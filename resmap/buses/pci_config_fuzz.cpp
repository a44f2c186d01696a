// SPDX-License-Identifier: MIT
// Any bytes as configuration space: no crash, no endless list, every offset that is reported inside, and no answer that changes
// when bytes are cut off, but to `truncated`.
#include <algorithm>

#include "resmap/buses/pci_capabilities.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;         // NOLINT(google-build-using-namespace)
using namespace resmap::buses;  // NOLINT(google-build-using-namespace)

template <typename List>
void walk(List list, Bytes bytes, std::size_t most) {
  std::size_t count = 0;
  for (;;) {
    const auto found = list.next();
    if (!found) {
      FUZZ_EXPECT(found.error().code != ErrorCode::malformed || found.error().rule != 0);
      return;
    }
    FUZZ_EXPECT(found->offset >= 64 && has_room(bytes, found->offset, 2));
    FUZZ_EXPECT(++count <= most);
  }
}

void windows(PciConfigView config) {
  for (const auto& window : {config.io_window(), config.memory_window(), config.prefetchable_window()}) {
    FUZZ_EXPECT(window.has_value() == (config.header() == PciHeader::bridge));
    if (window && window->state != PciWindow::State::closed) FUZZ_EXPECT(window->range.first <= window->range.last);
  }
}

void bars(PciConfigView config) {
  unsigned used = 0;
  for (std::uint8_t index = 0; index < 8; ++index) {
    const auto bar = config.bar(index);
    if (!bar) continue;
    FUZZ_EXPECT(bar->index == index && index >= used && index + bar->registers <= config.bar_count());
    used = index + bar->registers;
  }
}

template <typename Value>
void same_or_truncated(const Result<Value>& whole, const Result<Value>& cut) {
  if (cut) {
    FUZZ_EXPECT(whole && *whole == *cut);
  } else {
    FUZZ_EXPECT(cut.error().code == ErrorCode::truncated || (!whole && whole.error().code == cut.error().code));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes(data, std::min<std::size_t>(size, 4096));
  const auto config = PciConfigView::over(bytes);
  FUZZ_EXPECT(config.has_value() == (bytes.size() >= 64));
  if (!config) return 0;
  walk(PciCapabilities(*config), bytes, 48);
  walk(PciExtendedCapabilities(*config), bytes, 960);
  windows(*config);
  bars(*config);
  FUZZ_EXPECT(!config->rom() || config->bar_count() >= 2);
  FUZZ_EXPECT(!config->bridge_buses() || config->bar_count() <= 2);
  for (const std::size_t kept : {std::size_t{64}, std::size_t{128}, std::size_t{256}}) {
    if (kept > bytes.size()) continue;
    const PciConfigView cut = *PciConfigView::over(bytes.first(kept));
    same_or_truncated(msi_of(*config), msi_of(cut));
    same_or_truncated(msi_x_of(*config), msi_x_of(cut));
    same_or_truncated(express_port_of(*config), express_port_of(cut));
    same_or_truncated(subsystem_of(*config), subsystem_of(cut));
  }
  return 0;
}
