// SPDX-License-Identifier: MIT
#include "resmap/import/file_set.h"

#include <gtest/gtest.h>

#include "resmap/import/file_set_builder.h"
#include "resmap/import/linux_scan.h"

namespace resmap::import {
namespace {

std::vector<std::string> paths(const FileSet& set, std::string_view prefix = {}) {
  std::vector<std::string> all;
  for (const std::string_view path : set.under(prefix)) all.emplace_back(path);
  return all;
}

std::string content(const FileSet& set, std::string_view path) {
  const auto bytes = set.find(path);
  return bytes ? std::string(as_text(*bytes)) : "(none)";
}

TEST(FileSet, FilesComeInOrderBelowAPrefixAndLinksAreNoFiles) {
  FileSetBuilder builder("box.tar", {});
  for (const char* const path : {"b/2", "a/1", "/b//1", "b-c", "b/10"}) ASSERT_TRUE(builder.add_file(path, "x"));
  ASSERT_TRUE(builder.add_link("b/11", "1"));
  const FileSet set = std::move(builder).finish();
  EXPECT_EQ(paths(set), (std::vector<std::string>{"a/1", "b-c", "b/1", "b/10", "b/2"}));
  EXPECT_EQ(paths(set, "b/"), (std::vector<std::string>{"b/1", "b/10", "b/2"}));
  EXPECT_TRUE(paths(set, "c").empty());
  EXPECT_EQ(set.size(), 5U);
  EXPECT_EQ(set.name(), "box.tar");
  EXPECT_EQ(set.link("b/11"), "1");
  EXPECT_EQ(set.link("b/1"), std::nullopt);
  EXPECT_TRUE(set.has_directory("b"));
  EXPECT_FALSE(set.has_directory("b/1"));
  EXPECT_FALSE(set.has_directory("c"));
}

TEST(FileSet, LinksInsideAreFollowedAndThoseThatTurnInCirclesAreNot) {
  FileSetBuilder builder("x", {});
  ASSERT_TRUE(builder.add_file("sys/devices/pci0000:00/0000:00:02.0/config", "bytes"));
  ASSERT_TRUE(builder.add_link("sys/bus/pci/devices/0000:00:02.0", "../../../devices/pci0000:00/0000:00:02.0"));
  ASSERT_TRUE(builder.add_link("short", "sys/bus/pci/devices"));
  ASSERT_TRUE(builder.add_link("a", "b"));
  ASSERT_TRUE(builder.add_link("b", "a"));
  ASSERT_TRUE(builder.add_link("grow", "grow/more"));
  ASSERT_TRUE(builder.add_link("out", "../../etc/passwd"));
  const FileSet set = std::move(builder).finish();
  EXPECT_EQ(content(set, "sys/bus/pci/devices/0000:00:02.0/config"), "bytes");
  EXPECT_EQ(content(set, "short/0000:00:02.0/config"), "bytes") << "one link behind another";
  for (const char* const path : {"a", "b/x", "grow", "out", "sys", ""}) EXPECT_EQ(content(set, path), "(none)") << path;
  EXPECT_EQ(set.read("a").error().code, ErrorCode::not_found);
}

TEST(FileSet, APathThatLeadsOutsideIsLeftOutAndSaid) {
  FileSetBuilder builder("x", {});
  ASSERT_TRUE(builder.add_file("../../etc/passwd", "root"));
  ASSERT_TRUE(builder.add_file("/sys/a", "absolute"));
  const FileSet set = std::move(builder).finish();
  EXPECT_EQ(paths(set), (std::vector<std::string>{"sys/a"}));
  ASSERT_EQ(set.gaps().size(), 1U);
  EXPECT_NE(set.gaps()[0].find("leads outside"), std::string::npos);
}

TEST(FileSet, ALaterFileOfTheSameNameReplacesTheEarlierOne) {
  FileSetBuilder builder("x", {.total_bytes = 64});
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(builder.add_file("a", "123")) << "what was replaced does not count";
  ASSERT_TRUE(builder.add_link("a", "b"));
  ASSERT_TRUE(builder.add_file("a", "last"));
  const FileSet set = std::move(builder).finish();
  EXPECT_EQ(content(set, "a"), "last");
  EXPECT_EQ(set.size(), 1U);
}

TEST(FileSet, AnAliasIsTheSameContentAndOneOfNothingIsSaid) {
  FileSetBuilder builder("x", {});
  ASSERT_TRUE(builder.add_file("a", "content"));
  ASSERT_TRUE(builder.add_alias("b", "./a"));
  ASSERT_TRUE(builder.add_alias("c", "nothing"));
  const FileSet set = std::move(builder).finish();
  EXPECT_EQ(content(set, "b"), "content");
  EXPECT_EQ(content(set, "c"), "(none)");
  EXPECT_EQ(set.gaps().size(), 1U);
}

TEST(FileSet, EachLimitIsAnErrorOfItsOwn) {
  const auto rule_of = [](const FileLimits& limits, const std::vector<std::string>& files) -> std::uint16_t {
    FileSetBuilder builder("x", limits);
    for (const std::string& path : files) {
      const auto added = builder.add_file(path, "12345678");
      if (added) continue;
      EXPECT_EQ(added.error().code, ErrorCode::limit_exceeded);
      return added.error().rule;
    }
    return 0;
  };
  EXPECT_EQ(rule_of({.total_bytes = 16}, {"a", "b"}), rule::files_too_large);
  EXPECT_EQ(rule_of({.total_bytes = 18}, {"a", "b"}), 0) << "names count too";
  EXPECT_EQ(rule_of({.file_bytes = 7}, {"a"}), rule::file_too_large);
  EXPECT_EQ(rule_of({.entries = 2}, {"a", "b", "c"}), rule::too_many_files);
  EXPECT_EQ(rule_of({.depth = 3}, {"a/b/c", "a/b/c/d"}), rule::path_too_deep);
}

TEST(FileSet, AnArchiveOfEndlessNamesIsBoundedToo) {
  FileSetBuilder builder("x", {.total_bytes = 1000});
  Result<void> added;
  int count = 0;
  for (; added && count < 1000; ++count) added = builder.add_link(std::string(90, 'n') + std::to_string(count), "t");
  EXPECT_EQ(added.error().rule, rule::files_too_large);
  EXPECT_LT(count, 20);
}

TEST(FileSet, GapsOfAHostileArchiveAreBounded) {
  FileSetBuilder builder("x", {});
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(builder.add_file("../" + std::string(5000, 'x'), "x"));
  const FileSet set = std::move(builder).finish();
  EXPECT_EQ(set.gaps().size(), 65U);
  EXPECT_LT(set.gaps()[0].size(), 300U);
}

// A reader that counts what it is asked.
class CountingReader final : public FileReader {
 public:
  explicit CountingReader(int& count) : count_(count) {}
  Result<std::vector<std::uint8_t>> read(const std::string& path, std::uint64_t most) override {
    ++count_;
    if (path == "refused") return fail({.code = ErrorCode::unreadable, .rule = rule::file_unreadable});
    return std::vector<std::uint8_t>(static_cast<std::size_t>(std::min<std::uint64_t>(most, 100)), 'x');
  }

 private:
  int& count_;
};

TEST(FileSet, AFileIsReadWhenItIsAskedForAndOnlyOnce) {
  int reads = 0;
  FileSetBuilder builder("dir", {.total_bytes = 150});
  for (const char* const path : {"a", "b", "refused"}) ASSERT_TRUE(builder.add_unread(path));
  const FileSet set = std::move(builder).finish(std::make_unique<CountingReader>(reads));
  EXPECT_EQ(reads, 0);
  EXPECT_EQ(set.head("a", 10)->size(), 10U);
  const auto first = set.find("a");
  EXPECT_EQ(first->size(), 100U);
  EXPECT_EQ(set.find("a")->data(), first->data());
  EXPECT_EQ(set.head("a", 10)->size(), 10U);
  EXPECT_EQ(reads, 2);
  EXPECT_EQ(set.read("b").error().rule, rule::files_too_large) << "100 more do not fit";
  EXPECT_EQ(set.find("refused"), std::nullopt);
  EXPECT_EQ(set.find("refused"), std::nullopt);
  EXPECT_EQ(set.head("refused", 1), std::nullopt);
  ASSERT_EQ(set.gaps().size(), 1U) << "said once";
  EXPECT_NE(set.gaps()[0].find("refused"), std::string::npos);
}

}  // namespace
}  // namespace resmap::import
