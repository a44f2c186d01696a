// SPDX-License-Identifier: MIT
// Every allocation of the writer fails once, in turn: it is an error like any other.
#include <gtest/gtest.h>

#include "resmap/hive/hive_writer.h"
#include "tests/support/failing_new.h"

namespace resmap::hive {
namespace {

using testing_support::allocations_left;
using testing_support::kNever;

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
      allocations_left = failed;
      const auto file = write_hive(tree, {.format = format});
      allocations_left = kNever;
      if (file) break;
      ASSERT_EQ(file.error().code, ErrorCode::out_of_memory) << failed;
    }
    EXPECT_GT(failed, 100);
  }
}

}  // namespace
}  // namespace resmap::hive
