// SPDX-License-Identifier: MIT
#include "resmap/report/event_xml.h"

#include "resmap/base/json_writer.h"
#include "resmap/report/event_words.h"

namespace resmap::report {

namespace {

constexpr std::string_view kNamespace = "http://schemas.microsoft.com/win/2004/08/events/event";
constexpr std::string_view kKernelPnpGuid = "{9c205a39-1250-487d-abd7-e831c6290539}";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

void write_text(TextWriter& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const unsigned char first = static_cast<unsigned char>(text.front());
    const bool control = first < 0x20 && first != '\t';  // line ends would be changed by a reader
    // U+FFFE and U+FFFF are well-formed UTF-8, but no characters of XML.
    const bool noncharacter = length == 3 && (text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF"));
    if (length == 0 || control || noncharacter)
      out.text(kReplacement);
    else if (first == '&')
      out.text("&amp;");
    else if (first == '<')
      out.text("&lt;");
    else if (first == '>')
      out.text("&gt;");
    else if (first == '\'')
      out.text("&apos;");
    else if (first == '"')
      out.text("&quot;");
    else
      out.text(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

void write_binary(TextWriter& out, Bytes data) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  out.text("<Binary>");
  for (const std::uint8_t byte : data) out.text(digits.substr(byte >> 4, 1)).text(digits.substr(byte & 0xF, 1));
  out.text("</Binary>");
}

void element(TextWriter& out, std::string_view name, std::string_view text) {
  out.text("<").text(name).text(">");
  write_text(out, text);
  out.text("</").text(name).text(">");
}

}  // namespace

void write_event_xml(TextWriter& out, const claims::Event& event) {
  const bool classic = event.provider == claims::Event::Provider::classic;
  out.text("<Event xmlns='").text(kNamespace).text("'><System><Provider Name='");
  write_text(out, event.source);
  if (!classic) out.text("' Guid='").text(kKernelPnpGuid);
  out.text("'/><EventID");
  if (classic) out.text(" Qualifiers='").decimal(event.qualifiers()).text("'");
  out.text(">").decimal(event.id()).text("</EventID><Level>").decimal(static_cast<std::uint64_t>(event.level()));
  out.text("</Level><Task>0</Task><Keywords>").text(classic ? "0x80000000000000" : "0x4000000000000000");
  out.text("</Keywords>");
  if (event.unix_ms != 0) out.text("<TimeCreated SystemTime='").text(utc_words(event.unix_ms)).text("'/>");
  out.text("<EventRecordID>").decimal(event.number).text("</EventRecordID>");
  element(out, "Channel", classic ? "System" : "Microsoft-Windows-Kernel-PnP/Configuration");
  out.text("</System><EventData>");
  for (const std::string& text : event.strings) element(out, "Data", text);
  if (!event.data.empty()) write_binary(out, event.data);
  out.text("</EventData></Event>\n");
}

}  // namespace resmap::report
