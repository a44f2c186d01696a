// SPDX-License-Identifier: MIT
#include "tests/cases/pnp_words.h"

#include <algorithm>
#include <map>
#include <optional>

#include "resmap/import/machine_text.h"
#include "resmap/lists/resource_words.h"
#include "resmap/pnp/pnp_manager.h"
#include "resmap/report/assign_screen.h"
#include "resmap/report/policy_words.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/sizes.h"

namespace resmap::cases {

namespace {

using pnp::Assignment;
using pnp::DeviceIndex;
using pnp::PnpManager;

// Drivers that answer START as the case says.
class ScriptedDrivers final : public pnp::DriverStack {
 public:
  std::map<DeviceIndex, pnp::StartOutcome> outcomes;
  pnp::StartOutcome start(DeviceIndex device, const pnp::StartLists&) override {
    const auto at = outcomes.find(device);
    return at == outcomes.end() ? pnp::StartOutcome::started : at->second;
  }
};

class PnpWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    const std::string& verb = line.words.front();
    if (verb == "machine") {
      machine_line_ = line;
      machine_.reset();
      manager_.reset();
      drivers_.outcomes.clear();
      return false;  // check_words looks at it too
    }
    if (verb == "start") {
      script(line);
    } else if (verb == "assign") {
      make_manager(line);
      hold(manager_->assign_all(), line);
    } else if (verb == "arrive") {
      if (!manager_) make_manager({line.number, {"arrive"}, {}});
      hold(manager_->arrive(device(line, 1)), line);
    } else if (verb == "remove") {
      hold(manager(line).remove(device(line, 1)), line);
    } else {
      return false;
    }
    return true;
  }

  bool expect(const Line& line) override {
    const std::string& what = word(line, 1, "what is expected");
    if (what == "resources") {
      expect_resources(line);
    } else if (what == "problem") {
      const Assignment* made = manager(line).assignment(device(line, 2));
      require(made != nullptr, line, "it was never assigned");
      const std::string found = std::to_string(static_cast<std::uint32_t>(made->problem));
      const std::string why = made->refused ? ": " + report::error_sentence(*made->refused) : "";
      require(found == word(line, 3, "a problem's number"), line, "its problem is " + found + why);
    } else if (what == "choice") {
      const Assignment& made = assigned(line);
      const std::string found = made.configuration ? std::to_string(*made.configuration) : "boot";
      require(found == word(line, 3, "a configuration's number, or boot"), line, "it was given " + found);
    } else if (what == "pass") {
      const std::string found(pnp::word_for(assigned(line).pass));
      require(found == word(line, 3, "a pass"), line, "the pass is " + found);
    } else if (what == "arbiter") {
      const auto index = static_cast<std::size_t>(std::stoul(word(line, 3, "which resource")));
      const Assignment& made = assigned(line);
      require(index < made.resources.size(), line, "it has no such resource");
      const std::string& found = made.resources[index].arbiter;
      require(found == line.rest(4), line, "the arbiter is \"" + found + "\"");
    } else if (what == "recorded" || (what == "not" && word(line, 2, "what is not") == "recorded")) {
      expect_recorded(line, what == "recorded");
    } else {
      return false;
    }
    return true;
  }

 private:
  static void hold(const Result<void>& done, const Line& line) {
    if (!done) throw CaseFailure(line, report::error_sentence(done.error()));
  }

  pnp::Machine& machine(const Line& line) {
    if (machine_) return *machine_;
    require(machine_line_.has_value(), line, "say machine first");
    snapshot::Snapshot facts;
    facts.sources.push_back({snapshot::SourceKind::machine, "case", false, {}});
    hold(import::read_machine_text(machine_line_->block, 0, facts), *machine_line_);
    auto made = pnp::Machine::from(std::move(facts));
    require(made.has_value(), line, "the machine cannot be put together");
    machine_ = std::make_unique<pnp::Machine>(std::move(*made));
    return *machine_;
  }

  PnpManager& manager(const Line& line) const {
    require(manager_ != nullptr, line, "say assign or arrive first");
    return *manager_;
  }

  DeviceIndex device(const Line& line, std::size_t at) {
    const std::string& id = word(line, at, "a device");
    const auto& devices = machine(line).snapshot().devices;
    for (std::size_t i = 0; i < devices.size(); ++i)
      if (devices[i].id == id) return static_cast<DeviceIndex>(i);
    throw CaseFailure(line, "there is no device " + id);
  }

  const Assignment& assigned(const Line& line) {
    const Assignment* made = manager(line).assignment(device(line, 2));
    require(made != nullptr, line, "it was never assigned");
    return *made;
  }

  void script(const Line& line) {
    static const std::map<std::string, pnp::StartOutcome> known = {{"fails", pnp::StartOutcome::failed},
                                                                   {"reboot", pnp::StartOutcome::reboot_required},
                                                                   {"post-start", pnp::StartOutcome::failed_post_start},
                                                                   {"disabled", pnp::StartOutcome::disabled},
                                                                   {"fine", pnp::StartOutcome::started}};
    const auto at = known.find(word(line, 2, "how it ends"));
    require(at != known.end(), line, "say fails, reboot, post-start, disabled or fine");
    drivers_.outcomes[device(line, 1)] = at->second;
  }

  void make_manager(const Line& line) {
    pnp::AssignSetup setup;
    setup.drivers = &drivers_;
    enum class Part : std::uint8_t { none, policy, order } part = Part::none;
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      const std::string& said = line.words[i];
      if (said == "ignore-boot") {
        setup.ignore_boot = true;
      } else if (said == "with" || said == "order") {
        part = said == "with" ? Part::policy : Part::order;
      } else if (part == Part::policy) {
        const std::size_t at = said.find('=');
        require(at != std::string::npos, line, "say NAME=VALUE");
        const auto set = report::set_policy(setup.policy, said.substr(0, at), said.substr(at + 1));
        require(set.has_value(), line, "there is no such switch, or it has no such value: " + said);
      } else {
        require(part == Part::order, line, "\"" + said + "\" does not belong behind assign");
        setup.order.push_back(device(line, i));
      }
    }
    auto made = PnpManager::make(machine(line), setup);
    if (!made) throw CaseFailure(line, report::error_sentence(made.error()));
    manager_ = std::move(*made);
  }

  static std::string words_of(const pnp::AssignedResource& resource) {
    if (resource.unknown_route) return "unknown";
    const auto range = report::assigned_range(resource.raw.view());
    if (!range) return "nothing";
    if (resource.raw.view().is_message()) return "message " + std::to_string(range->first);
    return std::string(report::short_type(resource.type)) + " " + report::range_words(resource.type, *range);
  }

  static bool is_meant(const pnp::AssignedResource& resource, const std::string& said, const Line& line) {
    if (said == "unknown") return resource.unknown_route;
    const auto range = report::assigned_range(resource.raw.view());
    if (said == "nothing") return !range && !resource.unknown_route;
    const auto claim = lists::parse_claim(said, lists::CmLayout::x64);
    if (!claim) throw CaseFailure(line, said + ": " + report::error_sentence(claim.error()));
    const auto type = claim->view().type();
    const auto without_size = type == lists::ResourceType::memory_large ? lists::ResourceType::memory : type;
    return range && !resource.raw.view().is_message() && claim->view().range() == range &&
           without_size == resource.type;
  }

  void expect_resources(const Line& line) {
    const Assignment& made = assigned(line);
    std::vector<const pnp::AssignedResource*> given;
    std::string all;
    for (const pnp::AssignedResource& resource : made.resources) {
      if (!lists::is_arbitrated(resource.type)) continue;
      given.push_back(&resource);
      all += (all.empty() ? "" : ", ") + words_of(resource);
    }
    const std::string found = "it was given " + (all.empty() ? "nothing" : all);
    std::size_t next = 0;
    for (std::size_t i = 3; i < line.words.size(); ++i) {
      const std::string& said = line.words[i];
      if (said == "none") continue;
      require(next < given.size(), line, found);
      if (said == "message") {
        require(words_of(*given[next++]) == "message " + word(line, ++i, "a message's number"), line, found);
      } else {
        require(is_meant(*given[next++], said, line), line, found);
      }
    }
    require(line.words.size() > 3, line, "here should stand resources, or none");
    require(next == given.size(), line, found);
  }

  void expect_recorded(const Line& line, bool wanted) {
    const std::string& id = word(line, wanted ? 2 : 3, "a device");
    bool found = false;
    const auto look = [&](const claims::StoredList& list) { found = found || list.device == id; };
    manager(line).map().for_each(look);
    require(found == wanted, line, found ? "the ResourceMap has it" : "the ResourceMap does not have it");
  }

  std::optional<Line> machine_line_;
  std::unique_ptr<pnp::Machine> machine_;
  ScriptedDrivers drivers_;
  std::unique_ptr<PnpManager> manager_;
};

}  // namespace

std::unique_ptr<Vocabulary> pnp_words() { return std::make_unique<PnpWords>(); }

}  // namespace resmap::cases
