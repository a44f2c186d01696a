// SPDX-License-Identifier: MIT
// The machines in spec/machines, whose configuration spaces QEMU answered and whose ranges Linux wrote down beside them: both say
// the same, and writing what is there once more changes no bit of it.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "resmap/buses/pci_boot.h"
#include "resmap/buses/pci_space_test_support.h"
#include "resmap/lists/validate.h"

namespace resmap::buses {
namespace {

namespace fs = std::filesystem;
using Range = std::pair<std::uint64_t, std::uint64_t>;  // first and last; both 0: none

struct Captured {
  std::string name;
  std::vector<std::uint8_t> config;
  std::vector<Range> ranges;  // lines of `resource`: six BARs, the ROM, and for a bridge its windows
};

std::vector<Captured> captured(const std::string& machine) {
  const fs::path archive = fs::path(RESMAP_SOURCE_DIR) / "spec/machines" / machine / "capture.tar.xz";
  const fs::path folder = fs::path(testing::TempDir()) / ("resmap-buses-" + machine);
  fs::remove_all(folder);
  fs::create_directories(folder);
  const std::string command = "tar -xJf '" + archive.string() + "' -C '" + folder.string() + "' sys/devices";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::map<std::string, Captured> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().filename() != "config" || !entry.is_regular_file()) continue;
    Captured& one = all[entry.path().parent_path().filename()];
    one.name = machine + " " + entry.path().parent_path().filename().string();
    std::ifstream config(entry.path(), std::ios::binary);
    one.config.assign(std::istreambuf_iterator<char>(config), {});
    std::ifstream resource(entry.path().parent_path() / "resource");
    for (std::string first, last, flags; resource >> first >> last >> flags;)
      one.ranges.emplace_back(std::stoull(first, nullptr, 16), std::stoull(last, nullptr, 16));
  }
  fs::remove_all(folder);
  std::vector<Captured> list;
  for (const auto& [name, one] : all)
    if (one.config.size() >= 64) list.push_back(one);
  return list;
}

// What the device would answer to ones, out of the sizes that Linux found when it wrote them.
std::vector<std::uint8_t> ones_of(const Captured& one) {
  std::vector<std::uint8_t> ones = one.config;
  const auto set = [&](std::size_t at, std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i)
      ones.at(at + i) = static_cast<std::uint8_t>(ones.at(at + i) | value >> (8 * i));
  };
  const bool bridge = (one.config[0x0E] & 0x7F) == 1;
  for (std::size_t bar = 0; bar < (bridge ? 2U : 6U) && bar < one.ranges.size(); ++bar) {
    const auto [first, last] = one.ranges[bar];
    const std::size_t at = 0x10 + 4 * bar;
    const bool wide = (one.config[at] & 7) == 4;
    const bool unwritten = load_le<std::uint32_t>(one.config.data() + at) < 0x10;
    // A BAR that Linux did not place has no size there; ports at their old places (IDE) are no BAR.
    if (last == 0 || (unwritten && !wide)) {
      std::fill_n(ones.begin() + static_cast<std::ptrdiff_t>(at), wide ? 8 : 4, std::uint8_t{0});
    } else {
      set(at, ~(last - first), wide ? 8 : 4);
    }
    if (wide) ++bar;
  }
  if (bridge) {
    set(0x1C, 0xF0F0, 2);
    set(0x20, 0xFFF0'FFF0'FFF0'FFF0, 8);
    if ((one.config[0x24] & 1) != 0) set(0x28, ~std::uint64_t{0}, 8);
  }
  return ones;
}

std::vector<PciAssignedRange> present(const PciFunction& function) {
  std::vector<PciAssignedRange> ranges;
  for (const PciSizedBar& bar : function.bars) ranges.push_back({bar.index, bar.is_io(), bar.address, bar.size});
  if (function.header == PciHeader::bridge)
    for (const PciBridgeWindow& window : function.windows)
      if (window.now.state == PciWindow::State::open)
        ranges.push_back({static_cast<std::uint8_t>(window.kind), window.kind == PciWindowKind::io,
                          window.now.range.first, window.now.range.last_offset() + 1});
  return ranges;
}

void check(const Captured& one, std::size_t& bars, std::size_t& rewritten) {
  SCOPED_TRACE(one.name);
  const std::vector<std::uint8_t> ones = ones_of(one);
  const auto function = PciFunction::read({}, *PciConfigView::over(one.config), ones);
  ASSERT_TRUE(function) << "RM" << function.error().rule;
  bool all_placed = function->memory_decode();
  for (const PciSizedBar& bar : function->bars) {
    ++bars;
    EXPECT_EQ(bar.size, one.ranges[bar.index].second - one.ranges[bar.index].first + 1);
    EXPECT_EQ(bar.address, one.ranges[bar.index].first);
    all_placed &= bar.address != 0;
  }
  auto list = pci_requirements(*function, {.message_signaled = true});
  EXPECT_TRUE(!list || lists::validate_io(*list->finish(), nullptr).errors == 0);
  const auto ranges = present(*function);
  if (!all_placed || ranges.empty()) return;
  ++rewritten;
  const auto writes = program(*function, ranges);
  ASSERT_TRUE(writes) << "RM" << writes.error().rule << " register " << writes.error().index;
  std::vector<std::uint8_t> bytes = one.config;
  for (const PciWrite& write : *writes) {
    for (unsigned i = 0; i < write.bytes; ++i) {
      const std::size_t at = write.offset + i;
      const unsigned kind = at % 4 == 0 && at >= 0x10 && at < 0x28 ? one.config[at] & 0xFU : 0;
      const unsigned limit_kind = at == 0x1D || at == 0x26 ? one.config[at] & 0xFU : 0;
      const unsigned kept = function->header == PciHeader::bridge || at < 0x28 ? kind | limit_kind : 0;
      bytes[at] = static_cast<std::uint8_t>((write.value >> (8 * i) & 0xFF) | kept);
    }
  }
  for (std::size_t at = 0x10; at < 0x34; ++at) EXPECT_EQ(bytes[at], one.config[at]) << std::hex << at;
}

TEST(PciMachines, RegistersSayWhatLinuxSaysAndCanBeWrittenAgain) {
  std::size_t functions = 0, bars = 0, rewritten = 0;
  for (const char* machine : {"pc-isa", "q35-io-exhausted", "q35-ovmf", "q35-ovmf-io-overlap", "q35-testdev-64g"}) {
    for (const Captured& one : captured(machine)) {
      check(one, bars, rewritten);
      ++functions;
    }
  }
  std::printf("%zu functions, %zu BARs, %zu written again\n", functions, bars, rewritten);
  EXPECT_GT(functions, 30U);
  EXPECT_GT(bars, 40U);
  EXPECT_GT(rewritten, 20U);
}

}  // namespace
}  // namespace resmap::buses
