// SPDX-License-Identifier: MIT
#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "tests/support/hex_literal.h"

namespace resmap::testing_support {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool matches_golden(const std::filesystem::path& file, const std::string& text, std::string& why) {
  const std::filesystem::path path = std::filesystem::path(RESMAP_SOURCE_DIR) / "spec/golden" / file;
  if (std::getenv("RESMAP_REBASE") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return true;
  }
  if (!std::filesystem::exists(path)) {
    why = path.string() + " is missing; RESMAP_REBASE=1 writes it";
    return false;
  }
  const std::string expected = read_text(path);
  if (expected == text) return true;
  const auto [a, b] = std::mismatch(expected.begin(), expected.end(), text.begin(), text.end());
  const auto line = std::count(expected.begin(), a, '\n') + 1;
  why = path.string() + ":" + std::to_string(line) + ": expected\n" +
        std::string(a, a + std::min<std::ptrdiff_t>(120, expected.end() - a)) + "\nhave\n" +
        std::string(b, b + std::min<std::ptrdiff_t>(120, text.end() - b));
  return false;
}

namespace {

void append_hex(const std::string& line, GoldenList& list) {
  int high = -1;
  for (const char c : line) {
    const int digit = hex_value(c);
    if (digit < 0) continue;
    if (high < 0) {
      high = digit;
    } else {
      list.bytes.push_back(static_cast<std::uint8_t>(high * 16 + digit));
      high = -1;
    }
  }
  if (high >= 0) throw std::runtime_error("half a byte in " + list.path.string());
}

GoldenList read_list(const std::filesystem::path& path) {
  GoldenList list;
  list.name = path.stem().string();
  list.path = path;
  std::istringstream lines(read_text(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    if (line.starts_with("type ")) {
      list.registry_type = static_cast<std::uint32_t>(std::stoul(line.substr(5)));
    } else if (line.starts_with("expect ")) {
      list.expected.push_back(line.substr(7));
    } else {
      append_hex(line, list);
    }
  }
  return list;
}

}  // namespace

std::vector<GoldenList> golden_lists(const std::string& folder) {
  std::vector<GoldenList> lists;
  const std::filesystem::path root = std::filesystem::path(RESMAP_SOURCE_DIR) / "spec/golden" / folder;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() == ".hex") lists.push_back(read_list(entry.path()));
  }
  std::sort(lists.begin(), lists.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  if (lists.empty()) throw std::runtime_error("no golden lists in " + root.string());
  return lists;
}

}  // namespace resmap::testing_support
