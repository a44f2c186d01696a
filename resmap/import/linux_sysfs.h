// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/import/file_set.h"
#include "resmap/import/linux_devices.h"

// The sysfs tree of a machine inside a FileSet. Not installed: import_linux.cpp uses it. All of it may throw bad_alloc.
namespace resmap::import {

// Where things stand. A user's tree may begin anywhere: at "sys/devices/...", at "devices/pci0000:00/...", at the functions'
// directories themselves, or below a directory of its own ("mybox/sys/...").
struct LinuxTree {
  std::string root;                                     // what stands before "sys/" or "proc/": "" or "mybox/"
  std::map<PciBusName, std::string> host_bridges;       // root bus -> directory
  std::map<snapshot::PciPlace, std::string> functions;  // -> directory
  std::map<std::string, std::string> pnp_devices;       // "00:05" -> directory
  std::vector<std::string> gaps;                        // other machines that stand in the same set

  [[nodiscard]] bool empty() const { return functions.empty() && pnp_devices.empty() && host_bridges.empty(); }
};
[[nodiscard]] LinuxTree find_linux_tree(const FileSet& files);

// A small text file of the tree, without its line end; empty when it is not there.
[[nodiscard]] std::string_view text_at(const FileSet& files, const std::string& path);
// The last word of the link `directory`/driver, or DRIVER= of its uevent; empty: none.
[[nodiscard]] std::string driver_of(const FileSet& files, const std::string& directory);

// Enters host bridges, functions and plug-and-play devices, with their parents. A device that the table has already, from a text,
// is replaced by what the tree says; what only the text knew (the size of a BAR without place) stays.
// `gaps` is added to.
void enter_tree(const FileSet& files, const LinuxTree& tree, snapshot::SourceIndex source, DeviceTable& devices,
                std::vector<std::string>& gaps);

// Its parts.
struct FunctionNotes {
  std::size_t short_configs = 0;  // functions of which only the first 64 bytes were read
  std::size_t without_config = 0, without_resource = 0;
  std::vector<std::string> sentences;
};
void enter_function(const FileSet& files, const snapshot::PciPlace& place, const std::string& directory,
                    snapshot::SourceIndex source, DeviceTable& devices, FunctionNotes& notes);
void enter_pnp_device(const FileSet& files, const std::string& name, const std::string& directory,
                      snapshot::SourceIndex source, DeviceTable& devices);
// The lines of a plug-and-play device's file `resources`: "io 0x60-0x60", "irq 5 High-Edge", "mem 0x0-0x9ffff window". What is
// "disabled" the device does not use and does not need. `fixed`: it has no other choices.
[[nodiscard]] std::vector<snapshot::Resource> pnp_resources(std::string_view text, bool is_motherboard,
                                                            snapshot::Known fixed, snapshot::SourceIndex source);

}  // namespace resmap::import
