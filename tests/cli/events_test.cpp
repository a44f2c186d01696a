// SPDX-License-Identifier: MIT
// events: filters, the forms it prints, and following a store that others write.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/cli/store_test_support.h"

namespace resmap::cli {
namespace {

// Two refusals: a port and an interrupt of b, a DMA channel of c.
std::string store_with_events(const Folder& folder) {
  const std::string store = folder.path("pc.store");
  EXPECT_EQ(on(store, {"claim", "--driver", "a", "--device", "\\Device\\A", "port:0x300+8", "irq:5", "dma:1"}).code, 0);
  EXPECT_EQ(on(store, {"claim", "--driver", "b", "--device", "\\Device\\B", "port:0x304+8", "irq:5"}).code, 1);
  EXPECT_EQ(on(store, {"claim", "--driver", "c", "dma:1"}).code, 1);
  return store;
}

std::size_t count(const std::string& store, Words options) {
  options.insert(options.begin(), {"events", "--json"});
  const Outcome found = on(store, options);
  EXPECT_EQ(found.code, 0) << found.err;
  return lines_of(found.out).size();
}

TEST(Events, AreFilteredByEverythingTheyHave) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  EXPECT_EQ(count(store, {}), 6U);
  EXPECT_EQ(count(store, {"--source", "b"}), 4U);
  EXPECT_EQ(count(store, {"--source", "B", "--id", "22"}), 2U);
  EXPECT_EQ(count(store, {"--id", "23"}), 2U);
  EXPECT_EQ(count(store, {"--level", "error"}), 6U);
  EXPECT_EQ(count(store, {"--level", "warning"}), 0U);
  EXPECT_EQ(count(store, {"--device", "\\Device\\A"}), 3U);
  EXPECT_EQ(count(store, {"--after", "4"}), 2U);
  EXPECT_EQ(count(store, {"--from", "2026-01-01"}), 6U);
  EXPECT_EQ(count(store, {"--to", "2001-01-01T00:00Z"}), 0U);
  EXPECT_EQ(count(store, {"--from", "1000", "--to", "4102444800000"}), 6U);
}

TEST(Events, RefuseAFilterThatCannotBeMeant) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  const auto expect = [&](Words words, const std::string& part) {
    words.insert(words.begin(), "events");
    const Outcome outcome = on(store, words);
    EXPECT_EQ(outcome.code, 2) << part;
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_TRUE(has(outcome.err, part)) << outcome.err;
  };
  expect({"--from", "yesterday"}, "--from yesterday: a time is");
  expect({"--from", "2026-01-02", "--to", "2026-01-01"}, "is before --from");
  expect({"--level", "fatal"}, "--level");
  expect({"--id", "70000"}, "--id");
  expect({"--xml", "--json"}, "--xml");
}

TEST(Events, AreOneXmlDocument) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  const Outcome xml = on(store, {"events", "--xml", "--id", "22"});
  EXPECT_EQ(xml.code, 0);
  EXPECT_TRUE(xml.out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Events>\n<Event xmlns=")) << xml.out;
  EXPECT_TRUE(xml.out.ends_with("</Event>\n</Events>\n")) << xml.out;
  EXPECT_TRUE(has(xml.out, "<EventID Qualifiers='49156'>22</EventID>"));
  EXPECT_EQ(on(store, {"events", "--xml", "--id", "1"}).out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Events>\n</Events>\n");
  if (std::system("command -v xmllint >/dev/null 2>&1") != 0) GTEST_SKIP() << "no xmllint here";
  EXPECT_EQ(std::system(("xmllint --noout " + folder.write("events.xml", xml.out)).c_str()), 0);
}

TEST(Events, AreFollowedThroughTheFilterUntilAnInterrupt) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  Running follower(with_store(store, {"events", "--json", "--follow", "--source", "c"}));
  EXPECT_TRUE(follower.says("\"number\":6"));
  EXPECT_EQ(on(store, {"claim", "--driver", "b", "irq:5"}).code, 1);
  EXPECT_EQ(on(store, {"claim", "--driver", "c", "port:0x300"}).code, 1);
  EXPECT_TRUE(follower.says("\"number\":10"));
  follower.interrupt();
  EXPECT_EQ(follower.end(), 0);
  EXPECT_EQ(lines_of(follower.text()).size(), 4U) << follower.text();
}

TEST(Events, AreAWholeDocumentAfterAnInterruptToo) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  Running follower(with_store(store, {"events", "--xml", "--follow", "--id", "23"}));
  EXPECT_TRUE(follower.says("<EventRecordID>6</EventRecordID>"));
  follower.interrupt();
  EXPECT_EQ(follower.end(), 0);
  EXPECT_TRUE(follower.text().ends_with("</Event>\n</Events>\n")) << follower.text();
}

TEST(Events, EndWhenNobodyReadsAnyMore) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  Running follower(with_store(store, {"events", "--json", "--follow"}));
  EXPECT_TRUE(follower.says("\"number\":6"));
  follower.stop_reading();
  EXPECT_EQ(follower.end(), 0);  // though nothing more is written
}

TEST(Events, OfKernelPnpAreBehindASwitch) {
  const Folder folder;
  const std::string store = store_with_events(folder);
  EXPECT_EQ(on(store, {"claim", "--era", "w2k", "--driver", "d", "dma:1"}).code, 1);
  EXPECT_EQ(count(store, {"--id", "411"}), 0U);
  EXPECT_EQ(on(store, {"claim", "--era", "w2k", "--policy", "pnp_events=on", "--driver", "d", "dma:1"}).code, 1);
  EXPECT_EQ(count(store, {"--id", "411"}), 1U);
  EXPECT_TRUE(has(on(store, {"events", "--id", "411"}).out, "problem 0xc"));
}

}  // namespace
}  // namespace resmap::cli
