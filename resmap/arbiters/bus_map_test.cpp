// SPDX-License-Identifier: MIT
#include "resmap/arbiters/bus_map.h"

#include "resmap/arbiters/arbiter_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::arbiters {
namespace {

using lists::CmDescriptor;
using lists::CmLayout;
using lists::InterfaceType;
using lists::ResourceType;

CmDescriptor claim(std::string_view word) { return *lists::parse_claim(word, CmLayout::x64); }
std::string word(const Result<CmDescriptor>& descriptor) {
  if (!descriptor) return std::string(name_of(descriptor.error().code));
  TextWriter out;
  lists::print_claim(out, descriptor->view());
  return std::string(out.view());
}

// root <- PCI bus 0 (memory moved by 64 GiB, ports in memory) <- ISA bus
class BusMapTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(map_.add().value(), BusMap::kRoot);
    pci_ = map_.add().value();
    isa_ = map_.add(pci_).value();
    ASSERT_TRUE(map_.name(BusMap::kRoot, {InterfaceType::internal, 0}));
    ASSERT_TRUE(map_.name(pci_, {InterfaceType::pci_bus, 0}));
    ASSERT_TRUE(map_.name(isa_, {InterfaceType::isa, 0}));
    ASSERT_TRUE(map_.name(isa_, {InterfaceType::pnp_isa_bus, 0}));
    ASSERT_TRUE(map_.set_translator(pci_, ResourceType::memory, &memory_));
    ASSERT_TRUE(map_.set_translator(pci_, ResourceType::port, &ports_));
    ASSERT_TRUE(map_.set_translator(isa_, ResourceType::interrupt, &lines_));
    ASSERT_TRUE(map_.set_translator(BusMap::kRoot, ResourceType::interrupt, &never_));
  }
  const TranslationWindow memory_windows_[1] = {{.child = {0, 0xFFFFFFFF}, .parent_first = 0x1000000000}};
  const TranslationWindow port_windows_[1] = {
      {.child = {0, 0xFFFF}, .parent_first = 0xFF000000, .ports = TranslationWindow::Ports::dense_memory}};
  const InterruptTarget targets_[1] = {{.line = 4, .vector = 0x34, .irql = 23, .affinity = 1}};
  const WindowTranslator memory_{ResourceType::memory, memory_windows_}, ports_{ResourceType::port, port_windows_};
  const InterruptTranslator lines_{targets_}, never_{{}};
  BusMap map_;
  BusMap::Place pci_ = 0, isa_ = 0;
};

TEST_F(BusMapTest, TranslatesUpToTheProcessor) {
  EXPECT_EQ(word(map_.translate(pci_, claim("mem:0xfe000000+64K").view())), "mem:0x10fe000000+64K");
  EXPECT_EQ(word(map_.translate(isa_, claim("port:0x3f8-0x3ff").view())), "mem:0xff0003f8+8");
  EXPECT_EQ(word(map_.translate(BusMap::kRoot, claim("mem:0xfe000000+64K").view())), "mem:0xfe000000+64K");
  EXPECT_EQ(word(map_.translate(isa_, claim("dma:2").view())), "dma:2") << "nobody is between";
  EXPECT_EQ(word(map_.translate(isa_, claim("private:1/2/3").view())), "private:0x1/0x2/0x3");
}

TEST_F(BusMapTest, ACompleteTranslationEndsTheWalk) {
  EXPECT_EQ(word(map_.translate(isa_, claim("irq:4").view())), "irq:52,level=23,affinity=0x1");
  EXPECT_EQ(word(map_.translate(pci_, claim("irq:4").view())), "not_found") << "the root's knows no line";
}

TEST_F(BusMapTest, EveryNameOfABusLeadsToTheSameTranslators) {
  EXPECT_EQ(map_.find({InterfaceType::pnp_isa_bus, 0}), map_.find({InterfaceType::isa, 0}));
  EXPECT_EQ(word(map_.translate(BusName{InterfaceType::isa, 0}, claim("irq:4").view())),
            "irq:52,level=23,affinity=0x1");
  EXPECT_EQ(map_.translator(pci_, ResourceType::memory_large), &memory_);
  EXPECT_EQ(map_.translator(99, ResourceType::memory), nullptr);
  EXPECT_EQ(map_.translate(BusName{InterfaceType::pci_bus, 5}, claim("irq:4").view()).error(),
            (Error{.code = ErrorCode::not_found, .rule = rule::no_such_bus, .value = 5}));
}

TEST_F(BusMapTest, LeadsBackToTheBus) {
  EXPECT_EQ(word(map_.to_raw(isa_, claim("mem:0x10fe000000+64K").view())), "mem:0xfe000000+64K");
  EXPECT_EQ(word(map_.to_raw(BusMap::kRoot, claim("dma:2").view())), "dma:2");
  ASSERT_TRUE(map_.set_translator(pci_, ResourceType::memory, nullptr));
  EXPECT_EQ(word(map_.to_raw(isa_, claim("mem:0xff0003f8-0xff0003ff").view())), "port:0x3f8-0x3ff,memory");
  EXPECT_EQ(map_.to_raw(99, claim("dma:2").view()).error().rule, rule::no_such_bus);
  EXPECT_EQ(map_.translate(99, claim("dma:2").view()).error().rule, rule::no_such_bus);
}

TEST_F(BusMapTest, MistakesAreRefused) {
  EXPECT_EQ(map_.add(99).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(map_.name(99, {}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(map_.name(isa_, {InterfaceType::pci_bus, 0}).error().code, ErrorCode::conflict);
  EXPECT_TRUE(map_.name(pci_, {InterfaceType::pci_bus, 0})) << "said twice";
  EXPECT_EQ(map_.set_translator(99, ResourceType::memory, nullptr).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(map_.set_translator(0, ResourceType::device_private, nullptr).error().code, ErrorCode::invalid_argument);
}

TEST(BusMap, HasLimitsAndRunsOutOfMemoryQuietly) {
  BusMap deep;
  BusMap::Place last = deep.add().value();
  for (int i = 0; i < 70; ++i) last = deep.add(last).value();
  EXPECT_EQ(deep.to_raw(last, claim("dma:2").view()).error().code, ErrorCode::limit_exceeded);
  testing_support::FailingMemory none(0);
  BusMap poor(none.source());
  EXPECT_EQ(poor.add().error().code, ErrorCode::out_of_memory);
  ASSERT_TRUE(poor.add());
  testing_support::FailingMemory one(1);
  BusMap poorer(one.source());
  ASSERT_TRUE(poorer.add());
  EXPECT_EQ(poorer.name(0, {}).error().code, ErrorCode::out_of_memory);
}

}  // namespace
}  // namespace resmap::arbiters
