// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "resmap/import/file_set.h"
#include "resmap/import/linux_scan.h"

namespace resmap::import {
namespace {

namespace fs = std::filesystem;

class OpenFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "resmap-open-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::permissions(top_ / "closed", fs::perms::owner_all, ignored);
    fs::remove_all(top_, ignored);
  }
  void write(const fs::path& path, const std::string& text) const {
    fs::create_directories((top_ / path).parent_path());
    std::ofstream(top_ / path, std::ios::binary) << text;
  }
  static std::string content(const FileSet& set, std::string_view path) {
    const auto bytes = set.find(path);
    return bytes ? std::string(as_text(*bytes)) : "(none)";
  }

  fs::path top_;
};

TEST_F(OpenFiles, AFileIsASetOfItself) {
  write("iomem.txt", "00000000-00000fff : Reserved\n");
  const auto set = open_files((top_ / "iomem.txt").string());
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->is_single_file());
  EXPECT_EQ(set->size(), 1U);
  EXPECT_EQ(content(*set, "iomem.txt"), "00000000-00000fff : Reserved\n");
  EXPECT_EQ(set->name(), (top_ / "iomem.txt").string());
}

TEST_F(OpenFiles, ADirectoryIsEverythingBelowItAndNothingThatLeadsOut) {
  write("dir/sys/a", "A");
  write("dir/sys/deep/b", "B");
  write("secret", "S");
  fs::create_symlink("../sys/deep", top_ / "dir/inside");
  fs::create_symlink("sys", top_ / "dir/inner");
  fs::create_symlink(top_ / "secret", top_ / "dir/absolute");
  fs::create_symlink("../secret", top_ / "dir/outside");
  ASSERT_EQ(::mkfifo((top_ / "dir/pipe").c_str(), 0600), 0);
  const auto set = open_files((top_ / "dir").string());
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->is_single_file());
  EXPECT_EQ(set->size(), 2U);
  EXPECT_EQ(content(*set, "sys/deep/b"), "B");
  EXPECT_EQ(content(*set, "inner/a"), "A");
  EXPECT_EQ(set->link("outside"), "../secret");
  for (const char* const path : {"absolute", "outside", "inside/b", "pipe"}) EXPECT_EQ(content(*set, path), "(none)");
  EXPECT_TRUE(set->gaps().empty());
}

TEST_F(OpenFiles, AFileThatBecameALinkMeanwhileIsNotFollowed) {
  write("dir/a/file", "A");
  write("elsewhere/file", "secret");
  const auto set = open_files((top_ / "dir").string());
  ASSERT_TRUE(set);
  fs::remove_all(top_ / "dir/a");
  fs::create_symlink("../elsewhere", top_ / "dir/a");
  EXPECT_EQ(set->read("a/file").error().code, ErrorCode::unreadable);
  EXPECT_EQ(set->find("a/file"), std::nullopt);
  EXPECT_EQ(set->gaps().size(), 1U);
}

TEST_F(OpenFiles, FilesWhoseStatedSizeIsNotTrueAreReadToTheirEnd) {
  if (!fs::exists("/proc/self/status")) GTEST_SKIP() << "no /proc here";
  const auto set = open_files("/proc/self/status");
  ASSERT_TRUE(set);
  EXPECT_NE(content(*set, "status").find("Name:"), std::string::npos) << "its size is stated as 0";
}

TEST_F(OpenFiles, LimitsHoldForFilesAndDirectories) {
  write("dir/a", std::string(100, 'a'));
  write("dir/b", "b");
  const std::string dir = (top_ / "dir").string();
  EXPECT_EQ(open_files(dir + "/a", {.file_bytes = 99}).error().rule, rule::file_too_large);
  EXPECT_EQ(open_files(dir + "/a", {.total_bytes = 99}).error().rule, rule::files_too_large);
  EXPECT_EQ(open_files(dir, {.entries = 1}).error().rule, rule::too_many_files);
  write("dir/x/y/z", "deep");
  EXPECT_EQ(open_files(dir, {.depth = 2}).error().rule, rule::path_too_deep);
  const auto set = open_files(dir, {.file_bytes = 99});
  ASSERT_TRUE(set) << "what is not asked for costs nothing";
  EXPECT_EQ(set->read("a").error().rule, rule::file_too_large);
  EXPECT_EQ(content(*set, "b"), "b");
}

TEST_F(OpenFiles, WhatIsNotThereOrNoFileIsUnreadableWithTheReason) {
  const auto missing = open_files((top_ / "missing").string());
  EXPECT_EQ(missing.error().code, ErrorCode::unreadable);
  EXPECT_EQ(missing.error().rule, rule::file_unreadable);
  EXPECT_EQ(missing.error().value, static_cast<std::uint64_t>(ENOENT));
  EXPECT_EQ(open_files("/dev/null").error().rule, rule::file_special);
}

TEST_F(OpenFiles, ADirectoryThatMayNotBeReadIsAGap) {
  write("dir/closed/a", "A");
  write("dir/b", "B");
  fs::permissions(top_ / "dir/closed", fs::perms::none);
  const auto set = open_files((top_ / "dir").string());
  fs::permissions(top_ / "dir/closed", fs::perms::owner_all);
  ASSERT_TRUE(set);
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  EXPECT_EQ(set->size(), 1U);
  EXPECT_EQ(set->gaps().size(), 1U);
}

TEST_F(OpenFiles, ACaptureThatIsALinkIsNotOpenedInItsFoldersStead) {
  write("secret.tar", "not an archive");
  write("dir/a", "A");
  fs::create_symlink("../secret.tar", top_ / "dir/capture.tar");
  const auto set = open_files((top_ / "dir").string());
  ASSERT_TRUE(set);
  EXPECT_EQ(content(*set, "a"), "A");
  EXPECT_EQ(set->link("capture.tar"), "../secret.tar");
}

TEST_F(OpenFiles, AFolderOfACapturedMachineIsItsArchive) {
  const auto set = open_files(RESMAP_SOURCE_DIR "/spec/machines/q35-ovmf");
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->gaps().empty());
  EXPECT_EQ(set->name(), RESMAP_SOURCE_DIR "/spec/machines/q35-ovmf");
  EXPECT_EQ(content(*set, "capture.txt").substr(0, 9), "format: 1");
  EXPECT_EQ(set->find("sys/devices/pci0000:00/0000:00:02.0/config")->size(), 4096U);
  EXPECT_EQ(set->find("sys/bus/pci/devices/0000:02:00.0/config")->size(), 4096U) << "through the archive's link";
  EXPECT_EQ(set->link("sys/devices/pci0000:00/0000:00:02.1/0000:02:00.0/driver"), "../../../../bus/pci/drivers/nvme");
  EXPECT_EQ(set->find("info-pci.txt"), std::nullopt);
}

}  // namespace
}  // namespace resmap::import
