// SPDX-License-Identifier: MIT
#include "bench/lists/sample_hive.h"

#include <hivex.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "bench/lists/workload.h"
#include "resmap/hive/hive_fixture_test_support.h"
#include "resmap/registry/utf.h"

namespace resmap::bench {

namespace {

namespace fs = std::filesystem;

using Hive = std::unique_ptr<hive_h, int (*)(hive_h*)>;

void write(const fs::path& file, Bytes bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void expect(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("sample hive: ") + what);
}

// A root key alone. hivex gives new keys the security record of their parent, so there must be one.
std::vector<std::uint8_t> empty_hive() {
  hive::testing_support::HiveFixture fixture;
  const std::size_t root = fixture.add_key({"ROOT", {}, {}});
  std::vector<std::uint8_t> record(24, 0);
  record[0] = 's', record[1] = 'k';
  const std::size_t security = fixture.add_cell(record);
  const std::uint32_t here = fixture.pointer(security);
  fixture.put(security + 8, here), fixture.put(security + 12, here), fixture.put(security + 16, 1);
  fixture.put(root + 4 + 44, here);
  return fixture.finish(root);
}

struct Value {
  std::string name;
  hive_type type;
  std::vector<std::uint8_t> data;
};

std::vector<std::uint8_t> text(std::string_view words) {
  std::vector<std::uint8_t> bytes;
  registry::append_utf16le(bytes, words);
  bytes.insert(bytes.end(), 2, 0);
  return bytes;
}

std::vector<std::uint8_t> list(const Values& values, std::size_t i) {
  const Bytes value = values.value(i % values.ends.size());
  return {value.begin(), value.end()};
}

hive_node_h add(hive_h* hive, hive_node_h parent, const std::string& name, std::vector<Value> values = {}) {
  const hive_node_h node = hivex_node_add_child(hive, parent, name.c_str());
  expect(node != 0, "a key");
  std::vector<hive_set_value> given;
  for (Value& value : values) {
    given.push_back({.key = value.name.data(),
                     .t = value.type,
                     .len = value.data.size(),
                     .value = reinterpret_cast<char*>(value.data.data())});
  }
  if (!given.empty()) expect(hivex_node_set_values(hive, node, given.size(), given.data(), 0) == 0, "its values");
  return node;
}

// A device as an Enum key holds it: facts in text, and below LogConf what it has and what it wants.
void add_device(hive_h* hive, hive_node_h bus, std::size_t i) {
  static const Values has[] = {cm_values(2, 4096), cm_values(3, 4096), cm_values(9, 4096)};
  static const Values wants[] = {io_values(3, 4096), io_values(7, 4096), io_values(10, 4096)};
  const std::string id = std::to_string(i);
  const hive_node_h device = add(hive, bus, "VEN_8086&DEV_" + id);
  const hive_node_h instance =
      add(hive, device, "3&11583659&0&" + id,
          {{"DeviceDesc", hive_t_REG_SZ, text("@machine.inf,%device" + id + "%;A device")},
           {"HardwareID", hive_t_REG_MULTI_SZ, text("VEN_8086&DEV_" + id + std::string(1, '\0'))},
           {"ClassGUID", hive_t_REG_SZ, text("{4d36e97d-e325-11ce-bfc1-08002be10318}")},
           {"Service", hive_t_REG_SZ, text("service" + id)},
           {"Capabilities", hive_t_REG_DWORD, {0x10, 0, 0, 0}},
           {"ConfigFlags", hive_t_REG_DWORD, {0, 0, 0, 0}}});
  add(hive, instance, "LogConf",
      {{"BootConfig", hive_t_REG_RESOURCE_LIST, list(has[i % 3], i)},
       {"BasicConfigVector", hive_t_REG_RESOURCE_REQUIREMENTS_LIST, list(wants[i % 3], i)}});
}

// What fills a SYSTEM hive besides: in a real one only a value in hundreds is a list.
void add_service(hive_h* hive, hive_node_h services, std::size_t i) {
  const std::string id = std::to_string(i);
  const hive_node_h service =
      add(hive, services, "service" + id,
          {{"DisplayName", hive_t_REG_SZ, text("@%systemroot%\\system32\\service" + id + ".dll,-1001")},
           {"ImagePath", hive_t_REG_EXPAND_SZ, text("%SystemRoot%\\System32\\drivers\\service" + id + ".sys")},
           {"Description", hive_t_REG_SZ, text("Does for the machine what service " + id + " is there to do.")},
           {"Group", hive_t_REG_SZ, text("Extended Base")},
           {"Start", hive_t_REG_DWORD, {3, 0, 0, 0}},
           {"Type", hive_t_REG_DWORD, {1, 0, 0, 0}},
           {"ErrorControl", hive_t_REG_DWORD, {1, 0, 0, 0}}});
  add(hive, service, "Parameters",
      {{"ServiceDll", hive_t_REG_EXPAND_SZ, text("%SystemRoot%\\System32\\service" + id + ".dll")},
       {"State", hive_t_REG_BINARY, std::vector<std::uint8_t>(200, 7)}});
  add(hive, service, "Enum",
      {{"0", hive_t_REG_SZ, text("BUS\\VEN_8086&DEV_" + id)}, {"Count", hive_t_REG_DWORD, {1, 0, 0, 0}}});
}

void write_hive(const fs::path& file, std::size_t devices) {
  write(file, empty_hive());
  const Hive hive(hivex_open(file.c_str(), HIVEX_OPEN_WRITE), hivex_close);
  expect(hive != nullptr, "cannot be opened");
  const hive_node_h control_set = add(hive.get(), hivex_root(hive.get()), "ControlSet001");
  const hive_node_h buses = add(hive.get(), control_set, "Enum");
  const hive_node_h services = add(hive.get(), control_set, "Services");
  // Fifty keys beside each other at most: hivex writes their whole list again for each that is added.
  hive_node_h bus = 0, group = 0;
  for (std::size_t i = 0; i < devices; ++i) {
    if (i % 50 == 0) bus = add(hive.get(), buses, "BUS" + std::to_string(i / 50));
    add_device(hive.get(), bus, i);
    for (std::size_t k = 2 * i; k < 2 * i + 2; ++k) {
      if (k % 50 == 0) group = add(hive.get(), services, "Group" + std::to_string(k / 50));
      add_service(hive.get(), group, k);
    }
  }
  expect(hivex_commit(hive.get(), nullptr, 0) == 0, "cannot be written");
}

// The SYSTEM hive of each machine below `corpus`, unpacked.
std::vector<SampleHive> real_hives(const fs::path& corpus, const fs::path& folder) {
  std::vector<SampleHive> hives;
  if (!fs::is_directory(corpus / "hives")) return hives;
  for (const auto& machine : fs::directory_iterator(corpus / "hives")) {
    const fs::path packed = machine.path() / "SYSTEM.hive.xz", file = folder / machine.path().filename();
    if (!fs::exists(packed)) continue;
    const std::string unpack = "xz -dc '" + packed.string() + "' > '" + file.string() + "'";
    expect(std::system(unpack.c_str()) == 0, "xz");
    hives.push_back({file.filename().string(), file, fs::file_size(file)});
  }
  return hives;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "resmap-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<SampleHive> sample_hives(const TemporaryFolder& folder) {
  std::vector<SampleHive> hives;
  if (const char* const corpus = std::getenv("RESMAP_CORPUS")) hives = real_hives(corpus, folder.path());
  if (hives.empty()) {
    for (const std::size_t devices : {250U, 1000U, 4000U}) {
      const std::string name = std::to_string(devices) + "-devices";
      const fs::path file = folder.path() / name;
      write_hive(file, devices);
      hives.push_back({name, file, fs::file_size(file)});
    }
  }
  std::sort(hives.begin(), hives.end(), [](const SampleHive& a, const SampleHive& b) { return a.size < b.size; });
  return hives;
}

}  // namespace resmap::bench
