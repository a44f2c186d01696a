// SPDX-License-Identifier: MIT
#include "resmap/arbiters/pci_windows.h"

#include "resmap/arbiters/arbiter_test_support.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/port_arbiter.h"
#include "tests/support/failing_memory.h"

namespace resmap::arbiters {
namespace {

using test::Asked;
using test::committed;
using test::place;
using test::places;

std::string ports_behind(const BridgeForwarding& bridge, std::string_view word) {
  PortArbiter ports(pci_bus_setup({.type = lists::ResourceType::port}));
  EXPECT_TRUE(ports.set_pool(*io_pool(bridge)));
  return place(ports, 1, {word});
}
std::string memory_behind(const BridgeForwarding& bridge, std::string_view word) {
  MemoryArbiter memory(pci_bus_setup({.type = lists::ResourceType::memory}));
  EXPECT_TRUE(memory.set_pool(*memory_pool(bridge)));
  return place(memory, 1, {word});
}

Result<OpenedWindows> open(Arbiter& above, Arbiter& behind, DeviceId bridge,
                           std::initializer_list<BridgeWindow> windows, std::span<ArbiterEntry> entries,
                           StepBudget& budget) {
  return open_windows(above, behind, bridge, {windows.begin(), windows.size()}, entries, budget);
}

BridgeForwarding with_io(AddressRange io) {
  BridgeForwarding bridge;
  bridge.io = io;
  return bridge;
}

TEST(PciWindows, ABarStaysWithinTheWindowsOfItsBridge) {
  BridgeForwarding bridge = with_io({0xE000, 0xEFFF});
  bridge.memory = {0xF0000000, 0xF00FFFFF};
  EXPECT_EQ(ports_behind(bridge, "port:0x80"), "ef80");
  EXPECT_EQ(ports_behind(bridge, "port:0xd000+8"), "conflict 2110 at 0") << "rule 21";
  EXPECT_EQ(memory_behind(bridge, "mem:64K"), "f00f0000");
  EXPECT_EQ(memory_behind(bridge, "mem:64K,64-bit"), "f00f0000") << "64-bit, not prefetchable: below 4 GiB (rule 65)";
}

TEST(PciWindows, AClosedWindowGivesNothing) {
  EXPECT_EQ(ports_behind({}, "port:8"), "conflict 2110 at 0");
  EXPECT_EQ(memory_behind({}, "mem:4K"), "conflict 2110 at 0");
  EXPECT_EQ(memory_behind({}, "mem:0@1M/0-0xffffffff"), "-") << "a window below it may stay closed too";
}

TEST(PciWindows, APrefetchWindowTakesPrefetchableMemoryAlone) {
  BridgeForwarding bridge;
  bridge.prefetch = {0x800000000, 0x8FFFFFFFF};
  EXPECT_EQ(memory_behind(bridge, "mem:256M,pref64"), "8f0000000");
  EXPECT_EQ(memory_behind(bridge, "mem:256M,64-bit"), "conflict 2110 at 0");
  EXPECT_EQ(memory_behind(bridge, "mem:256M,pref"), "conflict 2110 at 0") << "32 bits do not reach it";
}

TEST(PciWindows, VgaEnablePassesOnTheLegacyRangesToWhoAsksForThem) {
  BridgeForwarding bridge;
  bridge.vga_enable = true;
  EXPECT_EQ(memory_behind(bridge, "mem:0xa0000-0xbffff"), "a0000") << "rule 66";
  EXPECT_EQ(memory_behind(bridge, "mem:64K"), "conflict 2110 at 0") << "never a BAR that could be anywhere";
  EXPECT_EQ(ports_behind(bridge, "port:0x3b0-0x3bb"), "3b0");
  EXPECT_EQ(ports_behind(bridge, "port:0x3c0-0x3df"), "3c0");
  EXPECT_EQ(ports_behind(bridge, "port:0x3bc-0x3be"), "conflict 2110 at 0") << "the printer port between them";
  EXPECT_EQ(ports_behind(bridge, "port:0xffc0-0xffdf"), "ffc0") << "aliases, unless 16 bits are decoded";
  bridge.vga_16_bit_decode = true;
  EXPECT_EQ(ports_behind(bridge, "port:0xffc0-0xffdf"), "conflict 2110 at 0");
  EXPECT_EQ(ports_behind(bridge, "port:0x3c0-0x3df"), "3c0");
}

TEST(PciWindows, IsaEnableLeavesTheFirstQuarterOfEachKilobyte) {
  BridgeForwarding bridge = with_io({0xE000, 0xFFFF});
  bridge.isa_enable = true;
  EXPECT_EQ(ports_behind(bridge, "port:0x80"), "fc80");
  EXPECT_EQ(ports_behind(bridge, "port:0x100"), "fc00");
  EXPECT_EQ(ports_behind(bridge, "port:0xe100+8"), "conflict 2110 at 0") << "rule 67";
  EXPECT_EQ(ports_behind(bridge, "port:0x200"), "conflict 2110 at 0") << "larger than a quarter";
  bridge.io = {0xE000, 0x1FFFF};
  EXPECT_EQ(ports_behind(bridge, "port:0x200@0x200/0-0x1ffff"), "1fe00") << "above 64 KiB nothing is cut";
}

TEST(PciWindows, BehindASubtractiveBridgeThereAreNoArbiters) {
  BridgeForwarding bridge;
  EXPECT_TRUE(has_arbiters(bridge));
  bridge.subtractive = true;
  EXPECT_FALSE(has_arbiters(bridge)) << "rule 20";
}

TEST(PciWindows, BusNumbersBehindABridgeAreSecondaryToSubordinate) {
  BridgeForwarding bridge;
  bridge.buses = {3, 9};
  EXPECT_TRUE(bus_pool(bridge)->holds({3, 9}, {3, 9}, window_kind::plain));
  EXPECT_TRUE(bus_pool({})->windows().empty());
  bridge.io = {2, 1};
  EXPECT_EQ(io_pool(bridge).error().code, ErrorCode::invalid_argument);
  bridge.isa_enable = true;
  EXPECT_EQ(io_pool(bridge).error().code, ErrorCode::invalid_argument);
  bridge.memory = {2, 1};
  EXPECT_EQ(memory_pool(bridge).error().code, ErrorCode::invalid_argument);
}

// A host bus with one memory window and one of ports, and behind bridge 7 a bus whose windows are closed.
class ClosedBridge : public testing::Test {
 protected:
  static constexpr DeviceId kBridge = 7;
  void SetUp() override {
    Pool memory, ports;
    ASSERT_TRUE(memory.add({.range = {0xC0000000, 0xDFFFFFFF}}));
    ASSERT_TRUE(ports.add({.range = {0xD00, 0xFFFF}, .kinds = window_kind::plain}));
    ASSERT_TRUE(host_memory_.set_pool(std::move(memory)));
    ASSERT_TRUE(host_ports_.set_pool(std::move(ports)));
    ASSERT_TRUE(memory_.set_pool(Pool()));
    ASSERT_TRUE(ports_.set_pool(Pool()));
  }
  const ArbiterSetup setup_ = pci_bus_setup({.type = lists::ResourceType::null});
  MemoryArbiter host_memory_{setup_}, memory_{setup_};
  PortArbiter host_ports_{setup_}, ports_{setup_};
  StepBudget budget_;
};

TEST_F(ClosedBridge, OpensForTheBarThatNeedsItAtTheHighestPlaceInOneGranule) {
  Asked bar(1, {"port:0x80"});
  const auto opened = open(host_ports_, ports_, kBridge, {BridgeWindow::io}, bar.entries, budget_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->io, (AddressRange{0xF000, 0xFFFF})) << "rule 65a: as two units of one model show";
  EXPECT_EQ(places(bar), "ff80");
  ASSERT_TRUE(host_ports_.commit());
  ASSERT_TRUE(ports_.commit());
  EXPECT_EQ(committed(host_ports_), "f000-ffff:7");
  EXPECT_EQ(place(ports_, 2, {"port:8"}), "ff78") << "the window is there for the next one";
}

TEST_F(ClosedBridge, APrefetchableBarOpensThePrefetchWindowThoughTheMemoryWindowHasRoom) {
  Asked has(kBridge, {"mem:0xdfe00000+1M,window"});
  ASSERT_EQ(place(host_memory_, has), "dfe00000");
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0xDFE00000, 0xDFEFFFFF}, .kinds = window_kind::plain}));
  ASSERT_TRUE(memory_.set_pool(std::move(pool)));
  Asked bar(1, {"mem:16K,pref64"});
  EXPECT_EQ(window_for(bar[0].alternatives[0]), BridgeWindow::prefetch);
  const auto opened = open(host_memory_, memory_, kBridge, {BridgeWindow::prefetch}, bar.entries, budget_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->prefetch, (AddressRange{0xDFF00000, 0xDFFFFFFF}));
  EXPECT_EQ(places(bar), "dfffc000");
  ASSERT_TRUE(host_memory_.commit());
  ASSERT_TRUE(memory_.commit());
  EXPECT_EQ(committed(host_memory_), "dfe00000-dfefffff:7 dff00000-dfffffff:7") << "open windows stay where they are";
}

TEST_F(ClosedBridge, TakesAsManyGranulesAsAreNeeded) {
  Asked bars(1, {"mem:1M", "mem:2M", "mem:4K"});
  const auto opened = open(host_memory_, memory_, kBridge, {BridgeWindow::memory}, bars.entries, budget_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->memory, (AddressRange{0xDFC00000, 0xDFFFFFFF}));
  EXPECT_EQ(places(bars), "dfd00000 dfe00000 dfcff000");
}

TEST_F(ClosedBridge, ACardWithBothKindsOfMemoryOpensBothWindows) {
  Asked bars(1, {"mem:16K", "mem:16M,pref64"});
  const auto opened =
      open(host_memory_, memory_, kBridge, {BridgeWindow::memory, BridgeWindow::prefetch}, bars.entries, budget_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->prefetch, (AddressRange{0xDF000000, 0xDFFFFFFF}));
  EXPECT_EQ(opened->memory, (AddressRange{0xDEF00000, 0xDEFFFFFF}));
  EXPECT_EQ(places(bars), "deffc000 df000000");
  memory_.rollback();
  host_memory_.rollback();
  EXPECT_EQ(open(host_memory_, memory_, kBridge, {}, bars.entries, budget_).error().code, ErrorCode::invalid_argument);
}

TEST_F(ClosedBridge, StaysClosedWhereNoGranuleIsFree) {
  ASSERT_EQ(place(host_ports_, 9, {"port:0xe000-0xffff", "port:0xd00-0xdfff"}), "e000 d00");
  Asked bar(1, {"port:0x80"});
  const auto refused = open(host_ports_, ports_, kBridge, {BridgeWindow::io}, bar.entries, budget_);
  EXPECT_EQ(refused.error().rule, rule::no_room_alone) << "rule 68";
  EXPECT_FALSE(host_ports_.in_transaction());
  EXPECT_FALSE(ports_.in_transaction());
  Asked elsewhere(1, {"port:0x2000-0x207f"});
  ASSERT_TRUE(host_ports_.release(9));
  EXPECT_EQ(open(host_ports_, ports_, kBridge, {BridgeWindow::io}, elsewhere.entries, budget_).error().rule,
            rule::outside_every_window)
      << "the window cannot lie where the BAR must be";
  EXPECT_FALSE(host_ports_.in_transaction());
  Asked nothing(1, {"mem:4K"});
  EXPECT_EQ(open(host_ports_, ports_, kBridge, {BridgeWindow::io}, nothing.entries, budget_).error().code,
            ErrorCode::invalid_argument);
}

TEST_F(ClosedBridge, ARollbackClosesItAgain) {
  Asked bar(1, {"port:0x80"});
  ASSERT_TRUE(open(host_ports_, ports_, kBridge, {BridgeWindow::io}, bar.entries, budget_));
  host_ports_.rollback();
  ports_.rollback();
  EXPECT_EQ(committed(host_ports_), "");
  EXPECT_EQ(place(ports_, bar), "conflict 2110 at 0");
}

TEST(PciWindows, SixteenWindowsOfPortsAreAllThereAre) {
  PortArbiter host(pci_bus_setup({.type = lists::ResourceType::port}));
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0, 0xFFFF}}));
  ASSERT_TRUE(host.set_pool(std::move(pool)));
  for (DeviceId bridge = 1; bridge <= 16; ++bridge)
    EXPECT_NE(place(host, bridge, {"port:4K@4K/0-0xffff,window"}), "conflict 2111 at 0");
  EXPECT_EQ(place(host, 17, {"port:4K@4K/0-0xffff,window"}), "conflict 2111 at 0") << "rule 73";
}

TEST(PciWindows, AFailedAllocationLeavesBothBusesAsTheyWere) {
  using testing_support::FailingMemory;
  Asked bar(1, {"port:0x80"});
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    bool done = false;
    {
      const ArbiterSetup setup = pci_bus_setup({.type = lists::ResourceType::port, .memory = memory.source()});
      PortArbiter above(setup), behind(setup);
      StepBudget budget;
      ASSERT_TRUE(behind.set_pool(Pool(memory.source())));
      const auto opened = open(above, behind, 7, {BridgeWindow::io}, bar.entries, budget);
      done = opened.has_value();
      if (!done) {
        EXPECT_EQ(opened.error().code, ErrorCode::out_of_memory);
      }
      EXPECT_EQ(above.in_transaction(), done);
      EXPECT_EQ(behind.in_transaction(), done);
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (done) break;
  }
}

TEST(PciWindows, RequirementsForWindowsLookAsPciSysWritesThem) {
  const auto io = window_requirement(BridgeWindow::io, 0x80, 0x80);
  EXPECT_EQ(io->view().flags(), 0xA1);
  EXPECT_EQ(io->view().maximum(), 0xFFFFU);
  EXPECT_EQ(io->view().length(), 0x1000U);
  const auto prefetch = window_requirement(BridgeWindow::prefetch, 0x10000001, 0x10000000);
  EXPECT_EQ(prefetch->view().flags(), 0x44);
  EXPECT_EQ(prefetch->view().length(), 0x10100000U);
  EXPECT_EQ(prefetch->view().maximum(), ~0ULL);
  const auto memory = window_requirement(BridgeWindow::memory, 1, 1);
  EXPECT_EQ(memory->view().flags(), 0x40);
  EXPECT_EQ(memory->view().alignment(), 0x100000U);
  EXPECT_EQ(memory->view().maximum(), 0xFFFFFFFFU);
  EXPECT_EQ(window_requirement(BridgeWindow::memory, ~0ULL, 1).error().code, ErrorCode::overflow);
  EXPECT_EQ(open_window_requirement(BridgeWindow::memory, {0, ~0ULL}).error().code, ErrorCode::overflow);
}

}  // namespace
}  // namespace resmap::arbiters
