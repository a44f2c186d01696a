// SPDX-License-Identifier: MIT
// Any text as a .machine.json file. What is read is written and read again to an equal snapshot, and every screen can be drawn of
// it.
#include <string_view>

#include "resmap/import/json_snapshot.h"
#include "resmap/report/check_json.h"
#include "resmap/report/machine_screens.h"
#include "resmap/snapshot/snapshot_json.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;  // NOLINT(google-build-using-namespace)

void comes_back(const snapshot::Snapshot& snapshot) {
  TextWriter out;
  FUZZ_EXPECT(snapshot::write_json(out, snapshot));
  const auto again = import::read_snapshot(out.view());
  FUZZ_EXPECT(again);
  FUZZ_EXPECT(*again == snapshot);
}

void is_shown(snapshot::Snapshot snapshot) {
  const auto machine = pnp::Machine::from(std::move(snapshot));
  FUZZ_EXPECT(machine);
  const report::Verdict verdict = report::verdict_of(*machine);
  const report::Paint paint(false);
  TextWriter out;
  FUZZ_EXPECT(report::print_check(out, *machine, verdict, paint));
  FUZZ_EXPECT(report::write_check_json(out, *machine, verdict));
  FUZZ_EXPECT(report::print_list(out, *machine, std::nullopt, paint));
  FUZZ_EXPECT(report::print_tree(out, *machine, true, paint));
  FUZZ_EXPECT(report::print_show(out, *machine, machine->tree().in_order(), paint));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto snapshot = import::read_snapshot(text);
  if (!snapshot) {
    FUZZ_EXPECT(snapshot.error().error.rule != 0);
    return 0;
  }
  comes_back(*snapshot);
  is_shown(std::move(*snapshot));
  return 0;
}
