// SPDX-License-Identifier: MIT
#include "tests/cases/legacy_words.h"

#include <algorithm>
#include <functional>
#include <map>

#include "resmap/buses/pci_space_test_support.h"
#include "resmap/import/inf_logconfig.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/pnp/legacy/detection.h"
#include "resmap/pnp/legacy/root_arbiters_test_support.h"
#include "resmap/pnp/legacy/slot_resources.h"
#include "resmap/registry/utf.h"
#include "resmap/report/rule_words.h"

namespace resmap::cases {

namespace {

using ByteRow = std::vector<std::uint8_t>;
using P = pnp::LegacyPolicy;
constexpr auto kLayout = lists::CmLayout::x86;

// The words of a line, front to back.
class Words {
 public:
  Words(const Line& line, std::size_t at) : line_(line), at_(at) {}
  [[nodiscard]] bool more() const { return at_ < line_.words.size(); }
  [[nodiscard]] bool skip(const char* text) {
    if (!more() || line_.words[at_] != text) return false;
    ++at_;
    return true;
  }
  const std::string& take(const char* what) { return word(line_, at_++, what); }
  std::uint64_t number(const char* what) {
    const auto read = lists::parse_number(take(what));
    require(read.has_value(), line_, "here should stand a number");
    return *read;
  }
  AddressRange range() {
    const auto read = lists::parse_range(take("a range"));
    require(read.has_value(), line_, "here should stand a range");
    return *read;
  }
  lists::InterfaceType bus() {
    const auto type = lists::interface_type_from(take("a bus type"));
    require(type.has_value(), line_, "there is no such bus type");
    return *type;
  }
  std::vector<std::string> rest() {
    std::vector<std::string> all(line_.words.begin() + static_cast<std::ptrdiff_t>(std::min(at_, line_.words.size())),
                                 line_.words.end());
    at_ = line_.words.size();
    return all;
  }

 private:
  const Line& line_;
  std::size_t at_;
};

template <typename T>
void check(const Result<T>& result, const Line& line) {
  if (!result) throw CaseFailure(line, report::error_sentence(result.error()));
}

lists::ResourceType type_of(const std::string& text, const Line& line) {
  if (text == "port") return lists::ResourceType::port;
  if (text == "mem") return lists::ResourceType::memory;
  if (text == "irq") return lists::ResourceType::interrupt;
  require(text == "dma", line, "say port, mem, irq or dma");
  return lists::ResourceType::dma;
}

lists::CmDescriptor claim_word(const std::string& text, const Line& line) {
  const auto made = lists::parse_claim(text, kLayout);
  check(made, line);
  return *made;
}

ByteRow claims_list(const std::vector<std::string>& words, lists::InterfaceType bus, const Line& line) {
  if (words.size() == 1 && words[0] == "nothing") return {0, 0, 0, 0};
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, kLayout);
  check(build.begin_full({bus, 0, 1, 1, 0}), line);
  for (const std::string& text : words) check(build.add(claim_word(text, line)), line);
  const auto list = build.finish();
  check(list, line);
  return {list->begin(), list->end()};
}

ByteRow hex_bytes(const std::vector<std::string>& words, const Line& line) {
  std::string digits;
  for (const std::string& each : words) digits += each;
  require(digits.size() % 2 == 0, line, "hexadecimal digits come in pairs");
  ByteRow row;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    row.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  return row;
}

ByteRow requirements_list(const std::vector<std::string>& words, lists::IoRequirementsHeader header, const Line& line) {
  if (!words.empty() && words[0] == "bytes") return hex_bytes({words.begin() + 1, words.end()}, line);
  lists::IoRequirementsListBuilder build(header);
  check(build.begin_configuration(), line);
  for (const std::string& text : words) {
    if (text == "or") {
      check(build.begin_configuration(), line);
      continue;
    }
    Array<lists::IoDescriptor> groups;
    check(lists::parse_requirement(text, groups), line);
    check(build.add_all({groups.data(), groups.size()}), line);
  }
  const auto list = build.finish();
  check(list, line);
  return {list->begin(), list->end()};
}

bool set_switch(P& policy, const std::string& name, const std::string& value) {
  const std::map<std::string, std::function<void()>> all = {
      {"direction top_down", [&] { policy.direction = P::Direction::top_down; }},
      {"direction bottom_up", [&] { policy.direction = P::Direction::bottom_up; }},
      {"reserved own_bus", [&] { policy.reserved = P::Reserved::own_bus; }},
      {"reserved every_bus", [&] { policy.reserved = P::Reserved::every_bus; }},
      {"kept_values requested", [&] { policy.kept_values = P::KeptValues::requested; }},
      {"kept_values requested_and_assigned", [&] { policy.kept_values = P::KeptValues::requested_and_assigned; }},
      {"erased_values deleted", [&] { policy.erased_values = P::ErasedValues::deleted; }},
      {"erased_values stay", [&] { policy.erased_values = P::ErasedValues::stay; }},
      {"pci_places anywhere", [&] { policy.pci_places = P::PciPlaces::anywhere; }},
      {"pci_places locked", [&] { policy.pci_places = P::PciPlaces::locked; }},
      {"pci_line as_firmware", [&] { policy.pci_line = P::PciLine::as_firmware; }},
      {"pci_line by_device_and_pin", [&] { policy.pci_line = P::PciLine::by_device_and_pin; }},
      {"detected_bus of_list", [&] { policy.detected_bus = P::DetectedBus::of_list; }},
      {"detected_bus of_caller", [&] { policy.detected_bus = P::DetectedBus::of_caller; }}};
  const auto found = all.find(name + " " + value);
  if (found == all.end()) return false;
  found->second();
  return true;
}

class LegacyWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    if (line.words.front() == "inf") {
      read_inf(line);
      return true;
    }
    if (line.words.front() != "legacy") return false;
    started_ = true;
    const std::string& verb = word(line, 1, "what is done");
    Words words(line, 2);
    if (verb == "era") {
      doors_.era = words.take("nt4 or w2k") == "w2k" ? claims::Era::w2k : claims::Era::nt4;
    } else if (verb == "policy") {
      const std::string& name = words.take("a switch");
      require(set_switch(doors_.policy, name, words.take("its value")), line, "there is no such switch or value");
    } else if (verb == "order" || verb == "reserved") {
      registry_order(verb == "order", words, line);
    } else if (verb == "holds") {
      const std::string driver = words.take("a driver");
      const ByteRow list = claims_list(words.rest(), lists::InterfaceType::isa, line);
      const auto held = map_.claim({.driver = driver, .driver_list = Bytes(list)});
      check(held, line);
      require(held->granted, line, "it does not hold that");
    } else if (verb == "needs") {
      const auto type = type_of(words.take("a type"), line);
      root_.root.needs(type, words.range());
    } else if (verb == "bus") {
      const auto type = type_of(words.take("a type"), line);
      parts_.push_back({type, words.range()});
    } else if (verb == "pnp") {
      root_.root.add_pnp_device(static_cast<std::uint32_t>(words.number("a device's number")));
    } else if (verb == "assign") {
      assign(words, line);
    } else if (verb == "slot") {
      slot(words);
    } else if (verb == "detect") {
      detect(words, line);
    } else if (verb == "detected") {
      detected(words, line);
    } else {
      throw CaseFailure(line, "the older doors know no \"" + verb + "\"");
    }
    return true;
  }

  bool expect(const Line& line) override {
    const std::string& subject = word(line, 1, "what is expected");
    if (subject == "inf") return expect_inf(line);
    if (subject != "legacy" || !started_) return false;
    const std::string& what = word(line, 2, "what is expected");
    Words words(line, 3);
    if (what == "granted" || what == "refused") {
      if (error_) throw CaseFailure(line, report::error_sentence(*error_));
      require(granted_ == (what == "granted"), line, granted_ ? "it is granted" : "it is refused");
    } else if (what == "error") {
      require(error_.has_value(), line, "it succeeded");
      const std::string rule = "RM" + std::to_string(error_->rule), code(name_of(error_->code));
      const std::string& wanted = words.take("a rule or code");
      require(wanted == rule || wanted == code, line, "it is " + code + " " + rule);
    } else if (what == "status") {
      require(status_ == words.number("a status"), line, "the status is " + std::to_string(status_));
    } else if (what == "allocated") {
      expect_allocated(words.rest(), line);
    } else if (what == "events") {
      const auto events = map_.events().last_number() - events_before_;
      require(events == words.number("how many"), line, "there are " + std::to_string(events));
    } else if (what == "kept") {
      const auto kept = registry_.find_value(path_, words.take("a value's name"));
      const auto wanted = words.rest();
      if (wanted == std::vector<std::string>{"nothing"})
        require(!kept, line, "it is there");
      else if (wanted == std::vector<std::string>{"requested"})
        require(kept && std::ranges::equal(kept->data, requested_), line, "it is not what was requested");
      else
        require(kept && std::ranges::equal(kept->data, hex_bytes(wanted, line)), line, "it holds other bytes");
    } else if (what == "write") {
      expect_write(words, line);
    } else if (what == "claims") {
      require(map_.size() == words.number("how many"), line, "the map has " + std::to_string(map_.size()));
    } else if (what == "reserved") {
      const auto count = root_.port.committed().size() + root_.memory.committed().size() +
                         root_.interrupt.committed().size() + root_.dma.committed().size();
      require(count == words.number("how many"), line, "the root has " + std::to_string(count));
    } else if (what == "ids") {
      require(!root_.root.detected().empty(), line, "nothing was detected");
      require(root_.root.detected().back().second.compatible_ids == words.rest(), line, "they are others");
    } else if (what == "devices") {
      const auto count = root_.root.detected().size();
      require(count == words.number("how many"), line, "there are " + std::to_string(count));
    } else {
      throw CaseFailure(line, "nobody can expect \"" + what + "\" of an older door");
    }
    return true;
  }

 private:
  registry::KeyId control() { return *registry_.create("Control"); }

  // legacy order BUS is NAME | legacy order BUS TYPE RANGE... ; legacy reserved BUS WORD...
  void registry_order(bool order, Words& words, const Line& line) {
    const auto bus = words.bus();
    const std::string name(lists::name_of(bus));
    ByteRow number(8, 0);
    number[0] = static_cast<std::uint8_t>(bus);
    check(registry_.set_value(*registry_.create(control(), R"(SystemResources\BusValues)"), name, 3, number), line);
    const auto key = *registry_.create(
        control(), order ? R"(SystemResources\AssignmentOrdering)" : R"(SystemResources\ReservedResources)");
    if (!order) {
      check(registry_.set_value(key, name, 8, claims_list(words.rest(), bus, line)), line);
    } else if (words.skip("is")) {
      ByteRow text;
      registry::append_utf16le(text, std::string(lists::name_of(words.bus())));
      text.insert(text.end(), {0, 0});
      check(registry_.set_value(key, name, registry::value_type::sz, text), line);
    } else {
      lists::IoRequirementsListBuilder build(header(bus, 0, 0));
      check(build.begin_configuration(), line);
      while (words.more()) {
        const auto type = type_of(words.take("a type"), line);
        const AddressRange range = words.range();
        lists::IoDescriptor made;
        made.set_type(type);
        if (type == lists::ResourceType::interrupt || type == lists::ResourceType::dma)
          made.set_data(0, static_cast<std::uint32_t>(range.first)).set_data(1, static_cast<std::uint32_t>(range.last));
        else
          made.set_minimum(range.first).set_maximum(range.last);
        check(build.add(made), line);
      }
      const auto list = build.finish();
      check(registry_.set_value(key, name, 10, *list), line);
    }
  }

  static lists::IoRequirementsHeader header(lists::InterfaceType bus, std::uint64_t number, std::uint64_t slot) {
    return {0, bus, static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(slot), {}, 0};
  }

  void begin(const std::string& driver) {
    driver_ = driver;
    path_ = "Services\\" + driver;
    order_ = pnp::SystemResources(registry_, control(), doors_.policy);
    doors_.map = &map_;
    doors_.registry = &registry_;
    doors_.order = &order_;
    doors_.root = &root_.root;
    doors_.bus = parts_;
    events_before_ = map_.events().last_number();
    error_.reset();
    granted_ = false;
    allocated_.clear();
    writes_ = {};
  }

  void answer(const Result<pnp::AssignOutcome>& outcome) {
    status_ = nt_status(outcome, doors_);
    if (!outcome) {
      error_ = outcome.error();
      return;
    }
    granted_ = outcome->granted;
    allocated_ = outcome->allocated;
  }

  pnp::AssignRequest request(const std::string& driver, std::uint64_t device) const {
    return {.registry_path = path_,
            .class_name = {},
            .driver = driver,
            .device = device_name_,
            .device_id = static_cast<std::uint32_t>(device),
            .requested = {}};
  }

  // legacy assign DRIVER [device N] [on BUS N] REQUIREMENT... [or REQUIREMENT...] | bytes HEX... | nothing
  void assign(Words& words, const Line& line) {
    begin(words.take("a driver"));
    const std::uint64_t device = words.skip("device") ? words.number("its number") : 1;
    auto bus = lists::InterfaceType::isa;
    std::uint64_t number = 0;
    if (words.skip("on")) {
      bus = words.bus();
      number = words.number("its number");
    }
    pnp::AssignRequest asked = request(driver_, device);
    if (!words.skip("nothing")) {
      requested_ = requirements_list(words.rest(), header(bus, number, 0), line);
      asked.requested = Bytes(requested_);
    }
    answer(pnp::io_assign_resources(doors_, asked));
  }

  // legacy slot DRIVER [device N|without-device] [on BUS] [behind DEVICE PIN] "FUNCTION" | empty
  void slot(Words& words) {
    begin(words.take("a driver"));
    pnp::SlotRequest asked;
    std::uint64_t device = 1;
    bool without = false;
    if (words.skip("without-device"))
      without = true;
    else if (words.skip("device"))
      device = words.number("its number");
    asked.assign = request(driver_, device);
    if (without) asked.assign.device.reset();
    if (words.skip("on")) asked.bus = words.bus();
    if (words.skip("behind")) {
      const auto at = static_cast<std::uint8_t>(words.number("a device"));
      asked.routed = arbiters::PciPin{at, static_cast<std::uint8_t>(words.number("a pin, from 0"))};
    }
    std::optional<buses::PciFunction> function;
    if (!words.skip("empty")) function = buses::testing_support::described(words.take("a function")).function();
    if (function) asked.function = &*function;
    const auto outcome = pnp::hal_assign_slot_resources(doors_, asked);
    if (!outcome) return answer(fail(outcome.error()));
    answer(outcome->assigned);
    writes_ = outcome->writes;
  }

  // legacy detect DRIVER [driver-list WORD... device-list] WORD... | nothing | bytes HEX...
  void detect(Words& words, const Line& line) {
    begin(words.take("a driver"));
    ByteRow driver_list, device_list;
    pnp::DetectionRequest asked;
    asked.driver = driver_;
    asked.device = device_name_;
    asked.owner = 1;
    auto rest = words.rest();
    if (!rest.empty() && rest[0] == "driver-list") {
      const auto split = std::find(rest.begin(), rest.end(), "device-list");
      driver_list = claims_list({rest.begin() + 1, split}, lists::InterfaceType::isa, line);
      asked.driver_list = Bytes(driver_list);
      rest.erase(rest.begin(), split == rest.end() ? split : split + 1);
    }
    if (!rest.empty()) {
      device_list = rest[0] == "bytes" ? hex_bytes({rest.begin() + 1, rest.end()}, line)
                                       : claims_list(rest, lists::InterfaceType::isa, line);
      asked.device_list = Bytes(device_list);
    }
    const auto outcome = pnp::report_for_detection(doors_, asked);
    status_ = claims::nt_status(outcome, claims::Era::w2k, map_.policy());
    if (!outcome)
      error_ = outcome.error();
    else
      granted_ = outcome->granted;
  }

  // legacy detected DRIVER [pdo N] [assigned] [of BUS] [on BUS WORD...]
  void detected(Words& words, const Line& line) {
    begin(words.take("a driver"));
    pnp::DetectedReport asked;
    asked.driver = driver_;
    if (words.skip("pdo")) asked.pdo = static_cast<std::uint32_t>(words.number("its number"));
    asked.resources_assigned = words.skip("assigned");
    if (words.skip("of")) asked.bus = words.bus();
    ByteRow list;
    if (words.skip("on")) {
      const auto bus = words.bus();
      list = claims_list(words.rest(), bus, line);
      asked.resources = Bytes(list);
    }
    const auto outcome = pnp::report_detected_device(doors_, asked);
    granted_ = outcome.has_value();
    if (!outcome) error_ = outcome.error();
  }

  void expect_allocated(const std::vector<std::string>& wanted, const Line& line) const {
    if (wanted == std::vector<std::string>{"nothing"})
      return require(allocated_.empty(), line, "something is allocated");
    std::vector<lists::CmDescriptor> got;
    const auto view = lists::CmResourceListView::over(allocated_, lists::CmForm::resource_list, kLayout);
    check(view, line);
    for (const auto full : *view)
      for (const auto descriptor : full)
        if ((static_cast<unsigned>(descriptor.type()) & lists::kNonArbitrated) == 0) got.emplace_back(descriptor);
    require(got.size() == wanted.size(), line, "there are " + std::to_string(got.size()) + " descriptors");
    for (std::size_t i = 0; i < got.size(); ++i) {
      const auto one = claim_word(wanted[i], line);
      const auto a = got[i].view(), b = one.view();
      const bool number = b.type() == lists::ResourceType::interrupt || b.type() == lists::ResourceType::dma;
      const bool same = a.type() == b.type() && (number ? a.vector() == b.vector() && a.channel() == b.channel()
                                                        : a.start() == b.start() && a.length() == b.length());
      const bool channel = b.type() == lists::ResourceType::dma && a.type() == b.type() && a.channel() == b.channel();
      const bool vector =
          b.type() == lists::ResourceType::interrupt && a.type() == b.type() && a.vector() == b.vector();
      require(same || channel || vector, line, "descriptor " + std::to_string(i) + " is another");
    }
  }

  // expect legacy write OFFSET VALUE | none
  void expect_write(Words& words, const Line& line) const {
    if (words.skip("none")) return require(writes_.empty(), line, "something is written");
    const auto offset = words.number("an offset"), value = words.number("a value");
    std::optional<std::uint32_t> last;
    for (const buses::PciWrite& each : writes_)
      if (each.offset == offset) last = each.value;
    require(last.has_value(), line, "nothing is written there");
    require(*last == value, line, "the last value is " + std::to_string(*last));
  }

  // inf [section NAME] "LINE"...
  void read_inf(const Line& line) {
    Words words(line, 1);
    std::string section, text;
    if (words.skip("section")) section = words.take("a section");
    for (const std::string& each : words.rest()) text += each + "\n";
    inf_ = import::inf_logconfig({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, section,
                                 {.layout = kLayout, .policy = {}});
  }

  bool expect_inf(const Line& line) const {
    require(inf_.has_value(), line, "no INF was read");
    const std::string& what = word(line, 2, "what is expected");
    Words words(line, 3);
    if (what == "error") {
      require(!inf_->has_value(), line, "it can be read");
      const Error& error = inf_->error();
      const std::string rule = "RM" + std::to_string(error.rule);
      require(words.take("a rule") == rule, line, "it is " + rule);
      if (!words.more()) return true;
      const bool there = words.number("a line") == error.index && words.number("a column") == error.value;
      require(there, line, "it is at " + std::to_string(error.index) + " " + std::to_string(error.value));
      return true;
    }
    check(*inf_, line);
    const auto rest = words.rest();
    if (what == "configuration") {
      expect_configuration(rest, line);
    } else if (what == "forced") {
      require((*inf_)->resources.has_value() &&
                  *(*inf_)->resources == claims_list(rest, lists::InterfaceType::internal, line),
              line, "it is another list, or none");
    } else if (what == "choice") {
      require(!(*inf_)->resources, line, "every entry offers one place");
    } else {
      throw CaseFailure(line, "nobody can expect \"" + what + "\" of an INF");
    }
    return true;
  }

  // expect inf configuration N PRIORITY REQUIREMENT...: descriptors byte for byte
  void expect_configuration(const std::vector<std::string>& rest, const Line& line) const {
    require(rest.size() >= 2, line, "say which, and its priority");
    const auto list = lists::IoRequirementsListView::over((*inf_)->requirements);
    check(list, line);
    auto number = *lists::parse_number(rest[0]);
    require(number < list->size(), line, "there are " + std::to_string(list->size()));
    auto at = list->begin();
    while (number-- > 0) ++at;
    const lists::IoConfigurationView view = *at;
    require(view[0].priority() == *lists::parse_number(rest[1]), line, "the priority is another");
    Array<lists::IoDescriptor> wanted;
    for (std::size_t i = 2; i < rest.size(); ++i) check(lists::parse_requirement(rest[i], wanted), line);
    require(wanted.size() + 1 == view.size(), line, "it has " + std::to_string(view.size() - 1) + " descriptors");
    for (std::size_t i = 0; i < wanted.size(); ++i)
      require(std::ranges::equal(wanted[i].bytes(), view[i + 1].bytes()), line,
              "descriptor " + std::to_string(i) + " has other bytes");
  }

  claims::ResourceMap map_;
  registry::Registry registry_;
  pnp::TestRoot root_;
  pnp::SystemResources order_;
  pnp::LegacyDoors doors_;
  std::vector<pnp::BusPart> parts_;
  bool started_ = false;

  std::string driver_, path_, device_name_ = R"(\Device\One)";
  ByteRow requested_, allocated_;
  std::optional<Error> error_;
  bool granted_ = false;
  std::uint32_t status_ = 0;
  std::uint64_t events_before_ = 0;
  buses::PciWrites writes_;
  std::optional<Result<import::InfLogConfig>> inf_;
};

}  // namespace

std::unique_ptr<Vocabulary> legacy_words() { return std::make_unique<LegacyWords>(); }

}  // namespace resmap::cases
