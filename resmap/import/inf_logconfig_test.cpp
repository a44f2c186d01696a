// SPDX-License-Identifier: MIT
// The examples are those of the directive's public page; what they become is worked out by hand from its words.
#include "resmap/import/inf_logconfig.h"

#include <gtest/gtest.h>

#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/validate.h"
#include "resmap/registry/utf.h"

namespace resmap::import {
namespace {

Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

Result<InfLogConfig> read(const std::string& entries, const ImportPolicy& policy = {}) {
  const std::string text = "[Version]\nSignature=\"$WINDOWS NT$\"\n[c]\nConfigPriority=NORMAL\n" + entries + "\n";
  return inf_logconfig(bytes_of(text), "c", {.policy = policy});
}

// One configuration's descriptors but the first, which is ConfigData.
std::vector<lists::IoDescriptor> descriptors(const std::string& entries, const ImportPolicy& policy = {}) {
  const auto made = read(entries, policy);
  EXPECT_TRUE(made) << entries << " " << (made ? 0 : made.error().rule) << " at " << (made ? 0 : made.error().value);
  std::vector<lists::IoDescriptor> row;
  if (!made) return row;
  const auto list = lists::IoRequirementsListView::over(made->requirements);
  EXPECT_TRUE(list);
  for (const auto descriptor : *list->begin()) row.emplace_back(descriptor);
  EXPECT_EQ(row.front().view().type(), lists::ResourceType::config_data);
  row.erase(row.begin());
  return row;
}

void expect_address(const lists::IoDescriptor& made, lists::ResourceType type, std::uint64_t length,
                    std::uint64_t alignment, std::uint64_t first, std::uint64_t last, unsigned flags,
                    unsigned option = 0) {
  const auto view = made.view();
  EXPECT_EQ(view.type(), type);
  EXPECT_EQ(view.length(), length);
  EXPECT_EQ(view.alignment(), alignment);
  EXPECT_EQ(view.minimum(), first);
  EXPECT_EQ(view.maximum(), last);
  EXPECT_EQ(view.flags(), flags);
  EXPECT_EQ(view.option(), option);
  EXPECT_EQ(view.share(), lists::ShareDisposition::device_exclusive);
}

constexpr auto kPort = lists::ResourceType::port, kMemory = lists::ResourceType::memory;

TEST(InfLogConfig, PortsOfTheFirstForm) {
  const auto row = descriptors("IOConfig=1F8-1FF, 2F8-2FF, 3F8-3FF");
  ASSERT_EQ(row.size(), 3U);
  expect_address(row[0], kPort, 8, 1, 0x1F8, 0x1FF, 0x01);
  expect_address(row[1], kPort, 8, 1, 0x2F8, 0x2FF, 0x01, 8);
  expect_address(row[2], kPort, 8, 1, 0x3F8, 0x3FF, 0x01, 8);
}

TEST(InfLogConfig, PortsOfTheSecondForm) {
  expect_address(descriptors("IOConfig=8@300-32F%FF8").at(0), kPort, 8, 8, 0x300, 0x32F, 0x01);
  expect_address(descriptors("IOConfig=8@300-3FF%FFF8(3FF::)").at(0), kPort, 8, 8, 0x300, 0x3FF, 0x05);
  expect_address(descriptors("IOConfig=20@100-FFFF%FFE0").at(0), kPort, 0x20, 0x20, 0x100, 0xFFFF, 0x01);
  expect_address(descriptors("ioconfig = 0x200-0x21f").at(0), kPort, 0x20, 1, 0x200, 0x21F, 0x01);
}

TEST(InfLogConfig, DecodeMasksAndPortsInMemory) {
  EXPECT_EQ(descriptors("IOConfig=1f0-1f7(3ff::)").at(0).view().flags(), 0x05);
  EXPECT_EQ(descriptors("IOConfig=1f0-1f7(fff)").at(0).view().flags(), 0x09);
  EXPECT_EQ(descriptors("IOConfig=1f0-1f7(ffff:0)").at(0).view().flags(), 0x11);
  EXPECT_EQ(descriptors("IOConfig=1f0-1f7(0::)").at(0).view().flags(), 0x21);
  EXPECT_EQ(descriptors("IOConfig=1f0-1f7(::M)").at(0).view().flags(), 0x00);
  EXPECT_EQ(descriptors("IOConfig=1f0-1f7", {.omitted_decode = ImportPolicy::OmittedDecode::decode_16_bit})
                .at(0)
                .view()
                .flags(),
            0x11);
}

TEST(InfLogConfig, Memory) {
  const auto two = descriptors("MemConfig=C0000-C7FFF, D0000-D7FFF");
  ASSERT_EQ(two.size(), 2U);
  expect_address(two[0], kMemory, 0x8000, 1, 0xC0000, 0xC7FFF, 0x10);
  expect_address(two[1], kMemory, 0x8000, 1, 0xD0000, 0xD7FFF, 0x10, 8);
  expect_address(descriptors("MemConfig=8000@C0000-D7FFF%F0000").at(0), kMemory, 0x8000, 0x10000, 0xC0000, 0xD7FFF,
                 0x10);
  expect_address(descriptors("MemConfig=4000@0-FFFFFFFF%FFFFC000(D)").at(0), kMemory, 0x4000, 0x4000, 0, 0xFFFFFFFF,
                 0x00);
  expect_address(descriptors("MemConfig=1000@0-FFFFFFFF(RWDF)").at(0), kMemory, 0x1000, 0x1000, 0, 0xFFFFFFFF, 0x04);
  EXPECT_EQ(descriptors("MemConfig=0-FFF(R)").at(0).view().flags(), 0x11);
  EXPECT_EQ(descriptors("MemConfig=0-FFF(WCH)").at(0).view().flags(), 0x3A);
  EXPECT_EQ(descriptors("MemConfig=0-FFF", {.card_decode = ImportPolicy::CardDecode::ignored}).at(0).view().flags(), 0);
}

TEST(InfLogConfig, LinesAndChannels) {
  const auto edge = descriptors("IRQConfig=3,4,5");
  ASSERT_EQ(edge.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(edge[i].view().minimum_vector(), 3 + i);
    EXPECT_EQ(edge[i].view().maximum_vector(), 3 + i);
    EXPECT_EQ(edge[i].view().flags(), 1);
    EXPECT_EQ(edge[i].view().option(), i == 0 ? 0 : 8);
  }
  EXPECT_EQ(descriptors("IRQConfig=L:10").at(0).view().flags(), 0);
  EXPECT_EQ(descriptors("IRQConfig=L:10").at(0).view().share(), lists::ShareDisposition::device_exclusive);
  EXPECT_EQ(descriptors("IRQConfig=LS:10").at(0).view().share(), lists::ShareDisposition::shared);
  EXPECT_EQ(descriptors("DMAConfig=1,3").at(1).view().minimum_channel(), 3U);
  EXPECT_EQ(descriptors("DMAConfig=W:5").at(0).view().flags(), 0x01);
  EXPECT_EQ(descriptors("DMAConfig=D:5").at(0).view().flags(), 0x02);
  EXPECT_EQ(descriptors("DMAConfig=N:0").at(0).view().flags(), 0x00);
  EXPECT_EQ(descriptors("DMAConfig=MF:0").at(0).view().flags(), 0x48);
}

TEST(InfLogConfig, CardsAreNotArbitrated) {
  const auto whole = descriptors("PcCardConfig=41:100000:F0000(W)").at(0);
  EXPECT_EQ(static_cast<unsigned>(whole.view().type()), 0x82U);
  EXPECT_EQ(whole.view().data(0), 0x361U);  // 16-bit I/O, its source, a wait state each; three for memory
  EXPECT_EQ(whole.view().data(1), 0x41U);
  EXPECT_EQ(whole.view().data(2), 0x100000U);
  EXPECT_EQ(whole.view().data(3), 0xF0000U);
  EXPECT_EQ(descriptors("PcCardConfig=0(M XM1 XI0 S0 Z1 A)").at(0).view().data(0), 0x11EU);
  EXPECT_EQ(descriptors("PcCardConfig=0::(W)").at(0).view().data(2), 0U);
  EXPECT_EQ(read("PcCardConfig=0(WB)").error().code, ErrorCode::unsupported);
  const auto function = descriptors("MfCardConfig=1000:47:1(A)").at(0);
  EXPECT_EQ(static_cast<unsigned>(function.view().type()), 0x83U);
  EXPECT_EQ(function.view().data(0), 8U);
  EXPECT_EQ(function.view().data(1), 0x147U);
  EXPECT_EQ(function.view().data(2), 0x1000U);
}

constexpr std::string_view kDisks = R"([MS_HDC]
%Fujitsu% = atapi_fujitsu_Inst, PCMCIA\X   ; a models section
[atapi_Inst]
CopyFiles = @atapi.sys
LogConfig = esdilc1, esdilc2, \
   esdilc3
[esdilc1]
ConfigPriority=HARDWIRED
IOConfig=1f0-1f7(3ff::)
IoConfig=3f6-3f6(3ff::)
IRQConfig=14
[esdilc2]
ConfigPriority=HARDWIRED
IOConfig=170-177(3ff::)
[esdilc3]
ConfigPriority=HARDWIRED,FORCED
IRQConfig=11
[atapi_fujitsu_Inst.LogConfigOverride]
LogConfig = fujitsu.LogConfig0
[fujitsu.LogConfig0]
ConfigPriority=NORMAL
IOConfig=10@100-400%fff0
IRQConfig=14,15,5,7,9,11,12,3
PcCardConfig=1:0:0(W)
)";

TEST(InfLogConfig, SectionsAreConfigurationsInOrder) {
  const auto made = inf_logconfig(bytes_of(kDisks), "ATAPI_INST");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->section, "atapi_Inst");
  EXPECT_EQ(made->type, lists::LogConfType::forced);
  EXPECT_FALSE(made->resources);
  const auto list = lists::IoRequirementsListView::over(made->requirements);
  ASSERT_EQ(list->size(), 3U);
  auto each = list->begin();
  EXPECT_EQ((*each).size(), 4U);
  EXPECT_EQ((*each)[0].priority(), 0xE000U);
  EXPECT_EQ((*each)[0].option(), 1);
  EXPECT_EQ((*++each).size(), 2U);
  EXPECT_EQ((*++each)[1].minimum_vector(), 11U);
  EXPECT_EQ(lists::validate_io(made->requirements, nullptr).errors, 0U);
}

TEST(InfLogConfig, AnOverrideIsTakenBeforeOthersWhereNothingIsNamed) {
  const auto made = inf_logconfig(bytes_of(kDisks));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->type, lists::LogConfType::override_);
  const auto list = lists::IoRequirementsListView::over(made->requirements);
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ((*list->begin()).size(), 11U);
  EXPECT_EQ((*list->begin())[1].alignment(), 0x10U);
  EXPECT_FALSE(made->resources);  // it offers a choice
}

TEST(InfLogConfig, SingleValuesCanBeForced) {
  const auto made = inf_logconfig(
      bytes_of(kDisks), "esdilc1",
      {.header = {0, lists::InterfaceType::isa, 0, 0, {}, 0}, .layout = lists::CmLayout::x86, .policy = {}});
  ASSERT_TRUE(made && made->resources);
  const std::vector<std::uint8_t> expected = {
      1, 0, 0, 0, 1,    0, 0, 0, 0,  0, 0, 0, 1,    0,    1,    0,   3, 0, 0, 0,  //
      1, 1, 5, 0, 0xF0, 1, 0, 0, 0,  0, 0, 0, 8,    0,    0,    0,                // port 1f0+8
      1, 1, 5, 0, 0xF6, 3, 0, 0, 0,  0, 0, 0, 1,    0,    0,    0,                // port 3f6
      2, 1, 1, 0, 14,   0, 0, 0, 14, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF};            // line 14
  EXPECT_EQ(*made->resources, expected);
}

TEST(InfLogConfig, ReadsUtf16AsWell) {
  std::vector<std::uint8_t> wide = {0xFF, 0xFE};
  registry::append_utf16le(wide, kDisks);
  const auto made = inf_logconfig(wide), plain = inf_logconfig(bytes_of(kDisks));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->requirements, plain->requirements);
}

struct Wrong {
  const char* entries;
  std::uint16_t rule;
  std::uint32_t line;
  std::uint64_t column;
};

TEST(InfLogConfig, SaysWhatIsWrongAndWhere) {
  const Wrong all[] = {{"IOConfig=", 5710, 5, 10},
                       {"IOConfig=300", 5710, 5, 13},
                       {"IOConfig=30F-300", 5711, 5, 14},
                       {"IOConfig=8@300-306", 5711, 5, 16},
                       {"IOConfig=0@300-306", 5711, 5, 10},
                       {"IOConfig=8@300-3FF%0", 5710, 5, 20},
                       {"IOConfig=300-307(7ff)", 5710, 5, 18},
                       {"IOConfig=300-307(3ff", 5710, 5, 21},
                       {"IOConfig=300-307 x", 5710, 5, 18},
                       {"IOConfig=0-10000000000000000", 5710, 5, 12},
                       {"IOConfig=0-FFFFFFFFFFFFFFFF", 5711, 5, 12},
                       {"MemConfig=0-FFF(Q)", 5710, 5, 17},
                       {"IRQConfig=LX:3", 5710, 5, 12},
                       {"IRQConfig=3,,4", 5710, 5, 13},
                       {"IRQConfig=4294967296", 5710, 5, 11},
                       {"DMAConfig=A:3", 5710, 5, 12},
                       {"DMAConfig=DW:3", 5710, 5, 12},
                       {"PcCardConfig=100", 5710, 5, 14},
                       {"; a remark\nConfigPriority=NORMAL", 5712, 6, 16},
                       {"Something=1", 5714, 5, 11}};
  for (const Wrong& each : all) {
    const auto made = read(each.entries);
    ASSERT_FALSE(made) << each.entries;
    EXPECT_EQ(made.error().rule, each.rule) << each.entries;
    EXPECT_EQ(made.error().index, each.line) << each.entries;
    EXPECT_EQ(made.error().value, each.column) << each.entries;
  }
  const auto rule_of = [](std::string_view text, std::string_view section = {}) {
    const auto made = inf_logconfig(bytes_of(text), section);
    return made ? 0 : made.error().rule;
  };
  EXPECT_EQ(rule_of("[a\n"), 5701);
  EXPECT_EQ(rule_of("a=b\n"), 5702);
  EXPECT_EQ(rule_of("[a]\nIRQConfig=3\n", "a"), 5712);
  EXPECT_EQ(rule_of("[a]\nConfigPriority=SOON\n", "a"), 5712);
  EXPECT_EQ(rule_of("[a.LogConfigOverride]\nLogConfig=b\n[b]\nConfigPriority=NORMAL,BASIC\n"), 5712);
  EXPECT_EQ(rule_of("[a]\nLogConfig=b\n"), 5713);
  EXPECT_EQ(rule_of("[a]\n"), 5715);
  EXPECT_EQ(rule_of("[a]\nLogConfig=c\n[b]\nLogConfig=c\n[c]\nConfigPriority=NORMAL\n"), 5715);
  EXPECT_EQ(rule_of("[a]\nLogConfig=c\n[b]\nLogConfig=c\n[c]\nConfigPriority=NORMAL\n", "b"), 0);
}

TEST(InfLogConfig, PrioritiesHaveTheirNumbers) {
  const std::pair<const char*, std::uint32_t> all[] = {
      {"DESIRED", 0x2000},  {"NORMAL", 0x3000},       {"SUBOPTIMAL", 0x5000}, {"RESTART", 0x8000}, {"REBOOT", 0x8000},
      {"POWEROFF", 0xA000}, {"HARDRECONFIG", 0xC000}, {"HARDWIRED", 0xE000},  {"DISABLED", 0xFFFF}};
  const auto number = [](const char* word, const ImportPolicy& policy = {}) {
    const std::string text = std::string("[c]\nConfigPriority = ") + word + "\n";
    const auto made = inf_logconfig(bytes_of(text), "c", {.policy = policy});
    return (*lists::IoRequirementsListView::over(made->requirements)->begin())[0].priority();
  };
  for (const auto& [word, expected] : all) EXPECT_EQ(number(word), expected) << word;
  EXPECT_EQ(number("REBOOT", {.reboot_priority = ImportPolicy::RebootPriority::reboot}), 0x9000U);
}

TEST(InfLogConfig, HasBounds) {
  std::string entries = "IRQConfig=1";
  for (int i = 0; i < 5000; ++i) entries += ",1";
  EXPECT_EQ(read(entries).error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace resmap::import
