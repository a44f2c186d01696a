// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/root_resources.h"

#include <algorithm>
#include <array>
#include <new>

#include "resmap/arbiters/assigned_descriptor.h"

namespace resmap::pnp {

namespace {

using arbiters::Arbiter;
using arbiters::ArbiterEntry;
using lists::CmDescriptor;
using lists::CmDescriptorView;
using lists::IoDescriptor;
using lists::ResourceType;

AddressRange place_of(const CmDescriptorView& view) {
  if (view.type() == ResourceType::interrupt) return {view.vector(), view.vector()};
  if (view.type() == ResourceType::dma) return {view.channel(), view.channel()};
  return {view.start(), view.start() + (view.length() - 1)};
}

bool has_place(const CmDescriptorView& view) {
  return view.type() == ResourceType::interrupt || view.type() == ResourceType::dma || view.length() != 0;
}

// A requirement with this one place.
Result<IoDescriptor> fixed(const CmDescriptorView& view) {
  const AddressRange place = place_of(view);
  if (view.type() == ResourceType::interrupt)
    return IoDescriptor::line(view.vector(), view.vector(), view.share(), view.flags());
  if (view.type() == ResourceType::dma)
    return IoDescriptor::dma(view.channel(), view.channel(), view.share(), view.flags());
  return IoDescriptor::address(view.type(), view.length(), 1, place.first, place.last, view.share(), view.flags());
}

ArbiterEntry entry_of(arbiters::DeviceId device, arbiters::RequirementGroupView group, arbiters::RequestSource source) {
  ArbiterEntry made;
  made.alternatives = group;
  made.device = device;
  made.source = source;
  return made;
}

}  // namespace

Arbiter* RootArbiters::arbiter_of(ResourceType type) const {
  if (type == ResourceType::port) return arbiters_.port;
  if (type == ResourceType::interrupt) return arbiters_.interrupt;
  if (type == ResourceType::dma) return arbiters_.dma;
  return lists::is_memory(type) ? arbiters_.memory : nullptr;
}

std::vector<Arbiter*> RootArbiters::all() const {
  std::vector<Arbiter*> row;
  for (Arbiter* each : {arbiters_.port, arbiters_.memory, arbiters_.interrupt, arbiters_.dma})
    if (each != nullptr) row.push_back(each);
  return row;
}

bool RootArbiters::is_pnp_device(DeviceId device) const {
  return std::find(pnp_devices_.begin(), pnp_devices_.end(), device) != pnp_devices_.end();
}

Result<bool> RootArbiters::in_one(DeviceId device, std::vector<ArbiterEntry>& entries) {
  arbiters::StepBudget budget{.left = steps_};
  std::vector<Arbiter*> tested;
  const auto undo = [&] {
    for (Arbiter* each : tested) each->rollback();
  };
  for (Arbiter* arbiter : all()) {
    std::vector<std::size_t> mine;
    std::vector<ArbiterEntry> row;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (arbiter_of(entries[i].alternatives.type()) != arbiter) continue;
      mine.push_back(i);
      row.push_back(entries[i]);
    }
    // Nothing of this type any more: what the device had is given back with the rest.
    if (row.empty()) row.push_back(entry_of(device, {}, arbiters::RequestSource::legacy_reported));
    const auto done = arbiter->test_allocation(row, budget);
    if (!done) {
      undo();
      if (done.error().code == ErrorCode::conflict) return false;
      return fail(done.error());
    }
    tested.push_back(arbiter);
    for (std::size_t i = 0; i < mine.size(); ++i) entries[mine[i]] = row[i];
  }
  for (Arbiter* each : tested) {
    const auto done = each->commit();
    if (done) continue;
    undo();
    return fail(done.error());
  }
  return true;
}

Result<bool> RootArbiters::reserve(DeviceId device, std::span<const CmDescriptor> raw, bool for_detection) {
  try {
    std::vector<IoDescriptor> wanted;
    for (const CmDescriptor& each : raw) {
      const CmDescriptorView view = each.view();
      if (arbiter_of(view.type()) == nullptr || !has_place(view)) continue;
      if (for_detection) {
        for (const Need& need : needed_) {
          const bool same = lists::same_space(need.type, view.type());
          if (same && need.range.first <= place_of(view).last && place_of(view).first <= need.range.last) return false;
        }
      }
      RESMAP_TRY_ASSIGN(const IoDescriptor made, fixed(view));
      wanted.push_back(made);
    }
    std::vector<ArbiterEntry> entries;
    const auto source =
        for_detection ? arbiters::RequestSource::pnp_detected : arbiters::RequestSource::legacy_reported;
    for (const IoDescriptor& each : wanted) entries.push_back(entry_of(device, std::span(&each, 1), source));
    return in_one(device, entries);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<std::optional<std::vector<CmDescriptor>>> RootArbiters::assign(DeviceId device,
                                                                      const lists::IoRequirementsListView& requirements,
                                                                      lists::CmLayout layout) {
  try {
    for (const lists::IoConfigurationView configuration : requirements) {
      std::vector<arbiters::RequirementGroupView> groups;
      std::vector<ArbiterEntry> entries;
      std::vector<std::optional<std::size_t>> places;
      arbiters::GroupWalker walk(configuration);
      for (;;) {
        RESMAP_TRY_ASSIGN(const auto group, walk.next());
        if (!group) break;
        groups.push_back(*group);
        places.emplace_back();
        if (arbiter_of(group->type()) == nullptr) continue;
        places.back() = entries.size();
        entries.push_back(entry_of(device, *group, arbiters::RequestSource::legacy_assigned));
      }
      RESMAP_TRY_ASSIGN(const bool fits, in_one(device, entries));
      if (!fits) continue;
      std::vector<CmDescriptor> assigned;
      for (std::size_t i = 0; i < groups.size(); ++i) {
        if (places[i]) {
          RESMAP_TRY_ASSIGN(const CmDescriptor made, arbiters::assigned_descriptor(entries[*places[i]], layout));
          assigned.push_back(made);
          continue;
        }
        const auto view = groups[i][0];
        if (view.type() == ResourceType::config_data) continue;
        CmDescriptor passed(layout);
        passed.set_type(view.type()).set_share(view.share()).set_flags(view.flags());
        for (std::size_t word = 0; word < 3; ++word) passed.set_data(word, view.data(word));
        assigned.push_back(passed);
      }
      return std::optional(std::move(assigned));
    }
    return std::optional<std::vector<CmDescriptor>>{};
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<void> RootArbiters::release(DeviceId device) {
  for (Arbiter* each : all()) RESMAP_TRY(each->release(device));
  return {};
}

Result<std::optional<RootResources::DeviceId>> RootArbiters::add_detected(DetectedDevice device,
                                                                          std::span<const CmDescriptor> ranges) {
  try {
    const DeviceId id = device.pdo.value_or(next_id_);
    detected_.reserve(detected_.size() + 1);
    if (!ranges.empty()) {
      RESMAP_TRY_ASSIGN(const bool free, reserve(id, ranges, true));
      if (!free) return std::optional<DeviceId>{};
    }
    if (!device.pdo) ++next_id_;
    detected_.emplace_back(id, std::move(device));
    return std::optional(id);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::pnp
