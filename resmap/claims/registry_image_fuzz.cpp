// SPDX-License-Identifier: MIT
// Any .reg text as the ResourceMap of a machine: what is taken in comes out byte for byte, and what is refused leaves nothing.
#include "resmap/claims/registry_image.h"

#include "resmap/claims/journal_test_support.h"
#include "resmap/registry/reg_text.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;

void hold(const registry::Registry& registry, registry::KeyId top) {
  const auto read = claims::read_image(registry, top, {});
  if (!read) return;
  claims::SharedRows rows;
  claims::MemoryJournal journal(rows), other(rows);
  claims::ResourceMap map({.journal = &journal});
  const bool taken = map.record_all(read->lists).has_value();
  FUZZ_EXPECT(map.consistent());
  if (!taken) {
    FUZZ_EXPECT(map.size() == 0 && rows.rows.empty());
    return;
  }
  FUZZ_EXPECT(map.size() == read->lists.size());
  const auto image = claims::image_of(map, "map");
  FUZZ_EXPECT(image.has_value());
  for (const claims::RecordRequest& list : read->lists) {
    const std::string path = "map\\" + std::string(list.class_name) + "\\" + std::string(list.driver);
    const auto raw = image->find_value(path, std::string(list.device) + ".Raw");
    const auto translated = image->find_value(path, std::string(list.device) + ".Translated");
    FUZZ_EXPECT(raw && translated && std::ranges::equal(raw->data, list.raw));
    FUZZ_EXPECT(std::ranges::equal(translated->data, list.translated));
  }
  claims::ResourceMap again({.journal = &other});
  FUZZ_EXPECT(again.refresh().has_value());
  const auto same = claims::image_of(again, "map");
  FUZZ_EXPECT(same && same_content(*same, *image));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = registry::read_reg_text({data, size});
  if (!text) return 0;
  const auto tops = claims::find_images(text->registry);
  if (!tops) return 0;
  for (const registry::KeyId top : *tops) hold(text->registry, top);
  return 0;
}
