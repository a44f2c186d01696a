// SPDX-License-Identifier: MIT
#include "resmap/arbiters/translator.h"

#include "resmap/arbiters/arbiter_test_support.h"
#include "tests/support/failing_memory.h"

namespace resmap::arbiters {
namespace {

using lists::CmDescriptor;
using lists::CmLayout;

CmDescriptor claim(std::string_view word) { return *lists::parse_claim(word, CmLayout::x64); }
std::string word(const Result<CmDescriptor>& descriptor) {
  if (!descriptor) return std::string(name_of(descriptor.error().code));
  TextWriter out;
  lists::print_claim(out, descriptor->view());
  return std::string(out.view());
}
std::string up(const Translator& translator, std::string_view raw) {
  return word(translator.child_to_parent(claim(raw).view()));
}
std::string down(const Translator& translator, std::string_view translated) {
  return word(translator.parent_to_child(claim(translated).view()));
}
std::string requirement(const Translator& translator, std::string_view wanted) {
  Array<lists::IoDescriptor> group, out;
  EXPECT_TRUE(lists::parse_requirement(wanted, group)) << wanted;
  EXPECT_TRUE(translator.requirement_to_parent(group[0].view(), out));
  if (out.empty()) return "nothing";
  TextWriter text;
  lists::print_requirement(text, {out.data(), out.size()});
  // Everything here is exclusive: that is left out.
  std::string words(text.view());
  for (std::size_t at; (at = words.find(",exclusive")) != std::string::npos;) words.erase(at, 10);
  return words;
}

TEST(Translator, IdentityChangesNothing) {
  const IdentityTranslator same;
  EXPECT_EQ(up(same, "mem:0xfe000000+64K,shared"), "mem:0xfe000000+64K,shared");
  EXPECT_EQ(down(same, "dma:2"), "dma:2");
  EXPECT_EQ(requirement(same, "dma:2"), "dma:2");
  EXPECT_FALSE(same.completes());
}

TEST(Translator, AHostBridgesOffsetIsAddedAndTakenAway) {
  const TranslationWindow windows[] = {{.child = {0x80000000, 0x8FFFFFFF}, .parent_first = 0x1080000000},
                                       {.child = {0xA0000, 0xBFFFF}, .parent_first = 0xA0000}};
  const WindowTranslator host(lists::ResourceType::memory, windows);
  EXPECT_EQ(up(host, "mem:0x80100000+4K,prefetchable"), "mem:0x1080100000+4K,prefetchable");
  EXPECT_EQ(down(host, "mem:0x1080100000+4K"), "mem:0x80100000+4K");
  EXPECT_EQ(up(host, "mem:0xa0000-0xbffff"), "mem:0xa0000+128K");
  EXPECT_EQ(up(host, "mem:0x8ffff000+8K"), "not_found") << "half of it reaches through";
  EXPECT_EQ(host.child_to_parent(claim("mem:0x90000000+4K").view()).error().rule, rule::not_translatable);
  EXPECT_EQ(down(host, "mem:0x80100000+4K"), "not_found");
  EXPECT_EQ(up(host, "port:0x3f8+8"), "not_found");
  EXPECT_EQ(down(host, "irq:3"), "not_found");
}

TEST(Translator, ARequirementIsCutByTheWindowsIntoAlternatives) {
  const TranslationWindow windows[] = {{.child = {0x80000000, 0x8FFFFFFF}, .parent_first = 0x1080000000},
                                       {.child = {0xA0000, 0xBFFFF}, .parent_first = 0xA0000}};
  const WindowTranslator host(lists::ResourceType::memory, windows);
  EXPECT_EQ(requirement(host, "mem:4K@4K/0-0xffffffff"),
            requirement(IdentityTranslator(), "mem:4K@4K/0x1080000000-0x108fffffff") + "|mem:4K@4K/0xa0000-0xbffff");
  EXPECT_EQ(requirement(host, "mem:4K@4K/0-0xffff"), "nothing");
  EXPECT_EQ(requirement(host, "port:8"), "nothing");
}

TEST(Translator, PortsCanBeMemoryOnTheOtherSide) {
  const TranslationWindow dense[] = {
      {.child = {0, 0xFFFF}, .parent_first = 0xFF000000, .ports = TranslationWindow::Ports::dense_memory}};
  const WindowTranslator host(lists::ResourceType::port, dense);
  EXPECT_EQ(up(host, "port:0x3f8-0x3ff,16-bit"), "mem:0xff0003f8+8");
  EXPECT_EQ(down(host, "mem:0xff0003f8-0xff0003ff"), "port:0x3f8-0x3ff,memory");
  EXPECT_EQ(down(host, "port:0x3f8-0x3ff"), "not_found");
  EXPECT_EQ(requirement(host, "port:8@8/0x300-0x3ff").substr(0, 4), "mem:");
}

TEST(Translator, SparsePortsLieFourToAPage) {
  const TranslationWindow sparse[] = {
      {.child = {0, 0xFFFF}, .parent_first = 0x10000000, .ports = TranslationWindow::Ports::sparse_memory}};
  const WindowTranslator host(lists::ResourceType::port, sparse);
  EXPECT_EQ(up(host, "port:0x3f8"), "mem:0x100fe3f8+1");
  EXPECT_EQ(down(host, "mem:0x100fe3f8"), "port:0x3f8-0x3f8,memory");
  EXPECT_EQ(up(host, "port:0x3f8-0x3ff"), "mem:0x100fe3f8+0x1008") << "two groups of four, a page apart";
  EXPECT_EQ(requirement(host, "port:8"), "nothing");
}

TEST(Translator, AWindowThatWouldWrapIsAnError) {
  const TranslationWindow windows[] = {{.child = {0, 0xFFFFFFFF}, .parent_first = ~0ULL - 0xFFFF}};
  const WindowTranslator host(lists::ResourceType::memory, windows);
  EXPECT_EQ(up(host, "mem:0x0+4K"), "mem:0xffffffffffff0000+4K");
  EXPECT_EQ(up(host, "mem:0xf000+8K"), "overflow");
  EXPECT_EQ(down(host, "mem:0xffffffffffff0000+4K"), "not_found");
  EXPECT_EQ(requirement(host, "mem:4K"), "nothing");
}

TEST(Translator, ALineBecomesVectorAndIrqlAndKeepsItsTrigger) {
  const InterruptTarget targets[] = {{.line = 4, .vector = 0x34, .irql = 23, .affinity = 1},
                                     {.line = 20, .vector = 0x91, .irql = 9, .affinity = 0xFF}};
  const LineOverride overrides[] = {
      {.line = 9, .gsi = 20, .mode = {lists::InterruptMode::latched, lists::InterruptPolarity::active_high}}};
  const InterruptTranslator root(targets, overrides);
  EXPECT_EQ(up(root, "irq:4,latched"), "irq:52,level=23,affinity=0x1,latched");
  EXPECT_EQ(up(root, "irq:4,shared"), "irq:52,level=23,affinity=0x1,shared");
  EXPECT_EQ(up(root, "irq:9"), "irq:145,level=9,affinity=0xff,latched") << "an override moves it and sets its trigger";
  EXPECT_EQ(down(root, "irq:0x91,level=9,affinity=0xff,latched"), "irq:9,latched");
  EXPECT_EQ(down(root, "irq:0x34,level=23"), "irq:4");
  EXPECT_EQ(up(root, "irq:5"), "not_found");
  EXPECT_EQ(down(root, "irq:5"), "not_found");
  EXPECT_EQ(up(root, "dma:5"), "not_found");
  EXPECT_EQ(down(root, "dma:5"), "not_found");
  EXPECT_EQ(up(root, "msg:8"), "msg:8");
  EXPECT_EQ(down(root, "msg:8"), "msg:8");
  EXPECT_TRUE(root.completes());
}

TEST(Translator, LinesOfARequirementAreGlobalInterruptsAbove) {
  const LineOverride overrides[] = {{.line = 9, .gsi = 20, .mode = {}}, {.line = 3, .gsi = 30, .mode = {}}};
  const InterruptTranslator root({}, overrides);
  EXPECT_EQ(requirement(root, "irq:3-10"), "irq:30|irq:4-8|irq:20|irq:10");
  EXPECT_EQ(requirement(root, "irq:5"), "irq:5");
  EXPECT_EQ(requirement(root, "irq:any"), "irq:any");
  EXPECT_EQ(requirement(root, "msg:1"), "msg:1");
  EXPECT_EQ(requirement(root, "dma:1"), "nothing");
}

TEST(Translator, ARequirementThatFindsNoMemoryLeavesTheListAsItWas) {
  const LineOverride overrides[] = {{.line = 3, .gsi = 30, .mode = {}}};
  const TranslationWindow windows[] = {{.child = {0, 0xFF}, .parent_first = 0},
                                       {.child = {0x200, 0x2FF}, .parent_first = 0}};
  const InterruptTranslator root({}, overrides);
  const WindowTranslator host(lists::ResourceType::port, windows);
  for (const Translator* translator : {static_cast<const Translator*>(&root), static_cast<const Translator*>(&host)}) {
    for (const std::size_t room : {0U, 1U}) {
      testing_support::FailingMemory memory(room);
      Array<lists::IoDescriptor> out(memory.source()), group;
      ASSERT_TRUE(lists::parse_requirement(translator == &root ? "irq:3-10" : "port:8/0-0xffff", group));
      if (room != 0) {
        ASSERT_TRUE(out.reserve(1));  // the next growth fails
      }
      EXPECT_EQ(translator->requirement_to_parent(group[0].view(), out).error().code, ErrorCode::out_of_memory);
      EXPECT_TRUE(out.empty());
    }
  }
}

}  // namespace
}  // namespace resmap::arbiters
