// SPDX-License-Identifier: MIT
// Any .reg text as a hive: what is written is a sound hive, and is read as it was.
#include "resmap/hive/hive_writer.h"

#include <cstdlib>

#include "resmap/hive/hive_reader.h"
#include "resmap/hive/hive_tree_test_support.h"
#include "resmap/registry/reg_text.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace resmap;
  const auto text = registry::read_reg_text({data, size});
  if (!text) return 0;
  for (const hive::HiveFormat format : {hive::HiveFormat::standard, hive::HiveFormat::latest}) {
    const auto file = hive::write_hive(text->registry, {.format = format});
    if (!file) {
      if (file.error().code != ErrorCode::limit_exceeded)
        std::abort();  // .reg text has no name that a hive cannot have
      continue;
    }
    const auto again = hive::read_hive(*file, {.time = std::chrono::seconds(5)});
    if (!again || again->damaged || !again->header.checksum_good) std::abort();
    if (!hive::testing_support::difference(text->registry, again->registry).empty()) std::abort();
  }
  return 0;
}
