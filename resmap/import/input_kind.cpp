// SPDX-License-Identifier: MIT
#include "resmap/import/input_kind.h"

#include "resmap/hive/hive_reader.h"
#include "resmap/import/json_snapshot.h"
#include "resmap/import/linux_text.h"
#include "resmap/import/machine_text.h"
#include "resmap/registry/reg_text.h"

namespace resmap::import {

namespace {

constexpr InputKind kKinds[] = {InputKind::hive, InputKind::reg, InputKind::linux, InputKind::machine, InputKind::json};

}  // namespace

std::optional<InputKind> recognise(Bytes head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  // Those that begin with a mark of their own before those that are told by their lines.
  if (hive::is_hive(head)) return InputKind::hive;
  if (registry::is_reg_text(head)) return InputKind::reg;
  if (looks_like_snapshot(text)) return InputKind::json;
  if (recognise_linux_text(head)) return InputKind::linux;
  if (looks_like_machine_text(text)) return InputKind::machine;
  return std::nullopt;
}

std::string_view word_for(InputKind kind) {
  switch (kind) {
    case InputKind::hive: return "hive";
    case InputKind::reg: return "reg";
    case InputKind::linux: return "linux";
    case InputKind::machine: return "machine";
    case InputKind::json: return "json";
  }
  return "";
}

std::optional<InputKind> input_kind_from(std::string_view word) {
  for (const InputKind kind : kKinds) {
    if (word_for(kind) == word) return kind;
  }
  return std::nullopt;
}

}  // namespace resmap::import
