// SPDX-License-Identifier: MIT
// A record of the journal is bytes from a file: whatever it holds, reading it ends well, what was read is written the same, and a
// map that takes it in stays whole.
#include "resmap/claims/journal_record.h"

#include "resmap/claims/journal_test_support.h"
#include "resmap/claims/resource_map.h"
#include "tests/support/fuzz_expect.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace resmap;
  const Bytes bytes(data, size);
  const auto record = claims::decode_record(bytes);
  if (record) {
    const auto again = claims::encode(*record);
    FUZZ_EXPECT(again.size() == size && std::equal(again.begin(), again.end(), data));
  }
  claims::SharedRows rows;
  rows.rows.emplace_back(data, data + size);
  claims::MemoryJournal journal(rows);
  claims::ResourceMap map({.journal = &journal});
  const bool taken = map.refresh().has_value();
  FUZZ_EXPECT(map.consistent());
  FUZZ_EXPECT(!taken || record.has_value());
  if (!taken) FUZZ_EXPECT(map.size() == 0 && map.events().last_number() == 0);
  return 0;
}
