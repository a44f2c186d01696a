// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/pnp/device_tree.h"

namespace resmap::pnp {

// Who holds a range: a device, a region that the source names without one, or a driver by its ResourceMap value.
struct Owner {
  enum class Kind : std::uint8_t { device, region, claim };
  Kind kind = Kind::device;
  std::uint32_t index = 0;  // into the snapshot's devices, regions or claims

  friend constexpr bool operator==(Owner, Owner) = default;
};

// One range that somebody holds, in one form whatever the source was: a BAR of sysfs, a descriptor of a BootConfig, a line of
// /proc/iomem.
struct Occupancy {
  Owner owner;
  lists::ResourceType type =
      lists::ResourceType::memory;  // port, memory, interrupt, dma or bus_number; never memory_large
  AddressRange range{};
  std::optional<lists::ShareDisposition> share;  // nullopt: the source does not say
  std::optional<std::uint16_t> flags;
  snapshot::Role role = snapshot::Role::use;
  snapshot::Stage stage = snapshot::Stage::current;
  snapshot::Known fixed = snapshot::Known::unknown;  // yes: its owner could stand nowhere else
  bool routing_unknown =
      false;  // a PCI line that nothing routes: its number is what firmware wrote down, and may mean nothing. On Windows
  // every one of a boot configuration; on Linux that of a function without a driver, or that no handler stands on
  std::optional<std::uint32_t> bar;
  std::string label;
};

// Something that a device wants and does not have.
struct Unplaced {
  // A bridge's window that nothing behind the bridge waits for: room kept for devices that may come, and harmless.
  bool spare = false;
  DeviceIndex device = 0;
  lists::ResourceType type = lists::ResourceType::memory;
  std::optional<std::uint64_t> length;
  std::optional<std::uint64_t> alignment;
  std::optional<std::uint16_t> flags;
  snapshot::Role role = snapshot::Role::use;
  std::optional<std::uint32_t> bar;
  std::string label;
};

// Message interrupts take numbers out of a pool, not places; only how many is of interest.
struct Messages {
  DeviceIndex device = 0;
  std::uint32_t count = 0;
};

struct Occupancies {
  std::vector<Occupancy> held;
  std::vector<Unplaced> unplaced;
  std::vector<Messages> messages;
  std::vector<DeviceIndex> without_firmware_resources;  // has requirements, but no list says what it was given
};

// Everything that a snapshot's sources say is held. Of a device's lists the best known is taken: AllocConfig, else ForcedConfig,
// else BootConfig; of a list that breaks off the descriptors before the break. Windows are told by the tags in the lists and by the tree, never by flags or share:
//   host bridge  a port or memory descriptor followed by a DevicePrivate one of flags 0x6000 that repeats its type and start
//   PCI bridge   the requirement with that place is followed by the tag {1, 7 | 8 | 9}
// Source: pnp-and-arbiters.md 1.8; DESIGN.md, "What is a conflict". out_of_memory.
[[nodiscard]] Result<Occupancies> occupancies_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree);

}  // namespace resmap::pnp
