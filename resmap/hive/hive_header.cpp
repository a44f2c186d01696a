// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_header.h"

#include "resmap/registry/utf.h"

namespace resmap::hive {

std::uint32_t header_checksum(Bytes image) {
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < header_field::checksum; at += 4) sum ^= load_le<std::uint32_t>(image, at);
  return sum;
}

Result<HiveHeader> read_header(Bytes start, std::uint64_t actual_size) {
  if (start.size() < 4 || start[0] != 'r' || start[1] != 'e' || start[2] != 'g' || start[3] != 'f')
    return fail({.code = ErrorCode::unsupported, .rule = rule::hive_no_signature});
  if (start.size() < 512)
    return fail({.code = ErrorCode::truncated, .rule = rule::hive_too_short, .value = actual_size});
  HiveHeader header;
  header.sequence1 = load_le<std::uint32_t>(start, 4);
  header.sequence2 = load_le<std::uint32_t>(start, 8);
  header.last_written = load_le<std::uint64_t>(start, 12);
  header.major = load_le<std::uint32_t>(start, header_field::major);
  header.minor = load_le<std::uint32_t>(start, 24);
  header.root = std::uint64_t{load_le<std::uint32_t>(start, header_field::root)} + header_size;
  header.declared_size = std::uint64_t{load_le<std::uint32_t>(start, header_field::data_size)} + header_size;
  header.actual_size = actual_size;
  header.file_name = registry::text_of(start.subspan(48, 64));
  // Windows never writes the sums 0 and -1 but 1 and -2 instead; hivex does not know that.
  const std::uint32_t sum = header_checksum(start);
  header.checksum_good = load_le<std::uint32_t>(start, header_field::checksum) == (sum == 0            ? 1
                                                                                   : sum == 0xFFFFFFFF ? 0xFFFFFFFE
                                                                                                       : sum);
  return header;
}

}  // namespace resmap::hive
