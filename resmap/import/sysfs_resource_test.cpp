// SPDX-License-Identifier: MIT
#include "resmap/import/sysfs_resource.h"

#include <gtest/gtest.h>

#include <array>

#include "resmap/lists/resource_flags.h"

namespace resmap::import {
namespace {

using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Certainty;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Role;

std::vector<ResourceLine> lines_of(std::string_view text) {
  std::vector<std::uint32_t> bad;
  auto lines = parse_resource_file(text, bad);
  EXPECT_TRUE(bad.empty());
  return lines;
}

// A header of zeros with words set, as configuration space.
struct Config {
  std::array<std::uint8_t, 64> bytes{};
  Config& set(std::size_t at, std::uint32_t word) {
    store_le(bytes.data() + at, word);
    return *this;
  }
  [[nodiscard]] buses::PciConfigView view() const { return *buses::PciConfigView::over(bytes); }
};

const std::string kZero = "0x0000000000000000 0x0000000000000000 0x0000000000000000\n";
std::string zeros(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += kZero;
  return text;
}

TEST(ResourceFile, ThreeNumbersALineAndOthersAreNamed) {
  std::vector<std::uint32_t> bad;
  const auto lines = parse_resource_file("0x1 0x2 0x3\nnonsense\r\n0x4 0x5\n0x6 0x7 0x8 0x9\n0xa 0xb 0xc", bad);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0].flags, 3U);
  EXPECT_TRUE(lines[1].is_zero() && lines[2].is_zero() && lines[3].is_zero());
  EXPECT_EQ(lines[4].first, 0xaU);
  EXPECT_EQ(bad, (std::vector<std::uint32_t>{2, 3, 4}));
}

TEST(ResourceFile, BarsHaveKindPlaceAndFlags) {
  const auto lines = lines_of(
      "0x00000000c0400000 0x00000000c0403fff 0x0000000000140204\n"
      "0x000000000000c000 0x000000000000c0ff 0x0000000000040101\n"
      "0x000000e000000000 0x000000e000003fff 0x000000000014220c\n" +
      zeros(3) + "0x00000000feb80000 0x00000000febbffff 0x0000000000046200\n" + zeros(6));
  const auto resources = resources_of(lines, nullptr, false, false, 7);
  ASSERT_EQ(resources.size(), 4U);
  const Resource& memory = resources[0];
  EXPECT_EQ(memory.type, ResourceType::memory);
  EXPECT_EQ(memory.place, (AddressRange{0xc0400000, 0xc0403fff}));
  EXPECT_EQ(memory.bar, 0U);
  EXPECT_EQ(memory.flags, lists::memory_flag::bar);
  EXPECT_EQ(memory.share, ShareDisposition::device_exclusive);
  EXPECT_EQ(memory.fixed, Known::no);
  EXPECT_EQ(memory.role, Role::use);
  EXPECT_EQ(memory.label, "BAR 0");
  EXPECT_EQ(memory.source, 7U);
  EXPECT_EQ(resources[1].type, ResourceType::port);
  EXPECT_EQ(resources[1].flags, 0x131) << "as Windows writes a PCI port";
  EXPECT_EQ(resources[2].flags, lists::memory_flag::bar | lists::memory_flag::prefetchable);
  EXPECT_EQ(resources[3].bar, 6U);
  EXPECT_EQ(resources[3].flags,
            lists::memory_flag::bar | lists::memory_flag::read_only | lists::memory_flag::prefetchable);
}

TEST(ResourceFile, WindowsStandBehindTheBarsOfVirtualFunctionsOrWithoutThose) {
  const std::string windows =
      "0x0000000000009000 0x0000000000009fff 0x0000000000000100\n"
      "0x00000000c0600000 0x00000000c07fffff 0x0000000000000200\n"
      "0x000000e000000000 0x000000e01fffffff 0x0000000000102201\n" +
      kZero;
  for (const std::size_t before : {std::size_t{13}, std::size_t{7}}) {
    const auto resources = resources_of(lines_of(zeros(before) + windows), nullptr, true, false, 0);
    ASSERT_EQ(resources.size(), 3U);
    EXPECT_EQ(resources[0].bar, 9U);
    EXPECT_EQ(resources[0].type, ResourceType::port);
    EXPECT_EQ(resources[1].bar, 7U);
    EXPECT_EQ(resources[2].bar, 8U);
    EXPECT_EQ(resources[2].place, (AddressRange{0xe000000000, 0xe01fffffff}));
    EXPECT_EQ(resources[2].flags, lists::memory_flag::window_decode | lists::memory_flag::prefetchable);
    for (const Resource& window : resources) EXPECT_EQ(window.role, Role::window);
  }
}

TEST(ResourceFile, VirtualFunctionsHaveBarsWithoutANumberThatArePoolsOnceTheyAreInUse) {
  const auto lines = lines_of(zeros(7) + "0x0000000091148000 0x0000000091167fff 0x0000000000020200\n" + zeros(2) +
                              "0x0000000091168000 0x0000000091187fff 0x0000000000020200\n" + zeros(2));
  const auto idle = resources_of(lines, nullptr, false, false, 0);
  ASSERT_EQ(idle.size(), 2U);
  EXPECT_EQ(idle[0].label, "VF BAR 0");
  EXPECT_EQ(idle[1].label, "VF BAR 3");
  EXPECT_EQ(idle[1].bar, std::nullopt);
  EXPECT_EQ(idle[1].role, Role::use);
  EXPECT_EQ(resources_of(lines, nullptr, false, true, 0)[1].role, Role::window);
}

TEST(ResourceFile, AllZerosWithARegisterThatIsNotIsABarWithoutAPlace) {
  // 00:02.0 of q35-testdev-64g.
  const Config config = Config().set(0x10, 0xfea00000).set(0x14, 0xc001).set(0x18, 0xc).set(0x1C, 0x10);
  const auto lines = lines_of(
      "0x00000000fea00000 0x00000000fea00fff 0x0000000000040200\n"
      "0x000000000000c000 0x000000000000c0ff 0x0000000000040101\n" +
      zeros(11));
  const buses::PciConfigView view = config.view();
  const auto resources = resources_of(lines, &view, false, false, 0);
  ASSERT_EQ(resources.size(), 3U) << "the upper half at index 3 is none, and registers of 0 are not there";
  EXPECT_EQ(resources[2].bar, 2U);
  EXPECT_EQ(resources[2].place, std::nullopt);
  EXPECT_EQ(resources[2].length, std::nullopt) << "its size is not in configuration space";
  EXPECT_EQ(resources[2].type, ResourceType::memory);
  EXPECT_EQ(resources[2].flags, lists::memory_flag::bar | lists::memory_flag::prefetchable);
  EXPECT_EQ(resources[2].certainty, Certainty::derived);
  EXPECT_EQ(resources_of(lines, nullptr, false, false, 0).size(), 2U);
}

TEST(ResourceFile, AResourceThatIsUnsetHasALengthAndNoPlace) {
  for (const char* const text : {"0x0000000000000000 0x0000000000ffffff 0x0000000020040200\n",
                                 "0x0000000000000000 0x0000000000ffffff 0x0000000000040200\n"}) {
    const auto resources = resources_of(lines_of(text), nullptr, false, false, 0);
    ASSERT_EQ(resources.size(), 1U);
    EXPECT_EQ(resources[0].place, std::nullopt);
    EXPECT_EQ(resources[0].length, 0x1000000U);
    EXPECT_EQ(resources[0].alignment, 0x1000000U);
  }
  const auto window = resources_of(lines_of(zeros(14) + "0x0000000000000000 0x00000000001fffff 0x0000000020000200\n"),
                                   nullptr, true, false, 0);
  ASSERT_EQ(window.size(), 1U);
  EXPECT_EQ(window[0].bar, 7U);
  EXPECT_EQ(window[0].length, 0x200000U);
}

TEST(ResourceFile, LegacyIdeIsFixedByFlagOrByClass) {
  const std::string text =
      "0x00000000000001f0 0x00000000000001f7 0x0000000000000110\n"
      "0x00000000000003f6 0x00000000000003f6 0x0000000000000101\n";
  EXPECT_EQ(resources_of(lines_of(text), nullptr, false, false, 0)[0].fixed, Known::yes);
  EXPECT_EQ(resources_of(lines_of(text), nullptr, false, false, 0)[1].fixed, Known::no);
  const Config compatible = Config().set(0x08, 0x01018000), native = Config().set(0x08, 0x01018500);
  const buses::PciConfigView compatible_view = compatible.view(), native_view = native.view();
  EXPECT_EQ(resources_of(lines_of(text), &compatible_view, false, false, 0)[1].fixed, Known::yes);
  EXPECT_EQ(resources_of(lines_of(text), &native_view, false, false, 0)[1].fixed, Known::no);
}

TEST(ResourceFile, AShadowedRomIsWhereFirmwareCopiedItAndOneWithoutATypeIsNone) {
  const auto shadow = resources_of(lines_of(zeros(6) + "0x00000000000c0000 0x00000000000dffff 0x0000000000000212\n"),
                                   nullptr, false, false, 0);
  ASSERT_EQ(shadow.size(), 1U);
  EXPECT_EQ(shadow[0].label, "ROM shadow");
  EXPECT_EQ(shadow[0].fixed, Known::yes);
  // hwloc-2s-xeon-mic 05:00.0: the flag without a range.
  EXPECT_TRUE(resources_of(lines_of(zeros(6) + "0x0 0x0 0x2\n"), nullptr, false, false, 0).empty());
  // A ROM register is often left as sizing it left it.
  const Config config = Config().set(0x30, 0xfff00000);
  const buses::PciConfigView view = config.view();
  EXPECT_TRUE(resources_of(lines_of(zeros(13)), &view, false, false, 0).empty());
}

TEST(ResourceFile, CardBusWindowsHaveNamesAndNoNumbers) {
  const Config config = Config().set(0x0C, 0x2'0000);
  const buses::PciConfigView view = config.view();
  const auto resources =
      resources_of(lines_of(zeros(13) + "0x1000 0x10ff 0x100\n0x1400 0x14ff 0x100\n"
                                        "0xc0000000 0xc1ffffff 0x1200\n0xc4000000 0xc5ffffff 0x200\n"),
                   &view, true, false, 0);
  ASSERT_EQ(resources.size(), 4U);
  EXPECT_EQ(resources[0].label, "I/O window 0");
  EXPECT_EQ(resources[3].label, "memory window 1");
  for (const Resource& window : resources) EXPECT_TRUE(!window.bar && window.role == Role::window);
}

TEST(ResourceFile, ReversedAndEndlessLinesDoNotHarm) {
  EXPECT_TRUE(resources_of(lines_of("0x1000 0x0fff 0x100\n"), nullptr, false, false, 0).empty());
  const auto whole = resources_of(lines_of("0x0 0xffffffffffffffff 0x200\n"), nullptr, false, false, 0);
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].length, std::nullopt);
  EXPECT_TRUE(resources_of({}, nullptr, true, false, 0).empty());
}

TEST(WindowDifferences, AreSaidAndAgreementIsSilence) {
  // q35-ovmf 00:02.0.
  const Config config = Config()
                            .set(0x0C, 0x1'0000)
                            .set(0x1C, 0x9090)
                            .set(0x20, 0xc070c060)
                            .set(0x24, 0x1ff1'0001)
                            .set(0x28, 0xe0)
                            .set(0x2C, 0xe0);
  const std::string good =
      zeros(13) + "0x9000 0x9fff 0x100\n0xc0600000 0xc07fffff 0x200\n0xe000000000 0xe01fffffff 0x102201\n";
  EXPECT_TRUE(window_differences(resources_of(lines_of(good), nullptr, true, false, 0), config.view()).empty());
  const std::string other = zeros(13) + "0x8000 0x8fff 0x100\n" + kZero + "0xe000000000 0xe01fffffff 0x102201\n";
  EXPECT_EQ(window_differences(resources_of(lines_of(other), nullptr, true, false, 0), config.view()),
            (std::vector<std::string>{
                "I/O window: the resource file says 0x8000-0x8fff, the registers say 0x9000-0x9fff",
                "memory window: the resource file says nothing, the registers say 0xc0600000-0xc07fffff"}));
}

}  // namespace
}  // namespace resmap::import
