// SPDX-License-Identifier: MIT
// The lists that ReactOS' tests publish, one line a descriptor: option, share, flags, type, then length, alignment and bounds or
// the number. Source: ReactOS modules/rostests/unittests/isapnp/{res_card.c, commit 36b140accf383188b454a6dc0c3f216608ceefb7; tests.c,
// commit ae3bfa946aa59f2f5980b25ca4510e9ba7563ed6}.
#include "resmap/buses/isa_pnp_requirements.h"

#include <gtest/gtest.h>

#include "resmap/buses/isa_pnp_rom_test_support.h"
#include "resmap/buses/list_lines_test_support.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/validate.h"
#include "tests/support/failing_memory.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

struct Shown {
  lists::IoRequirementsHeader header{};
  std::vector<Lines> configurations;
  std::vector<std::uint16_t> revisions;
  bool exact = false;  // no slack
};

Shown shown(Result<lists::IoRequirementsListBuilder> list) {
  Shown made;
  if (!list) return made;
  const Bytes bytes = *list->finish();
  EXPECT_EQ(lists::validate_io(bytes, nullptr).errors, 0U);
  const auto view = lists::IoRequirementsListView::over(bytes);
  if (!view) return made;
  made.header = view->header();
  made.exact = view->slack().empty() && view->header().list_size == bytes.size();
  for (const lists::IoConfigurationView configuration : *view) {
    Lines lines;
    for (const lists::IoDescriptorView each : configuration) lines.push_back(text_of(each));
    made.configurations.push_back(lines);
    made.revisions.push_back(configuration.header().revision);
  }
  return made;
}

TEST(IsaPnpRequirements, TheFirstDeviceHasTwoFunctionsBetweenWhatIsCommon) {
  const IsaPnpRom rom = published_card();
  const Shown list = shown(isa_pnp_requirements(rom.devices()[0]));
  EXPECT_TRUE(list.exact);
  EXPECT_EQ(list.header.interface_type, lists::InterfaceType::isa);
  EXPECT_EQ(list.header.bus_number + list.header.slot_number, 0U);
  ASSERT_EQ(list.configurations.size(), 2U);
  EXPECT_EQ(list.configurations[0],
            (Lines{"0:1:11 io 2/4 330-341", "0:1:5 io 8/1 600-787", "0:1:5 io c/1 16-21", "0:1:1 irq 5-5",
                   "0:3:0 irq 2-2", "8:3:0 irq 3-3", "8:3:0 irq 4-4", "0:0:0 dma 2-2"}));
  EXPECT_EQ(list.configurations[1],
            (Lines{"0:1:11 io 2/4 330-341", "0:1:10 mem 4000/ff40 c8000-dffff", "0:1:11 mem 4000/10000 d4000-dbfff",
                   "0:0:0 dma 0-0", "8:0:0 dma 1-1", "0:0:0 dma 2-2"}));
  EXPECT_EQ(list.revisions, (std::vector<std::uint16_t>{1, 1}));
}

TEST(IsaPnpRequirements, WhatIsCommonStandsWhereItStood) {
  const IsaPnpRom rom = published_card();
  const auto devices = rom.devices();
  EXPECT_EQ(shown(isa_pnp_requirements(devices[1])).configurations,
            (std::vector<Lines>{{"0:1:11 io 1/1 500-506", "0:1:11 io 1/1 600-607"},
                                {"0:1:11 io 1/1 500-506", "0:1:11 io 1/1 700-708"}}));
  EXPECT_EQ(shown(isa_pnp_requirements(devices[2])).configurations,
            (std::vector<Lines>{{"0:1:11 io 1/1 600-607", "0:1:11 io 1/1 500-506"},
                                {"0:1:11 io 1/1 700-708", "0:1:11 io 1/1 500-506"}}));
  EXPECT_EQ(shown(isa_pnp_requirements(devices[3])).configurations,
            (std::vector<Lines>{{"0:1:11 io 1/1 600-607"}, {"0:1:11 io 1/1 700-708"}}));
}

TEST(IsaPnpRequirements, MemoryOf32BitsAndADeviceOfEveryKind) {
  const IsaPnpRom rom = published_card();
  const auto devices = rom.devices();
  EXPECT_EQ(shown(isa_pnp_requirements(devices[4])).configurations,
            (std::vector<Lines>{{"0:1:11 mem 8000/100 d0000-e7fff", "0:1:11 mem 8000/1 c8000-cffff"}}));
  EXPECT_EQ(shown(isa_pnp_requirements(devices[5])).configurations,
            (std::vector<Lines>{{"0:1:11 mem 1000/4 a0000-a4fff", "0:1:11 mem 100/4 80000-900ff", "0:0:0 dma 6-6",
                                 "0:1:1 irq 5-5", "0:1:5 io 8/1 80-87"}}));
}

TEST(IsaPnpRequirements, ADeviceWithoutResourcesHasNoList) {
  const IsaPnpRom rom = published_card();
  EXPECT_EQ(isa_pnp_requirements(rom.devices()[6]).error().code, ErrorCode::not_found);
  const IsaPnpRom empty = IsaPnpRom().device(1).dependent().irq(0).end_dependent().end();
  EXPECT_EQ(isa_pnp_requirements(empty.devices()[0]).error().code, ErrorCode::not_found) << "no line is no line";
}

TEST(IsaPnpRequirements, TheNativeDriverSeesEdgesAndPlainMemory) {
  const IsaPnpRom rom = published_card();
  const BusPolicy native{.isa_pnp_lists = BusPolicy::IsaPnpLists::native};
  const Shown first = shown(isa_pnp_requirements(rom.devices()[0], native));
  EXPECT_EQ(first.revisions, (std::vector<std::uint16_t>{0x30, 0x31}));
  EXPECT_EQ(first.configurations[0][4], "0:1:1 irq 2-2");
  EXPECT_EQ(first.configurations[1][2], "0:1:10 mem 4000/10000 d4000-dbfff");
}

TEST(IsaPnpRequirements, TheReadPortOfTheBus) {
  const Shown open = shown(isa_pnp_read_port_requirements({}));
  EXPECT_TRUE(open.exact);
  EXPECT_EQ(open.header.interface_type, lists::InterfaceType::internal);
  Lines expected;
  for (const char* port : {"1/1 a79-a79", "1/1 279-279", "4/1 274-277", "4/1 3e4-3e7", "4/1 204-207", "4/1 2e4-2e7",
                           "4/1 354-357", "4/1 2f4-2f7"}) {
    expected.push_back(std::string("0:1:10 io ") + port);
    expected.emplace_back("8:1:10 io 0/1 0-0");
  }
  EXPECT_EQ(open.configurations, std::vector<Lines>{expected});
  EXPECT_EQ(
      shown(isa_pnp_read_port_requirements(0x354)).configurations,
      (std::vector<Lines>{{"0:1:10 io 1/1 a79-a79", "8:1:10 io 0/1 0-0", "0:1:10 io 1/1 279-279", "8:1:10 io 0/1 0-0",
                           "8:1:10 io 4/1 274-277", "8:1:10 io 4/1 3e4-3e7", "8:1:10 io 4/1 204-207",
                           "8:1:10 io 4/1 2e4-2e7", "0:1:10 io 4/1 354-357", "8:1:10 io 4/1 2f4-2f7"}}));
  EXPECT_EQ(isa_pnp_read_port_requirements(0x300).error().code, ErrorCode::invalid_argument);
}

TEST(IsaPnpRequirements, TheReadPortStartsWithTwoPorts) {
  auto list = isa_pnp_read_port_boot();
  ASSERT_TRUE(list);
  const Bytes bytes = *list->finish();
  const auto view = lists::CmResourceListView::over(bytes, lists::CmForm::resource_list, lists::CmLayout::x64);
  std::vector<std::uint64_t> ports;
  for (const lists::CmDescriptorView each : *view->begin()) {
    ports.push_back(each.start());
    EXPECT_EQ(each.flags(), 0x10);
    EXPECT_EQ(each.length(), 1U);
  }
  EXPECT_EQ(ports, (std::vector<std::uint64_t>{0xA79, 0x279}));
}

TEST(IsaPnpRequirements, LittleDataCannotMakeAListOfAnyLength) {
  IsaPnpRom many = IsaPnpRom().device(1);
  for (int i = 0; i < 257; ++i) many.dependent();
  many.irq(0xFFFF).end();
  EXPECT_EQ(isa_pnp_requirements(many.devices()[0]).error(), (Error{.code = ErrorCode::limit_exceeded, .value = 257}));
  IsaPnpRom wide = IsaPnpRom().device(1);
  for (int i = 0; i < 300; ++i) wide.irq(0xFFFF);
  for (int i = 0; i < 200; ++i) wide.dependent();
  EXPECT_EQ(isa_pnp_requirements(wide.end().devices()[0]).error().value, 300U * 16 * 200);
}

TEST(IsaPnpRequirements, EveryFailureOfMemoryIsAnErrorAndLeaksNothing) {
  const IsaPnpRom rom = published_card();
  const auto devices = rom.devices();
  for (std::size_t n = 0;; ++n) {
    resmap::testing_support::FailingMemory memory(n);
    {
      auto list = isa_pnp_requirements(devices[0], {}, memory.source());
      EXPECT_EQ(list.has_value(), !memory.failed());
      EXPECT_TRUE(list || list.error().code == ErrorCode::out_of_memory);
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (!memory.failed()) break;
  }
}

}  // namespace
}  // namespace resmap::buses
