// SPDX-License-Identifier: MIT
#include "resmap/claims/slot_table.h"

#include <gtest/gtest.h>

namespace resmap::claims {
namespace {

TEST(SlotTable, FindsSlotsByDriverAndDeviceWithoutCase) {
  SlotTable table;
  const std::uint32_t serial = table.driver("Serial"), other = table.driver("other");
  EXPECT_EQ(table.driver("SERIAL"), serial);
  EXPECT_NE(serial, other);
  EXPECT_EQ(table.find_driver("nobody"), SlotTable::none);
  const std::uint32_t slot = table.make(serial, R"(\Device\Serial0)");
  EXPECT_EQ(table.find(serial, R"(\device\SERIAL0)"), slot);
  EXPECT_EQ(table.find(other, R"(\Device\Serial0)"), SlotTable::none);
  EXPECT_EQ(table.find(serial, ""), SlotTable::none);
  EXPECT_EQ(table.at(slot).driver, serial);
}

TEST(SlotTable, UsesFreedSlotsAgainAndNeverAnEdition) {
  SlotTable table;
  const std::uint32_t driver = table.driver("a");
  std::vector<std::uint32_t> slots;
  for (int i = 0; i < 100; ++i) slots.push_back(table.make(driver, std::to_string(i)));
  table.at(slots[40]).editions = 7;
  table.free(slots[40]);
  table.free(slots[41]);
  EXPECT_EQ(table.find(driver, "40"), SlotTable::none);
  EXPECT_EQ(table.find(driver, "42"), slots[42]);
  EXPECT_FALSE(table.at(slots[40]).used);
  EXPECT_EQ(table.make(driver, "x"), slots[41]);
  EXPECT_EQ(table.make(driver, "y"), slots[40]);
  EXPECT_EQ(table.at(slots[40]).editions, 7U);
  EXPECT_EQ(table.find(driver, "Y"), slots[40]);
  EXPECT_EQ(table.make(driver, "z"), 100U);
  EXPECT_EQ(table.size(), 101U);
}

TEST(SlotTable, KnowsNoValueUntilThereIsOne) {
  registry::Registry registry;
  ASSERT_TRUE(registry.set_value(registry.root(), "first", 3, {}));
  EXPECT_FALSE(registry.contains(SlotState().raw));
}

}  // namespace
}  // namespace resmap::claims
