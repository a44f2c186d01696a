// SPDX-License-Identifier: MIT
#include "resmap/arbiters/bus_map.h"

#include "resmap/arbiters/rules.h"

namespace resmap::arbiters {

namespace {

using lists::CmDescriptor;
using lists::CmDescriptorView;
using lists::ResourceType;

constexpr std::size_t kDeepest = 64;

std::size_t index_of(ResourceType type) {
  return static_cast<std::size_t>(type == ResourceType::memory_large ? ResourceType::memory : type);
}

[[nodiscard]] std::unexpected<Error> no_such_bus(std::uint64_t which) {
  return fail({.code = ErrorCode::not_found, .rule = rule::no_such_bus, .value = which});
}

}  // namespace

Result<BusMap::Place> BusMap::add(Place parent) {
  if (!buses_.empty() && parent >= buses_.size()) return fail({.code = ErrorCode::invalid_argument, .value = parent});
  RESMAP_TRY(buses_.append({.parent = parent, .translators = {}}));
  return buses_.size() - 1;
}

Result<void> BusMap::name(Place place, BusName name) {
  if (place >= buses_.size()) return fail({.code = ErrorCode::invalid_argument, .value = place});
  if (const auto known = find(name)) {
    if (*known == place) return {};
    return fail({.code = ErrorCode::conflict, .value = *known});
  }
  return names_.append({name, place});
}

Result<void> BusMap::set_translator(Place place, ResourceType type, const Translator* translator) {
  if (place >= buses_.size() || !lists::is_arbitrated(type)) return fail({.code = ErrorCode::invalid_argument});
  buses_[place].translators[index_of(type)] = translator;
  return {};
}

std::optional<BusMap::Place> BusMap::find(BusName name) const {
  for (const Named& named : names_)
    if (named.name == name) return named.place;
  return std::nullopt;
}

const Translator* BusMap::translator(Place place, ResourceType type) const {
  if (place >= buses_.size() || !lists::is_arbitrated(type)) return nullptr;
  return buses_[place].translators[index_of(type)];
}

Result<CmDescriptor> BusMap::translate(Place place, const CmDescriptorView& raw) const {
  if (place >= buses_.size()) return no_such_bus(place);
  CmDescriptor here(raw);
  for (;; place = buses_[place].parent) {
    const Translator* between = translator(place, here.view().type());
    if (between != nullptr) {
      RESMAP_TRY_ASSIGN(here, between->child_to_parent(here.view()));
      if (between->completes()) return here;
    }
    if (place == kRoot) return here;
  }
}

Result<CmDescriptor> BusMap::translate(BusName name, const CmDescriptorView& raw) const {
  const auto place = find(name);
  if (!place) return no_such_bus(name.number);
  return translate(*place, raw);
}

Result<CmDescriptor> BusMap::to_raw(Place place, const CmDescriptorView& translated) const {
  if (place >= buses_.size()) return no_such_bus(place);
  std::array<Place, kDeepest> path{};
  std::size_t depth = 0;
  for (;; place = buses_[place].parent) {
    if (depth == kDeepest) return fail({.code = ErrorCode::limit_exceeded, .value = kDeepest});
    path[depth++] = place;
    if (place == kRoot) break;
  }
  CmDescriptor here(translated);
  while (depth-- > 0) {
    // Ports that are memory above are found under either type: memory first, since that is what stands here.
    const ResourceType type = here.view().type();
    const Translator* between = translator(path[depth], type);
    if (between == nullptr && lists::is_memory(type)) between = translator(path[depth], ResourceType::port);
    if (between == nullptr) continue;
    RESMAP_TRY_ASSIGN(here, between->parent_to_child(here.view()));
  }
  return here;
}

}  // namespace resmap::arbiters
