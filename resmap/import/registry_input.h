// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/hive/hive_gap.h"
#include "resmap/import/importer.h"

// Bytes of a hive or of .reg text as a registry with its gaps in words. Not installed: importer.cpp uses it.
namespace resmap::import {

// Errors as read_hive and read_reg_text say.
[[nodiscard]] Result<RegistryInput> read_registry(Bytes bytes, InputKind kind, std::string name);

// What one gap of a hive means, as a sentence without its end.
[[nodiscard]] std::string gap_sentence(const hive::HiveGap& gap, const registry::Registry& registry);

}  // namespace resmap::import
