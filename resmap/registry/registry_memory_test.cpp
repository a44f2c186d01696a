// SPDX-License-Identifier: MIT
// Every allocation of this floor fails once, in turn: nothing may change, leak or throw.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "resmap/registry/reg_text.h"
#include "resmap/registry/registry.h"
#include "tests/support/failing_new.h"

namespace resmap::registry {
namespace {

using testing_support::allocations_left;
using testing_support::kNever;

// Runs `step` with the n-th allocation failing, for n = 0, 1, ... until it succeeds; `untouched` is asked after each failure.
template <typename Step, typename Untouched>
void fail_each_allocation(Step&& step, Untouched&& untouched) {
  for (long n = 0;; ++n) {
    allocations_left = n;
    const auto result = step();
    allocations_left = kNever;
    if (result.has_value()) return;
    ASSERT_EQ(result.error().code, ErrorCode::out_of_memory) << n;
    untouched();
  }
}

Registry sample() {
  Registry registry;
  const KeyId key = *registry.create(R"(A\B)");
  const std::uint8_t bytes[] = {1, 2, 3};
  for (int i = 0; i < 40; ++i) {
    EXPECT_TRUE(registry.set_value(key, "value" + std::to_string(i), 3, bytes));
    EXPECT_TRUE(registry.create(key, "key" + std::to_string(i)));
  }
  return registry;
}

TEST(RegistryMemory, WithoutMemoryEveryEditLeavesTheTreeAsItWas) {
  Registry registry = sample();
  const Registry before = sample();
  const auto untouched = [&] { ASSERT_TRUE(same_content(registry, before)); };
  const std::vector<std::uint8_t> data(200, 7);
  const std::string long_name(100, 'x');
  fail_each_allocation([&] { return registry.create(R"(A\New\)" + std::string("Deep")); }, untouched);
  ASSERT_TRUE(registry.delete_key(*registry.find(R"(A\New)")));
  fail_each_allocation([&] { return registry.set_value(*registry.find("A"), long_name, 3, data); }, untouched);
  ASSERT_TRUE(registry.delete_value(*registry.value(*registry.find("A"), long_name)));
  fail_each_allocation([&] { return registry.set_value(*registry.find(R"(A\B)"), "value7", 4, data); }, untouched);
  fail_each_allocation([&] { return registry.path_of(*registry.find(R"(A\B\key20)")); }, [] {});
}

TEST(RegistryMemory, WithoutMemoryForAnIndexAWideKeyIsStillSearchedRight) {
  Registry registry = sample();
  const KeyId key = *registry.find(R"(A\B)");
  for (long n = 0; n < 3; ++n) {
    allocations_left = n;
    const auto child = registry.child(key, "KEY39");
    const auto value = registry.value(key, "VALUE39");
    const auto absent = registry.child(key, "KEY40");
    allocations_left = kNever;
    EXPECT_TRUE(child && value && !absent);
  }
}

TEST(RegistryMemory, WithoutMemoryTextIsNeitherReadNorWrittenInPart) {
  constexpr std::string_view text =
      "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\A long name for a key of its own]\r\n"
      "\"a name that is too long for the short string\"=\"text that is too long for the short "
      "string\"\r\n@=hex:00,\\\r\n  01\r\nwrong\r\n";
  RegText read;
  fail_each_allocation(
      [&] {
        auto result = read_reg_text(bytes_of(text));
        if (result) read = std::move(*result);
        return result;
      },
      [] {});
  EXPECT_EQ(read.registry.value_count(), 2U);
  EXPECT_EQ(read.errors, 1U);
  fail_each_allocation([&] { return write_reg_text(read.registry); }, [] {});
}

}  // namespace
}  // namespace resmap::registry
