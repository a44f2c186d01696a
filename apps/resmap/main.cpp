// SPDX-License-Identifier: MIT
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "apps/resmap/help.h"
#include "apps/resmap/options.h"
#include "apps/resmap/output.h"

namespace {

using resmap::app::Options;

// Help that begins with examples, since that is what people look for.
class ExamplesFirst : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    const std::string examples = resmap::app::examples_of(app->get_name());
    return (examples.empty() ? "" : "EXAMPLES\n" + examples + "\n") + CLI::Formatter::make_help(app, name, mode);
  }
};

bool wants_colour(const std::string& choice) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  const char* no_colour = std::getenv("NO_COLOR");
  return (no_colour == nullptr || *no_colour == '\0') && isatty(STDOUT_FILENO) != 0;
}

struct Verb {
  const char* name;
  const char* summary;
  int (*run)(const Options&);
  std::function<void(CLI::App&, Options&)> add_options;
};

void add_machine(CLI::App& app, Options& options) {
  app.add_option("MACHINE", options.inputs,
                 "one or more files of the same machine, a directory, live, or - for standard input")
      ->required();
  app.add_option("--as", options.as, "read the input as this kind instead of recognising it")
      ->check(CLI::IsMember({"hive", "reg", "linux", "machine", "json"}));
  app.add_option("--control-set", options.control_set, "of a hive, ControlSetNNN instead of Select\\Current");
}

void add_value_source(CLI::App& app, Options& options) {
  app.add_option("FILE", options.inputs, "a hive, .reg text, hexadecimal digits, or - for standard input")->required();
  app.add_option("--as", options.as, "read the input as this kind instead of recognising it")
      ->check(CLI::IsMember({"hive", "reg", "hex", "binary"}));
  app.add_option("--key", options.key, "only this key and those below it; * stands for anything");
  app.add_option("--type", options.registry_type, "of hexadecimal or binary input: 8, 9 or 10")
      ->check(CLI::Range(8, 10));
}

void add_store(CLI::App& app, Options& options) {
  app.add_option("--store", options.store, "the file that the claims stand in")->required();
}

void add_policy(CLI::App& app, Options& options) {
  app.add_option("--policy", options.policies,
                 "NAME=VALUE: the other answer to an open question, as CAVEATS.md lists them under ClaimPolicy")
      ->allow_extra_args(false);
}

// Of a list: whose it is.
void add_owner(CLI::App& app, Options& options) {
  add_store(app, options);
  app.add_option("--class", options.class_name, "the class key of the driver (default: Other)");
  app.add_option("--driver", options.driver, "the driver")->required();
  app.add_option("--device", options.device, "the device object whose list it is (default: the driver's own list)");
}

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      {"check", "who owns what, what conflicts, what is left: the whole machine on one screen", resmap::app::check,
       [](CLI::App& app, Options& options) { add_machine(app, options); }},
      {"decode", "registry values of type 8, 9 and 10 as text or JSON", resmap::app::decode,
       [](CLI::App& app, Options& options) {
         add_value_source(app, options);
         app.add_flag("--debugger", options.debugger, "in the wording of !cmreslist and !ioreslist");
         app.add_flag("--hex", options.hex, "the bytes of each value too");
         app.add_flag("--warnings", options.warnings, "what is unusual too, not only what is wrong");
       }},
      {"encode", "what decode --json wrote, or resource words, back to bytes", resmap::app::encode,
       [](CLI::App& app, Options& options) {
         app.add_option("FILE", options.inputs, "NDJSON of decode --json (default: standard input), or resource words");
         auto* wanted =
             app.add_flag("--requirements", options.requirements, "the words say what something could live with");
         app.add_option("--layout", options.descriptor_size, "for words: descriptors of 16 (x86) or 20 (x64) bytes")
             ->check(CLI::IsMember({16, 20}))
             ->excludes(wanted);
         app.add_option("--interface", options.interface,
                        "for words: the bus, by its name in NT: Internal, Isa, PCIBus, ...");
         app.add_option("--bus", options.bus, "for words: the bus number");
         app.add_option("--slot", options.slot, "for words with --requirements: the slot number")->needs(wanted);
       }},
      {"lint", "what is wrong with the lists of a hive or .reg text, rule by rule", resmap::app::lint,
       [](CLI::App& app, Options& options) { add_value_source(app, options); }},
      {"list", "resources by type, rising, each with its owner", resmap::app::list,
       [](CLI::App& app, Options& options) {
         add_machine(app, options);
         app.add_option("--type", options.type, "only one")
             ->check(CLI::IsMember({"memory", "port", "interrupt", "dma", "bus"}));
       }},
      {"tree", "the devices as they are connected", resmap::app::tree,
       [](CLI::App& app, Options& options) {
         add_machine(app, options);
         app.add_flag("--all", options.all, "devices without hardware resources too");
       }},
      {"show", "everything about one device, or those that a selector means", resmap::app::show,
       [](CLI::App& app, Options& options) {
         app.add_option("DEVICE", options.selector,
                        "instance path with *, =class, 01:00.0, driver:NAME, problem:12, mem:A+SIZE")
             ->required();
         add_machine(app, options);
       }},
      {"conflicts", "overlaps by class: what is legal and what is not", resmap::app::conflicts,
       [](CLI::App& app, Options& options) { add_machine(app, options); }},
      {"import", "write a machine down as a .machine.json snapshot, or enter its ResourceMap into a store",
       resmap::app::import,
       [](CLI::App& app, Options& options) {
         add_machine(app, options);
         auto* output = app.add_option("-o,--output", options.output, "the file to write (default: standard output)");
         auto* store =
             app.add_option("--store", options.store,
                            "enter the lists of a hive's or .reg text's ResourceMap here, all or none; as they "
                            "stand, overlaps too, each in place of one of the same driver and device");
         store->excludes(output);
         app.add_option("--root", options.root,
                        "with --store: the key that is the ResourceMap, where there are several")
             ->needs(store);
         app.add_option("--era", options.era, "with --store: of which rules the lists are")
             ->check(CLI::IsMember({"nt4", "w2k"}))
             ->needs(store);
       }},
      {"assign", "give every device its resources as Windows does, and say what it could not", resmap::app::assign,
       [](CLI::App& app, Options& options) {
         add_machine(app, options);
         app.add_flag("--ignore-boot", options.ignore_boot, "as if firmware had configured nothing");
         app.add_option("--policy", options.policies, "NAME=VALUE: one open question answered otherwise (see CAVEATS)");
         app.add_option("--os", options.os, "as this Windows does (default: win10)")
             ->check(CLI::IsMember({"win7", "win8.1", "win10", "win11"}));
         app.add_option("--order", options.order,
                        "devices that start first: a file, one a line, or a list with commas");
         app.add_flag("--trace", options.trace, "every step in words");
       }},
      {"claim", "claim resources for a driver or its device: granted, or every conflict", resmap::app::claim,
       [](CLI::App& app, Options& options) {
         app.add_option("RESOURCE", options.inputs, "port:0x3f8+8 irq:4,latched mem:0xa0000+128K dma:2 ...");
         add_owner(app, options);
         app.add_option("--list", options.list_file, "a list in a file instead: its bytes, or a line of decode --json");
         app.add_option("--driver-list", options.driver_words, "with --device: the driver's own list in the same call");
         app.add_flag("--override", options.override_conflict, "take it although others hold it");
         app.add_option("--era", options.era, "as NT 4 or as Windows 2000 and later decide")
             ->check(CLI::IsMember({"nt4", "w2k"}));
         app.add_option("--interface", options.claim_interface, "the bus: Isa, PCIBus, ... (default: Isa)");
         app.add_option("--bus", options.bus, "the bus number");
         app.add_option(
                "--machine", options.machine,
                "a file of the machine, as check reads it (once for each): its buses, and what it holds already")
             ->allow_extra_args(false);
         add_policy(app, options);
       }},
      {"release", "give the list of a driver or its device back", resmap::app::release,
       [](CLI::App& app, Options& options) {
         add_owner(app, options);
         add_policy(app, options);
       }},
      {"claims", "who holds what, as the registry has it", resmap::app::claims,
       [](CLI::App& app, Options& options) {
         add_store(app, options);
         app.add_flag("--by-type", options.by_type, "resources by type, rising, sharers together");
         app.add_option("--type", options.type, "the same, only one type")
             ->check(CLI::IsMember({"memory", "port", "interrupt", "dma", "bus"}));
       }},
      {"events", "the event log of the refusals", resmap::app::events,
       [](CLI::App& app, Options& options) {
         add_store(app, options);
         app.add_flag("--follow", options.follow, "go on with what comes, until an interrupt or nobody reads");
         app.add_flag("--xml", options.xml, "as Windows exports them, one document");
         app.add_option("--source", options.source, "only those that this driver reported");
         app.add_option("--id", options.event_id, "only this id: 21 memory, 22 port, 23 DMA, 24 interrupt, 411, ...");
         app.add_option("--level", options.level, "only this level")
             ->check(CLI::IsMember({"error", "warning", "information"}));
         app.add_option("--device", options.event_device, "only those that speak of this device object");
         app.add_option("--from", options.from, "from this time on: 2026-11-25T08:00Z, or milliseconds since 1970");
         app.add_option("--to", options.to, "up to this time");
         app.add_option("--after", options.after, "only those behind number N of the log");
       }},
      {"export", "the ResourceMap of a store as .reg text or as a hive", resmap::app::export_map,
       [](CLI::App& app, Options& options) {
         add_store(app, options);
         app.add_option(
             "--root", options.root,
             "the key to write it at (default: HKLM\\HARDWARE\\RESOURCEMAP, which no Windows takes from a file)");
         app.add_option("-o,--output", options.output, "the file to write: OUT.reg or OUT.hive")->required();
       }},
  };
  return all;
}

// Verbs that are promised for later, so that whoever read of one is not left to guess.
constexpr std::string_view kLaterVerbs[] = {"why", "plan", "certify", "diff", "picture", "report", "serve", "drive"};

// CLI11 says no more than that a verb is missing; a person wants to know which word was wrong. Empty: none is.
std::string wrong_first_word(int count, char** words) {
  std::string known;
  for (const Verb& verb : verbs()) known += (known.empty() ? "" : ", ") + std::string(verb.name);
  if (count < 2) return "a verb is missing; verbs are " + known;
  const std::string_view word = words[1];
  for (const Verb& verb : verbs()) {
    if (word == verb.name) return {};
  }
  if (word == "-h" || word == "--help" || word == "--version") return {};
  const std::string name(word);
  if (word.starts_with('-')) return "there is no option " + name + " in front of a verb; verbs are " + known;
  const bool later = std::find(std::begin(kLaterVerbs), std::end(kLaterVerbs), word) != std::end(kLaterVerbs);
  if (later) return "the verb " + name + " is not there yet; verbs are " + known;
  return "there is no verb " + name + "; verbs are " + known;
}

}  // namespace

int main(int count, char** words) {
  CLI::App app("Who owns which interrupt, port, memory and DMA channel; what conflicts; and why.", "resmap");
  app.formatter(std::make_shared<ExamplesFirst>());
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("resmap ") + RESMAP_VERSION);
  app.footer("Exit codes: 0 fine, 1 findings, 2 usage, 3 input unreadable, 4 partial result.");

  Options options;
  std::string colour = "auto";
  int code = resmap::app::fine;
  for (const Verb& verb : verbs()) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.summary);
    verb.add_options(*sub, options);
    CLI::Option* json = sub->add_flag("--json", options.json, "NDJSON on standard output, one record a line");
    if (CLI::Option* xml = sub->get_option_no_throw("--xml")) xml->excludes(json);
    sub->add_option("--color", colour, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
    sub->callback([&, run = verb.run] {
      options.colour = !options.json && wants_colour(colour);
      options.width = resmap::app::terminal_width();
      code = run(options);
    });
  }
  if (const std::string wrong = wrong_first_word(count, words); !wrong.empty()) {
    resmap::app::say(wrong);
    return resmap::app::usage;
  }
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help, version
    const std::string verb = words[1];
    resmap::app::say(verb + ": " + error.what() + "; resmap " + verb + " --help says more");
    return resmap::app::usage;
  } catch (const std::bad_alloc&) {
    resmap::app::say("there is not enough memory");
    return resmap::app::unreadable;
  }
  return code;
}
