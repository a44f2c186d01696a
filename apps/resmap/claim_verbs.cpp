// SPDX-License-Identifier: MIT
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "resmap/base/json_writer.h"
#include "resmap/claims/resource_map.h"
#include "resmap/import/json_lists.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/print.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/event_json.h"
#include "resmap/report/event_words.h"
#include "resmap/report/rule_words.h"
#include "resmap/store/sqlite_journal.h"

namespace resmap::app {

namespace {

using ByteRow = std::vector<std::uint8_t>;

int refuse_with(const std::string& what, const Error& error) {
  say(what + ": " + report::error_sentence(error));
  return error.code == ErrorCode::invalid_argument ? usage : unreadable;
}

bool print(TextWriter& out) {
  const auto text = out.finish();
  const bool written = text && write_out(*text);
  out.clear();
  return written;
}

std::uint64_t milliseconds_now(void*) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

// A map on the store that --store names.
class Store {
 public:
  // fine, or the exit code after a sentence was said. Only a claim makes a store that is not there; who only reads needs no
  // right to write, and keeps nobody waiting.
  int open(const Options& options, bool may_make, bool for_reading = false) {
    std::error_code ignored;
    if (!may_make && !std::filesystem::exists(options.store, ignored)) {
      say(options.store + ": there is no such store");
      return unreadable;
    }
    claims::ClaimSetup setup;
    setup.policy.era = options.era == "w2k" ? claims::Era::w2k : claims::Era::nt4;
    auto opened = store::SqliteJournal::open(options.store, {.for_reading = for_reading, .policy = setup.policy});
    if (!opened) return refuse_with(options.store, opened.error());
    journal_ = std::move(*opened);
    if (journal_->read_only()) say(options.store + ": may not be written; it is shown as it is");
    setup.journal = journal_.get();
    setup.events = &events_;
    map_ = std::make_unique<claims::ResourceMap>(setup);
    if (const auto read = map_->refresh(); !read) return refuse_with(options.store, read.error());
    return fine;
  }
  claims::ResourceMap& map() { return *map_; }
  // What closing does anyway; for who does not close soon.
  void tidy() {
    if (!journal_->read_only()) static_cast<void>(journal_->tidy());
  }

 private:
  std::unique_ptr<store::SqliteJournal> journal_;
  claims::EventLog events_{{.now = milliseconds_now, .context = nullptr}};
  std::unique_ptr<claims::ResourceMap> map_;
};

lists::CmLayout layout_of(const Options& options) {
  return options.era == "w2k" ? lists::CmLayout::x64 : lists::CmLayout::x86;
}

// Words to a list; without words none. nullopt: a sentence was said.
std::optional<ByteRow> list_of(const std::vector<std::string>& words, const Options& options) {
  const auto interface = lists::interface_type_from(options.claim_interface);
  if (!interface) {
    say("\"" + options.claim_interface + "\" is no interface type");
    return std::nullopt;
  }
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout_of(options));
  lists::CmFullHeader header{};
  header.interface_type = *interface;
  header.bus_number = options.bus;
  header.version = header.revision = 1;
  Result<void> added = build.begin_full(header);
  std::string at = "the list";
  for (const std::string& word : words) {
    if (!added) break;
    at = word;
    const auto descriptor = lists::parse_claim(word, layout_of(options));
    added = descriptor ? build.add(*descriptor) : Result<void>(fail(descriptor.error()));
  }
  const auto list = added ? build.finish() : Result<Bytes>(fail(added.error()));
  if (list) return ByteRow(list->begin(), list->end());
  say("\"" + at + "\": " + report::error_sentence(list.error()));
  return std::nullopt;
}

// The list of a file: the bytes themselves, or one record of decode --json. nullopt: a sentence was said.
std::optional<ByteRow> list_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || text.empty()) {
    say(path + ": the file cannot be read, or is empty");
    return std::nullopt;
  }
  if (text.front() != '{') return ByteRow(text.begin(), text.end());
  const auto record = import::read_value_record(std::string_view(text).substr(0, text.find('\n')));
  if (record && *record) return (*record)->bytes;
  say(path + ": its first line is no value record; resmap decode --json writes them");
  return std::nullopt;
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string::npos;) {
    const std::size_t end = text.find(' ', at);
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void print_conflict(TextWriter& out, const claims::Conflict& conflict) {
  out.text("conflict: ").text(claims::word_for(conflict.space)).text(" ").hex(conflict.common.first);
  if (conflict.common.last != conflict.common.first) out.text("-").hex(conflict.common.last);
  out.text(" is held by ").text(conflict.holder.class_name).text("\\").text(conflict.holder.driver);
  if (!conflict.holder.device.empty()) out.text(" for ").text(conflict.holder.device);
  out.text("\n");
}

int finish(const Result<claims::ClaimOutcome>& outcome, const Options& options, std::string_view done) {
  if (!outcome) return refuse_with(options.driver, outcome.error());
  TextWriter out;
  for (const claims::Conflict& conflict : outcome->conflicts)
    options.json ? report::write_conflict_record(out, conflict) : print_conflict(out, conflict);
  if (!options.json) out.text(outcome->granted ? done : "refused").text("\n");
  if (!print(out)) return unreadable;
  return outcome->granted ? fine : findings;
}

void print_list(TextWriter& out, const claims::StoredList& list) {
  lists::CmWalker walk(list.translated, lists::CmForm::resource_list, list.layout);
  for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
    if (step->kind != lists::CmStep::Kind::descriptor) continue;
    out.text("      ");
    lists::print_type(out, step->view().type());
    out.text("  ");
    lists::print_place(out, step->view(), lists::CmSide::translated);
    out.text("\n");
  }
}

}  // namespace

int claim(const Options& options) {
  if (options.inputs.empty() == options.list_file.empty()) {
    say("claim: name resources or --list FILE, one of them; resmap release gives a list back");
    return usage;
  }
  if (!options.driver_words.empty() && options.device.empty()) {
    say("claim: --driver-list goes with --device, whose list the resources are");
    return usage;
  }
  const auto list = options.list_file.empty() ? list_of(options.inputs, options) : list_in(options.list_file);
  if (!list) return options.list_file.empty() ? usage : unreadable;
  std::optional<ByteRow> beside;
  claims::ClaimRequest request{.class_name = options.class_name, .driver = options.driver};
  request.override_conflict = options.override_conflict;
  if (options.list_file.empty()) request.layout = layout_of(options);
  (options.device.empty() ? request.driver_list : request.device_list) = Bytes(*list);
  if (!options.device.empty()) request.device = options.device;
  if (!options.driver_words.empty()) {
    beside = list_of(words_in(options.driver_words), options);
    if (!beside) return usage;
    request.driver_list = Bytes(*beside);
  }
  Store store;
  if (const int code = store.open(options, true); code != fine) return code;
  return finish(store.map().claim(request), options, "granted");
}

int release(const Options& options) {
  Store store;
  if (const int code = store.open(options, false); code != fine) return code;
  std::optional<std::string_view> device;
  if (!options.device.empty()) device = options.device;
  return finish(store.map().release(options.driver, device, options.class_name), options, "released");
}

int claims(const Options& options) {
  Store store;
  if (const int code = store.open(options, false, true); code != fine) return code;
  TextWriter out;
  std::string class_name, driver;
  store.map().for_each([&](const claims::StoredList& list) {
    if (options.json) {
      JsonWriter json(out);
      json.object().member("record", "claim").member("class", list.class_name).member("driver", list.driver);
      json.member("device", list.device).member("era", list.era == claims::Era::w2k ? "w2k" : "nt4");
      json.member("overrides", list.overrides)
          .bytes_member("raw", list.raw)
          .bytes_member("translated", list.translated);
      json.end_object();
      out.text("\n");
      return;
    }
    if (list.class_name != class_name || out.view().empty()) {
      out.text(list.class_name).text("\n");
      driver.clear();
    }
    if (list.driver != driver) out.text("  ").text(list.driver).text("\n");
    class_name = list.class_name;
    driver = list.driver;
    out.text("    ").text(list.device.empty() ? std::string_view("(the driver's own)") : list.device);
    out.text(list.overrides ? "  overrides\n" : "\n");
    print_list(out, list);
  });
  return print(out) ? fine : unreadable;
}

int events(const Options& options) {
  Store store;
  if (const int code = store.open(options, false, true); code != fine) return code;
  if (options.follow) store.tidy();
  claims::EventFilter filter;
  for (;;) {
    const auto found = store.map().events().find(filter);
    if (!found) return refuse_with(options.store, found.error());
    TextWriter out;
    for (const claims::Event& event : *found) {
      options.json ? report::write_event_record(out, event) : report::print_event(out, event);
      filter.after = event.number;
    }
    if (!print(out)) return unreadable;
    if (!options.follow) return fine;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    if (const auto read = store.map().refresh(); !read) return refuse_with(options.store, read.error());
  }
}

}  // namespace resmap::app
