// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace resmap::app {

// The examples that a verb's help begins with, one a line; "resmap" for the program's own.
[[nodiscard]] std::string examples_of(std::string_view verb);

}  // namespace resmap::app
