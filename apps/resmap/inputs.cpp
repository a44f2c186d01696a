// SPDX-License-Identifier: MIT
#include "apps/resmap/inputs.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "apps/resmap/output.h"
#include "resmap/report/rule_words.h"

namespace resmap::app {

namespace {

import::ImportOptions import_options(const Options& options) {
  import::ImportOptions how;
  if (options.as) how.as = import::input_kind_from(*options.as);
  how.control_set = options.control_set;
  return how;
}

}  // namespace

std::string shown_word(std::string word, std::size_t most) {
  if (word.size() > most) word = word.substr(0, most) + "...";
  std::replace_if(word.begin(), word.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return word;
}

bool read_standard_input(std::vector<std::uint8_t>& into) {
  constexpr std::size_t step = 64 * 1024;
  const std::uint64_t most = import::FileLimits().file_bytes;
  std::size_t got = step;
  while (got != 0 && into.size() <= most) {
    const std::size_t had = into.size();
    into.resize(had + step);
    got = std::fread(into.data() + had, 1, step, stdin);
    into.resize(had + got);
  }
  if (std::ferror(stdin) == 0 && into.size() <= most) return true;
  say(std::ferror(stdin) != 0 ? "standard input cannot be read" : "standard input has more than 512 MiB");
  return false;
}

void say(const import::ImportFailure& failure) {
  std::string sentence = failure.input;
  if (failure.line != 0) sentence += " line " + std::to_string(failure.line);
  sentence += ": " + report::error_sentence(failure.error);
  std::string place = failure.member.empty() ? "" : "at " + failure.member;
  if (!failure.word.empty()) place += (place.empty() ? "" : ": ") + shown_word(failure.word);
  say(place.empty() ? sentence : sentence + " (" + place + ")");
}

int refuse(const import::ImportFailure& failure) {
  say(failure);
  return failure.error.rule == import::rule::kind_of_many ? usage : unreadable;
}

void say_gaps(const snapshot::Source& source) {
  constexpr std::size_t shown = 10;
  if (source.dirty) {
    say(source.name + ": warning: the hive is dirty: its newest changes stand in its .LOG files and are missing here");
  }
  for (std::size_t i = 0; i < source.gaps.size() && i < shown; ++i) say(source.name + ": " + source.gaps[i]);
  if (source.gaps.size() > shown) {
    say(source.name + ": and " + std::to_string(source.gaps.size() - shown) + " more places; --json names them all");
  }
}

std::expected<snapshot::Snapshot, int> load_snapshot(const Options& options) {
  const Progress progress("reading " + options.inputs.front());
  import::ImportOptions how = import_options(options);
  std::vector<std::uint8_t> standard_input;
  const auto asked = std::count(options.inputs.begin(), options.inputs.end(), "-");
  if (asked > 1) {
    say("standard input can be read once: name - once");
    return std::unexpected(usage);
  }
  if (asked == 1 && !read_standard_input(standard_input)) return std::unexpected(unreadable);
  how.standard_input = standard_input;
  auto machine = import::import_machine(options.inputs, how);
  if (!machine) return std::unexpected(refuse(machine.error()));
  for (const snapshot::Source& source : machine->sources) {
    say_gaps(source);
    for (const std::string& note : source.notes) say(source.name + ": " + note);
  }
  return std::move(*machine);
}

std::expected<pnp::Machine, int> load_machine(const Options& options) {
  auto facts = load_snapshot(options);
  if (!facts) return std::unexpected(facts.error());
  auto machine = pnp::Machine::from(std::move(*facts));
  if (machine) return std::move(*machine);
  say(options.inputs.front() + ": " + report::error_sentence(machine.error()));
  return std::unexpected(unreadable);
}

}  // namespace resmap::app
