// SPDX-License-Identifier: MIT
// Validating: every rule held against every descriptor of clean lists.
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/lists/flatbuffers_rival.h"
#include "bench/lists/rows.h"
#include "resmap/lists/validate.h"
#include "tests/oracles/plain_walker.h"

namespace resmap::bench {

namespace {

using lists::CmForm;
using lists::CmLayout;
using lists::CmSide;
using lists::FindingCount;

// The workload is clean: whoever finds something is wrong, and its time is worth nothing.
void expect(bool right) {
  if (!right) std::abort();
}

template <typename Validate>
void ours(const Values& values, Validate validate) {
  FindingCount all;
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    const FindingCount one = validate(values.value(i));
    all.errors += one.errors;
    all.warnings += one.warnings;
  }
  expect(all.clean());
}

template <typename Check>
void plain_walk(const Values& values, Check check) {
  plain::Log log;
  for (std::size_t i = 0; i < values.ends.size(); ++i) check(values.value(i), log);
  expect(log.count == 0);
}

std::uint64_t sum(const std::vector<std::uint8_t>& bytes) {
  std::uint64_t total = 0, word = 0;
  for (std::size_t at = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
    std::memcpy(&word, bytes.data() + at, sizeof word);
    total += word;
  }
  return total;
}

// Both kinds as functions of no argument, the shape that measure() takes.
struct Ways {
  std::function<void()> ours, plain, verify;
};

Ways cm_ways(const Values& values, const Buffers& buffers) {
  return {[&] {
            ours(values, [](Bytes value) {
              return lists::validate_cm(value, CmForm::resource_list, CmLayout::x64, CmSide::raw);
            });
          },
          [&] {
            plain_walk(values, [](Bytes value, plain::Log& log) {
              plain::check_cm(value.data(), value.size(), 20, true, true, log);
            });
          },
          [&] { expect(verify_cm(buffers) == buffers.ends.size()); }};
}

Ways io_ways(const Values& values, const Buffers& buffers) {
  return {[&] { ours(values, [](Bytes value) { return lists::validate_io(value); }); },
          [&] {
            plain_walk(values, [](Bytes value, plain::Log& log) { plain::check_io(value.data(), value.size(), log); });
          },
          [&] { expect(verify_io(buffers) == buffers.ends.size()); }};
}

}  // namespace

void validate_rows(Report& report, const Workload& work) {
  const Values& values = work.values;
  const bool goals = work.descriptors >= 4;
  if (!goals && !report.full()) return;
  const bool cm = work.kind == Kind::cm;
  const Buffers buffers = cm ? flatbuffers_cm(values) : flatbuffers_io(values);
  const Ways ways = cm ? cm_ways(values, buffers) : io_ways(values, buffers);
  const auto row = [&](const std::string& verb, const std::function<void()>& timed, const std::string& rival,
                       const std::function<void()>& theirs, std::optional<double> goal) {
    const Pair pair = measure(timed, theirs);
    report.add({work.name(verb), work.descriptors, rival, work.per_descriptor(pair.ours),
                work.per_descriptor(pair.theirs), "ns/desc", goals ? goal : std::nullopt});
  };
  row("validate", ways.ours, "plain walker", ways.plain, 0.25);
  row("validate", ways.ours, "flatbuffers verify", ways.verify, 1.0);
  if (!report.full()) return;
  // The bounds: what memory gives to whoever only reads the bytes, in the same company, and what a copy of them takes.
  row("only read", [&] { keep(sum(values.bytes)); }, "plain walker", ways.plain, std::nullopt);
  std::vector<std::uint8_t> copy(values.bytes.size());
  const auto copy_all = [&] {
    std::memcpy(copy.data(), values.bytes.data(), copy.size());
    keep(copy.data());
  };
  row("validate", ways.ours, "memcpy", copy_all, std::nullopt);
  row("plain walk", ways.plain, "flatbuffers verify", ways.verify, std::nullopt);
}

}  // namespace resmap::bench
