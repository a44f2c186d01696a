// SPDX-License-Identifier: MIT
#include "tests/cases/claim_words.h"

#include <algorithm>

#include "resmap/claims/bus_map_test_support.h"
#include "resmap/claims/resource_map.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/rule_words.h"
#include "tests/cases/claim_expectations.h"
#include "tests/cases/claim_policy_words.h"

namespace resmap::cases {

namespace {

using claims::ClaimRequest;
using ByteRow = std::vector<std::uint8_t>;

bool is_resource_word(const std::string& text) { return text.find(':') != std::string::npos; }

// The words of a claim, front to back.
class Words {
 public:
  explicit Words(const Line& line) : line_(line) {}
  [[nodiscard]] bool more() const { return at_ < line_.words.size(); }
  [[nodiscard]] const std::string& peek() const { return line_.words[at_]; }
  [[nodiscard]] bool skip(const char* text) {
    if (!more() || peek() != text) return false;
    ++at_;
    return true;
  }
  const std::string& take(const char* what) { return word(line_, at_++, what); }
  std::uint64_t number(const char* what) {
    const std::string& text = take(what);
    const auto read = lists::parse_number(text);
    require(read.has_value(), line_, "\"" + text + "\" is no number");
    return *read;
  }

 private:
  const Line& line_;
  std::size_t at_ = 1;
};

class ClaimWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    const std::string& verb = line.words.front();
    if (verb == "era") {
      const std::string& era = word(line, 1, "nt4 or w2k");
      bool known = false;
      const std::string wrong =
          claims_started() ? "say it before the first claim" : set_claim_switch(setup_.policy, "era", era, known);
      require(wrong.empty(), line, wrong);
    } else if (verb == "policy") {
      bool known = false;
      const std::string wrong =
          set_claim_switch(setup_.policy, word(line, 1, "a switch"), word(line, 2, "its value"), known);
      if (!known) return false;
      require(wrong.empty(), line, wrong);
      require(!claims_started(), line, "say it before the first claim");
    } else if (verb == "translate") {
      add_translation(line);
    } else if (verb == "claim") {
      claim(line);
    } else if (verb == "release") {
      release(line);
    } else if (verb == "record") {
      record(line);
    } else {
      return false;
    }
    return true;
  }

  bool expect(const Line& line) override {
    if (!claims_started()) return false;
    return expect_claim(line, seen_);
  }

 private:
  bool claims_started() const { return seen_.map != nullptr; }

  claims::ResourceMap& map() {
    if (!map_) {
      setup_.buses = buses_.map();
      map_ = std::make_unique<claims::ResourceMap>(setup_);
      seen_.map = map_.get();
      seen_.policy = setup_.policy;
    }
    return *map_;
  }

  void begin() { seen_.events_before = map().events().last_number(); }
  void done(const Line& line, Result<claims::ClaimOutcome> answer, claims::Era era) {
    seen_.answer = std::move(answer);
    seen_.era = era;
    require(map().consistent(), line, "the index is not what the stored lists say");
  }

  // translate BUS NUMBER port|mem FIRST-LAST at ADDRESS [memory]; translate BUS NUMBER irq LINE vector N level N [affinity N]
  void add_translation(const Line& line) {
    Words words(line);
    const auto type = lists::interface_type_from(words.take("a bus type"));
    require(type.has_value(), line, "there is no such bus type");
    const arbiters::BusName bus{*type, static_cast<std::uint32_t>(words.number("its number"))};
    const std::string& what = words.take("port, mem or irq");
    if (what == "irq") {
      arbiters::InterruptTarget made{.line = static_cast<std::uint32_t>(words.number("a line"))};
      while (words.more()) {
        const std::string& name = words.take("vector, level or affinity");
        const std::uint64_t value = words.number("a number");
        if (name == "vector")
          made.vector = static_cast<std::uint32_t>(value);
        else if (name == "level")
          made.irql = static_cast<std::uint16_t>(value);
        else if (name == "affinity")
          made.affinity = value;
        else
          throw CaseFailure(line, "say vector, level or affinity");
      }
      buses_.add_line(bus, made);
      return;
    }
    const auto range = lists::parse_range(words.take("a range"));
    require(range.has_value() && words.skip("at"), line, "say FIRST-LAST at ADDRESS");
    const std::uint64_t at = words.number("an address");
    using Ports = arbiters::TranslationWindow::Ports;
    const arbiters::TranslationWindow window{*range, at,
                                             words.skip("memory") ? Ports::dense_memory : Ports::stay_ports};
    what == "port" ? buses_.add_ports(bus, window) : buses_.add_memory(bus, window);
  }

  static ByteRow list_of(const std::vector<std::string>& words, lists::CmLayout layout, lists::InterfaceType bus,
                         std::uint32_t number, const Line& line) {
    lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
    const auto check = [&](const auto& result) {
      if (!result) throw CaseFailure(line, report::error_sentence(result.error()));
    };
    if (words.empty()) {
      const auto nothing = build.finish();
      check(nothing);
      return {nothing->begin(), nothing->end()};
    }
    check(build.begin_full({bus, number, 1, 1, 0}));
    for (const std::string& text : words) {
      if (text == "next:") {  // another full descriptor
        check(build.begin_full({bus, number, 1, 1, 0}));
        continue;
      }
      const auto made = lists::parse_claim(text, layout);
      check(made);
      if (made->view().type() == lists::ResourceType::device_specific)
        check(build.add_device_specific(*made, {}));
      else
        check(build.add(*made));
    }
    const auto list = build.finish();
    check(list);
    return {list->begin(), list->end()};
  }

  static ByteRow hex_bytes(Words& words, const Line& line) {
    ByteRow bytes;
    std::string digits;
    while (words.more() && words.peek() != "driver-list") digits += words.take("digits");
    require(digits.size() % 2 == 0, line, "hexadecimal digits come in pairs");
    for (std::size_t i = 0; i < digits.size(); i += 2)
      bytes.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
    return bytes;
  }

  // claim [class NAME] [on BUS NUMBER] [layout 16|20] [era ERA] [override] DRIVER [DEVICE] LIST [driver-list LIST]
  //   LIST is resource words, `nothing` (Count 0), `bytes HEX...` or `absent`
  void claim(const Line& line) {
    Words words(line);
    ClaimRequest request;
    auto bus = lists::InterfaceType::isa;
    std::uint32_t number = 0;
    auto layout = lists::CmLayout::x86;
    for (;;) {
      if (words.skip("class")) {
        request.class_name = words.take("a class");
      } else if (words.skip("on")) {
        const auto type = lists::interface_type_from(words.take("a bus type"));
        require(type.has_value(), line, "there is no such bus type");
        bus = *type;
        number = static_cast<std::uint32_t>(words.number("its number"));
      } else if (words.skip("layout")) {
        layout = words.take("16 or 20") == "16" ? lists::CmLayout::x86 : lists::CmLayout::x64;
        request.layout = layout;
      } else if (words.skip("era")) {
        request.era = words.take("nt4 or w2k") == "w2k" ? claims::Era::w2k : claims::Era::nt4;
      } else if (words.skip("override")) {
        request.override_conflict = true;
      } else {
        break;
      }
    }
    request.driver = words.take("a driver");
    const bool names_device = words.more() && (words.peek().empty() || words.peek().front() == '\\');
    if (names_device) request.device = words.take("a device");
    const auto read_list = [&](ByteRow& into) -> std::optional<Bytes> {
      if (words.skip("absent")) return std::nullopt;
      if (words.skip("bytes")) {
        into = hex_bytes(words, line);
      } else {
        std::vector<std::string> resources;
        const bool nothing = words.skip("nothing");
        while (words.more() && is_resource_word(words.peek())) resources.push_back(words.take("a resource"));
        require(nothing == resources.empty(), line, "say what is claimed, or nothing");
        into = list_of(resources, layout, bus, number, line);
      }
      return Bytes(into);
    };
    ByteRow first, second;
    if (names_device) request.device_list = read_list(first);
    if (!names_device || words.skip("driver-list")) request.driver_list = read_list(second);
    require(!words.more(), line, "this is too much: " + (words.more() ? words.peek() : std::string()));
    begin();
    done(line, map().claim(request), request.era.value_or(setup_.policy.era));
  }

  void release(const Line& line) {
    begin();
    std::optional<std::string_view> device;
    if (line.words.size() > 2) device = line.words[2];
    done(line, map().release(word(line, 1, "a driver"), device), setup_.policy.era);
  }

  // record [boot-only] CLASS DRIVER [DEVICE] LIST
  void record(const Line& line) {
    Words words(line);
    claims::RecordRequest request;
    request.boot_only = words.skip("boot-only");
    const bool window = words.skip("window");
    request.class_name = words.take("a class");
    request.driver = words.take("a driver");
    if (words.more() && !words.peek().empty() && words.peek().front() == '\\') request.device = words.take("a device");
    std::vector<std::string> resources;
    if (!words.skip("nothing"))
      while (words.more()) resources.push_back(words.take("a resource"));
    const ByteRow list = list_of(resources, lists::CmLayout::x86, lists::InterfaceType::internal, 0, line);
    request.raw = request.translated = list;
    const std::uint32_t first_descriptor[] = {4 + lists::CmFullHeader::size};
    if (window) request.windows = first_descriptor;
    begin();
    const auto entered = map().record(request);
    if (!entered)
      done(line, fail(entered.error()), setup_.policy.era);
    else
      done(line, claims::ClaimOutcome{.era = setup_.policy.era, .granted = true, .conflicts = {}, .remarks = {}},
           setup_.policy.era);
  }

  claims::ClaimSetup setup_;
  claims::TestBuses buses_;
  std::unique_ptr<claims::ResourceMap> map_;
  ClaimSeen seen_;
};

}  // namespace

std::unique_ptr<Vocabulary> claim_words() { return std::make_unique<ClaimWords>(); }

}  // namespace resmap::cases
