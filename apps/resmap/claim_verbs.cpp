// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fstream>
#include <iterator>

#include "apps/resmap/claim_store.h"
#include "apps/resmap/inputs.h"
#include "apps/resmap/machine_buses.h"
#include "apps/resmap/machine_lists.h"
#include "apps/resmap/output.h"
#include "resmap/base/json_writer.h"
#include "resmap/claims/rules.h"
#include "resmap/import/json_lists.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/print.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/claims_screen.h"
#include "resmap/report/event_json.h"
#include "resmap/report/rule_words.h"

namespace resmap::app {

namespace {

using ByteRow = std::vector<std::uint8_t>;

bool print(TextWriter& out) {
  const auto text = out.finish();
  const bool written = text && write_out(*text);
  out.clear();
  return written;
}

lists::CmLayout layout_of(const Options& options) {
  return options.era == "w2k" ? lists::CmLayout::x64 : lists::CmLayout::x86;
}

// Words to a list; without words none. nullopt: a sentence was said.
std::optional<ByteRow> list_of(const std::vector<std::string>& words, const Options& options) {
  const auto interface = lists::interface_type_from(options.claim_interface);
  if (!interface) {
    say("\"" + options.claim_interface + "\" is no interface type: Internal, Isa, Eisa, PCIBus, PNPBus, ACPIBus, ...");
    return std::nullopt;
  }
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout_of(options));
  lists::CmFullHeader header{};
  header.interface_type = *interface;
  header.bus_number = options.bus;
  header.version = header.revision = 1;
  Result<void> added = build.begin_full(header);
  for (const std::string& word : words) {
    const auto descriptor = lists::parse_claim(word, layout_of(options));
    if (!descriptor) {
      say("\"" + word + "\" at byte " + std::to_string(descriptor.error().offset) + ": " +
          report::error_sentence(descriptor.error()));
      return std::nullopt;
    }
    if (added) added = build.add(*descriptor);
  }
  const auto list = added ? build.finish() : Result<Bytes>(fail(added.error()));
  if (list) return ByteRow(list->begin(), list->end());
  say("the list: " + report::error_sentence(list.error()));
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

// The rule does not say which name it was, so all are shown, and what a name may be.
int refuse_names(const Options& options, const Error& error) {
  std::string what = "driver \"" + options.driver + "\"";
  if (!options.class_name.empty()) what += ", class \"" + options.class_name + "\"";
  if (!options.device.empty()) what += ", device \"" + options.device + "\"";
  say(what + ": " + report::error_sentence(error) + ". " + std::string(report::rule_words(error.rule)->advice));
  return usage;
}

int finish(const Result<claims::ClaimOutcome>& outcome, const Options& options, std::string_view done) {
  if (!outcome && outcome.error().rule == claims::rule::bad_name) return refuse_names(options, outcome.error());
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

// What --machine brings: buses to translate through, and lists that stand.
struct Standing {
  std::unique_ptr<MachineBuses> buses;
  std::vector<MachineList> lists;

  // fine, or the exit code after a sentence was said.
  int load(const Options& options) {
    Options of_machine = options;
    of_machine.inputs = options.machine;
    const auto machine = load_machine(of_machine);
    if (!machine) return machine.error();
    buses = std::make_unique<MachineBuses>(*machine);
    lists = machine_lists(*machine, buses->map());
    return fine;
  }
};

// Whether the lists of a request can be read and translated, before anything of the machine is entered. An error names the
// resource where words named it.
int may_translate(const claims::ClaimRequest& request, const Options& options, const arbiters::BusMap* buses) {
  const auto policy = policy_of(options);
  if (!policy) return usage;
  for (const auto& list : {request.device_list, request.driver_list}) {
    if (!list) continue;
    const auto read = claims::translate_list(*list, request.layout, policy->era, buses, *policy);
    if (read) continue;
    const bool of_words = options.list_file.empty();
    const bool drivers = request.device_list && list->data() != request.device_list->data();
    const std::vector<std::string> words = drivers ? words_in(options.driver_words) : options.inputs;
    const std::size_t index = read.error().index;
    return refuse_with(of_words && index < words.size() ? "\"" + words[index] + "\"" : options.list_file, read.error());
  }
  return fine;
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
  Standing machine;
  const arbiters::BusMap* buses = nullptr;
  if (!options.machine.empty()) {
    if (const int code = machine.load(options); code != fine) return code;
    buses = &machine.buses->map();
  }
  if (const int code = may_translate(request, options, buses); code != fine) return code;
  // What is wrong with the request itself shows on an empty map too, before a store is made.
  claims::ClaimSetup alone{.policy = policy_of(options).value_or(claims::ClaimPolicy{}), .buses = buses};
  if (auto tried = claims::ResourceMap(alone).claim(request);
      !tried && tried.error().code == ErrorCode::invalid_argument)
    return finish(tried, options, "");
  ClaimStore store;
  if (const int code = store.open(options, StoreUse::make, buses); code != fine) return code;
  if (const auto entered = enter(store.map(), machine.lists); !entered)
    return refuse_with(options.machine.front(), entered.error());
  return finish(store.map().claim(request), options, "granted");
}

int release(const Options& options) {
  ClaimStore store;
  if (const int code = store.open(options, StoreUse::change); code != fine) return code;
  std::optional<std::string_view> device;
  if (!options.device.empty()) device = options.device;
  return finish(store.map().release(options.driver, device, options.class_name), options, "released");
}

int claims(const Options& options) {
  ClaimStore store;
  if (const int code = store.open(options, StoreUse::show); code != fine) return code;
  TextWriter out;
  std::string class_name, driver;
  std::vector<report::HeldClaim> held;
  std::optional<lists::ResourceType> only;
  if (!options.type.empty()) only = lists::resource_type_from(options.type);
  const bool by_type = options.by_type || only.has_value();
  store.map().for_each([&](const claims::StoredList& list) {
    if (by_type) {
      const std::size_t before = held.size();
      report::append_held(held, list);
      const auto wanted = [&](const report::HeldClaim& one) { return !only || one.type == *only; };
      if (!options.json || std::none_of(held.begin() + static_cast<std::ptrdiff_t>(before), held.end(), wanted)) return;
    }
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
  if (by_type && !options.json)
    report::print_claims_by_type(out, std::move(held), only, report::Paint(options.colour, options.width));
  return print(out) ? fine : unreadable;
}

}  // namespace resmap::app
