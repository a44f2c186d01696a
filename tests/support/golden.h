// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace resmap::testing_support {

// One file of spec/golden/lists or spec/golden/malformed: bytes of a registry value with what is known about them.
struct GoldenList {
  std::string name;
  std::filesystem::path path;
  std::uint32_t registry_type = 0;
  std::vector<std::uint8_t> bytes;
  std::vector<std::string> expected;  // its `expect` lines: "RM1012 at 80"
};

// The files of spec/golden/FOLDER in order of their names. Throws when one cannot be read: a test that has no data is no test.
[[nodiscard]] std::vector<GoldenList> golden_lists(const std::string& folder);

// Whether `text` is what spec/golden/FILE holds. With RESMAP_REBASE=1 in the environment the file is written instead, and the
// difference is reviewed in git. `why` says where they part.
[[nodiscard]] bool matches_golden(const std::filesystem::path& file, const std::string& text, std::string& why);

// A text file of the project, whole. Throws likewise.
[[nodiscard]] std::string read_text(const std::filesystem::path& path);

}  // namespace resmap::testing_support
