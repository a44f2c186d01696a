// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/import/linux_devices.h"
#include "resmap/import/linux_log.h"
#include "resmap/import/linux_text.h"

// From the texts' plain structs into a snapshot. Not installed: import_linux.cpp uses it. All of it may throw bad_alloc.
//
// Whatever order the sources come in, sysfs has the last word of a function: its BARs are where it says. A text adds what sysfs
// cannot show, and stands in for it where there is none.
namespace resmap::import {

// Every line as a region; and the devices that lines name:
//   0000:00:1f.3       a function with that range (no BAR number: the text has none); below it, with the same range, its driver
//   PCI Bus 0000:01    a window of the bridge that leads to that bus. One that nobody else names is a bridge of unknown place, or
//                      at the margin a host bridge
//   pnp 00:04          ranges of a mainboard device
// Functions and mainboard devices that sysfs described are only given ranges that it does not show: ports behind a quirk.
void enter_address_map(const AddressMap& map, lists::ResourceType type, snapshot::SourceIndex source,
                       DeviceTable& devices);

void enter_interrupts(const InterruptTable& table, snapshot::SourceIndex source, snapshot::Snapshot& into);

// Host bridges with windows and buses; functions with what the log says of them last; for functions that sysfs described, only what
// could not be placed: how much it is, and in the log's words why.
void enter_log(const LogFacts& log, snapshot::SourceIndex source, DeviceTable& devices);

}  // namespace resmap::import
