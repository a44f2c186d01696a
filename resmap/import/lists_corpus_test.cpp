// SPDX-License-Identifier: MIT
// Real lists and real machines: RESMAP_CORPUS/hives/<machine>/{values.jsonl, *.hive.xz}. Without the folder these are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "resmap/import/importer.h"
#include "resmap/import/json_lists.h"
#include "resmap/pnp/machine.h"
#include "resmap/report/list_records.h"
#include "tests/support/hex_literal.h"

namespace resmap::import {
namespace {

namespace fs = std::filesystem;
using Buffer = std::vector<std::uint8_t>;

struct Value {
  std::string key, name;
  std::uint32_t type = 0;
  Buffer bytes;
};

// A member of one line; the files hold no escapes but \\ and \".
std::string member(const std::string& line, const std::string& name) {
  std::size_t at = line.find("\"" + name + "\": \"");
  if (at == std::string::npos) return {};
  std::string text;
  for (at += name.size() + 5; at < line.size() && line[at] != '"'; ++at)
    text += line[at] == '\\' ? line[++at] : line[at];
  return text;
}

std::vector<Value> values_of(const fs::path& machine) {
  std::vector<Value> values;
  std::ifstream in(machine / "values.jsonl");
  for (std::string line; std::getline(in, line);) {
    Value& value = values.emplace_back();
    value.key = member(line, "key");
    value.name = member(line, "name");
    value.type = static_cast<std::uint32_t>(std::strtoul(line.c_str() + line.find("\"type\": ") + 8, nullptr, 10));
    const std::string digits = member(line, "hex");
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
      value.bytes.push_back(static_cast<std::uint8_t>(resmap::testing_support::hex_value(digits[i]) * 16 +
                                                      resmap::testing_support::hex_value(digits[i + 1])));
  }
  return values;
}

// Type, first and last number of a range.
using Place = std::tuple<unsigned, std::uint64_t, std::uint64_t>;

std::uint64_t number(const Buffer& bytes, std::size_t at, std::size_t size) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) word |= std::uint64_t{bytes.at(at + i)} << (8 * i);
  return word;
}

// What a CM_RESOURCE_LIST says, read number by number from the published layout and with nothing of the library. False: the list
// does not end where its bytes do.
bool read_plainly(const Buffer& bytes, std::size_t descriptor_size, std::set<Place>& places) {
  std::size_t at = 4;
  for (std::uint64_t full = number(bytes, 0, 4); full != 0; --full) {
    std::uint64_t count = number(bytes, at + 12, 4);
    std::uint64_t tail = 0;  // the data behind a DeviceSpecific descriptor
    for (at += 16; count != 0; --count, at += descriptor_size + tail) {
      if (at + descriptor_size > bytes.size()) return false;
      const std::uint64_t type = bytes[at], flags = number(bytes, at + 2, 2), start = number(bytes, at + 4, 8);
      std::uint64_t length = number(bytes, at + 12, 4);
      tail = type == 5 ? number(bytes, at + 4, 4) : 0;
      if (type == 7) length <<= (flags & 0x200) != 0 ? 8 : (flags & 0x400) != 0 ? 16 : 32;
      if ((type == 1 || type == 3 || type == 7) && length != 0)
        places.insert({type == 1 ? 1 : 3, start, start + length - 1});
      if (type == 2 && (flags & 2) == 0) places.insert({2, number(bytes, at + 8, 4), number(bytes, at + 8, 4)});
      if (type == 4) places.insert({4, number(bytes, at + 4, 4), number(bytes, at + 4, 4)});
      if (type == 6 && number(bytes, at + 8, 4) != 0)
        places.insert({6, number(bytes, at + 4, 4), number(bytes, at + 4, 4) + number(bytes, at + 8, 4) - 1});
    }
  }
  return at == bytes.size();
}

std::set<Place> places_in(const Buffer& bytes) {
  for (const std::size_t size : {20U, 16U}) {
    std::set<Place> places;
    if (read_plainly(bytes, size, places)) return places;
  }
  ADD_FAILURE() << "a list that fits neither layout";
  return {};
}

class ListsCorpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* const top = std::getenv("RESMAP_CORPUS");
    if (top == nullptr) GTEST_SKIP() << "RESMAP_CORPUS names no folder of real machines";
    for (const auto& entry : fs::directory_iterator(fs::path(top) / "hives")) machines_.push_back(entry.path());
    std::sort(machines_.begin(), machines_.end());
  }
  [[nodiscard]] const std::vector<fs::path>& machines() const { return machines_; }

 private:
  std::vector<fs::path> machines_;
};

TEST_F(ListsCorpus, EveryRealListComesBackFromItsJsonByteForByte) {
  std::size_t seen = 0;
  for (const fs::path& machine : machines())
    for (const Value& value : values_of(machine)) {
      TextWriter out;
      report::write_value_record(out, report::decode_value(value.key, value.name, value.type, value.bytes));
      const auto record = read_value_record(out.view());
      ASSERT_TRUE(record && *record) << machine << " " << value.key;
      EXPECT_EQ((*record)->bytes, value.bytes) << machine << " " << value.key << " " << value.name;
      EXPECT_EQ((*record)->key, value.key);
      EXPECT_EQ((*record)->name, value.name);
      EXPECT_EQ((*record)->registry_type, value.type);
      ++seen;
    }
  EXPECT_GT(seen, 300U);
}

TEST_F(ListsCorpus, WhatADeviceHoldsIsWhatItsBootConfigurationSays) {
  std::size_t seen = 0;
  for (const fs::path& folder : machines()) {
    const fs::path file = folder / "SYSTEM.hive.xz";
    if (!fs::exists(file) || !fs::exists(folder / "values.jsonl")) continue;
    auto imported = import_machine(std::vector{file.string()});
    ASSERT_TRUE(imported) << folder << " RM" << imported.error().error.rule;
    const auto machine = pnp::Machine::from(std::move(*imported));
    ASSERT_TRUE(machine);

    std::map<std::string, std::set<Place>> held;
    for (const pnp::Occupancy& one : machine->held()) {
      ASSERT_EQ(one.owner.kind, pnp::Owner::Kind::device);
      const snapshot::Device& device = machine->snapshot().devices[one.owner.index];
      held[device.id].insert({static_cast<unsigned>(one.type), one.range.first, one.range.last});
    }
    std::set<std::string> devices;
    for (const snapshot::Device& device : machine->snapshot().devices) devices.insert(device.id);
    const std::string beginning = machine->snapshot().control_set + "\\Enum\\", end = "\\LogConf";
    for (const Value& value : values_of(folder)) {
      if (value.name != "BootConfig" || !value.key.starts_with(beginning) || !value.key.ends_with(end)) continue;
      const std::string id = value.key.substr(beginning.size(), value.key.size() - beginning.size() - end.size());
      ASSERT_TRUE(devices.contains(id)) << folder << " " << id;
      EXPECT_EQ(held[id], places_in(value.bytes)) << folder << " " << id;
      ++seen;
    }
  }
  EXPECT_GT(seen, 70U);
}

}  // namespace
}  // namespace resmap::import
