// SPDX-License-Identifier: MIT
// Cases that must fail: the runner is worth as much as what it refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <regex>

#include "tests/cases/claim_policy_words.h"
#include "tests/cases/runner.h"
#include "tests/cases/vocabulary.h"
#include "tests/support/golden.h"

namespace resmap::cases {
namespace {

constexpr char kMachine[] =
    "machine\n"
    "  device pci0 host-bridge\n"
    "    window port:0x1000-0x1fff\n"
    "    device a\n"
    "      fixed port:0x1000+8,exclusive\n"
    "    device b\n"
    "      has port:0x1000+8,exclusive\n"
    "check\n";

std::string outcome(const std::string& text) {
  try {
    run_case(text);
  } catch (const std::exception& failure) {
    return failure.what();
  }
  return "holds";
}

TEST(CaseRunner, HoldsWhatIsTrue) {
  EXPECT_EQ(outcome(std::string(kMachine) + "expect overlap conflict port:0x1000+8 a b\n"
                                            "expect window pci0 port:0x1000-0x1fff free 4088\n"
                                            "expect no overlap sharing\nexpect verdict sick\nexpect exit 1\n"),
            "holds");
  EXPECT_EQ(outcome("claims 20 irq:4,shared\nexpect descriptor 0 irq:4,shared,level\nexpect no finding\n"), "holds");
}

TEST(CaseRunner, NamesTheLineThatDoesNotHold) {
  for (const char* wrong : {"expect overlap sharing port:0x1000+8 a b", "expect overlap conflict port:0x1000+4 a b",
                            "expect overlap conflict port:0x1000+8 a c", "expect overlap conflict mem:0x1000+8",
                            "expect no overlap conflict", "expect window pci0 port:0x1000-0x1fff free 4096",
                            "expect window a port:0x1000-0x1fff free 4088", "expect unplaced a",
                            "expect verdict healthy", "expect exit 0"}) {
    EXPECT_TRUE(outcome(std::string(kMachine) + wrong + "\n").starts_with("line 9: ")) << wrong;
  }
  const std::string list = "list 8 01000000 05000000 00000000 01000100 01000000 02000000 04000000 04000000 ffffffff\n";
  EXPECT_EQ(outcome(list + "expect layout 16\n"), "holds");
  for (const char* wrong : {"expect layout 20", "expect descriptor 0 irq:5", "expect descriptor 1 irq:4",
                            "expect finding RM1012 at 0", "expect bytes 00"}) {
    EXPECT_TRUE(outcome(list + wrong + "\n").starts_with("line 2: ")) << wrong;
  }
}

// The first words of each row of the tables above "Later floors add": what the page promises today.
TEST(CaseRunner, KnowsEveryWordThatItsPagePromises) {
  const std::string page = testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + "/spec/case-language.md");
  const std::string promised = page.substr(0, page.find("Later floors add"));
  std::size_t rows = 0;
  for (std::size_t at = promised.find("\n| `"); at != std::string::npos; at = promised.find("\n| `", at + 1)) {
    const std::string cell = promised.substr(at + 3, promised.find(" | ", at + 2) - at - 3);
    for (std::size_t open = cell.find('`'); open != std::string::npos;) {
      const std::size_t close = cell.find('`', open + 1);
      const std::string words = cell.substr(open + 1, close - open - 1);
      // Some are taken only once there is what they speak of.
      const bool known = std::ranges::any_of(
          std::initializer_list<std::string>{"", "ranges\n", "arbiters plain\n", "claim d port:0x300\n"},
          [&](const std::string& before) {
            return outcome(before + words + "\n").find("nobody knows") == std::string::npos;
          });
      EXPECT_TRUE(known) << words;
      open = cell.find('`', close + 1);
      ++rows;
    }
  }
  EXPECT_GT(rows, 10U);
}

TEST(CaseRunner, AsksForEveryFindingOnceOneIsNamed) {
  const std::string list = "list 8 01000000 05000000 00000000 02000200 01000000 20000000 04000000 04000000 ffffffff\n";
  const std::string all = outcome(list + "expect no finding\n");
  ASSERT_TRUE(all.starts_with("line 2: there is a finding: RM1023")) << all;
  EXPECT_TRUE(outcome(list + "expect finding RM1023 at 12\n").starts_with("line 2: there is one more: "));
}

TEST(CaseRunner, GoesOnWithALineThatIsIndentedFurther) {
  const std::string list =
      "list 8  01000000 05000000 00000000\n"
      "        01000100 01000000  # a comment\n\n"
      "        02000000 04000000 04000000 ffffffff\n";
  EXPECT_EQ(outcome(list + "expect layout 16\nexpect bytes 01000000 05000000 00000000 01000100 01000000\n"
                           "             02000000 04000000 04000000 ffffffff\n"),
            "holds");
  EXPECT_TRUE(outcome(list + "expect layout\n  20\n").starts_with("line 5: the layout is 16"));
}

TEST(CaseRunner, HoldsArbitersToWhatIsExpectedOfThem) {
  const std::string placed = "arbiters root\nplace com port:0x3f8+8 irq:4\n";
  EXPECT_EQ(outcome(placed + "expect placed 0x3f8-0x3ff 4\nexpect alternatives 0 0\nexpect configuration 0\n"),
            "holds");
  for (const char* wrong :
       {"expect placed 0x3f8 5", "expect placed 0x3f8", "expect placed 0x3f8-0x3fe 4", "expect placed nothing 4",
        "expect alternatives 0 1", "expect configuration 1", "expect steps 1", "expect refused"}) {
    EXPECT_TRUE(outcome(placed + wrong + "\n").starts_with("line 3: ")) << wrong;
  }
  const std::string refused = placed + "place other port:0x3fc+8\n";
  EXPECT_EQ(outcome(refused + "expect refused RM2111 0\n"), "holds");
  for (const char* wrong :
       {"expect refused RM2110", "expect refused RM2111 1", "expect refused undecided", "expect placed 0x3fc"}) {
    EXPECT_TRUE(outcome(refused + wrong + "\n").starts_with("line 4: ")) << wrong;
  }
  const std::string asked = placed + "conflict other port:0x3fc+8\n";
  EXPECT_EQ(outcome(asked + "expect blockers com port:0x3f8-0x3ff\n"), "holds");
  for (const char* wrong : {"expect blockers none", "expect blockers com port:0x3f8-0x3fe",
                            "expect blockers com port:0x3f8-0x3ff nobody", "expect blockers nobody"}) {
    EXPECT_TRUE(outcome(asked + wrong + "\n").starts_with("line 4: ")) << wrong;
  }
  EXPECT_TRUE(outcome("policy retry sideways\narbiters plain\nexpect steps 0\n").starts_with("line 1: "));
  EXPECT_TRUE(outcome("place com port:8\nexpect placed 0\n").starts_with("line 1: nobody knows"));
}

TEST(CaseRunner, HoldsEveryWordAboutClaims) {
  const std::string two =
      "claim a \\Device\\A port:0x300+8\n"
      "claim b \\Device\\B port:0x304+8\n";
  for (const char* right :
       {"expect refused conflict yes", "expect conflicts 1", "expect conflict port:0x304+4 with a \\Device\\A",
        "expect status 0xc000009a", "expect map no Other\\b",
        "expect map Other\\a \\Device\\A.Raw \\Device\\A.Translated",
        "expect value Other\\a \\Device\\A.Raw port:0x300+8", "expect no remark", "expect reg-text hex(8)",
        "expect events in any order 22 source b 22 source b", "expect viewer \"ports that overlap\"",
        "expect events 22 strings \"\" b \\Device\\B.Translated data 304 0 8 22 strings \"\" a "
        "\\Device\\A.Translated"}) {
    EXPECT_EQ(outcome(two + right + "\n"), "holds") << right;
  }
  for (const char* wrong : {"expect success",
                            "expect refused conflict no",
                            "expect conflicts 2",
                            "expect conflict port:0x304+5 with a \\Device\\A",
                            "expect conflict port:0x304+4 with a",
                            "expect conflict mem:0x304+4 with a \\Device\\A",
                            "expect status 0xc0000018",
                            "expect error truncated",
                            "expect map Other\\b",
                            "expect map no Other\\a",
                            "expect map Other\\a \\Device\\A.Raw",
                            "expect value Other\\a \\Device\\A.Raw port:0x300+9",
                            "expect value Other\\a \\Device\\A.Raw type 9",
                            "expect value Other\\a \\Device\\A.Raw bytes 00",
                            "expect remark RM4011",
                            "expect no events",
                            "expect reg-text hex(9)",
                            "expect viewer memory",
                            "expect xml 23</EventID>",
                            "expect events 22 source b",
                            "expect events 22 source b 22 source a",
                            "expect events 22 data 304 0 8 22 data 304 0 8",
                            "expect events in any order 22 level 3 22",
                            "expect events 24 22"}) {
    EXPECT_TRUE(outcome(two + wrong + "\n").starts_with("line 3: ")) << wrong << ": " << outcome(two + wrong + "\n");
  }
  EXPECT_TRUE(outcome(two + "era w2k\nexpect refused\n").starts_with("line 3: "));
  EXPECT_TRUE(outcome("claim a\nexpect success\n").starts_with("line 1: "));
  EXPECT_TRUE(outcome("policy pair_order sideways\nexpect success\n").starts_with("line 1: "));
}

TEST(CaseRunner, HoldsEveryWordAboutAssigning) {
  const std::string two =
      "machine\n"
      "  device a\n    boot port:0x300+8\n    wants port:0x310+8\n"
      "  device b\n    wants port:0x300+8\n"
      "assign\n";
  for (const char* right : {"expect resources a port:0x300+8", "expect problem a 0", "expect choice a boot",
                            "expect pass a boot", "expect arbiter a 0 RootPort", "expect recorded a",
                            "expect problem b 12", "expect resources b none", "expect not recorded b"}) {
    EXPECT_EQ(outcome(two + right + "\n"), "holds") << right;
  }
  for (const char* wrong :
       {"expect resources a port:0x300+4", "expect resources a port:0x300+8 irq:4", "expect resources a none",
        "expect resources b port:0x300+8", "expect resources a", "expect resources a mem:0x300+8",
        "expect resources a nothing", "expect resources a unknown", "expect resources a message 1",
        "expect problem a 12", "expect problem b 0", "expect choice a 0", "expect pass a \"first choice\"",
        "expect arbiter a 0 RootIRQ", "expect arbiter a 1 RootPort", "expect recorded b", "expect not recorded a",
        "expect problem c 0"}) {
    EXPECT_TRUE(outcome(two + wrong + "\n").starts_with("line 8: ")) << wrong << ": " << outcome(two + wrong + "\n");
  }
  EXPECT_EQ(outcome(two + "remove a\nexpect problem b 0\nexpect resources b port:0x300+8\n"), "holds");
  EXPECT_TRUE(outcome(two + "remove a\nexpect problem a 0\n").starts_with("line 9: it was never assigned"));
  EXPECT_TRUE(outcome("machine\n  device a\nassign with retry=sideways\nexpect problem a 0\n").starts_with("line 3: "));
  EXPECT_TRUE(outcome("machine\n  device a\nassign order b\nexpect problem a 0\n").starts_with("line 3: "));
  EXPECT_TRUE(outcome("machine\n  device a\nexpect problem a 0\n").starts_with("line 3: say assign"));
}

TEST(CaseRunner, KnowsEverySwitchOfClaimPolicyByItsName) {
  const std::string header = testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + "/resmap/claims/policy.h");
  const std::regex kind(R"(enum class (\w+) : std::uint8_t \{ ([^}]*) \};\s*(\w+) (\w+) = (\w+)::(\w+);)"),
      name(R"(\w+)");
  int switches = 0;
  for (std::sregex_iterator at(header.begin(), header.end(), kind), end; at != end; ++at) {
    ++switches;
    EXPECT_EQ((*at)[1], (*at)[3]);
    const std::string values = (*at)[2];
    for (std::sregex_iterator value(values.begin(), values.end(), name); value != end; ++value) {
      claims::ClaimPolicy policy;
      bool known = false;
      EXPECT_EQ(set_claim_switch(policy, (*at)[4], value->str(), known), "");
      EXPECT_TRUE(known);
    }
  }
  EXPECT_EQ(switches, 28);
}

TEST(CaseRunner, RefusesWhatItCannotRead) {
  EXPECT_EQ(outcome("check\n"), "the case expects nothing");
  EXPECT_TRUE(outcome("jump\nexpect exit 0\n").starts_with("line 1: nobody knows"));
  EXPECT_TRUE(outcome("expect exit 0\n").starts_with("line 1: say check first"));
  EXPECT_TRUE(outcome("\nmachine\n  device a\n    has port:x\ncheck\nexpect exit 0\n").starts_with("line 4: "));
  EXPECT_TRUE(outcome("machine \"open\ncheck\n").starts_with("line 1: a quote"));
}

}  // namespace
}  // namespace resmap::cases
