// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "resmap/snapshot/snapshot.h"

// Several files of one machine speak of the same devices. Not installed: for importers.
namespace resmap::import {

// Adds devices whose parents are places among themselves. One whose id is there already completes it instead of standing beside
// it: what was not known is filled in, lists of kinds that it lacks are added; what was said first stands. Ids are compared as NT
// does, without case. A parent outside `devices` is dropped. May throw bad_alloc.
void add_devices(std::vector<snapshot::Device> devices, snapshot::Snapshot& into);

}  // namespace resmap::import
