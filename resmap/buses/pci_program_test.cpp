// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_program.h"

#include <gtest/gtest.h>

#include "resmap/buses/list_lines_test_support.h"
#include "resmap/buses/pci_boot.h"
#include "resmap/buses/pci_space_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::CmDescriptor;
using lists::CmLayout;
using lists::ResourceType;
using lists::ShareDisposition;

std::uint16_t refusal(const DescribedFunction& to, const std::vector<PciAssignedRange>& ranges) {
  const auto writes = program(to.function(), ranges);
  if (writes) return 0;
  EXPECT_EQ(writes.error().code, ErrorCode::invalid_argument);
  return writes.error().rule;
}

void write_all(DescribedFunction& to, const std::vector<PciAssignedRange>& ranges) {
  const auto writes = program(to.function(), ranges);
  ASSERT_TRUE(writes) << to.text << " RM" << writes.error().rule;
  for (const PciWrite& write : *writes) to.space.write(write);
}

Lines boot(const DescribedFunction& of) { return boot_lines(pci_boot_configuration(of.function())); }

TEST(PciProgram, DecodingIsOffWhileRegistersChange) {
  const DescribedFunction function =
      described("00:02.0 1234:1 io mem bar0=pref64:800000000/200000000 bar2=io:c000/20 bar3=mem:fea00000/1000");
  const std::vector<PciAssignedRange> ranges{
      {0, false, 0x10'0000'0000, 0x2'0000'0000}, {2, true, 0xD000, 0x20}, {3, false, 0xFEB0'0000, 0x1000}};
  const auto writes = program(function.function(), ranges);
  ASSERT_TRUE(writes);
  EXPECT_EQ(std::vector<PciWrite>(writes->begin(), writes->end()),
            (std::vector<PciWrite>{
                {0x04, 2, 0}, {0x10, 4, 0}, {0x14, 4, 0x10}, {0x18, 4, 0xD000}, {0x1C, 4, 0xFEB0'0000}, {0x04, 2, 3}}));
}

TEST(PciProgram, WhatWasWrittenReadsBackAsABootConfiguration) {
  DescribedFunction function = described("00:02.0 1234:1 bar0=pref64:0/200000000 bar2=io16:0/20 bar3=mem:0/1000");
  write_all(function,
            {{0, false, 0x10'0000'0000, 0x2'0000'0000}, {2, true, 0xD000, 0x20}, {3, false, 0xFEB0'0000, 0x1000}});
  EXPECT_EQ(boot(function), (Lines{"1:284 mem 1000000000/200000000", "1:131 io d000/20", "1:80 mem feb00000/1000"}));
}

TEST(PciProgram, WindowsOpenAndClose) {
  DescribedFunction bridge =
      described("00:01.0 1234:1 io mem memory=c0000000-c01fffff prefetch64=closed ports=2000-3fff");
  write_all(bridge, {{7, false, 0, 0}, {8, false, 0x10'0000'0000, 0x4000'0000}, {9, true, 0xE000, 0x2000}});
  EXPECT_EQ(boot(bridge), (Lines{"1:44 mem 1000000000/40000000", "1:a1 io e000/2000"}));
  write_all(bridge, {{7, false, 0xD000'0000, 0x10'0000}});
  EXPECT_EQ(boot(bridge), Lines{"1:40 mem d0000000/100000"}) << "windows without a range are closed";
  EXPECT_FALSE(bridge.function().io_decode()) << "and a space without any is not decoded";
  write_all(bridge, {});
  EXPECT_TRUE(boot(bridge).empty());
  for (const PciBridgeWindow& window : bridge.function().windows) EXPECT_EQ(window.now.state, PciWindow::State::closed);
}

TEST(PciProgram, PortsOf32BitsHaveTheirUpperHalf) {
  DescribedFunction bridge = described("00:01.0 1234:1 memory=closed ports32=closed");
  write_all(bridge, {{9, true, 0x2'0000, 0x1'1000}});
  EXPECT_EQ(boot(bridge), Lines{"1:a1 io 20000/11000"});
}

TEST(PciProgram, AnotherSizeIsChosenBeforeTheAddress) {
  DescribedFunction function = described("00:02.0 1234:1 mem bar0=pref64:800000000/10000000");
  const std::size_t at = function.space.extended(0x15, 12);
  function.space.set_32(at + 4, 0x7C0U << 4).set_32(at + 8, 1U << 5 | 8U << 8);
  const auto writes =
      program(function.function(), std::vector<PciAssignedRange>{{0, false, 0x40'0000'0000, 0x4000'0000}});
  ASSERT_TRUE(writes);
  EXPECT_EQ((*writes)[1], (PciWrite{static_cast<std::uint16_t>(at + 8), 4, 1U << 5 | 10U << 8}));
  EXPECT_EQ(refusal(function, {{0, false, 0x40'0000'0000, 0x8000'0000}}), rule::assigned_wrong_place)
      << "a size that is not offered";
}

TEST(PciProgram, VirtualFunctionsAreWrittenWithTheirOwnDecodingOff) {
  DescribedFunction function = described("00:02.0 1234:1 mem bar0=mem:fea00000/1000");
  const std::size_t at = function.space.extended(0x10, 0x40);
  function.space.set_16(at + 0x08, 9).set_16(at + 0x0E, 4).bar(at + 0x24, 12, 0, 0x4000, ~std::uint64_t{0});
  const std::vector<PciAssignedRange> ranges{{0, false, 0xFEA0'0000, 0x1000}, {10, false, 0x9'0000'4000, 0x1'0000}};
  const auto writes = program(function.function(), ranges);
  ASSERT_TRUE(writes);
  const auto offset = [&](std::size_t behind) { return static_cast<std::uint16_t>(at + behind); };
  EXPECT_EQ((std::vector<PciWrite>(writes->begin() + 2, writes->end() - 1)),
            (std::vector<PciWrite>{
                {offset(0x08), 2, 1}, {offset(0x24), 4, 0x4000}, {offset(0x28), 4, 9}, {offset(0x08), 2, 9}}));
  EXPECT_EQ(refusal(function, {ranges[0], {10, false, 0x9'0000'0000, 0x4000}}), rule::assigned_wrong_place)
      << "room for one alone";
}

TEST(PciProgram, WhatIsFixedIsNeitherWrittenNorMoved) {
  DescribedFunction function = described("00:02.0 1234:1 mem");
  const std::size_t at = function.space.capability(0x14, 16);
  function.space.set(at + 2, 1, 1).set_32(at + 4, 0x8000'0002).set_32(at + 8, 0xFE00'0000).set_32(at + 12, 0x2FFC);
  const auto writes = program(function.function(), std::vector<PciAssignedRange>{{0, false, 0xFE00'0000, 0x3000}});
  ASSERT_TRUE(writes);
  EXPECT_EQ(writes->size(), 2U);
  EXPECT_EQ(refusal(function, {{0, false, 0xFD00'0000, 0x3000}}), rule::assigned_wrong_place);
}

TEST(PciProgram, AnAssignmentThatDoesNotSuitIsRefusedAsAWhole) {
  const DescribedFunction function = described("00:02.0 1234:1 bar0=mem:0/1000 bar1=io16:0/20 bar2=mem:0/100");
  const PciAssignedRange good{0, false, 0xFEA0'0000, 0x1000}, small{2, false, 0xFEA0'1000, 0x100};
  EXPECT_EQ(refusal(function, {good, small}), 0);
  EXPECT_EQ(refusal(function, {{3, false, 0, 0}}), rule::assigned_nowhere);
  EXPECT_EQ(refusal(function, {{7, false, 0, 0}}), rule::assigned_nowhere) << "no bridge";
  EXPECT_EQ(refusal(function, {{10, false, 0, 0}}), rule::assigned_nowhere);
  EXPECT_EQ(refusal(function, {{16, false, 0, 0}}), rule::assigned_nowhere);
  EXPECT_EQ(refusal(function, {{0, true, 0x1000, 0x1000}}), rule::assigned_wrong_kind);
  EXPECT_EQ(refusal(function, {{0, false, 0xFEA0'0800, 0x1000}}), rule::assigned_wrong_place) << "not aligned";
  EXPECT_EQ(refusal(function, {{0, false, 0xFEA0'0000, 0x2000}}), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(function, {{0, false, 0x1'0000'0000, 0x1000}}), rule::assigned_wrong_place) << "above 4 GiB";
  EXPECT_EQ(refusal(function, {{0, false, ~std::uint64_t{0xFFE}, 0x1000}}), rule::assigned_wrong_place) << "wraps";
  EXPECT_EQ(refusal(function, {{1, true, 0x1'0000, 0x20}}), rule::assigned_wrong_place) << "16 bits";
  EXPECT_EQ(refusal(function, {good, good}), rule::assigned_twice);
  EXPECT_EQ(refusal(function, {good}), rule::assigned_in_part) << "BAR 2 would answer wherever it was";
  EXPECT_EQ(refusal(function, {{1, true, 0xD000, 0x20}}), 0) << "ports alone are a space of their own";
}

TEST(PciProgram, AWindowIsAWholeNumberOfGranulesWithinReach) {
  const DescribedFunction bridge = described("00:01.0 1234:1 memory=closed prefetch=closed ports=closed");
  EXPECT_EQ(refusal(bridge, {{7, false, 0xC008'0000, 0x10'0000}}), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(bridge, {{7, false, 0xC000'0000, 0x1000}}), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(bridge, {{8, false, 0x8'0000'0000, 0x10'0000}}), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(bridge, {{9, true, 0x1'0000, 0x1000}}), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(bridge, {{9, false, 0xF000, 0x1000}}), rule::assigned_wrong_kind);
}

struct Raw {
  lists::CmResourceListBuilder list{lists::CmForm::resource_list, CmLayout::x64};
  Raw() {
    EXPECT_TRUE(list.begin_full(
        {.interface_type = lists::InterfaceType::pci_bus, .bus_number = 0, .version = 1, .revision = 1, .count = 0}));
  }
  Raw& range(ResourceType type, std::uint64_t start, std::uint64_t length) {
    EXPECT_TRUE(
        list.add(*CmDescriptor::address(CmLayout::x64, type, start, length, ShareDisposition::device_exclusive, 0)));
    return *this;
  }
  Raw& tag(std::uint32_t kind, std::uint32_t number) {
    CmDescriptor descriptor(CmLayout::x64);
    descriptor.set_type(ResourceType::device_private).set_data(0, kind).set_data(1, number);
    EXPECT_TRUE(list.add(descriptor));
    return *this;
  }
  Raw& null() {
    EXPECT_TRUE(list.add(CmDescriptor(CmLayout::x64)));
    return *this;
  }
  Result<PciAssignment> assignment() {
    return assignment_of(*lists::CmResourceListView::over(*list.finish(), lists::CmForm::resource_list, CmLayout::x64));
  }
};

TEST(PciAssignment, TagsSayWhatTheRangesBeforeThemAreFor) {
  const auto found = Raw()
                         .null()
                         .range(ResourceType::memory, 0xFEA0'0000, 0x1000)
                         .tag(1, 1)
                         .range(ResourceType::memory, 0x8'0000'0000, 0x2'0000'0000)
                         .tag(1, 3)
                         .range(ResourceType::port, 0x3C0, 0x20)  // legacy video, of no register
                         .assignment();
  ASSERT_TRUE(found);
  EXPECT_EQ(std::vector<PciAssignedRange>(found->begin(), found->end()),
            (std::vector<PciAssignedRange>{{1, false, 0xFEA0'0000, 0x1000}, {3, false, 0x8'0000'0000, 0x2'0000'0000}}));
}

TEST(PciAssignment, ATagWithoutARangeOrARegisterIsRefused) {
  EXPECT_EQ(Raw().tag(1, 0).assignment().error().rule, rule::assigned_nowhere);
  EXPECT_EQ(Raw().range(ResourceType::port, 0, 1).tag(1, 16).assignment().error().value, 16U);
  EXPECT_EQ(Raw()
                .range(ResourceType::port, 0, 1)
                .tag(1, 2)
                .range(ResourceType::port, 8, 1)
                .tag(1, 2)
                .assignment()
                .error()
                .rule,
            rule::assigned_twice);
  EXPECT_TRUE(Raw().range(ResourceType::port, 0, 1).tag(0x6000, 77).assignment()->empty()) << "another's tag";
}

}  // namespace
}  // namespace resmap::buses
