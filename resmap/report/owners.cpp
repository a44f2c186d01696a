// SPDX-License-Identifier: MIT
#include "resmap/report/owners.h"

#include "resmap/report/sizes.h"

#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

namespace {

using pnp::Owner;
using snapshot::Device;

// The two last components of an instance path: "PNP0501\1"; the whole of another id.
std::string tail_of(const std::string& id) {
  const std::size_t last = id.rfind('\\');
  if (last == std::string::npos || last == 0) return id;
  const std::size_t before = id.rfind('\\', last - 1);
  return before == std::string::npos ? id : id.substr(before + 1);
}

// The device part of an instance path: "PNP0501"; empty for another id.
std::string middle_of(const std::string& id) {
  const std::string tail = tail_of(id);
  return tail == id ? std::string() : tail.substr(0, tail.find('\\'));
}

std::string place_of(const Device& device) {
  if (!device.pci) return {};
  TextWriter out;
  snapshot::print(out, *device.pci);
  return std::string(out.view());
}

}  // namespace

std::string short_name(const Device& device) {
  if (std::string place = place_of(device); !place.empty()) return place;
  return tail_of(device.id);
}

std::string device_words(const Device& device) {
  std::string first = place_of(device);
  if (first.empty()) first = middle_of(device.id);
  if (first.empty()) first = device.id;
  if (device.name.empty() || device.name == first) return first;
  return first + " " + device.name;
}

std::string owner_words(const pnp::Machine& machine, Owner owner) {
  const snapshot::Snapshot& snapshot = machine.snapshot();
  switch (owner.kind) {
    case Owner::Kind::device: return device_words(snapshot.devices[owner.index]);
    case Owner::Kind::region: return snapshot.regions[owner.index].name;
    case Owner::Kind::claim: break;
  }
  const snapshot::ClaimValue& claim = snapshot.claims[owner.index];
  return claim.driver_key + " " + claim.name;
}

std::string short_owner(const pnp::Machine& machine, Owner owner) {
  if (owner.kind == Owner::Kind::device) return short_name(machine.snapshot().devices[owner.index]);
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
