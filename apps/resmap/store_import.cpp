// SPDX-License-Identifier: MIT
// import --store: the ResourceMap of a hive or of .reg text into a store.
#include <algorithm>

#include "apps/resmap/claim_store.h"
#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "apps/resmap/registry_root.h"
#include "resmap/base/json_writer.h"
#include "resmap/claims/registry_image.h"
#include "resmap/report/rule_words.h"

namespace resmap::app {

namespace {

using registry::KeyId;
using registry::Registry;

std::expected<import::RegistryInput, int> load_registry(const Options& options) {
  const std::string& name = options.inputs.front();
  const Progress progress("reading " + name);
  std::vector<std::uint8_t> standard_input;
  if (name == "-" && !read_standard_input(standard_input)) return std::unexpected(unreadable);
  import::ImportOptions how;
  if (options.as) how.as = import::input_kind_from(*options.as);
  auto opened =
      name == "-" ? import::open_registry(standard_input, "standard input", how) : import::open_registry(name, how);
  if (!opened) return std::unexpected(refuse(opened.error()));
  say_gaps(opened->source);
  const auto wrong = std::ranges::find(opened->findings, registry::RegSeverity::error, &registry::RegFinding::severity);
  if (wrong != opened->findings.end()) {
    const Error error{.code = ErrorCode::malformed, .rule = wrong->rule, .index = wrong->line};
    say(opened->source.name + ": " + report::error_sentence(error));
  } else if (opened->source.gaps.empty()) {
    return std::move(*opened);
  }
  say(opened->source.name + ": not all of it could be read, so nothing is entered");
  return std::unexpected(unreadable);
}

std::string shown_key(const Registry& registry, KeyId key) {
  const std::string path = registry.path_of(key).value_or("");
  return path.empty() ? "the root" : shown_word(path, 200);
}

// The key of --root: whole in .reg text, below the hive in a hive.
std::expected<KeyId, int> named_key(const import::RegistryInput& input, const Options& options) {
  const auto root = whole_root(options.root);
  if (!root) return std::unexpected(usage);
  auto key = input.registry.find(*root);
  if (!key && input.source.kind == snapshot::SourceKind::hive) {
    const auto path = hive_path(*root);
    if (!path) return std::unexpected(usage);
    key = path->below.empty() ? Registry::root() : input.registry.find(path->below);
  }
  if (key) return *key;
  say(input.source.name + ": there is no key " + *root);
  return std::unexpected(usage);
}

std::expected<KeyId, int> map_key(const import::RegistryInput& input, const Options& options) {
  if (!options.root.empty()) return named_key(input, options);
  const auto found = claims::find_images(input.registry);
  if (!found) return std::unexpected(refuse_with(input.source.name, found.error()));
  if (found->size() == 1) return found->front();
  if (found->empty()) {
    say(input.source.name + ": there is no ResourceMap in it, which Windows keeps in memory below HKLM\\HARDWARE only");
    return std::unexpected(unreadable);
  }
  say(input.source.name + ": " + std::to_string(found->size()) + " keys could be the ResourceMap, " +
      shown_key(input.registry, found->front()) + " and " + shown_key(input.registry, (*found)[1]) +
      " among them: --root names one");
  return std::unexpected(usage);
}

std::string shown(const std::string& name, const claims::ImagePlace& place) {
  constexpr std::size_t most = 200;
  return name + ": [" + shown_word(place.key, most) + "] \"" + shown_word(place.value, most) + "\": ";
}

int refuse_list(const std::string& name, const claims::RecordRequest& list, const Error& error) {
  const std::string key = std::string(list.class_name) + "\\" + std::string(list.driver);
  say(shown(name, {key, std::string(list.device)}) + report::error_sentence(error) + "; nothing was entered");
  return unreadable;
}

int finish(const Options& options, std::size_t lists, const std::string& key) {
  TextWriter out;
  if (options.json) {
    JsonWriter(out)
        .object()
        .member("record", "imported")
        .member("store", options.store)
        .member("key", key)
        .member("lists", std::uint64_t{lists})
        .end_object();
    out.text("\n");
  } else {
    out.decimal(lists).text(lists == 1 ? " list entered\n" : " lists entered\n");
  }
  const auto text = out.finish();
  return text && write_out(*text) ? fine : unreadable;
}

}  // namespace

int import_into_store(const Options& options) {
  if (options.inputs.size() != 1) {
    say("import: --store takes the ResourceMap of one file");
    return usage;
  }
  const auto input = load_registry(options);
  if (!input) return input.error();
  const auto key = map_key(*input, options);
  if (!key) return key.error();

  const std::string& name = input->source.name;
  const claims::ClaimPolicy policy{.era = options.era == "w2k" ? claims::Era::w2k : claims::Era::nt4};
  const auto image = claims::read_image(input->registry, *key, policy);
  if (!image) {
    say(shown(name, image.error().place) + report::error_sentence(image.error().error));
    return unreadable;
  }
  for (const claims::ImageRemark& remark : image->remarks)
    say(shown(name, remark.place) + report::error_sentence({.code = ErrorCode::malformed, .rule = remark.rule}));

  // First into a map in memory: what that refuses does not so much as make the store.
  claims::ResourceMap trial({.policy = policy});
  if (const auto tried = trial.record_all(image->lists); !tried) {
    if (tried.error().request == image->lists.size()) return refuse_with(name, tried.error().error);
    return refuse_list(name, image->lists[tried.error().request], tried.error().error);
  }
  ClaimStore store;
  if (const int code = store.open(options, StoreUse::make); code != fine) return code;
  if (const auto entered = store.map().record_all(image->lists); !entered)
    return refuse_with(options.store, entered.error().error);
  return finish(options, image->lists.size(), shown_key(input->registry, *key));
}

}  // namespace resmap::app
