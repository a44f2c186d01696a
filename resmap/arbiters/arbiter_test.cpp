// SPDX-License-Identifier: MIT
#include "resmap/arbiters/arbiter.h"

#include "resmap/arbiters/arbiter_finder.h"
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

constexpr std::uint16_t kOpen = rule::transaction_open, kNone = rule::no_transaction;

TEST(Arbiter, ATestIsPermanentOnlyAfterItsCommit) {
  PortArbiter ports;
  Asked asked(1, {"port:8@8/0x100-0x3ff"});
  StepBudget budget;
  ASSERT_TRUE(ports.test_allocation(asked.entries, budget));
  EXPECT_EQ(places(asked), "3f8");
  EXPECT_EQ(committed(ports), "");
  ports.rollback();
  EXPECT_EQ(committed(ports), "");
  ASSERT_TRUE(ports.test_allocation(asked.entries, budget));
  ASSERT_TRUE(ports.commit());
  EXPECT_EQ(committed(ports), "3f8-3ff:1");
}

TEST(Arbiter, ATestOpensATransactionAndExactlyOneCommitOrRollbackClosesIt) {
  PortArbiter ports;
  Asked asked(1, {"port:8"});
  StepBudget budget;
  EXPECT_EQ(ports.commit().error().rule, kNone);
  ASSERT_TRUE(ports.test_allocation(asked.entries, budget));
  EXPECT_TRUE(ports.in_transaction());
  EXPECT_EQ(ports.test_allocation(asked.entries, budget).error().rule, kOpen);
  EXPECT_EQ(ports.retest_allocation(asked.entries).error().rule, kOpen);
  EXPECT_EQ(ports.boot_allocation(asked.entries).error().rule, kOpen);
  EXPECT_EQ(ports.release(1).error().rule, kOpen);
  EXPECT_EQ(ports.add_reserved(1).error().rule, kOpen);
  EXPECT_EQ(ports.block({0, 1}).error().rule, kOpen);
  EXPECT_EQ(ports.set_pool(Pool()).error().rule, kOpen);
  EXPECT_EQ(ports.set_order(WindowOrder()).error().rule, kOpen);
  ASSERT_TRUE(ports.commit());
  EXPECT_EQ(ports.commit().error().rule, kNone);
  ports.rollback();
  EXPECT_EQ(committed(ports), "fff8-ffff:1") << "nothing to roll back";
}

TEST(Arbiter, ATestThatFailsOpensNoTransactionAndNamesTheEntry) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x3f8+8"}), "3f8");
  Asked asked(2, {"port:8@8/0x100-0x1ff", "port:0x3fc+1"});
  EXPECT_EQ(place(ports, asked), "conflict 2111 at 1");
  EXPECT_EQ(asked[0].result, ArbiterResult::undefined);
  EXPECT_EQ(asked[1].result, ArbiterResult::external_conflict);
  EXPECT_FALSE(ports.in_transaction());
  EXPECT_EQ(committed(ports), "3f8-3ff:1");
}

TEST(Arbiter, ADeviceNeverFightsItsOwnOldPlace) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x3f8+8", "port:0x778+8"}), "3f8 778");
  EXPECT_EQ(place(ports, 1, {"port:0x3fc+8"}), "3fc");
  EXPECT_EQ(committed(ports), "3fc-403:1") << "the old ranges are gone, both";
}

TEST(Arbiter, AnEntryWithoutAlternativesGivesBackWhatTheDeviceHas) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x3f8+8"}), "3f8");
  Asked asked;
  asked.entries.push_back({.alternatives = {}, .device = 1, .boot_place = {}, .pin = {}, .assigned = {}});
  EXPECT_EQ(place(ports, asked), "-");
  EXPECT_EQ(asked[0].result, ArbiterResult::success);
  EXPECT_EQ(committed(ports), "");
  ASSERT_EQ(place(ports, 1, {"port:0x3f8+8"}), "3f8");
  EXPECT_EQ(ports.release(1).value(), 1U);
  EXPECT_EQ(ports.release(0).error().code, ErrorCode::invalid_argument);
}

TEST(Arbiter, ARetestEntersWhatATestFoundWithoutSearching) {
  PortArbiter ports;
  Asked asked(1, {"port:8@8/0x100-0x3ff", "port:0@8/0-0xff"});
  StepBudget budget;
  ASSERT_TRUE(ports.test_allocation(asked.entries, budget));
  ports.rollback();
  ASSERT_TRUE(ports.retest_allocation(asked.entries));
  ASSERT_TRUE(ports.commit());
  EXPECT_EQ(committed(ports), "3f8-3ff:1");

  PortArbiter other;
  ASSERT_EQ(place(other, 2, {"port:0x3fc+1"}), "3fc");
  EXPECT_EQ(other.retest_allocation(asked.entries).error(),
            (Error{.code = ErrorCode::conflict, .rule = rule::place_taken, .index = 0, .value = 0x3F8}));
  EXPECT_FALSE(other.in_transaction());
  asked[0].assigned = AddressRange{0x200, 0x203};
  EXPECT_EQ(ports.retest_allocation(asked.entries).error().rule, rule::place_taken) << "not as long as was asked";
  asked[0].assigned = std::nullopt;
  EXPECT_EQ(ports.retest_allocation(asked.entries).error().rule, rule::nothing_selected);
}

TEST(Arbiter, OnlyItsOwnTypeIsTaken) {
  PortArbiter ports;
  EXPECT_EQ(place(ports, 1, {"port:8", "mem:4K"}), "malformed 2101 at 1");
  EXPECT_EQ(place(ports, 1, {"port:8/0-6"}), "malformed 2102 at 0");
  Asked nobodys(0, {"port:8"});
  EXPECT_EQ(place(ports, nobodys), "invalid_argument 0 at 0");
  MemoryArbiter memory;
  EXPECT_EQ(place(memory, 1, {"mem:64G,64-bit"}), "fffffff000000000") << "MemoryLarge is memory (rule 13, 39a)";
}

TEST(Arbiter, BootAllocationReservesFixedPlacesAndPassesOverTheRest) {
  PortArbiter ports;
  Asked boot(1, {"port:0x3f8+8", "port:8@8/0x100-0x1ff", "port:0x3f8+8", "port:8@8/0x101-0x108"});
  EXPECT_EQ(ports.boot_allocation(boot.entries).value(), 1U) << "the third is reserved already, two have no one place";
  EXPECT_EQ(committed(ports), "3f8-3ff:1");
  EXPECT_EQ(place(ports, 2, {"port:0x3f8+8"}), "conflict 2111 at 0") << "rule 41";
  Asked legacy(3, {"port:0x3f8+8"});
  legacy[0].source = RequestSource::legacy_assigned;
  EXPECT_EQ(place(ports, legacy), "3f8") << "rule 43";
}

TEST(Arbiter, BootAllocationEntersOverlapsOfFirmware) {
  PortArbiter ports;
  Asked one(1, {"port:0x70+2"}), two(2, {"port:0x70+1"});
  EXPECT_EQ(ports.boot_allocation(one.entries).value(), 1U);
  EXPECT_EQ(ports.boot_allocation(two.entries).value(), 1U);
  EXPECT_EQ(ports.committed().size(), 2U);
}

TEST(Arbiter, TheBootRuleLetsFirmwaresPlacesOverlapAndNothingElse) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.block_ecam({0xF0000000, 0xF7FFFFFF}));
  const auto with_boot = [](DeviceId device, std::string_view word, AddressRange boot) {
    auto asked = std::make_unique<Asked>(device, std::initializer_list<std::string_view>{word});
    (*asked)[0].boot_place = boot;
    return asked;
  };
  // win10-1709: ACPI\PNP0C02\4 requires exactly the ECAM window.
  EXPECT_EQ(place(memory, 1, {"mem:0xf0000000-0xf7ffffff"}), "conflict 2113 at 0") << "without the rule";
  auto ecam = with_boot(1, "mem:0xf0000000-0xf7ffffff", {0xF0000000, 0xF7FFFFFF});
  EXPECT_EQ(place(memory, *ecam), "f0000000");
  // Another device whose fixed place firmware put onto the first, after its commit.
  auto second = with_boot(2, "mem:0xf7ff0000-0xf7ffffff", {0xF7FF0000, 0xF7FFFFFF});
  EXPECT_EQ(place(memory, *second), "f7ff0000");
  EXPECT_EQ(place(memory, 3, {"mem:0xf7ff8000-0xf7ffffff"}), "conflict 2111 at 0") << "not its own boot place";
  auto wrong = with_boot(3, "mem:0xf7ff8000-0xf7ffffff", {0xF7FF0000, 0xF7FFFFFF});
  EXPECT_EQ(place(memory, *wrong), "conflict 2111 at 0") << "not equal to it";
  ASSERT_EQ(place(memory, 4, {"mem:0xe0000000+4K"}), "e0000000");
  auto taken = with_boot(5, "mem:0xe0000000+4K", {0xE0000000, 0xE0000FFF});
  EXPECT_EQ(place(memory, *taken), "conflict 2111 at 0") << "what stands there was not fixed by firmware";
  ASSERT_TRUE(memory.block_inaccessible({0xD0000000, 0xDFFFFFFF}));
  auto inaccessible = with_boot(6, "mem:0xd0000000+4K", {0xD0000000, 0xD0000FFF});
  EXPECT_EQ(place(memory, *inaccessible), "conflict 2111 at 0");
}

TEST(Arbiter, WhatADeviceHoldsCanBecomeReserved) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0xfff8+8"}), "fff8");
  ASSERT_TRUE(ports.add_reserved(1));
  EXPECT_EQ(ports.release(1).value(), 1U);
  EXPECT_EQ(place(ports, 2, {"port:8@8/0-0xffff"}), "fff0") << "given only when nothing else fits";
  EXPECT_EQ(place(ports, 3, {"port:8@8/0xfff0-0xffff"}), "fff8");
}

TEST(Arbiter, TheArbiterOfADeviceIsThatOfTheNearestBusAboveItThatHasOne) {
  PortArbiter root_ports, bus_ports;
  ArbiterNode root, host{.parent = &root}, subtractive{.parent = &host}, device{.parent = &subtractive};
  root.arbiters[1] = &root_ports;
  int asked = 0;
  const auto ask = [&](ArbiterNode& node, lists::ResourceType type) -> Arbiter* {
    ++asked;
    return &node == &host && type == lists::ResourceType::port ? &bus_ports : nullptr;
  };
  EXPECT_EQ(find_arbiter(device, lists::ResourceType::port, ask), &bus_ports);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(find_arbiter(device, lists::ResourceType::port, ask), &bus_ports);
  EXPECT_EQ(asked, 2) << "each node is asked once (rule 18)";
  EXPECT_EQ(find_arbiter(host, lists::ResourceType::port, ask), &root_ports) << "never its own (rule 17)";
  EXPECT_EQ(find_arbiter(device, lists::ResourceType::memory_large, ask), nullptr);
  EXPECT_EQ(find_arbiter(device, lists::ResourceType::device_private, ask), nullptr);
}

// Every verb, with each allocation failing once: an error that changes nothing, and all memory comes back.
TEST(Arbiter, AFailedAllocationChangesNothingAndEverythingIsGivenBack) {
  using testing_support::FailingMemory;
  Asked first(1, {"port:0x300+16,10-bit", "port:8@8/0-0xffff"}),
      second(2, {"port:16@16/0-0xffff", "port:8@8/0-0xffff"});
  for (std::size_t n = 0;; ++n) {
    ASSERT_LT(n, 2000U);
    FailingMemory memory(n);
    bool finished = false;
    {
      PortArbiter ports({.type = lists::ResourceType::port, .memory = memory.source()});
      std::string before;
      const auto step = [&](auto&& done) {
        if (!done) {
          EXPECT_EQ(done.error().code, ErrorCode::out_of_memory);
          EXPECT_EQ(committed(ports), before);
          EXPECT_FALSE(ports.in_transaction());
          return false;
        }
        before = committed(ports);
        return true;
      };
      const auto assign = [&](Asked& asked) -> Result<void> {
        StepBudget budget;
        RESMAP_TRY(ports.test_allocation(asked.entries, budget));
        return ports.commit();
      };
      Array<Conflict> conflicts(memory.source());
      Array<lists::CmDescriptor> allocated(memory.source());
      Array<lists::IoDescriptor> reserved(memory.source());
      StepBudget budget;
      WindowOrder order(memory.source());
      Pool pool(memory.source());
      finished = step(order.add({0x500, 0xFFFF})) && step(order.reserve({0x3F8, 0x3FF})) &&
                 step(ports.set_order(std::move(order))) && step(pool.add({.range = {0, 0xFFFF}})) &&
                 step(ports.set_pool(std::move(pool))) && step(ports.block({0, 0xFF})) &&
                 step(ports.boot_allocation(first.entries)) && step(assign(first)) && step(assign(second)) &&
                 step(ports.retest_allocation(second.entries)) && step(ports.commit()) &&
                 step(ports.query_conflict(first[0], conflicts)) &&
                 step(ports.query_allocated_resources(lists::CmLayout::x64, allocated)) &&
                 step(ports.write_reserved_resources(reserved)) &&
                 step(ports.query_arbitrate(second.entries, budget)) && step(ports.add_reserved(2)) &&
                 step(ports.release(1));
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (finished) break;
  }
}

}  // namespace
}  // namespace resmap::arbiters
