// SPDX-License-Identifier: MIT
#include "resmap/claims/standing_lists.h"

#include <gtest/gtest.h>

#include "resmap/claims/claims_test_support.h"

namespace resmap::claims {
namespace {

ListToWrite to_write(std::string_view class_name, std::string_view device, const ByteRow& list) {
  ListToWrite made{.class_name = class_name, .driver = "driver", .device = device, .list = {}, .state = {}};
  made.list = *checked_pair(list, list, lists::CmLayout::x86, {});
  return made;
}

struct Standing {
  registry::Registry registry;
  StandingLists lists{registry, default_memory(), {}};

  std::string text() const {
    TextWriter out;
    for (const registry::KeyId key : registry.subtree()) {
      out.text(*registry.path_of(key)).text(":");
      for (const registry::ValueId value : registry.values(key))
        out.text(" ").text(registry.view(value).name).text("=").hex_bytes(registry.view(value).data);
      out.text("\n");
    }
    return std::string(out.view());
  }
};

TEST(StandingLists, TakeAWholeBatchBackStepByStep) {
  Standing standing;
  const ByteRow first = list_of({"irq:1"}), second = list_of({"irq:2", "port:0x300+8"}), third = list_of({"irq:3"});
  Change kept = *standing.lists.write(to_write("Class", "d", first));
  standing.lists.settle(kept);
  ASSERT_TRUE(standing.lists.consistent());
  const std::string before = standing.text();
  const std::size_t leaves = standing.lists.index().size();

  // Replaced, moved to another class, erased, written again in the first class, and another device beside it.
  std::vector<Change> batch;
  batch.push_back(*standing.lists.write(to_write("Class", "d", second)));
  batch.push_back(*standing.lists.write(to_write("New", "d", third)));
  batch.push_back(standing.lists.erase(batch.back().slot));
  batch.push_back(*standing.lists.write(to_write("class", "d", third)));
  batch.push_back(*standing.lists.write(to_write("New", "e", second)));
  while (!batch.empty()) {
    standing.lists.undo(batch.back());
    batch.pop_back();
  }
  EXPECT_EQ(standing.text(), before);
  EXPECT_EQ(standing.lists.index().size(), leaves);
  EXPECT_TRUE(standing.lists.consistent());
}

TEST(StandingLists, SettleAWholeBatchStepByStep) {
  Standing standing;
  const ByteRow first = list_of({"irq:1"}), second = list_of({"irq:2", "port:0x300+8"});
  std::vector<Change> batch;
  batch.push_back(*standing.lists.write(to_write("Class", "d", first)));
  batch.push_back(*standing.lists.write(to_write("New", "d", second)));
  batch.push_back(standing.lists.erase(batch.back().slot));
  batch.push_back(*standing.lists.write(to_write("Class", "d", second)));
  batch.push_back(*standing.lists.write(to_write("Class", "gone", first)));
  batch.push_back(standing.lists.erase(batch.back().slot));
  for (Change& change : batch) standing.lists.settle(change);
  EXPECT_TRUE(standing.lists.consistent());
  EXPECT_EQ(standing.lists.live(), 1U);
  EXPECT_EQ(standing.lists.index().size(), 2U);
  EXPECT_EQ(standing.registry.value_count(), 2U);
  const std::uint32_t slot = standing.lists.find("", "driver", "D");
  ASSERT_NE(slot, SlotTable::none);
  const StoredList stored = standing.lists.stored(slot);
  EXPECT_EQ(stored.class_name, "Class");
  EXPECT_EQ(stored.device, "d");
  EXPECT_EQ(ByteRow(stored.raw.begin(), stored.raw.end()), second);
  EXPECT_EQ(standing.lists.find("", "driver", "gone"), SlotTable::none);
}

TEST(StandingLists, TellTheListThatStandsFromTheOneItReplaced) {
  Standing standing;
  Change first = *standing.lists.write(to_write("Class", "d", list_of({"irq:1"})));
  const ListId old{first.slot, standing.lists.slots().at(first.slot).state.edition};
  Change second = *standing.lists.write(to_write("Class", "d", list_of({"irq:1"})));
  EXPECT_FALSE(standing.lists.is_current(old));
  EXPECT_EQ(standing.lists.index().size(), 2U);  // until it is settled
  standing.lists.settle(first);
  standing.lists.settle(second);
  EXPECT_EQ(standing.lists.index().size(), 1U);
}

TEST(StandingLists, NoticeWhatDoesNotMatch) {
  Standing standing;
  Change change = *standing.lists.write(to_write("Class", "d", list_of({"irq:1"})));
  standing.lists.settle(change);
  ASSERT_TRUE(standing.lists.consistent());
  const registry::ValueId value = standing.lists.slots().at(change.slot).state.translated;
  registry::Blob other = registry::Blob::copy_of(Bytes(list_of({"irq:2"})));
  ASSERT_TRUE(standing.registry.exchange_data(value, other));
  EXPECT_FALSE(standing.lists.consistent());
  ASSERT_TRUE(standing.registry.exchange_data(value, other));
  EXPECT_TRUE(standing.lists.consistent());
  ASSERT_TRUE(standing.registry.set_value(*standing.registry.key_of(value), "more", 8, {}));
  EXPECT_FALSE(standing.lists.consistent());
}

}  // namespace
}  // namespace resmap::claims
