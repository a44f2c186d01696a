// SPDX-License-Identifier: MIT
#include "resmap/arbiters/window_order.h"

#include "resmap/arbiters/arbiter_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::arbiters {
namespace {

std::vector<AddressRange> windows(const WindowOrder& order) { return {order.windows().begin(), order.windows().end()}; }
constexpr std::uint64_t kLast = ~0ULL;

TEST(WindowOrder, IsEverythingWhereTheRegistrySaysNothing) {
  EXPECT_EQ(windows(WindowOrder()), (std::vector<AddressRange>{{0, kLast}}));
}

TEST(WindowOrder, ReservedRangesAreCutOutOfEveryWindowAndTheUpperPartComesFirst) {
  WindowOrder order;
  ASSERT_TRUE(order.add({0x500, 0xFFFF}));
  ASSERT_TRUE(order.add({0x100, 0x3FF}));
  ASSERT_TRUE(order.reserve({0x3F8, 0x3FF}));
  ASSERT_TRUE(order.reserve({0x2F8, 0x2FF}));
  EXPECT_EQ(windows(order),
            (std::vector<AddressRange>{
                {0x500, 0xFFFF}, {0x300, 0x3F7}, {0x100, 0x2F7}, {0x400, kLast}, {0x300, 0x3F7}, {0, 0x2F7}}))
      << "rules 30 and 31";
  ASSERT_TRUE(order.add({0x140, 0x17F}));
  EXPECT_EQ(order.windows()[3], (AddressRange{0x140, 0x17F})) << "before everything, behind those that were added";
}

TEST(WindowOrder, AWindowThatIsReservedWhollyIsGone) {
  WindowOrder order;
  ASSERT_TRUE(order.add({0xA0000, 0xBFFFF}));
  ASSERT_TRUE(order.reserve({0xA0000, 0xBFFFF}));
  EXPECT_EQ(windows(order), (std::vector<AddressRange>{{0xC0000, kLast}, {0, 0x9FFFF}}));
  ASSERT_TRUE(order.reserve({0, kLast}));
  EXPECT_TRUE(order.windows().empty());
  EXPECT_EQ(order.reserve({2, 1}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(order.reserved().size(), 2U);
}

TEST(WindowOrder, ReadsTheBoundsOfItsTypeInTheFirstConfiguration) {
  const auto bytes =
      test::list_of({"port:0x500-0xffff", "irq:9", "mem:0x100000-0x1fffff", "irq:3-4", "dma:6-15", "bus:1/2-3"});
  const auto list = *lists::IoRequirementsListView::over(bytes);
  const auto of = [&](lists::ResourceType type) {
    WindowOrder order;
    EXPECT_TRUE(order.add_all(list, type));
    auto all = windows(order);
    all.pop_back();
    return all;
  };
  using enum lists::ResourceType;
  EXPECT_EQ(of(port), (std::vector<AddressRange>{{0x500, 0xFFFF}}));
  EXPECT_EQ(of(interrupt), (std::vector<AddressRange>{{9, 9}, {3, 4}}));
  EXPECT_EQ(of(dma), (std::vector<AddressRange>{{6, 15}}));
  EXPECT_EQ(of(bus_number), (std::vector<AddressRange>{{2, 3}}));
}

TEST(WindowOrder, HoldsNoMoreWindowsThanTheOpenLibrary) {
  WindowOrder order;
  for (std::uint64_t i = 0; i < WindowOrder::kMostWindows - 1; ++i) ASSERT_TRUE(order.add({i * 4, i * 4 + 2}));
  EXPECT_EQ(order.add({1, 1}).error().rule, rule::too_many_windows);
  EXPECT_EQ(order.reserve({1, 1}).error().rule, rule::too_many_windows);
  EXPECT_EQ(order.windows().size(), WindowOrder::kMostWindows) << "as before";
}

TEST(WindowOrder, AFailedAllocationChangesNothing) {
  using testing_support::FailingMemory;
  const auto bytes = test::list_of({"port:0x500-0xffff", "port:0x100-0x3ff"});
  const auto list = *lists::IoRequirementsListView::over(bytes);
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    {
      WindowOrder order(memory.source());
      const bool added = order.add_all(list, lists::ResourceType::port).has_value();
      EXPECT_EQ(order.windows().size(), added ? 3U : 1U);
      const bool cut = added && order.reserve_all(list, lists::ResourceType::port).has_value();
      EXPECT_EQ(order.windows().size(), cut ? 3U : added ? 3U : 1U);
      EXPECT_EQ(order.reserved().size(), cut ? 2U : 0U);
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (!memory.failed()) break;
  }
}

}  // namespace
}  // namespace resmap::arbiters
