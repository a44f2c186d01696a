// SPDX-License-Identifier: MIT
#include "resmap/report/assign_screen.h"

#include <gtest/gtest.h>

#include "resmap/import/machine_text.h"
#include "resmap/report/assign_records.h"

namespace resmap::report {
namespace {

struct Assigned {
  std::unique_ptr<pnp::Machine> machine;
  std::unique_ptr<pnp::PnpManager> manager;
  std::string trace;

  explicit Assigned(const char* text) {
    snapshot::Snapshot facts;
    EXPECT_TRUE(import::read_machine_text(text, 0, facts).has_value());
    machine = std::make_unique<pnp::Machine>(std::move(*pnp::Machine::from(std::move(facts))));
    pnp::AssignSetup setup;
    setup.trace = [this](const pnp::TraceStep& step) {
      const std::string line = trace_line(*machine, step);
      if (!line.empty()) trace += line + "\n";
    };
    manager = std::move(*pnp::PnpManager::make(*machine, setup));
    EXPECT_TRUE(manager->assign_all().has_value());
  }
};

constexpr char kTwo[] =
    "machine\n"
    "  device a\n"
    "    boot port:0x300+8\n"
    "    wants port:0x310+8\n"
    "  device b\n"
    "    wants port:0x300+8\n"
    "    or    port:0x304+8\n"
    "  device c\n";

TEST(AssignScreen, ShowsWhatEachDeviceIsGivenAndWhatIsWrong) {
  const Assigned two(kTwo);
  TextWriter out;
  ASSERT_TRUE(print_assignments(out, *two.manager, Paint(false)).has_value());
  const std::string text(out.view());
  EXPECT_NE(text.find("0x300-0x307"), std::string::npos) << text;
  EXPECT_NE(text.find("RootPort"), std::string::npos);
  EXPECT_NE(text.find("boot, documented"), std::string::npos);
  EXPECT_NE(text.find("problem 12 NORMAL_CONFLICT"), std::string::npos);
  EXPECT_NE(text.find("2 devices with resources, 1 problem"), std::string::npos) << text;
  EXPECT_EQ(problems_of(*two.manager), 1U);
}

TEST(AssignScreen, TheTraceTellsEachStep) {
  const Assigned two(kTwo);
  EXPECT_NE(two.trace.find("a: takes its boot configuration\n"), std::string::npos) << two.trace;
  EXPECT_NE(two.trace.find("b: configuration 0 cannot be met, requirement 0 at RootPort: RM2111"), std::string::npos)
      << two.trace;
  EXPECT_NE(two.trace.find("b: configuration 1 cannot be met"), std::string::npos);
  EXPECT_NE(two.trace.find("b: problem 12"), std::string::npos);
}

TEST(AssignRecords, AreOneLineADeviceWithItsLists) {
  const Assigned two(kTwo);
  TextWriter out;
  ASSERT_TRUE(write_assign_json(out, *two.manager).has_value());
  const std::string text(out.view());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_TRUE(text.starts_with(
      R"({"record":"device","device":"a","problem":0,"pass":"boot","configuration":null,"raw_list":"01000000)"))
      << text;
  EXPECT_NE(text.find(R"("resources":[{"index":0,"type":"port","flags":"0x)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("raw":{"start":"0x300","end":"0x307"},"translated":{"start":"0x300","end":"0x307"},)"
                      R"("alternative":0,"arbiter":"RootPort","pass":"boot","basis":"documented"}]})"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find(R"("device":"b","problem":12,"pass":"none","configuration":null,"raw_list":"","translated_list":"",)"
                R"("resources":[],"why":")"),
      std::string::npos)
      << text;
}

TEST(AssignRecords, AMessageNamesItsNumbers) {
  const auto four =
      lists::CmDescriptor::messages(lists::CmLayout::x64, 4, 0xFFFFFFF0, 1, lists::ShareDisposition::device_exclusive);
  EXPECT_EQ(assigned_range(four.view()), (AddressRange{0xFFFFFFF0, 0xFFFFFFF3}));
}

}  // namespace
}  // namespace resmap::report
