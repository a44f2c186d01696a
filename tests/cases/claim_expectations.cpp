// SPDX-License-Identifier: MIT
#include "tests/cases/claim_expectations.h"

#include <algorithm>
#include <optional>

#include "resmap/claims/registry_image.h"
#include "resmap/claims/standing_lists.h"
#include "resmap/lists/resource_words.h"
#include "resmap/registry/reg_text.h"
#include "resmap/report/event_words.h"
#include "resmap/report/event_xml.h"
#include "resmap/report/rule_words.h"

namespace resmap::cases {

namespace {

using claims::Conflict;
using claims::Event;

std::string hex(std::uint64_t number, unsigned digits = 1) {
  TextWriter out;
  out.hex(number, digits);
  return std::string(out.view());
}

std::string hex_text(Bytes bytes) {
  TextWriter out;
  out.hex_bytes(bytes);
  return std::string(out.view());
}

std::string words_of(const Conflict& conflict) {
  return std::string(claims::word_for(conflict.space)) + " " + hex(conflict.common.first) + "-" +
         hex(conflict.common.last) + " with " + conflict.holder.driver +
         (conflict.holder.device.empty() ? "" : " " + conflict.holder.device);
}

std::string outcome_of(const ClaimSeen& seen) {
  if (!seen.answer) return "an error: " + report::error_sentence(seen.answer.error());
  std::string text = seen.answer->granted ? "success" : "refused";
  for (const Conflict& conflict : seen.answer->conflicts) text += "\n  " + words_of(conflict);
  return text;
}

const claims::ClaimOutcome& outcome(const Line& line, const ClaimSeen& seen) {
  require(seen.answer.has_value(), line, "it was " + outcome_of(seen));
  return *seen.answer;
}

// expect success|refused [conflict yes|no]
void expect_outcome(const Line& line, const ClaimSeen& seen, bool granted) {
  require(outcome(line, seen).granted == granted, line, "it was " + outcome_of(seen));
  if (line.words.size() < 3) return;
  const std::string flag = seen.answer->conflict_detected ? "yes" : "no";
  require(line.words[2] == "conflict" && word(line, 3, "yes or no") == flag, line, "ConflictDetected is " + flag);
}

// expect error CODE [RULE]
void expect_error(const Line& line, const ClaimSeen& seen) {
  require(!seen.answer, line, "it was " + outcome_of(seen));
  const Error& error = seen.answer.error();
  std::string found(name_of(error.code));
  if (line.words.size() > 3) found += " " + report::rule_id(error.rule);
  require(line.rest(2) == found, line, "the error is " + found);
}

// expect conflict WORD with DRIVER [DEVICE], expect conflicts N
void expect_conflict(const Line& line, const ClaimSeen& seen) {
  const auto& conflicts = outcome(line, seen).conflicts;
  if (line.words[1] == "conflicts") {
    require(word(line, 2, "how many") == std::to_string(conflicts.size()), line, "it was " + outcome_of(seen));
    return;
  }
  const auto place = lists::parse_claim(word(line, 2, "a claim word"), lists::CmLayout::x64);
  require(place && place->view().range() && word(line, 3, "with") == "with", line, "say: TYPE:PLACE with DRIVER");
  const auto space = claims::space_of(place->view());
  const std::string driver = word(line, 4, "a driver"), device = line.words.size() > 5 ? line.words[5] : "";
  const bool found = std::any_of(conflicts.begin(), conflicts.end(), [&](const Conflict& each) {
    return each.space == space && each.common == *place->view().range() && each.holder.driver == driver &&
           each.holder.device == device;
  });
  require(found, line, "it was " + outcome_of(seen));
}

struct ExpectedEvent {
  std::string id, source, data, bytes, level, qualifiers;
  std::optional<std::vector<std::string>> strings;
};

std::vector<ExpectedEvent> read_events(const Line& line, std::size_t at) {
  std::vector<ExpectedEvent> wanted;
  const auto take = [&](const char* what) { return word(line, at++, what); };
  while (at < line.words.size()) {
    const std::string name = take("an event");
    if (name.find_first_not_of("0123456789") == std::string::npos) {
      wanted.emplace_back().id = name;
      continue;
    }
    require(!wanted.empty(), line, "an event begins with its id");
    ExpectedEvent& event = wanted.back();
    if (name == "source")
      event.source = take("a source");
    else if (name == "level")
      event.level = take("a level");
    else if (name == "qualifiers")
      event.qualifiers = take("a number");
    else if (name == "strings")
      event.strings = {take("%1"), take("%2"), take("%3")};
    else if (name == "data") {
      const std::string a = take("a number"), b = take("a number"), c = take("a number");
      event.data = a + " " + b + " " + c;
    } else if (name == "bytes") {
      while (at < line.words.size() && (line.words[at].size() == 8 || line.words[at].size() == 4) &&
             line.words[at].find_first_not_of("0123456789abcdef") == std::string::npos)
        event.bytes += line.words[at++];
    } else {
      throw CaseFailure(line, "an event has id, source, level, qualifiers, strings, data and bytes, not " + name);
    }
  }
  return wanted;
}

bool is(const Event& event, const ExpectedEvent& wanted) {
  if (wanted.id != std::to_string(event.id())) return false;
  if (!wanted.source.empty() && wanted.source != event.source) return false;
  if (!wanted.level.empty() && wanted.level != std::to_string(static_cast<int>(event.level()))) return false;
  if (!wanted.qualifiers.empty() && wanted.qualifiers != std::to_string(event.qualifiers())) return false;
  if (wanted.strings && *wanted.strings != event.strings) return false;
  if (!wanted.bytes.empty() && wanted.bytes != hex_text(event.data)) return false;
  if (wanted.data.empty()) return true;
  std::string found;
  for (std::size_t at = 0x28; at < event.data.size() && at < 0x34; at += 4)
    found += (found.empty() ? "" : " ") + hex(load_le<std::uint32_t>(event.data, at)).substr(2);
  return found == wanted.data;
}

// expect events[,] [in any order] EVENT..., expect no events. All that the last verb wrote.
void expect_events(const Line& line, const ClaimSeen& seen) {
  std::size_t at = 2;
  const bool any_order = line.words.size() > 4 && line.words[2] == "in" && line.words[3] == "any";
  if (any_order) at = 5;
  const std::vector<ExpectedEvent> wanted =
      line.words[1] == "no" ? std::vector<ExpectedEvent>() : read_events(line, at);
  auto found = seen.map->events().find({.after = seen.events_before});
  require(found.has_value(), line, "there is no memory");
  std::string all;
  for (const Event& event : *found) {
    all += "\n  " + std::to_string(event.id()) + " source " + event.source + " strings";
    for (const std::string& text : event.strings) all += " \"" + text + "\"";
    all += " bytes " + hex_text(event.data);
  }
  require(found->size() == wanted.size(), line, "there are " + std::to_string(found->size()) + " events:" + all);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto same = any_order
                          ? std::find_if(found->begin(), found->end(), [&](const Event& e) { return is(e, wanted[i]); })
                          : found->begin();
    require(same != found->end() && is(*same, wanted[i]), line,
            "event " + std::to_string(i + 1) + " is missing:" + all);
    found->erase(same);
  }
}

std::string key_path(const std::string& key) {
  return std::string(R"(HKEY_LOCAL_MACHINE\HARDWARE\RESOURCEMAP\)") + key;
}

// expect map KEY [VALUE...]: it has exactly these values; expect map no KEY
void expect_map(const Line& line, const ClaimSeen& seen) {
  const bool none = word(line, 2, "a key") == "no";
  const std::string& key = none ? word(line, 3, "a key") : line.words[2];
  seen.map->with_registry([&](const registry::Registry& registry) {
    const auto found = registry.find(key_path(key));
    require(found.has_value() != none, line, none ? "there is such a key" : "there is no such key");
    if (none) return;
    std::vector<std::string> names, wanted(line.words.begin() + 3, line.words.end());
    std::string all;
    for (const registry::ValueId value : registry.values(*found)) {
      names.emplace_back(registry.view(value).name);
      all += "\n  " + names.back();
    }
    std::sort(names.begin(), names.end());
    std::sort(wanted.begin(), wanted.end());
    require(names == wanted, line, "its values are:" + all);
  });
}

// expect value KEY NAME WORD... | bytes HEX... | type N
void expect_value(const Line& line, const ClaimSeen& seen) {
  const std::string &key = word(line, 2, "a key"), &name = word(line, 3, "a value's name");
  const std::string& first = word(line, 4, "what it holds");
  seen.map->with_registry([&](const registry::Registry& registry) {
    const auto value = registry.find_value(key_path(key), name);
    require(value.has_value(), line, "there is no such value");
    if (first == "type") {
      require(word(line, 5, "a type") == std::to_string(value->type), line,
              "its type is " + std::to_string(value->type));
      return;
    }
    if (first == "bytes") {
      std::string wanted;
      for (std::size_t i = 5; i < line.words.size(); ++i) wanted += line.words[i];
      require(wanted == hex_text(value->data), line, "its bytes are " + hex_text(value->data));
      return;
    }
    const auto layout = lists::choose_layout(value->data, lists::CmForm::resource_list).layout;
    lists::CmWalker walk(value->data, lists::CmForm::resource_list, layout);
    std::string found, wanted;
    for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
      if (step->kind != lists::CmStep::Kind::descriptor) continue;
      TextWriter out;
      lists::print_claim(out, step->view());
      found += " " + std::string(out.view());
    }
    for (std::size_t i = 4; i < line.words.size(); ++i) {
      const auto claim = lists::parse_claim(line.words[i], layout);
      if (!claim) throw CaseFailure(line, report::error_sentence(claim.error()));
      TextWriter out;
      lists::print_claim(out, claim->view());
      wanted += " " + std::string(out.view());
    }
    require(found == wanted, line, "it holds" + found);
  });
}

// expect remark RULE, expect no remark
void expect_remark(const Line& line, const ClaimSeen& seen) {
  const auto& remarks = outcome(line, seen).remarks;
  std::string all;
  for (const claims::Remark& remark : remarks) all += " " + report::rule_id(remark.rule);
  if (line.words[1] == "no") return require(remarks.empty(), line, "there are" + all);
  const std::string& wanted = word(line, 2, "a rule");
  const bool found = std::any_of(remarks.begin(), remarks.end(),
                                 [&](const claims::Remark& each) { return report::rule_id(each.rule) == wanted; });
  require(found, line, "there are" + all);
}

// expect viewer [unregistered] TEXT, expect xml TEXT: one of the last verb's events shows, or is written, so (in part)
void expect_shown(const Line& line, const ClaimSeen& seen) {
  const bool xml = line.words[1] == "xml", unregistered = word(line, 2, "a text") == "unregistered";
  const std::string& piece = word(line, unregistered ? 3 : 2, "a text");
  const auto found = seen.map->events().find({.after = seen.events_before});
  require(found.has_value(), line, "there is no memory");
  std::string all;
  for (const Event& event : *found) {
    TextWriter out;
    if (xml)
      report::write_event_xml(out, event);
    else
      out.text(report::event_message(event, !unregistered)).text("\n");
    all += "\n  " + std::string(out.view());
  }
  require(all.find(piece) != std::string::npos, line, "they are:" + all);
}

// What an export writes, taken into another map, is the same there.
void expect_same_elsewhere(const Line& line, const ClaimSeen& seen) {
  const auto image = claims::image_of(*seen.map, claims::kResourceMapPath);
  require(image.has_value(), line, "there is no image of the map");
  const auto lists = claims::read_image(*image, *image->find(claims::kResourceMapPath), seen.policy);
  require(lists && lists->remarks.empty(), line, "the image of the map is no map");
  claims::ResourceMap other({.policy = seen.policy});
  require(other.record_all(lists->lists).has_value(), line, "another map does not take the lists");
  const auto again = claims::image_of(other, claims::kResourceMapPath);
  require(again && same_content(*again, *image), line, "another map has them otherwise");
}

// expect reg-text PIECE: the map as .reg text has that piece, and comes back with the same keys, types and bytes
void expect_reg_text(const Line& line, const ClaimSeen& seen) {
  seen.map->with_registry([&](const registry::Registry& registry) {
    const auto text = registry::write_reg_text(registry, {.form = registry::RegWriteOptions::Form::version5_utf8});
    require(text.has_value(), line, "it cannot be written");
    const std::string written(text->begin(), text->end());
    require(written.find(word(line, 2, "a piece of text")) != std::string::npos, line, "it is:\n" + written);
    for (const auto form :
         {registry::RegWriteOptions::Form::version5_utf16le, registry::RegWriteOptions::Form::version5_utf8,
          registry::RegWriteOptions::Form::regedit4}) {
      const auto as = registry::write_reg_text(registry, {.form = form});
      const auto back = registry::read_reg_text(*as);
      require(back && same_content(back->registry, registry), line, "it does not come back as it was");
    }
  });
  expect_same_elsewhere(line, seen);
}

}  // namespace

bool expect_claim(const Line& line, const ClaimSeen& seen) {
  const std::string& what = word(line, 1, "what is expected");
  const std::string none_of = what == "no" ? word(line, 2, "of what there is none") : "";
  if (what == "success" || what == "refused")
    expect_outcome(line, seen, what == "success");
  else if (what == "error")
    expect_error(line, seen);
  else if (what == "conflict" || what == "conflicts")
    expect_conflict(line, seen);
  else if (what == "events" || what == "events," || none_of == "events")
    expect_events(line, seen);
  else if (what == "map")
    expect_map(line, seen);
  else if (what == "value")
    expect_value(line, seen);
  else if (what == "viewer" || what == "xml")
    expect_shown(line, seen);
  else if (what == "reg-text")
    expect_reg_text(line, seen);
  else if (what == "remark" || none_of == "remark")
    expect_remark(line, seen);
  else if (what == "status") {
    const std::string found = hex(claims::nt_status(seen.answer, seen.era, seen.policy), 8);
    require(word(line, 2, "a status") == found, line, "the status is " + found);
  } else {
    return false;
  }
  return true;
}

}  // namespace resmap::cases
