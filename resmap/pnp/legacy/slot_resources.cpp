// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/slot_resources.h"

#include <new>

#include "resmap/lists/io_list_builder.h"
#include "resmap/pnp/legacy/rules.h"

namespace resmap::pnp {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;

std::optional<std::uint32_t> line_of(const buses::PciFunction& function, std::optional<arbiters::PciPin> routed,
                                     LegacyPolicy policy) {
  if (!function.has_line()) return std::nullopt;
  if (policy.pci_line == LegacyPolicy::PciLine::by_device_and_pin) {
    const arbiters::PciPin pin =
        routed.value_or(arbiters::PciPin{function.at.device, static_cast<std::uint8_t>(function.pin - 1)});
    return std::uint32_t{pin.device} << 2 | pin.pin;
  }
  if (function.line == 0 || function.line == 0xFF) return std::nullopt;
  return function.line;
}

Result<void> add_bar(lists::IoRequirementsListBuilder& build, const buses::PciSizedBar& bar, LegacyPolicy policy) {
  const auto type = bar.is_io() ? ResourceType::port : ResourceType::memory;
  const std::uint16_t flags =
      bar.is_io() ? lists::port_flag::io : (bar.prefetchable ? lists::memory_flag::prefetchable : std::uint16_t{0});
  const auto within = [&](std::uint64_t first, std::uint64_t last) {
    return IoDescriptor::address(type, bar.size, bar.size, first, last, ShareDisposition::device_exclusive, flags);
  };
  if (bar.address == 0) {
    RESMAP_TRY_ASSIGN(const IoDescriptor anywhere, within(0, bar.maximum()));
    return build.add(anywhere);
  }
  const std::uint64_t last = bar.address + (bar.size - 1);
  RESMAP_TRY_ASSIGN(IoDescriptor here, within(bar.address, last));
  RESMAP_TRY(build.add(here.set_option(lists::io_option::preferred)));
  const bool locked = policy.pci_places == LegacyPolicy::PciPlaces::locked;
  RESMAP_TRY_ASSIGN(IoDescriptor other, locked ? within(bar.address, last) : within(0, bar.maximum()));
  return build.add(other.set_option(lists::io_option::alternative));
}

// In nt4 the list has no tags: which register a place is for follows from its position.
buses::PciAssignment assignment_in_order(const buses::PciFunction& function, const lists::CmResourceListView& list) {
  buses::PciAssignment row;
  std::size_t next = 0;
  for (const auto full : list)
    for (const auto descriptor : full) {
      if (descriptor.type() != ResourceType::port && !lists::is_memory(descriptor.type())) continue;
      const buses::PciSizedBar& bar = function.bars[next++];
      row.add({bar.index, bar.is_io(), descriptor.start(), descriptor.length()});
    }
  return row;
}

Result<SlotOutcome> assign(const LegacyDoors& doors, const SlotRequest& request, Bytes requirements) {
  AssignRequest asked = request.assign;
  asked.requested = requirements;
  SlotOutcome outcome;
  RESMAP_TRY_ASSIGN(outcome.assigned, io_assign_resources(doors, asked));
  if (!outcome.assigned.granted) return outcome;
  const auto write = [&]() -> Result<void> {
    RESMAP_TRY_ASSIGN(const auto list, lists::CmResourceListView::over(outcome.assigned.allocated,
                                                                       lists::CmForm::resource_list, doors.layout));
    buses::PciAssignment row;
    if (doors.era == claims::Era::nt4) {
      row = assignment_in_order(*request.function, list);
    } else {
      RESMAP_TRY_ASSIGN(row, buses::assignment_of(list));
    }
    RESMAP_TRY_ASSIGN(outcome.writes, buses::program(*request.function, std::span(row.begin(), row.size())));
    return {};
  };
  const auto written = write();
  if (written) return outcome;
  asked.requested.reset();
  static_cast<void>(io_assign_resources(doors, asked));
  return fail(written.error());
}

}  // namespace

Result<std::vector<std::uint8_t>> slot_requirements(const buses::PciFunction& function,
                                                    std::optional<arbiters::PciPin> routed, LegacyPolicy policy) {
  try {
    lists::IoRequirementsListBuilder build({.list_size = 0,
                                            .interface_type = lists::InterfaceType::pci_bus,
                                            .bus_number = function.at.bus,
                                            .slot_number = function.at.slot(),
                                            .reserved = {},
                                            .alternative_lists = 0});
    RESMAP_TRY(build.begin_configuration());
    if (const auto line = line_of(function, routed, policy))
      RESMAP_TRY(build.add(
          IoDescriptor::line(*line, *line, ShareDisposition::shared, lists::interrupt_flag::level_sensitive)));
    for (const buses::PciSizedBar& bar : function.bars) RESMAP_TRY(add_bar(build, bar, policy));
    RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
    return std::vector<std::uint8_t>(list.begin(), list.end());
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<SlotOutcome> hal_assign_slot_resources(const LegacyDoors& doors, const SlotRequest& request) {
  if (request.bus != lists::InterfaceType::pci_bus)
    return fail({.code = ErrorCode::unsupported,
                 .rule = rule::not_pci,
                 .value = static_cast<std::uint64_t>(static_cast<std::int64_t>(request.bus))});
  if (doors.era == claims::Era::w2k && !request.assign.device)
    return fail({.code = ErrorCode::invalid_argument, .rule = rule::no_device});
  if (request.function == nullptr) return fail({.code = ErrorCode::not_found, .rule = rule::no_function});
  if (doors.era == claims::Era::nt4) {
    RESMAP_TRY_ASSIGN(const auto list, slot_requirements(*request.function, request.routed, doors.policy));
    return assign(doors, request, list);
  }
  auto built = buses::pci_requirements(*request.function, request.driver, request.bus_policy);
  if (!built) {
    Error error = built.error();
    if (error.code == ErrorCode::not_found) error.rule = rule::no_function;
    return fail(error);
  }
  RESMAP_TRY_ASSIGN(const Bytes list, built->finish());
  return assign(doors, request, list);
}

}  // namespace resmap::pnp
