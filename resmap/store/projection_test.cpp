// SPDX-License-Identifier: MIT
// The tables that people read: what they show, and that nothing anybody does to them lasts.
#include "resmap/store/projection.h"

#include <algorithm>

#include "resmap/claims/standing_lists.h"
#include "resmap/store/store_test_support.h"

namespace resmap::store {
namespace {

using claims::claim;
using claims::claim_driver;
using claims::kNoList;
using claims::list_of;

constexpr const char* kMarkState = "SELECT row FROM projection";

// Everything in the registry's values, as the map has them and as the table shows them.
std::string values_of(const claims::ResourceMap& map) {
  std::vector<std::string> all;
  map.with_registry([&](const registry::Registry& registry) {
    for (const registry::KeyId key : registry.subtree()) {
      for (const registry::ValueId value : registry.values(key)) {
        const registry::ValueView view = registry.view(value);
        TextWriter out;
        out.text(*registry.path_of(key)).text("|").text(view.name).text("|").decimal(view.type).text("|");
        out.hex_bytes(view.data).text("\n");
        all.emplace_back(out.view());
      }
    }
  });
  std::sort(all.begin(), all.end());
  std::string text;
  for (const std::string& line : all) text += line;
  return text;
}
constexpr const char* kValues =
    "SELECT key, name, type, lower(hex(bytes)) FROM registry_values ORDER BY key || '|' || name";

std::string keys_of(const claims::ResourceMap& map) {
  std::string text;
  std::vector<std::string> all;
  map.with_registry([&](const registry::Registry& registry) {
    const auto root = registry.find(claims::kResourceMapPath);
    if (!root) return;
    for (const registry::KeyId key : registry.subtree(*root))
      if (key != *root) all.push_back(*registry.path_of(key));
  });
  std::sort(all.begin(), all.end());
  for (const std::string& line : all) text += line + "\n";
  return text;
}
constexpr const char* kKeys = "SELECT key FROM registry_keys ORDER BY key";

void expect_as(const TestFolder& folder, const claims::ResourceMap& map) {
  EXPECT_EQ(ask(folder.file(), kValues), values_of(map));
  EXPECT_EQ(ask(folder.file(), kKeys), keys_of(map));
  EXPECT_EQ(ask(folder.file(), "SELECT count(*) FROM events"), std::to_string(map.events().last_number()) + "\n");
  EXPECT_EQ(ask(folder.file(), "SELECT count(*) FROM lists"), std::to_string(map.size()) + "\n");
  EXPECT_EQ(ask(folder.file(), "SELECT row = (SELECT max(number) FROM journal) FROM projection"), "1\n");
}

TEST(Projection, ShowsClaimsAndEventsInColumns) {
  const TestFolder folder;
  {
    StoredMap stored(folder.file());
    fill(stored.map);
  }
  EXPECT_EQ(
      ask(folder.file(), "SELECT class, driver, device, type, first, last, share FROM claims ORDER BY driver, type"),
      "Other|a|\\Device\\A|interrupt|5|5|exclusive\nOther|a|\\Device\\A|port|768|775|exclusive\n"
      "Other|b|\\Device\\B|port|772|779|exclusive\n");
  EXPECT_EQ(ask(folder.file(), "SELECT driver, overrides, era, row FROM lists ORDER BY driver"),
            "a|0|nt4|1\nb|1|nt4|3\n");
  EXPECT_EQ(ask(folder.file(), "SELECT number, source, id, device, strings FROM events LIMIT 1"),
            "1|b|22|\\Device\\B|[\"\",\"b\",\"\\\\Device\\\\B.Translated\"]\n");
}

TEST(Projection, IsWhatTheMapSaysAfterEveryStep) {
  for (const bool go : {false, true}) {
    for (const bool separate : {false, true}) {
      const TestFolder folder;
      StoreOptions options;
      if (go) options.policy.empty_keys = claims::ClaimPolicy::EmptyKeys::go;
      if (separate) options.policy.class_change = claims::ClaimPolicy::ClassChange::separate;
      const auto journal = SqliteJournal::open(folder.file(), options);
      claims::ClaimSetup setup;
      setup.policy = options.policy;
      setup.journal = journal->get();
      claims::ResourceMap map(setup);
      const auto shown = [&] {
        ASSERT_TRUE((*journal)->tidy());
        expect_as(folder, map);
      };
      fill(map);
      shown();
      ASSERT_TRUE(claim(map, "A", R"(\DEVICE\a)", list_of({"irq:7", "irq:8"}))->granted);  // the same, in other letters
      shown();
      ASSERT_TRUE(claim_driver(map, "a", list_of({"dma:2"}), "Class")->granted);
      ASSERT_TRUE(claim_driver(map, "d", list_of({"dma:3"}), "CLASS")->granted);
      shown();
      ASSERT_TRUE(claim_driver(map, "A", list_of({"dma:4"}), "other")->granted);  // to another class
      shown();
      ASSERT_TRUE(map.release("a", R"(\Device\A)"));
      ASSERT_TRUE(map.release("d", {}, "Class"));
      shown();
      ASSERT_TRUE(claims::record(map, "PnP Manager", "PnpManager", "", list_of({"mem:0xffffffff00000000+64K"})));
      ASSERT_TRUE(claim(map, "\xC3\xA9", "\xFF\xC3\x89", list_of({"irq:11"}))->granted);
      ASSERT_TRUE(claim(map, "\xC3\x89", "\xFF\xC3\xA9", list_of({"irq:12"}))->granted);
      shown();
    }
  }
}

TEST(Projection, TakesInWhatIsNewAndNothingElse) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  fill(stored.map);
  ASSERT_TRUE((*stored.journal)->tidy());
  const std::string first = ask(folder.file(), "SELECT list FROM lists WHERE driver = 'a'");
  const std::string before = ask(folder.file(), "PRAGMA schema_version");
  ASSERT_TRUE((*stored.journal)->tidy());  // nothing is new: nothing is written
  ASSERT_TRUE(claim(stored.map, "x", "y", list_of({"irq:9"}))->granted);
  ASSERT_TRUE((*stored.journal)->tidy());
  EXPECT_EQ(ask(folder.file(), "PRAGMA schema_version"), before);  // not made anew
  EXPECT_EQ(ask(folder.file(), "SELECT list FROM lists WHERE driver = 'a'"), first);
  expect_as(folder, stored.map);
}

TEST(Projection, IsNotTouchedByAClaim) {
  const TestFolder folder;
  StoredMap stored(folder.file());
  ASSERT_TRUE((*stored.journal)->tidy());
  const std::string before = ask(folder.file(), kMarkState);
  fill(stored.map);
  EXPECT_EQ(ask(folder.file(), kMarkState), before);
}

// What another program may do to the tables, and what is there after the next one has closed.
TEST(Projection, IsMadeAnewWhereItIsLostOrAltered) {
  for (const char* change : {"DROP TABLE claims",
                             "DROP TABLE projection",
                             "DROP TABLE events; CREATE TABLE events (a)",
                             "DROP TABLE registry_values; CREATE VIEW registry_values AS SELECT 1",
                             "DELETE FROM claims",
                             "UPDATE claims SET first = 1",
                             "UPDATE registry_values SET bytes = x'00' WHERE side = 0",
                             "INSERT INTO events VALUES (77, 0, 'x', 'x', 1, 1, 1, 'x', 'x', x'')",
                             "DELETE FROM events WHERE number = 1",
                             "ALTER TABLE claims ADD COLUMN more TEXT",
                             "ALTER TABLE lists RENAME COLUMN row TO line",
                             "DROP TRIGGER claims_UPDATE_by_others; UPDATE claims SET first = 1",
                             "DELETE FROM projection",
                             "INSERT INTO projection SELECT * FROM projection",
                             "UPDATE projection SET row = 2",
                             "UPDATE projection SET row = 99",
                             "UPDATE projection SET sum = sum + 1",
                             "UPDATE projection SET policy = 3",
                             "DELETE FROM registry_keys WHERE driver = 'c'; DELETE FROM lists",
                             "DROP TABLE claims; CREATE TABLE bystander (a); "
                             "CREATE TRIGGER claims_INSERT_by_others AFTER INSERT ON bystander BEGIN SELECT 1; END"}) {
    SCOPED_TRACE(change);
    const TestFolder folder;
    {
      StoredMap stored(folder.file());
      fill(stored.map);
    }
    ASSERT_EQ(tamper(folder.file(), change), SQLITE_OK);
    StoredMap again(folder.file());
    ASSERT_TRUE(again.map.refresh());  // the truth is elsewhere
    EXPECT_EQ(again.map.size(), 2U);
    ASSERT_TRUE((*again.journal)->tidy());
    expect_as(folder, again.map);
    EXPECT_EQ(ask(folder.file(), "SELECT sum(first) FROM claims"), "1545\n");
    EXPECT_EQ(ask(folder.file(), "SELECT sum(number) FROM events"), "10\n");
  }
}

TEST(Projection, OfManyRowsIsBroughtUpInSeveralCommits) {
  const TestFolder folder;
  StoredMap stored(folder.file(), {.tidy_on_close = false});
  // Rows that cost nothing to make: what a map writes, again and again.
  auto journal = SqliteJournal::open(folder.file());
  claims::JournalRecord record;
  record.class_name = "Class";
  const auto list = list_of({"irq:5,shared"});
  constexpr int rows = 10'000;
  ASSERT_TRUE((*journal)->replay([](Bytes) { return Result<void>(); }));
  for (int i = 0; i < rows; ++i) {
    record.driver = "d" + std::to_string(i);
    record.lists = {{.device = "x", .layout = lists::CmLayout::x86, .raw = list, .translated = list}};
    ASSERT_TRUE((*journal)->append(claims::encode(record)));
  }
  ASSERT_TRUE((*journal)->sync());
  ASSERT_TRUE((*journal)->tidy());
  ASSERT_TRUE(stored.map.refresh());
  EXPECT_EQ(stored.map.size(), std::size_t{rows});
  expect_as(folder, stored.map);
}

}  // namespace
}  // namespace resmap::store
