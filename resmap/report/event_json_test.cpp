// SPDX-License-Identifier: MIT
#include "resmap/report/event_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "tests/support/golden.h"

namespace resmap::report {
namespace {

std::string json_of(const claims::Event& event) {
  TextWriter out;
  write_event_record(out, event);
  return std::string(out.view());
}

claims::Event sample() {
  claims::Event event;
  event.number = 3;
  event.unix_ms = 1000;
  event.source = "b";
  event.code = claims::event_code::interrupt_conflict;
  event.strings = {"", "b", R"(\Device\B.Translated)"};
  event.data = {0x00, 0xF0};
  return event;
}

TEST(EventJson, IsOneObjectALine) {
  EXPECT_EQ(
      json_of(sample()),
      R"({"record":"event","number":3,"id":24,"source":"b","strings":["","b","\\Device\\B.Translated"],"data":"00f0",)"
      R"("provider":"classic","level":"error","code":"0xc0040018","device":"\\Device\\B","time":"1970-01-01T00:00:01.000Z"})"
      "\n");
  const std::string pnp = json_of(claims::start_problem_event({.instance = "ROOT\\X"}));
  EXPECT_NE(pnp.find(R"("provider":"kernel-pnp","level":"error","device":"ROOT\\X")"), std::string::npos) << pnp;
  EXPECT_EQ(pnp.find("\"code\""), std::string::npos);
}

// The schema allows no member that it does not name.
TEST(EventJson, HasOnlyMembersThatTheSchemaNames) {
  const std::string schema = testing_support::read_text(std::string(RESMAP_SOURCE_DIR) + "/spec/schema/event.json");
  const std::regex member(R"re("(\w+)":)re");
  const std::string json = json_of(sample());
  for (std::sregex_iterator at(json.begin(), json.end(), member), end; at != end; ++at)
    EXPECT_NE(schema.find("\"" + (*at)[1].str() + "\": {"), std::string::npos) << (*at)[1];
}

TEST(EventJson, AConflictHasTheClaimantFirst) {
  claims::Conflict conflict;
  conflict.space = claims::Space::memory;
  conflict.common = {0x10, 0x1F};
  conflict.claimant.driver = "b";
  conflict.claimant.device = "\\Device\\B";
  conflict.claimant.class_name = "Other";
  conflict.claimant.range = {0x10, 0x2F};
  conflict.holder.driver = "Physical Memory";
  conflict.holder.class_name = "System Resources";
  conflict.holder.range = {0, 0x1F};
  TextWriter out;
  write_conflict_record(out, conflict);
  EXPECT_EQ(
      out.view(),
      R"({"record":"conflict","type":"memory","overlap":"conflict","ranges":[{"start":"0x10","end":"0x2f"},)"
      R"({"start":"0x0","end":"0x1f"}],"owners":[{"driver":"b","device":"\\Device\\B","class":"Other"},)"
      R"({"driver":"Physical Memory","device":"","class":"System Resources"}],"common":{"start":"0x10","end":"0x1f"}})"
      "\n");
}

}  // namespace
}  // namespace resmap::report
