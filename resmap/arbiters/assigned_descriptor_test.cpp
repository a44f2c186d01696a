// SPDX-License-Identifier: MIT
#include "resmap/arbiters/assigned_descriptor.h"

#include "resmap/arbiters/arbiter_test_support.h"
#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/port_arbiter.h"

namespace resmap::arbiters {
namespace {

using test::Asked;

template <typename Kind>
std::string given(std::string_view wanted, lists::CmLayout layout = lists::CmLayout::x64) {
  Kind arbiter;
  Asked asked(1, {wanted});
  EXPECT_NE(test::place(arbiter, asked), "");
  const auto descriptor = assigned_descriptor(asked[0], layout);
  if (!descriptor) return std::string(name_of(descriptor.error().code));
  TextWriter out;
  lists::print_claim(out, descriptor->view());
  return std::string(out.view());
}

TEST(AssignedDescriptor, CarriesTheChosenAlternativeAtItsPlaceWithFlagsAndShare) {
  EXPECT_EQ(given<PortArbiter>("port:8@8/0x100-0x1ff,10-bit,shared"), "port:0x1f8-0x1ff,shared,10-bit");
  EXPECT_EQ(given<MemoryArbiter>("mem:64G,pref64"), "mem:0xfffffff000000000+64G,prefetchable");
  EXPECT_EQ(given<InterruptArbiter>("irq:5,shared,latched"), "irq:5,shared,latched");
  EXPECT_EQ(given<DmaArbiter>("dma:2,bus-master"), "dma:2,bus-master");
  EXPECT_EQ(given<DmaArbiter>("dma:5,v3,line=17,width=2"), "dma:5,line=17,width=2,v3");
  EXPECT_EQ(given<BusNumberArbiter>("bus:16/0-15,shared"), "bus:0-15,shared");
  EXPECT_EQ(given<InterruptArbiter>("irq:5", lists::CmLayout::x86), "irq:5");
}

TEST(AssignedDescriptor, OfMessagesItCarriesTheirFirstNumberAndTheirCount) {
  EXPECT_EQ(given<InterruptArbiter>("msg:8"), "msg:8,vector=0xfffffff7");
  EXPECT_EQ(given<InterruptArbiter>("msg:1,policy"), "msg:1") << "the policy flag belongs to requirements";
}

TEST(AssignedDescriptor, ANullRequestHasLengthZero) {
  EXPECT_EQ(given<MemoryArbiter>("mem:0@1M/0-0xffffffff,window"), "raw:0301400000000000000000000000000000000000");
  EXPECT_EQ(given<BusNumberArbiter>("bus:0/3-9"), "raw:0601000003000000000000000000000000000000");
}

TEST(AssignedDescriptor, WithoutAPlaceThereIsNone) {
  Asked asked(1, {"irq:any"});
  EXPECT_EQ(assigned_descriptor(asked[0], lists::CmLayout::x64).error().code, ErrorCode::not_found);
  asked[0].result = ArbiterResult::unknown_route;
  EXPECT_EQ(assigned_descriptor(asked[0], lists::CmLayout::x64).error().code, ErrorCode::not_found);
  asked[0].result = ArbiterResult::success;
  asked[0].assigned = AddressRange{9, 9};
  asked[0].selected_alternative = 1;
  EXPECT_EQ(assigned_descriptor(asked[0], lists::CmLayout::x64).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace resmap::arbiters
