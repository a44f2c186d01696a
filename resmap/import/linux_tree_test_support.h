// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "resmap/import/file_set_builder.h"
#include "resmap/import/import_linux.h"
#include "resmap/import/soundness_test_support.h"

// Trees and texts in memory, for tests of this floor.
namespace resmap::import::testing_support {

using Files = std::vector<std::pair<std::string, std::string>>;

// A text that begins with "->" is a link.
inline FileSet files(const Files& all, std::string_view name = "test") {
  FileSetBuilder builder(name, {});
  for (const auto& [path, text] : all) {
    EXPECT_TRUE(text.starts_with("->") ? builder.add_link(path, text.substr(2)) : builder.add_file(path, text));
  }
  if (all.size() == 1) builder.set_single_file();
  return std::move(builder).finish();
}

inline snapshot::Snapshot imported(const Files& all) {
  snapshot::Snapshot snapshot;
  const auto done = import_linux(files(all), snapshot);
  EXPECT_TRUE(done);
  return snapshot;
}

// nullptr: no such device, which is a failure of the test.
inline const snapshot::Device* device(const snapshot::Snapshot& snapshot, std::string_view id) {
  for (const snapshot::Device& found : snapshot.devices) {
    if (found.id == id) return &found;
  }
  ADD_FAILURE() << "no device " << id;
  return nullptr;
}

// The id of a device's parent; "(none)" without.
inline std::string parent_of(const snapshot::Snapshot& snapshot, std::string_view id) {
  const snapshot::Device* const found = device(snapshot, id);
  return found != nullptr && found->parent ? snapshot.devices[*found->parent].id : "(none)";
}

// The 64 bytes of a header, from words at offsets.
inline std::string config(std::initializer_list<std::pair<std::size_t, std::uint32_t>> words, std::size_t size = 64) {
  std::vector<std::uint8_t> bytes(size);
  for (const auto& [at, word] : words) store_le(bytes.data() + at, word);
  return {bytes.begin(), bytes.end()};
}

inline const std::string kZeroLine = "0x0000000000000000 0x0000000000000000 0x0000000000000000\n";
inline std::string zero_lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += kZeroLine;
  return text;
}

}  // namespace resmap::import::testing_support
