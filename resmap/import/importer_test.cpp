// SPDX-License-Identifier: MIT
#include "resmap/import/importer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "resmap/hive/hive_fixture_test_support.h"
#include "resmap/import/soundness_test_support.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::import {
namespace {

namespace fs = std::filesystem;
using snapshot::Snapshot;
using snapshot::SourceKind;
using testing_support::is_sound;
using Inputs = std::vector<std::string>;

constexpr char kMachine[] = "machine \"Bench\"\n  device a\n    has irq:3\n    device b\n      has irq:4\n";
constexpr char kReg[] =
    "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Enum\\ROOT\\X\\0000]\n"
    "\"DeviceDesc\"=\"X\"\n";
constexpr char kIomem[] = "00000000-0009ffff : System RAM\n000a0000-000bffff : PCI Bus 0000:00\n";

ImportOptions as(InputKind kind) { return {kind, std::nullopt, {}}; }
ImportOptions control_set(std::uint32_t number) { return {std::nullopt, number, {}}; }

hive::testing_support::FixtureKey system_hive() {
  return {"ROOT",
          {},
          {{"ControlSet001", {}, {{"Enum", {}, {{"ACPI", {}, {{"PNP0501", {}, {{"1", {}, {}}}}}}}}}},
           {"Select", {{"Current", 4, {1, 0, 0, 0}}}, {}}}};
}

// Files of one test, in a folder of its own.
class Importer : public testing::Test {
 protected:
  Importer() {
    folder_ = fs::temp_directory_path() / ("resmap-importer-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  ~Importer() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, std::string_view content) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  std::string file(const std::string& name, const std::vector<std::uint8_t>& content) {
    return file(name, std::string_view(reinterpret_cast<const char*>(content.data()), content.size()));
  }
  std::string json(const std::string& name, const Snapshot& snapshot) {
    TextWriter out;
    EXPECT_TRUE(snapshot::write_json(out, snapshot));
    return file(name, out.view());
  }
  [[nodiscard]] std::string folder() const { return folder_.string(); }

  static Snapshot imported(const Inputs& inputs, const ImportOptions& options = {}) {
    auto machine = import_machine(inputs, options);
    EXPECT_TRUE(machine) << "RM" << machine.error().error.rule << " " << machine.error().input;
    return machine ? std::move(*machine) : Snapshot{};
  }
  // "RM5501", where it fails as it should.
  static std::string refusal(const Inputs& inputs, const ImportOptions& options = {}) {
    const auto machine = import_machine(inputs, options);
    if (machine) return "read";
    const bool ours = std::find(inputs.begin(), inputs.end(), machine.error().input) != inputs.end();
    return "RM" + std::to_string(machine.error().error.rule) + (ours ? "" : " in " + machine.error().input);
  }
  static std::string ids(const Snapshot& machine) {
    std::string all;
    for (const snapshot::Device& device : machine.devices) all += (all.empty() ? "" : " ") + device.id;
    return all;
  }
  static std::string kinds(const Snapshot& machine) {
    std::string all;
    for (const snapshot::Source& source : machine.sources)
      all += (all.empty() ? "" : " ") + std::string(snapshot::word_for(source.kind));
    return all;
  }

 private:
  fs::path folder_;
};

TEST_F(Importer, RecognisesEachKindByItsContentWhateverItsName) {
  const Snapshot hive = imported({file("a.txt", hive::testing_support::hive_of(system_hive()))});
  EXPECT_EQ(kinds(hive), "hive");
  EXPECT_EQ(ids(hive), "ACPI\\PNP0501\\1");
  EXPECT_EQ(hive.sources[0].name, folder() + "/a.txt");
  EXPECT_EQ(kinds(imported({file("b.bin", kReg)})), "reg");
  EXPECT_EQ(ids(imported({file("b.bin", kReg)})), "ROOT\\X\\0000");
  EXPECT_EQ(kinds(imported({file("c", kIomem)})), "iomem");
  EXPECT_EQ(kinds(imported({file("d.reg", kMachine)})), "machine");
  EXPECT_EQ(ids(imported({file("d.reg", kMachine)})), "a b");
  Snapshot snapshot = imported({file("d.reg", kMachine)});
  EXPECT_EQ(imported({json("e", snapshot)}), snapshot) << "a snapshot says where its facts came from";
}

TEST_F(Importer, OfNoInputIsAnEmptyMachine) { EXPECT_EQ(imported({}), Snapshot{}); }

TEST_F(Importer, SeveralFilesAddUp) {
  const Snapshot machine = imported({file("a.machine", kMachine), file("iomem", kIomem), file("x.reg", kReg)});
  EXPECT_EQ(kinds(machine), "machine iomem reg");
  EXPECT_EQ(machine.title, "Bench");
  EXPECT_EQ(ids(machine), "a b pci0000:00 ROOT\\X\\0000");
  EXPECT_EQ(machine.devices[3].source, 2U);
  EXPECT_FALSE(machine.regions.empty());
  EXPECT_TRUE(is_sound(machine));
}

TEST_F(Importer, FilesOfTwoSystemsAreNotPutTogetherInSilence) {
  const std::string hive = file("SYSTEM", hive::testing_support::hive_of(system_hive())), iomem = file("iomem", kIomem);
  const Snapshot both = imported({hive, iomem});
  EXPECT_EQ(both.platform, snapshot::Platform::windows) << "the first says what it is";
  ASSERT_EQ(both.sources.size(), 2U);
  EXPECT_TRUE(both.sources[0].notes.empty());
  ASSERT_EQ(both.sources[1].notes.size(), 1U);
  EXPECT_TRUE(both.sources[1].notes[0].starts_with("these files are of two systems, Windows and Linux: "));
  EXPECT_EQ(imported({iomem, hive}).platform, snapshot::Platform::linux);
  EXPECT_TRUE(imported({iomem, iomem}).sources[1].notes.empty());
}

TEST_F(Importer, ASnapshotBehindAnotherSourceKeepsItsOwnNumbersRight) {
  Snapshot second = imported({file("b.machine", kMachine)});
  second.title = "Second";
  second.devices[0].id = "c";
  second.devices[1].id = "d";
  second.devices[1].configurations.push_back({lists::LogConfType::boot, 8, {1}, 0});
  second.regions.push_back({lists::ResourceType::memory, {0, 1}, "r", 0, 0});
  second.interrupts.push_back({9, false, snapshot::Trigger::level, "x", {}, 0});
  second.policy.push_back({"k", "n", 1, {}, 0});
  second.claims.push_back({"c", "d", "n", {}, 0});
  const Snapshot machine = imported({file("a.machine", kMachine), json("second.json", second)});
  EXPECT_EQ(machine.title, "Bench") << "what was said first stays";
  EXPECT_EQ(ids(machine), "a b c d");
  EXPECT_EQ(machine.devices[2].parent, std::nullopt);
  EXPECT_EQ(machine.devices[3].parent, 2U);
  for (const std::uint32_t source :
       {machine.devices[2].source, machine.devices[3].resources[0].source, machine.devices[3].configurations[0].source,
        machine.regions[0].source, machine.interrupts[0].source, machine.policy[0].source, machine.claims[0].source})
    EXPECT_EQ(source, 1U);
  EXPECT_TRUE(is_sound(machine));
}

TEST_F(Importer, ASnapshotsLinkThatLeadsNowhereDoesNotLeadIntoAnotherFile) {
  Snapshot broken;
  broken.sources.resize(1);
  broken.devices.resize(2);
  broken.devices[0].id = "c";
  broken.devices[0].parent = 2;
  broken.devices[1].id = "d";
  broken.devices[1].parent = 0xFFFF'FFFF;
  const Snapshot machine = imported({file("a.machine", kMachine), json("broken.json", broken), file("x.reg", kReg)});
  EXPECT_EQ(ids(machine), "a b c d ROOT\\X\\0000");
  EXPECT_EQ(machine.devices[2].parent, std::nullopt);
  EXPECT_EQ(machine.devices[3].parent, std::nullopt);
}

TEST_F(Importer, ASnapshotThatNamesNoSourceIsOneItself) {
  const std::string path =
      file("bare.json", "{\"record\":\"snapshot\",\"format\":1}\n{\"record\":\"snapshot-device\",\"id\":\"c\"}\n");
  const Snapshot machine = imported({file("a.machine", kMachine), path});
  EXPECT_EQ(kinds(machine), "machine json");
  EXPECT_EQ(machine.sources[1].name, path);
  EXPECT_EQ(machine.devices[2].source, 1U);
  EXPECT_TRUE(is_sound(machine));
}

TEST_F(Importer, WholeInputsInAFolderAreTakenOneByOne) {
  file("dump/SYSTEM", hive::testing_support::hive_of(system_hive()));
  file("dump/notes.txt", "hello");
  file("dump/deeper/x.machine", kMachine);
  const Snapshot machine = imported({folder() + "/dump"});
  EXPECT_EQ(kinds(machine), "hive machine");
  EXPECT_EQ(machine.sources[0].name, folder() + "/dump/SYSTEM");
}

TEST_F(Importer, WhatIsNotReadInAFolderIsNamed) {
  file("dump/iomem.txt", kIomem);
  for (const char* name : {"dump/lspci.txt", "dump/mtrr.txt", "dump/pci.txt", "dump/zz.txt", "dump/README.md"})
    file(name, "00:00.0 Host bridge: Intel Corporation\n");
  const Snapshot machine = imported({folder() + "/dump"});
  ASSERT_EQ(machine.sources.size(), 1U);
  ASSERT_EQ(machine.sources[0].notes.size(), 1U);
  EXPECT_TRUE(
      machine.sources[0].notes[0].starts_with("not read: lspci.txt, mtrr.txt, pci.txt and 1 more; kinds known are "))
      << machine.sources[0].notes[0];
  file("both/SYSTEM", hive::testing_support::hive_of(system_hive()));
  file("both/iomem.txt", kIomem);
  EXPECT_EQ(imported({folder() + "/both"}).sources.at(0).notes, std::vector<std::string>{"not read: iomem.txt"});
}

TEST_F(Importer, AFolderWithoutAWholeInputIsATreeOfLinux) {
  file("tree/iomem", kIomem);
  EXPECT_EQ(kinds(imported({folder() + "/tree"})), "iomem");
  file("nothing/notes.txt", "hello");
  EXPECT_EQ(refusal({folder() + "/nothing"}), "RM5341");
}

TEST_F(Importer, WhatTheUserSaysOfAKindCounts) {
  const std::string machine = file("a", kMachine);
  EXPECT_EQ(refusal({machine}, as(InputKind::hive)), "RM3101");
  EXPECT_EQ(refusal({machine}, as(InputKind::reg)), "RM3001");
  EXPECT_EQ(refusal({machine}, as(InputKind::json)), "RM5101");
  EXPECT_EQ(refusal({file("b", kReg)}, as(InputKind::machine)), "RM5401");
  EXPECT_EQ(kinds(imported({file("c", kIomem)}, as(InputKind::linux))), "iomem");
}

TEST_F(Importer, TheControlSetIsTheOneThatWasAskedFor) {
  const std::string hive = file("SYSTEM", hive::testing_support::hive_of(system_hive()));
  EXPECT_EQ(imported({hive}, control_set(1)).control_set, "ControlSet001");
  EXPECT_EQ(refusal({hive}, control_set(2)), "RM5202");
}

TEST_F(Importer, WhatNobodyReadsIsRefusedWithItsName) {
  EXPECT_EQ(refusal({file("x", "hello")}), "RM5501");
  EXPECT_EQ(refusal({file("empty", "")}), "RM5501");
  EXPECT_EQ(refusal({folder() + "/not there"}), "RM5301");
  EXPECT_EQ(refusal({file("a.machine", kMachine), file("x", "hello")}), "RM5501") << "all or nothing";
  EXPECT_EQ(refusal({file("other", hive::testing_support::hive_of({"ROOT", {}, {{"Microsoft", {}, {}}}}))}), "RM5201");
}

// A copy that was cut: the damage is what there is to say, and not that it is no SYSTEM hive.
TEST_F(Importer, ADamagedHiveWithoutAControlSetInWhatIsLeftIsASourceWithGaps) {
  hive::testing_support::FixtureKey other{"ROOT", {}, {{"Microsoft", {}, {}}}};
  auto bytes = hive::testing_support::hive_of(other);
  bytes.resize(bytes.size() - 512);
  const Snapshot cut = imported({file("SYSTEM", bytes)});
  EXPECT_TRUE(cut.devices.empty());
  EXPECT_EQ(cut.platform, snapshot::Platform::windows);
  ASSERT_EQ(cut.sources.size(), 1U);
  ASSERT_GE(cut.sources[0].gaps.size(), 2U);
  EXPECT_NE(cut.sources[0].gaps.front().find("the file ends 512 bytes early"), std::string::npos);
  EXPECT_EQ(cut.sources[0].gaps.back(), "no control set is in what could be read");
}

TEST_F(Importer, AControlSetThatADamagedHiveLostIsNamed) {
  auto bytes = hive::testing_support::hive_of(system_hive());
  bytes.resize(bytes.size() - 1);
  const Snapshot cut = imported({file("SYSTEM", bytes)}, control_set(2));
  EXPECT_EQ(cut.sources.at(0).gaps.back(), "ControlSet002 is not in what could be read");
}

TEST_F(Importer, AnErrorInsideSaysWhere) {
  const auto text = import_machine(Inputs{file("a.machine", "machine\n  device a\n    hass irq:3\n")});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().error.rule, 5401);
  EXPECT_EQ(text.error().error.index, 3U);
  const auto json = import_machine(
      Inputs{file("a.json", "{\"record\":\"snapshot\",\"format\":1}\n{\"record\":\"snapshot-device\"}\n")});
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().member, "id");
  EXPECT_EQ(json.error().error.index, 2U);
}

TEST_F(Importer, LinesOfRegTextThatCannotBeReadAreGaps) {
  const Snapshot machine = imported({file("x.reg", std::string(kReg) + "nonsense\n")});
  ASSERT_EQ(machine.sources[0].gaps.size(), 1U);
  EXPECT_EQ(machine.sources[0].gaps[0], "line 5 of the text could not be read");
}

TEST_F(Importer, ARegistryIsOpenedForItsValues) {
  const auto hive = open_registry(file("SYSTEM", hive::testing_support::hive_of(system_hive())));
  ASSERT_TRUE(hive);
  EXPECT_TRUE(hive->registry.find("ControlSet001\\Enum\\ACPI"));
  EXPECT_EQ(hive->source.kind, SourceKind::hive);
  EXPECT_TRUE(open_registry(file("x.reg", kReg)));
  file("dump/SYSTEM", hive::testing_support::hive_of(system_hive()));
  EXPECT_TRUE(open_registry(folder() + "/dump")) << "the one in a folder";
  const std::string text = kReg;
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  ASSERT_TRUE(open_registry(bytes, "-"));
  EXPECT_EQ(open_registry(bytes, "-")->source.name, "-");
}

TEST_F(Importer, WhatIsNoRegistryIsRefusedWhereOneIsWanted) {
  EXPECT_EQ(open_registry(file("a.machine", kMachine)).error().error.rule, rule::wrong_kind);
  EXPECT_EQ(open_registry(file("iomem", kIomem)).error().error.rule, rule::wrong_kind);
  EXPECT_EQ(open_registry(file("x", "hello")).error().error.rule, rule::unknown_input);
  file("tree/iomem", kIomem);
  EXPECT_EQ(open_registry(folder() + "/tree").error().error.rule, rule::wrong_kind);
  EXPECT_EQ(open_registry(folder() + "/not there").error().error.rule, rule::file_unreadable);
  EXPECT_EQ(open_registry(file("a.machine", kMachine)).error().input, folder() + "/a.machine");
}

}  // namespace
}  // namespace resmap::import
