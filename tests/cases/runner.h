// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace resmap::cases {

// Runs one case. Throws CaseFailure, or std::runtime_error, with the line and what does not hold there. A case that expects
// nothing fails: it would show nothing.
void run_case(std::string_view text);

}  // namespace resmap::cases
