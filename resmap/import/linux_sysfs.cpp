// SPDX-License-Identifier: MIT
#include "resmap/import/linux_sysfs.h"

#include <algorithm>
#include <set>

#include "resmap/import/file_path.h"

namespace resmap::import {

namespace {

using snapshot::Certainty;
using snapshot::Device;
using snapshot::DeviceIndex;
using snapshot::DeviceKind;
using snapshot::PciPlace;

// Calls visit(word, path up to and with it) for each word of a path.
template <typename Visit>
void each_word(std::string_view path, const Visit& visit) {
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    visit(path.substr(begin, end - begin), path.substr(0, end));
    begin = end + 1;
  }
}

// "00:05" of "sys/devices/pnp0/00:05" or "sys/bus/pnp/devices/00:05".
bool is_pnp_directory(std::string_view directory) {
  const std::string_view name = last_word(directory), above = without_last(directory);
  const bool form = name.size() == 5 && name[2] == ':' && whole_hex(name.substr(0, 2)) && whole_hex(name.substr(3, 2));
  std::string_view bus = last_word(above);
  return form && (above.ends_with("pnp/devices") || (take(bus, "pnp") && whole_decimal(bus)));
}

// What stands before the first word that only sysfs has.
std::string_view root_of(std::string_view path) {
  std::optional<std::size_t> at;
  each_word(path, [&](std::string_view word, std::string_view upto) {
    const bool known =
        word == "sys" || word == "devices" || word == "bus" || root_bus_from(word) || pci_function_from(word);
    if (known && !at) at = upto.size() - word.size();
  });
  return path.substr(0, at.value_or(0));
}

class Finder {
 public:
  LinuxTree find(const FileSet& files) {
    for (const std::string_view path : files.under()) file(path);
    for (const std::string& root : other_roots_) {
      tree_.gaps.push_back("\"" + root + "\" looks like the tree of another machine: only \"" + tree_.root +
                           "\" was read");
    }
    return std::move(tree_);
  }

 private:
  void file(std::string_view path) {
    const std::string_view name = last_word(path), directory = without_last(path);
    if (name == "config" || name == "resource" || name == "class" || name == "vendor") {
      if (const auto place = pci_function_from(last_word(directory)); place && belongs(directory))
        function(*place, directory);
    } else if ((name == "resources" || name == "id") && is_pnp_directory(directory) && belongs(directory)) {
      tree_.pnp_devices.try_emplace(std::string(last_word(directory)), directory);
    }
  }

  bool belongs(std::string_view directory) {
    const std::string_view root = root_of(directory);
    if (!has_root_) {
      tree_.root = root;
      has_root_ = true;
    }
    if (root == tree_.root) return true;
    if (other_roots_.size() < 8) other_roots_.emplace(root);
    return false;
  }

  void function(const PciPlace& place, std::string_view directory) {
    bool in_tree = false;
    each_word(directory, [&](std::string_view word, std::string_view upto) {
      const auto root = root_bus_from(word);
      if (!root) return;
      in_tree = true;
      tree_.host_bridges.try_emplace(*root, upto);
    });
    // sys/bus/pci/devices shows the same functions without their place in the tree.
    std::string& known = tree_.functions[place];
    if (known.empty() || in_tree) known = directory;
  }

  LinuxTree tree_;
  bool has_root_ = false;
  std::set<std::string> other_roots_;
};

class Entering {
 public:
  Entering(const FileSet& files, const LinuxTree& tree, snapshot::SourceIndex source, DeviceTable& devices)
      : files_(files), tree_(tree), source_(source), devices_(devices) {}

  void enter(std::vector<std::string>& gaps) {
    for (const auto& [bus, directory] : tree_.host_bridges) host_bridge(bus, directory);
    FunctionNotes notes;
    for (const auto& [place, directory] : tree_.functions)
      enter_function(files_, place, directory, source_, devices_, notes);
    for (const auto& [place, directory] : tree_.functions) parent_of_function(place, directory);
    for (const auto& [bus, directory] : tree_.host_bridges) parent_of_host(bus, directory);
    for (const auto& [name, directory] : tree_.pnp_devices) {
      enter_pnp_device(files_, name, directory, source_, devices_);
    }
    parents_by_firmware();
    say(notes, gaps);
  }

 private:
  void host_bridge(PciBusName bus, const std::string& directory) {
    Device& device = devices_.at(devices_.host_bridge(bus, source_));
    device.source = source_;
    device.location = last_word(directory);
    device.firmware_path = text_at(files_, directory + "/firmware_node/path");
    const std::string_view id = text_at(files_, directory + "/firmware_node/hid");
    if (!id.empty()) device.hardware_ids = {"ACPI\\" + std::string(id)};
  }

  // The nearest function whose directory holds this one. SR-IOV: a virtual function stands beside its physical one, whose BARs
  // hold its own.
  void parent_of_function(const PciPlace& place, const std::string& directory) {
    const auto index = devices_.find(name_of(place));
    if (!index) return;
    // What a text that was read earlier derived gives way.
    devices_.at(*index).parent.reset();
    if (const auto physical = files_.link(directory + "/physfn")) {
      const auto parent = devices_.find(last_word(*physical));
      if (parent && devices_.set_parent(*index, *parent, Certainty::stated)) return;
    }
    const auto parent = above(without_last(directory));
    if (parent && devices_.set_parent(*index, *parent, Certainty::stated)) return;
    // The directory does not stand in a tree: buses tell. One that no bridge leads to is a root.
    const PciBusName bus{place.segment, place.bus};
    devices_.hang(*index, bus);
    if (devices_.at(*index).parent) return;
    devices_.set_parent(*index, devices_.host_bridge(bus, source_), Certainty::derived);
  }

  // A segment of its own behind a function (Intel VMD).
  void parent_of_host(PciBusName bus, const std::string& directory) {
    const auto index = devices_.find(host_bridge_name(bus));
    const auto parent = above(without_last(directory));
    if (index && parent) devices_.set_parent(*index, *parent, Certainty::stated);
  }

  std::optional<DeviceIndex> above(std::string_view directory) {
    for (; !directory.empty(); directory = without_last(directory)) {
      const std::string_view word = last_word(directory);
      if (!pci_function_from(word) && !root_bus_from(word)) continue;
      if (const auto found = devices_.find(word)) return found;
    }
    return std::nullopt;
  }

  // A plug-and-play device hangs from what its ACPI path goes through, if that is known; else from the first host bridge. Where both
  // paths are known and part, it hangs from neither.
  void parents_by_firmware() {
    std::map<std::string, DeviceIndex, std::less<>> by_path;
    std::optional<DeviceIndex> first_host;
    const auto& all = devices_.snapshot().devices;
    for (DeviceIndex i = 0; i < all.size(); ++i) {
      if (!all[i].firmware_path.empty() && (all[i].pci || all[i].kind == DeviceKind::host_bridge))
        by_path.emplace(all[i].firmware_path, i);
      if (all[i].kind == DeviceKind::host_bridge && !first_host) first_host = i;
    }
    for (const auto& [name, directory] : tree_.pnp_devices) {
      const auto index = devices_.find("pnp " + name);
      if (!index) continue;
      Device& device = devices_.at(*index);
      std::optional<DeviceIndex> parent;
      for (std::string_view path = device.firmware_path; !path.empty() && !parent;) {
        const std::size_t dot = path.rfind('.');
        path = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
        if (const auto found = by_path.find(path); found != by_path.end()) parent = found->second;
      }
      const bool elsewhere =
          !device.firmware_path.empty() && first_host && !devices_.at(*first_host).firmware_path.empty();
      if (!parent && !elsewhere) parent = first_host;
      device.parent.reset();
      if (parent) devices_.set_parent(*index, *parent, Certainty::derived);
    }
  }

  static void say(const FunctionNotes& notes, std::vector<std::string>& gaps) {
    const auto count = [&](std::size_t number, const char* what) {
      if (number != 0)
        gaps.push_back("of " + std::to_string(number) + (number == 1 ? " function " : " functions ") + what);
    };
    count(notes.short_configs, "configuration space was read up to byte 64 only, so capabilities are unknown");
    count(notes.without_config, "configuration space was not read");
    count(notes.without_resource, "the file resource was not read, so their BARs are unknown");
    gaps.insert(gaps.end(), notes.sentences.begin(), notes.sentences.end());
  }

  const FileSet& files_;
  const LinuxTree& tree_;
  snapshot::SourceIndex source_;
  DeviceTable& devices_;
};

}  // namespace

LinuxTree find_linux_tree(const FileSet& files) { return Finder().find(files); }

std::string_view text_at(const FileSet& files, const std::string& path) {
  const auto bytes = files.find(path);
  return bytes ? trimmed(as_text(*bytes)) : std::string_view();
}

std::string driver_of(const FileSet& files, const std::string& directory) {
  if (const auto target = files.link(directory + "/driver")) return std::string(last_word(*target));
  LineReader lines(text_at(files, directory + "/uevent"));
  for (std::string_view line; lines.next(line);) {
    if (take(line, "DRIVER=")) return std::string(line);
  }
  return {};
}

void enter_tree(const FileSet& files, const LinuxTree& tree, snapshot::SourceIndex source, DeviceTable& devices,
                std::vector<std::string>& gaps) {
  Entering(files, tree, source, devices).enter(gaps);
}

}  // namespace resmap::import
