// SPDX-License-Identifier: MIT
#include "resmap/hive/mend.h"

#include <gtest/gtest.h>

#include "resmap/hive/hive_fixture_test_support.h"

namespace resmap::hive {
namespace {

using testing_support::HiveFixture;
using testing_support::sample_key;

struct Mended {
  std::vector<std::uint8_t> image;
  std::vector<Mend> mends;
};

Mended mended(std::vector<std::uint8_t> file) {
  Mended out;
  const auto header = read_header(file, file.size());
  EXPECT_TRUE(header);
  out.image = std::move(file);
  out.image.resize(mended_size(out.image.size()), 0);
  mend(out.image, *header, out.mends);
  return out;
}

struct TwoPages {
  std::vector<std::uint8_t> image;
  std::size_t second;  // page
  std::size_t cell;    // the first one of the second page, 8 bytes of content
};

TwoPages two_pages() {
  HiveFixture fixture;
  const std::size_t root = fixture.add_key(sample_key());
  fixture.next_page();
  const std::size_t second = fixture.size() - page_header_size;
  const std::size_t cell = fixture.add_cell({1, 2, 3, 4, 5, 6, 7, 8});
  (void)fixture.add_cell({9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
  return {fixture.finish(root), second, cell};
}

void expect_one(const Mended& result, HivePart part, HiveCause cause, std::uint64_t offset) {
  ASSERT_EQ(result.mends.size(), 1U);
  EXPECT_EQ(result.mends[0].part, part);
  EXPECT_EQ(result.mends[0].cause, cause);
  EXPECT_EQ(result.mends[0].offset, offset);
}

TEST(Mend, ASoundHiveIsLeftAsItIs) {
  const TwoPages hive = two_pages();
  const Mended result = mended(hive.image);
  EXPECT_TRUE(result.mends.empty());
  EXPECT_EQ(result.image, hive.image);
}

TEST(Mend, APagesOffsetAndSizeFollowFromWhereItStandsAndWhereTheNextBegins) {
  const TwoPages hive = two_pages();
  for (const std::size_t field : {4U, 8U}) {
    for (const std::size_t page : {header_size, hive.second}) {
      auto bad = hive.image;
      bad[page + field + 2] ^= 0x40;
      const Mended result = mended(bad);
      EXPECT_EQ(result.mends.size(), 1U);
      EXPECT_EQ(result.image, hive.image) << page << " " << field;
    }
  }
}

TEST(Mend, APageThatClaimsToEndBeforeItsCellsDoIsTakenToTheNextPage) {
  HiveFixture fixture;
  const std::size_t root = fixture.add_key(sample_key());
  (void)fixture.add_cell(std::vector<std::uint8_t>(9000, 0x11));
  fixture.next_page();
  (void)fixture.add_cell({1});
  const auto good = fixture.finish(root);
  auto bad = good;
  store_le<std::uint32_t>(&bad[header_size + 8], 0x1000);
  const Mended result = mended(bad);
  expect_one(result, HivePart::page, HiveCause::wrong, header_size);
  EXPECT_EQ(result.image, good);
}

TEST(Mend, ALostPageIsReportedWithItsSizeAndTheOthersStay) {
  const TwoPages hive = two_pages();
  auto bad = hive.image;
  bad[header_size] = 'X';
  const Mended result = mended(bad);
  expect_one(result, HivePart::page, HiveCause::missing, header_size);
  EXPECT_EQ(result.mends[0].count, hive.second - header_size);
}

TEST(Mend, ACellsLengthIsSetToTheNextBoundaryFromWhichCellsReachThePagesEnd) {
  const TwoPages hive = two_pages();
  for (const std::uint32_t length : {0U, 4U, 20U, 0x7FFFFFF8U, 0xFFFFF000U, 0xFFFFFFF9U}) {
    auto bad = hive.image;
    store_le(&bad[hive.cell], length);
    const Mended result = mended(bad);
    expect_one(result, HivePart::cell, HiveCause::wrong, hive.cell);
    const std::uint32_t now = load_le<std::uint32_t>(Bytes(result.image), hive.cell);
    EXPECT_EQ(now >= 0x80000000U ? 0U - now : now, 16U) << std::hex << length;
  }
}

TEST(Mend, WhereTheChecksumIsWrongTheHeadersWordIsNotTaken) {
  const TwoPages hive = two_pages();
  for (const std::size_t field : {header_field::major, header_field::data_size + 1, header_field::checksum}) {
    auto bad = hive.image;
    bad[field] ^= 0x30;
    const Mended result = mended(bad);
    ASSERT_FALSE(result.mends.empty());
    EXPECT_EQ(result.mends[0].part, HivePart::header);
    EXPECT_EQ(result.image, hive.image) << field;
  }
}

TEST(Mend, ACellThatReachesBeyondTheFilesEndBecomesFree) {
  const TwoPages hive = two_pages();
  auto cut = hive.image;
  cut.resize(hive.cell + 10);
  const Mended result = mended(cut);
  EXPECT_EQ(result.image.size(), hive.image.size());
  EXPECT_LT(load_le<std::uint32_t>(Bytes(result.image), hive.cell), 0x80000000U);
  ASSERT_FALSE(result.mends.empty());
  EXPECT_EQ(result.mends[0].cause, HiveCause::file_end);
  EXPECT_EQ(result.mends[0].count, hive.image.size() - cut.size());
}

// hivex goes through pages and cells in one row and gives the hive up at the first that does not fit: whatever stood in the
// file, after mending all fit.
TEST(Mend, AfterAnyDamageThePagesAndCellsFitTogether) {
  const TwoPages hive = two_pages();
  std::uint64_t random = 7;
  for (int round = 0; round < 3000; ++round) {
    auto bad = hive.image;
    for (int i = 0; i < 1 + round % 12; ++i) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      const std::size_t span = round % 2 == 0 ? 512 : bad.size();  // headers of file and page are hit often enough
      bad[4 + (random >> 33) % (span - 4)] = static_cast<std::uint8_t>(random >> 24);
    }
    if (round % 5 == 0) bad.resize(600 + (random >> 40) % (bad.size() - 600));
    const Mended result = mended(bad);
    const Bytes image(result.image);
    ASSERT_EQ(header_checksum(image), load_le<std::uint32_t>(image, header_field::checksum));
    const std::size_t end = load_le<std::uint32_t>(image, header_field::data_size) + header_size;
    ASSERT_LE(end, image.size());
    for (std::size_t page = header_size; page < end;) {
      if (load_le<std::uint32_t>(image, page) != 0x6E696268) {
        page += page_unit;
        continue;
      }
      ASSERT_EQ(load_le<std::uint32_t>(image, page + 4), page - header_size);
      const std::size_t size = load_le<std::uint32_t>(image, page + 8);
      ASSERT_TRUE(size != 0 && size % page_unit == 0 && page + size <= end);
      std::size_t cell = page + page_header_size;
      while (cell < page + size) {
        const std::uint32_t word = load_le<std::uint32_t>(image, cell), length = word >= 0x80000000U ? 0U - word : word;
        ASSERT_TRUE(length >= 8 && length % 8 == 0 && length <= page + size - cell) << round;
        cell += length;
      }
      page += size;
    }
  }
}

}  // namespace
}  // namespace resmap::hive
