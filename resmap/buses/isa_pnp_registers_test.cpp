// SPDX-License-Identifier: MIT
// What firmware left in the registers of the published card, and what an assignment writes.
// Source: ReactOS modules/rostests/unittests/isapnp/res_card.c (commit 36b140accf383188b454a6dc0c3f216608ceefb7).
#include "resmap/buses/isa_pnp_registers.h"

#include <gtest/gtest.h>

#include "resmap/buses/isa_pnp_rom_test_support.h"
#include "resmap/buses/list_lines_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using lists::CmDescriptor;
using lists::CmLayout;
using lists::ResourceType;
using lists::ShareDisposition;

struct Registers {
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(256);
  Registers() { set(0x74, {4, 4}); }
  Registers& set(std::size_t at, std::vector<std::uint8_t> values) {
    for (const std::uint8_t value : values) bytes[at++] = value;
    return *this;
  }
};

Lines boot(const IsaPnpDevice& device, const Registers& registers) {
  auto list = isa_pnp_boot_configuration(device, registers.bytes);
  if (!list) return {"RM" + std::to_string(list.error().rule)};
  const Bytes bytes = *list->finish();
  const auto view = lists::CmResourceListView::over(bytes, lists::CmForm::resource_list, CmLayout::x64);
  EXPECT_EQ((*view->begin()).header().interface_type, lists::InterfaceType::isa);
  Lines lines;
  for (const lists::CmDescriptorView each : *view->begin()) lines.push_back(text_of(each));
  return lines;
}

Registers fifth() {
  return Registers()
      .set(0x30, {1})
      .set(0x76, {0x00, 0x0D, 0x60, 0x00, 0x00, 0xFF, 0xFF, 0x80, 0x00})   // by length
      .set(0x80, {0x00, 0x0C, 0x80, 0x00, 0x01, 0x00, 0x0D, 0x00, 0x00});  // by limit
}

Registers sixth() {
  return Registers()
      .set(0x30, {1, 2})
      .set(0x40, {0x0A, 0x00, 0x01, 0x0A, 0x40})
      .set(0x60, {0x00, 0x80})
      .set(0x70, {0xF5, 0x02})
      .set(0x74, {0xFE, 0x04});
}

TEST(IsaPnpRegisters, WhatFirmwareSetIsTheBootConfiguration) {
  const IsaPnpRom rom = published_card();
  const auto devices = rom.devices();
  EXPECT_EQ(boot(devices[4], fifth()), (Lines{"1:11 mem d6000/8000", "1:11 mem c8000/8000"}));
  EXPECT_EQ(boot(devices[5], sixth()),
            (Lines{"1:5 io 80/8", "1:1 irq 5 5 ffffffffffffffff", "1:0 dma 6", "1:11 mem a0000/4000"}));
}

TEST(IsaPnpRegisters, ADeviceThatIsOffHasNone) {
  const IsaPnpRom rom = published_card();
  const auto devices = rom.devices();
  Registers off = Registers().set(0x60, {0x03, 0x90});
  EXPECT_EQ(isa_pnp_boot_configuration(devices[0], off.bytes).error().code, ErrorCode::not_found);
  EXPECT_EQ(isa_pnp_boot_configuration(devices[0], Registers().set(0x30, {1}).bytes).error().code, ErrorCode::not_found)
      << "on, but with nothing";
  EXPECT_EQ(isa_pnp_boot_configuration(devices[0], Bytes(off.bytes).first(0xA8)).error(),
            (Error{.code = ErrorCode::truncated, .offset = 0xA8, .value = 0xA8}));
}

TEST(IsaPnpRegisters, WhatNoDescriptorAllowsIsNotBelieved) {
  const IsaPnpRom rom = published_card();
  const IsaPnpDevice sixth_device = rom.devices()[5];
  EXPECT_EQ(boot(sixth_device, sixth().set(0x60, {0x03, 0x00})), Lines{"RM5056"});
  EXPECT_EQ(boot(sixth_device, sixth().set(0x43, {0x09, 0x00})), Lines{"RM5056"}) << "a limit below the base";
  EXPECT_EQ(boot(sixth_device, sixth().set(0x40, {0x0F, 0x00, 0x00, 0xFF, 0xF0})), Lines{"RM5056"});
}

// The raw list that the published test assigns to the sixth device.
struct Assigned {
  lists::CmResourceListBuilder list{lists::CmForm::resource_list, CmLayout::x64};
  Assigned() {
    EXPECT_TRUE(list.begin_full(
        {.interface_type = lists::InterfaceType::isa, .bus_number = 0, .version = 1, .revision = 1, .count = 0}));
  }
  Assigned& range(ResourceType type, std::uint64_t start, std::uint64_t length) {
    EXPECT_TRUE(
        list.add(*CmDescriptor::address(CmLayout::x64, type, start, length, ShareDisposition::device_exclusive, 0)));
    return *this;
  }
  Assigned& line(std::uint16_t level, std::uint16_t flags) {
    EXPECT_TRUE(list.add(CmDescriptor::line(CmLayout::x64, 0x3F, level, 1, ShareDisposition::device_exclusive, flags)));
    return *this;
  }
  Assigned& channel(std::uint32_t number) {
    EXPECT_TRUE(list.add(CmDescriptor::dma(CmLayout::x64, number, ShareDisposition::undetermined, 0)));
    return *this;
  }
  Result<IsaPnpWrites> program(const IsaPnpDevice& device, const Registers& registers) {
    const auto view = lists::CmResourceListView::over(*list.finish(), lists::CmForm::resource_list, CmLayout::x64);
    return isa_pnp_program(device, registers.bytes, *view);
  }
};

TEST(IsaPnpRegisters, AnAssignmentLeavesThePublishedRegisters) {
  const IsaPnpRom rom = published_card();
  Registers registers = sixth();
  for (std::size_t at = 0x40; at < 0xA9; ++at)
    if (at != 0x42 && at != 0x4A && at != 0x52 && at != 0x5A && at != 0x7A && at != 0x84 && at != 0x94 && at != 0xA4)
      registers.bytes[at] = 0xCC;
  const auto writes = Assigned()
                          .range(ResourceType::memory, 0xA2000, 0x1000)
                          .range(ResourceType::memory, 0x89000, 0x100)
                          .channel(6)
                          .line(5, 1)
                          .range(ResourceType::port, 0x80, 8)
                          .program(rom.devices()[5], registers);
  ASSERT_TRUE(writes);
  EXPECT_EQ((*writes)[0], (IsaPnpWrite{0x30, 0})) << "off first";
  EXPECT_EQ((*writes)[writes->size() - 1], (IsaPnpWrite{0x30, 1})) << "on last";
  for (const IsaPnpWrite& write : *writes) registers.bytes[write.reg] = write.value;
  Registers expected = Registers()
                           .set(0x30, {1, 0})
                           .set(0x40, {0x0A, 0x20, 0x03, 0x0A, 0x30})
                           .set(0x48, {0x08, 0x90, 0x00, 0xFF, 0xFF})
                           .set(0x60, {0x00, 0x80})
                           .set(0x70, {0x05, 0x02, 0x00, 0x00, 0x06, 0x04});
  const auto is_register = [](std::size_t at) {
    if (at < 0x60) return at % 8 < 5;
    return at <= 0x88 ? at != 0x7F : (at & 15) <= 8;
  };
  for (std::size_t at = 0x40; at < 0xA9; ++at) {
    if (is_register(at)) {
      EXPECT_EQ(registers.bytes[at], expected.bytes[at]) << std::hex << at;
    }
  }
  EXPECT_EQ(registers.bytes[0x31], 0);
  EXPECT_EQ(boot(rom.devices()[5], registers), (Lines{"1:5 io 80/8", "1:1 irq 5 5 ffffffffffffffff", "1:0 dma 6",
                                                      "1:11 mem a2000/1000", "1:11 mem 89000/100"}))
      << "and reads back as what was assigned";
}

TEST(IsaPnpRegisters, LevelAndEdgeFollowTheCard) {
  const IsaPnpRom rom = IsaPnpRom().device(1).irq(0x10, 0x08).irq(0x20, 0x04).irq(0x40, 0x02).end();
  const auto type_of = [&](std::uint16_t line, std::uint16_t flags) {
    const auto writes = Assigned().line(line, flags).program(rom.devices()[0], Registers());
    for (const IsaPnpWrite& write : *writes)
      if (write.reg == 0x71) return unsigned{write.value};
    return 99U;
  };
  EXPECT_EQ(type_of(4, 0), 1U) << "level, low";
  EXPECT_EQ(type_of(5, 0), 3U) << "level, high";
  EXPECT_EQ(type_of(6, 1), 0U) << "edge, falling";
  EXPECT_EQ(type_of(5, 1), 2U) << "edge, rising";
}

TEST(IsaPnpRegisters, MemoryOf32BitsIsWrittenWhole) {
  const IsaPnpRom rom = published_card();
  Registers registers = fifth();
  const auto writes = Assigned()
                          .range(ResourceType::memory, 0xD8000, 0x8000)
                          .range(ResourceType::memory, 0xC8000, 0x8000)
                          .program(rom.devices()[4], registers);
  ASSERT_TRUE(writes);
  for (const IsaPnpWrite& write : *writes) registers.bytes[write.reg] = write.value;
  EXPECT_EQ(boot(rom.devices()[4], registers), (Lines{"1:11 mem d8000/8000", "1:11 mem c8000/8000"}));
}

TEST(IsaPnpRegisters, AnAssignmentThatTheDeviceCannotHoldIsRefused) {
  const IsaPnpRom rom = published_card();
  const IsaPnpDevice device = rom.devices()[5];
  const auto refusal = [&](Assigned& list) { return list.program(device, sixth()).error().rule; };
  EXPECT_EQ(refusal(Assigned().range(ResourceType::port, 0x90, 8)), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(Assigned().range(ResourceType::memory, 0xA2080, 0x1000)), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(Assigned().line(7, 1)), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(Assigned().channel(1)), rule::assigned_wrong_place);
  EXPECT_EQ(refusal(Assigned().channel(0x1'0000'0)), rule::assigned_wrong_place);
  Assigned many;
  for (int i = 0; i < 9; ++i) many.range(ResourceType::port, 0x80, 8);
  EXPECT_EQ(refusal(many), rule::assigned_nowhere);
}

}  // namespace
}  // namespace resmap::buses
