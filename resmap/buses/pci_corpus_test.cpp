// SPDX-License-Identifier: MIT
// Each PCI function of two real machines, described as configuration space in spec/golden/pci, against what Windows wrote into
// their registries: RESMAP_CORPUS/hives/<machine>/values.jsonl. Neither the values nor their bytes stand in this project.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <tuple>

#include "resmap/buses/pci_boot.h"
#include "resmap/buses/pci_space_test_support.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

std::filesystem::path corpus() {
  const char* const place = std::getenv("RESMAP_CORPUS");
  return place == nullptr ? std::filesystem::path() : std::filesystem::path(place) / "hives";
}

std::string member(const std::string& line, const std::string& name) {
  const std::size_t at = line.find("\"" + name + "\": \"");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 5;
  return line.substr(begin, line.find('"', begin) - begin);
}

std::string hex_of(Bytes bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text.append({"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]});
  return text;
}

std::uint32_t word_of(const std::string& hex, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 4; i-- > 0;)
    word = word << 8 | static_cast<std::uint32_t>(std::stoul(hex.substr(2 * (at + i), 2), nullptr, 16));
  return word;
}

struct Values {
  std::string basic, boot, key;
};
using Place = std::pair<std::uint32_t, std::uint32_t>;  // bus and slot, as the list itself says

std::map<Place, Values> functions_of(const std::string& machine) {
  std::map<std::string, Values> by_key;
  std::ifstream in(corpus() / machine / "values.jsonl");
  for (std::string line; std::getline(in, line);) {
    const std::string key = member(line, "key"), name = member(line, "name");
    if (key.find("\\\\Enum\\\\PCI\\\\") == std::string::npos) continue;
    Values& values = by_key[key];
    values.key = key;
    if (name == "BasicConfigVector") values.basic = member(line, "hex");
    if (name == "BootConfig") values.boot = member(line, "hex");
  }
  std::map<Place, Values> by_place;
  for (const auto& [key, values] : by_key) {
    EXPECT_FALSE(values.basic.empty()) << key;
    if (!values.basic.empty()) by_place[{word_of(values.basic, 8), word_of(values.basic, 12)}] = values;
  }
  EXPECT_EQ(by_key.size(), by_place.size());
  return by_place;
}

void compare(const std::string& machine, std::size_t count) {
  if (!std::filesystem::is_directory(corpus())) GTEST_SKIP() << "RESMAP_CORPUS names no folder with hives/";
  auto values = functions_of(machine);
  std::size_t basic = 0, boot = 0;
  for (const DescribedFunction& each : described_functions(machine + ".functions")) {
    SCOPED_TRACE(each.text);
    const auto found = values.find({each.at.bus, each.at.slot()});
    ASSERT_NE(found, values.end());
    const PciFunction function = each.function();
    auto requirements = pci_requirements(function, each.driver);
    ASSERT_TRUE(requirements);
    const std::string made = hex_of(*requirements->finish());
    EXPECT_EQ(made, found->second.basic);
    basic += made == found->second.basic;
    auto current = pci_boot_configuration(function);
    const std::string made_boot = current ? hex_of(*current->finish()) : "";
    EXPECT_EQ(made_boot, found->second.boot);
    boot += made_boot == found->second.boot;
    values.erase(found);
  }
  for (const auto& [place, left] : values) ADD_FAILURE() << "not described: " << left.key;
  std::printf("%s: %zu of %zu BasicConfigVector and %zu BootConfig byte for byte\n", machine.c_str(), basic, count,
              boot);
  EXPECT_EQ(basic, count);
  EXPECT_EQ(boot, count);
}

TEST(PciCorpus, EachFunctionOfWindows81GivesItsListsToTheByte) { compare("win81-sensei", 6); }

TEST(PciCorpus, EachFunctionOfWindows10GivesItsListsToTheByte) { compare("win10-1709-vmware", 44); }

}  // namespace
}  // namespace resmap::buses
