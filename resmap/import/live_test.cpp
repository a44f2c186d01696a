// SPDX-License-Identifier: MIT
#include "resmap/import/live.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "resmap/import/importer.h"

namespace resmap::import {
namespace {

bool has_system() {
  std::error_code error;
  return std::filesystem::is_directory("/sys/devices", error) && std::filesystem::exists("/proc/interrupts", error);
}

TEST(Live, ShowsThisMachineWithLinuxsOwnPaths) {
  const auto files = open_live();
  if (!has_system()) {
    ASSERT_FALSE(files.has_value());
    EXPECT_EQ(files.error().rule, rule::live_elsewhere);
    return;
  }
  ASSERT_TRUE(files.has_value());
  EXPECT_EQ(files->name(), "live");
  EXPECT_FALSE(files->is_single_file());
  const auto interrupts = files->find("proc/interrupts");
  ASSERT_TRUE(interrupts.has_value());
  EXPECT_GT(interrupts->size(), 0U);
  // Nothing but devices with resources, DMI and texts: reading some other files of /sys touches hardware.
  for (const std::string_view path : files->under("sys/devices/")) {
    const bool wanted = path.starts_with("sys/devices/pci") || path.starts_with("sys/devices/pnp") ||
                        path.starts_with("sys/devices/virtual/dmi/");
    EXPECT_TRUE(wanted) << path;
  }
}

TEST(Live, IsOneOfTheInputsOfTheImporter) {
  if (!has_system()) GTEST_SKIP() << "no /sys and /proc here";
  const std::string inputs[] = {"live"};
  const auto machine = import_machine(inputs);
  ASSERT_TRUE(machine.has_value()) << machine.error().error.rule;
  EXPECT_EQ(machine->platform, snapshot::Platform::linux);
  EXPECT_FALSE(machine->interrupts.empty());
}

TEST(Live, KeepsItsLimits) {
  if (!has_system()) GTEST_SKIP() << "no /sys and /proc here";
  FileLimits few;
  few.entries = 2;
  const auto files = open_live(few);
  ASSERT_FALSE(files.has_value());
  EXPECT_EQ(files.error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace resmap::import
