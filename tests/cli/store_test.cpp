// SPDX-License-Identifier: MIT
// claim, release, claims, events: a store over several processes.
#include <gtest/gtest.h>

#include "tests/cli/store_test_support.h"

namespace resmap::cli {
namespace {

TEST(StoreVerbs, ClaimRefuseReleaseAndClaimAgain) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  const Words second = {"claim", "--driver", "b", "--device", "\\Device\\B", "port:0x304+8", "irq:5,latched"};
  EXPECT_EQ(on(store, {"claim", "--driver", "a", "--device", "\\Device\\A", "port:0x300+8", "irq:5,latched"}).out,
            "granted\n");
  const Outcome refused = on(store, second);
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.out,
            "conflict: port 0x304-0x307 is held by Other\\a for \\Device\\A\n"
            "conflict: interrupt 0x5 is held by Other\\a for \\Device\\A\nrefused\n");
  EXPECT_EQ(on(store, {"release", "--driver", "a", "--device", "\\Device\\A"}).out, "released\n");
  EXPECT_EQ(on(store, second).code, 0);
  const Outcome claims = on(store, {"claims"});
  EXPECT_EQ(claims.code, 0);
  EXPECT_TRUE(claims.out.starts_with("Other\n  b\n    \\Device\\B\n      ")) << claims.out;
  EXPECT_FALSE(has(claims.out, "\\Device\\A"));
}

TEST(StoreVerbs, ARefusalIsTwoEventsForEachConflict) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  EXPECT_EQ(on(store, {"claim", "--driver", "a", "dma:1"}).code, 0);
  const Outcome refused = on(store, {"claim", "--json", "--driver", "b", "dma:1"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(refused.out.starts_with("{\"record\":\"conflict\"")) << refused.out;
  EXPECT_EQ(lines_of(refused.out).size(), 1U);
  const Outcome events = on(store, {"events", "--json"});
  EXPECT_EQ(lines_of(events.out).size(), 2U);
  for (const std::string& line : lines_of(events.out))
    EXPECT_TRUE(line.starts_with("{\"record\":\"event\"") && has(line, "\"id\":23") && has(line, "\"source\":\"b\""))
        << line;
  EXPECT_FALSE(on(store, {"events"}).out.empty());
}

TEST(StoreVerbs, BothListsAreOneCallAndAnOverrideIsGranted) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  EXPECT_EQ(on(store, {"claim", "--driver", "a", "dma:1"}).code, 0);
  const Words both = {"claim", "--driver", "b", "--device", "\\Device\\B", "--driver-list", "irq:5 dma:1", "port:0x60"};
  EXPECT_EQ(on(store, both).code, 1);
  EXPECT_FALSE(has(on(store, {"claims"}).out, "\\Device\\B"));
  EXPECT_EQ(on(store, {"claim", "--override", "--driver", "b", "dma:1"}).code, 0);
  EXPECT_TRUE(has(on(store, {"claims", "--json"}).out, "\"overrides\":true"));
}

TEST(StoreVerbs, TakesAListOutOfAFile) {
  const Folder folder;
  const std::string store = folder.path("pc.store");
  const std::string digits = run({"encode", "--layout", "16", "--interface", "Isa", "dma:3"}).out;
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  EXPECT_EQ(on(store, {"claim", "--driver", "a", "--list", folder.write("list.bin", bytes)}).code, 0);
  EXPECT_EQ(on(store, {"claim", "--driver", "b", "dma:3"}).code, 1);
}

TEST(StoreVerbs, SayWhatIsWrongInOneLine) {
  const Folder folder;
  const std::string text = folder.write("text", std::string(4096, 'x')), missing = folder.path("missing");
  const auto expect = [](const Outcome& outcome, int code, const std::string& part) {
    EXPECT_EQ(outcome.code, code) << part;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_TRUE(has(outcome.err, part)) << outcome.err;
  };
  expect(on(missing, {"claims"}), 3, "there is no such store");
  expect(on(text, {"claims"}), 3, "RM3150");
  expect(on(text, {"claim", "--driver", "a", "dma:1"}), 3, "RM3150");
  expect(on(missing, {"claim", "--driver", "a"}), 2, "name resources");
  expect(on(missing, {"claim", "--driver", "a", "mem:nowhere"}), 2, "mem:nowhere");
  expect(on(missing, {"claim", "--driver", "a", "--driver-list", "irq:1", "dma:1"}), 2, "--device");
  expect(on(missing, {"claim", "--driver", "a\\", "dma:1"}), 2, "RM4002");
}

}  // namespace
}  // namespace resmap::cli
