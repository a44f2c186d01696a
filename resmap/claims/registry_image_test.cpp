// SPDX-License-Identifier: MIT
#include "resmap/claims/registry_image.h"

#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"
#include "resmap/claims/journal_test_support.h"
#include "resmap/claims/rules.h"

namespace resmap::claims {
namespace {

using registry::KeyId;
using registry::Registry;

constexpr std::string_view kSoftware = R"(HKEY_LOCAL_MACHINE\SOFTWARE\resmap)";

std::string keys_and_values(const Registry& registry) {
  std::string text;
  for (const KeyId key : registry.subtree()) {
    text += *registry.path_of(key) + "\n";
    for (const auto id : registry.values(key)) text += "  " + std::string(registry.view(id).name) + "\n";
  }
  return text;
}

Registry image(const ResourceMap& map, std::string_view path = kSoftware) {
  auto made = image_of(map, path);
  EXPECT_TRUE(made);
  return made ? std::move(*made) : Registry();
}

// Everything of `registry` into a map of its own, and out again.
void expect_same_map(const Registry& registry, std::string_view path) {
  const auto tops = find_images(registry);
  ASSERT_TRUE(tops && tops->size() == 1);
  const auto read = read_image(registry, tops->front(), {});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->remarks.empty());
  ResourceMap map;
  ASSERT_TRUE(map.record_all(read->lists));
  EXPECT_TRUE(map.consistent());
  EXPECT_TRUE(same_content(image(map, path), registry));
}

TEST(RegistryImage, IsSortedAndHoldsOnlyWhatStands) {
  ResourceMap map;
  ASSERT_TRUE(claim(map, "serial", R"(\Device\Serial1)", list_of({"port:0x2f8+8"})));
  ASSERT_TRUE(claim(map, "serial", R"(\Device\Serial0)", list_of({"port:0x3f8+8"})));
  ASSERT_TRUE(claim(map, "gone", R"(\Device\Gone)", list_of({"dma:1"})));
  ASSERT_TRUE(claim(map, "gone", R"(\Device\Gone)", kNoList));
  ASSERT_TRUE(claim(map, "Beep", R"(\Device\Beep)", list_of({"port:0x61"})));
  ASSERT_TRUE(claim_driver(map, "video", list_of({"mem:0xa0000+128K"}), "A class"));
  EXPECT_EQ(keys_and_values(image(map)),
            "\nHKEY_LOCAL_MACHINE\nHKEY_LOCAL_MACHINE\\SOFTWARE\n"
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\resmap\n"
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\resmap\\A class\n"
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\resmap\\A class\\video\n  .Raw\n  .Translated\n"
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\resmap\\Other\n"
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\resmap\\Other\\Beep\n  \\Device\\Beep.Raw\n  \\Device\\Beep.Translated\n"
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\resmap\\Other\\serial\n"
            "  \\Device\\Serial0.Raw\n  \\Device\\Serial0.Translated\n"
            "  \\Device\\Serial1.Raw\n  \\Device\\Serial1.Translated\n");
  EXPECT_EQ(keys_and_values(image(ResourceMap(), "A\\B")), "\nA\nA\\B\n");
}

TEST(RegistryImage, ComesBackByteForByteWithEveryKindOfList) {
  ResourceMap map;
  ASSERT_TRUE(record(map, "System Resources", "Physical Memory", "", list_of({"mem:0x1000+1M", "mem:0x200000+1M"})));
  ASSERT_TRUE(claim(map, "a", R"(\Device\A)", list_of({"port:0x300+8", "irq:5,latched", "dma:1"})));
  ASSERT_TRUE(claim(map, "b", R"(\Device\B)", list_of({"port:0x304+8"}), true));
  ASSERT_TRUE(claim(map, "c", R"(\Device\C)", list_of({"mem:0x100000000+4G"}, lists::CmLayout::x64)));
  ASSERT_TRUE(claim_driver(map, "a", list_of({"port:0x400"}), "Other"));
  ByteRow with_tail = list_of({"irq:7"});
  with_tail.resize(with_tail.size() + 5, 0xEE);
  ASSERT_TRUE(record(map, "PnP Manager", "PnpManager", R"(\Device\0000000a)", with_tail));
  expect_same_map(image(map), kSoftware);
  expect_same_map(image(map, "top"), "top");
}

TEST(RegistryImage, IsFoundByWhatStandsBelowItsKey) {
  Registry registry;
  const ByteRow list = list_of({"irq:7"});
  const auto found = [&] { return find_images(registry)->size(); };
  ASSERT_TRUE(registry.set_value(*registry.create(R"(Enum\PCI\LogConf)"), "BootConfig", 8, list));
  ASSERT_TRUE(registry.set_value(*registry.create(R"(Enum\PCI\Text)"), "a.Raw", 1, list));
  ASSERT_TRUE(registry.set_value(*registry.create("short"), "a.Raw", 8, list));
  EXPECT_EQ(found(), 0U);
  ASSERT_TRUE(registry.set_value(*registry.create(R"(RESOURCEMAP\Other\a)"), ".Raw", 8, list));
  ASSERT_TRUE(registry.set_value(*registry.create(R"(RESOURCEMAP\Video\b)"), ".Translated", 8, list));
  EXPECT_EQ(found(), 1U);
  ASSERT_TRUE(registry.set_value(*registry.create(R"(Copy\Video\b)"), ".Translated", 8, list));
  EXPECT_EQ(found(), 2U);
}

TEST(RegistryImage, AValueWithoutItsTwinGetsTheSameBytesAndAnEmptyListIsLeftOut) {
  Registry registry;
  const ByteRow list = list_of({"mem:0x1000+1M"});
  ASSERT_TRUE(registry.set_value(*registry.create(R"(M\System Resources\Physical Memory)"), ".Translated", 8, list));
  ASSERT_TRUE(registry.set_value(*registry.create(R"(M\System Resources\Loader Reserved)"), ".Raw", 8, list));
  ASSERT_TRUE(registry.set_value(*registry.create(R"(M\Other\a)"), "x.Raw", 8, kNoList));
  const auto read = read_image(registry, *registry.find("M"), {});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->lists.size(), 2U);
  std::string said;
  for (const ImageRemark& remark : read->remarks)
    said += std::to_string(remark.rule) + " " + remark.place.key + " " + remark.place.value + "\n";
  EXPECT_EQ(said,
            "4035 M\\System Resources\\Physical Memory .Translated\n"
            "4035 M\\System Resources\\Loader Reserved .Raw\n4036 M\\Other\\a x.Raw\n");
  ResourceMap map;
  ASSERT_TRUE(map.record_all(read->lists));
  EXPECT_EQ(value_of(map, R"(System Resources\Physical Memory)", ".Raw"), list);
  EXPECT_EQ(value_of(map, R"(System Resources\Loader Reserved)", ".Translated"), list);
  EXPECT_EQ(map.size(), 2U);
}

TEST(RegistryImage, WhatIsNoListOfAMapIsRefusedWithItsPlace) {
  const ByteRow list = list_of({"irq:7"});
  const auto refused = [&](const char* path, const char* name, std::uint32_t type) {
    Registry registry;
    EXPECT_TRUE(registry.set_value(*registry.create(R"(M\Other\good)"), ".Raw", 8, list));
    EXPECT_TRUE(registry.set_value(*registry.create(path), name, type, list));
    const auto read = read_image(registry, *registry.find("M"), {});
    EXPECT_FALSE(read) << path;
    if (read) return std::string();
    return std::to_string(read.error().error.rule) + " " + read.error().place.key + " " + read.error().place.value;
  };
  EXPECT_EQ(refused(R"(M\Other\good)", "name", 8), R"(4030 M\Other\good name)");
  EXPECT_EQ(refused(R"(M\Other\good)", "a.Raw", 3), R"(4031 M\Other\good a.Raw)");
  EXPECT_EQ(refused("M", "a.Raw", 8), "4032 M a.Raw");
  EXPECT_EQ(refused(R"(M\Other)", "", 8), "4032 M\\Other ");
  EXPECT_EQ(refused(R"(M\Other\good\below)", "a.Raw", 8), "4032 M\\Other\\good\\below ");
  EXPECT_EQ(refused(R"(M\Class\GOOD)", ".Translated", 8), R"(4033 M\Class\GOOD .Raw)");
  Registry registry;
  EXPECT_EQ(read_image(registry, {7, 7}, {}).error().error.code, ErrorCode::not_found);
}

TEST(RegistryImage, TwoClassesOfOneDriverStandWhereThePolicyKeepsThemApart) {
  Registry registry;
  const ByteRow list = list_of({"irq:7"});
  ASSERT_TRUE(registry.set_value(*registry.create(R"(M\One\a)"), ".Raw", 8, list));
  ASSERT_TRUE(registry.set_value(*registry.create(R"(M\Two\a)"), ".Raw", 8, list));
  const ClaimPolicy apart{.class_change = ClaimPolicy::ClassChange::separate};
  const auto read = read_image(registry, *registry.find("M"), apart);
  ASSERT_TRUE(read);
  ResourceMap map({.policy = apart});
  ASSERT_TRUE(map.record_all(read->lists));
  EXPECT_EQ(map.size(), 2U);
}

// --- record_all

std::vector<RecordRequest> requests(const std::vector<ByteRow>& lists, const std::vector<std::string>& devices) {
  std::vector<RecordRequest> all;
  for (std::size_t i = 0; i < lists.size(); ++i)
    all.push_back({.class_name = "PnP Manager",
                   .driver = "PnpManager",
                   .device = devices[i],
                   .raw = Bytes(lists[i]),
                   .translated = Bytes(lists[i])});
  return all;
}

TEST(RecordAll, EntersAllOrNoneAndSaysWhichWasRefused) {
  const std::vector<ByteRow> lists = {list_of({"irq:1"}), list_of({"irq:2"}), {1, 0, 0, 0, 9}};
  const std::vector<std::string> devices = {"a", "b", "c"};
  ResourceMap map;
  ASSERT_TRUE(record(map, "PnP Manager", "PnpManager", "a", list_of({"irq:9"})));
  const std::string before = picture_of(map);
  const auto refused = map.record_all(requests(lists, devices));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().request, 2U);
  EXPECT_EQ(refused.error().error.code, ErrorCode::truncated);
  EXPECT_EQ(picture_of(map), before);
  ASSERT_TRUE(map.record_all(requests({lists[0], lists[1]}, devices)));
  EXPECT_EQ(map.size(), 2U);
  EXPECT_EQ(value_of(map, R"(PnP Manager\PnpManager)", "a.Raw"), lists[0]);
  EXPECT_TRUE(map.record_all({}));
}

TEST(RecordAll, IsOneBatchOfTheJournalAndAFailingStepKeepsNothing) {
  const std::vector<ByteRow> lists = {list_of({"irq:1"}), list_of({"irq:2"}), list_of({"irq:3"})};
  const std::vector<std::string> devices = {"a", "b", "a"};  // the third replaces the first
  for (std::size_t fails = 0;; ++fails) {
    SharedRows rows;
    MemoryJournal journal(rows), other(rows);
    ResourceMap map({.journal = &journal});
    ASSERT_TRUE(record(map, "PnP Manager", "PnpManager", "a", list_of({"irq:9"})));
    const std::string before = picture_of(map);
    const std::size_t syncs = journal.syncs;
    journal.fail_at = journal.steps + fails;
    const auto done = map.record_all(requests(lists, devices));
    EXPECT_TRUE(map.consistent());
    if (!done) {
      EXPECT_EQ(done.error().error.code, ErrorCode::unreadable);
      EXPECT_EQ(picture_of(map), before) << fails;
      EXPECT_EQ(rows.rows.size(), 1U);
      continue;
    }
    EXPECT_EQ(fails, 5U);  // replay, three records, sync
    EXPECT_EQ(journal.syncs, syncs + 1);
    EXPECT_EQ(map.size(), 2U);
    ResourceMap again({.journal = &other});
    ASSERT_TRUE(again.refresh());
    EXPECT_EQ(picture_of(again), picture_of(map));
    return;
  }
}

}  // namespace
}  // namespace resmap::claims
