// SPDX-License-Identifier: MIT
#include "resmap/lists/resource_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "golden_lists_constants.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/rules.h"
#include "tests/support/failing_memory.h"

namespace resmap::lists {
namespace {

CmDescriptor claim(std::string_view text, CmLayout layout = CmLayout::x64) {
  const auto parsed = parse_claim(text, layout);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : CmDescriptor(layout);
}

std::vector<IoDescriptor> requirement(std::string_view text) {
  Array<IoDescriptor> groups;
  EXPECT_TRUE(parse_requirement(text, groups)) << text;
  return {groups.begin(), groups.end()};
}

TEST(ResourceWords, AClaimOfEachTypeMeansItsDescriptor) {
  const CmDescriptor memory = claim("mem:0xfe000000+64K,exclusive");
  EXPECT_EQ(memory.view().range(), (AddressRange{0xFE000000, 0xFE00FFFF}));
  EXPECT_EQ(memory.view().share(), ShareDisposition::device_exclusive);
  const CmDescriptor ports = claim("port:0x3f8-0x3ff,shared,16-bit");
  EXPECT_EQ(ports.view().range(), (AddressRange{0x3F8, 0x3FF}));
  EXPECT_EQ(ports.view().flags(), port_flag::io | port_flag::decode_16_bit);
  EXPECT_EQ(ports.view().share(), ShareDisposition::shared);
  EXPECT_EQ(claim("port:0x60").view().length(), 1U);
  EXPECT_EQ(claim("port:0x60,memory").view().flags(), 0);
  const CmDescriptor line = claim("irq:4,shared,level");
  EXPECT_EQ(line.view().vector(), 4U);
  EXPECT_EQ(line.view().level(), 4U);
  EXPECT_EQ(line.view().affinity(), ~0ULL);
  EXPECT_EQ(claim("irq:4", CmLayout::x86).view().affinity(), 0xFFFFFFFFU);
  EXPECT_EQ(claim("irq:0x91,level=9,group=1,affinity=0xff,edge").view().level(), 9);
  EXPECT_EQ(claim("msg:8").view().raw_message_count(), 8);
  EXPECT_EQ(claim("dma:2").view().channel(), 2U);
  EXPECT_EQ(claim("dma:5,v3,line=17,width=2").view().request_line(), 17U);
  EXPECT_EQ(claim("bus:0-15").view().bus_length(), 16U);
  EXPECT_EQ(claim("private:1/7/0").view().data(1), 7U);
  EXPECT_EQ(claim("private:1/7").view().data(1), 7U);
  EXPECT_EQ(claim("null:5").view().data(0), 5U);
  EXPECT_EQ(claim("mem:0x1000000000+64G,prefetchable").view().type(), ResourceType::memory_large);
}

TEST(ResourceWords, ARequirementOfASizeWantsItsOwnSizeAsAlignment) {
  const auto eight = requirement("8x64G,pref64");
  ASSERT_EQ(eight.size(), 8U);
  for (const IoDescriptor& one : eight) {
    EXPECT_EQ(one.view().length(), std::uint64_t{64} << 30);
    EXPECT_EQ(one.view().alignment(), std::uint64_t{64} << 30);
    EXPECT_EQ(one.view().maximum(), ~0ULL);
    EXPECT_EQ(one.view().option(), io_option::required);
    EXPECT_NE(one.view().flags() & memory_flag::prefetchable, 0);
  }
  const IoDescriptor ports = requirement("port:8@16/0x100-0x3ff")[0];
  EXPECT_EQ(ports.view().alignment(), 16U);
  EXPECT_EQ(ports.view().maximum(), 0x3FFU);
  EXPECT_EQ(requirement("port:3")[0].view().alignment(), 1U) << "3 is no power of two";
  EXPECT_EQ(requirement("mem:64K,24-bit")[0].view().maximum(), 0xFFFFFFU);
}

TEST(ResourceWords, AlternativesTakeTypeAndAttributesFromTheirNeighbours) {
  const auto lines = requirement("irq:3|4|5|7,shared,latched");
  ASSERT_EQ(lines.size(), 4U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].view().type(), ResourceType::interrupt);
    EXPECT_EQ(lines[i].view().share(), ShareDisposition::shared);
    EXPECT_EQ(lines[i].view().is_alternative(), i != 0);
  }
  const auto messages = requirement("msg:8,preferred|msg:1|irq:any,shared");
  EXPECT_EQ(messages[0].view().message_count(), 8U);
  EXPECT_TRUE(messages[0].view().is_preferred());
  EXPECT_EQ(messages[1].view().share(), ShareDisposition::shared) << "it has no attribute of its own";
  EXPECT_EQ(messages[2].view().maximum_vector(), 0xFFFFFFFFU);
  const auto two = requirement("2xirq:3|4");
  ASSERT_EQ(two.size(), 4U);
  EXPECT_FALSE(two[2].view().is_alternative()) << "each of the two is a group";
}

TEST(ResourceWords, EveryDescriptorHasAWordThatMeansTheSameBytes) {
  for (const Bytes list : {Bytes(golden::cm_x64_every_arm), Bytes(golden::cm_x64_spare_bytes)}) {
    const auto view = CmResourceListView::over(list, CmForm::resource_list, CmLayout::x64);
    for (const CmFullDescriptorView full : *view)
      for (const CmDescriptorView descriptor : full) {
        TextWriter out;
        print_claim(out, descriptor);
        EXPECT_EQ(claim(out.view()), CmDescriptor(descriptor)) << out.view();
      }
  }
  for (const Bytes list : {Bytes(golden::io_every_arm), Bytes(golden::io_msix), Bytes(golden::io_slack_and_garbage)}) {
    const auto view = IoRequirementsListView::over(list);
    for (const IoConfigurationView configuration : *view)
      for (const IoDescriptorView descriptor : configuration) {
        IoDescriptor head(descriptor);
        head.set_option(descriptor.option() & io_option::preferred);
        TextWriter out;
        print_requirement(out, {&head, 1});
        EXPECT_EQ(requirement(out.view()), std::vector{head}) << out.view();
      }
  }
}

TEST(ResourceWords, CommonDescriptorsPrintAsAPersonWouldWriteThem) {
  const auto word = [](const CmDescriptor& descriptor) {
    TextWriter out;
    print_claim(out, descriptor.view());
    return std::string(out.view());
  };
  EXPECT_EQ(word(claim("port:0x3f8+8,16-bit")), "port:0x3f8-0x3ff,16-bit");
  EXPECT_EQ(word(claim("mem:0xfe000000-0xfe00ffff,pref,shared")), "mem:0xfe000000+64K,shared,prefetchable");
  EXPECT_EQ(word(claim("irq:4,edge")), "irq:4,latched");
  EXPECT_EQ(word(claim("bus:0-15,shared")), "bus:0-15,shared");
  EXPECT_EQ(word(claim("raw:0501000004000000000000000000000000000000")),
            "raw:0501000004000000000000000000000000000000");
}

TEST(ResourceWords, AMistakeIsNamedWithTheByteAtWhichItStands) {
  struct Row {
    std::string_view text;
    std::uint16_t rule;
    std::uint64_t offset;
  };
  const Row rows[] = {
      {"0x3f8", rule::word_syntax, 0},
      {"ports:0x3f8", rule::word_unknown_type, 0},
      {"port:0x3g8", rule::word_bad_number, 5},
      {"port:0x3ff-0x3f8", rule::word_bad_range, 5},
      {"mem:0xffffffffffffffff+2", rule::word_bad_range, 4},
      {"mem:0x10000000000000000", rule::word_bad_number, 4},
      {"irq:4,shiny", rule::word_unknown_attribute, 6},
      {"port:0x60,latched", rule::word_unknown_attribute, 10},
      {"mem:0x60,group=1", rule::word_unknown_attribute, 9},
      {"irq:4,shared,exclusive", rule::word_attribute_clash, 13},
      {"irq:4,level,latched", rule::word_attribute_clash, 6},
      {"irq:4,group=65536", rule::word_bad_number, 12},
      {"irq:4,", rule::word_syntax, 6},
      {"dma:2,line=3", rule::word_attribute_clash, 4},
      {"private:1/2/3/4", rule::word_syntax, 14},
      {"private:1/", rule::word_bad_number, 10},
      {"private:1//3", rule::word_bad_number, 10},
      {"raw:00", rule::word_syntax, 4},
      {"", rule::word_syntax, 0},
  };
  for (const Row& row : rows) {
    const auto parsed = parse_claim(row.text, CmLayout::x64);
    ASSERT_FALSE(parsed) << row.text;
    EXPECT_EQ(parsed.error().rule, row.rule) << row.text;
    EXPECT_EQ(parsed.error().offset, row.offset) << row.text;
  }
  Array<IoDescriptor> groups;
  EXPECT_EQ(parse_requirement("0x", groups).error().code, ErrorCode::malformed);
  EXPECT_EQ(parse_requirement("3x", groups).error().rule, rule::word_syntax);
  EXPECT_EQ(parse_requirement("irq:3|x", groups).error().offset, 6U);
  EXPECT_TRUE(groups.empty()) << "nothing of a refused word is appended";
}

TEST(ResourceWords, SizesAreReadAndWrittenInPowersOf1024) {
  EXPECT_EQ(parse_size("64K"), 65536U);
  EXPECT_EQ(parse_size("0x10M"), 16U << 20);
  EXPECT_EQ(parse_size("17P").value(), std::uint64_t{17} << 50);
  EXPECT_FALSE(parse_size("20000P"));
  EXPECT_FALSE(parse_size("K"));
  for (const std::uint64_t size : {0ULL, 1ULL, 1024ULL, 1536ULL, 0x10010ULL, 1ULL << 40, ~0ULL}) {
    TextWriter out;
    print_size(out, size);
    EXPECT_EQ(parse_size(out.view()), size) << out.view();
  }
}

TEST(ResourceWords, RunningOutOfMemoryAppendsNothing) {
  for (std::size_t n = 0;; ++n) {
    testing_support::FailingMemory memory(n);
    Array<IoDescriptor> groups(memory.source());
    const auto parsed = parse_requirement("9xirq:3|4|5", groups);
    if (parsed) break;
    EXPECT_EQ(parsed.error().code, ErrorCode::out_of_memory);
    EXPECT_TRUE(groups.empty());
  }
}

}  // namespace
}  // namespace resmap::lists
