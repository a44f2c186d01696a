// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "apps/resmap/options.h"
#include "resmap/import/importer.h"
#include "resmap/pnp/machine.h"
#include "resmap/report/decoded_value.h"

namespace resmap::app {

// The whole of standard input. False, with a sentence said: it could not be read, or passes the limit on a file.
bool read_standard_input(std::vector<std::uint8_t>& into);

// One line about an input that could not be taken, on standard error.
void say(const import::ImportFailure& failure);
// The same; the exit code that it means.
[[nodiscard]] int refuse(const import::ImportFailure& failure);

// A word out of somebody's file, short, and without what a terminal would obey.
[[nodiscard]] std::string shown_word(std::string word, std::size_t most = 60);

// What a source could not deliver, or that it may be old: never passed over in silence.
void say_gaps(const snapshot::Source& source);

// The machine that the command line names, with what its sources could not deliver said on standard error. An exit code instead:
// a sentence was said.
std::expected<pnp::Machine, int> load_machine(const Options& options);
std::expected<snapshot::Snapshot, int> load_snapshot(const Options& options);

// The resource lists of one input: of a registry those below --key, of bytes the one that they are.
struct ListInput {
  import::RegistryInput registry;   // holds the bytes that the values show
  std::vector<std::uint8_t> bytes;  // likewise, for input that is no registry
  std::vector<report::DecodedValue> values;
};
std::expected<ListInput, int> load_lists(const std::string& input, const Options& options);

// What an exit code says of an input with these findings and gaps.
[[nodiscard]] constexpr int exit_code(bool any_findings, bool any_gaps) {
  return any_gaps ? partial : any_findings ? findings : fine;
}

}  // namespace resmap::app
