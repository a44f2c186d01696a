// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "resmap/import/file_set.h"
#include "resmap/import/file_set_builder.h"
#include "resmap/import/linux_scan.h"
#include "tests/support/hex_literal.h"

namespace resmap::import {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

// A tar with the file sys/d/a ("hello\n") and the link sys/l -> ../d/a, through each filter.
constexpr auto kGzip =
    "1f8b0800000000000203edd4310a80300c85e1ce9ec21368946acf2328381404ab83b737751207272b88ffb7a4a48590e1356ca1eccbcea424"
    "aa"
    "b5f6a8ea5ae3ede9acfd4aac342617f382352cddace39f58f2bcdc478c83f75366f05341f3ef13cf887970cedde45faef98fcff3ba2892ff4d"
    "7f"
    "cf3f000000000000000000000000be6d07ad62405500280000"_hex;
constexpr auto kBzip2 =
    "425a683931415926535992bcf3800000a0db94c9904001f784003866449e20040001000088200074124493d20609a1b404f53d04944d0d0068"
    "00"
    "007981a35df27b0006c8024590dc71089a1754a71e090c05ab98e199b3b44c584a2302596702430895ed12b83dad9470083a523718de6fc6a6"
    "c4"
    "c99fe9f4a51cb4483917724538509092bcf380"_hex;
constexpr auto kXz =
    "fd377a585a000004e6d6b446020021011c00000010cf58cce027ff007e5d00399e4aa95522d3497a325d9ac37eda5ccd7f2b22e4b91a0cbcbc"
    "2f"
    "dd7d00da9d4a0a28e6fcb21c4fcf6dce80bdeaaeccc754867775cb8b24709c761345768ee87cac850be96722403368342c5042dd7c8858690d"
    "e0"
    "be993d984bb075168f4f3d22b52bef18438bd3afc0157ddbbca38dd09219829de33a89ce9cdd04ec0000000075da395d97f8f1f000019a0180"
    "50"
    "0000c3502dc3b1c467fb020000000004595a"_hex;
constexpr auto kZstd =
    "28b52ffd046815030002c40c11b0eb38a15f82048656896077e03b855c0a28530a41c2cf3937cb8d6bd01853cbbf1d7a0bed0797ebc77d9b5b"
    "d5"
    "dc28536edc1220702b2e5603fd013cd0828a6521a0bb038403b83b157baa919802f00c463a3fd33d1dc0010705584e380e5c12cd13"_hex;
// Archives of sys/d/a alone.
constexpr auto kZip =
    "504b03041400000000000000210020303a360600000006000000070000007379732f642f6168656c6c6f0a504b010214031400000000000000"
    "21"
    "0020303a360600000006000000070000000000000000000000a481000000007379732f642f61504b050600000000010001003500"
    "00002b0000000000"_hex;
constexpr auto kCpioGzip =
    "1f8b080000000000020333303730373034307034773474343100020b288d05189a3919981999199b41f950dacdd5003fb080318a2b8bf553f4"
    "13"
    "19181832527372f2b918180ca0f613058855870e9c608c9020474f1fd72045454586510006006faa642400020000"_hex;
constexpr auto kPlainXz =  // "plain\n"
    "fd377a585a000004e6d6b446020021011c00000010cf58cc010005706c61696e0a0000006c6719cd593a878200011e06c12fa41d1fb6f37d01"
    "00"
    "00000004595a"_hex;
constexpr auto kNothingGzip = "1f8b080000000000020303000000000000000000"_hex;

std::string content(const FileSet& set, std::string_view path) {
  const auto bytes = set.find(path);
  return bytes ? std::string(as_text(*bytes)) : "(none)";
}

// A tar put together by hand, ustar unless it is said otherwise.
class Tar {
 public:
  Tar& add(const std::string& name, const std::string& data, char type = '0', const std::string& link = {},
           const std::string& size_field = {}) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) {
      std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
    };
    char size[16];
    std::snprintf(size, sizeof size, "%011zo", data.size());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, size_field.empty() ? size : size_field);
    put(136, "00000000000");
    put(148, "        ");
    header[156] = type;
    put(157, link);
    if (magic_)
      put(257, std::string("ustar\0"
                           "00",
                           8));
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    char checksum[8];
    std::snprintf(checksum, sizeof checksum, "%06o", sum & 0777777);
    put(148, checksum);
    bytes_ += header + data;
    bytes_.resize((bytes_.size() + 511) / 512 * 512);
    return *this;
  }
  Tar& without_magic() { return magic_ = false, *this; }
  [[nodiscard]] Bytes finish() { return bytes_.append(1024, '\0'), unfinished(); }
  [[nodiscard]] Bytes unfinished() const {
    return {reinterpret_cast<const std::uint8_t*>(bytes_.data()), bytes_.size()};
  }

 private:
  std::string bytes_;
  bool magic_ = true;
};

TEST(Archive, OfEveryFilterIsTheSameSet) {
  for (const Bytes bytes : {Bytes(kGzip), Bytes(kBzip2), Bytes(kXz), Bytes(kZstd)}) {
    EXPECT_EQ(packing_of(bytes), Packing::compressed);
    const auto set = open_bytes(bytes, "box.tar.any");
    ASSERT_TRUE(set);
    EXPECT_FALSE(set->is_single_file());
    EXPECT_EQ(set->size(), 1U);
    EXPECT_EQ(content(*set, "sys/d/a"), "hello\n");
    EXPECT_EQ(set->link("sys/l"), "../d/a");
    EXPECT_TRUE(set->gaps().empty());
  }
}

TEST(Archive, ZipAndCpioAreReadToo) {
  EXPECT_EQ(packing_of(kZip), Packing::archive);
  for (const Bytes bytes : {Bytes(kZip), Bytes(kCpioGzip)}) {
    const auto set = open_bytes(bytes, "box");
    ASSERT_TRUE(set);
    EXPECT_EQ(content(*set, "sys/d/a"), "hello\n");
  }
}

TEST(Archive, ACompressedFileIsThatFileUnderItsNameWithoutTheEnding) {
  const auto set = open_bytes(kPlainXz, "/tmp/SYSTEM.hive.xz");
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->is_single_file());
  EXPECT_EQ(content(*set, "SYSTEM.hive"), "plain\n");
  EXPECT_EQ(set->name(), "/tmp/SYSTEM.hive.xz");
  EXPECT_EQ(content(*open_bytes(kPlainXz, ".xz"), ".xz"), "plain\n") << "nothing else would be left";
  EXPECT_EQ(content(*open_bytes(kNothingGzip, "empty.gz"), "empty"), "");
}

TEST(Archive, TextsAndHivesAreNoArchives) {
  const std::string_view texts[] = {"00000000-00000fff : Reserved\n", "BZh is a word", "REGEDIT4\n", "regf", "", "PK"};
  for (const std::string_view text : texts) {
    const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    EXPECT_EQ(packing_of(bytes), Packing::none) << text;
    EXPECT_EQ(content(*open_bytes(bytes, "f"), "f"), text);
  }
  EXPECT_EQ(packing_of(std::vector<std::uint8_t>(1024)), Packing::none) << "zeros are no tar";
}

TEST(Archive, ATarOfBefore1988HasNoMagicAndIsReadByItsChecksum) {
  Tar tar;
  tar.without_magic().add("sys/a", "old");
  EXPECT_EQ(packing_of(tar.finish()), Packing::archive);
  EXPECT_EQ(content(*open_bytes(tar.unfinished(), "old.tar"), "sys/a"), "old");
}

TEST(Archive, EntriesThatLeadOutsideAreLeftOutAndAbsoluteOnesComeInside) {
  Tar tar;
  tar.add("../../etc/passwd", "root").add("/sys/a", "A").add("./proc/b", "B").add("dev/null", "", '3');
  const auto set = open_bytes(tar.finish(), "box.tar");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->size(), 2U);
  EXPECT_EQ(content(*set, "sys/a"), "A");
  EXPECT_EQ(content(*set, "proc/b"), "B");
  EXPECT_EQ(set->gaps().size(), 1U);
}

TEST(Archive, AHardLinkIsASecondName) {
  Tar tar;
  tar.add("a", "content").add("b", "", '1', "a").add("c", "", '1', "nothing");
  const auto set = open_bytes(tar.finish(), "box.tar");
  ASSERT_TRUE(set);
  EXPECT_EQ(content(*set, "b"), "content");
  EXPECT_EQ(set->gaps().size(), 1U);
}

TEST(Archive, OneThatBreaksOffGivesWhatStoodBeforeAndSaysSo) {
  Tar tar;
  tar.add("a", "first").add("b", std::string(2000, 'b'));
  const Bytes whole = tar.finish();
  const auto in_data = open_bytes(whole.first(2048), "box.tar");
  ASSERT_TRUE(in_data);
  EXPECT_EQ(content(*in_data, "a"), "first");
  EXPECT_FALSE(in_data->gaps().empty());
  const auto in_header = open_bytes(whole.first(512 * 2 + 100), "box.tar");
  ASSERT_TRUE(in_header);
  EXPECT_EQ(content(*in_header, "a"), "first");
  EXPECT_FALSE(in_header->gaps().empty());
  for (std::size_t size = 6; size < kXz.size(); ++size) {
    const auto cut = open_bytes(Bytes(kXz).first(size), "box.tar.xz");
    EXPECT_TRUE(cut ? !cut->gaps().empty() : cut.error().rule == rule::archive_unreadable) << size;
  }
}

TEST(Archive, LimitsHoldWhileUnpacking) {
  Tar tar;
  for (int i = 0; i < 10; ++i) tar.add("f" + std::to_string(i), std::string(1000, 'x'));
  const Bytes bytes = tar.finish();
  const auto rule_of = [&](const FileLimits& limits) {
    const auto set = open_bytes(bytes, "t", limits);
    return set ? 0 : set.error().rule;
  };
  EXPECT_EQ(rule_of({}), 0);
  EXPECT_EQ(rule_of({.file_bytes = 999}), rule::file_too_large);
  EXPECT_EQ(rule_of({.entries = 9}), rule::too_many_files);
  // The archive itself is larger than this.
  EXPECT_EQ(rule_of({.total_bytes = 9000}), rule::files_too_large);
  // What counts is what comes out: a mebibyte of one letter in 45 bytes of bzip2.
  constexpr auto letters =
      "425a6839314159265359ed2d006600080a4080800400400008200030cc0549ea71060140601e2ee48a70a121da5a00cc"_hex;
  EXPECT_EQ(open_bytes(letters, "letters.bz2", {.total_bytes = 1 << 19}).error().rule, rule::files_too_large);
  EXPECT_EQ(content(*open_bytes(letters, "letters.bz2"), "letters").size(), 1U << 20);
}

TEST(Archive, AFileThatClaimsToBeEndlessIsBounded) {
  Tar tar;
  tar.add("huge", "x", '0', {}, "77777777777");
  const auto set = open_bytes(tar.finish(), "t.tar", {.file_bytes = 1 << 20});
  ASSERT_TRUE(set) << "only what is there can be read";
  EXPECT_FALSE(set->gaps().empty());
}

}  // namespace
}  // namespace resmap::import
