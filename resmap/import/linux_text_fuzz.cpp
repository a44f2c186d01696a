// SPDX-License-Identifier: MIT
// Any bytes as each of Linux's texts, and as a file that is recognised and imported: no crash, a snapshot that hangs together, and
// the same text a second time changes nothing but sources, regions and lines.
#include "resmap/import/file_set_builder.h"
#include "resmap/import/import_linux.h"
#include "resmap/import/linux_log.h"
#include "resmap/import/linux_sysfs.h"
#include "resmap/import/linux_text.h"
#include "resmap/import/soundness_test_support.h"
#include "resmap/import/sysfs_resource.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;          // NOLINT(google-build-using-namespace)
using namespace resmap::import;  // NOLINT(google-build-using-namespace)

std::size_t resources_in(const snapshot::Snapshot& machine) {
  std::size_t count = 0;
  for (const snapshot::Device& device : machine.devices) count += device.resources.size();
  return count;
}

void parsers(std::string_view text) {
  if (const auto map = parse_address_map(text)) {
    FUZZ_EXPECT(map->hidden == map->lines.empty());
    std::uint32_t depth = 0;
    for (const MapLine& line : map->lines) {
      FUZZ_EXPECT(line.range.first <= line.range.last && line.depth <= depth && line.line != 0);
      depth = line.depth + 1;
    }
  }
  if (const auto table = parse_interrupts(text)) FUZZ_EXPECT(!table->rows.empty());
  const auto log = parse_kernel_log(text);
  FUZZ_EXPECT(log);
  for (const LogResource& resource : log->resources) {
    FUZZ_EXPECT(!resource.lost || (!resource.place && !resource.words.empty()));
    FUZZ_EXPECT(resource.slot < log_slot::virtual_bar + 6);
  }
  std::vector<std::uint32_t> bad;
  const auto lines = parse_resource_file(text, bad);
  for (const bool bridge : {false, true}) static_cast<void>(resources_of(lines, nullptr, bridge, true, 0));
  static_cast<void>(pnp_resources(text, false, snapshot::Known::yes, 0));
}

void tree(std::string_view text) {
  // One function whose files all hold the text, beside the text as the kernel's log.
  FileSetBuilder builder("fuzz", {});
  for (const char* const file : {"config", "resource", "class", "vendor", "irq", "uevent", "msi_irqs/1"})
    FUZZ_EXPECT(builder.add_file(std::string("sys/devices/pci0000:00/0000:00:02.0/") + file, text));
  for (const char* const file : {"dmesg", "proc/iomem", "proc/interrupts", "capture.txt", "sys/devices/pnp0/00:00/id",
                                 "sys/devices/pnp0/00:00/resources"})
    FUZZ_EXPECT(builder.add_file(file, text));
  snapshot::Snapshot machine;
  FUZZ_EXPECT(import_linux(std::move(builder).finish(), machine));
  FUZZ_EXPECT(testing_support::is_sound(machine));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes(data, size);
  const std::string_view text = as_text(bytes);
  parsers(text);
  tree(text);
  const auto files = open_bytes(bytes, "file", {.total_bytes = 1 << 20, .entries = 100});
  if (!files || !recognise_linux_text(bytes)) return 0;
  snapshot::Snapshot machine;
  const auto done = import_linux(*files, machine);
  FUZZ_EXPECT(done || done.error().code == ErrorCode::unsupported);
  if (!done) return 0;
  FUZZ_EXPECT(testing_support::is_sound(machine));
  const std::size_t devices = machine.devices.size(), resources = resources_in(machine);
  FUZZ_EXPECT(import_linux(*files, machine));
  FUZZ_EXPECT(testing_support::is_sound(machine));
  FUZZ_EXPECT(machine.devices.size() == devices && resources_in(machine) == resources);
  return 0;
}
