// SPDX-License-Identifier: MIT
#include "apps/resmap/machine_lists.h"

#include <algorithm>
#include <map>
#include <new>
#include <set>
#include <utility>

#include "resmap/claims/translated_list.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list_builder.h"

namespace resmap::app {

namespace {

using lists::CmDescriptor;
using lists::CmLayout;
using lists::ResourceType;
using lists::ShareDisposition;
using pnp::Occupancy;
using snapshot::Known;

constexpr std::string_view kRam = "System RAM";  // as sources name it
constexpr std::string_view kSystem = "System Resources", kPhysicalMemory = "Physical Memory", kReserved = "Reserved";
constexpr std::string_view kPnpClass = "PnP Manager", kPnpDriver = "PnpManager";
constexpr std::uint32_t kFirstDescriptor = 4 + 16;  // of a list with one full descriptor

// One full descriptor, put together range by range.
class ListDraft {
 public:
  ListDraft(lists::InterfaceType type, std::uint32_t bus) {
    lists::CmFullHeader header{};
    header.interface_type = type;
    header.bus_number = bus;
    header.version = header.revision = 1;
    need(build_.begin_full(header));
  }
  [[nodiscard]] bool empty() const { return count_ == 0; }

  void add(const Occupancy& held, ShareDisposition share) {
    const bool window = held.role == snapshot::Role::window;
    std::uint16_t flags = held.flags.value_or(0);
    // Windows of real host bridges come without it, and are ports all the same.
    if (held.type == ResourceType::port) flags = static_cast<std::uint16_t>(flags | lists::port_flag::io);
    if (window) {  // said in the list too, so that who reads it sees why others may stand inside
      share = ShareDisposition::shared;
      const bool ports = held.type == ResourceType::port;
      flags = static_cast<std::uint16_t>(flags |
                                         (ports ? lists::port_flag::window_decode : lists::memory_flag::window_decode));
    }
    if (lists::is_address(held.type)) return add_addresses(held.type, held.range, share, flags, window);
    if (held.type == ResourceType::bus_number)
      return add(CmDescriptor::bus(CmLayout::x64, static_cast<std::uint32_t>(held.range.first),
                                   static_cast<std::uint32_t>(held.range.last_offset() + 1), share),
                 window);
    for (std::uint64_t i = 0; i <= held.range.last_offset() && i < kMostNumbers; ++i) {
      const auto number = static_cast<std::uint32_t>(held.range.first + i);
      add(held.type == ResourceType::dma ? CmDescriptor::dma(CmLayout::x64, number, share, flags)
                                         : CmDescriptor::line(CmLayout::x64, number, static_cast<std::uint16_t>(number),
                                                              ~std::uint64_t{0}, share, flags),
          window);
    }
  }

  // A length that no descriptor says becomes several.
  void add_addresses(ResourceType type, AddressRange range, ShareDisposition share, std::uint16_t flags, bool window) {
    std::uint64_t first = range.first, left = range.last_offset();  // less one
    for (bool more = true; more;) {
      std::uint64_t length = left + 1;
      auto descriptor = CmDescriptor::address(CmLayout::x64, type, first, length, share, flags);
      for (std::uint64_t unit = 0x100; !descriptor && unit <= kLargestUnit; unit <<= 8) {
        length = left == ~std::uint64_t{0} ? std::uint64_t{1} << 63 : (left + 1) & ~(unit - 1);
        if (length != 0) descriptor = CmDescriptor::address(CmLayout::x64, type, first, length, share, flags);
      }
      if (!descriptor) return;
      add(*descriptor, window);
      more = length - 1 < left;
      first += length;
      left -= length;
    }
  }

  [[nodiscard]] std::vector<std::uint8_t> bytes() {
    const auto list = build_.finish();
    need(list);
    return {list->begin(), list->end()};
  }
  [[nodiscard]] std::vector<std::uint32_t> windows() const { return windows_; }

 private:
  static constexpr std::uint64_t kMostNumbers = 0x10000;
  static constexpr std::uint64_t kLargestUnit = std::uint64_t{1} << 32;

  template <typename Answer>
  static void need(const Answer& answer) {
    if (!answer) throw std::bad_alloc();  // descriptors come one layout, none DeviceSpecific: nothing else is refused
  }
  void add(const CmDescriptor& descriptor, bool window) {
    need(build_.add(descriptor));
    if (window)
      windows_.push_back(kFirstDescriptor + count_ * static_cast<std::uint32_t>(lists::size_of(CmLayout::x64)));
    ++count_;
  }

  lists::CmResourceListBuilder build_{lists::CmForm::resource_list, CmLayout::x64};
  std::vector<std::uint32_t> windows_;
  std::uint32_t count_ = 0;
};

class Collector {
 public:
  Collector(const pnp::Machine& machine, const arbiters::BusMap& buses) : machine_(machine), buses_(buses) {}

  std::vector<MachineList> all() {
    resource_map();
    if (!has(kPnpClass, kPnpDriver))
      for (const pnp::DeviceIndex device : machine_.tree().in_order()) this->device(device);
    regions();
    return std::move(lists_);
  }

 private:
  const snapshot::Snapshot& facts() const { return machine_.snapshot(); }

  [[nodiscard]] bool has(std::string_view class_name, std::string_view driver) const {
    return std::ranges::any_of(facts().claims, [&](const snapshot::ClaimValue& value) {
      return value.class_key == class_name && value.driver_key == driver;
    });
  }

  void resource_map() {
    constexpr std::string_view raw_suffix = ".Raw", translated_suffix = ".Translated";
    for (const snapshot::ClaimValue& value : facts().claims) {
      if (!value.name.ends_with(translated_suffix)) continue;
      MachineList list{.class_name = value.class_key, .driver = value.driver_key};
      list.device = value.name.substr(0, value.name.size() - translated_suffix.size());
      list.translated = list.raw = value.bytes;
      for (const snapshot::ClaimValue& twin : facts().claims)
        if (twin.class_key == value.class_key && twin.driver_key == value.driver_key &&
            twin.name == list.device + std::string(raw_suffix))
          list.raw = twin.bytes;
      list.layout = lists::choose_layout(list.translated, lists::CmForm::resource_list).layout;
      lists_.push_back(std::move(list));
    }
  }

  void device(pnp::DeviceIndex index) {
    const snapshot::Device& device = facts().devices[index];
    if (device.present == Known::no) return;
    const bool pci = device.pci.has_value();
    ListDraft draft(pci ? lists::InterfaceType::pci_bus : lists::InterfaceType::pnp_bus,
                    pci ? device.pci->segment << 8 | device.pci->bus : 0);
    bool started = false;
    for (const Occupancy& held : machine_.held_by(index)) {
      if (held.routing_unknown) continue;
      const bool pci_line = pci && held.type == ResourceType::interrupt;
      draft.add(held, held.share.value_or(pci_line ? ShareDisposition::shared : ShareDisposition::undetermined));
      started = started || held.stage == snapshot::Stage::current;
    }
    if (draft.empty()) return;
    MachineList list{.class_name = std::string(kPnpClass), .driver = std::string(kPnpDriver), .device = device.id};
    list.raw = draft.bytes();
    list.windows = draft.windows();
    list.boot_only = !started && (device.driver.empty() || device.problem.has_value());
    list.translated = list.raw;
    // Windows are the bridge's own, and what does not lie in one of another bridge stays where its source put it.
    const auto translated = claims::translate_list(list.raw, CmLayout::x64, claims::Era::nt4, &buses_, {});
    if (translated && list.windows.empty())
      list.translated.assign(translated->translated.bytes().begin(), translated->translated.bytes().end());
    lists_.push_back(std::move(list));
  }

  // Whether a device holds part of a region, or it is the window of one, or others lie in it.
  [[nodiscard]] bool speaks_of_others(const snapshot::Region& region) const {
    for (const Occupancy& held : machine_.held()) {
      if (held.owner.kind != pnp::Owner::Kind::device || held.type != region.type) continue;
      if (facts().devices[held.owner.index].present == Known::no) continue;
      if (held.role == snapshot::Role::window ? held.range == region.range : held.range.overlaps(region.range))
        return true;
    }
    return std::ranges::any_of(facts().regions, [&](const snapshot::Region& other) {
      if (&other == &region || other.type != region.type) return false;
      if (other.name == kRam && other.range.overlaps(region.range)) return true;
      return region.range.contains(other.range) && other.depth > region.depth;
    });
  }

  void regions() {
    std::map<std::string, std::vector<const snapshot::Region*>> reserved;
    ListDraft ram(lists::InterfaceType::internal, 0);
    for (const snapshot::Region& region : facts().regions) {
      if (region.name == kRam)
        ram.add_addresses(region.type, region.range, ShareDisposition::device_exclusive, 0, false);
      else if (!region.name.starts_with("PCI Bus ") && !speaks_of_others(region))
        reserved[region.name].push_back(&region);
    }
    const auto add = [&](std::string_view driver, const std::string& name, ListDraft& draft) {
      MachineList list{.class_name = std::string(kSystem), .driver = std::string(driver), .device = name};
      list.raw = list.translated = draft.bytes();
      lists_.push_back(std::move(list));
    };
    if (!ram.empty() && !has(kSystem, kPhysicalMemory)) add(kPhysicalMemory, "", ram);
    for (const auto& [name, parts] : reserved) {
      ListDraft draft(lists::InterfaceType::internal, 0);
      for (const snapshot::Region* part : parts)
        draft.add_addresses(part->type, part->range, ShareDisposition::device_exclusive,
                            part->type == ResourceType::port ? lists::port_flag::io : 0, false);
      add(kReserved, name, draft);
    }
  }

  const pnp::Machine& machine_;
  const arbiters::BusMap& buses_;
  std::vector<MachineList> lists_;
};

}  // namespace

std::vector<MachineList> machine_lists(const pnp::Machine& machine, const arbiters::BusMap& buses) {
  return Collector(machine, buses).all();
}

Result<void> enter(claims::ResourceMap& map, const std::vector<MachineList>& lists) {
  const auto key_of = [](std::string_view class_name, std::string_view driver, std::string_view device) {
    return std::string(class_name) + '\0' + std::string(driver) + '\0' + std::string(device);
  };
  std::map<std::string, const MachineList*> missing;
  for (const MachineList& list : lists) missing[key_of(list.class_name, list.driver, list.device)] = &list;
  const auto stands = [&](const claims::StoredList& stored) {
    const auto found = missing.find(key_of(stored.class_name, stored.driver, stored.device));
    if (found == missing.end() || !stored.recorded) return;
    const MachineList& list = *found->second;
    if (std::ranges::equal(stored.raw, list.raw) && std::ranges::equal(stored.translated, list.translated) &&
        stored.boot_only == list.boot_only)
      missing.erase(found);
  };
  map.for_each(stands);
  std::vector<claims::RecordRequest> requests;
  for (const MachineList& list : lists) {
    if (!missing.contains(key_of(list.class_name, list.driver, list.device))) continue;
    requests.push_back({.class_name = list.class_name,
                        .driver = list.driver,
                        .device = list.device,
                        .raw = list.raw,
                        .translated = list.translated,
                        .boot_only = list.boot_only,
                        .windows = list.windows,
                        .layout = list.layout});
  }
  if (const auto entered = map.record_all(requests); !entered) return fail(entered.error().error);
  return {};
}

}  // namespace resmap::app
