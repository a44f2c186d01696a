// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/arbiter_entry.h"
#include "resmap/buses/pci_program.h"
#include "resmap/buses/pci_requirements.h"
#include "resmap/pnp/legacy/assign_resources.h"

namespace resmap::pnp {

// The parameters of HalAssignSlotResources, and what configuration space says of the slot. Borrowed for the call.
struct SlotRequest {
  AssignRequest assign = {};  // `requested` is ignored: it is made here
  lists::InterfaceType bus = lists::InterfaceType::pci_bus;
  const buses::PciFunction* function = nullptr;  // null: nothing answers in that slot
  buses::PciDriver driver = {};                  // w2k
  buses::BusPolicy bus_policy = {};              // w2k
  // nt4 with PciLine::by_device_and_pin: where the pin comes out on the bus that has routing; else the function's own.
  std::optional<arbiters::PciPin> routed = {};
};

struct SlotOutcome {
  AssignOutcome assigned;
  buses::PciWrites writes;  // to be done in order; none when refused
};

// The requirements list of a PCI function in the shape that two drivers' keys of an NT 4 hive have:
//   [interrupt, shared, the one line it has]  for each BAR [PREFERRED where it is] [ALTERNATIVE where it may be]
// in one configuration on bus and slot. A BAR without an address has one descriptor. A function without pin, or whose line nobody
// wrote down, has no interrupt (R67). Errors: the builder's. Source: claims-and-hal.md, its first correction.
[[nodiscard]] Result<std::vector<std::uint8_t>> slot_requirements(const buses::PciFunction& function,
                                                                  std::optional<arbiters::PciPin> routed = {},
                                                                  LegacyPolicy policy = {});

// HalAssignSlotResources: requirements out of configuration space, io_assign_resources(), and the register writes that put the
// function where it now is. BARs may move. The line stays in nt4, so its register needs no write.
//   invalid_argument RM6402   w2k without a device object (STATUS_INVALID_PARAMETER_3, R70)
//   unsupported RM6403        no PCI bus (R71)
//   not_found RM6404          nothing answers there, or (w2k) the function asks for nothing
//   and what io_assign_resources(), pci_requirements() and program() answer; where program() refuses, the claim is erased again.
// Source: claims-and-hal.md 3.4; R70, R71.
[[nodiscard]] Result<SlotOutcome> hal_assign_slot_resources(const LegacyDoors& doors, const SlotRequest& request);

}  // namespace resmap::pnp
