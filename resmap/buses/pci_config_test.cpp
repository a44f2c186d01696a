// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_config.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "tests/support/hex_literal.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

// Headers of the captured machines in spec/machines; what they must say is typed in from info-pci.txt there.
constexpr auto kTestDevice =  // q35-testdev-64g 00:02.0
    "361b0500030100000000ff0000000000 0000a0fe01c000000c00000010000000"
    "000000000000000000000000f41a0011 00000000000000000000000000000000"_hex;
constexpr auto kRootPort =  // q35-ovmf 00:02.0
    "361b0c00070410000000040600008100 008084c0000000000001010090900000"
    "60c070c00100f11fe0000000e0000000 0000000090000000000000000b010200"_hex;
constexpr auto kPortWithoutPorts =  // q35-io-exhausted 00:02.0
    "361b0c00070510000000040600000100 000020fc0000000000010100f0000000"
    "00fc10fca1feb1fe0000000000000000 0000000054000000000000000b010200"_hex;
constexpr auto kBridge =  // pc-isa 00:04.0
    "361b01000301b0000000040600000100 0410a1fe0000000000010100c0c0a000"
    "80fe90fe01fe11fe0000000000000000 000000004c000000000000000b010200"_hex;
constexpr auto kIde =  // pc-isa 00:01.1
    "86801070030180020080010100000000 00000000000000000000000000000000"
    "01d000000000000000000000f41a0011 00000000000000000000000000000000"_hex;
constexpr auto kVga =  // pc-isa 00:02.0
    "34121111030100000200000300000000 080000fd000000000000a1fe00000000"
    "000000000000000000000000f41a0011 0000a0fe000000000000000000000000"_hex;

template <std::size_t size>
constexpr PciConfigView view(const std::array<std::uint8_t, size>& bytes) {
  return *PciConfigView::over(bytes);
}

// A header of zeros with some bytes set.
struct Header {
  std::array<std::uint8_t, 64> bytes{};
  Header& set(std::size_t at, std::uint32_t word) {
    store_le<std::uint32_t>(bytes.data() + at, word);
    return *this;
  }
  [[nodiscard]] PciConfigView view() const { return *PciConfigView::over(bytes); }
};

// "BAR0: 32 bit memory at 0xfea00000", "BAR1: I/O at 0xc000", "BAR2: 64 bit prefetchable memory at 0x1000000000".
static_assert(*view(kTestDevice).bar(0) == PciBar{.index = 0, .address = 0xfea00000});
static_assert(*view(kTestDevice).bar(1) == PciBar{.index = 1, .kind = PciBarKind::io, .address = 0xc000});
static_assert(
    *view(kTestDevice).bar(2) ==
    PciBar{.index = 2, .registers = 2, .kind = PciBarKind::memory_64, .prefetchable = true, .address = 0x10'0000'0000});

TEST(PciConfig, TheCapturedTestDeviceHasTheIdsAndBarsThatQemuShows) {
  const PciConfigView config = view(kTestDevice);
  EXPECT_FALSE(config.is_absent());
  EXPECT_EQ(config.vendor_id(), 0x1b36);
  EXPECT_EQ(config.device_id(), 0x0005);
  EXPECT_EQ(config.class_code(), 0x00ff00U);
  EXPECT_EQ(config.header(), PciHeader::function);
  EXPECT_FALSE(config.is_multifunction());
  EXPECT_TRUE(config.io_decode());
  EXPECT_TRUE(config.memory_decode());
  EXPECT_EQ(config.interrupt_pin(), 0);
  EXPECT_EQ(config.bar(3).error().code, ErrorCode::not_found) << "the upper half of BAR 2 is no BAR";
  EXPECT_EQ(config.bar(4).error().code, ErrorCode::not_found);
  EXPECT_EQ(config.rom().error().code, ErrorCode::not_found);
  EXPECT_EQ(config.bridge_buses().error().code, ErrorCode::not_found);
  EXPECT_EQ(config.io_window().error().code, ErrorCode::not_found);
  EXPECT_EQ(config.bridge_control().error().code, ErrorCode::not_found);
}

TEST(PciConfig, TheCapturedRootPortPassesOnWhatQemuShows) {
  const PciConfigView config = view(kRootPort);
  EXPECT_EQ(config.header(), PciHeader::bridge);
  EXPECT_TRUE(config.is_multifunction());
  EXPECT_EQ(config.bar_count(), 2);
  EXPECT_EQ(config.bar(0)->address, 0xc0848000U);
  EXPECT_EQ(*config.bridge_buses(), (PciBridgeBuses{0, 1, 1}));
  EXPECT_EQ(*config.io_window(), (PciWindow{PciWindow::State::open, {0x9000, 0x9fff}, false}));
  EXPECT_EQ(*config.memory_window(), (PciWindow{PciWindow::State::open, {0xc0600000, 0xc07fffff}, false}));
  EXPECT_EQ(*config.prefetchable_window(), (PciWindow{PciWindow::State::open, {0xe000000000, 0xe01fffffff}, true}));
  EXPECT_EQ(config.interrupt_pin(), 1);
  EXPECT_EQ(config.interrupt_line(), 11);
  EXPECT_FALSE(config.is_subtractive());
  EXPECT_TRUE(config.bridge_control()->isa_enable() == false && config.bridge_control()->bits == 2);
}

TEST(PciConfig, AConventionalBridgeHasA64BitPrefetchableWindowBelow4Gib) {
  const PciConfigView config = view(kBridge);
  EXPECT_EQ(config.bar(0)->kind, PciBarKind::memory_64);
  EXPECT_EQ(config.bar(0)->address, 0xfea11000U);
  EXPECT_FALSE(config.bar(0)->prefetchable);
  EXPECT_EQ(config.io_window()->range, (AddressRange{0xc000, 0xcfff}));
  EXPECT_EQ(config.memory_window()->range, (AddressRange{0xfe800000, 0xfe9fffff}));
  EXPECT_EQ(*config.prefetchable_window(), (PciWindow{PciWindow::State::open, {0xfe000000, 0xfe1fffff}, true}));
}

TEST(PciConfig, AWindowThatTheKernelCouldNotPlaceIsClosed) {
  const PciConfigView config = view(kPortWithoutPorts);
  EXPECT_EQ(config.io_window()->state, PciWindow::State::closed);
  EXPECT_EQ(config.memory_window()->range, (AddressRange{0xfc000000, 0xfc1fffff}));
  EXPECT_EQ(config.prefetchable_window()->range, (AddressRange{0xfea00000, 0xfebfffff}));
}

TEST(PciConfig, LegacyIdeHasOneBarAndVgaAPrefetchableOneWithARom) {
  const PciConfigView ide = view(kIde), vga = view(kVga);
  for (const std::uint8_t index : std::array<std::uint8_t, 5>{0, 1, 2, 3, 5}) EXPECT_FALSE(ide.bar(index));
  EXPECT_EQ(*ide.bar(4), (PciBar{.index = 4, .kind = PciBarKind::io, .address = 0xd000}));
  EXPECT_EQ(*vga.bar(0), (PciBar{.index = 0, .prefetchable = true, .address = 0xfd000000}));
  EXPECT_EQ(*vga.bar(2), (PciBar{.index = 2, .address = 0xfea10000}));
  EXPECT_EQ(*vga.rom(), (PciRom{0xfea00000, false}));
  EXPECT_EQ(vga.class_code(), 0x030000U);
}

TEST(PciConfig, FewerThan64BytesAreRefusedAndMoreThan4096Too) {
  const std::vector<std::uint8_t> bytes(4097);
  for (std::size_t size = 0; size < 64; ++size) {
    const auto config = PciConfigView::over(Bytes(bytes).first(size));
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error(), (Error{.code = ErrorCode::truncated, .rule = rule::config_too_short, .value = size}));
  }
  EXPECT_TRUE(PciConfigView::over(Bytes(bytes).first(4096)));
  EXPECT_EQ(PciConfigView::over(bytes).error().rule, rule::config_too_long);
}

TEST(PciConfig, AReadOutsideTheBytesSaysWhereTheyEnd) {
  const PciConfigView config = view(kTestDevice);
  EXPECT_EQ(*config.read_32(0x3C), 0U);
  EXPECT_EQ(config.read_32(0x3E).error(), (Error{.code = ErrorCode::truncated, .offset = 0x3E, .value = 64}));
  EXPECT_EQ(config.read_16(SIZE_MAX).error().code, ErrorCode::truncated) << "an offset that would wrap";
}

TEST(PciConfig, A64BitBarWithoutAnUpperHalfIsBroken) {
  const auto last = Header().set(0x24, 0x4).view().bar(5);
  EXPECT_EQ(last.error(),
            (Error{.code = ErrorCode::malformed, .rule = rule::bar_without_upper_half, .index = 5, .offset = 0x24}));
  EXPECT_EQ(Header().set(0x0C, 0x1'0000).set(0x14, 0x4).view().bar(1).error().rule, rule::bar_without_upper_half)
      << "a bridge has two";
  EXPECT_FALSE(Header().set(0x20, 0x4).set(0x24, 0x123).view().bar(5)) << "an upper half, whatever it holds";
}

TEST(PciConfig, AnIndexBeyondTheHeaderIsNoBar) {
  EXPECT_EQ(view(kTestDevice).bar(6).error().code, ErrorCode::not_found);
  EXPECT_EQ(view(kTestDevice).bar(255).error().code, ErrorCode::not_found);
  EXPECT_EQ(Header().set(0x0C, 0x2'0000).set(0x10, 0x1000).view().bar(0)->address, 0x1000U) << "CardBus has one";
  EXPECT_FALSE(Header().set(0x0C, 0x2'0000).set(0x14, 0x1000).view().bar(1));
  EXPECT_FALSE(Header().set(0x0C, 0x5'0000).set(0x10, 0x1000).view().bar(0)) << "a header nobody knows has none";
}

TEST(PciConfig, ABarBelowOneMegabyteKeepsItsOldType) {
  const auto bar = Header().set(0x10, 0x000A0002).view().bar(0);
  EXPECT_TRUE(bar->below_1m);
  EXPECT_EQ(bar->kind, PciBarKind::memory_32);
  EXPECT_EQ(bar->address, 0xA0000U);
}

TEST(PciConfig, Windows32And64BitsWideTakeTheirUpperHalves) {
  const Header header = Header()
                            .set(0x0C, 0x1'0000)
                            .set(0x1C, 0x2111)
                            .set(0x30, 0x0002'0001)
                            .set(0x24, 0xFFF1'0001)
                            .set(0x28, 0x10)
                            .set(0x2C, 0x1F);
  EXPECT_EQ(*header.view().io_window(), (PciWindow{PciWindow::State::open, {0x1'1000, 0x2'2FFF}, true}));
  EXPECT_EQ(*header.view().prefetchable_window(),
            (PciWindow{PciWindow::State::open, {0x10'0000'0000, 0x1F'FFFF'FFFF}, true}));
}

TEST(PciConfig, UpperHalvesOfANarrowWindowAreNotLookedAt) {
  const Header header = Header()
                            .set(0x0C, 0x1'0000)
                            .set(0x1C, 0x2010)
                            .set(0x30, 0x0002'0001)
                            .set(0x24, 0x0010'0010)
                            .set(0x28, 0x10)
                            .set(0x2C, 0x1F);
  EXPECT_EQ(*header.view().io_window(), (PciWindow{PciWindow::State::open, {0x1000, 0x2FFF}, false}));
  EXPECT_EQ(header.view().prefetchable_window()->range, (AddressRange{0x10'0000, 0x1F'FFFF}));
}

TEST(PciConfig, AWindowOfZerosIsTheFirstGranuleOrNoneAndSaysSo) {
  const Header header = Header().set(0x0C, 0x1'0000);
  const PciConfigView config = header.view();
  EXPECT_EQ(*config.io_window(), (PciWindow{PciWindow::State::zero, {0, 0xFFF}, false}));
  EXPECT_EQ(*config.memory_window(), (PciWindow{PciWindow::State::zero, {0, 0xFFFFF}, false}));
  EXPECT_EQ(*config.prefetchable_window(), (PciWindow{PciWindow::State::zero, {0, 0xFFFFF}, false}));
}

TEST(PciConfig, BridgeControlAndTheSubtractiveClassAreBits) {
  const Header header = Header().set(0x08, 0x06040100).set(0x0C, 0x1'0000).set(0x3C, 0x001C'0000);
  const PciConfigView config = header.view();
  EXPECT_TRUE(config.is_subtractive());
  EXPECT_TRUE(config.bridge_control()->isa_enable());
  EXPECT_TRUE(config.bridge_control()->vga_enable());
  EXPECT_TRUE(config.bridge_control()->vga_16_bit_decode());
}

TEST(PciConfig, OnesEverywhereAreAFunctionThatDoesNotAnswer) {
  std::array<std::uint8_t, 64> bytes;
  bytes.fill(0xFF);
  EXPECT_TRUE(view(bytes).is_absent());
  store_le<std::uint32_t>(bytes.data() + 0x08, 0x02000001);
  EXPECT_FALSE(view(bytes).is_absent()) << "a virtual function shows ones for its ids alone";
}

}  // namespace
}  // namespace resmap::buses
