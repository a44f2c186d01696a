// SPDX-License-Identifier: MIT
#include "resmap/report/selector.h"

#include <gtest/gtest.h>

#include "resmap/report/screen_test_support.h"

namespace resmap::report {
namespace {

using testing_support::machine_of;

constexpr char kMachine[] =
    "machine\n"
    "  device pci0 host-bridge \"PCI root\"\n"
    "    device 00:1f.3 \"SMBus\"\n"
    "      driver i801_smbus\n"
    "      class System\n"
    "      id PCI\\VEN_8086&DEV_1E22\n"
    "      has port:0xe000+32 irq:16,shared\n"
    "    device 0001:00:1f.3 \"Other segment\"\n"
    "      problem 12\n"
    "      has mem:0xfe000000+64K irq:16,shared\n"
    "  device ACPI\\PNP0501\\1 \"Communications Port (COM1)\"\n"
    "    driver Serial\n"
    "    class Ports\n"
    "    has port:0x3f8+8 irq:4 dma:2\n"
    "  device ACPI\\PNP0501\\2 \"Communications Port (COM2)\"\n"
    "    driver Serial\n"
    "    class Ports\n"
    "    problem 0\n"
    "    has port:0x2f8+8 irq:3\n"
    "  device ACPI\\PNP0C02\\1\n"
    "    problem 28\n"
    "    has bus:0-15\n";

std::string found(std::string_view text) {
  const auto selector = Selector::parse(text);
  if (!selector) return "error at " + std::to_string(selector.error().offset);
  const pnp::Machine machine = machine_of(kMachine);
  std::string ids;
  for (const pnp::DeviceIndex device : selector->devices(machine))
    ids += (ids.empty() ? "" : " ") + machine.snapshot().devices[device].id;
  return ids;
}

TEST(Selector, AnInstancePathNamesItsDevice) {
  EXPECT_EQ(found("ACPI\\PNP0501\\1"), "ACPI\\PNP0501\\1");
  EXPECT_EQ(found("acpi\\pnp0501\\1"), "ACPI\\PNP0501\\1") << "letters without case";
  EXPECT_EQ(found("ACPI\\PNP0501\\*"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("ACPI\\PNP0501"), "");
  EXPECT_EQ(found("ACPI\\PNP9999\\1"), "");
}

TEST(Selector, ThePartsAtTheEndOfAPathAreEnough) {
  EXPECT_EQ(found("PNP0501\\2"), "ACPI\\PNP0501\\2");
  EXPECT_EQ(found("PNP0501"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("PNP05*"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
}

TEST(Selector, ANameADriverOrAHardwareIdWillDo) {
  EXPECT_EQ(found("SMBus"), "00:1f.3");
  EXPECT_EQ(found("*COM2*"), "ACPI\\PNP0501\\2");
  EXPECT_EQ(found("serial"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("i801_smbus"), "00:1f.3");
  EXPECT_EQ(found("pci0"), "pci0");
  EXPECT_EQ(found("*"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2 ACPI\\PNP0C02\\1 pci0 00:1f.3 0001:00:1f.3")
      << "in the order of the tree";
}

TEST(Selector, ClassDriverAndProblemNameEveryDeviceThatHasThem) {
  EXPECT_EQ(found("=Ports"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("=por*"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("driver:SERIAL"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("driver:i801*"), "00:1f.3");
  EXPECT_EQ(found("problem:12"), "0001:00:1f.3");
  EXPECT_EQ(found("problem:0x1c"), "ACPI\\PNP0C02\\1");
  EXPECT_EQ(found("problem:*"), "ACPI\\PNP0C02\\1 0001:00:1f.3") << "a problem of 0 is none";
  EXPECT_EQ(found("problem:0"), "");
}

TEST(Selector, APlaceIsAFunctionOfItsSegment) {
  EXPECT_EQ(found("00:1f.3"), "00:1f.3");
  EXPECT_EQ(found("0000:00:1f.3"), "00:1f.3");
  EXPECT_EQ(found("1:00:1f.3"), "0001:00:1f.3");
  EXPECT_EQ(found("00:1f.4"), "");
}

TEST(Selector, ARangeNamesWhoeverHoldsPartOfIt) {
  EXPECT_EQ(found("port:0x3ff-0x400"), "ACPI\\PNP0501\\1");
  EXPECT_EQ(found("port:0x200-0x3ff"), "ACPI\\PNP0501\\1 ACPI\\PNP0501\\2");
  EXPECT_EQ(found("mem:0xfe00ff00+4K"), "0001:00:1f.3");
  EXPECT_EQ(found("mem:0xfe010000"), "");
  EXPECT_EQ(found("irq:16"), "00:1f.3 0001:00:1f.3");
  EXPECT_EQ(found("dma:2"), "ACPI\\PNP0501\\1");
  EXPECT_EQ(found("bus:15-20"), "ACPI\\PNP0C02\\1");
  EXPECT_EQ(found("memory:0xfe000000"), "0001:00:1f.3");
  EXPECT_EQ(found("interrupt:4"), "ACPI\\PNP0501\\1");
}

TEST(Selector, ARangeThatIsNoneSaysWhereItStopsBeingOne) {
  EXPECT_EQ(found("mem:0xfg"), "error at 4");
  EXPECT_EQ(found("port:0x3ff-0x3f8"), "error at 5");
  EXPECT_EQ(found("irq:"), "error at 4");
  EXPECT_EQ(found("problem:twelve"), "error at 8");
  EXPECT_EQ(found("problem:0x100000000"), "error at 8");
  EXPECT_EQ(Selector::parse("port:0x3ff-0x3f8").error().rule, 1203);
  for (const char* nothing : {"", "=", "driver:"})
    EXPECT_EQ(Selector::parse(nothing).error().code, ErrorCode::malformed) << nothing;
}

TEST(MatchesPattern, AStarStandsForAnything) {
  EXPECT_TRUE(matches_pattern("", ""));
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_TRUE(matches_pattern("**", "abc"));
  EXPECT_TRUE(matches_pattern("a*c", "abbbc"));
  EXPECT_TRUE(matches_pattern("a*c", "AC"));
  EXPECT_TRUE(matches_pattern("*b*d", "abcd"));
  EXPECT_TRUE(matches_pattern("*aab", "aaaab")) << "the star takes more when the rest does not fit";
  EXPECT_FALSE(matches_pattern("a*c", "abcd"));
  EXPECT_FALSE(matches_pattern("abc", "ab"));
  EXPECT_FALSE(matches_pattern("", "a"));
  EXPECT_FALSE(matches_pattern("a*b*c", "acb"));
}

TEST(MatchesPattern, ManyStarsAreNoTrouble) {
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "a*";
  EXPECT_FALSE(matches_pattern(pattern + "b", std::string(5000, 'a')));
}

TEST(Selector, APlaceOrAnIdWithoutAnAsteriskIsAName) {
  for (const char* name : {"00:02.0", "ACPI\\PNP0501\\1", "PNP0501"})
    EXPECT_TRUE(Selector::parse(name)->is_name()) << name;
  for (const char* some : {"ACPI\\PNP0501\\*", "=Ports", "driver:Serial", "problem:12", "mem:0+4K"})
    EXPECT_FALSE(Selector::parse(some)->is_name()) << some;
}

}  // namespace
}  // namespace resmap::report
