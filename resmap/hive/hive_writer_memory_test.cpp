// SPDX-License-Identifier: MIT
// Every allocation of the writer fails once, in turn: it is an error like any other.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "resmap/hive/hive_writer.h"

namespace {

constexpr long kNever = -1;
thread_local long calls_left = kNever;  // NOLINT: what the global operator new reads

void* allocate(std::size_t size) {
  if (calls_left == 0) return nullptr;
  if (calls_left > 0) --calls_left;
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

// NOLINTBEGIN(clang-analyzer-cplusplus.NewDelete)
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* const block = allocate(size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
// NOLINTEND(clang-analyzer-cplusplus.NewDelete)

namespace resmap::hive {
namespace {

TEST(HiveWriterMemory, EveryFailedAllocationIsAnError) {
  registry::Registry tree;
  const std::uint8_t data[20000] = {};
  for (int i = 0; i < 40; ++i) {
    const auto key = tree.create("a key of some length " + std::to_string(i));
    ASSERT_TRUE(key && tree.set_value(*key, "a value of some length", 8, data));
  }
  for (const HiveFormat format : {HiveFormat::standard, HiveFormat::latest}) {
    long failed = 0;
    for (;; ++failed) {
      calls_left = failed;
      const auto file = write_hive(tree, {.format = format});
      calls_left = kNever;
      if (file) break;
      ASSERT_EQ(file.error().code, ErrorCode::out_of_memory) << failed;
    }
    EXPECT_GT(failed, 100);
  }
}

}  // namespace
}  // namespace resmap::hive
