// SPDX-License-Identifier: MIT
// Where decode and lint take their lists from: registries, and bytes as a person pastes them.
#include <algorithm>
#include <utility>

#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "resmap/import/registry_importer.h"
#include "resmap/report/key_pattern.h"

namespace resmap::app {

namespace {

bool is_list_type(std::uint32_t type) { return type >= 8 && type <= 10; }

// Hexadecimal digits as people paste them: blanks, commas and line breaks between bytes, "0x" before them, a backslash where .reg
// text goes on, and its "hex(8):" in front. nullopt: anything else stands there.
std::optional<std::vector<std::uint8_t>> bytes_from_hex(std::string_view text) {
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && text.starts_with("hex"))
    text.remove_prefix(colon + 1);
  std::vector<std::uint8_t> bytes;
  const auto is_gap = [](char c) { return std::string_view(" ,\t\r\n\\").find(c) != std::string_view::npos; };
  while (!text.empty()) {
    if (is_gap(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    std::uint8_t byte = 0;
    if (text.size() < 2) return std::nullopt;
    for (const char c : text.substr(0, 2)) {
      const std::string_view digits = "0123456789abcdef";
      const std::size_t digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c);
      if (digit == std::string_view::npos) return std::nullopt;
      byte = static_cast<std::uint8_t>(byte * 16 + digit);
    }
    bytes.push_back(byte);
    text.remove_prefix(2);
  }
  return bytes;
}

// The layout in which more of the lists are written that can be read in one way only; those that fit both follow it.
std::optional<lists::CmLayout> prevailing_layout(const registry::Registry& registry) {
  int x64_more = 0;
  for (const registry::KeyId key : registry.subtree()) {
    for (const registry::ValueId id : registry.values(key)) {
      const registry::ValueView value = registry.view(id);
      if (value.type != 8) continue;
      const auto choice = lists::choose_layout(value.data, lists::CmForm::resource_list);
      if (!choice.ambiguous) x64_more += choice.layout == lists::CmLayout::x64 ? 1 : -1;
    }
  }
  if (x64_more == 0) return std::nullopt;
  return x64_more > 0 ? lists::CmLayout::x64 : lists::CmLayout::x86;
}

void collect(ListInput& input, const std::string& pattern) {
  const registry::Registry& registry = input.registry.registry;
  const report::KeyPattern wanted(pattern, import::current_control_set(registry));
  const auto prefer = prevailing_layout(registry);
  for (const registry::KeyId key : registry.subtree()) {
    std::optional<std::string> path;
    for (const registry::ValueId id : registry.values(key)) {
      const registry::ValueView value = registry.view(id);
      if (!is_list_type(value.type)) continue;
      if (!path) path = registry.path_of(key).value_or("");
      if (!wanted.matches(*path)) break;
      input.values.push_back(report::decode_value(*path, std::string(value.name), value.type, value.data, prefer));
    }
  }
}

// The bytes of the file, or of the one in an archive or behind a compression.
import::ImportResult<std::vector<std::uint8_t>> bytes_of(const std::string& input, Bytes standard_input,
                                                         const Options& options) {
  const auto files = input == "-" ? import::open_bytes(standard_input, input) : import::open_files(input);
  if (!files) return std::unexpected(import::ImportFailure{files.error(), input, {}});
  if (!files->is_single_file()) {
    const Error many{.code = ErrorCode::invalid_argument, .rule = import::rule::kind_of_many, .value = files->size()};
    const Error unknown{.code = ErrorCode::unsupported, .rule = import::rule::unknown_input};
    return std::unexpected(import::ImportFailure{options.as ? many : unknown, input, {}});
  }
  const auto bytes = files->read(*files->under().begin());
  if (!bytes) return std::unexpected(import::ImportFailure{bytes.error(), input, {}});
  return std::vector<std::uint8_t>(bytes->begin(), bytes->end());
}

// Input that is one list: hexadecimal digits, or with --as binary the bytes themselves.
std::expected<ListInput, int> one_list(const std::string& input, Bytes standard_input, const Options& options) {
  auto bytes = bytes_of(input, standard_input, options);
  if (!bytes) return std::unexpected(refuse(bytes.error()));
  ListInput lists;
  lists.registry.source.name = input;
  if (options.as && *options.as == "binary") {
    lists.bytes = std::move(*bytes);
  } else {
    auto digits = bytes_from_hex({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!digits) {
      say(input +
          ": this is neither a hive, .reg text nor hexadecimal digits; --as binary takes the bytes as one list");
      return std::unexpected(unreadable);
    }
    lists.bytes = std::move(*digits);
  }
  if (lists.bytes.empty()) {
    say((input == "-" ? "standard input" : input) + ": is empty: there is no list in it");
    return std::unexpected(unreadable);
  }
  if (!options.key.empty()) say(lists.registry.source.name + ": --key is left aside, since bytes alone have no key");
  lists.values.push_back(report::decode_value("", "", options.registry_type, lists.bytes));
  return lists;
}

}  // namespace

std::expected<ListInput, int> load_lists(const std::string& name, const Options& options) {
  const Progress progress("reading " + name);
  std::vector<std::uint8_t> standard_input;
  if (name == "-" && !read_standard_input(standard_input)) return std::unexpected(unreadable);
  if (options.as && (*options.as == "hex" || *options.as == "binary")) return one_list(name, standard_input, options);
  import::ImportOptions how;
  if (options.as) how.as = import::input_kind_from(*options.as);
  auto opened =
      name == "-" ? import::open_registry(standard_input, "standard input", how) : import::open_registry(name, how);
  if (!opened && opened.error().error.rule == import::rule::unknown_input)
    return one_list(name, standard_input, options);
  if (!opened) return std::unexpected(refuse(opened.error()));
  ListInput input;
  input.registry = std::move(*opened);
  say_gaps(input.registry.source);
  collect(input, options.key);
  report::check_pairs(input.values);
  if (!options.key.empty() && input.values.empty())
    say(input.registry.source.name + ": no resource list stands in a key that --key \"" + options.key + "\" matches");
  return input;
}

}  // namespace resmap::app
