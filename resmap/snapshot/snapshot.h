// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "resmap/base/address_range.h"
#include "resmap/lists/logical_configuration.h"
#include "resmap/lists/resource_type.h"
#include "resmap/snapshot/problem_code.h"

// One machine as plain facts: what sources say, from which source, and how sure it is. An importer writes it, nobody judges in
// it; pnp/Machine draws the conclusions. What a source does not say is std::nullopt or unknown, never 0. Its page is
// spec/snapshot.md. Values only: copied and compared freely, no threads of their own.
namespace resmap::snapshot {

using SourceIndex = std::uint32_t;  // into Snapshot::sources
using DeviceIndex = std::uint32_t;  // into Snapshot::devices

// Where facts came from. The word for JSON is the enumerator's name.
enum class SourceKind : std::uint8_t {
  hive,        // a SYSTEM hive
  reg,         // .reg text
  sysfs,       // /sys of a Linux machine
  iomem,       // /proc/iomem
  ioports,     // /proc/ioports
  interrupts,  // /proc/interrupts
  dmesg,       // the kernel's log
  machine,     // a *.machine text that a person wrote
  json,        // a .machine.json snapshot
};

struct Source {
  SourceKind kind = SourceKind::machine;
  std::string name;                     // the file, as the user gave it
  bool dirty = false;                   // a hive whose log was not applied: the newest changes may be missing
  std::vector<std::string> gaps;        // what could not be read, one sentence each; empty: all of it was
  std::vector<std::string> notes = {};  // what a reader should know though nothing is missing, one sentence each

  friend bool operator==(const Source&, const Source&) = default;
};

enum class Known : std::uint8_t { unknown, no, yes };

// How a fact is known.
enum class Certainty : std::uint8_t {
  stated,   // the source says it
  derived,  // it follows from what sources say
  assumed,  // no source says it; the usual value
};

// What a range is to its device.
enum class Role : std::uint8_t {
  use,     // the device decodes it, or owns the line, channel or message
  window,  // the device passes it on to the devices below it
};

// Whose word it is.
enum class Stage : std::uint8_t {
  firmware,  // as firmware left it
  current,   // as the operating system has it
};

// Where the system sees what stands at `Resource::place` on the bus.
struct Translation {
  lists::ResourceType type = lists::ResourceType::memory;  // port or memory: ports of a bus may be memory there
  std::uint64_t first = 0;

  friend bool operator==(const Translation&, const Translation&) = default;
};

// A resource that a device has, or wants and has not got.
struct Resource {
  lists::ResourceType type = lists::ResourceType::memory;  // port, memory, interrupt, dma or bus_number
  std::optional<AddressRange> place;    // nullopt: it has none, or (messages) none that a person could name
  std::optional<std::uint64_t> length;  // what it wants, where it has no place; nullopt: not known
  std::optional<std::uint64_t> alignment;
  std::uint32_t messages = 0;  // for a message interrupt: how many
  std::optional<lists::ShareDisposition> share;
  std::optional<std::uint16_t> flags;  // as lists/resource_flags.h, where the source lets one know them
  Role role = Role::use;
  Stage stage = Stage::current;
  Known fixed = Known::unknown;  // yes: it can stand in this place only
  std::optional<std::uint32_t>
      bar;            // PCI: 0 to 5 a BAR, 6 the ROM, 7 to 9 a bridge's windows (memory, prefetchable, I/O)
  std::string label;  // the source's own words: "BAR 2", "dma1"
  Certainty certainty = Certainty::stated;
  SourceIndex source = 0;
  std::optional<Translation> translated = std::nullopt;  // of a window; nullopt: the system sees it where the bus does

  friend bool operator==(const Resource&, const Resource&) = default;
};

// A list that the machine keeps about a device: BootConfig, BasicConfigVector and their kind, byte for byte.
struct Configuration {
  lists::LogConfType kind = lists::LogConfType::boot;
  std::uint32_t registry_type = 8;  // 8: CM_RESOURCE_LIST, 10: IO_RESOURCE_REQUIREMENTS_LIST
  std::vector<std::uint8_t> bytes;
  SourceIndex source = 0;

  friend bool operator==(const Configuration&, const Configuration&) = default;
};

struct PciPlace {
  std::uint32_t segment = 0;
  std::uint8_t bus = 0;
  std::uint8_t device = 0;
  std::uint8_t function = 0;

  friend auto operator<=>(const PciPlace&, const PciPlace&) = default;
};

// What a device is in the tree of buses.
enum class DeviceKind : std::uint8_t {
  other,
  root,         // the machine itself, or the ACPI system under it
  host_bridge,  // carries PCI buses: its windows are the pools of the root bus
  pci_function,
  pci_bridge,   // PCI to PCI
  motherboard,  // PNP0C01, PNP0C02: ranges without a function of their own
};

// How one pin of the bus behind a host bridge is wired, as a _PRT says. Pin 0 is INTA.
struct InterruptRoute {
  std::uint8_t device = 0;  // of that bus
  std::uint8_t pin = 0;
  std::optional<std::uint32_t> gsi;  // a global system interrupt, or
  std::string link;                  // the id of the link device (PNP0C0F) that it hangs on

  friend bool operator==(const InterruptRoute&, const InterruptRoute&) = default;
};

struct Device {
  std::string id;            // unique in the snapshot: an instance path, "0000:00:1f.3", "pnp 00:05"
  std::string name;          // for people; may be empty
  std::string driver;        // service or kernel driver; empty: none, or not known
  std::string device_class;  // class name, as the source has it
  std::vector<std::string> hardware_ids;
  std::vector<std::string> compatible_ids;
  std::string location;       // the source's own words
  std::string firmware_path;  // ACPI: \_SB.PCI0.ISA
  DeviceKind kind = DeviceKind::other;
  std::optional<DeviceIndex> parent;
  Certainty parent_certainty = Certainty::stated;
  std::optional<PciPlace> pci;
  std::optional<std::uint32_t> pci_class;        // 24 bits: base class, subclass, programming interface
  Known subtractive = Known::unknown;            // a bridge that passes on what nobody else claims
  std::optional<AddressRange> child_buses;       // secondary to subordinate
  std::optional<bool> memory_decode, io_decode;  // as the command register stood when it was read
  Known present = Known::unknown;
  std::optional<ProblemCode> problem;
  std::vector<Resource> resources;
  std::vector<Configuration> configurations;
  SourceIndex source = 0;
  std::optional<std::uint8_t> interrupt_pin = std::nullopt;  // PCI: 0 is INTA
  std::vector<InterruptRoute> routes = {};                   // of a host bridge

  friend bool operator==(const Device&, const Device&) = default;
};

// A range that the source names without tying it to a device: RAM, tables, the ECAM block, a legacy controller's ports.
struct Region {
  lists::ResourceType type = lists::ResourceType::memory;  // memory or port
  AddressRange range{};
  std::string name;         // the source's own words
  std::uint32_t depth = 0;  // how deep it stands in the source's tree; what encloses it comes before it
  SourceIndex source = 0;

  friend bool operator==(const Region&, const Region&) = default;
};

enum class Trigger : std::uint8_t { unknown, edge, level };

// A numbered interrupt as the operating system has it.
struct InterruptLine {
  std::uint32_t number = 0;
  bool message = false;
  Trigger trigger = Trigger::unknown;
  std::string controller;
  std::vector<std::string> users;  // the names of its handlers
  SourceIndex source = 0;

  friend bool operator==(const InterruptLine&, const InterruptLine&) = default;
};

// A value of the registry that decides how resources are given out: Control\Arbiters, Control\SystemResources.
struct PolicyValue {
  std::string key;   // below Control: "Arbiters\AllocationOrder"
  std::string name;  // "Root"
  std::uint32_t registry_type = 0;
  std::vector<std::uint8_t> bytes;
  SourceIndex source = 0;

  friend bool operator==(const PolicyValue&, const PolicyValue&) = default;
};

// A value of the ResourceMap: Hardware\ResourceMap\<class>\<driver>, "<device>.Raw" or "<device>.Translated".
struct ClaimValue {
  std::string class_key;
  std::string driver_key;
  std::string name;
  std::vector<std::uint8_t> bytes;
  SourceIndex source = 0;

  friend bool operator==(const ClaimValue&, const ClaimValue&) = default;
};

enum class Platform : std::uint8_t { unknown, windows, linux };

struct Snapshot {
  std::string title;  // maker and model, where a source says it; else the name that its owner gave it
  Platform platform = Platform::unknown;
  std::string system;       // operating system and version, in the source's words
  std::string firmware;     // its maker and version
  std::string control_set;  // of a hive: the one that was read
  std::vector<Source> sources;
  std::vector<Device> devices;  // a parent stands anywhere, before or behind its children
  std::vector<Region> regions;
  std::vector<InterruptLine> interrupts;
  std::vector<PolicyValue> policy;
  std::vector<ClaimValue> claims;

  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

}  // namespace resmap::snapshot
