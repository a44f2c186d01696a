// SPDX-License-Identifier: MIT
#include "resmap/report/sizes.h"

#include <gtest/gtest.h>

namespace resmap::report {
namespace {

using lists::ResourceType;

constexpr std::uint64_t kKiB = 1024, kMiB = kKiB * 1024, kGiB = kMiB * 1024, kTiB = kGiB * 1024;

std::string size(std::uint64_t bytes) { return size_words(bytes - 1); }

TEST(Sizes, AreExactWhereTheyCanBe) {
  EXPECT_EQ(size(1), "1 byte");
  EXPECT_EQ(size(2), "2 bytes");
  EXPECT_EQ(size(1023), "1023 bytes");
  EXPECT_EQ(size(kKiB), "1 KiB");
  EXPECT_EQ(size(1536), "1.5 KiB");
  EXPECT_EQ(size(640 * kKiB), "640 KiB");
  EXPECT_EQ(size(16 * kMiB), "16 MiB");
  EXPECT_EQ(size(64 * kGiB), "64 GiB");
  EXPECT_EQ(size(3 * kTiB / 4), "768 GiB");
  EXPECT_EQ(size(kTiB * kKiB), "1 PiB");
}

TEST(Sizes, AreRoundedDownSoThatNoHoleIsShownLargerThanItIs) {
  EXPECT_EQ(size(2 * kGiB - 1), "1.99 GiB");
  EXPECT_EQ(size(kMiB + 1), "1 MiB");
  EXPECT_EQ(size(kMiB - 1), "1023 KiB");
  EXPECT_EQ(size(2028 * kMiB), "1.98 GiB");
  EXPECT_EQ(size(kKiB + 11), "1.01 KiB");
  EXPECT_EQ(size(kKiB + 10), "1 KiB") << "less than a hundredth";
}

TEST(Sizes, ThreeDigitsMatter) {
  EXPECT_EQ(size(99 * kGiB + kGiB / 2), "99.5 GiB");
  EXPECT_EQ(size(100 * kGiB + kGiB / 2), "100 GiB");
}

TEST(Sizes, TheWholeSpaceHasOne) {
  EXPECT_EQ(size_words(~std::uint64_t{0}), "16 EiB");
  EXPECT_EQ(size_words(~std::uint64_t{0} - 1), "15.99 EiB");
}

TEST(Sizes, OfPortsAndOfNumbersArePlainCounts) {
  EXPECT_EQ(size_words(ResourceType::memory, 0xFFFF), "64 KiB");
  EXPECT_EQ(size_words(ResourceType::memory_large, 0xFFFF), "64 KiB");
  EXPECT_EQ(size_words(ResourceType::port, 0xFFFF), "65536");
  EXPECT_EQ(size_words(ResourceType::bus_number, 255), "256");
  EXPECT_EQ(size_words(ResourceType::port, 0), "1");
  EXPECT_EQ(size_words(ResourceType::port, ~std::uint64_t{0}), "all");
}

TEST(Ranges, AreWrittenAsTheirTypeIsSpokenOf) {
  EXPECT_EQ(range_words(ResourceType::memory, {0xFE000000, 0xFE00FFFF}), "0xfe000000-0xfe00ffff");
  EXPECT_EQ(range_words(ResourceType::port, {0x60, 0x60}), "0x60");
  EXPECT_EQ(range_words(ResourceType::interrupt, {4, 4}), "line 4");
  EXPECT_EQ(range_words(ResourceType::interrupt, {55, 460}), "lines 55-460");
  EXPECT_EQ(range_words(ResourceType::dma, {2, 2}), "channel 2");
  EXPECT_EQ(range_words(ResourceType::dma, {0, 3}), "channels 0-3");
  EXPECT_EQ(range_words(ResourceType::bus_number, {0, 255}), "bus 0-255");
  EXPECT_EQ(range_words(ResourceType::bus_number, {3, 3}), "bus 3");
}

TEST(Types, HaveAShortWordForColumnsAndALongOneForJson) {
  EXPECT_EQ(short_type(ResourceType::memory), "mem");
  EXPECT_EQ(short_type(ResourceType::port), "port");
  EXPECT_EQ(short_type(ResourceType::interrupt), "irq");
  EXPECT_EQ(short_type(ResourceType::dma), "dma");
  EXPECT_EQ(short_type(ResourceType::bus_number), "bus");
  EXPECT_EQ(schema_type(ResourceType::memory), "memory");
  EXPECT_EQ(schema_type(ResourceType::memory_large), "memory");
  EXPECT_EQ(schema_type(ResourceType::port), "port");
  EXPECT_EQ(schema_type(ResourceType::interrupt), "interrupt");
  EXPECT_EQ(schema_type(ResourceType::dma), "dma");
  EXPECT_EQ(schema_type(ResourceType::bus_number), "bus");
}

TEST(Counted, OneIsSingular) {
  EXPECT_EQ(counted(0, "device"), "0 devices");
  EXPECT_EQ(counted(1, "device"), "1 device");
  EXPECT_EQ(counted(2, "device"), "2 devices");
  EXPECT_EQ(counted(1, "device shows", "devices show"), "1 device shows");
  EXPECT_EQ(counted(3, "device shows", "devices show"), "3 devices show");
}

}  // namespace
}  // namespace resmap::report
