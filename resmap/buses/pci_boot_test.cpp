// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_boot.h"

#include <gtest/gtest.h>

#include "resmap/buses/list_lines_test_support.h"
#include "resmap/buses/pci_space_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

Lines boot(const std::string& line, lists::CmLayout layout = lists::CmLayout::x64) {
  return boot_lines(pci_boot_configuration(described(line).function(), layout), layout);
}

TEST(PciBoot, WhatDecodesIsThereInTheOrderOfItsRegisters) {
  EXPECT_EQ(
      boot("00:02.0 1234:0001 io mem bar0=mem:fea00000/1000 bar1=io:c000/20 bar2=pref64:800000000/200000000 "
           "pin=1 line=11"),
      (Lines{"1:80 mem fea00000/1000", "1:131 io c000/20", "1:284 mem 800000000/200000000", "3:0 irq 11 11 ffffffff"}));
}

TEST(PciBoot, EachSpaceCountsForItself) {
  const std::string rest = " bar0=mem:fea00000/1000 bar1=io:c000/20 bar2=mem:0/1000";
  EXPECT_EQ(boot("00:02.0 1234:0001 mem" + rest), Lines{"1:80 mem fea00000/1000"});
  EXPECT_EQ(boot("00:02.0 1234:0001 io" + rest), Lines{"1:131 io c000/20"});
}

TEST(PciBoot, ALineIsOneThatFirmwareWroteDownForAPin) {
  EXPECT_EQ(boot("00:02.0 1234:0001 pin=2 line=5", lists::CmLayout::x86), Lines{"3:0 irq 5 5 ffffffff"});
  for (const char* none : {"pin=1 line=0", "pin=1 line=255", "line=5", "pin=9 line=5"})
    EXPECT_TRUE(boot(std::string("00:02.0 1234:0001 ") + none).empty()) << none;
}

TEST(PciBoot, OpenWindowsAreListedClosedOnesAreNot) {
  EXPECT_EQ(boot("00:01.0 1234:0010 io mem memory=c0000000-c01fffff prefetch=closed ports=2000-2fff pin=1 line=11"),
            (Lines{"1:40 mem c0000000/200000", "1:a1 io 2000/1000"}));
}

TEST(PciBoot, NothingAtAllIsNoList) {
  EXPECT_EQ(pci_boot_configuration(described("00:01.0 1234:0010 memory=closed").function()).error().code,
            ErrorCode::not_found);
}

TEST(PciBoot, TheListSaysWhichBusItSpeaksOf) {
  auto list = pci_boot_configuration(described("0b:02.0 1234:0001 io bar0=io:c000/20").function());
  const auto view =
      lists::CmResourceListView::over(*list->finish(), lists::CmForm::resource_list, lists::CmLayout::x64);
  EXPECT_EQ((*view->begin()).header().interface_type, lists::InterfaceType::pci_bus);
  EXPECT_EQ((*view->begin()).header().bus_number, 0x0BU);
}

}  // namespace
}  // namespace resmap::buses
