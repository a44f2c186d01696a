// SPDX-License-Identifier: MIT
#include "resmap/hive/subkey_list.h"

#include <algorithm>
#include <span>

#include "resmap/registry/name_case.h"
#include "resmap/registry/utf.h"

namespace resmap::hive {

namespace {

constexpr std::size_t kLeaf = 500;
constexpr std::size_t kMaxElements = 0xFFFF;  // of a list: their number has 16 bits

std::uint32_t first_four(std::string_view name) {
  std::uint32_t hint = 0;
  for (std::size_t at = 0, shift = 0; at < name.size() && shift < 32; shift += 8) {
    const registry::CodePoint point = registry::decode_utf8(name, at);
    if (point.value > 0xFF) return 0;
    hint |= std::uint32_t{point.value} << shift;
    at += point.length;
  }
  return hint;
}

std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 0;
  for (std::size_t at = 0; at < name.size();) {
    const registry::CodePoint point = registry::decode_utf8(name, at);
    const char32_t upper = registry::upcase(point.value);
    at += point.length;
    if (upper < 0x10000)
      hash = hash * 37 + upper;
    else
      hash = (hash * 37 + (0xD7C0 + (upper >> 10))) * 37 + (0xDC00 + (upper & 0x3FF));
  }
  return hash;
}

std::optional<std::uint32_t> write_leaf(HiveCells& cells, std::span<const Subkey> keys, HiveFormat format) {
  const auto leaf = cells.add_record(format == HiveFormat::latest ? "lh" : "lf", 4 + 8 * keys.size());
  if (!leaf) return leaf;
  cells.put(*leaf, 2, static_cast<std::uint16_t>(keys.size()));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    cells.put(*leaf, 4 + 8 * i, keys[i].cell);
    cells.put(*leaf, 8 + 8 * i, keys[i].hint);
  }
  return leaf;
}

}  // namespace

Subkey subkey_of(std::string_view name, HiveFormat format) {
  Subkey key;
  key.name = name;
  key.hint = format == HiveFormat::latest ? hash_of(name) : first_four(name);
  return key;
}

std::optional<std::uint32_t> sort_subkeys(std::vector<Subkey>& keys) {
  std::sort(keys.begin(), keys.end(), [](const Subkey& a, const Subkey& b) {
    const int order = registry::compare_names(a.name, b.name);
    return order != 0 ? order < 0 : a.number < b.number;
  });
  const auto twin = std::adjacent_find(keys.begin(), keys.end(), [](const Subkey& a, const Subkey& b) {
    return registry::compare_names(a.name, b.name) == 0;
  });
  if (twin == keys.end()) return std::nullopt;
  return std::next(twin)->number;
}

std::optional<std::uint32_t> write_subkey_list(HiveCells& cells, const std::vector<Subkey>& keys, HiveFormat format) {
  const std::span<const Subkey> all(keys);
  if (all.size() <= kLeaf) return write_leaf(cells, all, format);
  const std::size_t leaves = (all.size() + kLeaf - 1) / kLeaf;
  if (leaves > kMaxElements) return std::nullopt;
  const auto root = cells.add_record("ri", 4 + 4 * leaves);
  if (!root) return root;
  cells.put(*root, 2, static_cast<std::uint16_t>(leaves));
  for (std::size_t i = 0; i < leaves; ++i) {
    const std::size_t from = i * kLeaf;
    const auto leaf = write_leaf(cells, all.subspan(from, std::min(kLeaf, all.size() - from)), format);
    if (!leaf) return leaf;
    cells.put(*root, 4 + 4 * i, *leaf);
  }
  return root;
}

}  // namespace resmap::hive
