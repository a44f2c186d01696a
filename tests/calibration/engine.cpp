// SPDX-License-Identifier: MIT
#include "tests/calibration/engine.h"

#include <algorithm>

#include "resmap/import/json_walk.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/pnp/pnp_manager.h"
#include "resmap/report/policy_words.h"
#include "resmap/report/rule_words.h"

namespace resmap::calibration {

namespace {

using lists::ResourceType;

template <typename Value>
Value or_throw(Result<Value> result) {
  if (!result) throw std::runtime_error(report::error_sentence(result.error()));
  if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

std::optional<Place> place_of(const pnp::AssignedResource& resource) {
  const lists::CmDescriptorView given = resource.raw.view();
  const auto range = given.range();
  if (!range) return std::nullopt;
  const bool memory = lists::is_memory(given.type());
  const bool prefetchable = memory && (given.flags() & lists::memory_flag::prefetchable) != 0;
  return Place{memory ? ResourceType::memory : given.type(), *range, prefetchable};
}

}  // namespace

std::vector<std::string> whole_order(const CalibratedMachine& machine) {
  const std::vector<std::string>& start = machine.expected.start;
  std::vector<std::string> order;
  for (const snapshot::Device& device : machine.snapshot.devices)
    if (std::find(start.begin(), start.end(), device.id) == start.end()) order.push_back(device.id);
  order.insert(order.end(), start.begin(), start.end());
  return order;
}

Given assign(const CalibratedMachine& machine) {
  const auto& devices = machine.snapshot.devices;
  const pnp::Machine together = or_throw(pnp::Machine::from(machine.snapshot));
  pnp::AssignSetup setup;
  for (const std::string& one : machine.expected.policy) {
    const std::size_t at = one.find('=');
    or_throw(report::set_policy(setup.policy, one.substr(0, at), one.substr(at + 1)));
  }
  for (const std::string& id : whole_order(machine))
    for (snapshot::DeviceIndex i = 0; i < devices.size(); ++i)
      if (devices[i].id == id) setup.order.push_back(i);
  const auto manager = or_throw(pnp::PnpManager::make(together, setup));
  or_throw(manager->assign_all());
  Given given;
  for (snapshot::DeviceIndex i = 0; i < devices.size(); ++i) {
    const pnp::Assignment* assigned = manager->assignment(i);
    if (assigned == nullptr) continue;
    for (const pnp::AssignedResource& resource : assigned->resources) {
      const auto place = place_of(resource);
      if (place) (resource.is_window ? given.windows : given.devices)[devices[i].id].push_back(*place);
    }
  }
  return given;
}

Given given_by_records(const std::string& records, const snapshot::Snapshot& machine) {
  Given given;
  for (std::size_t begin = 0; begin < records.size();) {
    const std::size_t end = std::min(records.find('\n', begin), records.size());
    const std::string line = records.substr(begin, end - begin);
    begin = end + 1;
    const auto read = import::read_json(line, [&](const import::JsonView& record) {
      if (record.text_of("record") != "device") return false;
      const std::string id = record.text_of("device");
      const snapshot::Device* device = find_device(machine, id);
      const bool bridge = device != nullptr && device->kind == snapshot::DeviceKind::pci_bridge;
      for (const import::JsonView& resource : record.elements_of("resources")) {
        const auto type = lists::resource_type_from(resource.at("type").text());
        const import::JsonView raw = resource.at("raw");
        if (!type || !raw.value().is_object() || !raw.has("start")) continue;
        const bool prefetchable =
            *type == ResourceType::memory && (resource.at("flags").number() & lists::memory_flag::prefetchable) != 0;
        const Place place{*type, {raw.at("start").number(), raw.at("end").number()}, prefetchable};
        given.devices[id].push_back(place);
        if (bridge) given.windows[id].push_back(place);
      }
      return true;
    });
    if (!read) throw std::runtime_error("this is no record: " + line + " (" + read.error().path + ")");
  }
  return given;
}

std::vector<std::string> assign_words(const CalibratedMachine& machine) {
  std::vector<std::string> words = {"assign", "--json"};
  for (const std::string& one : machine.expected.policy) words.insert(words.end(), {"--policy", one});
  std::string order;
  for (const std::string& id : whole_order(machine)) order += (order.empty() ? "" : ",") + id;
  words.insert(words.end(), {"--order", order, machine.path});
  return words;
}

}  // namespace resmap::calibration
