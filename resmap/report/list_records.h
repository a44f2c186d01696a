// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/text_writer.h"
#include "resmap/report/decoded_value.h"
#include "resmap/snapshot/snapshot.h"

// Registry values as NDJSON, one record a line.
namespace resmap::report {

// {"record":"value",...}, as spec/schema/value.json says; a list that is not whole brings its bytes as "hex" and its error.
void write_value_record(TextWriter& out, const DecodedValue& value);
// {"record":"finding",...} for each finding.
void write_finding_records(TextWriter& out, const DecodedValue& value, bool warnings);

void write_finding_record(TextWriter& out, const TextFinding& finding);

// {"record":"source",...}: where the values of a listing come from, whether it is dirty, and what could not be read.
void write_source_record(TextWriter& out, const snapshot::Source& source);
// {"record":"totals",...}: the end of a listing.
void write_totals_record(TextWriter& out, std::size_t values, std::size_t errors, std::size_t warnings);

}  // namespace resmap::report
