// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "resmap/hive/hive_reader.h"
#include "resmap/hive/stream_reader.h"

using namespace resmap::hive;

// Whatever the file, the reading ends in an answer whose parts agree. Other bytes are taken for what a child might have left.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint8_t> bytes(data, data + size);
  if (!is_hive(bytes)) {
    auto stream = SharedMemory::of(sizeof(StreamHead) + size);
    if (!stream) return 0;
    std::copy(bytes.begin(), bytes.end(), stream->bytes().begin());
    HiveReading reading;
    if (!read_stream(std::make_shared<SharedMemory>(std::move(*stream)), {}, reading)) std::abort();
    return 0;
  }
  if (size >= 512 && bytes[510] % 2 == 0) resmap::store_le(&bytes[header_field::checksum], header_checksum(bytes));
  const auto reading = read_hive(bytes, {.time = std::chrono::seconds(5)});
  if (!reading) return 0;
  if (reading->damaged != (reading->gap_count != 0)) std::abort();
  for (const HiveGap& gap : reading->gaps)
    if (!reading->registry.contains(gap.key)) std::abort();
  for (const auto key : reading->registry.subtree())
    for (const auto value : reading->registry.values(key))
      if (reading->registry.key_of(value) != key) std::abort();
  return 0;
}
