// SPDX-License-Identifier: MIT
#include "tests/cases/arbiter_words.h"

#include <optional>

#include "resmap/lists/resource_words.h"
#include "resmap/report/rule_words.h"
#include "tests/cases/arbiter_bench.h"

namespace resmap::cases {

namespace {

using arbiters::ArbiterEntry;
using arbiters::ArbiterPolicy;
using arbiters::ArbiterResult;
using lists::ResourceType;

std::uint64_t number(const std::string& text, const Line& line) {
  const auto read = lists::parse_number(text);
  require(read.has_value(), line, "\"" + text + "\" is no number");
  return *read;
}

// What stands at a place, as `expect placed` names it.
std::string shown(const ArbiterEntry& entry) {
  if (entry.result == ArbiterResult::null_request) return "nothing";
  if (entry.result == ArbiterResult::unknown_route) return "unknown";
  if (!entry.assigned) return "-";
  TextWriter out;
  out.hex(entry.assigned->first);
  if (entry.assigned->first != entry.assigned->last) {
    out.text("-");
    out.hex(entry.assigned->last);
  }
  return std::string(out.view());
}

class ArbiterWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    const std::string& verb = line.words.front();
    if (verb == "policy") return set_policy(line);
    if (verb == "arbiters") {
      bench_ = std::make_unique<ArbiterBench>(line.words.size() > 1 ? line.words[1] : "plain", policy_, line);
      return true;
    }
    if (!bench_) return false;
    if (verb == "bus")
      set_bus(line);
    else if (verb == "bridge")
      set_bridge(line);
    else if (verb == "block")
      block(line);
    else if (verb == "firmware")
      firmware(line);
    else if (verb == "boot")
      boot(line);
    else if (verb == "drivers")
      for (std::size_t i = 2; i < line.words.size(); ++i) bench_->driver_of[line.words[i]] = line.words[1];
    else if (verb == "root-enumerated")
      bench_->root_enumerated.insert(line.words.begin() + 1, line.words.end());
    else if (verb == "pci")
      pci(line);
    else if (verb == "route")
      route(line);
    else if (verb == "link")
      link(line);
    else if (verb == "legacy")
      legacy_.insert(line.words.begin() + 1, line.words.end());
    else if (verb == "budget")
      steps_ = number(word(line, 1, "a number of steps"), line);
    else if (verb == "place" || verb == "test")
      ask(line, verb == "place");
    else if (verb == "retest")
      retest(line);
    else if (verb == "commit")
      each_commits(line);
    else if (verb == "rollback")
      for (arbiters::Arbiter* arbiter : bench_->all()) arbiter->rollback();
    else if (verb == "give-back")
      give_back(line);
    else if (verb == "conflict")
      conflict(line);
    else
      return false;
    return true;
  }

  bool expect(const Line& line) override {
    if (!bench_) return false;
    const std::string& what = word(line, 1, "what is expected");
    if (what == "placed")
      expect_placed(line);
    else if (what == "alternatives")
      expect_list(line, [](const ArbiterEntry& e) { return std::to_string(e.selected_alternative); });
    else if (what == "configuration")
      expect_number(line, outcome_ ? std::optional<std::uint64_t>(configuration_) : std::nullopt);
    else if (what == "steps")
      expect_number(line, budget_.used);
    else if (what == "refused")
      expect_refused(line);
    else if (what == "blockers")
      expect_blockers(line);
    else
      return false;
    return true;
  }

 private:
  bool set_policy(const Line& line) {
    const std::string& name = word(line, 1, "a switch");
    const std::string& value = word(line, 2, "its value");
    const auto choose =
        [&](auto& member,
            std::initializer_list<std::pair<const char*, std::remove_reference_t<decltype(member)>>> values) {
          for (const auto& [text, meaning] : values) {
            if (value != text) continue;
            member = meaning;
            return;
          }
          throw CaseFailure(line, "\"" + value + "\" is no value of " + name);
        };
    using P = ArbiterPolicy;
    if (name == "alternative_order")
      choose(policy_.alternative_order,
             {{"documented", P::AlternativeOrder::documented}, {"by_window", P::AlternativeOrder::by_window}});
    else if (name == "retry")
      choose(policy_.retry, {{"lower_start", P::Retry::lower_start}, {"below", P::Retry::below}});
    else if (name == "alias_conflict")
      choose(policy_.alias_conflict, {{"with_real_ports", P::AliasConflict::with_real_ports},
                                      {"with_everything", P::AliasConflict::with_everything},
                                      {"never", P::AliasConflict::never}});
    else if (name == "mixed_trigger")
      choose(policy_.mixed_trigger, {{"allowed", P::MixedTrigger::allowed}, {"refused", P::MixedTrigger::refused}});
    else if (name == "bus_number_direction")
      choose(policy_.bus_number_direction,
             {{"top_down", P::BusNumberDirection::top_down}, {"bottom_up", P::BusNumberDirection::bottom_up}});
    else if (name == "prefetch_placement")
      choose(policy_.prefetch_placement, {{"prefetch_window_first", P::PrefetchPlacement::prefetch_window_first},
                                          {"highest_address", P::PrefetchPlacement::highest_address}});
    else
      return false;
    return true;
  }

  static bool is_prefetch(const Claimed& claimed) {
    return lists::is_memory(claimed.type) && (claimed.flags & lists::memory_flag::prefetchable) != 0;
  }

  // Windows of a host bus: ports and memory of any kind.
  void set_bus(const Line& line) {
    std::map<ResourceType, arbiters::Pool> pools;
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      const Claimed window = claim_word(line.words[i], line);
      const ResourceType type = lists::is_memory(window.type) ? ResourceType::memory : window.type;
      if (type == ResourceType::interrupt) {
        // One word a line would be long: irq:23 means the lines up to there.
        hold(bench_->interrupts().set_lines({0, window.range.first}), line);
        continue;
      }
      hold(pools.try_emplace(type).first->second.add({.range = window.range}), line);
    }
    for (auto& [type, pool] : pools) hold(bench_->of(type, line).set_pool(std::move(pool)), line);
  }

  void set_bridge(const Line& line) {
    arbiters::BridgeForwarding bridge;
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      const std::string& text = line.words[i];
      if (text == "vga")
        bridge.vga_enable = true;
      else if (text == "vga-16-bit")
        bridge.vga_enable = bridge.vga_16_bit_decode = true;
      else if (text == "isa")
        bridge.isa_enable = true;
      else {
        const Claimed window = claim_word(text, line);
        (window.type == ResourceType::port         ? bridge.io
         : window.type == ResourceType::bus_number ? bridge.buses
         : is_prefetch(window)                     ? bridge.prefetch
                                                   : bridge.memory) = window.range;
      }
    }
    hold(bench_->of(ResourceType::port, line).set_pool(*arbiters::io_pool(bridge)), line);
    hold(bench_->of(ResourceType::memory, line).set_pool(*arbiters::memory_pool(bridge)), line);
    hold(bench_->of(ResourceType::bus_number, line).set_pool(*arbiters::bus_pool(bridge)), line);
  }

  void block(const Line& line) {
    const Claimed range = claim_word(word(line, 1, "a claim"), line);
    const bool ecam = line.words.size() > 2 && line.words[2] == "ecam";
    hold(bench_->of(range.type, line).block(range.range, ecam ? arbiters::range_attribute::ecam : std::uint8_t{0}),
         line);
  }

  void firmware(const Line& line) {
    auto& places = firmware_[word(line, 1, "a device")];
    places.clear();
    for (std::size_t i = 2; i < line.words.size(); ++i) places.push_back(claim_word(line.words[i], line));
  }

  void boot(const Line& line) {
    const arbiters::DeviceId device = bench_->device(word(line, 1, "a device"));
    for (std::size_t i = 2; i < line.words.size(); ++i) {
      Array<lists::IoDescriptor> group;
      hold(lists::parse_requirement(line.words[i], group), line);
      ArbiterEntry entry;
      entry.alternatives = arbiters::RequirementGroupView(std::span(group.data(), group.size()));
      entry.device = device;
      const auto reserved = bench_->of(group[0].view().type(), line).boot_allocation({&entry, 1});
      require(reserved.has_value() && *reserved == 1, line, "it cannot be reserved");
    }
  }

  static arbiters::PciPin pin_from(const std::string& text, const Line& line) {
    const auto dot = text.find('.');
    require(dot != std::string::npos && dot + 2 == text.size(), line, "a pin is written 28.A");
    return {static_cast<std::uint8_t>(number(text.substr(0, dot), line)),
            static_cast<std::uint8_t>(text[dot + 1] - 'A')};
  }
  void pci(const Line& line) {
    pins_[word(line, 1, "a device")] =
        line.words.size() > 2 ? std::optional(pin_from(line.words[2], line)) : std::nullopt;
  }
  void route(const Line& line) {
    arbiters::PinRoute made{.pin = pin_from(word(line, 1, "a pin"), line), .link = {}};
    const std::uint64_t where = number(word(line, 3, "a number"), line);
    if (word(line, 2, "gsi or link") == "link")
      made.link = static_cast<std::uint16_t>(where);
    else
      made.gsi = static_cast<std::uint32_t>(where);
    routes_.push_back(made);
    bench_->interrupts().set_routing({.pins = routes_, .links = links_});
  }
  void link(const Line& line) {
    auto& lines = possible_.emplace_back();
    arbiters::LinkDevice made{.possible = {}, .current = {}};
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      if (line.words[i] == "set") {
        made.current = static_cast<std::uint32_t>(number(word(line, ++i, "a line"), line));
      } else {
        lines.push_back(static_cast<std::uint32_t>(number(line.words[i], line)));
      }
    }
    made.possible = lines;
    links_.push_back(made);
    bench_->interrupts().set_routing({.pins = routes_, .links = links_});
  }

  std::optional<AddressRange> boot_place(const std::string& device, const arbiters::RequirementGroupView& group) const {
    const auto known = firmware_.find(device);
    if (known == firmware_.end()) return std::nullopt;
    for (const Claimed& place : known->second) {
      if (place.type != group.type()) continue;
      if (place.type == ResourceType::interrupt) return place.range;
      for (std::size_t i = 0; i < group.size(); ++i)
        if (arbiters::bounds_of(group[i]) == place.range) return place.range;
    }
    return std::nullopt;
  }

  // The words of one configuration: DEVICE WORD... [and DEVICE WORD...]
  void make_entries(const Line& line, std::size_t begin, std::size_t end, const std::string& first_device) {
    descriptors_.clear();
    entries_.clear();
    std::string device = first_device;
    for (std::size_t i = begin; i < end; ++i) {
      const std::string& text = word(line, i, "a requirement");
      if (text == "and") {
        device = word(line, ++i, "a device");
        continue;
      }
      auto& groups = descriptors_.emplace_back();
      hold(lists::parse_requirement(text, groups), line);
      for (std::size_t at = 0; at < groups.size();) {
        std::size_t count = 1;
        while (at + count < groups.size() && groups[at + count].view().is_alternative()) ++count;
        ArbiterEntry entry;
        entry.alternatives = arbiters::RequirementGroupView(std::span(groups.data() + at, count));
        entry.device = bench_->device(device);
        entry.boot_place = boot_place(device, entry.alternatives);
        if (legacy_.contains(device)) entry.source = arbiters::RequestSource::legacy_assigned;
        if (const auto pin = pins_.find(device); pin != pins_.end()) {
          entry.is_pci_function = true;
          entry.pin = pin->second;
        }
        entries_.push_back(entry);
        at += count;
      }
    }
  }

  // Every type's arbiter is asked once; the first that refuses ends the configuration.
  Result<void> test_all(const Line& line) {
    for (const ResourceType type : {ResourceType::port, ResourceType::interrupt, ResourceType::memory,
                                    ResourceType::dma, ResourceType::bus_number}) {
      std::vector<ArbiterEntry> mine;
      std::vector<std::size_t> where;
      for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (&bench_->of(entries_[i].alternatives.type(), line) != &bench_->of(type, line)) continue;
        mine.push_back(entries_[i]);
        where.push_back(i);
      }
      if (mine.empty()) continue;
      auto tested = bench_->of(type, line).test_allocation(mine, budget_);
      for (std::size_t i = 0; i < mine.size(); ++i) entries_[where[i]] = mine[i];
      if (tested) continue;
      if (tested.error().index < where.size())
        tested.error().index = static_cast<std::uint32_t>(where[tested.error().index]);
      for (arbiters::Arbiter* arbiter : bench_->all()) arbiter->rollback();
      return tested;
    }
    return {};
  }

  void ask(const Line& line, bool commit) {
    const std::string device = word(line, 1, "a device");
    budget_ = {.left = steps_};
    configuration_ = 0;
    for (std::size_t begin = 2;; ++configuration_) {
      std::size_t end = begin;
      while (end < line.words.size() && line.words[end] != "or") ++end;
      make_entries(line, begin, end, device);
      outcome_ = test_all(line);
      if (outcome_ || end == line.words.size()) break;
      begin = end + 1;
    }
    if (outcome_ && commit) each_commits(line);
  }

  void retest(const Line& line) {
    for (arbiters::Arbiter* arbiter : bench_->all()) {
      std::vector<ArbiterEntry> mine;
      for (const ArbiterEntry& entry : entries_)
        if (&bench_->of(entry.alternatives.type(), line) == arbiter) mine.push_back(entry);
      if (mine.empty()) continue;
      outcome_ = arbiter->retest_allocation(mine);
      if (outcome_) continue;
      for (arbiters::Arbiter* each : bench_->all()) each->rollback();
      return;
    }
  }

  void each_commits(const Line& line) {
    for (arbiters::Arbiter* arbiter : bench_->all())
      if (arbiter->in_transaction()) hold(arbiter->commit(), line);
  }

  void give_back(const Line& line) {
    for (arbiters::Arbiter* arbiter : bench_->all())
      require(arbiter->release(bench_->device(word(line, 1, "a device"))).has_value(), line, "it cannot be given back");
  }

  void conflict(const Line& line) {
    make_entries(line, 2, 3, word(line, 1, "a device"));
    require(entries_.size() == 1, line, "one requirement is asked about");
    Array<arbiters::Conflict> found;
    hold(bench_->of(entries_[0].alternatives.type(), line).query_conflict(entries_[0], found), line);
    blockers_.assign(found.begin(), found.end());
    asked_ = entries_[0].alternatives.type();
  }

  // --- what is expected ---
  void succeeded(const Line& line) const {
    require(outcome_.has_value(), line, outcome_ ? "" : report::error_sentence(outcome_.error()));
  }
  template <typename Show>
  void expect_list(const Line& line, Show show) const {
    succeeded(line);
    std::string found;
    for (const ArbiterEntry& entry : entries_) found += (found.empty() ? "" : " ") + show(entry);
    require(found == line.rest(2), line, "it is " + found);
  }
  void expect_placed(const Line& line) const {
    succeeded(line);
    require(entries_.size() + 2 == line.words.size(), line,
            "there are " + std::to_string(entries_.size()) + " requirements");
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const std::string found = shown(entries_[i]), &wanted = word(line, i + 2, "what is expected of it");
      bool same = found == wanted;
      const auto first = lists::parse_number(wanted);
      const auto range = lists::parse_range(wanted);
      if (first && entries_[i].assigned)
        same = entries_[i].assigned->first == *first;
      else if (range && entries_[i].assigned)
        same = entries_[i].assigned == *range;
      require(same, line, "requirement " + std::to_string(i) + " is at " + found);
    }
  }
  static void expect_number(const Line& line, std::optional<std::uint64_t> found) {
    const std::string shown_number = found ? std::to_string(*found) : "none";
    require(word(line, 2, "a number") == shown_number, line, "it is " + shown_number);
  }
  // expect refused [RULE [INDEX]], expect refused undecided
  void expect_refused(const Line& line) const {
    require(!outcome_, line, "it was not refused");
    const Error& error = outcome_.error();
    std::string found = error.code == ErrorCode::limit_exceeded ? "undecided" : report::rule_id(error.rule);
    if (line.words.size() > 3) found += " " + std::to_string(error.index);
    if (line.words.size() > 2) require(line.rest(2) == found, line, "it was refused: " + found);
  }
  // expect blockers none, expect blockers DEVICE WORD [DEVICE WORD...]; "nobody" stands alone.
  void expect_blockers(const Line& line) const {
    std::vector<arbiters::Conflict> wanted;
    for (std::size_t i = 2; i < line.words.size() && line.words[2] != "none"; ++i) {
      if (line.words[i] == "nobody") {
        wanted.push_back({0, {0, ~0ULL}});
        continue;
      }
      const arbiters::DeviceId device = bench_->device(line.words[i]);
      wanted.push_back({device, claim_word(word(line, ++i, "a claim"), line).range});
    }
    std::string found;
    for (const arbiters::Conflict& each : blockers_) {
      TextWriter out;
      out.hex(each.range.first);
      found += bench_->name_of(each.device) + " at " + std::string(out.view()) + "; ";
    }
    require(wanted == blockers_, line, "they are: " + found);
  }

  ArbiterPolicy policy_;
  std::unique_ptr<ArbiterBench> bench_;
  std::map<std::string, std::vector<Claimed>> firmware_;
  std::map<std::string, std::optional<arbiters::PciPin>> pins_;
  std::set<std::string> legacy_;
  std::vector<arbiters::PinRoute> routes_;
  std::vector<arbiters::LinkDevice> links_;
  std::deque<std::vector<std::uint32_t>> possible_;
  std::deque<Array<lists::IoDescriptor>> descriptors_;
  std::vector<ArbiterEntry> entries_;
  std::uint64_t steps_ = 100'000;
  arbiters::StepBudget budget_;
  std::uint64_t configuration_ = 0;
  Result<void> outcome_;
  std::vector<arbiters::Conflict> blockers_;
  ResourceType asked_ = ResourceType::null;
};

}  // namespace

std::unique_ptr<Vocabulary> arbiter_words() { return std::make_unique<ArbiterWords>(); }

}  // namespace resmap::cases
