// SPDX-License-Identifier: MIT
#include "resmap/buses/isa_pnp_data.h"

#include <gtest/gtest.h>

#include "resmap/buses/isa_pnp_rom_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)
using Kind = IsaPnpResource::Kind;

Error end_of(const IsaPnpRom& rom) {
  IsaPnpDevices list(rom.bytes);
  for (;;) {
    const auto device = list.next();
    if (device) continue;
    EXPECT_EQ(list.next().error(), device.error()) << "an end is an end";
    return device.error();
  }
}

std::vector<IsaPnpResource> resources_of(const IsaPnpRom& rom) {
  std::vector<IsaPnpResource> all;
  const auto devices = rom.devices();
  if (devices.empty()) return all;
  IsaPnpResources list(devices[0]);
  while (const auto resource = list.next()) all.push_back(*resource);
  return all;
}

IsaPnpRom device() { return IsaPnpRom().version().device(0x1234); }

TEST(IsaPnpData, ThePublishedCardHasSevenDevicesAndAGoodChecksum) {
  const IsaPnpRom rom = published_card();
  const auto devices = rom.devices();
  ASSERT_EQ(devices.size(), 7U);
  EXPECT_EQ(end_of(rom).code, ErrorCode::not_found);
  EXPECT_EQ(devices[0].id, 0x0100'4B4AU) << "as the bytes stand";
  EXPECT_EQ(rom.bytes[devices[6].offset], 0x15);
  EXPECT_EQ(*isa_pnp_checksum(rom.bytes), IsaPnpChecksum::good);
}

TEST(IsaPnpData, AWrongChecksumIsSaidAndRefusesNothing) {
  IsaPnpRom rom = device().irq(4).end();
  ++rom.bytes.back();
  EXPECT_EQ(*isa_pnp_checksum(rom.bytes), IsaPnpChecksum::wrong);
  EXPECT_EQ(rom.devices().size(), 1U);
  EXPECT_EQ(*isa_pnp_checksum(device().end(0).bytes), IsaPnpChecksum::unused);
  EXPECT_EQ(isa_pnp_checksum(device().bytes).error().rule, rule::isa_pnp_truncated);
}

TEST(IsaPnpData, EveryKindOfTagSaysItsResource) {
  const auto found = resources_of(device()
                                      .irq(0x8001)
                                      .irq(0x20, 0x02)
                                      .dma(0x0A, 0x05)
                                      .io(1, 0x200, 0x3F8, 8, 8)
                                      .fixed_io(0xFFF8, 8)
                                      .memory(1, 0xA00, 0xB00, 0, 2)
                                      .memory_32(0, {0xFE00'0000, 0xFF00'0000, 0x1000, 0x2000})
                                      .memory_32(1, {0xC'0000, 0x1'0000})
                                      .end());
  ASSERT_EQ(found.size(), 8U);
  EXPECT_EQ(found[0], (IsaPnpResource{.kind = Kind::irq, .information = 1, .mask = 0x8001}));
  EXPECT_EQ(found[1].information, 2);
  EXPECT_EQ(found[2], (IsaPnpResource{.kind = Kind::dma, .information = 5, .mask = 0x0A}));
  EXPECT_EQ(found[3].last(), 0x3FFU) << "the highest base and its length";
  EXPECT_EQ(found[4].minimum, 0x3F8U) << "ten bits";
  EXPECT_EQ(found[5].minimum, 0xA'0000U);
  EXPECT_EQ(found[5].alignment, 0x1'0000U) << "0 says 64 KiB";
  EXPECT_EQ(found[5].length, 0x200U);
  EXPECT_EQ(found[6].last(), 0xFF00'1FFFU);
  EXPECT_TRUE(found[6].is_read_only());
  EXPECT_EQ(found[7].maximum, 0xC'0000U);
  EXPECT_FALSE(found[7].is_read_only());
}

TEST(IsaPnpData, DependentFunctionsHaveAPriority) {
  const auto found = resources_of(device().dependent().dependent(0).end_dependent().end());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].priority, 1) << "acceptable where no byte says it";
  EXPECT_EQ(found[1].priority, 0);
  EXPECT_EQ(found[2].kind, Kind::end_dependent);
}

TEST(IsaPnpData, CutDataKeepTheDevicesBefore) {
  const IsaPnpRom rom = published_card();
  for (std::size_t size = 0; size < rom.bytes.size(); ++size) {
    IsaPnpRom cut;
    cut.bytes.assign(rom.bytes.begin(), rom.bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(end_of(cut).rule, rule::isa_pnp_truncated) << size;
    EXPECT_LT(cut.devices().size(), 7U);
  }
  EXPECT_EQ(end_of(device().large(2, {1, 2})).offset, 14U) << "no end tag";
}

TEST(IsaPnpData, ANameThatRunsPastTheEndTakesItsDeviceWithIt) {
  IsaPnpRom rom = device();
  rom.bytes.insert(rom.bytes.end(), {0x82, 0xCC, 0xCC, 0x79, 0xFF});
  EXPECT_TRUE(rom.devices().empty());
  EXPECT_EQ(end_of(rom),
            (Error{.code = ErrorCode::truncated, .rule = rule::isa_pnp_truncated, .offset = 9, .value = 5}));
}

TEST(IsaPnpData, AShortTagIsMalformed) {
  EXPECT_EQ(end_of(device().small(4, {1}).end()),
            (Error{.code = ErrorCode::malformed, .rule = rule::isa_pnp_tag_too_short, .offset = 9, .value = 0x21}));
  EXPECT_EQ(end_of(device().large(5, {1, 2, 3}).end()).value, 0x85U);
  EXPECT_EQ(end_of(IsaPnpRom().small(2, {1, 2, 3, 4}).end()).rule, rule::isa_pnp_tag_too_short);
}

TEST(IsaPnpData, DependentFunctionsNeitherNestNorEndTwice) {
  EXPECT_EQ(end_of(device().end_dependent().end()).rule, rule::isa_pnp_dependent);
  EXPECT_EQ(end_of(device().dependent().end_dependent().dependent().end()).rule, rule::isa_pnp_dependent);
  EXPECT_EQ(end_of(device().dependent().end_dependent().end_dependent().end()).rule, rule::isa_pnp_dependent);
  EXPECT_EQ(device().dependent().irq(1).device(2).dependent().end_dependent().end().devices().size(), 2U)
      << "each device anew, and a missing end is one";
}

TEST(IsaPnpData, ResourcesBeforeTheFirstDeviceBelongToNobody) {
  EXPECT_EQ(end_of(IsaPnpRom().version().irq(1).device(1).end()),
            (Error{.code = ErrorCode::malformed, .rule = rule::isa_pnp_before_device, .offset = 3, .value = 0x22}));
}

}  // namespace
}  // namespace resmap::buses
