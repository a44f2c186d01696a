// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/text_writer.h"
#include "resmap/claims/conflict.h"
#include "resmap/claims/event.h"

namespace resmap::report {

// One record a line, as spec/schema defines them: event.json, and conflict.json for a conflict that a claim met, the claimant
// first. May throw bad_alloc.
void write_event_record(TextWriter& out, const claims::Event& event);
void write_conflict_record(TextWriter& out, const claims::Conflict& conflict);

}  // namespace resmap::report
