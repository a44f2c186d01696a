// SPDX-License-Identifier: MIT
#include "resmap/report/owners.h"

#include "resmap/report/sizes.h"

#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

namespace {

using pnp::Owner;
using snapshot::Device;

// The two last components of an instance path: "PNP0501\1"; the whole of another id.
std::string_view tail_of(std::string_view id) {
  const std::size_t last = id.rfind('\\');
  if (last == std::string::npos || last == 0) return id;
  const std::size_t before = id.rfind('\\', last - 1);
  return before == std::string::npos ? id : id.substr(before + 1);
}

// The device part of an instance path: "PNP0501"; empty for another id.
std::string middle_of(const std::string& id) {
  const std::string_view tail = tail_of(id);
  return tail == id ? std::string() : std::string(tail.substr(0, tail.find('\\')));
}

std::string place_of(const Device& device) {
  if (!device.pci) return {};
  TextWriter out;
  snapshot::print(out, *device.pci);
  return std::string(out.view());
}

std::string with_name(std::string first, const Device& device) {
  return device.name.empty() || device.name == first ? first : first + " " + device.name;
}

// Whether `a` and `b` have one short name.
bool look_alike(const Device& a, const Device& b) {
  if (a.pci || b.pci) return a.pci == b.pci;
  return tail_of(a.id) == tail_of(b.id);
}

// Whether a device that looks like this one fulfils `more` as well.
template <typename More>
bool has_double(const pnp::Machine& machine, pnp::DeviceIndex index, const More& more) {
  const std::vector<Device>& devices = machine.snapshot().devices;
  for (pnp::DeviceIndex i = 0; i < devices.size(); ++i) {
    if (i != index && look_alike(devices[i], devices[index]) && more(devices[i])) return true;
  }
  return false;
}

}  // namespace

std::string short_name(const pnp::Machine& machine, pnp::DeviceIndex index) {
  const Device& device = machine.snapshot().devices[index];
  return has_double(machine, index, [](const Device&) { return true; }) ? device.id : short_name(device);
}

std::string short_name(const Device& device) {
  if (std::string place = place_of(device); !place.empty()) return place;
  return std::string(tail_of(device.id));
}

std::string device_words(const Device& device) {
  std::string first = place_of(device);
  if (first.empty()) first = middle_of(device.id);
  return with_name(first.empty() ? device.id : std::move(first), device);
}

std::string device_words(const pnp::Machine& machine, pnp::DeviceIndex index) {
  const Device& device = machine.snapshot().devices[index];
  // Names that differ tell two nodes at one place apart, and the place is worth its column.
  const bool unclear =
      has_double(machine, index, [&](const Device& other) { return !device.pci || other.name == device.name; });
  return unclear ? with_name(device.id, device) : device_words(device);
}

std::string owner_words(const pnp::Machine& machine, Owner owner) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  switch (owner.kind) {
    case Owner::Kind::device: return device_words(machine, owner.index);
    case Owner::Kind::region: return snapshot.regions[owner.index].name;
    case Owner::Kind::claim: break;
  }
  const snapshot::ClaimValue& claim = snapshot.claims[owner.index];
  return claim.driver_key + " " + claim.name;
}

std::string short_owner(const pnp::Machine& machine, Owner owner) {
  if (owner.kind == Owner::Kind::device) return short_name(machine, owner.index);
  return owner_words(machine, owner);
}

std::string part_words(const pnp::Unplaced& unplaced) {
  if (unplaced.role == snapshot::Role::window) {
    if (unplaced.type == lists::ResourceType::port) return "I/O window";
    return unplaced.bar == 8U ? "prefetchable window" : "memory window";
  }
  if (unplaced.bar == 6U) return "ROM";
  if (unplaced.bar && *unplaced.bar < 6) return "BAR " + std::to_string(*unplaced.bar);
  return std::string(short_type(unplaced.type));
}

OwnerNames owner_names(const pnp::Machine& machine, Owner owner) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  switch (owner.kind) {
    case Owner::Kind::device: {
      const Device& device = snapshot.devices[owner.index];
      return {device.driver, device.id, device.device_class};
    }
    case Owner::Kind::region: return {"", snapshot.regions[owner.index].name, "region"};
    case Owner::Kind::claim: break;
  }
  const snapshot::ClaimValue& claim = snapshot.claims[owner.index];
  const std::size_t side = claim.name.rfind('.');
  return {claim.driver_key, claim.name.substr(0, side), claim.class_key};
}

}  // namespace resmap::report
