// SPDX-License-Identifier: MIT
// Real hives against what other readers found in them: RESMAP_CORPUS/hives/<machine>/*.hive.xz and values.jsonl.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "resmap/hive/hive_reader.h"
#include "resmap/hive/hive_tree_test_support.h"
#include "resmap/hive/hive_writer.h"

namespace resmap::hive {
namespace {

std::filesystem::path corpus() {
  const char* const place = std::getenv("RESMAP_CORPUS");
  return place == nullptr ? std::filesystem::path() : std::filesystem::path(place) / "hives";
}

std::vector<std::uint8_t> unpacked(const std::filesystem::path& file) {
  const std::string command = "xz -dc '" + file.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> block;
  while (const std::size_t count = pipe == nullptr ? 0 : std::fread(block.data(), 1, block.size(), pipe.get()))
    bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
  return bytes;
}

// The text of one member; the files hold no escapes but \\ and \".
std::string member(const std::string& line, const std::string& name) {
  std::size_t at = line.find("\"" + name + "\": \"");
  if (at == std::string::npos) return {};
  std::string text;
  for (at += name.size() + 5; at < line.size() && line[at] != '"'; ++at)
    text += line[at] == '\\' ? line[++at] : line[at];
  return text;
}

struct Expected {
  std::string key, name, hex;
  std::uint32_t type;
};

std::vector<Expected> expected_values(const std::filesystem::path& machine) {
  std::vector<Expected> all;
  std::ifstream in(machine / "values.jsonl");
  for (std::string line; std::getline(in, line);) {
    const std::size_t type = line.find("\"type\": ");
    all.push_back({member(line, "key"), member(line, "name"), member(line, "hex"),
                   static_cast<std::uint32_t>(std::strtoul(line.c_str() + type + 8, nullptr, 10))});
  }
  return all;
}

std::string hex(Bytes bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text.append({"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]});
  return text;
}

std::size_t resource_values(const registry::Registry& tree) {
  std::size_t count = 0;
  for (const registry::KeyId key : tree.subtree()) {
    for (const registry::ValueId value : tree.values(key)) {
      const std::uint32_t type = tree.view(value).type;
      if (type >= registry::value_type::resource_list && type <= registry::value_type::resource_requirements_list)
        ++count;
    }
  }
  return count;
}

class HiveCorpus : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(corpus())) GTEST_SKIP() << "RESMAP_CORPUS names no folder with hives/";
  }
  Result<HiveReading> read(const char* machine, const char* file = "SYSTEM.hive.xz") {
    const auto bytes = unpacked(corpus() / machine / file);
    EXPECT_FALSE(bytes.empty()) << machine;
    return read_hive(bytes);
  }
};

TEST_F(HiveCorpus, EveryResourceValueOfTheSoundHivesIsThereToTheByteAndNoOther) {
  struct Machine {
    const char* name;
    bool dirty;
    std::size_t keys, values;
  };
  for (const Machine& machine :
       {Machine{"win10-1709-vmware", true, 43210, 90307}, Machine{"win81-sensei", true, 20014, 49779},
        Machine{"nt4-server", false, 1970, 5841}}) {
    const auto reading = read(machine.name);
    ASSERT_TRUE(reading) << machine.name;
    EXPECT_EQ(reading->dirty, machine.dirty) << machine.name;
    EXPECT_FALSE(reading->damaged) << machine.name;
    EXPECT_EQ(reading->registry.key_count(), machine.keys);
    EXPECT_EQ(reading->registry.value_count(), machine.values);
    const auto expected = expected_values(corpus() / machine.name);
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(resource_values(reading->registry), expected.size()) << machine.name;
    for (const Expected& each : expected) {
      const auto value = reading->registry.find_value(each.key, each.name);
      ASSERT_TRUE(value) << machine.name << " " << each.key << " " << each.name;
      EXPECT_EQ(value->type, each.type);
      EXPECT_EQ(hex(value->data), each.hex) << each.key;
    }
  }
}

TEST_F(HiveCorpus, TheDamagedHiveIsReadAsFarAsItGoesAndNeverWrong) {
  const auto reading = read("xp-ginevra-corrupt");
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->damaged);
  const auto expected = expected_values(corpus() / "xp-ginevra-corrupt");
  std::size_t found = 0;
  for (const Expected& each : expected) {
    const auto value = reading->registry.find_value(each.key, each.name);
    if (!value) continue;
    ++found;
    EXPECT_EQ(value->type, each.type);
    EXPECT_EQ(hex(value->data), each.hex) << each.key;
  }
  std::printf("%zu of %zu values, %zu resource values in all, %zu keys, %zu values, %zu gaps\n", found, expected.size(),
              resource_values(reading->registry), reading->registry.key_count(), reading->registry.value_count(),
              reading->gaps.size());
  EXPECT_EQ(found, expected.size());
  EXPECT_EQ(resource_values(reading->registry), expected.size());
}

TEST_F(HiveCorpus, AHiveThatUsesTypesForOtherThingsIsReadAsItStands) {
  const auto reading = read("neg-sam-rid-types", "SAM_DUPENAME.hive.xz");
  ASSERT_TRUE(reading);
  EXPECT_FALSE(reading->damaged);
  EXPECT_EQ(reading->root_name, "SAM");
  EXPECT_EQ(reading->registry.key_count(), 111U);
  EXPECT_EQ(reading->registry.value_count(), 128U);
  EXPECT_FALSE(reading->registry.find("Select"));
}

TEST_F(HiveCorpus, EveryRealHiveWrittenAnewIsReadAsItWas) {
  for (const char* machine : {"win10-1709-vmware", "win81-sensei", "nt4-server"}) {
    const auto reading = read(machine);
    ASSERT_TRUE(reading) << machine;
    for (const HiveFormat format : {HiveFormat::standard, HiveFormat::latest}) {
      const auto file = write_hive(reading->registry, {.format = format, .root_name = reading->root_name});
      ASSERT_TRUE(file) << machine;
      const auto again = read_hive(*file);
      ASSERT_TRUE(again) << machine;
      EXPECT_FALSE(again->damaged) << machine;
      EXPECT_EQ(again->root_name, reading->root_name);
      EXPECT_EQ(testing_support::difference(reading->registry, again->registry), "") << machine;
    }
  }
}

}  // namespace
}  // namespace resmap::hive
