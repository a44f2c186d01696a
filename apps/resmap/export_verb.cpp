// SPDX-License-Identifier: MIT
// export: the ResourceMap of a store as .reg text or as a hive.
#include "apps/resmap/claim_store.h"
#include "apps/resmap/inputs.h"
#include "apps/resmap/output.h"
#include "apps/resmap/registry_root.h"
#include "resmap/base/json_writer.h"
#include "resmap/claims/registry_image.h"
#include "resmap/claims/standing_lists.h"
#include "resmap/hive/hive_writer.h"
#include "resmap/registry/reg_text.h"
#include "resmap/report/rule_words.h"

namespace resmap::app {

namespace {

using FileBytes = Result<std::vector<std::uint8_t>>;

constexpr std::string_view kVolatile = "volatile: Windows makes this key anew at every boot";

FileBytes reg_file(const registry::Registry& image, registry::KeyId top, const std::string& root) {
  return registry::write_reg_text(
      image, {.top = top, .top_path = root, .comment = is_volatile(root) ? kVolatile : std::string_view()});
}

FileBytes hive_file(const registry::Registry& image, registry::KeyId top) {
  return hive::write_hive(image, {.format = hive::format_for(image, top), .top = top});
}

// The key, and the value in it, that a writer counted to.
std::string place_of(const Error& error, const registry::Registry& image, registry::KeyId top) {
  std::uint32_t keys = 0;
  for (const registry::KeyId key : image.subtree(top)) {
    if (keys++ != error.index) continue;
    std::string place = image.path_of(key).value_or("");
    std::uint64_t values = 0;
    for (const registry::ValueId value : image.values(key))
      if (++values == error.value) place += " " + std::string(image.view(value).name);
    return place;
  }
  return {};
}

std::string_view suffix_of(const std::string& path) {
  for (const std::string_view suffix : {".reg", ".hive"})
    if (path.size() > suffix.size() && path.ends_with(suffix)) return suffix;
  return {};
}

}  // namespace

int export_map(const Options& options) {
  const std::string_view suffix = suffix_of(options.output);
  if (suffix.empty()) {
    say("\"" + options.output + "\": the name says what is written: OUT.reg is .reg text, OUT.hive a hive");
    return usage;
  }
  const auto root = whole_root(options.root.empty() ? std::string(claims::kResourceMapPath) : options.root);
  if (!root) return usage;
  const auto path = suffix == ".hive" ? hive_path(*root) : HivePath{*root, {}};
  if (!path) return usage;
  ClaimStore store;
  if (const int code = store.open(options, StoreUse::show); code != fine) return code;
  const auto image = claims::image_of(store.map(), *root);
  if (!image) return refuse_with(*root, image.error());
  const registry::KeyId top = *image->find(path->hive);
  const FileBytes file = suffix == ".hive" ? hive_file(*image, top) : reg_file(*image, top, *root);
  if (!file) {
    say(options.output + ": " + shown_word(place_of(file.error(), *image, top), 200) + ": " +
        report::error_sentence(file.error()));
    return unreadable;
  }
  if (!replace_file(options.output, {reinterpret_cast<const char*>(file->data()), file->size()})) return unreadable;
  if (!options.json) return fine;
  TextWriter out;
  JsonWriter(out)
      .object()
      .member("record", "exported")
      .member("file", options.output)
      .member("key", *root)
      .member("lists", std::uint64_t{image->value_count() / 2})
      .end_object();
  out.text("\n");
  const auto text = out.finish();
  return text && write_out(*text) ? fine : unreadable;
}

}  // namespace resmap::app
