// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "resmap/base/bytes.h"

namespace resmap::hive::testing_support {

struct PageCell {
  std::uint32_t offset = 0;  // from the first page
  std::uint32_t size = 0;
  bool used = false;
  std::string kind;  // its first two bytes
};

// Every cell of a hive, page by page, as the format has them: pages follow one another to the end of the file, cells fill each page
// to the byte, and two free ones never stand side by side. What is otherwise fails the test.
[[nodiscard]] inline std::vector<PageCell> cells_of(Bytes file) {
  constexpr std::size_t header = 4096;
  std::vector<PageCell> cells;
  for (std::size_t page = header; page < file.size();) {
    const std::uint32_t size = load_le<std::uint32_t>(file, page + 8);
    EXPECT_EQ(std::string(file.begin() + static_cast<std::ptrdiff_t>(page),
                          file.begin() + static_cast<std::ptrdiff_t>(page + 4)),
              "hbin");
    EXPECT_EQ(load_le<std::uint32_t>(file, page + 4), page - header);
    if (size == 0 || size % 4096 != 0 || size > file.size() - page) {
      ADD_FAILURE() << "a page of " << size << " bytes";
      return cells;
    }
    bool free_before = false;
    for (std::size_t at = page + 32; at < page + size;) {
      const std::uint32_t word = load_le<std::uint32_t>(file, at);
      const bool used = word >= 0x80000000U;
      const std::uint32_t length = used ? 0U - word : word;
      if (length < 8 || length % 8 != 0 || length > page + size - at) {
        ADD_FAILURE() << "a cell of " << length << " bytes";
        return cells;
      }
      EXPECT_TRUE(used || !free_before);
      free_before = !used;
      cells.push_back({static_cast<std::uint32_t>(at - header),
                       length,
                       used,
                       {static_cast<char>(file[at + 4]), static_cast<char>(file[at + 5])}});
      at += length;
    }
    page += size;
  }
  return cells;
}

}  // namespace resmap::hive::testing_support
