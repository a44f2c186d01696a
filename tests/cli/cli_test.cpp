// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <regex>

#include "tests/cli/command.h"
#include "tests/support/golden.h"

namespace resmap::cli {
namespace {

using Words = std::vector<std::string>;

constexpr char kKeyboard[] =
    "Windows Registry Editor Version 5.00\r\n\r\n"
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\ACPI\\PNP0303\\0\\LogConf]\r\n"
    "\"BootConfig\"=hex(8):01,00,00,00,0f,00,00,00,00,00,00,00,01,00,01,00,03,00,00,00,\\\r\n"
    "  01,01,01,00,60,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,\\\r\n"
    "  01,01,01,00,64,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,\\\r\n"
    "  02,01,01,00,01,00,00,00,01,00,00,00,ff,ff,ff,ff,00,00,00,00\r\n";
constexpr char kCut[] =
    "REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Enum\\A\\B\\C\\LogConf]\n"
    "\"BootConfig\"=hex(8):01,00,00,00,05,00,00,00,00,00,00,00,01,00,01,00,07,00,00,00,01,01,01,00\n";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Cli, EveryHelpBeginsWithExamples) {
  for (const char* verb : {"check", "decode", "encode", "lint", "list", "tree", "show", "conflicts", "import", "claim",
                           "release", "claims", "events"}) {
    const Outcome help = run({verb, "--help"});
    EXPECT_EQ(help.code, 0) << verb;
    EXPECT_TRUE(help.out.starts_with("EXAMPLES\n  resmap ") && has(help.out, "resmap " + std::string(verb)))
        << help.out;
    EXPECT_TRUE(has(help.out, "--json")) << verb;
  }
  const Outcome help = run({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_TRUE(help.out.starts_with("EXAMPLES\n"));
  EXPECT_TRUE(has(help.out, "Exit codes: 0 fine, 1 findings, 2 usage, 3 input unreadable, 4 partial result"));
  EXPECT_TRUE(run({"--version"}).out.starts_with("resmap "));
}

TEST(Cli, ManualAndCompletionKnowEveryVerbAndOption) {
  const std::string manual = testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + "/apps/resmap/resmap.1");
  const std::string completion =
      testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + "/apps/resmap/completions/resmap.bash");
  const std::regex option("--([a-z-]+)");
  std::size_t seen = 0;
  for (const char* verb : {"check", "decode", "encode", "lint", "list", "tree", "show", "conflicts", "import", "claim",
                           "release", "claims", "events"}) {
    EXPECT_TRUE(has(manual, ".It Cm " + std::string(verb))) << verb;
    EXPECT_TRUE(has(completion, verb)) << verb;
    const std::string help = run({verb, "--help"}).out;
    const std::string options = help.substr(help.find("Options:"));
    for (std::sregex_iterator at(options.begin(), options.end(), option), end; at != end; ++at, ++seen) {
      EXPECT_TRUE(has(manual, "Fl -" + (*at)[1].str())) << verb << " --" << (*at)[1];
      EXPECT_TRUE(has(completion, "--" + (*at)[1].str())) << verb << " --" << (*at)[1];
    }
  }
  EXPECT_GT(seen, 30U);
}

TEST(Cli, UsageIsExitCode2AndSaysWhatIsMissing) {
  for (const Words& words : {Words{}, Words{"jump"}, Words{"check"}, Words{"check", "--as", "zip", "x"},
                             Words{"show", "problem:x", "spec/machines/q35-ovmf"}, Words{"encode", "mem:nowhere"},
                             Words{"encode", "--interface", "Bus", "irq:4"}, Words{"decode", "--type", "7", "x"}}) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.code, 2) << (words.empty() ? "nothing" : words.back());
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err, "");
  }
}

TEST(Cli, InputThatCannotBeReadIsExitCode3AndOneLine) {
  const Folder folder;
  const std::string words = folder.write("words.txt", "only some words\n"), empty = folder.write("empty", "");
  const std::string user = folder.write("user.reg", "REGEDIT4\n\n[HKEY_CURRENT_USER\\Software]\n\"a\"=\"b\"\n");
  for (const Words& what :
       {Words{"check", "/nowhere/SYSTEM"}, Words{"check", words}, Words{"check", empty}, Words{"check", user},
        Words{"decode", words}, Words{"decode", "/nowhere"}, Words{"decode", "spec/machines/q35-ovmf"},
        Words{"encode", "/nowhere"}, Words{"check", "--control-set", "9", folder.write("ok.reg", kKeyboard)}}) {
    const Outcome outcome = run(what);
    EXPECT_EQ(outcome.code, 3) << what[0] << " " << what.back() << outcome.out;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_TRUE(outcome.err.starts_with("resmap: ")) << outcome.err;
  }
}

TEST(Cli, ChecksAMachineOfEachKindOfInput) {
  const Folder folder;
  const std::string text = folder.write("pc.machine", "machine \"PC\"\n  device a\n    has port:0x60+1,exclusive\n");
  const std::string snapshot = folder.path("pc.machine.json");
  EXPECT_EQ(run({"check", folder.write("keyboard.reg", kKeyboard)}).code, 0);
  EXPECT_EQ(run({"check", text}).code, 0);
  EXPECT_EQ(run({"import", text, "-o", snapshot}).code, 0);
  EXPECT_EQ(run({"check", snapshot}).out, run({"check", text}).out);
  EXPECT_EQ(run({"check", "spec/machines/q35-ovmf"}).code, 0);
}

TEST(Cli, AConflictIsExitCode1) {
  const Folder folder;
  const std::string sick = folder.write("sick.machine",
                                        "machine\n  device a\n    has port:0x60+4,exclusive\n"
                                        "  device b\n    has port:0x62+4,exclusive\n");
  const Outcome check = run({"check", sick});
  EXPECT_EQ(check.code, 1);
  EXPECT_TRUE(has(check.out, "CONFLICT")) << check.out;
  EXPECT_TRUE(has(lines_of(check.out).back(), "sick: 1 conflict (port 0x62-0x63 of a and b)")) << check.out;
  EXPECT_EQ(run({"conflicts", sick}).code, 1);
  // Verbs that only show do not judge.
  EXPECT_EQ(run({"list", sick}).code, 0);
  EXPECT_EQ(run({"tree", sick}).code, 0);
}

TEST(Cli, DevicesThatDifferInTheirEnumeratorAloneAreToldApart) {
  const Folder folder;
  const std::string twins = folder.write("twins.machine",
                                         "machine\n  device Root\\A\\0\n    has port:0x60+4,exclusive\n"
                                         "  device X\\A\\0\n    has port:0x62+4,exclusive\n");
  for (const char* verb : {"check", "conflicts", "list", "tree"}) {
    const std::string screen = run({verb, twins}).out;
    EXPECT_TRUE(has(screen, "Root\\A\\0") && has(screen, "X\\A\\0")) << screen;
  }
  EXPECT_TRUE(has(run({"conflicts", twins}).out, "Root\\A\\0, X\\A\\0")) << run({"conflicts", twins}).out;
}

TEST(Cli, DecodeThenEncodeGivesTheBytesBack) {
  const Folder folder;
  const std::string file = folder.write("keyboard.reg", kKeyboard);
  const Outcome decoded = run({"decode", "--json", file});
  ASSERT_EQ(decoded.code, 0) << decoded.err;
  const Outcome encoded = run({"encode"}, decoded.out);
  EXPECT_EQ(encoded.code, 0) << encoded.err;
  EXPECT_EQ(encoded.out,
            "{\"key\":\"HKEY_LOCAL_MACHINE\\\\SYSTEM\\\\CurrentControlSet\\\\Enum\\\\ACPI\\\\PNP0303\\\\0\\\\LogConf\","
            "\"name\":"
            "\"BootConfig\",\"hex\":"
            "\"010000000f00000000000000010001000300000001010100600000000000000001000000000000000101010064"
            "0000000000000001000000000000000201010001000000010000"
            "00ffffffff00000000\"}\n");
}

TEST(Cli, DecodeReadsHexAndBinaryAndStandardInput) {
  const std::string hex = "01000000 0f000000 00000000 01000100 00000000";
  for (const Words& words : {Words{"decode", "-"}, Words{"decode", "-", "--as", "hex", "--type", "8"}}) {
    const Outcome outcome = run(words, hex);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(outcome.out, "PNPBus 0")) << outcome.out;
  }
  EXPECT_EQ(run({"decode", "-"}, "hex(8):01,00,00,00,0f,00,00,00,00,00,\\\n  00,00,01,00,01,00,00,00,00,00").code, 0);
  EXPECT_EQ(run({"decode", "-", "--as", "binary"}, std::string(4, '\0')).code, 0);
  EXPECT_TRUE(has(run({"decode", "-"}, kKeyboard).out, "0x60"));
}

TEST(Cli, AMalformedValueIsAFindingWithRuleAndOffset) {
  const Folder folder;
  const std::string file = folder.write("cut.reg", kCut);
  for (const char* verb : {"decode", "lint"}) {
    const Outcome outcome = run({verb, file});
    EXPECT_EQ(outcome.code, 1) << verb;
    EXPECT_TRUE(has(outcome.out, "RM1012 at byte 20")) << outcome.out;
    EXPECT_TRUE(has(run({verb, "--json", file}).out, "\"rule\":\"RM1012\"")) << verb;
  }
  // What could not be read whole still encodes to its bytes.
  EXPECT_TRUE(has(run({"encode"}, run({"decode", "--json", file}).out).out, "0700000001010100\"}"));
}

TEST(Cli, DecodeShowsOnlyTheKeyThatIsAskedFor) {
  const Folder folder;
  const std::string file = folder.write("keyboard.reg", kKeyboard);
  EXPECT_TRUE(has(run({"decode", file, "--key", "*\\PNP0303\\*"}).out, "1 value,"));
  EXPECT_TRUE(has(run({"decode", file, "--key", "HKEY_LOCAL_MACHINE\\SYSTEM"}).out, "1 value,"));
  EXPECT_TRUE(has(run({"decode", file, "--key", "*\\PNP0501\\*"}).out, "0 values,"));
}

TEST(Cli, DecodeSpeaksAsTheDebuggerDoes) {
  const Folder folder;
  const Outcome outcome = run({"decode", "--debugger", folder.write("keyboard.reg", kKeyboard)});
  EXPECT_TRUE(has(outcome.out, "Interrupt - Start 0x1, ") || has(outcome.out, "Interrupt")) << outcome.out;
}

TEST(Cli, EncodesResourceWords) {
  EXPECT_EQ(run({"encode", "--layout", "16", "irq:4,latched,exclusive", "--interface", "Isa"}).out,
            "010000000100000000000000010001000100000002010100040000000400000"
            "0ffffffff\n");
  const Outcome io = run({"encode", "--requirements", "port:8/0x100-0x3ff"});
  EXPECT_EQ(io.code, 0) << io.err;
  EXPECT_TRUE(has(run({"decode", "-", "--type", "10"}, io.out).out, "0x100-0x3ff")) << io.out;
}

TEST(Cli, EncodeSaysWhichLineItCannotRead) {
  const Outcome mixed = run({"encode"}, "{\"record\":\"value\"\n" + run({"decode", "-", "--json"}, "00000000").out);
  EXPECT_EQ(mixed.code, 4) << mixed.err;
  EXPECT_TRUE(has(mixed.err, "line 1: RM5101")) << mixed.err;
  EXPECT_EQ(lines_of(mixed.out).size(), 1U);
  EXPECT_EQ(
      run({"encode"}, "{\"record\":\"value\",\"key\":\"k\",\"name\":\"n\",\"registry_type\":8,\"list\":{}}\n").code, 3);
  EXPECT_EQ(run({"encode"}, "").code, 3);
}

TEST(Cli, ShowFindsADeviceByEachSelector) {
  const std::string machine = "spec/machines/pc-isa";
  for (const char* selector :
       {"00:01.1", "0000:00:01.1", "pnp 00:07", "mem:0xfd000000+4K", "irq:6", "port:0x3f8-0x3ff"}) {
    const Outcome outcome = run({"show", selector, machine});
    EXPECT_EQ(outcome.code, 0) << selector << outcome.err;
    EXPECT_NE(outcome.out, "") << selector;
  }
  const Outcome none = run({"show", "05:00.0", machine});
  EXPECT_EQ(none.code, 2);
  EXPECT_TRUE(has(none.err, "no device here is \"05:00.0\""));
}

TEST(Cli, ColourOnlyRepeatsWhatTheWordsSay) {
  const std::string plain = run({"check", "--color", "never", "spec/machines/q35-ovmf"}).out;
  std::string coloured = run({"check", "--color", "always", "spec/machines/q35-ovmf"}).out;
  EXPECT_NE(coloured, plain);
  for (std::size_t at; (at = coloured.find('\x1b')) != std::string::npos;)
    coloured.erase(at, coloured.find('m', at) - at + 1);
  EXPECT_EQ(coloured, plain);
  EXPECT_EQ(run({"check", "spec/machines/q35-ovmf"}).out, plain);
}

TEST(Cli, AnImportedMachineIsTheSameMachine) {
  const Folder folder;
  for (const char* machine : {"pc-isa", "q35-ovmf", "q35-testdev-64g"}) {
    const std::string path = "spec/machines/" + std::string(machine), file = folder.path("copy.machine.json");
    ASSERT_EQ(run({"import", path, "-o", file}).code, 0);
    EXPECT_EQ(run({"check", "--json", file}).out, run({"check", "--json", path}).out) << machine;
    EXPECT_EQ(run({"import", file}).out, run({"import", path}).out) << machine;
  }
}

TEST(Cli, AReaderThatGoesAwayIsNoSuccess) {
  EXPECT_EQ(run({"import", "spec/machines/q35-ovmf", "-o", "/nowhere/file"}).code, 3);
}

}  // namespace
}  // namespace resmap::cli
