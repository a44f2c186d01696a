// SPDX-License-Identifier: MIT
// Not installed: what the tests of this floor share.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "resmap/claims/resource_map.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/resource_words.h"

namespace resmap::claims {

using ByteRow = std::vector<std::uint8_t>;

// A CM_RESOURCE_LIST of one full descriptor, made of resource words.
inline ByteRow list_of(std::initializer_list<std::string_view> words, lists::CmLayout layout = lists::CmLayout::x86,
                       lists::InterfaceType bus = lists::InterfaceType::isa, std::uint32_t number = 0) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
  EXPECT_TRUE(build.begin_full({bus, number, 1, 1, 0}));
  for (const std::string_view word : words) {
    const auto claim = lists::parse_claim(word, layout);
    EXPECT_TRUE(claim) << word;
    if (!claim) continue;
    EXPECT_TRUE(build.add(*claim)) << word;
  }
  const auto list = build.finish();
  return {list->begin(), list->end()};
}

inline const ByteRow kNoList = {0, 0, 0, 0};

// One claim of a device's list.
inline Result<ClaimOutcome> claim(ResourceMap& map, std::string_view driver, std::string_view device,
                                  const ByteRow& list, bool override_conflict = false, std::optional<Era> era = {}) {
  return map.claim({.driver = driver,
                    .device = device,
                    .device_list = Bytes(list),
                    .override_conflict = override_conflict,
                    .era = era});
}

inline Result<ClaimOutcome> claim_driver(ResourceMap& map, std::string_view driver, const ByteRow& list,
                                         std::string_view class_name = {}) {
  return map.claim({.class_name = class_name, .driver = driver, .driver_list = Bytes(list)});
}

inline Result<void> record(ResourceMap& map, std::string_view class_name, std::string_view driver,
                           std::string_view device, const ByteRow& list, bool boot_only = false) {
  return map.record({.class_name = class_name,
                     .driver = driver,
                     .device = device,
                     .raw = Bytes(list),
                     .translated = Bytes(list),
                     .boot_only = boot_only});
}

// The bytes of one value of the map, or none.
inline std::optional<ByteRow> value_of(const ResourceMap& map, const std::string& key, const std::string& name) {
  std::optional<ByteRow> found;
  map.with_registry([&](const registry::Registry& registry) {
    const auto view = registry.find_value(std::string(R"(HKEY_LOCAL_MACHINE\HARDWARE\RESOURCEMAP\)") + key, name);
    if (!view) return;
    EXPECT_EQ(view->type, registry::value_type::resource_list);
    found = ByteRow(view->data.begin(), view->data.end());
  });
  return found;
}

// Everything that a person could see of a map, as text: for "as it was before".
inline std::string picture_of(const ResourceMap& map) {
  TextWriter out;
  map.with_registry([&](const registry::Registry& registry) {
    for (const registry::KeyId key : registry.subtree()) {
      out.text("[").text(*registry.path_of(key)).text("]\n");
      for (const registry::ValueId value : registry.values(key)) {
        const registry::ValueView view = registry.view(value);
        out.text(view.name).text("=").decimal(view.type).text(":").hex_bytes(view.data).text("\n");
      }
    }
  });
  map.for_each([&](const StoredList& list) {
    out.text(list.class_name).text(" ").text(list.driver).text(" ").text(list.device);
    out.text(list.overrides ? " overrides" : "").text(list.recorded ? " recorded" : "");
    out.text(list.boot_only ? " boot" : "").text(list.era == Era::nt4 ? " nt4" : " w2k").text("\n");
  });
  const auto events = map.events().find();
  for (const Event& event : *events) {
    out.decimal(event.number).text(" ").decimal(event.id()).text(" ").text(event.source);
    for (const std::string& text : event.strings) out.text(" \"").text(text).text("\"");
    out.text(" ").hex_bytes(event.data).text("\n");
  }
  return std::string(out.view());
}

}  // namespace resmap::claims
