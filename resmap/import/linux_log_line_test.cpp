// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "resmap/import/linux_log.h"

namespace resmap::import {
namespace {

using lists::ResourceType;

TEST(KernelMessage, WhateverStandsBeforeItIsTaken) {
  const std::string_view message = "pci 0000:00:02.0: BAR 0 [mem 0xc0848000-0xc0848fff]";
  for (const char* const before :
       {"", "[    0.123456] ", "[12345.123456] ", "<6>", "<6>[    0.123456] ", "[    0.123456] [    T1] ",
        "[    0.123456][    T1] ", "[Mon Nov 24 22:49:00 2025] ", "kern  :info  : [    0.123456] ", "kern  :warn  : ",
        "Dec 07 18:34:02 peter-x1c kernel: ", "2025-11-24T22:49:00.123456+01:00 box kernel: [    0.123456] "}) {
    EXPECT_EQ(kernel_message(std::string(before) + std::string(message)).size(), message.size()) << before;
  }
}

TEST(KernelMessage, BracketsThatAreTheMessageStay) {
  for (const char* const line : {"[mem 0xc0000000-0xfed1bfff] available for PCI devices", "[drm] Memory usable", "[",
                                 "[]", "[    0.12] (II) an X server", "a kernel: b"})
    EXPECT_EQ(kernel_message(line), line);
  bool timed = false;
  EXPECT_EQ(kernel_message("[    0.000000] Linux version 6.1", &timed), "Linux version 6.1");
  EXPECT_TRUE(timed);
}

std::optional<PrintedResource> printed(std::string_view text, std::string_view left = {}) {
  const auto resource = take_printed_resource(text);
  EXPECT_EQ(text, left);
  return resource;
}

TEST(PrintedResource, RangesSizesBusesAndSingleNumbersAreRead) {
  const auto memory = printed("[mem 0xe000000000-0xe01fffffff 64bit pref]");
  EXPECT_EQ(memory->type, ResourceType::memory);
  EXPECT_EQ(memory->range, (AddressRange{0xe000000000, 0xe01fffffff}));
  EXPECT_EQ(memory->size, 0x20000000U);
  EXPECT_TRUE(memory->is_64bit && memory->prefetchable && !memory->disabled);
  EXPECT_EQ(printed("[io  0x0000-0x0cf7 window]")->range, (AddressRange{0, 0xcf7}));
  EXPECT_EQ(printed("[io  0x03f6]")->range, (AddressRange{0x3f6, 0x3f6}));
  const auto size = printed("[mem size 0x1000000000 64bit pref]: can't assign", ": can't assign");
  EXPECT_EQ(size->range, std::nullopt);
  EXPECT_EQ(size->size, 0x1000000000U);
  EXPECT_EQ(printed("[io  size 0x1000]")->size, 0x1000U);
  EXPECT_EQ(printed("[bus 05-6f]")->range, (AddressRange{5, 0x6f}));
  EXPECT_EQ(printed("[bus 01]")->range, (AddressRange{1, 1}));
  EXPECT_EQ(printed("[irq 17]")->range, (AddressRange{17, 17}));
}

TEST(PrintedResource, AnEmptyRangeAndADisabledWindowHaveNoRange) {
  const auto reversed = printed("[io  0x1000-0x0fff]");
  EXPECT_TRUE(reversed && !reversed->range && !reversed->size);
  EXPECT_TRUE(printed("[io  disabled]")->disabled) << "though a d is a digit";
  EXPECT_TRUE(printed("[mem pref disabled]")->disabled);
  EXPECT_EQ(printed("[mem 0x0-0xffffffffffffffff]")->size, std::nullopt) << "2^64 has no 64 bits";
}

TEST(PrintedResource, WhatIsNoneIsLeftWhereItStands) {
  for (const char* const text : {"", "[", "[mem", "[??? 0x00000000 flags 0x2]", "[mem size nothing]", "[mem 0x0-]",
                                 "mem 0x0-0x1", "[mem 0x12345678123456781-0x2]x"}) {
    std::string_view at = text;
    const auto resource = take_printed_resource(at);
    EXPECT_TRUE(!resource || !resource->range) << text;
    if (!resource) {
      EXPECT_EQ(at, text);
    }
  }
}

}  // namespace
}  // namespace resmap::import
