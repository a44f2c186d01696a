// SPDX-License-Identifier: MIT
#include "apps/resmap/machine_buses.h"

#include <algorithm>
#include <new>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_walker.h"

namespace resmap::app {

namespace {

using arbiters::BusMap;
using lists::InterfaceType;
using lists::ResourceType;
using snapshot::DeviceKind;

constexpr std::uint32_t kBusesOfASegment = 256;
constexpr std::uint32_t kLines = 256;

// A map refuses for want of memory only, once its arguments are right.
template <typename Answer>
void need(const Answer& answer) {
  if (!answer && answer.error().code == ErrorCode::out_of_memory) throw std::bad_alloc();
}

std::optional<pnp::DeviceIndex> host_of(const pnp::Machine& machine, pnp::DeviceIndex device) {
  for (std::optional<pnp::DeviceIndex> at = device; at; at = machine.tree().node(*at).parent)
    if (machine.snapshot().devices[*at].kind == DeviceKind::host_bridge) return at;
  return std::nullopt;
}

struct OnBus {
  arbiters::BusName bus;
  lists::CmDescriptorView view;
};

// The descriptors of a list, each with the bus it is on; of one that breaks off, those before the break.
std::vector<OnBus> descriptors_of(Bytes list, lists::CmLayout layout) {
  std::vector<OnBus> found;
  arbiters::BusName bus;
  lists::CmWalker walk(list, lists::CmForm::resource_list, layout);
  for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
    if (step->kind == lists::CmStep::Kind::full_descriptor)
      bus = {step->header.interface_type, step->header.bus_number};
    else
      found.push_back({bus, step->view()});
  }
  return found;
}

}  // namespace

BusMap::Place MachineBuses::add() {
  const auto place = map_.add();
  need(place);
  return place.value_or(BusMap::kRoot);
}

void MachineBuses::name(BusMap::Place place, InterfaceType type, std::uint32_t number) {
  need(map_.name(place, {type, number}));  // a bus keeps the first place that is found for it
}

MachineBuses::MachineBuses(const pnp::Machine& machine) {
  static_cast<void>(add());  // the root
  plain_ = add();
  name_pci_buses(machine);
  name_other_buses();
  learn_lines(machine.snapshot());
  connect();
}

void MachineBuses::name_pci_buses(const pnp::Machine& machine) {
  std::map<pnp::DeviceIndex, BusMap::Place> places;
  bool any = false;
  const auto name_buses = [&](pnp::DeviceIndex device, std::uint32_t segment, std::uint64_t first, std::uint64_t last) {
    const auto host = host_of(machine, device);
    if (host && !places.contains(*host)) places[*host] = add();
    const std::uint64_t end = std::min<std::uint64_t>(last, kBusesOfASegment - 1);
    for (std::uint64_t bus = first; bus <= end; ++bus)
      name(host ? places[*host] : plain_, InterfaceType::pci_bus, segment << 8 | static_cast<std::uint32_t>(bus));
    any = true;
  };
  const auto& devices = machine.snapshot().devices;
  for (pnp::DeviceIndex i = 0; i < devices.size(); ++i) {
    const auto& device = devices[i];
    const std::uint32_t segment = device.pci ? device.pci->segment : 0;
    if (device.pci) name_buses(i, segment, device.pci->bus, device.pci->bus);
    if (device.child_buses) name_buses(i, segment, device.child_buses->first, device.child_buses->last);
  }
  for (const auto& [host, place] : places) {
    for (const pnp::Occupancy& held : machine.held_by(host)) {
      if (held.role != snapshot::Role::window) continue;
      const arbiters::TranslationWindow window{.child = held.range, .parent_first = held.range.first};
      if (held.type == ResourceType::port) buses_[place].ports.push_back(window);
      if (held.type == ResourceType::memory) buses_[place].memory.push_back(window);
    }
  }
  for (std::uint32_t bus = 0; !any && bus < kBusesOfASegment; ++bus) name(plain_, InterfaceType::pci_bus, bus);
}

void MachineBuses::name_other_buses() {
  for (std::int32_t type = -1; type < lists::kMaximumInterfaceType; ++type)
    if (InterfaceType{type} != InterfaceType::pci_bus) name(plain_, InterfaceType{type}, 0);
}

void MachineBuses::learn_lines(const snapshot::Snapshot& facts) {
  for (const snapshot::ClaimValue& raw : facts.claims) {
    if (!raw.name.ends_with(".Raw")) continue;
    const std::string twin = raw.name.substr(0, raw.name.size() - 4) + ".Translated";
    const auto translated = std::ranges::find_if(facts.claims, [&](const snapshot::ClaimValue& other) {
      return other.class_key == raw.class_key && other.driver_key == raw.driver_key && other.name == twin;
    });
    if (translated == facts.claims.end()) continue;
    const auto layout = lists::choose_layout(raw.bytes, lists::CmForm::resource_list).layout;
    const auto before = descriptors_of(raw.bytes, layout), after = descriptors_of(translated->bytes, layout);
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
      const auto& [bus, line] = before[i];
      const lists::CmDescriptorView vector = after[i].view;
      name(plain_, bus.type, bus.number);
      if (line.type() != ResourceType::interrupt || vector.type() != line.type() || line.is_message()) continue;
      auto& lines = buses_[map_.find(bus).value_or(plain_)].lines;
      if (std::ranges::find(lines, line.vector(), &arbiters::InterruptTarget::line) == lines.end())
        lines.push_back({line.vector(), vector.vector(), vector.level(), vector.affinity()});
    }
  }
}

void MachineBuses::connect() {
  for (auto& [place, bus] : buses_) {
    if (!bus.ports.empty())
      need(map_.set_translator(place, ResourceType::port, &bus.port_windows.emplace(ResourceType::port, bus.ports)));
    if (!bus.memory.empty())
      need(map_.set_translator(place, ResourceType::memory,
                               &bus.memory_windows.emplace(ResourceType::memory, bus.memory)));
    if (bus.lines.empty()) continue;
    // Lines that no pair names stay what they are.
    for (std::uint32_t line = 0; line < kLines; ++line)
      if (std::ranges::find(bus.lines, line, &arbiters::InterruptTarget::line) == bus.lines.end())
        bus.lines.push_back({.line = line, .vector = line, .irql = static_cast<std::uint16_t>(line)});
    need(map_.set_translator(place, ResourceType::interrupt, &bus.interrupts.emplace(bus.lines)));
  }
}

}  // namespace resmap::app
