// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_capabilities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/hex_literal.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

// The first 256 bytes of captured functions in spec/machines/q35-ovmf.
constexpr auto kRootPort =  // 00:02.0
    "361b0c00070410000000040600008100 008084c0000000000001010090900000"
    "60c070c00100f11fe0000000e0000000 0000000090000000000000000b010200"
    "0d000000361b00001140008000000000 0008000010484201008000000f000000"
    "04063000000011007b000200c0010000 00000000000000002000300000000000"
    "1e000000040000000000000000000000 09542001ffffffff0010000000000000"
    "ffffffffffffffffffffffffffffffff 00000000000000000000000000000000"
    "00000000000000000000000000000000 00000000000000000000000000000000"
    "00000000000000000000000000000000 00000000000000000000000000000000"_hex;
constexpr auto kNetwork =  // 00:04.0, e1000e
    "8680d310070010000000000200000000 000082c0000080c0c1a00000000084c0"
    "00000000000000000000000086800000 00000000c8000000000000000a010000"
    "00000000000000000000000000000000 00000000000000000000000000000000"
    "00000000000000000000000000000000 00000000000000000000000000000000"
    "00000000000000000000000000000000 00000000000000000000000000000000"
    "11000400030000000320000000000000 00000000000000000000000000000000"
    "000000000000000001d0220000000000 05e08000000000000000000000000000"
    "10a09100008000000000000011040000 00001100000000000000000000000000"_hex;

// A function whose bytes are set one by one; PCI Express unless it is said otherwise.
struct Config {
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(4096);
  Config() { set_16(0x06, 0x10).set_8(0x34, 0x40).set_32(0x40, 0x0000'0010); }
  Config& set_8(std::size_t at, std::uint8_t word) { return bytes[at] = word, *this; }
  Config& set_16(std::size_t at, std::uint16_t word) { return store_le(bytes.data() + at, word), *this; }
  Config& set_32(std::size_t at, std::uint32_t word) { return store_le(bytes.data() + at, word), *this; }
  [[nodiscard]] PciConfigView view(std::size_t size = 4096) const {
    return *PciConfigView::over(Bytes(bytes).first(size));
  }
};

template <typename List>
std::vector<std::uint16_t> offsets(List list, Error& end) {
  std::vector<std::uint16_t> found;
  for (;;) {
    const auto next = list.next();
    if (!next) {
      end = next.error();
      EXPECT_EQ(list.next().error(), end) << "an end is an end";
      return found;
    }
    found.push_back(next->offset);
  }
}

TEST(PciCapabilities, TheRootPortsListIsWalkedToItsEnd) {
  Error end{};
  const PciConfigView config = *PciConfigView::over(kRootPort);
  EXPECT_EQ(offsets(PciCapabilities(config), end), (std::vector<std::uint16_t>{0x90, 0x54, 0x48, 0x40}));
  EXPECT_EQ(end.code, ErrorCode::not_found);
  EXPECT_EQ(*express_port_of(config), PciePort::root_port);
  EXPECT_EQ(*subsystem_of(config), (PciSubsystem{0x1b36, 0}));
  const PciMsiX msi_x = *msi_x_of(config);
  EXPECT_EQ(msi_x.table_size, 1);
  EXPECT_TRUE(msi_x.enabled);
  EXPECT_EQ(msi_x.pending_offset, 0x800U);
  EXPECT_EQ(msi_of(config).error().code, ErrorCode::not_found);
}

TEST(PciCapabilities, TheNetworkFunctionOffersMsiAndMsiXAndUsesNeither) {
  const PciConfigView config = *PciConfigView::over(kNetwork);
  EXPECT_EQ(*msi_of(config), (PciMsi{.offset = 0xD0, .supported = 1, .granted = 1, .address_64 = true}));
  const PciMsiX msi_x = *msi_x_of(config);
  EXPECT_EQ(msi_x.table_size, 5);
  EXPECT_FALSE(msi_x.enabled);
  EXPECT_EQ(msi_x.table_bar, 3);
  EXPECT_EQ(msi_x.pending_bar, 3);
  EXPECT_EQ(msi_x.pending_offset, 0x2000U);
  EXPECT_EQ(*express_port_of(config), PciePort::root_complex_endpoint);
  EXPECT_EQ(*subsystem_of(config), (PciSubsystem{0x8086, 0}));
}

TEST(PciCapabilities, With64BytesReadTheListIsNotReadRatherThanNotThere) {
  const PciConfigView config = *PciConfigView::over(Bytes(kNetwork).first(64));
  EXPECT_EQ(msi_of(config).error(), (Error{.code = ErrorCode::truncated, .offset = 0xC8, .value = 64}));
  EXPECT_EQ(express_port_of(config).error().code, ErrorCode::truncated);
  EXPECT_EQ(find_extended_capability(config, pci_extended_capability::sr_iov).error().code, ErrorCode::truncated);
  EXPECT_TRUE(subsystem_of(config)) << "a function's stand in the header";
  EXPECT_EQ(subsystem_of(*PciConfigView::over(Bytes(kRootPort).first(64))).error().code, ErrorCode::truncated)
      << "a bridge's do not";
}

TEST(PciCapabilities, WithoutTheStatusBitThereIsNoList) {
  EXPECT_EQ(msi_of(Config().set_16(0x06, 0).view()).error().code, ErrorCode::not_found);
  EXPECT_EQ(msi_of(Config().set_16(0x06, 0).view(64)).error().code, ErrorCode::not_found) << "and 64 bytes tell it";
  EXPECT_EQ(msi_of(Config().set_8(0x34, 0).view(64)).error().code, ErrorCode::not_found);
}

TEST(PciCapabilities, AListThatTurnsBackEnds) {
  Error end{};
  const Config loop = Config().set_16(0x40, 0x5009).set_16(0x50, 0x4009);
  EXPECT_EQ(offsets(PciCapabilities(loop.view()), end), (std::vector<std::uint16_t>{0x40, 0x50}));
  EXPECT_EQ(end, (Error{.code = ErrorCode::malformed, .rule = rule::capability_loop, .offset = 0x40}));
  EXPECT_EQ(offsets(PciCapabilities(Config().set_16(0x40, 0x4009).view()), end).size(), 1U);
}

TEST(PciCapabilities, APointerIntoTheHeaderEndsTheList) {
  Error end{};
  EXPECT_EQ(offsets(PciCapabilities(Config().set_16(0x40, 0x3009).view()), end).size(), 1U);
  EXPECT_EQ(end.rule, rule::capability_pointer);
  EXPECT_EQ(end.offset, 0x30U);
}

TEST(PciCapabilities, TheLowBitsOfAPointerAreNotLookedAt) {
  Error end{};
  EXPECT_EQ(offsets(PciCapabilities(Config().set_8(0x34, 0x43).set_16(0x40, 0x5209).view()), end),
            (std::vector<std::uint16_t>{0x40, 0x50}));
}

TEST(PciCapabilities, EveryOneOf48CapabilitiesIsFound) {
  Config full;
  for (std::size_t at = 0x40; at < 0x100; at += 4)
    full.set_16(at, static_cast<std::uint16_t>((at + 4 < 0x100 ? at + 4 : 0) << 8 | 0x09));
  Error end{};
  EXPECT_EQ(offsets(PciCapabilities(full.view()), end).size(), 48U);
  EXPECT_EQ(end.code, ErrorCode::not_found);
}

TEST(PciCapabilities, ACapabilityThatRunsOverByte256IsBrokenAndOneThatWasCutOffIsNot) {
  const Config config = Config().set_8(0x34, 0xF8).set_16(0xF8, 0x0005);
  EXPECT_EQ(msi_of(config.view()).error().rule, rule::capability_too_long);
  const Config cut = Config().set_8(0x34, 0x78).set_16(0x78, 0x0011);
  EXPECT_EQ(msi_x_of(cut.view(128)).error().code, ErrorCode::truncated) << "CardBus shows a plain user 128 bytes";
  EXPECT_TRUE(msi_x_of(cut.view()));
}

TEST(PciCapabilities, MsiCountsArePowersOfTwoUpTo32) {
  const auto with = [](std::uint16_t control) { return Config().set_16(0x40, 0x0005).set_16(0x42, control); };
  EXPECT_EQ(msi_of(with(0x0059 | 0x100).view())->supported, 16);
  EXPECT_EQ(msi_of(with(0x005B).view())->granted, 32);
  EXPECT_TRUE(msi_of(with(0x0101).view())->maskable);
  EXPECT_EQ(msi_of(with(0x000C).view()).error().rule, rule::msi_count_reserved);
  EXPECT_EQ(msi_of(with(0x0060).view()).error().rule, rule::msi_count_reserved);
}

TEST(PciCapabilities, AnMsiXTableHoldsUpTo2048Messages) {
  const PciMsiX msi_x = *msi_x_of(Config().set_16(0x40, 0x0011).set_16(0x42, 0xC7FF).set_32(0x44, 0x1002).view());
  EXPECT_EQ(msi_x.table_size, 2048);
  EXPECT_TRUE(msi_x.enabled && msi_x.all_masked);
  EXPECT_EQ(msi_x.table_bar, 2);
  EXPECT_EQ(msi_x.table_offset, 0x1000U);
}

TEST(PciExtendedCapabilities, AConventionalFunctionHasNoneAndAnExpressFunctionCutOffMayHave) {
  EXPECT_EQ(find_extended_capability(Config().set_16(0x40, 0x0009).view(256), 0x10).error().code, ErrorCode::not_found);
  EXPECT_EQ(find_extended_capability(Config().view(256), 0x10).error(),
            (Error{.code = ErrorCode::truncated, .offset = 256, .value = 256}));
  EXPECT_EQ(find_extended_capability(Config().set_16(0x06, 0).view(64), 0x10).error().code, ErrorCode::not_found);
}

TEST(PciExtendedCapabilities, AreWalkedAsTheRootPortHasThem) {
  // 00:02.0 of q35-ovmf: "01 00 82 14" at 0x100, "0d 00 01 00" at 0x148.
  const Config config = Config().set_32(0x100, 0x1482'0001).set_32(0x148, 0x0001'000D);
  Error end{};
  EXPECT_EQ(offsets(PciExtendedCapabilities(config.view()), end), (std::vector<std::uint16_t>{0x100, 0x148}));
  EXPECT_EQ(end.code, ErrorCode::not_found);
  EXPECT_EQ(*find_extended_capability(config.view(), 0x000D),
            (PciCapability{.id = 0x000D, .offset = 0x148, .version = 1}));
}

TEST(PciExtendedCapabilities, ZerosOrOnesAtTheirBeginningAreNone) {
  EXPECT_EQ(find_extended_capability(Config().view(), 1).error().code, ErrorCode::not_found);
  EXPECT_EQ(find_extended_capability(Config().set_32(0x100, 0xFFFF'FFFF).view(), 1).error().code, ErrorCode::not_found);
}

TEST(PciExtendedCapabilities, ALoopOrAPointerBelow256EndsTheList) {
  Error end{};
  EXPECT_EQ(
      offsets(PciExtendedCapabilities(Config().set_32(0x100, 0x2000'0001).set_32(0x200, 0x1000'0002).view()), end),
      (std::vector<std::uint16_t>{0x100, 0x200}));
  EXPECT_EQ(end.rule, rule::extended_loop);
  EXPECT_EQ(offsets(PciExtendedCapabilities(Config().set_32(0x100, 0x0801'0001).view()), end).size(), 1U);
  EXPECT_EQ(end.rule, rule::extended_pointer);
}

TEST(PciExtendedCapabilities, TheLastWordOfTheSpaceIsAPlaceForOne) {
  const Config config = Config().set_32(0x100, 0xFFC0'0001).set_32(0xFFC, 0x0001'0003);
  EXPECT_EQ(find_extended_capability(config.view(), 3)->offset, 0xFFC);
  EXPECT_EQ(find_extended_capability(config.view(4095), 3).error().code, ErrorCode::truncated);
}

TEST(PciSubsystem, ACardBusBridgeKeepsItsIdsBehindTheHeader) {
  const Config config = Config().set_8(0x0E, 2).set_8(0x14, 0).set_32(0x40, 0x1234'1028);
  EXPECT_EQ(*subsystem_of(config.view()), (PciSubsystem{0x1028, 0x1234}));
  EXPECT_EQ(subsystem_of(config.view(64)).error().code, ErrorCode::truncated);
  EXPECT_EQ(subsystem_of(Config().set_8(0x0E, 9).view()).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace resmap::buses
