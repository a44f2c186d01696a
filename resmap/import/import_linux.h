// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/import/file_set.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// What the files of a Linux machine say of its resources, added to `into`:
//
//   a tree     sys/devices with its PCI functions and plug-and-play devices, proc/iomem, proc/ioports, proc/interrupts, the kernel's
//              log, DMI: an archive of tools/capture-machine, a tar of /sys and /proc, a directory
//   loose      the texts of /proc/iomem, /proc/ioports, /proc/interrupts and the kernel's log, each recognised by what is in it;
//              devices are then derived from the names in them
//
// Files of one machine may come in one set or in several calls, in any order: a device is the same device whichever names it first,
// and sysfs has the last word of a function. What could not be read stands in Snapshot::sources, with the source it concerns.
// On an error `into` is as it was.
//   unsupported RM5341   nothing in the files is of that kind
//   out_of_memory
[[nodiscard]] Result<void> import_linux(const FileSet& files, snapshot::Snapshot& into);

}  // namespace resmap::import
