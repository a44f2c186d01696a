// SPDX-License-Identifier: MIT
#include "resmap/pnp/device_tree.h"

#include <gtest/gtest.h>

#include <string>

#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using testing_support::Draft;

DeviceTree tree_of(Draft& draft) {
  auto tree = DeviceTree::from(draft.snapshot());
  EXPECT_TRUE(tree);
  return std::move(*tree);
}

// "a b c": devices by their ids.
std::string ids(Draft& draft, std::span<const DeviceIndex> devices) {
  std::string all;
  for (const DeviceIndex device : devices) all += (all.empty() ? "" : " ") + draft[device].id;
  return all;
}

TEST(DeviceTree, OfNoDevicesIsEmpty) {
  Draft draft;
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(tree.size(), 0U);
  EXPECT_TRUE(tree.roots().empty());
  EXPECT_TRUE(tree.in_order().empty());
}

TEST(DeviceTree, ParentsStandBeforeTheirChildrenWhereverTheSnapshotHasThem) {
  Draft draft;
  draft.add("leaf", 2);
  draft.add("root");
  draft.add("middle", 1);
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(ids(draft, tree.in_order()), "root middle leaf");
  EXPECT_EQ(ids(draft, tree.roots()), "root");
  EXPECT_EQ(tree.node(1).depth, 0U);
  EXPECT_EQ(tree.node(2).depth, 1U);
  EXPECT_EQ(tree.node(0).depth, 2U);
}

TEST(DeviceTree, ADeviceIsFollowedByAllThatHangsFromItBeforeItsSiblings) {
  Draft draft;
  const DeviceIndex a = draft.add("a"), b = draft.add("b");
  draft.add("b1", b);
  const DeviceIndex a1 = draft.add("a1", a);
  draft.add("a2", a);
  draft.add("a1x", a1);
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(ids(draft, tree.in_order()), "a a1 a1x a2 b b1");
}

TEST(DeviceTree, PciFunctionsStandByTheirPlaceBeforeTheOthersById) {
  Draft draft;
  const DeviceIndex root = draft.add("root");
  for (const char* id : {"zebra", "00:1f.3", "0001:00:00.0", "00:02.0", "ant", "00:1f.0", "01:00.0"})
    draft.add(id, root);
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(ids(draft, tree.node(root).children), "00:02.0 00:1f.0 00:1f.3 01:00.0 0001:00:00.0 ant zebra");
}

TEST(DeviceTree, TwoAtOnePlaceStandInTheOrderOfTheirIds) {
  Draft draft;
  const DeviceIndex second = draft.add("PCI\\2"), first = draft.add("PCI\\1");
  draft[second].pci = draft[first].pci = snapshot::PciPlace{0, 0, 3, 0};
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(ids(draft, tree.roots()), "PCI\\1 PCI\\2");
}

TEST(DeviceTree, AParentOutsideTheSnapshotIsLeftOut) {
  Draft draft;
  draft.add("a", 1);
  const DeviceTree alone = tree_of(draft);
  EXPECT_EQ(alone.node(0).parent, std::nullopt);
  draft[0].parent = 0xFFFF'FFFF;
  EXPECT_EQ(ids(draft, tree_of(draft).roots()), "a");
}

TEST(DeviceTree, ACircleIsOpenedWhereItWouldClose) {
  Draft draft;
  draft.add("self", 0);
  draft.add("a", 2);
  draft.add("b", 3);
  draft.add("c", 1);
  draft.add("below", 3);
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(tree.node(0).parent, std::nullopt);
  EXPECT_EQ(tree.node(1).parent, 2U);
  EXPECT_EQ(tree.node(2).parent, 3U);
  EXPECT_EQ(tree.node(3).parent, std::nullopt) << "its link is the one that closes the circle";
  EXPECT_EQ(ids(draft, tree.in_order()), "c b a below self");
}

TEST(DeviceTree, BelowMeansDirectlyOrNotAndNeverItself) {
  Draft draft;
  const DeviceIndex root = draft.add("root"), middle = draft.add("middle", root), leaf = draft.add("leaf", middle),
                    other = draft.add("other", root);
  const DeviceTree tree = tree_of(draft);
  EXPECT_TRUE(tree.is_below(leaf, middle));
  EXPECT_TRUE(tree.is_below(leaf, root));
  EXPECT_FALSE(tree.is_below(middle, leaf));
  EXPECT_FALSE(tree.is_below(root, root));
  EXPECT_FALSE(tree.is_below(other, middle));
}

TEST(DeviceTree, ACircleIsOpenedAtItsLastDeviceWhereverItBegins) {
  Draft draft;
  draft.add("a", 2);
  draft.add("b", 0);
  draft.add("c", 1);
  EXPECT_EQ(ids(draft, tree_of(draft).in_order()), "c a b");
}

TEST(DeviceTree, EveryCircleIsOpenedByItself) {
  Draft draft;
  draft.add("a", 1);
  draft.add("b", 0);
  draft.add("x", 4);
  draft.add("below x", 2);
  draft.add("y", 2);
  draft.add("below b", 1);
  EXPECT_EQ(ids(draft, tree_of(draft).in_order()), "b a below b y x below x");
}

TEST(DeviceTree, WhatWouldStandTooDeepBecomesARoot) {
  constexpr DeviceIndex deepest = DeviceTree::kDeepest;
  Draft draft;
  draft.add("0");
  for (DeviceIndex i = 1; i < 3 * deepest; ++i) draft.add(std::to_string(i), i - 1);
  const DeviceTree tree = tree_of(draft);
  EXPECT_EQ(tree.in_order().size(), 3 * deepest);
  EXPECT_EQ(tree.node(deepest).depth, deepest);
  EXPECT_EQ(tree.node(deepest + 1).parent, std::nullopt);
  EXPECT_EQ(tree.node(deepest + 1).depth, 0U);
  EXPECT_TRUE(tree.node(deepest).children.empty());
  EXPECT_EQ(tree.roots().size(), 3U);
  EXPECT_TRUE(tree.is_below(2 * deepest + 1, deepest + 1));
  EXPECT_FALSE(tree.is_below(deepest + 1, deepest));
}

}  // namespace
}  // namespace resmap::pnp
