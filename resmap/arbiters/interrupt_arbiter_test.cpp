// SPDX-License-Identifier: MIT
#include "resmap/arbiters/interrupt_arbiter.h"

#include "resmap/arbiters/arbiter_test_support.h"

namespace resmap::arbiters {
namespace {

using test::Asked;
using test::place;

void follow_root_order(InterruptArbiter& interrupts) {
  WindowOrder order;
  for (const std::uint64_t line : {9U, 8U, 7U, 11U, 10U, 2U, 3U, 5U, 4U, 15U, 13U, 14U, 6U, 12U, 1U})
    ASSERT_TRUE(order.add({line, line}));
  ASSERT_TRUE(order.add({0xFFFF0000, 0xFFFFFFFE}));
  ASSERT_TRUE(order.add({16, 0xFFFEFFFF}));
  ASSERT_TRUE(interrupts.set_order(std::move(order)));
}

TEST(InterruptArbiter, AnyLineFollowsTheOrderingList) {
  InterruptArbiter interrupts;
  follow_root_order(interrupts);
  ASSERT_EQ(place(interrupts, 1, {"irq:9"}), "9");
  ASSERT_EQ(place(interrupts, 2, {"irq:8"}), "8");
  EXPECT_EQ(place(interrupts, 3, {"irq:any"}), "7") << "rule 33a";
  EXPECT_EQ(place(interrupts, 4, {"irq:any"}), "b");
  EXPECT_EQ(place(interrupts, 5, {"irq:any"}), "a");
  ASSERT_TRUE(interrupts.release(1));
  EXPECT_EQ(place(interrupts, 6, {"irq:any,shared"}), "9");
}

TEST(InterruptArbiter, OnARestartALineStaysWhereItIs) {
  InterruptArbiter interrupts;
  follow_root_order(interrupts);
  ASSERT_EQ(place(interrupts, 1, {"irq:17"}), "11");
  EXPECT_EQ(place(interrupts, 1, {"irq:any"}), "11") << "rule 39b";
  EXPECT_EQ(place(interrupts, 1, {"irq:any", "irq:any"}), "11 9") << "once";
  Asked boot(2, {"irq:5"});
  ASSERT_EQ(interrupts.boot_allocation(boot.entries).value(), 1U);
  EXPECT_EQ(place(interrupts, 2, {"irq:any"}), "8") << "a reservation is no line that it has";
  ASSERT_EQ(place(interrupts, 3, {"irq:4"}), "4");
  EXPECT_EQ(place(interrupts, 3, {"irq:4-5", "irq:4"}), "5 4") << "kept, and given up for who has no choice";
}

TEST(InterruptArbiter, EachMessageHasANumberOfItsOwnFromTheTopDown) {
  InterruptArbiter interrupts;
  EXPECT_EQ(place(interrupts, 1, {"msg:1"}), "fffffffe");
  EXPECT_EQ(place(interrupts, 2, {"msg:1,shared"}), "fffffffd") << "never shared";
  EXPECT_EQ(place(interrupts, 3, {"msg:1", "msg:1", "msg:1"}), "fffffffc fffffffb fffffffa") << "MSI-X";
  EXPECT_EQ(place(interrupts, 4, {"msg:8|msg:1|irq:any"}), "fffffff2") << "MSI: contiguous";
}

TEST(InterruptArbiter, ManyMessagesOrExactlyOneAndThenALine) {
  InterruptArbiter interrupts;
  follow_root_order(interrupts);
  ASSERT_TRUE(interrupts.block({0xFFFF0000, 0xFFFFFFF8}));
  ASSERT_EQ(place(interrupts, 1, {"msg:1", "msg:1"}), "fffffffe fffffffd");  // four are left: F9-FC
  Asked listed(2, {"msg:8|msg:1|irq:any"}), unlisted(3, {"msg:8|irq:any"});
  EXPECT_EQ(place(interrupts, listed), "fffffffc") << "rule 69";
  EXPECT_EQ(listed[0].selected_alternative, 1U);
  EXPECT_EQ(place(interrupts, unlisted), "fffffffb") << "one, though the list does not say so";
  EXPECT_EQ(unlisted[0].selected_alternative, 0U);
  ASSERT_TRUE(interrupts.retest_allocation(unlisted.entries));
  interrupts.rollback();
  ASSERT_EQ(place(interrupts, 4, {"msg:1", "msg:1"}), "fffffffa fffffff9");
  EXPECT_EQ(place(interrupts, 5, {"msg:8|msg:1|irq:any"}), "9") << "then a line";
  EXPECT_EQ(place(interrupts, 6, {"msg:1", "msg:1"}), "conflict 2111 at 0") << "MSI-X: all, or the next configuration";
}

TEST(InterruptArbiter, LinesAndMessagesDoNotMeet) {
  InterruptArbiter interrupts;
  EXPECT_EQ(place(interrupts, 1, {"irq:any"}), "fffeffff");
  ASSERT_TRUE(interrupts.set_lines({0, 23}));
  EXPECT_EQ(place(interrupts, 2, {"irq:any"}), "17");
  EXPECT_EQ(place(interrupts, 3, {"irq:24-30"}), "conflict 2110 at 0");
  EXPECT_EQ(place(interrupts, 3, {"msg:4"}), "fffffffb");
  EXPECT_EQ(place(interrupts, 4, {"irq:0xffff0000-0xfffffffe"}), "malformed 2102 at 0");
}

TEST(InterruptArbiter, APciLineIsTheOneThatItsPinIsRoutedTo) {
  const PinRoute pins[] = {{.pin = {28, 0}, .gsi = 16, .link = {}}, {.pin = {28, 1}, .gsi = 17, .link = {}}};
  InterruptArbiter interrupts;
  interrupts.set_routing({.pins = pins, .links = {}});
  Asked asked(1, {"irq:any,shared"});
  asked[0].is_pci_function = true;
  asked[0].pin = PciPin{28, swizzled_pin(0, 1)};
  EXPECT_EQ(place(interrupts, asked), "11") << "rule 68a";
  EXPECT_EQ(interrupts.mode_of({28, 1}),
            (LineMode{lists::InterruptMode::level_sensitive, lists::InterruptPolarity::active_low}));
  EXPECT_EQ(interrupts.mode_of({29, 1}), std::nullopt);
  EXPECT_EQ(swizzled_pin(3, 2), 1);
}

TEST(InterruptArbiter, WithoutARouteAPciLineKeepsFirmwaresValueOrIsUnknown) {
  InterruptArbiter interrupts;
  Asked asked(1, {"irq:any,shared"});
  asked[0].is_pci_function = true;
  EXPECT_EQ(place(interrupts, asked), "unknown");
  EXPECT_EQ(asked[0].result, ArbiterResult::unknown_route);
  EXPECT_TRUE(interrupts.retest_allocation(asked.entries));
  interrupts.rollback();
  asked[0].boot_place = AddressRange{11, 11};
  EXPECT_EQ(place(interrupts, asked), "b");
  EXPECT_EQ(place(interrupts, 9, {"irq:11"}), "b") << "what firmware wrote down may mean nothing: it never conflicts";
  EXPECT_EQ(place(interrupts, asked), "b");
  Asked messages(2, {"msg:1|irq:any,shared"});
  messages[0].is_pci_function = true;
  EXPECT_EQ(place(interrupts, messages), "fffffffe");
  Asked fixed(3, {"irq:14"});  // an IDE channel in legacy mode
  fixed[0].is_pci_function = true;
  EXPECT_EQ(place(interrupts, fixed), "e");
}

TEST(InterruptArbiter, WhatHangsOnOneLinkHasOneLine) {
  const std::uint32_t possible[] = {3, 5, 10, 11};
  const LineMode both{lists::InterruptMode::level_sensitive, lists::InterruptPolarity::active_high};
  const LinkDevice links[] = {{.possible = possible, .mode = both, .current = {}},
                              {.possible = possible, .current = 5}};
  const PinRoute pins[] = {{.pin = {1, 0}, .gsi = 0, .link = 0},
                           {.pin = {2, 0}, .gsi = 0, .link = 0},
                           {.pin = {3, 0}, .gsi = 0, .link = 1},
                           {.pin = {4, 0}, .gsi = 0, .link = 7}};
  InterruptArbiter interrupts;
  follow_root_order(interrupts);
  interrupts.set_routing({.pins = pins, .links = links});
  const auto ask = [&](DeviceId device, std::uint8_t slot) {
    Asked asked(device, {"irq:any,shared"});
    asked[0].is_pci_function = true;
    asked[0].pin = PciPin{slot, 0};
    return place(interrupts, asked);
  };
  EXPECT_EQ(ask(1, 1), "b") << "11 ranks before 10";
  ASSERT_EQ(place(interrupts, 9, {"irq:10,shared"}), "a");
  EXPECT_EQ(ask(2, 2), "b");
  EXPECT_EQ(ask(3, 3), "5") << "as firmware set it";
  EXPECT_EQ(ask(4, 4), "malformed 2102 at 0") << "a link that is not there";
  EXPECT_EQ(interrupts.mode_of({1, 0}), both);
}

TEST(InterruptArbiter, WhetherTriggersMayMixIsASwitch) {
  using MixedTrigger = ArbiterPolicy::MixedTrigger;
  InterruptArbiter strict({.type = lists::ResourceType::interrupt, .policy = {.mixed_trigger = MixedTrigger::refused}});
  InterruptArbiter lax;
  for (InterruptArbiter* interrupts : {&strict, &lax}) {
    ASSERT_EQ(place(*interrupts, 1, {"irq:5,shared,latched"}), "5");
    EXPECT_EQ(place(*interrupts, 2, {"irq:5,shared,latched"}), "5");
  }
  EXPECT_EQ(place(lax, 3, {"irq:5,shared"}), "5");
  EXPECT_EQ(place(strict, 3, {"irq:5,shared"}), "conflict 2111 at 0");
  EXPECT_EQ(place(strict, 3, {"irq:5-6,shared"}), "6");
}

}  // namespace
}  // namespace resmap::arbiters
