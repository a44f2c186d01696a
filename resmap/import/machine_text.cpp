// SPDX-License-Identifier: MIT
#include "resmap/import/machine_text.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

#include "resmap/import/machine_policy.h"
#include "resmap/import/text_lines.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_flags.h"
#include "resmap/lists/resource_words.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::import {

namespace {

using lists::LogConfType;
using snapshot::Device;
using snapshot::DeviceIndex;
using snapshot::DeviceKind;
using snapshot::Known;
using snapshot::Resource;
using snapshot::Snapshot;

constexpr lists::CmLayout kLayout = lists::CmLayout::x64;

constexpr std::string_view kMachineFacts[] = {"system",           "firmware", "region",
                                              "allocation-order", "reserved", "inaccessible"};
constexpr std::string_view kDeviceFacts[] = {
    "driver", "class", "location", "id",    "present", "subtractive", "decode", "buses", "problem", "messages", "pin",
    "has",    "fixed", "window",   "lacks", "boot",    "forced",      "alloc",  "wants", "or",      "route"};

template <std::size_t count>
bool is_one_of(const std::string_view (&words)[count], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

class MachineReader {
 public:
  MachineReader(snapshot::SourceIndex source, Snapshot& into) : source_(source), into_(into) {}

  Result<void> read(const std::vector<TextLine>& lines) {
    if (lines.empty()) return fail({.code = ErrorCode::malformed, .rule = rule::machine_unknown_word, .index = 1});
    for (const TextLine& line : lines) {
      line_ = &line;
      if (line.open_quote) return wrong(rule::machine_bad_argument, *line.open_quote);
      if (&line == lines.data()) {
        RESMAP_TRY(read_first());
      } else {
        RESMAP_TRY(read_line());
      }
    }
    RESMAP_TRY(finish_requirements());
    return policy_.finish(source_, into_);
  }

 private:
  struct Open {  // a device that later lines may belong to
    DeviceIndex device;
    std::size_t indent;
    std::optional<std::size_t> column;  // of what belongs to it
  };

  std::unexpected<Error> wrong(std::uint16_t broken_rule, std::size_t offset) const {
    return fail({.code = ErrorCode::malformed, .rule = broken_rule, .index = line_->number, .offset = offset});
  }
  std::unexpected<Error> wrong(std::uint16_t broken_rule) const { return wrong(broken_rule, line_->offset); }
  // An error of a resource word, moved to where the word stands in the text.
  std::unexpected<Error> of_word(Error error, const Word& word) const {
    error.index = line_->number;
    error.offset += word.offset;
    return fail(error);
  }

  [[nodiscard]] const std::vector<Word>& words() const { return line_->words; }
  [[nodiscard]] std::string rest() const {
    std::string text;
    for (std::size_t i = 1; i < words().size(); ++i) text += (i == 1 ? "" : " ") + std::string(words()[i].text);
    return text;
  }

  Result<void> read_first() {
    if (words()[0].text != "machine") return wrong(rule::machine_unknown_word);
    if (words().size() > 2) return wrong(rule::machine_bad_argument, words()[2].offset);
    if (words().size() == 2 && into_.title.empty()) into_.title = words()[1].text;
    machine_indent_ = line_->indent;
    return {};
  }

  Result<void> read_line() {
    if (line_->indent <= machine_indent_) return wrong(rule::machine_bad_place);
    while (!open_.empty() && line_->indent <= open_.back().indent) {
      RESMAP_TRY(finish_requirements());
      open_.pop_back();
    }
    // What belongs to one device stands in one column: the one that its first fact or child has.
    std::optional<std::size_t>& column = open_.empty() ? machine_column_ : open_.back().column;
    if (!column) column = line_->indent;
    if (*column != line_->indent) return wrong(rule::machine_bad_place);
    const std::string_view verb = words()[0].text;
    if (verb == "device") return read_device();
    return open_.empty() ? read_machine_fact(verb) : read_device_fact(verb);
  }

  Result<void> read_machine_fact(std::string_view verb) {
    if (verb == "system") {
      if (!into_.system.empty()) return {};  // an earlier file said it
      into_.system = rest();
      if (into_.system.starts_with("Windows")) into_.platform = snapshot::Platform::windows;
      if (into_.system.starts_with("Linux")) into_.platform = snapshot::Platform::linux;
    } else if (verb == "firmware") {
      if (into_.firmware.empty()) into_.firmware = rest();
    } else if (verb == "region") {
      return read_region();
    } else if (verb == "allocation-order") {
      return read_policy("Arbiters\\AllocationOrder");
    } else if (verb == "reserved") {
      return read_policy("Arbiters\\ReservedResources");
    } else if (verb == "inaccessible") {
      return read_policy("Arbiters\\InaccessibleRange");
    } else {
      return wrong(is_one_of(kDeviceFacts, verb) ? rule::machine_bad_place : rule::machine_unknown_word);
    }
    return {};
  }

  Result<void> read_region() {
    if (words().size() != 3) return wrong(rule::machine_bad_argument);
    RESMAP_TRY_ASSIGN(const lists::CmDescriptor claim, claim_of(words()[1]));
    const auto range = claim.view().range();
    if (!range || !lists::is_address(claim.view().type())) return wrong(rule::machine_bad_argument, words()[1].offset);
    const auto type =
        claim.view().type() == lists::ResourceType::port ? lists::ResourceType::port : lists::ResourceType::memory;
    into_.regions.push_back({type, *range, std::string(words()[2].text), 0, source_});
    return {};
  }

  Result<void> read_policy(std::string_view key) {
    auto added = policy_.add(key, words());
    if (!added) added.error().index = line_->number;
    return added;
  }

  Result<void> read_device() {
    RESMAP_TRY(finish_requirements());
    if (words().size() < 2) return wrong(rule::machine_bad_argument);
    Device device;
    device.id = words()[1].text;
    device.pci = snapshot::pci_place_from(device.id);
    if (device.pci) device.kind = DeviceKind::pci_function;
    device.present = Known::yes;
    device.source = source_;
    for (std::size_t i = 2; i < words().size(); ++i) {
      if (words()[i].quoted) {
        device.name = words()[i].text;
      } else if (const auto kind = snapshot::from_word<DeviceKind>(words()[i].text)) {
        device.kind = *kind;
      } else {
        return wrong(rule::machine_bad_argument, words()[i].offset);
      }
    }
    for (const Device& other : into_.devices) {
      if (other.id == device.id) return wrong(rule::machine_repeated_id, words()[1].offset);
    }
    if (!open_.empty()) device.parent = open_.back().device;
    open_.push_back({static_cast<DeviceIndex>(into_.devices.size()), line_->indent, std::nullopt});
    into_.devices.push_back(std::move(device));
    return {};
  }

  [[nodiscard]] Device& device() { return into_.devices[open_.back().device]; }

  Result<void> read_device_fact(std::string_view verb) {
    if (verb == "driver" || verb == "class" || verb == "location") {
      std::string& field = verb == "driver"  ? device().driver
                           : verb == "class" ? device().device_class
                                             : device().location;
      field = rest();
      return {};
    }
    if (verb == "id") {
      for (std::size_t i = 1; i < words().size(); ++i) device().hardware_ids.emplace_back(words()[i].text);
      return {};
    }
    if (verb == "present") return read_known(device().present);
    if (verb == "subtractive") return read_known(device().subtractive);
    if (verb == "decode") return read_decode();
    if (verb == "buses") return read_buses();
    if (verb == "problem" || verb == "messages") return read_count(verb);
    if (verb == "pin") return read_pin();
    if (verb == "route") return read_route();
    if (verb == "has" || verb == "fixed" || verb == "window") return read_stated(verb);
    if (verb == "lacks") return read_lacks();
    if (verb == "boot") return read_list(LogConfType::boot);
    if (verb == "forced") return read_list(LogConfType::forced);
    if (verb == "alloc") return read_list(LogConfType::alloc);
    if (verb == "wants" || verb == "or") return read_requirements(verb == "or");
    return wrong(is_one_of(kMachineFacts, verb) ? rule::machine_bad_place : rule::machine_unknown_word);
  }

  Result<void> read_known(Known& field) {
    const auto known = words().size() == 2 ? snapshot::from_word<Known>(words()[1].text) : std::nullopt;
    if (!known) return wrong(rule::machine_bad_argument);
    field = *known;
    return {};
  }

  Result<void> read_decode() {
    device().memory_decode = device().io_decode = false;
    for (std::size_t i = 1; i < words().size(); ++i) {
      if (words()[i].text == "memory")
        device().memory_decode = true;
      else if (words()[i].text == "io")
        device().io_decode = true;
      else if (words()[i].text != "none")
        return wrong(rule::machine_bad_argument, words()[i].offset);
    }
    return {};
  }

  Result<void> read_buses() {
    if (words().size() != 2) return wrong(rule::machine_bad_argument);
    const auto range = lists::parse_range(words()[1].text);
    if (!range) return of_word(range.error(), words()[1]);
    device().child_buses = *range;
    return {};
  }

  Result<void> read_count(std::string_view verb) {
    if (words().size() != 2) return wrong(rule::machine_bad_argument);
    const auto number = lists::parse_number(words()[1].text);
    if (!number) return of_word(number.error(), words()[1]);
    const bool none = verb == "messages" && *number == 0;
    if (none || *number > 0xFFFF'FFFF) return wrong(rule::machine_bad_argument, words()[1].offset);
    if (verb == "problem") {
      device().problem = static_cast<snapshot::ProblemCode>(*number);
    } else {
      Resource resource = stated(lists::ResourceType::interrupt);
      resource.messages = static_cast<std::uint32_t>(*number);
      device().resources.push_back(std::move(resource));
    }
    return {};
  }

  Result<void> read_pin() {
    device().interrupt_pin = words().size() == 2 ? snapshot::pin_from_word(words()[1].text) : std::nullopt;
    return device().interrupt_pin ? Result<void>() : wrong(rule::machine_bad_argument);
  }

  // 1f.A gsi N, or 1f.A link ID: the device on the bus below, in hexadecimal as everywhere in PCI places.
  Result<void> read_route() {
    if (words().size() != 4) return wrong(rule::machine_bad_argument);
    snapshot::InterruptRoute route;
    const std::string_view wired = words()[1].text;
    const std::size_t dot = std::min(wired.find('.'), wired.size());
    const auto place = snapshot::pci_place_from("00:" + std::string(wired.substr(0, dot)) + ".0");
    const auto pin = dot < wired.size() ? snapshot::pin_from_word(wired.substr(dot + 1)) : std::nullopt;
    if (!place || !pin || wired.find(':') != wired.npos) return wrong(rule::machine_bad_argument, words()[1].offset);
    route.device = place->device;
    route.pin = *pin;
    if (words()[2].text == "gsi") {
      const auto number = lists::parse_number(words()[3].text);
      if (!number) return of_word(number.error(), words()[3]);
      if (*number > 0xFFFF'FFFF) return wrong(rule::machine_bad_argument, words()[3].offset);
      route.gsi = static_cast<std::uint32_t>(*number);
    } else if (words()[2].text == "link") {
      route.link = words()[3].text;
    } else {
      return wrong(rule::machine_bad_argument, words()[2].offset);
    }
    device().routes.push_back(std::move(route));
    return {};
  }

  // Behind a window: `at ADDRESS`, or `at memory ADDRESS` for ports that the system sees as memory. Moves `i` past it.
  Result<void> read_translation(Resource& window, std::size_t& i) {
    const std::size_t at = ++i;
    const bool as_memory = i + 1 < words().size() && words()[i + 1].text == "memory";
    if (as_memory) ++i;
    if (++i >= words().size()) return wrong(rule::machine_bad_argument, words()[at].offset);
    const auto first = lists::parse_number(words()[i].text);
    if (!first) return of_word(first.error(), words()[i]);
    const bool fits = window.place && *first <= ~window.place->last_offset();
    if (!lists::is_address(window.type) || !fits) return wrong(rule::machine_bad_argument, words()[at].offset);
    window.translated = {as_memory ? lists::ResourceType::memory : window.type, *first};
    return {};
  }

  [[nodiscard]] Resource stated(lists::ResourceType type) const {
    Resource resource;
    resource.type = type == lists::ResourceType::memory_large ? lists::ResourceType::memory : type;
    resource.source = source_;
    return resource;
  }

  Result<lists::CmDescriptor> claim_of(const Word& word) const {
    auto claim = lists::parse_claim(word.text, kLayout);
    if (!claim) return of_word(claim.error(), word);
    return claim;
  }

  // The number that PCI's lists give a bridge's window.
  static std::optional<std::uint32_t> number_of_window(const Resource& window) {
    if (window.type == lists::ResourceType::port) return 9;
    if (window.type != lists::ResourceType::memory) return std::nullopt;
    return (window.flags.value_or(0) & lists::memory_flag::prefetchable) != 0 ? 8 : 7;
  }

  Result<void> read_stated(std::string_view verb) {
    for (std::size_t i = 1; i < words().size(); ++i) {
      RESMAP_TRY_ASSIGN(const lists::CmDescriptor claim, claim_of(words()[i]));
      Resource resource = stated(claim.view().type());
      resource.place = claim.view().range();
      if (claim.view().is_message()) resource.messages = claim.view().raw_message_count();
      // Without a place it would be something that the device lacks.
      if (!resource.place && resource.messages == 0) return wrong(rule::machine_bad_argument, words()[i].offset);
      resource.share = claim.view().share();
      resource.flags = claim.view().flags();
      if (verb == "window") {
        resource.role = snapshot::Role::window;
        resource.share = lists::ShareDisposition::shared;
        if (device().kind == DeviceKind::pci_bridge) resource.bar = number_of_window(resource);
        if (i + 1 < words().size() && words()[i + 1].text == "at") RESMAP_TRY(read_translation(resource, i));
      }
      resource.fixed = verb == "fixed" ? Known::yes : Known::no;
      device().resources.push_back(std::move(resource));
    }
    return words().size() > 1 ? Result<void>() : wrong(rule::machine_bad_argument);
  }

  Result<void> read_lacks() {
    for (std::size_t i = 1; i < words().size(); ++i) {
      Array<lists::IoDescriptor> groups;
      const auto parsed = lists::parse_requirement(words()[i].text, groups);
      if (!parsed) return of_word(parsed.error(), words()[i]);
      for (const lists::IoDescriptor& wanted : groups) {
        if (wanted.view().is_alternative()) continue;
        if (!lists::is_arbitrated(wanted.view().type())) return wrong(rule::machine_bad_argument, words()[i].offset);
        Resource resource = stated(wanted.view().type());
        if (lists::is_address(wanted.view().type())) {
          resource.length = wanted.view().length();
          resource.alignment = wanted.view().alignment();
        }
        resource.share = wanted.view().share();
        resource.flags = wanted.view().flags();
        device().resources.push_back(std::move(resource));
      }
    }
    return words().size() > 1 ? Result<void>() : wrong(rule::machine_bad_argument);
  }

  [[nodiscard]] lists::InterfaceType interface_of_device() {
    return device().pci ? lists::InterfaceType::pci_bus : lists::InterfaceType::pnp_bus;
  }

  Result<void> read_list(LogConfType kind) {
    for (const snapshot::Configuration& said : device().configurations) {
      if (said.kind == kind) return wrong(rule::machine_bad_argument);  // one line holds the whole list
    }
    lists::CmResourceListBuilder build(lists::CmForm::resource_list, kLayout);
    const std::uint32_t bus = device().pci ? device().pci->bus : 0;
    RESMAP_TRY(build.begin_full({interface_of_device(), bus, 1, 1, 0}));
    for (std::size_t i = 1; i < words().size(); ++i) {
      RESMAP_TRY_ASSIGN(const lists::CmDescriptor claim, claim_of(words()[i]));
      RESMAP_TRY(build.add_verbatim(claim.bytes(), {}));
    }
    RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
    device().configurations.push_back({kind, 8, {list.begin(), list.end()}, source_});
    return {};
  }

  // Requirements gather over lines until the device's block ends.
  Result<void> read_requirements(bool next_configuration) {
    if (configurations_.empty() && next_configuration) return wrong(rule::machine_bad_place);
    if (configurations_.empty() || next_configuration) configurations_.emplace_back();
    wanting_ = open_.back().device;
    for (std::size_t i = 1; i < words().size(); ++i) {
      Array<lists::IoDescriptor> groups;
      const auto parsed = lists::parse_requirement(words()[i].text, groups);
      if (!parsed) return of_word(parsed.error(), words()[i]);
      configurations_.back().insert(configurations_.back().end(), groups.begin(), groups.end());
    }
    return {};
  }

  Result<void> finish_requirements() {
    if (configurations_.empty()) return {};
    Device& device = into_.devices[wanting_];
    lists::IoRequirementsHeader header{};
    header.interface_type = device.pci ? lists::InterfaceType::pci_bus : lists::InterfaceType::pnp_bus;
    if (device.pci) {
      header.bus_number = device.pci->bus;
      header.slot_number = device.pci->device | std::uint32_t{device.pci->function} << 5;
    }
    lists::IoRequirementsListBuilder build(header);
    for (const auto& groups : configurations_) {
      RESMAP_TRY(build.begin_configuration());
      RESMAP_TRY(build.add_all(groups));
    }
    RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
    device.configurations.push_back({LogConfType::basic, 10, {list.begin(), list.end()}, source_});
    configurations_.clear();
    return {};
  }

  snapshot::SourceIndex source_;
  Snapshot& into_;
  const TextLine* line_ = nullptr;
  std::size_t machine_indent_ = 0;
  std::optional<std::size_t> machine_column_;
  std::vector<Open> open_;
  std::vector<std::vector<lists::IoDescriptor>> configurations_;
  DeviceIndex wanting_ = 0;
  PolicyLists policy_;
};

}  // namespace

Result<void> read_machine_text(std::string_view text, snapshot::SourceIndex source, Snapshot& into) {
  try {
    Snapshot read = into;
    RESMAP_TRY(MachineReader(source, read).read(read_lines(text)));
    into = std::move(read);
    return {};
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

bool looks_like_machine_text(std::string_view text) try {
  const std::vector<TextLine> lines = read_lines(text.substr(0, 65536));
  return !lines.empty() && !lines.front().words.empty() && !lines.front().words.front().quoted &&
         lines.front().words.front().text == "machine";
} catch (const std::bad_alloc&) {
  return false;
}

}  // namespace resmap::import
