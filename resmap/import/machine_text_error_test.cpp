// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>

#include "resmap/import/machine_text.h"

namespace resmap::import {
namespace {

// "RM5402 in line 3 at 27: port:x", with the rest of that line; "read" where nothing is wrong.
std::string refusal(const std::string& text) {
  snapshot::Snapshot snapshot;
  snapshot.title = "as it was";
  const snapshot::Snapshot before = snapshot;
  const auto done = read_machine_text(text, 0, snapshot);
  if (done) return "read";
  EXPECT_EQ(snapshot, before) << "nothing is added";
  const Error& error = done.error();
  EXPECT_LE(error.offset, text.size());
  const std::string rest = text.substr(error.offset, text.find('\n', error.offset) - error.offset);
  return "RM" + std::to_string(error.rule) + " in line " + std::to_string(error.index) + ": " + rest;
}

std::string in_device(const std::string& line) { return refusal("machine\n  device a\n    " + line + "\n"); }

TEST(MachineTextErrors, AWordThatNobodyKnows) {
  EXPECT_EQ(refusal("machin\n"), "RM5401 in line 1: machin");
  EXPECT_EQ(refusal(""), "RM5401 in line 1: ");
  EXPECT_EQ(refusal("# nothing but this\n"), "RM5401 in line 1: # nothing but this");
  EXPECT_EQ(refusal("machine\n  devise a\n"), "RM5401 in line 2: devise a");
  EXPECT_EQ(in_device("hass irq:3"), "RM5401 in line 3: hass irq:3");
}

TEST(MachineTextErrors, AWordInAPlaceThatIsNotItsOwn) {
  EXPECT_EQ(refusal("machine\ndevice a\n"), "RM5403 in line 2: device a") << "nothing stands beside the machine";
  EXPECT_EQ(refusal("machine\n  has irq:3\n"), "RM5403 in line 2: has irq:3") << "a fact needs its device";
  EXPECT_EQ(refusal("machine\n  device a\n  or irq:3\n"), "RM5403 in line 3: or irq:3");
  EXPECT_EQ(in_device("region mem:0+4K x"), "RM5403 in line 3: region mem:0+4K x");
  EXPECT_EQ(in_device("system Linux"), "RM5403 in line 3: system Linux");
  EXPECT_EQ(in_device("or irq:3"), "RM5403 in line 3: or irq:3") << "there is nothing that it is an alternative to";
}

TEST(MachineTextErrors, ALineThatStandsInNoColumn) {
  EXPECT_EQ(refusal("machine\n  device a\n    driver x\n      class y\n"), "RM5403 in line 4: class y");
  EXPECT_EQ(refusal("machine\n  device a\n    driver x\n   class y\n"), "RM5403 in line 4: class y");
  EXPECT_EQ(refusal("machine\n  device a\n    device b\n   device c\n"), "RM5403 in line 4: device c");
  EXPECT_EQ(refusal("machine\n    device a\n  device b\n"), "RM5403 in line 3: device b");
  EXPECT_EQ(refusal("machine\n  device a\n    driver x\n  device b\n      driver y\n"), "read")
      << "each device has a column of its own";
}

TEST(MachineTextErrors, TooMuchOrTooLittleBehindAWord) {
  EXPECT_EQ(refusal("machine A PC\n"), "RM5402 in line 1: PC");
  EXPECT_EQ(refusal("machine\n  device\n"), "RM5402 in line 2: device");
  EXPECT_EQ(refusal("machine\n  device a bridge\n"), "RM5402 in line 2: bridge");
  EXPECT_EQ(refusal("machine\n  region mem:0+4K\n"), "RM5402 in line 2: region mem:0+4K");
  EXPECT_EQ(refusal("machine\n  region mem:0+4K a b\n"), "RM5402 in line 2: region mem:0+4K a b");
  for (const char* line : {"present", "present maybe", "present yes no", "subtractive perhaps", "buses", "buses 1 2",
                           "problem", "problem 1 2", "messages", "has", "fixed", "window", "lacks"})
    EXPECT_EQ(in_device(line), "RM5402 in line 3: " + std::string(line));
  EXPECT_EQ(in_device("decode memory ports"), "RM5402 in line 3: ports");
  EXPECT_EQ(in_device("boot irq:3\n    boot irq:4"), "RM5402 in line 4: boot irq:4") << "one line holds the whole list";
  EXPECT_EQ(in_device("problem 0x100000000"), "RM5402 in line 3: 0x100000000");
}

TEST(MachineTextErrors, AResourceWithoutAPlaceIsNothingThatADeviceHas) {
  EXPECT_EQ(in_device("has irq:3 private:1/2/3"), "RM5402 in line 3: private:1/2/3");
  EXPECT_EQ(in_device("window null"), "RM1200 in line 3: null");
  EXPECT_EQ(in_device("fixed null:0"), "RM5402 in line 3: null:0");
  EXPECT_EQ(in_device("has msg:0"), "RM5402 in line 3: msg:0");
  EXPECT_EQ(in_device("messages 0"), "RM5402 in line 3: 0");
  EXPECT_EQ(in_device("lacks mem:4K connection:1/2/3"), "RM5402 in line 3: connection:1/2/3");
  EXPECT_EQ(refusal("machine\n  region irq:3 x\n"), "RM5402 in line 2: irq:3 x");
  EXPECT_EQ(in_device("boot null:0 private:1/2/3"), "read") << "a list may hold them";
}

TEST(MachineTextErrors, AListOfTheArbitersThatIsNone) {
  const auto in_machine = [](const std::string& line) { return refusal("machine\n  " + line + "\n"); };
  EXPECT_EQ(in_machine("reserved Root"), "RM5402 in line 2: reserved Root");
  EXPECT_EQ(in_machine("reserved Root as"), "RM5402 in line 2: reserved Root as");
  EXPECT_EQ(in_machine("reserved Root as A\n  reserved Root port:1"), "RM5402 in line 3: reserved Root port:1");
  EXPECT_EQ(in_machine("reserved Root port:1\n  reserved Root as A"), "RM5402 in line 3: reserved Root as A");
  EXPECT_EQ(in_machine("reserved Root port"), "RM1200 in line 2: port");
  EXPECT_EQ(in_machine("reserved Root ports:1"), "RM1201 in line 2: ports:1");
  EXPECT_EQ(in_machine("reserved Root port:5-3"), "RM1203 in line 2: 5-3");
  EXPECT_EQ(in_machine("reserved Root irq:0-0x100000000"), "RM1203 in line 2: 0-0x100000000");
  EXPECT_EQ(in_device("reserved Root port:1"), "RM5403 in line 3: reserved Root port:1");
}

TEST(MachineTextErrors, AWireThatLeadsNowhere) {
  for (const char* line : {"pin", "pin E", "pin A B", "route 1f.A", "route 1f.A gsi"})
    EXPECT_EQ(in_device(line), "RM5402 in line 3: " + std::string(line));
  EXPECT_EQ(in_device("route 1f.E gsi 1"), "RM5402 in line 3: 1f.E gsi 1");
  EXPECT_EQ(in_device("route 20.A gsi 1"), "RM5402 in line 3: 20.A gsi 1");
  EXPECT_EQ(in_device("route A gsi 1"), "RM5402 in line 3: A gsi 1");
  EXPECT_EQ(in_device("route 00:1f.A gsi 1"), "RM5402 in line 3: 00:1f.A gsi 1");
  EXPECT_EQ(in_device("route 1f.A irq 1"), "RM5402 in line 3: irq 1");
  EXPECT_EQ(in_device("route 1f.A gsi x"), "RM1202 in line 3: x");
  EXPECT_EQ(in_device("route 1f.A gsi 0x100000000"), "RM5402 in line 3: 0x100000000");
  EXPECT_EQ(refusal("machine\n  route 1f.A gsi 1\n"), "RM5403 in line 2: route 1f.A gsi 1");
}

TEST(MachineTextErrors, AWindowThatTheSystemCannotSeeThere) {
  EXPECT_EQ(in_device("window mem:0+4K at"), "RM5402 in line 3: at");
  EXPECT_EQ(in_device("window mem:0+4K at memory"), "RM5402 in line 3: at memory");
  EXPECT_EQ(in_device("window mem:0+4K at x"), "RM1202 in line 3: x");
  EXPECT_EQ(in_device("window bus:0-3 at 0x1000"), "RM5402 in line 3: at 0x1000");
  EXPECT_EQ(in_device("window mem:0+4K at 0xfffffffffffff001"), "RM5402 in line 3: at 0xfffffffffffff001");
  EXPECT_EQ(in_device("has mem:0+4K at 0x1000"), "RM1200 in line 3: at 0x1000");
}

TEST(MachineTextErrors, TwoDevicesOfOneName) {
  EXPECT_EQ(refusal("machine\n  device a\n  device b\n    device a\n"), "RM5404 in line 4: a");
}

TEST(MachineTextErrors, AResourceWordIsNamedWithItsOwnByte) {
  EXPECT_EQ(in_device("has irq:3 port:0x3g8"), "RM1202 in line 3: 0x3g8");
  EXPECT_EQ(in_device("fixed mem:8-1"), "RM1203 in line 3: 8-1");
  EXPECT_EQ(in_device("boot irq:4,shiny"), "RM1204 in line 3: shiny");
  EXPECT_EQ(in_device("wants irq:3|x"), "RM1202 in line 3: x");
  EXPECT_EQ(in_device("lacks colour:3"), "RM1201 in line 3: colour:3");
  EXPECT_EQ(in_device("buses 5-3"), "RM1203 in line 3: 5-3");
  EXPECT_EQ(in_device("messages many"), "RM1202 in line 3: many");
  EXPECT_EQ(refusal("machine\n  region mem:x y\n"), "RM1202 in line 2: x y");
}

TEST(MachineTextErrors, AQuoteThatNothingCloses) {
  EXPECT_EQ(refusal("machine \"A PC\n"), "RM5402 in line 1: \"A PC");
  EXPECT_EQ(in_device("driver \"x"), "RM5402 in line 3: \"x");
}

TEST(MachineTextErrors, LinesAreCountedWithBlankOnesAndComments) {
  EXPECT_EQ(refusal("# one\n\nmachine\n\n  # four\n  devise a\n"), "RM5401 in line 6: devise a");
}

}  // namespace
}  // namespace resmap::import
