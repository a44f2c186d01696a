// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "resmap/hive/hive_header.h"
#include "resmap/registry/utf.h"

namespace resmap::hive::testing_support {

struct FixtureValue {
  std::string name;
  std::uint32_t type = 0;
  std::vector<std::uint8_t> data;
};
struct FixtureKey {
  std::string name;
  std::vector<FixtureValue> values;
  std::vector<FixtureKey> children;
};

// Writes small hives for tests, cell by cell: header, pages, keys, values and lists as Windows lays them out, without
// security records, which hivex does not look at. ASCII names are stored in one byte a character, others in UTF-16.
class HiveFixture {
 public:
  HiveFixture() : image_(header_size, 0) { open_page(); }

  // Fills the page up with a free cell; what comes next stands in a new one.
  void next_page() {
    close_page();
    open_page();
  }

  // A used cell with this content; returns its place in the file. Its length is rounded up to 8.
  std::size_t add_cell(const std::vector<std::uint8_t>& content) {
    const std::size_t at = image_.size(), size = (content.size() + 4 + 7) / 8 * 8;
    image_.resize(at + size, 0);
    put(at, 0U - static_cast<std::uint32_t>(size));
    std::copy(content.begin(), content.end(), image_.begin() + static_cast<std::ptrdiff_t>(at + 4));
    return at;
  }

  // Adds `key` and all below it; returns the cell of its key record.
  std::size_t add_key(const FixtureKey& key, std::size_t parent = header_size) {
    bool one_byte = false;
    const std::vector<std::uint8_t> name = stored(key.name, one_byte);
    std::vector<std::uint8_t> record(76, 0);
    record[0] = 'n', record[1] = 'k', record[2] = one_byte ? 0x20 : 0;
    store_le(&record[16], pointer(parent));
    store_le(&record[20], static_cast<std::uint32_t>(key.children.size()));
    store_le(&record[28], 0xFFFFFFFFU);
    store_le(&record[32], 0xFFFFFFFFU);
    store_le(&record[36], static_cast<std::uint32_t>(key.values.size()));
    store_le(&record[40], 0xFFFFFFFFU);
    store_le(&record[72], static_cast<std::uint16_t>(name.size()));
    record.insert(record.end(), name.begin(), name.end());
    const std::size_t cell = add_cell(record);
    leave_unvouched(cell, 2, 4), leave_unvouched(cell, 20, 24), leave_unvouched(cell, 36, 40),
        leave_unvouched(cell, 72, record.size());
    if (!key.values.empty()) {
      std::vector<std::uint8_t> list;
      for (const FixtureValue& value : key.values) append(list, pointer(add_value(value)));
      put(cell + 44, pointer(add_cell(list)));
    }
    if (!key.children.empty()) {
      std::vector<std::uint8_t> list{'l', 'f', static_cast<std::uint8_t>(key.children.size()),
                                     static_cast<std::uint8_t>(key.children.size() >> 8)};
      for (const FixtureKey& child : key.children) {
        append(list, pointer(add_key(child, cell)));
        append(list, 0U);  // a hash that hivex does not read
      }
      put(cell + 32, pointer(add_cell(list)));
    }
    return cell;
  }

  std::size_t add_value(const FixtureValue& value) {
    bool one_byte = false;
    const std::vector<std::uint8_t> name = stored(value.name, one_byte);
    std::vector<std::uint8_t> record(20, 0);
    record[0] = 'v', record[1] = 'k';
    store_le(&record[2], static_cast<std::uint16_t>(name.size()));
    const auto size = static_cast<std::uint32_t>(value.data.size());
    if (size <= 4) {
      store_le(&record[4], 0x80000000U | size);
      std::copy(value.data.begin(), value.data.end(), record.begin() + 8);
    } else {
      store_le(&record[4], size);
      const std::size_t data = add_cell(value.data);
      leave_unvouched(data, 0, value.data.size());
      store_le(&record[8], pointer(data));
    }
    store_le(&record[12], value.type);
    record[16] = one_byte ? 1 : 0;
    record.insert(record.end(), name.begin(), name.end());
    const std::size_t cell = add_cell(record);
    leave_unvouched(cell, 2, record.size());
    return cell;
  }

  // The file. `root` is the root key's cell.
  [[nodiscard]] std::vector<std::uint8_t> finish(std::size_t root, std::uint32_t sequence1 = 7,
                                                 std::uint32_t sequence2 = 7) {
    close_page();
    const auto size = static_cast<std::uint32_t>(image_.size() - header_size);
    const std::string_view file = "regf";
    std::copy(file.begin(), file.end(), image_.begin());
    put(4, sequence1), put(8, sequence2);
    put(12, 0xD53E8000), put(16, 0x019DB1DE);  // 1970-01-01
    put(20, 1), put(24, 5), put(32, 1);
    put(36, pointer(root)), put(40, size), put(44, 1);
    image_[48] = 'T', image_[50] = 'S';
    put(508, header_checksum(image_));
    return image_;
  }

  [[nodiscard]] static std::uint32_t pointer(std::size_t cell) {
    return static_cast<std::uint32_t>(cell - header_size);
  }
  void put(std::size_t at, std::uint32_t word) { store_le(&image_[at], word); }
  [[nodiscard]] std::size_t size() const { return image_.size(); }

  // Bytes that nothing else in the file vouches for, as places in it: names, data, types, their sizes and counts, and where
  // data stand. A change there is read as it stands.
  [[nodiscard]] bool is_unvouched(std::size_t at) const {
    return std::any_of(unvouched_.begin(), unvouched_.end(),
                       [&](const auto& range) { return at >= range.first && at < range.second; });
  }

 private:
  void open_page() {
    page_ = image_.size();
    image_.resize(page_ + page_header_size, 0);
  }
  void close_page() {
    const std::size_t used = image_.size();
    image_.resize((used + page_unit - 1) / page_unit * page_unit, 0);
    if (image_.size() != used) put(used, static_cast<std::uint32_t>(image_.size() - used));
    const std::string_view name = "hbin";
    std::copy(name.begin(), name.end(), image_.begin() + static_cast<std::ptrdiff_t>(page_));
    put(page_ + 4, pointer(page_));
    put(page_ + 8, static_cast<std::uint32_t>(image_.size() - page_));
  }
  void leave_unvouched(std::size_t cell, std::size_t first, std::size_t last) {
    unvouched_.emplace_back(cell + 4 + first, cell + 4 + last);
  }

  static std::vector<std::uint8_t> stored(const std::string& name, bool& one_byte) {
    one_byte = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (one_byte) return {name.begin(), name.end()};
    std::vector<std::uint8_t> bytes;
    registry::append_utf16le(bytes, name);
    return bytes;
  }
  static void append(std::vector<std::uint8_t>& list, std::uint32_t word) {
    list.resize(list.size() + 4);
    store_le(&list[list.size() - 4], word);
  }

  std::vector<std::uint8_t> image_;
  std::size_t page_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> unvouched_;
};

[[nodiscard]] inline std::vector<std::uint8_t> hive_of(const FixtureKey& root, std::uint32_t sequence1 = 7,
                                                       std::uint32_t sequence2 = 7) {
  HiveFixture fixture;
  const std::size_t cell = fixture.add_key(root);
  return fixture.finish(cell, sequence1, sequence2);
}

// A little of everything that a SYSTEM hive holds.
[[nodiscard]] inline FixtureKey sample_key() {
  std::vector<std::uint8_t> list(60);
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = static_cast<std::uint8_t>(i * 7 + 1);
  return {"ROOT",
          {},
          {{"ControlSet001",
            {},
            {{"Enum",
              {},
              {{"PNP0501", {{"BootConfig", 8, list}, {"BasicConfigVector", 10, {list.begin(), list.begin() + 40}}}, {}},
               {"Ger\xC3\xA4t",
                {{"", 1, {'x', 0, 0, 0, 0, 0}}, {"\xE2\x82\xAC", 3, {1, 2}}, {"odd", 0xFFFF0012, {}}},
                {}}}}}},
           {"Select", {{"Current", 4, {1, 0, 0, 0}}, {"Default", 4, {1, 0, 0, 0}}}, {}}}};
}

}  // namespace resmap::hive::testing_support
