// SPDX-License-Identifier: MIT
#include "resmap/arbiters/arbiter_test_support.h"
#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/port_arbiter.h"

namespace resmap::arbiters {
namespace {

using test::Asked;
using test::place;

constexpr Conflict kNobody{0, {0, ~0ULL}};

std::vector<Conflict> blockers(const Arbiter& arbiter, DeviceId device, std::string_view word) {
  Asked asked(device, {word});
  Array<Conflict> found;
  EXPECT_TRUE(arbiter.query_conflict(asked[0], found));
  return {found.begin(), found.end()};
}

TEST(ArbiterQueries, EveryBlockerIsNamedOnceByAddress) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 2, {"port:0x308+8"}), "308");
  ASSERT_EQ(place(ports, 3, {"port:0x300+4"}), "300");
  ASSERT_EQ(place(ports, 2, {"port:0x308+8", "port:0x304+2"}), "308 304");
  EXPECT_EQ(blockers(ports, 1, "port:0x300+16"),
            (std::vector<Conflict>{{3, {0x300, 0x303}}, {2, {0x304, 0x305}}, {2, {0x308, 0x30F}}}));
  EXPECT_EQ(blockers(ports, 3, "port:0x300+4"), (std::vector<Conflict>{})) << "its own range";
  EXPECT_EQ(blockers(ports, 1, "port:16@16/0x300-0x31f"), (std::vector<Conflict>{})) << "310 is free";
  EXPECT_EQ(blockers(ports, 1, "port:0x300+4|0x308+8"),
            (std::vector<Conflict>{{3, {0x300, 0x303}}, {2, {0x308, 0x30F}}}))
      << "of all alternatives";
}

TEST(ArbiterQueries, WhoHasNoNameIsOneEntryOverEverything) {
  MemoryArbiter memory;
  ASSERT_TRUE(memory.block_ecam({0xE0000000, 0xEFFFFFFF}));
  ASSERT_EQ(place(memory, 2, {"mem:0xf0000000+4K"}), "f0000000");
  EXPECT_EQ(blockers(memory, 1, "mem:0xe0000000+4K"), (std::vector<Conflict>{kNobody})) << "rule 75";
  EXPECT_EQ(blockers(memory, 1, "mem:0xeffff000+8K"), (std::vector<Conflict>{{2, {0xF0000000, 0xF0000FFF}}, kNobody}));
  Pool pool;
  ASSERT_TRUE(pool.add({.range = {0xD0000000, 0xDFFFFFFF}}));
  ASSERT_TRUE(memory.set_pool(std::move(pool)));
  EXPECT_EQ(blockers(memory, 1, "mem:0xc0000000+4K"), (std::vector<Conflict>{kNobody})) << "not on bus";
  EXPECT_EQ(blockers(memory, 1, "mem:2G"), (std::vector<Conflict>{kNobody})) << "no window is that large";
}

TEST(ArbiterQueries, SharersDoNotBlockEachOther) {
  InterruptArbiter interrupts;
  ASSERT_EQ(place(interrupts, 1, {"irq:9,shared"}), "9");
  ASSERT_EQ(place(interrupts, 2, {"irq:9,shared"}), "9");
  EXPECT_EQ(blockers(interrupts, 3, "irq:9,shared"), (std::vector<Conflict>{}));
  EXPECT_EQ(blockers(interrupts, 3, "irq:9"), (std::vector<Conflict>{{1, {9, 9}}, {2, {9, 9}}}));
}

TEST(ArbiterQueries, AnAliasBlocksAndIsNamedAsItStands) {
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x300+16,10-bit"}), "300");
  EXPECT_EQ(blockers(ports, 2, "port:0x700+16,16-bit"), (std::vector<Conflict>{{1, {0x700, 0x70F}}}));
  ASSERT_EQ(place(ports, 3, {"port:0x1200+4,16-bit"}), "1200");
  EXPECT_EQ(blockers(ports, 4, "port:0x200+4,10-bit"), (std::vector<Conflict>{{3, {0x1200, 0x1203}}}))
      << "its own alias would meet a real port";
}

TEST(ArbiterQueries, MistakesInTheQuestionAreSaid) {
  PortArbiter ports;
  Array<Conflict> found;
  Asked memory(1, {"mem:4K"}), unusable(1, {"port:16/0-7"});
  EXPECT_EQ(ports.query_conflict(memory[0], found).error().rule, rule::wrong_type);
  EXPECT_EQ(ports.query_conflict(unusable[0], found).error().rule, rule::no_usable_alternative);
  EXPECT_TRUE(found.empty());
}

TEST(ArbiterQueries, AllocatedResourcesComeAsDescriptors) {
  const auto allocated = [](const Arbiter& arbiter) {
    Array<lists::CmDescriptor> all;
    EXPECT_TRUE(arbiter.query_allocated_resources(lists::CmLayout::x64, all));
    TextWriter out;
    for (const lists::CmDescriptor& each : all) {
      if (out.size() != 0) out.text(" ");
      lists::print_claim(out, each.view());
    }
    return std::string(out.view());
  };
  PortArbiter ports;
  ASSERT_EQ(place(ports, 1, {"port:0x300+16,10-bit"}), "300");
  EXPECT_EQ(allocated(ports), "port:0x300-0x30f,10-bit") << "flags travel, aliases stay at home";
  InterruptArbiter interrupts;
  ASSERT_EQ(place(interrupts, 1, {"irq:9,shared", "msg:8"}), "9 fffffff7");
  EXPECT_EQ(allocated(interrupts), "irq:9,shared msg:8,vector=0xfffffff7");
  MemoryArbiter memory;
  ASSERT_TRUE(memory.block_first_page());
  ASSERT_EQ(place(memory, 1, {"mem:0x400000000+64G,64-bit,driver-exclusive"}), "400000000");
  EXPECT_EQ(allocated(memory), "mem:0x400000000+64G,driver-exclusive");
  DmaArbiter channels;
  ASSERT_EQ(place(channels, 1, {"dma:2"}), "2");
  EXPECT_EQ(allocated(channels), "dma:2");
  BusNumberArbiter buses;
  ASSERT_EQ(place(buses, 1, {"bus:16/0-15,shared"}), "0");
  EXPECT_EQ(allocated(buses), "bus:0-15,shared");
}

TEST(ArbiterQueries, TheReservedListReadsBackAsTheRegistryHasIt) {
  for (const lists::ResourceType type : {lists::ResourceType::port, lists::ResourceType::interrupt,
                                         lists::ResourceType::dma, lists::ResourceType::bus_number}) {
    Arbiter arbiter({.type = type});
    WindowOrder order;
    ASSERT_TRUE(order.reserve({3, 4}));
    ASSERT_TRUE(arbiter.set_order(std::move(order)));
    Array<lists::IoDescriptor> out;
    ASSERT_TRUE(arbiter.write_reserved_resources(out));
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].view().type(), type);
    EXPECT_EQ(bounds_of(out[0].view()), (AddressRange{3, 4}));
  }
}

TEST(ArbiterQueries, AskingWhetherChangesNothing) {
  PortArbiter ports;
  Asked asked(1, {"port:8"});
  StepBudget budget;
  EXPECT_TRUE(ports.query_arbitrate(asked.entries, budget));
  EXPECT_EQ(asked[0].result, ArbiterResult::undefined);
  EXPECT_FALSE(ports.in_transaction());
  ASSERT_EQ(place(ports, 2, {"port:0x3f8+8"}), "3f8");
  Asked taken(1, {"port:0x3f8+8"});
  EXPECT_EQ(ports.query_arbitrate(taken.entries, budget).error().rule, rule::no_room_alone);
}

}  // namespace
}  // namespace resmap::arbiters
