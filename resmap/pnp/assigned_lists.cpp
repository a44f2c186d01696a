// SPDX-License-Identifier: MIT
// Tested in pnp_manager_test.cpp.
#include "resmap/pnp/assigned_lists.h"

#include <algorithm>

#include "resmap/arbiters/assigned_descriptor.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/pnp/windows_rules.h"

namespace resmap::pnp {

namespace {

using lists::CmDescriptor;
using lists::CmLayout;
using lists::IoDescriptorView;
using lists::ResourceType;

// A descriptor that passes through: its three words, its flags, its share.
CmDescriptor copied(const IoDescriptorView& wanted, CmLayout layout) {
  CmDescriptor given(layout);
  given.set_type(wanted.type()).set_share(wanted.share()).set_flags(wanted.flags());
  for (std::size_t i = 0; i < 3; ++i) given.set_data(i, wanted.data(i));
  return given;
}

ResourceType without_size(ResourceType type) {
  return type == ResourceType::memory_large ? ResourceType::memory : type;
}

bool is_boot_place(const Requirements& requirements, ResourceType type, AddressRange place) {
  if (!requirements.boot) return false;
  const auto& groups = requirements.boot->groups;
  return std::any_of(groups.begin(), groups.end(), [&](const RequirementGroup& group) {
    const auto view = group.alternatives.front().view();
    return without_size(view.type()) == type && only_place(view) == place;
  });
}

// Documents speak of preferred and of single places; traces show how free ones are chosen; of channels and bus numbers there is
// neither.
Basis basis_of(const RequirementGroup& group, const Chosen::Answer& answer) {
  if (answer.arbiter == nullptr || answer.entry.result == arbiters::ArbiterResult::null_request)
    return Basis::documented;
  if (answer.entry.result == arbiters::ArbiterResult::unknown_route) return Basis::model;
  const auto view = group.alternatives[answer.entry.selected_alternative].view();
  if (view.is_preferred() || (only_place(view) && group.alternatives.size() == 1)) return Basis::documented;
  switch (without_size(view.type())) {
    case ResourceType::port:
    case ResourceType::memory: return Basis::observed;
    case ResourceType::interrupt:
      return answer.entry.is_pci_function && !view.is_message() ? Basis::model : Basis::observed;
    default: return Basis::model;
  }
}

}  // namespace

Result<void> rewrite_lists(const Requirements& requirements, Assignment& into) {
  lists::CmResourceListBuilder raw(lists::CmForm::resource_list, requirements.layout),
      translated(lists::CmForm::resource_list, requirements.layout);
  const lists::CmFullHeader header{requirements.interface_type, requirements.bus_number, 1, 1, 0};
  RESMAP_TRY(raw.begin_full(header));
  RESMAP_TRY(translated.begin_full(header));
  for (const AssignedResource& resource : into.resources) {
    RESMAP_TRY(raw.add_verbatim(resource.raw.bytes(), {}));
    RESMAP_TRY(translated.add_verbatim(resource.translated.bytes(), {}));
  }
  RESMAP_TRY_ASSIGN(const Bytes raw_bytes, raw.finish());
  RESMAP_TRY_ASSIGN(const Bytes translated_bytes, translated.finish());
  into.raw_list.assign(raw_bytes.begin(), raw_bytes.end());
  into.translated_list.assign(translated_bytes.begin(), translated_bytes.end());
  return {};
}

Result<void> write_lists(const Chosen& chosen, const Requirements& requirements, const ArbiterTree& arbiters,
                         const Translation& translation, Assignment& into) {
  const auto& groups = chosen.configuration->groups;
  into.resources.clear();
  for (std::uint32_t i = 0; i < groups.size(); ++i) {
    const RequirementGroup& group = groups[i];
    const Chosen::Answer& answer = chosen.answers[i];
    AssignedResource given;
    given.index = i;
    given.tag = group.tag;
    given.basis = basis_of(group, answer);
    given.pass = chosen.configuration->index ? Pass::first_choice : Pass::boot;
    IoDescriptorView wanted = group.alternatives.front().view();
    if (answer.arbiter != nullptr) {
      given.alternative = answer.entry.selected_alternative;
      given.arbiter = arbiters.name_of(*answer.arbiter);
      given.unknown_route = answer.entry.result == arbiters::ArbiterResult::unknown_route;
      wanted = group.alternatives[given.alternative].view();
      if (given.unknown_route) {
        given.raw = CmDescriptor(requirements.layout);
      } else {
        RESMAP_TRY_ASSIGN(given.raw, arbiters::assigned_descriptor(answer.entry, requirements.layout));
      }
    } else if (group.is_host_window) {
      const auto place = only_place(wanted);
      if (!place) return fail({.code = ErrorCode::not_encodable, .index = i});
      RESMAP_TRY_ASSIGN(given.raw, arbiters::descriptor_at(*place, wanted.type(), wanted.share(), wanted.flags(),
                                                           requirements.layout));
    } else {
      given.raw = copied(wanted, requirements.layout);
    }
    given.type = without_size(wanted.type());
    given.share = wanted.share();
    given.flags = wanted.flags();
    given.is_window = group.is_host_window || window_number(given.type, given.flags, given.tag);
    if (const auto range = given.raw.view().range(); range && is_boot_place(requirements, given.type, *range))
      given.pass = Pass::boot;
    given.translated = given.raw;
    if (translation.buses != nullptr && answer.arbiter != nullptr && !given.unknown_route) {
      auto seen = translation.buses->translate(translation.place, given.raw.view());
      if (!seen) {
        Error error = seen.error();
        error.index = i;
        return fail(error);
      }
      given.translated = *seen;
    }
    into.resources.push_back(std::move(given));
  }
  into.configuration = chosen.configuration->index;
  into.pass = chosen.configuration->index ? Pass::first_choice : Pass::boot;
  return rewrite_lists(requirements, into);
}

}  // namespace resmap::pnp
