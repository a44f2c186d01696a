// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "resmap/registry/registry.h"

// Registry values as the importers read them. Not installed.
namespace resmap::import {

// UTF-16LE with or without its terminating NUL as UTF-8; a lone surrogate becomes U+FFFD, an odd last byte is dropped.
[[nodiscard]] std::string text_from_utf16(Bytes data);

// A REG_SZ or REG_EXPAND_SZ, or a property that holds a string; empty when there is none.
[[nodiscard]] std::string string_value(const registry::Registry& registry, registry::KeyId key, std::string_view name);
// A REG_MULTI_SZ; a REG_SZ counts as one string.
[[nodiscard]] std::vector<std::string> strings_value(const registry::Registry& registry, registry::KeyId key,
                                                     std::string_view name);
[[nodiscard]] std::optional<std::uint32_t> number_value(const registry::Registry& registry, registry::KeyId key,
                                                        std::string_view name);

// Text for people out of an INF reference: what stands behind the last ';' of "@machine.inf,%pnp0100%;System timer".
[[nodiscard]] std::string shown_text(const std::string& text);

// A device's property: the default value of Properties\{category}\PPPP, PPPP in four or eight digits.
[[nodiscard]] std::optional<registry::ValueView> property(const registry::Registry& registry, registry::KeyId device,
                                                          std::string_view category, std::uint32_t number);

// ASCII letters in lower case, as NT compares device ids.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace resmap::import
