// SPDX-License-Identifier: MIT
// Any bytes as the lists of a device below a bridge: assigned or with a problem, always with lists that read back.
#include <cstddef>
#include <cstdint>

#include "resmap/lists/cm_list.h"
#include "resmap/pnp/pnp_manager.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;  // NOLINT(google-build-using-namespace): a fuzz target
using lists::LogConfType;

snapshot::Device device(const char* id, snapshot::DeviceKind kind, std::optional<snapshot::DeviceIndex> parent) {
  snapshot::Device made;
  made.id = id;
  made.kind = kind;
  made.parent = parent;
  made.present = snapshot::Known::yes;
  return made;
}

}  // namespace

// The first byte cuts the rest in two: a boot configuration, and requirements.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t cut = 1 + std::min<std::size_t>(data[0], size - 1);
  const std::vector<std::uint8_t> boot(data + 1, data + cut), basic(data + cut, data + size);
  snapshot::Snapshot facts;
  facts.devices = {
      device("host", snapshot::DeviceKind::host_bridge, {}), device("bridge", snapshot::DeviceKind::pci_bridge, 0),
      device("card", snapshot::DeviceKind::pci_function, 1), device("board", snapshot::DeviceKind::other, 0)};
  for (snapshot::Device& one : facts.devices) {
    if (!boot.empty()) one.configurations.push_back({LogConfType::boot, 8, boot, 0});
    if (!basic.empty()) one.configurations.push_back({LogConfType::basic, 10, basic, 0});
  }
  const auto machine = pnp::Machine::from(facts);
  if (!machine) return 0;
  pnp::AssignSetup setup;
  setup.steps = 2000;
  setup.ignore_boot = (data[0] & 1) != 0;
  auto manager = pnp::PnpManager::make(*machine, setup);
  if (!manager) return 0;
  if (!(*manager)->assign_all()) return 0;
  for (const pnp::DeviceIndex index : (*manager)->start_order()) {
    const pnp::Assignment* made = (*manager)->assignment(index);
    FUZZ_EXPECT(made != nullptr);
    if (made->raw_list.empty()) continue;
    FUZZ_EXPECT(made->raw_list.size() == made->translated_list.size());
    const auto layout = (*manager)->asked(index)->layout;
    const auto list = lists::CmResourceListView::over(made->raw_list, lists::CmForm::resource_list, layout);
    FUZZ_EXPECT(list.has_value() && (*list->begin()).size() == made->resources.size());
  }
  return 0;
}
