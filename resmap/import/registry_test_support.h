// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/registry/registry.h"

// Small registries, for tests of this floor.
namespace resmap::import::testing_support {

// ASCII as UTF-16LE with a NUL behind it.
inline std::vector<std::uint8_t> utf16(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  for (const char c : text) {
    bytes.push_back(static_cast<std::uint8_t>(c));
    bytes.push_back(0);
  }
  bytes.insert(bytes.end(), 2, 0);
  return bytes;
}

template <typename Word>
std::vector<std::uint8_t> little_endian(Word word) {
  std::vector<std::uint8_t> bytes(sizeof word);
  store_le(bytes.data(), word);
  return bytes;
}

class RegistryDraft {
 public:
  [[nodiscard]] const registry::Registry& registry() const { return registry_; }
  registry::KeyId key(std::string_view path) {
    const auto made = registry_.create(path);
    if (!made) throw std::runtime_error("no key " + std::string(path));
    return *made;
  }
  RegistryDraft& value(std::string_view path, std::string_view name, std::uint32_t type,
                       const std::vector<std::uint8_t>& data) {
    if (!registry_.set_value(key(path), name, type, data)) throw std::runtime_error("no value " + std::string(name));
    return *this;
  }
  RegistryDraft& text(std::string_view path, std::string_view name, std::string_view text) {
    return value(path, name, registry::value_type::sz, utf16(text));
  }
  RegistryDraft& texts(std::string_view path, std::string_view name, std::initializer_list<std::string_view> texts) {
    std::vector<std::uint8_t> data;
    for (const std::string_view text : texts) {
      const auto one = utf16(text);
      data.insert(data.end(), one.begin(), one.end());
    }
    data.insert(data.end(), 2, 0);
    return value(path, name, registry::value_type::multi_sz, data);
  }
  RegistryDraft& number(std::string_view path, std::string_view name, std::uint32_t number) {
    return value(path, name, registry::value_type::dword, little_endian(number));
  }

  // An instance of the Enum tree, by its path below Enum, and facts of it as Windows 8 and later keep them.
  RegistryDraft& device(const std::string& id) {
    key(kEnum + id);
    return *this;
  }
  RegistryDraft& device_text(const std::string& id, std::string_view name, std::string_view words) {
    return text(kEnum + id, name, words);
  }
  RegistryDraft& property(const std::string& id, std::string_view number, std::uint32_t type,
                          const std::vector<std::uint8_t>& data) {
    const std::string set = kEnum + id + "\\Properties\\{83da6326-97a6-4088-9453-a1923f573b29}\\";
    return value(set + std::string(number), "", type, data);
  }
  RegistryDraft& parent(const std::string& id, std::string_view parent_id) {
    return property(id, "000A", 0xFFFF0012, utf16(parent_id));
  }

  static inline const std::string kEnum = "ControlSet001\\Enum\\";

 private:
  registry::Registry registry_;
};

// A requirements list of pci.sys that asks for nothing, for the bus and the slot in its header.
inline std::vector<std::uint8_t> slot_list(std::uint32_t bus, std::uint32_t device, std::uint32_t function) {
  std::vector<std::uint8_t> bytes(40, 0);
  store_le<std::uint32_t>(bytes.data(), 40);
  store_le<std::uint32_t>(bytes.data() + 4, 5);
  store_le<std::uint32_t>(bytes.data() + 8, bus);
  store_le<std::uint32_t>(bytes.data() + 12, device | function << 5);
  store_le<std::uint32_t>(bytes.data() + 28, 1);
  store_le<std::uint32_t>(bytes.data() + 32, 0x00010001);
  return bytes;
}

}  // namespace resmap::import::testing_support
