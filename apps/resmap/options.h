// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace resmap::app {

// What the command line said. One struct for all verbs: each reads what it knows.
struct Options {
  std::vector<std::string> inputs;  // files of one machine, "live", or "-"
  bool json = false;
  bool colour = false;            // decided from --color, NO_COLOR and the terminal
  std::size_t width = 0;          // of the terminal, in columns; 0: there is none, and nothing is shortened
  std::optional<std::string> as;  // --as KIND
  std::optional<std::uint32_t> control_set;
  std::string output;  // -o FILE
  // decode, lint
  std::string key;                  // --key: this key and those below it, * for anything
  bool debugger = false;            // --debugger: the wording of !cmreslist
  bool hex = false;                 // --hex: the bytes beside the words
  bool warnings = false;            // --warnings
  std::uint32_t registry_type = 8;  // --type of a hexadecimal or binary input
  // encode, for resource words
  bool requirements = false;           // --requirements: a list of what something could live with
  std::uint32_t descriptor_size = 20;  // --layout
  std::string interface = "Internal";  // --interface, by its name
  std::uint32_t bus = 0, slot = 0;
  // list, tree, show
  std::string type;
  bool all = false;
  std::string selector;
  std::vector<std::string> policies;  // --policy NAME=VALUE, of assign, claim, release
  // assign
  bool ignore_boot = false;
  bool trace = false;
  std::string os;
  std::string order;  // --order: a file of devices, or devices with commas between
  // claim, release, claims, events, export, import
  std::string store;  // --store FILE
  std::string class_name, driver, device;
  std::string claim_interface = "Isa";  // --interface
  std::string era = "nt4";
  std::string list_file;     // --list: a list in bytes, or a record of decode --json
  std::string driver_words;  // --driver-list
  bool override_conflict = false;
  std::vector<std::string> machine;  // --machine, as inputs of check
  bool by_type = false;
  // events
  bool follow = false, xml = false;
  std::optional<std::string> source, event_device;
  std::optional<std::uint16_t> event_id;
  std::string level, from, to;
  std::uint64_t after = 0;
  // export, import
  std::string root;  // --root: the key that stands for HKLM\HARDWARE\RESOURCEMAP
};

// What a verb ends with. DESIGN.md, "The command line": 0 fine, 1 findings, 2 usage, 3 input unreadable, 4 partial result.
enum ExitCode : int { fine = 0, findings = 1, usage = 2, unreadable = 3, partial = 4 };

int check(const Options& options);
int decode(const Options& options);
int encode(const Options& options);
int lint(const Options& options);
int list(const Options& options);
int tree(const Options& options);
int show(const Options& options);
int conflicts(const Options& options);
int import(const Options& options);
int import_into_store(const Options& options);  // import --store
int assign(const Options& options);
int claim(const Options& options);
int release(const Options& options);
int claims(const Options& options);
int events(const Options& options);
int export_map(const Options& options);

}  // namespace resmap::app
