// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>
#include <iostream>

#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "resmap/base/json_writer.h"
#include "resmap/import/json_lists.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/rule_words.h"

namespace resmap::app {

namespace {

// A word names a type before a colon, or is a requirement; files seldom look like either.
bool is_word(const std::string& argument, const Options& options) {
  if (options.requirements) return true;
  const std::size_t colon = argument.find(':');
  return colon != std::string::npos && colon > 1 && argument.find('/') == std::string::npos &&
         argument.find('\\') == std::string::npos;
}

bool write_encoded(TextWriter& out, std::string_view key, std::string_view name, Bytes bytes) {
  out.clear();
  JsonWriter json(out);
  json.object().member("key", key).member("name", name).bytes_member("hex", bytes).end_object();
  out.text("\n");
  const auto line = out.finish();
  return line && write_out(*line);
}

Result<void> add_claims(lists::CmResourceListBuilder& build, const Options& options, lists::InterfaceType interface,
                        lists::CmLayout layout, std::string& at) {
  lists::CmFullHeader header{};
  header.interface_type = interface;
  header.bus_number = options.bus;
  header.version = header.revision = 1;
  RESMAP_TRY(build.begin_full(header));
  for (const std::string& word : options.inputs) {
    at = word;
    RESMAP_TRY_ASSIGN(const lists::CmDescriptor descriptor, lists::parse_claim(word, layout));
    RESMAP_TRY(build.add(descriptor));
  }
  return {};
}

Result<void> add_requirements(lists::IoRequirementsListBuilder& build, const Options& options, std::string& at) {
  RESMAP_TRY(build.begin_configuration());
  Array<lists::IoDescriptor> groups;
  for (const std::string& word : options.inputs) {
    at = word;
    RESMAP_TRY(lists::parse_requirement(word, groups));
  }
  return build.add_all(groups);
}

int finish_words(const Result<Bytes>& list, const Options& options) {
  TextWriter out;
  if (!list) {
    say(report::error_sentence(list.error()));
    return unreadable;
  }
  if (options.json) return write_encoded(out, "", "", *list) ? fine : unreadable;
  out.hex_bytes(*list).text("\n");
  const auto line = out.finish();
  return line && write_out(*line) ? fine : unreadable;
}

// Words to one list in hexadecimal digits.
int encode_words(const Options& options) {
  const auto interface = lists::interface_type_from(options.interface);
  if (!interface) {
    say("\"" + options.interface +
        "\" is no interface type; known are Internal, Isa, PCIBus, PNPBus, ACPIBus and the others of NT");
    return usage;
  }
  std::string at;
  Result<void> added;
  const auto refuse = [&] {
    say("\"" + at + "\": " + report::error_sentence(added.error()));
    return usage;
  };
  if (options.requirements) {
    lists::IoRequirementsHeader header{};
    header.interface_type = *interface;
    header.bus_number = options.bus;
    header.slot_number = options.slot;
    lists::IoRequirementsListBuilder build(header);
    added = add_requirements(build, options, at);
    return added ? finish_words(build.finish(), options) : refuse();
  }
  const auto layout = options.descriptor_size == 16 ? lists::CmLayout::x86 : lists::CmLayout::x64;
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
  added = add_claims(build, options, *interface, layout, at);
  return added ? finish_words(build.finish(), options) : refuse();
}

struct Counts {
  std::size_t encoded = 0, refused = 0;
};

// Whether a line can be the first of what decode --json writes: a hive, .reg text or a picture is told by it as a whole.
bool begins_an_object(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first != std::string::npos && line[first] == '{';
}

// Records of decode to bytes, line by line; a line that cannot be encoded is said and the next one taken. An exit code other
// than fine: a sentence was said, and nothing more of this input can be used.
int encode_lines(std::istream& lines, const std::string& name, Counts& counts) {
  constexpr std::size_t shown = 10;
  TextWriter out;
  std::string line;
  std::size_t refused = 0, read = 0;
  for (std::uint32_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (++read == 1 && !begins_an_object(line)) {
      say(name + ": these are no records; resmap decode --json writes them, from a hive or .reg text too");
      return unreadable;
    }
    const auto record = import::read_value_record(line);
    if (!record) {
      if (++refused <= shown)
        say(import::ImportFailure{record.error().error, name, record.error().path, number, record.error().word});
      continue;
    }
    if (!*record) continue;
    ++counts.encoded;
    if (!write_encoded(out, (*record)->key, (*record)->name, (*record)->bytes)) return unreadable;
  }
  if (refused > shown) say(name + ": and " + std::to_string(refused - shown) + " more lines");
  counts.refused += refused;
  return fine;
}

}  // namespace

int encode(const Options& options) {
  if (!options.inputs.empty() && is_word(options.inputs.front(), options)) return encode_words(options);
  Counts counts;
  std::vector<std::string> inputs = options.inputs;
  if (inputs.empty()) inputs.emplace_back("-");
  for (const std::string& input : inputs) {
    std::error_code ignored;
    if (input != "-" && std::filesystem::is_directory(input, ignored)) {
      say(input + ": is a directory");
      return unreadable;
    }
    std::ifstream file;
    if (input != "-") file.open(input, std::ios::binary);
    if (input != "-" && !file) {
      say(input + ": cannot be opened");
      return unreadable;
    }
    const int code = encode_lines(input == "-" ? std::cin : file, input == "-" ? "standard input" : input, counts);
    if (code != fine) return code;
  }
  if (counts.refused != 0) return counts.encoded != 0 ? partial : unreadable;
  if (counts.encoded == 0) say("no value records in the input; resmap decode --json writes them");
  return counts.encoded == 0 ? unreadable : fine;
}

}  // namespace resmap::app
