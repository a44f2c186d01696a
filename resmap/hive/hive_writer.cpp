// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_writer.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>

#include "resmap/hive/hive_cells.h"
#include "resmap/hive/hive_header.h"
#include "resmap/hive/key_security.h"
#include "resmap/hive/subkey_list.h"
#include "resmap/registry/utf.h"

namespace resmap::hive {

namespace {

using registry::KeyId;
using registry::Registry;
using registry::ValueId;
using registry::ValueView;

constexpr std::size_t kMaxKeyName = 255, kMaxValueName = 16383;  // UTF-16 units
constexpr std::size_t kMaxStandardData = std::size_t{1} << 20;
constexpr std::size_t kSegment = 16344;
constexpr std::size_t kMaxSegments = 0xFFFF;

// Fields of a key record ("nk"), from its start.
namespace nk {
constexpr std::size_t flags = 2, time = 4, parent = 16, subkeys = 20, subkey_list = 28, volatile_list = 32, values = 36,
                      value_list = 40, security = 44, class_name = 48, longest_subkey = 52, longest_value_name = 60,
                      largest_data = 64, name_size = 72, name = 76;
constexpr std::uint16_t hive_entry = 0x04, no_delete = 0x08, one_byte_name = 0x20;
}  // namespace nk

// Of a value record ("vk").
namespace vk {
constexpr std::size_t name_size = 2, data_size = 4, data = 8, type = 12, flags = 16, name = 20;
constexpr std::uint32_t inline_data = 0x80000000;
constexpr std::uint16_t one_byte_name = 1;
}  // namespace vk

// A name as a cell holds it: in one byte a character where all of them have one.
struct StoredName {
  std::vector<std::uint8_t> bytes;
  std::size_t units = 0;
  bool one_byte = true;
};

StoredName stored_name(std::string_view name) {
  StoredName stored;
  registry::append_utf16le(stored.bytes, name);
  stored.units = stored.bytes.size() / 2;
  for (std::size_t i = 1; i < stored.bytes.size(); i += 2) stored.one_byte &= stored.bytes[i] == 0;
  if (!stored.one_byte) return stored;
  for (std::size_t i = 0; i < stored.units; ++i) stored.bytes[i] = stored.bytes[2 * i];
  stored.bytes.resize(stored.units);
  return stored;
}

class HiveWriter {
 public:
  HiveWriter(const Registry& registry, const HiveWriteOptions& options)
      : registry_(registry), options_(options), cells_(options.time) {}

  Result<std::vector<std::uint8_t>> write() {
    RESMAP_TRY(write_keys());
    RESMAP_TRY(write_security());
    RESMAP_TRY(write_lists());
    std::vector<std::uint8_t> file = std::move(cells_).finish();
    write_header(file);
    return file;
  }

 private:
  [[nodiscard]] std::unexpected<Error> refuse(ErrorCode code) const {
    return fail({.code = code, .index = key_number_, .value = value_number_});
  }

  Result<std::uint32_t> found_room(std::optional<std::uint32_t> cell) const {
    if (!cell) return refuse(ErrorCode::limit_exceeded);
    return *cell;
  }
  Result<std::uint32_t> record(const char (&kind)[3], std::uint64_t size) {
    return found_room(cells_.add_record(kind, size));
  }
  Result<std::uint32_t> cell_of(std::uint64_t size) { return found_room(cells_.add(size)); }

  // --- keys and values, parents first

  Result<void> write_keys() {
    for (const KeyId key : registry_.subtree(options_.top)) {
      value_number_ = 0;
      if (places_.size() <= key.index) places_.resize(std::size_t{key.index} + 1, HiveCells::nowhere);
      RESMAP_TRY_ASSIGN(places_[key.index], write_key(key));
      ++key_number_;
    }
    return {};
  }

  [[nodiscard]] std::string_view name_of(KeyId key) const {
    if (key != options_.top) return registry_.name(key);
    if (!options_.root_name.empty()) return options_.root_name;
    return registry_.name(key).empty() ? std::string_view("ROOT") : registry_.name(key);
  }

  Result<std::uint32_t> write_key(KeyId key) {
    const std::string_view name = name_of(key);
    if (name.empty() || name.find('\\') != std::string_view::npos || !registry::is_utf8(name))
      return refuse(ErrorCode::not_encodable);
    const StoredName stored = stored_name(name);
    if (stored.units > kMaxKeyName) return refuse(ErrorCode::limit_exceeded);
    RESMAP_TRY_ASSIGN(const std::uint32_t cell, record("nk", nk::name + stored.bytes.size()));
    const bool is_root = key == options_.top;
    unsigned flags = stored.one_byte ? nk::one_byte_name : 0;
    if (is_root) flags |= nk::hive_entry | nk::no_delete;
    cells_.put(cell, nk::flags, static_cast<std::uint16_t>(flags));
    cells_.put(cell, nk::time, options_.time);
    cells_.put(cell, nk::parent, is_root ? HiveCells::nowhere : places_[registry_.parent(key)->index]);
    cells_.put(cell, nk::subkey_list, HiveCells::nowhere);
    cells_.put(cell, nk::volatile_list, HiveCells::nowhere);
    cells_.put(cell, nk::value_list, HiveCells::nowhere);
    cells_.put(cell, nk::class_name, HiveCells::nowhere);
    cells_.put(cell, nk::name_size, static_cast<std::uint16_t>(stored.bytes.size()));
    cells_.put_bytes(cell, nk::name, stored.bytes);
    RESMAP_TRY(write_values(key, cell));
    return cell;
  }

  Result<void> write_values(KeyId key, std::uint32_t cell) {
    const std::size_t count = registry_.value_count(key);
    if (count == 0) return {};
    RESMAP_TRY_ASSIGN(const std::uint32_t list, cell_of(4 * std::uint64_t{count}));
    cells_.put(cell, nk::values, static_cast<std::uint32_t>(count));
    cells_.put(cell, nk::value_list, list);
    std::size_t longest_name = 0, largest_data = 0;
    for (const ValueId id : registry_.values(key)) {
      const ValueView value = registry_.view(id);
      ++value_number_;
      if (!registry::is_utf8(value.name)) return refuse(ErrorCode::not_encodable);
      const StoredName stored = stored_name(value.name);
      if (stored.units > kMaxValueName) return refuse(ErrorCode::limit_exceeded);
      RESMAP_TRY_ASSIGN(const std::uint32_t made, write_value(value, stored));
      cells_.put(list, 4 * (value_number_ - 1), made);
      longest_name = std::max(longest_name, 2 * stored.units);
      largest_data = std::max(largest_data, value.data.size());
    }
    cells_.put(cell, nk::longest_value_name, static_cast<std::uint32_t>(longest_name));
    cells_.put(cell, nk::largest_data, static_cast<std::uint32_t>(largest_data));
    return {};
  }

  Result<std::uint32_t> write_value(const ValueView& value, const StoredName& name) {
    RESMAP_TRY_ASSIGN(const std::uint32_t cell, record("vk", vk::name + name.bytes.size()));
    cells_.put(cell, vk::name_size, static_cast<std::uint16_t>(name.bytes.size()));
    cells_.put(cell, vk::type, value.type);
    cells_.put(cell, vk::flags, name.one_byte ? vk::one_byte_name : std::uint16_t{0});
    cells_.put_bytes(cell, vk::name, name.bytes);
    const auto size = static_cast<std::uint32_t>(value.data.size());
    if (size <= 4) {  // stands in the record itself
      cells_.put(cell, vk::data_size, vk::inline_data | size);
      cells_.put_bytes(cell, vk::data, value.data);
      return cell;
    }
    RESMAP_TRY_ASSIGN(const std::uint32_t data, write_data(value.data));
    cells_.put(cell, vk::data_size, size);
    cells_.put(cell, vk::data, data);
    return cell;
  }

  Result<std::uint32_t> write_data(Bytes data) {
    const bool latest = options_.format == HiveFormat::latest;
    if (!latest && data.size() > kMaxStandardData) return refuse(ErrorCode::limit_exceeded);
    if (!latest || data.size() <= kSegment) {
      RESMAP_TRY_ASSIGN(const std::uint32_t cell, cell_of(data.size()));
      cells_.put_bytes(cell, 0, data);
      return cell;
    }
    const std::size_t segments = (data.size() + kSegment - 1) / kSegment;
    if (segments > kMaxSegments) return refuse(ErrorCode::limit_exceeded);
    RESMAP_TRY_ASSIGN(const std::uint32_t big, record("db", 8));
    RESMAP_TRY_ASSIGN(const std::uint32_t list, cell_of(4 * segments));
    cells_.put(big, 2, static_cast<std::uint16_t>(segments));
    cells_.put(big, 4, list);
    for (std::size_t i = 0; i < segments; ++i) {
      const Bytes part = data.subspan(i * kSegment, std::min(kSegment, data.size() - i * kSegment));
      // Every segment takes the room of a whole one, as Windows has them: readers may take its cell's size for granted.
      RESMAP_TRY_ASSIGN(const std::uint32_t segment, cell_of(kSegment));
      cells_.put_bytes(segment, 0, part);
      cells_.put(list, 4 * i, segment);
    }
    return big;
  }

  // --- what all keys have

  Result<void> write_security() {
    const std::vector<std::uint8_t> descriptor = key_security();
    RESMAP_TRY_ASSIGN(const std::uint32_t cell, record("sk", 20 + descriptor.size()));
    cells_.put(cell, 4, cell);  // the only one in its ring
    cells_.put(cell, 8, cell);
    cells_.put(cell, 12, key_number_);
    cells_.put(cell, 16, static_cast<std::uint32_t>(descriptor.size()));
    cells_.put_bytes(cell, 20, descriptor);
    for (const KeyId key : registry_.subtree(options_.top)) cells_.put(places_[key.index], nk::security, cell);
    return {};
  }

  // --- the lists of keys below a key, when their places are known

  Result<void> write_lists() {
    std::vector<std::uint32_t> numbers(places_.size());  // of keys, as errors name them, by KeyId::index
    std::uint32_t number = 0;
    for (const KeyId key : registry_.subtree(options_.top)) numbers[key.index] = number++;
    value_number_ = 0;
    std::vector<Subkey> subkeys;
    for (const KeyId key : registry_.subtree(options_.top)) {
      if (registry_.child_count(key) == 0) continue;
      subkeys.clear();
      std::size_t longest = 0;
      for (const KeyId child : registry_.children(key)) {
        Subkey subkey = subkey_of(registry_.name(child), options_.format);
        subkey.cell = places_[child.index];
        subkey.number = numbers[child.index];
        longest = std::max(longest, 2 * stored_name(subkey.name).units);
        subkeys.push_back(subkey);
      }
      key_number_ = numbers[key.index];
      if (const auto twin = sort_subkeys(subkeys)) {
        key_number_ = *twin;
        return refuse(ErrorCode::not_encodable);
      }
      RESMAP_TRY_ASSIGN(const std::uint32_t list, found_room(write_subkey_list(cells_, subkeys, options_.format)));
      const std::uint32_t cell = places_[key.index];
      cells_.put(cell, nk::subkeys, static_cast<std::uint32_t>(subkeys.size()));
      cells_.put(cell, nk::subkey_list, list);
      cells_.put(cell, nk::longest_subkey, static_cast<std::uint32_t>(longest));
    }
    return {};
  }

  void write_header(std::vector<std::uint8_t>& file) const {
    const std::string_view kind = "regf";
    std::memcpy(file.data(), kind.data(), kind.size());
    store_le(&file[4], std::uint32_t{1});  // both sequence numbers: nothing is under way
    store_le(&file[8], std::uint32_t{1});
    store_le(&file[12], options_.time);
    store_le(&file[header_field::major], std::uint32_t{1});
    store_le(&file[24], options_.format == HiveFormat::latest ? std::uint32_t{5} : std::uint32_t{3});
    store_le(&file[32], std::uint32_t{1});  // direct memory load
    store_le(&file[header_field::root], places_[options_.top.index]);
    store_le(&file[header_field::data_size], static_cast<std::uint32_t>(file.size() - header_size));
    store_le(&file[44], std::uint32_t{1});  // sectors of 512 bytes
    // Of the sums 0 and -1 Windows writes 1 and -2, and not every reader knows it: a name for the file avoids them.
    if (const std::uint32_t sum = header_checksum(file); sum == 0 || sum == 0xFFFFFFFF) file[48] = '.';
    store_le(&file[header_field::checksum], header_checksum(file));
  }

  const Registry& registry_;
  const HiveWriteOptions& options_;
  HiveCells cells_;
  std::vector<std::uint32_t> places_;  // by KeyId::index
  std::uint32_t key_number_ = 0;       // of what is being written, for errors
  std::uint64_t value_number_ = 0;
};

}  // namespace

HiveFormat format_for(const Registry& registry, KeyId top) {
  for (const KeyId key : registry.subtree(top))
    for (const ValueId value : registry.values(key))
      if (registry.view(value).data.size() > kMaxStandardData) return HiveFormat::latest;
  return HiveFormat::standard;
}

Result<std::vector<std::uint8_t>> write_hive(const Registry& registry, const HiveWriteOptions& options) {
  try {
    if (!registry.contains(options.top)) return fail({.code = ErrorCode::not_found});
    return HiveWriter(registry, options).write();
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::hive
