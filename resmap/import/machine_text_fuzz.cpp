// SPDX-License-Identifier: MIT
// Any text as a machine that a person wrote. What is read comes back through JSON as it is, and every screen can be drawn of it;
// what is not read leaves the snapshot alone and names a line and a byte of the text.
#include <algorithm>
#include <string_view>

#include "resmap/base/json_writer.h"
#include "resmap/import/json_snapshot.h"
#include "resmap/import/machine_text.h"
#include "resmap/report/check_json.h"
#include "resmap/report/machine_screens.h"
#include "resmap/snapshot/snapshot_json.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;  // NOLINT(google-build-using-namespace)

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

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
  TextWriter out;
  const report::Verdict verdict = report::verdict_of(*machine);
  FUZZ_EXPECT(report::print_check(out, *machine, verdict, report::Paint(false)));
  FUZZ_EXPECT(report::write_check_json(out, *machine, verdict));
  FUZZ_EXPECT(report::print_show(out, *machine, machine->tree().in_order(), report::Paint(false)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  snapshot::Snapshot snapshot;
  snapshot.sources.push_back({snapshot::SourceKind::machine, "fuzz", false, {}});
  const snapshot::Snapshot before = snapshot;
  const auto read = import::read_machine_text(text, 0, snapshot);
  if (!read) {
    FUZZ_EXPECT(snapshot == before);
    FUZZ_EXPECT(read.error().rule != 0 || read.error().code == ErrorCode::not_encodable);
    FUZZ_EXPECT(read.error().offset <= size);
    FUZZ_EXPECT(read.error().index >= 1 && read.error().index <= 1 + std::count(text.begin(), text.end(), '\n'));
    return 0;
  }
  if (is_utf8(text)) comes_back(snapshot);
  is_shown(std::move(snapshot));
  return 0;
}
