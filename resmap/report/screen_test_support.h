// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "resmap/base/text_writer.h"
#include "resmap/import/machine_text.h"
#include "resmap/pnp/machine.h"
#include "tests/support/golden.h"

// Machines as text and screens as golden files, for tests of this floor.
namespace resmap::report::testing_support {

inline snapshot::Snapshot snapshot_of(std::string_view text, const std::string& name = "test.machine") {
  snapshot::Snapshot snapshot;
  snapshot.sources.push_back({snapshot::SourceKind::machine, name, false, {}});
  const auto read = import::read_machine_text(text, 0, snapshot);
  if (!read)
    throw std::invalid_argument(name + " line " + std::to_string(read.error().index) + ": RM" +
                                std::to_string(read.error().rule));
  return snapshot;
}

inline pnp::Machine machine_of(snapshot::Snapshot snapshot) {
  auto machine = pnp::Machine::from(std::move(snapshot));
  if (!machine) throw std::runtime_error("the machine cannot be put together");
  return std::move(*machine);
}
inline pnp::Machine machine_of(std::string_view text) { return machine_of(snapshot_of(text)); }

// spec/golden/screens/NAME.machine
inline snapshot::Snapshot golden_snapshot(const std::string& name) {
  const std::string file = name + ".machine";
  const std::string path = std::string(RESMAP_SOURCE_DIR) + "/spec/golden/screens/" + file;
  return snapshot_of(resmap::testing_support::read_text(path), file);
}

// `text` against spec/golden/screens/FILE.
inline void expect_golden(const std::string& file, std::string_view text) {
  std::string why;
  EXPECT_TRUE(resmap::testing_support::matches_golden("screens/" + file, std::string(text), why)) << why;
}

// What `write` puts into a writer.
template <typename Write>
std::string written(const Write& write) {
  TextWriter out;
  write(out);
  return std::string(out.view());
}

inline pnp::DeviceIndex device_called(const pnp::Machine& machine, std::string_view id) {
  for (pnp::DeviceIndex i = 0; i < machine.snapshot().devices.size(); ++i) {
    if (machine.snapshot().devices[i].id == id) return i;
  }
  throw std::invalid_argument("no device " + std::string(id));
}

}  // namespace resmap::report::testing_support
