// SPDX-License-Identifier: MIT
// What scripts rely on of claim, release, claims and events: exit codes, forms, records, word by word.
#include <gtest/gtest.h>

#include "tests/cli/store_test_support.h"

namespace resmap::cli {
namespace {

class ClaimWords : public testing::Test {
 protected:
  Outcome on_store(const Words& words) { return on(store_, words); }
  // Bytes out of the digits that encode prints.
  static std::string bytes_of(const std::string& digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
      bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return bytes;
  }

  Folder folder_;
  std::string store_ = folder_.path("pc.store");
};

TEST_F(ClaimWords, AGrantIsExitCode0AndARefusalIs1WithEveryConflict) {
  const Outcome granted = on_store({"claim", "--class", "Video", "--driver", "cirrus", "--device", "\\Device\\Video0",
                                    "port:0x3c0+32", "mem:0xa0000+128K", "irq:9,level"});
  EXPECT_EQ(granted.code, 0) << granted.err;
  EXPECT_EQ(granted.out, "granted\n");
  EXPECT_EQ(
      on_store({"claim", "--json", "--driver", "vga", "port:0x3d4+2", "irq:9", "dma:1", "mem:0xbffff"}).out,
      "{\"record\":\"conflict\",\"type\":\"port\",\"overlap\":\"conflict\",\"ranges\":[{\"start\":\"0x3d4\",\"end\":"
      "\"0x3d5\"},{\"start\":\"0x3c0\",\"end\":\"0x3df\"}],\"owners\":[{\"driver\":\"vga\",\"device\":\"\",\"class\":"
      "\"Other\"},{\"driver\":\"cirrus\",\"device\":\"\\\\Device\\\\Video0\",\"class\":\"Video\"}],\"common\":{"
      "\"start\":"
      "\"0x3d4\",\"end\":\"0x3d5\"}}\n"
      "{\"record\":\"conflict\",\"type\":\"interrupt\",\"overlap\":\"conflict\",\"ranges\":[{\"start\":\"0x9\",\"end\":"
      "\"0x9\"},{\"start\":\"0x9\",\"end\":\"0x9\"}],\"owners\":[{\"driver\":\"vga\",\"device\":\"\",\"class\":"
      "\"Other\"},{"
      "\"driver\":\"cirrus\",\"device\":\"\\\\Device\\\\Video0\",\"class\":\"Video\"}],\"common\":{\"start\":\"0x9\","
      "\"end\":"
      "\"0x9\"}}\n"
      "{\"record\":\"conflict\",\"type\":\"memory\",\"overlap\":\"conflict\",\"ranges\":[{\"start\":\"0xbffff\","
      "\"end\":"
      "\"0xbffff\"},{\"start\":\"0xa0000\",\"end\":\"0xbffff\"}],\"owners\":[{\"driver\":\"vga\",\"device\":\"\","
      "\"class\":"
      "\"Other\"},{\"driver\":\"cirrus\",\"device\":\"\\\\Device\\\\Video0\",\"class\":\"Video\"}],\"common\":{"
      "\"start\":"
      "\"0xbffff\",\"end\":\"0xbffff\"}}\n");
  EXPECT_EQ(on_store({"claim", "--driver", "vga", "port:0x3d4+2"}).code, 1);
}

TEST_F(ClaimWords, DefaultsAreNt4IsaBus0AndExclusive) {
  EXPECT_EQ(on_store({"claim", "--driver", "a", "port:0x300+8"}).code, 0);
  const std::string claims = on_store({"claims", "--json"}).out;
  EXPECT_TRUE(has(claims, "\"class\":\"Other\",\"driver\":\"a\",\"device\":\"\",\"era\":\"nt4\",\"overrides\":false"))
      << claims;
  // Isa is 1, bus 0, version 1.1; type 1, share 1 (exclusive).
  EXPECT_TRUE(has(claims, "\"raw\":\"01000000010000000000000001000100010000000101")) << claims;
  EXPECT_EQ(on_store({"claim", "--driver", "b", "--interface", "PCIBus", "--bus", "2", "port:0x400,shared"}).code, 0);
  EXPECT_TRUE(has(on_store({"claims", "--json"}).out, "\"raw\":\"01000000050000000200000001000100010000000103"));
}

TEST_F(ClaimWords, AnInterruptIsLatchedOrLevel) {
  EXPECT_EQ(on_store({"claim", "--driver", "a", "irq:4,latched", "irq:5,level"}).code, 0);
  const std::string claims = on_store({"claims", "--json"}).out;
  EXPECT_TRUE(has(claims, "0201010004000000")) << claims;
  EXPECT_TRUE(has(claims, "0201000005000000")) << claims;
}

TEST_F(ClaimWords, AListComesAsBytesAndAsARecord) {
  const std::string digits = run({"encode", "--interface", "Isa", "port:0x300+8", "dma:3"}).out;
  const std::string record = run({"decode", "--json", "--type", "8", "-"}, digits).out;
  EXPECT_EQ(on_store({"claim", "--driver", "a", "--list", folder_.write("a.bin", bytes_of(digits))}).code, 0);
  const std::string bytes = on_store({"claims", "--json"}).out;
  EXPECT_EQ(on_store({"claim", "--driver", "a", "--list", folder_.write("a.json", record)}).code, 0);
  EXPECT_EQ(on_store({"claims", "--json"}).out, bytes);
  EXPECT_EQ(on_store({"claim", "--driver", "b", "dma:3"}).code, 1);
}

TEST_F(ClaimWords, FourZeroBytesEraseAndReleaseDoesTheSame) {
  const std::string nothing = folder_.write("nothing", std::string(4, '\0'));
  EXPECT_EQ(on_store({"claim", "--driver", "a", "dma:1"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--driver", "a", "--device", "\\Device\\A", "dma:2"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--driver", "a", "--list", nothing}).code, 0);
  EXPECT_EQ(on_store({"claim", "--driver", "b", "dma:1"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--driver", "b", "dma:2"}).code, 1);
  EXPECT_EQ(on_store({"release", "--driver", "a", "--device", "\\Device\\A"}).code, 0);
  EXPECT_EQ(on_store({"release", "--driver", "a", "--device", "\\Device\\A"}).code, 0);  // nothing there: fine too
  EXPECT_EQ(on_store({"release", "--driver", "a", "--policy", "absent_erase=not_found"}).code, 3);
  EXPECT_EQ(on_store({"claim", "--driver", "b", "dma:2"}).code, 0);
}

TEST_F(ClaimWords, BothListsAreOneCallThatIsGrantedOrRefusedWhole) {
  const Words both = {"claim", "--driver", "b", "--device", "\\Device\\B", "--driver-list", "irq:5 dma:1", "port:0x60"};
  EXPECT_EQ(on_store({"claim", "--driver", "a", "dma:1"}).code, 0);
  EXPECT_EQ(on_store(both).code, 1);
  EXPECT_EQ(on_store({"claim", "--driver", "c", "irq:5", "port:0x60"}).code, 0);  // neither was written
  EXPECT_EQ(on_store({"release", "--driver", "c"}).code, 0);
  EXPECT_EQ(on_store({"release", "--driver", "a"}).code, 0);
  EXPECT_EQ(on_store(both).code, 0);
  EXPECT_EQ(lines_of(on_store({"claims", "--json"}).out).size(), 2U);
}

TEST_F(ClaimWords, AnOverrideIsGrantedSaysWhatItMetAndLogsNothing) {
  EXPECT_EQ(on_store({"claim", "--driver", "a", "dma:1"}).code, 0);
  const Outcome over = on_store({"claim", "--override", "--driver", "b", "dma:1"});
  EXPECT_EQ(over.code, 0);
  EXPECT_EQ(over.out, "conflict: dma 0x1 is held by Other\\a\ngranted\n");
  EXPECT_EQ(on_store({"events"}).out, "");
  EXPECT_EQ(lines_of(on_store({"claim", "--json", "--driver", "c", "dma:1"}).out).size(), 2U);  // with both holders
}

TEST_F(ClaimWords, TheEraDecides) {
  EXPECT_EQ(on_store({"claim", "--driver", "a", "port:0x388+4,10-bit"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--driver", "b", "--device", "b", "port:0xf388+4"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--era", "w2k", "--driver", "c", "port:0x100+4,10-bit"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--era", "w2k", "--driver", "d", "port:0x500+4"}).code, 1);
  EXPECT_EQ(
      on_store({"claim", "--era", "w2k", "--policy", "decode_aliases=never", "--driver", "e", "port:0x900,10-bit"})
          .code,
      0);
}

TEST_F(ClaimWords, AnEventIsOneObjectALine) {
  EXPECT_EQ(on_store({"claim", "--driver", "mvaudio", "--device", "\\Device\\PASWaveOut0", "port:0xf388+4"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--driver", "Weitekp9", "--device", "\\Device\\Video1", "port:0xf000-0xfc03"}).code, 1);
  const std::vector<std::string> events = lines_of(on_store({"events", "--json"}).out);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_TRUE(events[0].starts_with(
      "{\"record\":\"event\",\"number\":1,\"id\":22,\"source\":\"Weitekp9\",\"strings\":[\"\",\"Weitekp9\","
      "\"\\\\Device\\\\Video1.Translated\"],\"data\":"
      "\"00000c0003005e0000000000160004c0000000000000000000000000000000000000"
      "00000000000000f0000000000000040c0000\""))
      << events[0];
  EXPECT_TRUE(has(events[1],
                  "\"strings\":[\"\",\"mvaudio\",\"\\\\Device\\\\PASWaveOut0.Translated\"],\"data\":"
                  "\"00000c0003005e0000000000160004c000000000000000000000000000000000000000000000000088f3"
                  "00000000000004000000\""))
      << events[1];
}

TEST_F(ClaimWords, ClaimsAreATreeAndByTypeARisingList) {
  EXPECT_EQ(on_store({"claim", "--driver", "b", "--device", "\\Device\\B", "irq:5,shared", "port:0x300+8"}).code, 0);
  EXPECT_EQ(on_store({"claim", "--class", "Net", "--driver", "a", "irq:5,shared"}).code, 0);
  EXPECT_EQ(on_store({"claims"}).out,
            "Other\n  b\n    \\Device\\B\n      Interrupt  vector 0x5 level 5\n      Port  0x300-0x307\n"
            "Net\n  a\n    (the driver's own)\n      Interrupt  vector 0x5 level 5\n");
  EXPECT_EQ(on_store({"claims", "--by-type"}).out,
            "PORTS        SIZE  OWNER\n"
            "0x300-0x307     8  Other\\b  \\Device\\B  Exclusive\n\n"
            "INTERRUPTS  SIZE  OWNER\n"
            "line 5            Net\\a               Shared\n"
            "                  Other\\b  \\Device\\B  Shared\n\n");
  EXPECT_EQ(on_store({"claims", "--type", "dma"}).out, "");
  EXPECT_EQ(lines_of(on_store({"claims", "--json", "--type", "port"}).out).size(), 1U);
}

TEST_F(ClaimWords, AMistakeIsSaidInWordsOfTheOneWhoMadeIt) {
  const auto expect = [&](const Words& words, int code, const std::string& part) {
    const Outcome outcome = on_store(words);
    EXPECT_EQ(outcome.code, code) << part;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_TRUE(has(outcome.err, part)) << outcome.err;
  };
  expect({"claim", "--driver", "a", "dma:1", "mem:nowhere"}, 2, "\"mem:nowhere\" at byte 4: RM1202: this is no number");
  expect({"claim", "--driver", "a", "irq:4,purple"}, 2, "\"irq:4,purple\" at byte 6: RM1204");
  expect({"claim", "--driver", "a", "--class", "Net\\Work", "dma:1"}, 2,
         "driver \"a\", class \"Net\\Work\": RM4002: a name cannot be that of a key or a value. Names of drivers");
  expect({"claim", "--driver", "a", "--interface", "Sbus", "dma:1"}, 2, "\"Sbus\" is no interface type: Internal, Isa");
  expect({"claim", "--driver", "a", "--era", "nt3", "dma:1"}, 2, "--era");
  expect({"claim", "--driver", "a", "--policy", "pair_order=last", "dma:1"}, 2, "pair_order is one of own_first");
  expect({"claim", "--driver", "a", "--policy", "order=last", "dma:1"}, 2, "there is no switch order; there are");
  expect({"claim", "--driver", "a", "--policy", "era=w2k", "dma:1"}, 2, "--era");
  expect({"claims"}, 3, "there is no such store");
  expect({"events"}, 3, "there is no such store");
  expect({"release", "--driver", "a"}, 3, "there is no such store");
  expect({"claim", "--driver", "a", "--list", folder_.write("short", std::string(3, '\0'))}, 3, "RM1001");
}

}  // namespace
}  // namespace resmap::cli
