// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/import/file_set.h"

namespace resmap::import {

// The machine that this runs on, as a set of files with Linux's own paths: the PCI and plug-and-play devices of /sys, the texts of
// /proc, DMI, and the kernel's log. Files are read when they are asked for. What a plain user may not read is a gap, and the
// addresses in /proc/iomem are hidden from one.
//   unsupported RM5503   no /sys/devices and /proc here
//   limit_exceeded as open_files; out_of_memory
[[nodiscard]] Result<FileSet> open_live(const FileLimits& limits = {});

}  // namespace resmap::import
