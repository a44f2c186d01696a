// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "resmap/report/decoded_value.h"
#include "resmap/report/table.h"

namespace resmap::report {

// The heading line of a value, then its descriptors one a line, then what is wrong with it. Without `warnings`, errors only.
void print_value(TextWriter& out, const DecodedValue& value, bool warnings, const Paint& paint);
// The same in the wording of `!cmreslist` and `!ioreslist`.
void print_value_as_debugger(TextWriter& out, const DecodedValue& value);
// What is wrong with it, a line each, behind `indent`.
void print_findings(TextWriter& out, const DecodedValue& value, bool warnings, std::string_view indent,
                    const Paint& paint);

// The value's key, name, type and size on one line.
void print_value_name(TextWriter& out, const DecodedValue& value, const Paint& paint);

void print_finding(TextWriter& out, const TextFinding& finding, const Paint& paint);

}  // namespace resmap::report
