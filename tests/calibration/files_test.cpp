// SPDX-License-Identifier: MIT
#include "tests/calibration/files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace resmap::calibration {
namespace {

TEST(CalibrationFiles, AMachineNeedsItsTwinAndBothMustBeReadable) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "calibration_files_test";
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* name, const char* text) { std::ofstream(folder / name) << text; };
  const auto refusal = [&] {
    try {
      return std::to_string(read_machines(folder.string()).size()) + " read";
    } catch (const std::runtime_error& error) {
      return std::string(error.what()).substr(folder.string().size() + 1);
    }
  };
  write("a.machine", "machine\n  devise\n");
  EXPECT_TRUE(refusal().starts_with("a.machine, line 2: ")) << refusal();
  write("a.machine", "machine\n  device x\n");
  EXPECT_EQ(refusal(), "a.expected cannot be read");
  write("a.expected", "placed x\n");
  EXPECT_EQ(refusal(), "a.expected, line 1: a statement belongs to a row");
  write("a.expected", "row choices 1 \"x\"\n  placed x\n");
  EXPECT_EQ(refusal(), "1 read");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace resmap::calibration
