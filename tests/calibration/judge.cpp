// SPDX-License-Identifier: MIT
#include "tests/calibration/judge.h"

#include <algorithm>

#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::calibration {

namespace {

using lists::LogConfType;
using lists::ResourceType;
using snapshot::Device;

const snapshot::Configuration* configuration_of(const Device& device, LogConfType kind) {
  for (const snapshot::Configuration& one : device.configurations)
    if (one.kind == kind) return &one;
  return nullptr;
}

const std::vector<Place>& places_in(const std::map<std::string, std::vector<Place>>& all, const std::string& id) {
  static const std::vector<Place> none;
  const auto at = all.find(id);
  return at == all.end() ? none : at->second;
}

bool holds(const std::vector<Place>& places, const Place& wanted) {
  return std::any_of(places.begin(), places.end(),
                     [&](const Place& place) { return place.type == wanted.type && place.range == wanted.range; });
}

std::string all_of(const std::vector<Place>& places) {
  std::string text;
  for (const Place& place : places) text += (text.empty() ? "" : " ") + to_text(place);
  return text.empty() ? "nothing" : text;
}

std::size_t addresses(const std::vector<Place>& places) {
  return static_cast<std::size_t>(
      std::count_if(places.begin(), places.end(), [](const Place& place) { return lists::is_address(place.type); }));
}

bool of_kind(const Place& place, std::string_view kind) {
  if (kind == "io") return place.type == ResourceType::port;
  return place.type == ResourceType::memory && place.prefetchable == (kind == "prefetch");
}

class RowJudge {
 public:
  RowJudge(const snapshot::Snapshot& machine, const Given& given) : machine_(machine), given_(given) {}

  void judge(const Statement& said) {
    const Device* device = find_device(machine_, said.device);
    if (device == nullptr) return differs(said.device + " is no device of this machine");
    const std::vector<Place>& has = places_in(given_.devices, said.device);
    const std::vector<Place>& windows = places_in(given_.windows, said.device);
    switch (said.verb) {
      case Verb::placed:
        for (const Place& place : said.places) expect(said.device, place, has);
        if (said.places.empty()) expect_all(*device, has);
        break;
      case Verb::kept: {
        const std::vector<Place> firmware = firmware_places(*device);
        if (firmware.empty()) differs(said.device + " has nothing from firmware that it could keep");
        for (const Place& place : firmware) {
          const bool ports = place.type == ResourceType::port;
          const bool meant = said.kinds.empty() || said.kinds.front() == (ports ? "io" : "memory");
          if (meant) expect(said.device, place, has);
        }
        break;
      }
      case Verb::moved:
        expect_all(*device, has);
        for (const Place& place : firmware_places(*device))
          if (holds(has, place)) differs(said.device + " still stands at " + to_text(place));
        break;
      case Verb::window:
        for (const Place& place : said.places)
          if (std::find(windows.begin(), windows.end(), place) == windows.end())
            differs(said.device + " does not pass on " + to_text(place) + " but " + all_of(windows));
        break;
      case Verb::closed:
        for (const std::string& kind : said.kinds)
          for (const Place& place : windows)
            if (of_kind(place, kind)) differs(said.device + " passes on " + to_text(place));
        break;
    }
  }

  std::vector<std::string> found;

 private:
  void differs(std::string what) { found.push_back(std::move(what)); }

  void expect(const std::string& id, const Place& place, const std::vector<Place>& has) {
    if (!holds(has, place)) differs(id + " is not at " + to_text(place) + " but has " + all_of(has));
  }

  void expect_all(const Device& device, const std::vector<Place>& has) {
    if (addresses(has) < wanted_places(device)) differs(device.id + " lacks something; it has " + all_of(has));
  }

  const snapshot::Snapshot& machine_;
  const Given& given_;
};

}  // namespace

std::vector<Place> firmware_places(const Device& device) {
  std::vector<Place> places;
  const snapshot::Configuration* boot = configuration_of(device, LogConfType::boot);
  if (boot == nullptr) return places;
  const auto list = lists::CmResourceListView::over(boot->bytes, lists::CmForm::resource_list, lists::CmLayout::x64);
  if (!list) return places;
  for (const lists::CmFullDescriptorView full : *list) {
    for (const lists::CmDescriptorView claim : full) {
      const auto range = claim.range();
      if (!range || !lists::is_address(claim.type())) continue;
      const bool memory = lists::is_memory(claim.type());
      const bool prefetchable = memory && (claim.flags() & lists::memory_flag::prefetchable) != 0;
      places.push_back({memory ? ResourceType::memory : ResourceType::port, *range, prefetchable});
    }
  }
  return places;
}

std::size_t wanted_places(const Device& device) {
  const snapshot::Configuration* basic = configuration_of(device, LogConfType::basic);
  if (basic == nullptr) return 0;
  const auto list = lists::IoRequirementsListView::over(basic->bytes);
  if (!list || list->size() == 0) return 0;
  std::size_t count = 0;
  for (const lists::IoDescriptorView wanted : *list->begin())
    if (lists::is_address(wanted.type()) && !wanted.is_alternative()) ++count;
  return count;
}

const Device* find_device(const snapshot::Snapshot& machine, std::string_view id) {
  for (const Device& device : machine.devices)
    if (device.id == id) return &device;
  return nullptr;
}

std::vector<std::string> differences(const Row& row, const snapshot::Snapshot& machine, const Given& given) {
  RowJudge judge(machine, given);
  for (const Statement& said : row.statements) judge.judge(said);
  return judge.found;
}

}  // namespace resmap::calibration
