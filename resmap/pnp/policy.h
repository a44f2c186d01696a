// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/arbiters/policy.h"
#include "resmap/buses/policy.h"
#include "resmap/claims/policy.h"

namespace resmap::pnp {

// What no public source settles about the PnP manager: one switch a question, each with its line in CAVEATS.md. No logic here.
struct PnpPolicy {
  // Which Windows is followed where versions differ.
  enum class Os : std::uint8_t { win7, win8_1, win10, win11 };
  Os os = Os::win10;

  // Which devices have their boot configuration before their own lists, as a configuration of its own. PCI functions state
  // their firmware places in their lists, each as the preferred one.
  enum class BootConfiguration : std::uint8_t { all_but_pci, every_device, never };
  BootConfiguration boot_configuration_first = BootConfiguration::all_but_pci;

  // Whether a printer port keeps asking for an interrupt, or its driver takes that out of the list.
  enum class LptInterrupt : std::uint8_t { filtered, required };
  LptInterrupt lpt_interrupt = LptInterrupt::filtered;

  // Whether configurations of which one begins with a ConfigData descriptor are tried by their priority, or as listed.
  enum class ConfigurationOrder : std::uint8_t { by_priority, as_listed };
  ConfigurationOrder configuration_order = ConfigurationOrder::by_priority;

  // In which order devices start when nobody says it: all of one depth before those below them, or each with its branch.
  enum class StartOrder : std::uint8_t { level_by_level, branch_by_branch };
  StartOrder start_order = StartOrder::level_by_level;

  // What a machine has whose source does not show Control\Arbiters: the lists that every published Windows has, or none.
  enum class MissingLists : std::uint8_t { published, none };
  MissingLists missing_lists = MissingLists::published;

  // Whether what ISA devices and firmware hold at the root keeps PCI devices away inside a host window, and the other way round.
  enum class HostWindows : std::uint8_t { guarded, open };
  HostWindows host_windows = HostWindows::guarded;

  // What becomes of a PCI function whose firmware place lies outside every window of its bus, when nothing inside fits.
  enum class OutsideWindows : std::uint8_t { keeps_place, refused };
  OutsideWindows outside_windows = OutsideWindows::keeps_place;

  // Whether a subtractive bridge serves the devices below it from the windows that it has open, or they ask the bus above for
  // everything. Where they do, the bridge cannot have a window that a device below it stands in.
  enum class SubtractiveWindows : std::uint8_t { serve, passed_over };
  SubtractiveWindows subtractive_windows = SubtractiveWindows::serve;
};

// All switches that a machine is assigned with.
struct Policy {
  arbiters::ArbiterPolicy arbiters = {};
  claims::ClaimPolicy claims = {};
  buses::BusPolicy buses = {};
  PnpPolicy pnp = {};
};

}  // namespace resmap::pnp
