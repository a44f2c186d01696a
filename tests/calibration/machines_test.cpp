// SPDX-License-Identifier: MIT
// The machines of spec/calibration and what is expected of them, held against each other: everything that can be wrong in them
// before anybody assigns anything. With RESMAP_CORPUS, against the facts themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "resmap/base/json_writer.h"
#include "resmap/import/json_snapshot.h"
#include "resmap/import/json_walk.h"
#include "resmap/lists/io_list.h"
#include "resmap/report/verdict.h"
#include "resmap/snapshot/snapshot_json.h"
#include "tests/calibration/files.h"
#include "tests/calibration/judge.h"

namespace resmap::calibration {
namespace {

using snapshot::Device;
using snapshot::Snapshot;

constexpr std::size_t kPlacements = 23, kChoices = 18, kPlaces = 65;

const std::vector<CalibratedMachine>& machines() {
  static const std::vector<CalibratedMachine> all = read_machines(RESMAP_SOURCE_DIR "/spec/calibration");
  return all;
}

// The windows that a device may stand in: those of the nearest device above it that has any, and those that Windows opened there.
std::vector<Place> windows_above(const CalibratedMachine& machine, const Device& device) {
  std::vector<Place> windows;
  for (auto at = device.parent; at && windows.empty(); at = machine.snapshot.devices[*at].parent) {
    const Device& above = machine.snapshot.devices[*at];
    for (const snapshot::Resource& resource : above.resources)
      if (resource.role == snapshot::Role::window) windows.push_back({resource.type, *resource.place});
    for (const Row& row : machine.expected.rows)
      for (const Statement& said : row.statements)
        if (said.verb == Verb::window && said.device == above.id)
          windows.insert(windows.end(), said.places.begin(), said.places.end());
  }
  return windows;
}

bool wants_length(const Device& device, const Place& place) {
  for (const snapshot::Configuration& one : device.configurations) {
    if (one.kind != lists::LogConfType::basic) continue;
    const auto list = lists::IoRequirementsListView::over(one.bytes);
    if (!list) return false;
    for (const lists::IoConfigurationView configuration : *list)
      for (const lists::IoDescriptorView wanted : configuration)
        if (lists::is_address(wanted.type()) && wanted.length() == place.range.last_offset() + 1) return true;
  }
  return false;
}

// Where firmware's places count: those of spaces that were decoded at hand-over.
std::vector<Place> held_by(const Device& device) {
  std::vector<Place> held = firmware_places(device);
  std::erase_if(held, [&](const Place& place) {
    return !(place.type == lists::ResourceType::port ? device.io_decode : device.memory_decode).value_or(true);
  });
  return held;
}

TEST(CalibrationMachines, EveryRowOfTheFactsStandsSomewhereOnce) {
  std::multiset<std::pair<std::string, std::uint32_t>> rows, all;
  std::size_t places = 0;
  for (const CalibratedMachine& machine : machines()) {
    for (const Row& row : machine.expected.rows) {
      rows.emplace(row.file, row.number);
      if (row.file == "placements")
        for (const Statement& said : row.statements) places += said.places.size();
    }
  }
  for (std::uint32_t i = 1; i <= kPlacements; ++i) all.emplace("placements", i);
  for (std::uint32_t i = 1; i <= kChoices; ++i) all.emplace("choices", i);
  EXPECT_EQ(rows, all);
  EXPECT_EQ(places, kPlaces);
}

TEST(CalibrationMachines, AreHealthyAndComeBackThroughJson) {
  for (const CalibratedMachine& machine : machines()) {
    TextWriter out;
    ASSERT_TRUE(snapshot::write_json(out, machine.snapshot));
    const auto again = import::read_snapshot(out.view());
    ASSERT_TRUE(again) << machine.name;
    EXPECT_EQ(*again, machine.snapshot) << machine.name;
    const auto together = pnp::Machine::from(machine.snapshot);
    ASSERT_TRUE(together) << machine.name;
    EXPECT_EQ(report::verdict_of(*together).kind, report::VerdictKind::healthy) << machine.name;
  }
}

TEST(CalibrationMachines, NothingOfTheAnswerStandsInTheMachine) {
  for (const CalibratedMachine& machine : machines()) {
    for (const Device& device : machine.snapshot.devices) {
      for (const snapshot::Configuration& one : device.configurations)
        EXPECT_TRUE(one.kind == lists::LogConfType::boot || one.kind == lists::LogConfType::basic) << device.id;
      for (const Row& row : machine.expected.rows) {
        if (row.file != "placements") continue;
        for (const Statement& said : row.statements) {
          if (said.device != device.id || said.verb != Verb::placed) continue;
          for (const Place& place : said.places)
            for (const Place& held : held_by(device))
              EXPECT_NE(held.range, place.range) << machine.name << ": firmware already had " << to_text(place);
        }
      }
    }
  }
}

TEST(CalibrationMachines, EveryPlaceIsAlignedAndInAWindowAndOfALengthThatIsAskedFor) {
  for (const CalibratedMachine& machine : machines()) {
    for (const Row& row : machine.expected.rows) {
      for (const Statement& said : row.statements) {
        const Device* device = find_device(machine.snapshot, said.device);
        ASSERT_NE(device, nullptr) << machine.name << ": " << said.device;
        if (said.verb != Verb::placed) continue;
        const std::vector<Place> windows = windows_above(machine, *device);
        for (const Place& place : said.places) {
          if (!lists::is_address(place.type)) continue;
          SCOPED_TRACE(machine.name + ": " + said.device + " at " + to_text(place));
          EXPECT_TRUE(wants_length(*device, place));
          EXPECT_TRUE(std::any_of(windows.begin(), windows.end(), [&](const Place& window) {
            return window.type == place.type && window.range.contains(place.range);
          }));
          if (row.file == "placements") {
            EXPECT_EQ(place.range.first & place.range.last_offset(), 0U) << "a power of two, and aligned to it";
          }
        }
      }
    }
  }
}

TEST(CalibrationMachines, NoTwoDevicesStandInOnePlace) {
  struct Held {
    std::string device;
    Place place;
  };
  for (const CalibratedMachine& machine : machines()) {
    std::vector<Held> held;
    for (const Device& device : machine.snapshot.devices)
      for (const Place& place : held_by(device)) held.push_back({device.id, place});
    for (const Row& row : machine.expected.rows)
      for (const Statement& said : row.statements)
        if (said.verb == Verb::placed)
          for (const Place& place : said.places)
            if (lists::is_address(place.type)) held.push_back({said.device, place});
    for (const Held& one : held) {
      for (const Held& other : held) {
        if (one.device == other.device || one.place.type != other.place.type) continue;
        EXPECT_FALSE(one.place.range.overlaps(other.place.range))
            << machine.name << ": " << one.device << " and " << other.device << " at " << to_text(one.place);
      }
    }
  }
}

TEST(CalibrationMachines, StartNamesWhateverWasPlacedAfresh) {
  for (const CalibratedMachine& machine : machines()) {
    const std::set<std::string> start(machine.expected.start.begin(), machine.expected.start.end());
    EXPECT_EQ(start.size(), machine.expected.start.size()) << machine.name << " names one twice";
    for (const std::string& id : start)
      EXPECT_NE(find_device(machine.snapshot, id), nullptr) << machine.name << ": " << id;
    for (const Row& row : machine.expected.rows) {
      for (const Statement& said : row.statements) {
        if (said.verb != Verb::placed || row.file != "placements") continue;
        EXPECT_TRUE(start.contains(said.device)) << machine.name << ": " << said.device;
      }
    }
  }
}

TEST(CalibrationMachines, MovedFunctionsWereHandedOverWithDecodeOffAndKeptOnesWithDecodeOn) {
  for (const CalibratedMachine& machine : machines()) {
    for (const Row& row : machine.expected.rows) {
      for (const Statement& said : row.statements) {
        if (said.verb != Verb::moved && said.verb != Verb::kept) continue;
        const Device* device = find_device(machine.snapshot, said.device);
        ASSERT_NE(device, nullptr);
        EXPECT_FALSE(firmware_places(*device).empty()) << machine.name << ": " << said.device;
        EXPECT_EQ(device->memory_decode, said.verb == Verb::kept) << machine.name << ": " << said.device;
      }
    }
  }
}

// The facts themselves, where they are at hand.
std::vector<std::string> facts(const std::string& file) {
  const char* corpus = std::getenv("RESMAP_CORPUS");
  std::vector<std::string> lines;
  if (corpus == nullptr) return lines;
  std::ifstream in(std::string(corpus) + "/windows/" + file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

const Row* row_of(const std::string& machine, const std::string& file, std::size_t number) {
  for (const CalibratedMachine& one : machines()) {
    if (one.name != machine) continue;
    for (const Row& row : one.expected.rows)
      if (row.file == file && row.number == number) return &row;
  }
  return nullptr;
}

TEST(CalibrationFacts, EveryPlacementIsThatOfTheFacts) {
  const auto lines = facts("placements.jsonl");
  if (lines.empty()) GTEST_SKIP() << "no RESMAP_CORPUS";
  ASSERT_EQ(lines.size(), kPlacements);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto done = import::read_json(lines[i], [&](const import::JsonView& fact) {
      const Row* row = row_of(fact.text_of("machine"), "placements", i + 1);
      EXPECT_NE(row, nullptr) << lines[i];
      if (row == nullptr) return false;
      std::vector<std::pair<lists::ResourceType, AddressRange>> stated, expected;
      const auto type = fact.text_of("space") == "port" ? lists::ResourceType::port : lists::ResourceType::memory;
      for (const import::JsonView& device : fact.elements_of("devices")) {
        for (const import::JsonView& bar : device.elements_of("bars")) {
          const std::uint64_t first = bar.at("placed").number();
          expected.emplace_back(type, AddressRange{first, first + bar.at("length").number() - 1});
        }
      }
      for (const Statement& said : row->statements)
        for (const Place& place : said.places) stated.emplace_back(place.type, place.range);
      EXPECT_EQ(stated.size(), expected.size()) << lines[i];
      for (std::size_t place = 0; place < std::min(stated.size(), expected.size()); ++place)
        EXPECT_EQ(stated[place], expected[place]) << i + 1 << ": the facts list them in the order of starting";
      return true;
    });
    EXPECT_TRUE(done) << i;
  }
}

TEST(CalibrationFacts, EveryChoiceIsThatOfTheFacts) {
  const auto lines = facts("choices.jsonl");
  if (lines.empty()) GTEST_SKIP() << "no RESMAP_CORPUS";
  ASSERT_EQ(lines.size(), kChoices);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto done = import::read_json(lines[i], [&](const import::JsonView& fact) {
      const Row* row = row_of(fact.text_of("machine"), "choices", i + 1);
      EXPECT_NE(row, nullptr) << lines[i];
      if (row == nullptr) return false;
      const auto count = [&](Verb verb) {
        return static_cast<std::size_t>(std::count_if(row->statements.begin(), row->statements.end(),
                                                      [&](const Statement& said) { return said.verb == verb; }));
      };
      if (fact.text_of("kind") == "decode") {
        EXPECT_EQ(count(Verb::moved), fact.elements_of("off_and_moved").size()) << lines[i];
        EXPECT_EQ(count(Verb::kept), fact.elements_of("on_and_kept").size()) << lines[i];
        EXPECT_EQ(count(Verb::placed), fact.elements_of("unassigned_and_placed").size()) << lines[i];
      } else if (fact.text_of("kind") == "alternative") {
        const import::JsonView chosen = fact.at("chosen");
        std::set<std::uint64_t> stated, expected;
        for (const Statement& said : row->statements)
          for (const Place& place : said.places) stated.insert(place.range.first);
        for (const char* key : {"port", "line", "dma"})
          if (chosen.has(key)) expected.insert(chosen.at(key).number());
        EXPECT_TRUE(std::includes(stated.begin(), stated.end(), expected.begin(), expected.end())) << lines[i];
      } else {
        EXPECT_GT(count(Verb::window), 0U) << lines[i];
      }
      return true;
    });
    EXPECT_TRUE(done) << i;
  }
}

}  // namespace
}  // namespace resmap::calibration
