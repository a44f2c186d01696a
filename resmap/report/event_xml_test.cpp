// SPDX-License-Identifier: MIT
#include "resmap/report/event_xml.h"

#include <gtest/gtest.h>

namespace resmap::report {
namespace {

std::string xml_of(const claims::Event& event) {
  TextWriter out;
  write_event_xml(out, event);
  return std::string(out.view());
}

TEST(EventXml, IsWhatWindowsExports) {
  claims::Event event;
  event.number = 3;
  event.unix_ms = 1000;
  event.source = "weitekp9";
  event.code = claims::event_code::port_conflict;
  event.strings = {"", "weitekp9", R"(\Device\Video1.Translated)"};
  event.data = {0x00, 0xF0, 0xAB};
  EXPECT_EQ(
      xml_of(event),
      "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='weitekp9'/>"
      "<EventID Qualifiers='49156'>22</EventID><Level>2</Level><Task>0</Task><Keywords>0x80000000000000</Keywords>"
      "<TimeCreated SystemTime='1970-01-01T00:00:01.000Z'/><EventRecordID>3</EventRecordID><Channel>System</Channel>"
      "</System><EventData><Data></Data><Data>weitekp9</Data><Data>\\Device\\Video1.Translated</Data>"
      "<Binary>00F0AB</Binary></EventData></Event>\n");
}

TEST(EventXml, OfKernelPnpNamesTheProviderAndHasNoQualifiers) {
  const std::string xml = xml_of(claims::start_problem_event({.instance = "ROOT\\X", .status = 0xC0000018}));
  EXPECT_NE(xml.find("<Provider Name='Microsoft-Windows-Kernel-PnP' Guid='{9c205a39-1250-487d-abd7-e831c6290539}'/>"
                     "<EventID>411</EventID><Level>2</Level>"),
            std::string::npos)
      << xml;
  EXPECT_EQ(xml.find("Binary"), std::string::npos);
  EXPECT_EQ(xml.find("TimeCreated"), std::string::npos);  // there is no clock
}

TEST(EventXml, HoldsWhateverANameHolds) {
  claims::Event event;
  event.source = "a'b&<\">\x01\xFF\n\xEF\xBF\xBF";
  const std::string xml = xml_of(event);
  EXPECT_NE(xml.find("Name='a&apos;b&amp;&lt;&quot;&gt;\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD'"),
            std::string::npos)
      << xml;
}

}  // namespace
}  // namespace resmap::report
