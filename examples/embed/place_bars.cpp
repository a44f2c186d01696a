// SPDX-License-Identifier: MIT
// An arbiter in a program without exceptions, RTTI or a heap: places eight BARs behind a bridge, moves one, rolls one back.
#include <cstdio>

#include "examples/embed/fixed_block.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/pci_windows.h"

using namespace resmap;
using namespace resmap::arbiters;

namespace {

FixedBlock<262144> block;  // 256 KiB

constexpr std::uint64_t kSizes[] = {0x1000, 0x1000, 0x80000, 0x4000, 0x100000, 0x1000, 0x40000, 0x10000};
constexpr std::size_t kBars = std::size(kSizes);

// A BAR of `size` bytes anywhere within [first, last].
Result<lists::IoDescriptor> bar(std::uint64_t size, AddressRange within) {
  return lists::IoDescriptor::address(lists::ResourceType::memory, size, size, within.first, within.last,
                                      lists::ShareDisposition::device_exclusive, 0);
}

ArbiterEntry entry_for(DeviceId device, const lists::IoDescriptor& descriptor) {
  ArbiterEntry entry;
  entry.device = device;
  entry.alternatives = std::span(&descriptor, 1);
  return entry;
}

void show(const char* what, const ArbiterEntry& entry) {
  std::printf("%s BAR %d: 0x%llx-0x%llx\n", what, static_cast<int>(entry.device),
              static_cast<unsigned long long>(entry.assigned->first),
              static_cast<unsigned long long>(entry.assigned->last));
}

Result<void> run() {
  const BridgeForwarding bridge{.io = {}, .memory = AddressRange{0xFE000000, 0xFE1FFFFF}, .prefetch = {}, .buses = {}};
  MemoryArbiter behind(pci_bus_setup({.type = lists::ResourceType::memory, .memory = block.source()}));
  RESMAP_TRY_ASSIGN(Pool pool, memory_pool(bridge, block.source()));
  RESMAP_TRY(behind.set_pool(std::move(pool)));

  lists::IoDescriptor descriptors[kBars];
  ArbiterEntry entries[kBars];
  for (std::size_t i = 0; i < kBars; ++i) {
    RESMAP_TRY_ASSIGN(descriptors[i], bar(kSizes[i], {0, 0xFFFFFFFF}));
    entries[i] = entry_for(i + 1, descriptors[i]);
  }
  StepBudget budget;
  RESMAP_TRY(behind.test_allocation(entries, budget));
  RESMAP_TRY(behind.commit());
  for (const ArbiterEntry& entry : entries) show("placed", entry);

  // Move: the device's old place counts as free, and a commit swaps one for the other.
  RESMAP_TRY_ASSIGN(const lists::IoDescriptor lower, bar(kSizes[0], {0xFE1C0000, 0xFE1CFFFF}));
  ArbiterEntry moved = entry_for(1, lower);
  RESMAP_TRY(behind.test_allocation({&moved, 1}, budget));
  RESMAP_TRY(behind.commit());
  show("moved", moved);

  // Roll back: what was tested leaves nothing behind.
  RESMAP_TRY_ASSIGN(const lists::IoDescriptor guest, bar(0x8000, {0, 0xFFFFFFFF}));
  ArbiterEntry tried = entry_for(9, guest);
  RESMAP_TRY(behind.test_allocation({&tried, 1}, budget));
  behind.rollback();
  show("rolled back", tried);
  std::printf("%zu places are given\n", behind.committed().size());
  return {};
}

}  // namespace

int main() {
  const auto done = run();
  if (!done) std::printf("error %d, RM%04d\n", static_cast<int>(done.error().code), done.error().rule);
  return done ? 0 : 1;
}
