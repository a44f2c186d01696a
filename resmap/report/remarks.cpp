// SPDX-License-Identifier: MIT
// Tested in check_screen_test.cpp.
#include <algorithm>
#include <utility>

#include "resmap/report/check_screen.h"
#include "resmap/report/gaps.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

using pnp::Machine;

// What a gap concerns.
enum class Concern : std::uint8_t {
  machine,   // what a machine is put together from
  anything,  // a part of the file of which nobody knows what stood there
  elsewhere  // keys of a registry that say nothing of devices
};

Concern concern_of(const Machine& machine, const snapshot::Source& source, std::string_view gap) {
  if (source.kind != snapshot::SourceKind::hive) return Concern::machine;
  if (gap.starts_with("a page ") || gap.starts_with("a cell ") || gap.ends_with(" more places could not be read"))
    return Concern::anything;
  const std::size_t of = gap.find(" of ControlSet");
  if (of == std::string_view::npos) {
    const bool keyed = gap.starts_with("value ") || gap.starts_with("the values of ") || gap.starts_with("subkeys of ");
    return keyed && gap.find(" of Select") == std::string_view::npos ? Concern::elsewhere : Concern::machine;
  }
  std::string_view key = gap.substr(of + 4);
  const std::string& set = machine.snapshot().control_set;
  if (!key.starts_with(set + "\\") && !key.starts_with(set + " ")) return Concern::elsewhere;
  key.remove_prefix(set.size() + 1);
  for (const std::string_view telling : {"Enum", "Control\\Arbiters", "Control\\SystemResources"}) {
    if (key.starts_with(telling)) return Concern::machine;
  }
  return Concern::elsewhere;
}

void print_gap(TextWriter& out, const snapshot::Source& source, std::string_view words, const Paint& paint) {
  paint.write(out, Ink::doubtful, "NOT READ");
  out.text("  ").text(source.name).text(": ").text(words).text("\n");
}

// What concerns the machine first, up to ten; of lost parts of the file three; keys that say nothing of devices are counted.
void print_gaps(TextWriter& out, const Machine& machine, const snapshot::Source& source,
                const std::vector<std::string>& gaps, const Paint& paint) {
  for (const auto& [concern, most] : {std::pair(Concern::machine, 10U), std::pair(Concern::anything, 3U)}) {
    std::size_t found = 0;
    for (const std::string& gap : gaps) {
      if (concern_of(machine, source, gap) == concern && found++ < most) print_gap(out, source, gap, paint);
    }
    if (found > most)
      print_gap(out, source, "and " + counted(found - most, "more place") + " (--json names them all)", paint);
  }
  const auto elsewhere = std::count_if(gaps.begin(), gaps.end(), [&](const std::string& gap) {
    return concern_of(machine, source, gap) == Concern::elsewhere;
  });
  if (elsewhere != 0) {
    print_gap(out, source,
              counted(static_cast<std::uint64_t>(elsewhere), "place") +
                  " in keys that hold no facts of devices (resmap decode names them)",
              paint);
  }
}

}  // namespace

void print_remarks(TextWriter& out, const Machine& machine, const Verdict& verdict, const Paint& paint) {
  for (snapshot::SourceIndex index = 0; index < machine.snapshot().sources.size(); ++index) {
    const snapshot::Source& source = machine.snapshot().sources[index];
    if (source.dirty) {
      paint.write(out, Ink::doubtful, "DIRTY");
      out.text("     ").text(source.name).text(": its log was not applied, so the newest changes may be missing\n");
    }
    for (const std::string& note : source.notes)
      out.text("NOTE      ").text(source.name).text(": ").text(note).text("\n");
    print_gaps(out, machine, source, gaps_of(machine, index), paint);
  }
  if (verdict.firmware_view) {
    out.text("NOTE      This shows what firmware configured and devices require, not what Windows assigned last.\n");
  }
}

}  // namespace resmap::report
