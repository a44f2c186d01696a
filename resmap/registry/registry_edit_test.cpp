// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "resmap/registry/registry.h"

namespace resmap::registry {
namespace {

constexpr std::uint8_t kOne[] = {1};

TEST(RegistryEdit, DeletingAKeyTakesAllBelowItAndNothingBeside) {
  Registry registry;
  for (const char* path : {R"(A\B\C)", R"(A\D)", "E"})
    ASSERT_TRUE(registry.set_value(*registry.create(path), "v", 3, kOne));
  const KeyId doomed = *registry.find("A"), below = *registry.find(R"(A\B\C)");
  const ValueId value = *registry.value(below, "v");
  ASSERT_TRUE(registry.delete_key(doomed));
  EXPECT_EQ(registry.key_count(), 1U);
  EXPECT_EQ(registry.value_count(), 1U);
  EXPECT_FALSE(registry.find("A"));
  EXPECT_FALSE(registry.contains(below));
  EXPECT_FALSE(registry.contains(value));
  EXPECT_TRUE(registry.find("E"));
}

TEST(RegistryEdit, AStaleHandleReadsAsEmptyAndEditsAreNotFoundEvenWhenItsPlaceIsUsedAgain) {
  Registry registry;
  const KeyId old = *registry.create("Old");
  const ValueId old_value = *registry.set_value(old, "v", 3, kOne);
  ASSERT_TRUE(registry.delete_key(old));
  const KeyId fresh = *registry.create("Fresh");
  const ValueId fresh_value = *registry.set_value(fresh, "w", 3, kOne);
  EXPECT_EQ(fresh.index, old.index) << "the place is used again";
  EXPECT_EQ(fresh_value.index, old_value.index);
  EXPECT_EQ(registry.name(old), "");
  EXPECT_EQ(registry.view(old_value).name, "");
  EXPECT_EQ(registry.children(old).begin(), registry.children(old).end());
  EXPECT_EQ(registry.subtree(old).begin(), registry.subtree(old).end());
  EXPECT_EQ(registry.values(old).begin(), registry.values(old).end());
  EXPECT_EQ(registry.set_value(old, "v", 3, kOne).error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.create(old, "x").error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.delete_key(old).error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.delete_value(old_value).error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.append_key(old, "x").error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.path_of(old).error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.delete_key(KeyId{99, 0}).error().code, ErrorCode::not_found);
  EXPECT_EQ(registry.delete_key(Registry::root()).error().code, ErrorCode::invalid_argument);
}

TEST(RegistryEdit, DepthNameAndDataHaveBoundsAndARefusalLeavesNoHalfMadePath) {
  Registry registry;
  std::string path = "k";
  for (std::uint32_t i = 1; i < Registry::max_depth; ++i) path += R"(\k)";
  const auto deepest = registry.create(path);
  ASSERT_TRUE(deepest);
  EXPECT_EQ(registry.depth(*deepest), Registry::max_depth);
  const std::size_t before = registry.key_count();
  EXPECT_EQ(registry.create(*deepest, "k").error(),
            (Error{.code = ErrorCode::limit_exceeded, .value = Registry::max_depth + 1}));
  EXPECT_EQ(registry.create("new\\" + path).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(registry.create(R"(other\)" + std::string(Registry::max_name + 1, 'n')).error().code,
            ErrorCode::limit_exceeded);
  EXPECT_EQ(registry.key_count(), before);
  EXPECT_FALSE(registry.find("new"));
  EXPECT_FALSE(registry.find("other"));
  EXPECT_TRUE(registry.create(std::string(Registry::max_name, 'n')));
  EXPECT_EQ(registry.set_value(*deepest, std::string(Registry::max_name + 1, 'n'), 3, {}).error().code,
            ErrorCode::limit_exceeded);
  EXPECT_EQ(registry.reserve(Registry::max_elements + 1, 0).error().code, ErrorCode::limit_exceeded);
  ASSERT_TRUE(registry.delete_key(*registry.find("k"))) << "deep trees are taken down without recursion";
}

TEST(RegistryEdit, AValueMayBeSetFromItsOwnDataAndName) {
  Registry registry;
  const KeyId key = *registry.create("K");
  const std::vector<std::uint8_t> bytes(100, 0xAB);
  const ValueId value = *registry.set_value(key, "name", 3, bytes);
  const ValueView own = registry.view(value);
  ASSERT_TRUE(registry.set_value(key, own.name, 3, own.data.subspan(50)));
  EXPECT_EQ(registry.view(value).data.size(), 50U);
  EXPECT_EQ(registry.view(value).data[49], 0xAB);
  ASSERT_TRUE(registry.create(key, registry.name(key)));
}

// Beside it a model that nobody can get wrong: a map from path to values. Names are one case, so the map needs no folding.
TEST(RegistryEdit, TenThousandRandomStepsAgreeWithAMapOfPaths) {
  Registry registry;
  std::map<std::string, std::map<std::string, std::uint32_t>> model{{"", {}}};
  std::uint64_t random = 2026;
  const auto draw = [&](std::uint64_t below) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    return (random >> 33) % below;
  };
  for (std::uint32_t step = 0; step < 10000; ++step) {
    auto at = model.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(draw(model.size())));
    const std::string path = at->first;
    const KeyId key = *registry.find(path);
    const std::string name = "n" + std::to_string(draw(60));
    switch (draw(8)) {
      case 0:
      case 1:
      case 2: {
        const std::string made = path.empty() ? name : path + "\\" + name;
        if (registry.depth(key) > 6) break;
        ASSERT_TRUE(registry.create(key, name));
        model[made];
        break;
      }
      case 3:
      case 4:
      case 5:
        ASSERT_TRUE(registry.set_value(key, name, step, {}));
        at->second[name] = step;
        break;
      case 6:
        if (const auto value = registry.value(key, name)) {
          ASSERT_TRUE(registry.delete_value(*value));
        }
        at->second.erase(name);
        break;
      case 7:
        if (path.empty() || draw(4) != 0) break;
        ASSERT_TRUE(registry.delete_key(key));
        std::erase_if(model,
                      [&](const auto& entry) { return entry.first == path || entry.first.starts_with(path + "\\"); });
        break;
    }
    ASSERT_EQ(registry.key_count(), model.size() - 1);
    if (step % 100 != 0) continue;
    std::size_t seen = 0, values = 0;
    for (const KeyId each : registry.subtree()) {
      const auto twin = model.find(*registry.path_of(each));
      ASSERT_NE(twin, model.end());
      ++seen;
      ASSERT_EQ(registry.value_count(each), twin->second.size());
      for (const ValueId value : registry.values(each)) {
        const ValueView view = registry.view(value);
        ASSERT_EQ(twin->second.at(std::string(view.name)), view.type);
        ASSERT_EQ(registry.value(each, view.name), value);
        ++values;
      }
    }
    ASSERT_EQ(seen, model.size());
    ASSERT_EQ(values, registry.value_count());
  }
}

TEST(RegistryEdit, ExchangesDataAndTakesThemBack) {
  Registry registry;
  const std::uint8_t first[] = {1, 2}, second[] = {3};
  const ValueId value = *registry.set_value(Registry::root(), "x", 8, first);
  Blob data = Blob::copy_of(second);
  ASSERT_TRUE(registry.exchange_data(value, data));
  EXPECT_EQ(registry.view(value).data.size(), 1U);
  EXPECT_EQ(data.bytes().size(), 2U);
  ASSERT_TRUE(registry.exchange_data(value, data));
  EXPECT_EQ(registry.view(value).data[1], 2);
  EXPECT_EQ(registry.view(value).type, 8U);
  ASSERT_TRUE(registry.delete_value(value));
  EXPECT_EQ(registry.exchange_data(value, data).error().code, ErrorCode::not_found);
  EXPECT_EQ(data.bytes().size(), 1U);
}

}  // namespace
}  // namespace resmap::registry
