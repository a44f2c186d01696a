// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "resmap/base/bytes.h"

namespace resmap::import {

// What a file is, as far as an importer is concerned.
enum class InputKind : std::uint8_t {
  hive,     // a registry hive
  reg,      // .reg text
  linux,    // a text of Linux, alone; trees and archives are recognised by what is in them
  machine,  // *.machine text
  json,     // a .machine.json snapshot
};

// How many bytes recognise() wants to see; more are not looked at.
inline constexpr std::size_t recognition_size = 64 * 1024;

// By content, never by name. nullopt: nothing that an importer reads. Safe from any thread.
[[nodiscard]] std::optional<InputKind> recognise(Bytes head);

// The word that --as takes.
[[nodiscard]] std::string_view word_for(InputKind kind);
[[nodiscard]] std::optional<InputKind> input_kind_from(std::string_view word);

}  // namespace resmap::import
