// SPDX-License-Identifier: MIT
#include "resmap/registry/registry.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace resmap::registry {
namespace {

constexpr std::uint8_t kOne[] = {1};

std::vector<std::string> paths(const Registry& registry, KeyId top = Registry::root()) {
  std::vector<std::string> all;
  for (const KeyId key : registry.subtree(top)) all.push_back(*registry.path_of(key));
  return all;
}

Registry sample() {
  Registry registry;
  for (const char* path :
       {R"(ControlSet001\Enum\ACPI)", R"(ControlSet001\Enum\PCI)", R"(ControlSet001\Control)", "Select"})
    EXPECT_TRUE(registry.create(path));
  return registry;
}

TEST(Registry, AnEmptyOneHasOneRootWithoutNameParentOrPath) {
  const Registry registry;
  EXPECT_TRUE(registry.contains(Registry::root()));
  EXPECT_EQ(registry.name(Registry::root()), "");
  EXPECT_FALSE(registry.parent(Registry::root()));
  EXPECT_EQ(*registry.path_of(Registry::root()), "");
  EXPECT_EQ(registry.key_count(), 0U);
  EXPECT_EQ(paths(registry), std::vector<std::string>{""});
  EXPECT_EQ(registry.find(""), Registry::root());
}

TEST(Registry, ListingsKeepTheStoredOrderParentsFirst) {
  const Registry registry = sample();
  EXPECT_EQ(paths(registry),
            (std::vector<std::string>{"", "ControlSet001", R"(ControlSet001\Enum)", R"(ControlSet001\Enum\ACPI)",
                                      R"(ControlSet001\Enum\PCI)", R"(ControlSet001\Control)", "Select"}));
  EXPECT_EQ(
      paths(registry, *registry.find(R"(ControlSet001\Enum)")),
      (std::vector<std::string>{R"(ControlSet001\Enum)", R"(ControlSet001\Enum\ACPI)", R"(ControlSet001\Enum\PCI)"}));
  EXPECT_EQ(registry.depth(*registry.find(R"(ControlSet001\Enum\PCI)")), 3U);
}

TEST(Registry, PathsAreFoundInAnyCaseAndWithSpareBackslashes) {
  const Registry registry = sample();
  const auto key = registry.find(R"(controlset001\ENUM\pci)");
  ASSERT_TRUE(key);
  EXPECT_EQ(registry.find(R"(\ControlSet001\\Enum\PCI\)"), key);
  EXPECT_EQ(registry.find(*registry.find("ControlSet001"), R"(Enum\PCI)"), key);
  EXPECT_FALSE(registry.find(R"(ControlSet001\Enum\USB)"));
  EXPECT_EQ(registry.name(*key), "PCI");
}

TEST(Registry, AValueIsSetReplacedInPlaceAndKeepsItsFirstSpelling) {
  Registry registry = sample();
  const KeyId key = *registry.find("Select");
  const auto first = registry.set_value(key, "Current", value_type::dword, kOne, 7);
  ASSERT_TRUE(first);
  ASSERT_TRUE(registry.set_value(key, "Default", value_type::dword, kOne));
  const std::uint8_t two[] = {2, 0};
  EXPECT_EQ(registry.set_value(key, "CURRENT", 0xFFFF0012, two, 9), *first);
  const ValueView view = registry.view(*first);
  EXPECT_EQ(view.name, "Current");
  EXPECT_EQ(view.type, 0xFFFF0012U);
  EXPECT_EQ(view.data.size(), 2U);
  EXPECT_EQ(view.line, 9U);
  EXPECT_EQ(registry.value_count(key), 2U);
  EXPECT_EQ(registry.find_value("select", "current")->type, 0xFFFF0012U);
  EXPECT_FALSE(registry.find_value("select", "LastKnownGood"));
  EXPECT_EQ(*registry.values(key).begin(), *first);
  EXPECT_EQ(registry.key_of(*first), key);
}

TEST(Registry, TheDefaultValueHasTheEmptyNameAndTheRootMayHoldValues) {
  Registry registry;
  ASSERT_TRUE(registry.set_value(Registry::root(), "", value_type::binary, {}));
  EXPECT_TRUE(registry.value(Registry::root(), ""));
  EXPECT_EQ(registry.find_value("", "")->data.size(), 0U);
}

TEST(Registry, AWideKeyFindsItsManyChildrenAndValuesAlsoAfterSomeWereDeleted) {
  Registry registry;
  const KeyId key = *registry.create("Wide");
  const KeyId other = *registry.create("Other");
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "Name" + std::to_string(i);
    ASSERT_TRUE(registry.create(key, name));
    ASSERT_TRUE(registry.set_value(key, name, static_cast<std::uint32_t>(i), kOne));
    ASSERT_TRUE(registry.create(other, name));
  }
  for (int i = 0; i < 3000; i += 3) {
    const std::string name = "NAME" + std::to_string(i);
    ASSERT_TRUE(registry.delete_key(*registry.child(key, name)));
    ASSERT_TRUE(registry.delete_value(*registry.value(key, name)));
  }
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "name" + std::to_string(i);
    ASSERT_EQ(registry.child(key, name).has_value(), i % 3 != 0) << i;
    ASSERT_EQ(registry.value(key, name).has_value(), i % 3 != 0) << i;
    if (i % 3 != 0) {
      ASSERT_EQ(registry.view(*registry.value(key, name)).type, static_cast<std::uint32_t>(i));
    }
    ASSERT_EQ(registry.parent(*registry.child(other, name)), other);
  }
  EXPECT_EQ(registry.child_count(key), 2000U);
  EXPECT_EQ(registry.value_count(key), 2000U);
}

TEST(Registry, NamesAndDataOfAnAdoptedBufferAreLookedAtWhereTheyLie) {
  auto buffer = std::make_shared<std::vector<std::uint8_t>>(std::vector<std::uint8_t>{'E', 'n', 'u', 'm', 9, 8, 7});
  const std::string_view name(reinterpret_cast<const char*>(buffer->data()), 4);
  const Bytes data(buffer->data() + 4, 3);
  Registry registry;
  ASSERT_TRUE(registry.reserve(2, 1));
  ASSERT_TRUE(registry.keep_alive(buffer));
  const auto key = registry.append_key(Registry::root(), name);
  const auto twin = registry.append_key(Registry::root(), name);
  ASSERT_TRUE(key && twin);
  const auto value = registry.append_value(*key, name, value_type::resource_list, data);
  ASSERT_TRUE(value);
  buffer.reset();
  Registry moved = std::move(registry);
  EXPECT_EQ(moved.view(*value).data.data(), data.data());
  EXPECT_EQ(moved.name(*key).data(), name.data());
  EXPECT_EQ(moved.find("ENUM"), *key) << "of two keys of one name the first is found";
  ASSERT_TRUE(moved.set_value(*key, "enum", value_type::binary, kOne));
  EXPECT_EQ(moved.view(*value).data.size(), 1U);
}

TEST(Registry, ContentIsTheSameOnlyWithTheSameOrderSpellingTypesAndBytes) {
  const auto built = [](std::string_view key, std::string_view value, std::uint32_t type, Bytes data) {
    Registry registry;
    EXPECT_TRUE(registry.create("A"));
    EXPECT_TRUE(registry.set_value(*registry.create(key), value, type, data));
    return registry;
  };
  const Registry base = built(R"(B\C)", "v", 3, kOne);
  EXPECT_TRUE(same_content(base, built(R"(B\C)", "v", 3, kOne)));
  EXPECT_FALSE(same_content(base, built(R"(B\c)", "v", 3, kOne)));
  EXPECT_FALSE(same_content(base, built(R"(A\C)", "v", 3, kOne)));
  EXPECT_FALSE(same_content(base, built(R"(B\C)", "V", 3, kOne)));
  EXPECT_FALSE(same_content(base, built(R"(B\C)", "v", 4, kOne)));
  EXPECT_FALSE(same_content(base, built(R"(B\C)", "v", 3, {})));
  EXPECT_FALSE(same_content(base, Registry()));
}

TEST(Registry, AMovedRegistryLeavesAnEmptyOneThatCanBeUsed) {
  Registry registry = sample();
  const Registry taken = std::move(registry);
  EXPECT_EQ(taken.key_count(), 6U);
  EXPECT_EQ(registry.key_count(), 0U);  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
  EXPECT_TRUE(registry.create("New"));
  EXPECT_EQ(taken.key_count(), 6U);
}

}  // namespace
}  // namespace resmap::registry
