// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Paths inside a FileSet: words parted by single slashes, none of them "." or "..", no slash at either end. Not installed.
namespace resmap::import {

// A path in that form. Leading slashes and "./" go ("/sys/devices" is "sys/devices"), "a//b/" is "a/b".
// nullopt: a ".." in it, an empty path, or a NUL: it names nothing inside. May throw bad_alloc.
[[nodiscard]] std::optional<std::string> clean_path(std::string_view path);

// Where a link at `link` leads to, as a path of the set, its own ".." taken back word by word.
// nullopt: to an absolute path, or outside. May throw bad_alloc.
[[nodiscard]] std::optional<std::string> link_destination(std::string_view link, std::string_view target);

[[nodiscard]] std::size_t depth_of(std::string_view clean);          // words in it
[[nodiscard]] std::string_view last_word(std::string_view path);     // "a/b" -> "b"
[[nodiscard]] std::string_view without_last(std::string_view path);  // "a/b" -> "a", "a" -> ""

}  // namespace resmap::import
