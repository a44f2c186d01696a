// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "resmap/import/linux_scan.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// The devices of a snapshot under construction: each thing that a source names is one device, whichever source names it first, and
// the same range is entered once. What it finds costs a look-up, so texts of any length are read in n log n. May throw bad_alloc.
// Not installed.
class DeviceTable {
 public:
  explicit DeviceTable(snapshot::Snapshot& snapshot);

  [[nodiscard]] snapshot::Device& at(snapshot::DeviceIndex index) { return snapshot_.devices[index]; }
  [[nodiscard]] snapshot::Snapshot& snapshot() { return snapshot_; }

  [[nodiscard]] std::optional<snapshot::DeviceIndex> find(std::string_view id) const;
  // The device of that id; a new one, of that kind and source, when there is none.
  snapshot::DeviceIndex find_or_add(std::string_view id, snapshot::DeviceKind kind, snapshot::SourceIndex source);
  // The bridge above a root bus.
  snapshot::DeviceIndex host_bridge(PciBusName root, snapshot::SourceIndex source);
  // The function at `place`. A bridge of which only its bus was known ("PCI Bus 0000:01" of /proc/iomem) and that leads to
  // `child_bus` turns out to be this function.
  snapshot::DeviceIndex function(const snapshot::PciPlace& place, std::optional<std::uint8_t> child_bus,
                                 snapshot::SourceIndex source);

  // The bridge whose secondary bus this is, of either kind.
  [[nodiscard]] std::optional<snapshot::DeviceIndex> bridge_to(PciBusName bus) const;
  void leads_to(snapshot::DeviceIndex bridge, PciBusName bus) { bridges_.insert_or_assign(bus, bridge); }
  // The host bridge that a function of this bus hangs from when no bridge to it is known: the one with the next lower root bus of
  // its segment. nullopt: there is none.
  [[nodiscard]] std::optional<snapshot::DeviceIndex> host_above(PciBusName bus) const;

  // False: the device has it already.
  bool add(snapshot::DeviceIndex device, snapshot::Resource resource);
  // Takes a device's resources out, to be entered again.
  void drop_resources(snapshot::DeviceIndex device);
  // Whether the device has a range of that type that holds `range`.
  [[nodiscard]] bool holds(snapshot::DeviceIndex device, lists::ResourceType type, AddressRange range) const;
  // False, and nothing is changed: the link would close a circle, or make a chain longer than any machine has.
  bool set_parent(snapshot::DeviceIndex device, snapshot::DeviceIndex parent, snapshot::Certainty certainty);
  // Gives a device that has no parent the bridge that leads to its bus.
  void hang(snapshot::DeviceIndex device, PciBusName bus);

  // Takes out what turned out to be another device. Indices change: the last thing to do with a table.
  void finish() &&;

 private:
  // `nameless` is `device`: what hangs from it and what it holds goes over.
  void merge(snapshot::DeviceIndex nameless, snapshot::DeviceIndex device);

  using Held = std::tuple<snapshot::DeviceIndex, lists::ResourceType, std::uint64_t, std::uint64_t, snapshot::Role>;

  snapshot::Snapshot& snapshot_;
  std::map<std::string, snapshot::DeviceIndex, std::less<>> by_id_;
  std::map<PciBusName, snapshot::DeviceIndex> bridges_;  // by secondary bus, host bridges by their root bus
  std::map<PciBusName, snapshot::DeviceIndex> hosts_;
  std::set<Held> held_;
  std::map<snapshot::DeviceIndex, snapshot::DeviceIndex> merged_;
};

// The id of a bridge of which only its bus is known.
[[nodiscard]] std::string bridge_name(PciBusName secondary);

}  // namespace resmap::import
