// SPDX-License-Identifier: MIT
#include "resmap/import/registry_text.h"

#include <algorithm>
#include <cstdio>

#include "resmap/base/bytes.h"

namespace resmap::import {

namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// The strings of a buffer of UTF-16, which NULs part.
std::vector<std::string> texts_from_utf16(Bytes data) {
  std::vector<std::string> texts;
  std::string text;
  bool open = false;
  for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
    std::uint32_t unit = load_le<std::uint16_t>(data, i);
    if (unit == 0) {
      texts.push_back(std::move(text));
      text.clear();
      open = false;
      continue;
    }
    open = true;
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    if (high && has_room(data, i + 2, 2)) {
      const std::uint32_t low = load_le<std::uint16_t>(data, i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
  }
  if (open) texts.push_back(std::move(text));
  return texts;
}

}  // namespace

std::string text_from_utf16(Bytes data) {
  std::vector<std::string> texts = texts_from_utf16(data);
  return texts.empty() ? std::string() : std::move(texts.front());
}

std::string string_value(const registry::Registry& registry, registry::KeyId key, std::string_view name) {
  const auto value = registry.value(key, name);
  if (!value) return {};
  const registry::ValueView view = registry.view(*value);
  const bool text = view.type == registry::value_type::sz || view.type == registry::value_type::expand_sz ||
                    view.type == registry::value_type::multi_sz ||
                    (view.type & 0xFFFFU) == 0x12;  // DEVPROP_TYPE_STRING
  return text ? text_from_utf16(view.data) : std::string();
}

std::vector<std::string> strings_value(const registry::Registry& registry, registry::KeyId key, std::string_view name) {
  const auto value = registry.value(key, name);
  if (!value) return {};
  std::vector<std::string> texts = texts_from_utf16(registry.view(*value).data);
  std::erase_if(texts, [](const std::string& text) { return text.empty(); });
  return texts;
}

std::optional<std::uint32_t> number_value(const registry::Registry& registry, registry::KeyId key,
                                          std::string_view name) {
  const auto value = registry.value(key, name);
  if (!value) return std::nullopt;
  const registry::ValueView view = registry.view(*value);
  if (view.type != registry::value_type::dword || view.data.size() != 4) return std::nullopt;
  return load_le<std::uint32_t>(view.data, 0);
}

std::string shown_text(const std::string& text) {
  if (!text.starts_with("@")) return text;
  const std::size_t last = text.rfind(';');
  return last == std::string::npos ? text : text.substr(last + 1);
}

std::optional<registry::ValueView> property(const registry::Registry& registry, registry::KeyId device,
                                            std::string_view category, std::uint32_t number) {
  const auto set = registry.find(device, "Properties\\" + std::string(category));
  if (!set) return std::nullopt;
  for (const char* form : {"%04X", "%08X"}) {
    char name[16];
    std::snprintf(name, sizeof name, form, number);
    const auto key = registry.child(*set, name);
    if (!key) continue;
    // The value is the default one; Windows 8 keeps it one key deeper, under 00000000.
    for (const auto holder : {key, registry.child(*key, "00000000")}) {
      if (!holder) continue;
      for (const char* value_name : {"", "Data"}) {
        if (const auto value = registry.value(*holder, value_name)) return registry.view(*value);
      }
    }
  }
  return std::nullopt;
}

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace resmap::import
