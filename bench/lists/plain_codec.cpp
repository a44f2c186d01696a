// SPDX-License-Identifier: MIT
#include "bench/lists/plain_codec.h"

#include <cstring>

namespace plain {

namespace {

template <typename Word>
Word get(const std::uint8_t*& at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  at += sizeof word;
  return word;
}

template <typename Word>
void put(std::vector<std::uint8_t>& out, Word word) {
  const std::size_t before = out.size();
  out.resize(before + sizeof word);
  std::memcpy(out.data() + before, &word, sizeof word);
}

CmDescriptor decode_descriptor(const std::uint8_t*& at) {
  CmDescriptor d{};
  d.type = get<std::uint8_t>(at);
  d.share = get<std::uint8_t>(at);
  d.flags = get<std::uint16_t>(at);
  switch (d.type) {
    case 1:
    case 3:
    case 7:
      d.start = get<std::uint64_t>(at);
      d.length = get<std::uint32_t>(at);
      at += 4;
      break;
    case 2:
      d.level = get<std::uint16_t>(at);
      d.group = get<std::uint16_t>(at);
      d.vector = get<std::uint32_t>(at);
      d.affinity = get<std::uint64_t>(at);
      break;
    default:
      for (std::uint32_t& word : d.words) word = get<std::uint32_t>(at);
      at += 4;
  }
  return d;
}

void encode_descriptor(const CmDescriptor& d, std::vector<std::uint8_t>& out) {
  put(out, d.type);
  put(out, d.share);
  put(out, d.flags);
  switch (d.type) {
    case 1:
    case 3:
    case 7:
      put(out, d.start);
      put(out, d.length);
      put(out, std::uint32_t{0});
      break;
    case 2:
      put(out, d.level);
      put(out, d.group);
      put(out, d.vector);
      put(out, d.affinity);
      break;
    default:
      for (const std::uint32_t word : d.words) put(out, word);
      put(out, std::uint32_t{0});
  }
  out.insert(out.end(), d.data.begin(), d.data.end());
}

}  // namespace

std::vector<CmFull> decode_cm(const std::uint8_t* bytes, std::size_t) {
  const std::uint8_t* at = bytes;
  std::vector<CmFull> fulls(get<std::uint32_t>(at));
  for (CmFull& full : fulls) {
    full.interface_type = get<std::uint32_t>(at);
    full.bus = get<std::uint32_t>(at);
    full.version = get<std::uint16_t>(at);
    full.revision = get<std::uint16_t>(at);
    const auto count = get<std::uint32_t>(at);
    for (std::uint32_t i = 0; i < count; ++i) {
      CmDescriptor d = decode_descriptor(at);
      if (d.type == 5) {
        d.data.assign(at, at + d.words[0]);
        at += d.words[0];
      }
      full.descriptors.push_back(std::move(d));
    }
  }
  return fulls;
}

void encode_cm(const std::vector<CmFull>& fulls, std::vector<std::uint8_t>& out) {
  put(out, static_cast<std::uint32_t>(fulls.size()));
  for (const CmFull& full : fulls) {
    put(out, full.interface_type);
    put(out, full.bus);
    put(out, full.version);
    put(out, full.revision);
    put(out, static_cast<std::uint32_t>(full.descriptors.size()));
    for (const CmDescriptor& d : full.descriptors) encode_descriptor(d, out);
  }
}

IoList decode_io(const std::uint8_t* bytes, std::size_t) {
  const std::uint8_t* at = bytes + 4;
  IoList list{};
  list.interface_type = get<std::uint32_t>(at);
  list.bus = get<std::uint32_t>(at);
  list.slot = get<std::uint32_t>(at);
  at += 12;
  list.configurations.resize(get<std::uint32_t>(at));
  for (auto& configuration : list.configurations) {
    at += 4;
    configuration.resize(get<std::uint32_t>(at));
    for (IoDescriptor& d : configuration) {
      d.option = get<std::uint8_t>(at);
      d.type = get<std::uint8_t>(at);
      d.share = get<std::uint8_t>(at);
      d.spare1 = get<std::uint8_t>(at);
      d.flags = get<std::uint16_t>(at);
      d.spare2 = get<std::uint16_t>(at);
      switch (d.type) {
        case 1:
        case 3:
        case 7:
          d.length = get<std::uint32_t>(at);
          d.alignment = get<std::uint32_t>(at);
          d.minimum = get<std::uint64_t>(at);
          d.maximum = get<std::uint64_t>(at);
          break;
        default:
          for (std::uint32_t& word : d.words) word = get<std::uint32_t>(at);
      }
    }
  }
  return list;
}

void encode_io(const IoList& list, std::vector<std::uint8_t>& out) {
  const std::size_t size_at = out.size();
  put(out, std::uint32_t{0});
  put(out, list.interface_type);
  put(out, list.bus);
  put(out, list.slot);
  for (int i = 0; i < 3; ++i) put(out, std::uint32_t{0});
  put(out, static_cast<std::uint32_t>(list.configurations.size()));
  for (const auto& configuration : list.configurations) {
    put(out, std::uint16_t{1});
    put(out, std::uint16_t{1});
    put(out, static_cast<std::uint32_t>(configuration.size()));
    for (const IoDescriptor& d : configuration) {
      put(out, d.option);
      put(out, d.type);
      put(out, d.share);
      put(out, d.spare1);
      put(out, d.flags);
      put(out, d.spare2);
      switch (d.type) {
        case 1:
        case 3:
        case 7:
          put(out, d.length);
          put(out, d.alignment);
          put(out, d.minimum);
          put(out, d.maximum);
          break;
        default:
          for (const std::uint32_t word : d.words) put(out, word);
      }
    }
  }
  const auto size = static_cast<std::uint32_t>(out.size() - size_at);
  std::memcpy(out.data() + size_at, &size, sizeof size);
}

}  // namespace plain
