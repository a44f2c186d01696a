// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

// A codec as one would write it without a library: lists taken apart into structures, and put together again field by field. The
// rival of the encoder. (The rival of the validator is tests/oracles/plain_walker.)
namespace plain {

struct CmDescriptor {
  std::uint8_t type, share;
  std::uint16_t flags;
  std::uint64_t start;  // port, memory; Data[0], Data[1] of others
  std::uint32_t length;
  std::uint16_t level, group;
  std::uint32_t vector;
  std::uint64_t affinity;
  std::uint32_t words[3];
  std::vector<std::uint8_t> data;
};

struct CmFull {
  std::uint32_t interface_type, bus;
  std::uint16_t version, revision;
  std::vector<CmDescriptor> descriptors;
};

struct IoDescriptor {
  std::uint8_t option, type, share, spare1;
  std::uint16_t flags, spare2;
  std::uint32_t length, alignment;
  std::uint64_t minimum, maximum;
  std::uint32_t words[6];
};

struct IoList {
  std::uint32_t interface_type, bus, slot;
  std::vector<std::vector<IoDescriptor>> configurations;
};

[[nodiscard]] std::vector<CmFull> decode_cm(const std::uint8_t* bytes, std::size_t size);
void encode_cm(const std::vector<CmFull>& fulls, std::vector<std::uint8_t>& out);
[[nodiscard]] IoList decode_io(const std::uint8_t* bytes, std::size_t size);
void encode_io(const IoList& list, std::vector<std::uint8_t>& out);

}  // namespace plain
