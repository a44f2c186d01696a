// SPDX-License-Identifier: MIT
#include "resmap/base/function_ref.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>

namespace resmap {
namespace {

int apply(FunctionRef<int(int)> function, int argument) { return function(argument); }

int add_one(int number) { return number + 1; }

struct Counter {
  int calls = 0;
  int operator()(int) { return ++calls; }
};

TEST(FunctionRef, CallsALambdaWithWhatItCaptured) {
  const int base = 40;
  EXPECT_EQ(apply([&](int number) { return base + number; }, 2), 42);
}

TEST(FunctionRef, RefersToTheCallableAndDoesNotCopyIt) {
  Counter counter;
  const FunctionRef<int(int)> first = counter;
  const FunctionRef<int(int)> second = first;
  EXPECT_EQ(first(0), 1);
  EXPECT_EQ(second(0), 2);
  EXPECT_EQ(counter.calls, 2);
}

TEST(FunctionRef, TakesAConstCallableAndAPointerToAFunction) {
  const auto twice = [](int number) { return 2 * number; };
  EXPECT_EQ(apply(twice, 21), 42);
  int (*const pointer)(int) = add_one;
  EXPECT_EQ(apply(pointer, 41), 42);
}

TEST(FunctionRef, HandsArgumentsThroughAsTheyAre) {
  const auto take = [](std::unique_ptr<int> owned, std::string& text) {
    text += std::to_string(*owned);
    return owned;
  };
  const FunctionRef<std::unique_ptr<int>(std::unique_ptr<int>, std::string&)> call = take;
  std::string text = "n=";
  EXPECT_EQ(*call(std::make_unique<int>(7), text), 7);
  EXPECT_EQ(text, "n=7");
}

TEST(FunctionRef, ConvertsTheAnswerAndRefusesWhatCannotBeCalledSo) {
  const auto length = [](const std::string& text) { return static_cast<int>(text.size()); };
  const FunctionRef<long(const std::string&)> call = length;
  EXPECT_EQ(call("four"), 4L);
  static_assert(!std::is_constructible_v<FunctionRef<int(int)>, decltype(length)>);
  static_assert(!std::is_constructible_v<FunctionRef<int(int)>, int>);
  static_assert(sizeof(FunctionRef<int(int)>) == 2 * sizeof(void*));
  static_assert(std::is_trivially_copyable_v<FunctionRef<int(int)>>);
}

}  // namespace
}  // namespace resmap
