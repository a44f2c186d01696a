// SPDX-License-Identifier: MIT
#include "resmap/import/import_linux.h"

#include <algorithm>
#include <array>
#include <utility>

#include "resmap/import/file_path.h"
#include "resmap/import/guard.h"
#include "resmap/import/linux_facts.h"
#include "resmap/import/linux_sysfs.h"

namespace resmap::import {

namespace {

using snapshot::Snapshot;
using snapshot::Source;
using snapshot::SourceIndex;
using snapshot::SourceKind;

constexpr std::size_t kHead = 65536;
// What no real machine has, so that a made-up one costs no more.
constexpr std::size_t kMostBars = 64, kMostHosts = 256;

SourceKind source_kind(LinuxText text) {
  switch (text) {
    case LinuxText::iomem: return SourceKind::iomem;
    case LinuxText::ioports: return SourceKind::ioports;
    case LinuxText::interrupts: return SourceKind::interrupts;
    default: return SourceKind::dmesg;
  }
}

// The files that are texts of each kind.
struct Texts {
  std::array<std::string, 4> path;  // by LinuxText; empty: none
  std::vector<std::string> passed_over;
  [[nodiscard]] std::string& of(LinuxText kind) { return path[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] bool empty() const {
    return std::all_of(path.begin(), path.end(), [](const std::string& text) { return text.empty(); });
  }
};

class Import {
 public:
  Import(const FileSet& files, Snapshot& into) : files_(files), into_(into) {}

  Result<void> run() {
    tree_ = find_linux_tree(files_);
    if (tree_.empty()) tree_.root = root_by_proc();
    find_texts();
    if (tree_.empty() && texts_.empty()) return fail({.code = ErrorCode::unsupported, .rule = rule::nothing_of_linux});
    into_.platform = snapshot::Platform::linux;
    DeviceTable devices(into_);
    describe();
    if (!tree_.empty()) enter_sysfs(devices);
    // The log before the maps: it knows which bus hangs where, and what ports without a BAR are for.
    RESMAP_TRY(log(devices));
    RESMAP_TRY(map(LinuxText::iomem, lists::ResourceType::memory, devices));
    RESMAP_TRY(map(LinuxText::ioports, lists::ResourceType::port, devices));
    RESMAP_TRY(interrupts());
    if (into_.sources.size() == first_source_)
      return fail({.code = ErrorCode::unsupported, .rule = rule::nothing_of_linux});
    hang_in_windows(devices);
    std::move(devices).finish();
    pass_on_behind_functions();
    leftover_gaps();
    return {};
  }

 private:
  [[nodiscard]] std::string_view at(const char* path) const { return text_at(files_, tree_.root + path); }

  SourceIndex add_source(SourceKind kind, const std::string& path) {
    Source source;
    source.kind = kind;
    source.name = files_.name();
    const bool usual = path.empty() || files_.is_single_file() || !tree_.empty();
    if (!usual) source.name += "/" + path;
    into_.sources.push_back(std::move(source));
    return static_cast<SourceIndex>(into_.sources.size() - 1);
  }
  void add_gaps(SourceIndex source, const std::vector<std::string>& gaps) {
    auto& all = into_.sources[source].gaps;
    all.insert(all.end(), gaps.begin(), gaps.end());
  }

  // A set without PCI or plug-and-play devices may still hold proc/iomem.
  [[nodiscard]] std::string root_by_proc() const {
    for (const std::string_view path : files_.under()) {
      for (const std::string_view known : {"proc/iomem", "proc/ioports", "proc/interrupts"}) {
        if (path == known || (path.ends_with(known) && path[path.size() - known.size() - 1] == '/'))
          return std::string(path.substr(0, path.size() - known.size()));
      }
    }
    return {};
  }

  void find_texts() {
    const std::pair<LinuxText, const char*> usual[] = {{LinuxText::iomem, "proc/iomem"},
                                                       {LinuxText::ioports, "proc/ioports"},
                                                       {LinuxText::interrupts, "proc/interrupts"},
                                                       {LinuxText::kernel_log, "dmesg"},
                                                       {LinuxText::kernel_log, "var/log/dmesg"}};
    for (const auto& [kind, path] : usual) {
      if (texts_.of(kind).empty() && files_.head(tree_.root + path, 1)) texts_.of(kind) = tree_.root + path;
    }
    // Loose files lie at the top, or one directory down; what lies deeper belongs to somebody else.
    for (const std::string_view path : files_.under()) {
      if (depth_of(path) > 2 || path.starts_with("sys/") || path.starts_with("proc/") || path.starts_with("dev/"))
        continue;
      const auto head = files_.head(path, kHead);
      const auto kind = head ? recognise_linux_text(*head) : std::nullopt;
      if (!kind || texts_.of(*kind) == path) continue;
      if (texts_.of(*kind).empty()) {
        texts_.of(*kind) = path;
      } else {
        texts_.passed_over.push_back(std::string(path) + " was not read: " + texts_.of(*kind) +
                                     " is a text of the same kind, and they may be of different times");
      }
    }
  }

  // Who the machine is. What the log says of it comes later and only fills in.
  void describe() {
    const std::string_view vendor = at("sys/class/dmi/id/sys_vendor"), product = at("sys/class/dmi/id/product_name");
    if (into_.title.empty()) into_.title = joined(vendor, product);
    if (into_.firmware.empty())
      into_.firmware = joined(at("sys/class/dmi/id/bios_vendor"), at("sys/class/dmi/id/bios_version"));
    std::string_view version = at("proc/version");
    LineReader cover(at("capture.txt"));
    std::string kernel;
    for (std::string_view line; cover.next(line);) {
      if (take(line, "kernel: ")) kernel = line;
    }
    if (kernel.empty() && take(version, "Linux version ")) kernel = take_word(version);
    if (into_.system.empty() && !kernel.empty()) into_.system = "Linux " + kernel;
  }

  static std::string joined(std::string_view a, std::string_view b) {
    std::string both(a);
    if (!a.empty() && !b.empty()) both += ' ';
    return both += b;
  }

  void enter_sysfs(DeviceTable& devices) {
    const SourceIndex source = add_source(SourceKind::sysfs, {});
    std::vector<std::string> gaps = tree_.gaps;
    enter_tree(files_, tree_, source, devices, gaps);
    // What the script that packed the archive could not read.
    LineReader cover(at("capture.txt"));
    for (std::string_view line; cover.next(line);) {
      if (take(line, "lost: ")) gaps.push_back("not captured: " + std::string(line));
      if (take(line, "unreadable: "))
        gaps.push_back("not captured, since the user may not read it: " + std::string(line));
    }
    add_gaps(source, gaps);
  }

  // The text of a kind; nullopt: there is none, or it cannot be read, which the set then says.
  [[nodiscard]] std::optional<std::string_view> text(LinuxText kind) {
    const std::string& path = texts_.of(kind);
    const auto bytes = path.empty() ? std::nullopt : files_.find(path);
    return bytes ? std::optional(as_text(*bytes)) : std::nullopt;
  }

  Result<void> log(DeviceTable& devices) {
    const auto found = text(LinuxText::kernel_log);
    if (!found) return {};
    RESMAP_TRY_ASSIGN(const LogFacts log, parse_kernel_log(*found));
    const SourceIndex source = add_source(SourceKind::dmesg, texts_.of(LinuxText::kernel_log));
    add_gaps(source, log.gaps);
    enter_log(log, source, devices);
    return {};
  }

  Result<void> map(LinuxText kind, lists::ResourceType type, DeviceTable& devices) {
    const auto found = text(kind);
    if (!found) return {};
    const auto map = parse_address_map(*found);
    if (!map) return no_text(kind, map.error());
    const SourceIndex source = add_source(source_kind(kind), texts_.of(kind));
    add_gaps(source, map->gaps);
    enter_address_map(*map, type, source, devices);
    return {};
  }

  Result<void> interrupts() {
    const auto found = text(LinuxText::interrupts);
    if (!found) return {};
    const auto table = parse_interrupts(*found);
    if (!table) return no_text(LinuxText::interrupts, table.error());
    const SourceIndex source = add_source(SourceKind::interrupts, texts_.of(LinuxText::interrupts));
    add_gaps(source, table->gaps);
    enter_interrupts(*table, source, into_);
    return {};
  }

  // A file at its usual place that is not what it should be: empty, or another text under its name.
  Result<void> no_text(LinuxText kind, const Error& error) {
    if (error.code != ErrorCode::malformed) return fail(error);
    texts_.passed_over.push_back(texts_.of(kind) + " was not read: no line of it has that text's form");
    return {};
  }

  // A mainboard device that firmware names beside the host bridge, though all its addresses are reached through the bridge's windows.
  void hang_in_windows(DeviceTable& devices) {
    std::vector<snapshot::DeviceIndex> hosts;
    for (snapshot::DeviceIndex i = 0; i < into_.devices.size(); ++i) {
      if (into_.devices[i].kind == snapshot::DeviceKind::host_bridge && hosts.size() < kMostHosts) hosts.push_back(i);
    }
    for (snapshot::DeviceIndex i = 0; i < into_.devices.size(); ++i) {
      const snapshot::Device& device = into_.devices[i];
      if (device.parent || !device.id.starts_with("pnp ")) continue;
      const auto host = std::find_if(hosts.begin(), hosts.end(), [&](snapshot::DeviceIndex at) {
        return reaches_all(into_.devices[at].resources, device.resources);
      });
      if (host != hosts.end()) devices.set_parent(i, *host, snapshot::Certainty::derived);
    }
  }
  static bool reaches_all(const std::vector<snapshot::Resource>& windows, const std::vector<snapshot::Resource>& held) {
    std::size_t addresses = 0;
    for (const snapshot::Resource& resource : held) {
      if (!lists::is_address(resource.type) || !resource.place) continue;
      ++addresses;
      const bool inside = std::any_of(windows.begin(), windows.end(), [&](const snapshot::Resource& window) {
        return window.role == snapshot::Role::window && window.type == resource.type && window.place &&
               window.place->contains(*resource.place);
      });
      if (!inside) return false;
    }
    return addresses != 0;
  }

  // A function that carries buses of its own (Intel VMD) hands its BARs on to them: they are windows.
  void pass_on_behind_functions() {
    for (const snapshot::Device& host : into_.devices) {
      if (host.kind != snapshot::DeviceKind::host_bridge || !host.parent) continue;
      auto& bars = into_.devices[*host.parent].resources;
      if (bars.size() > kMostBars) continue;
      for (snapshot::Resource& bar : bars) {
        const bool reaches =
            std::any_of(host.resources.begin(), host.resources.end(), [&](const snapshot::Resource& window) {
              return window.type == bar.type && window.place && bar.place && bar.place->contains(*window.place);
            });
        if (reaches) bar.role = snapshot::Role::window;
      }
    }
  }

  // What the set itself could not read concerns the first of our sources.
  void leftover_gaps() {
    if (first_source_ >= into_.sources.size()) return;
    add_gaps(first_source_, files_.gaps());
    add_gaps(first_source_, texts_.passed_over);
  }

  const FileSet& files_;
  Snapshot& into_;
  const SourceIndex first_source_ = static_cast<SourceIndex>(into_.sources.size());
  LinuxTree tree_;
  Texts texts_;
};

}  // namespace

Result<void> import_linux(const FileSet& files, Snapshot& into) {
  return guarded([&]() -> Result<void> {
    Snapshot working = into;
    RESMAP_TRY(Import(files, working).run());
    into = std::move(working);
    return {};
  });
}

}  // namespace resmap::import
