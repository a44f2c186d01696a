// SPDX-License-Identifier: MIT
#include "tests/cases/check_words.h"

#include <algorithm>
#include <optional>

#include "resmap/import/machine_text.h"
#include "resmap/lists/resource_words.h"
#include "resmap/report/check_screen.h"
#include "resmap/report/rule_words.h"
#include "resmap/report/sizes.h"
#include "resmap/report/verdict.h"

namespace resmap::cases {

namespace {

using pnp::Machine;
using pnp::Occupancy;
using pnp::Overlap;

struct Place {
  lists::ResourceType type;
  AddressRange range;
};

Place place_of(const std::string& text, const Line& line) {
  const auto claim = lists::parse_claim(text, lists::CmLayout::x64);
  if (!claim) throw CaseFailure(line, text + ": " + report::error_sentence(claim.error()));
  const auto range = claim->view().range();
  require(range.has_value(), line, text + " names no place");
  const auto type = claim->view().type();
  return {type == lists::ResourceType::memory_large ? lists::ResourceType::memory : type, *range};
}

class CheckWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    if (line.words.front() == "machine") {
      read_machine(line);
    } else if (line.words.front() == "check") {
      auto machine = Machine::from(snapshot_);
      require(machine.has_value(), line, "the machine cannot be put together");
      machine_ = std::move(*machine);
      verdict_ = report::verdict_of(*machine_);
    } else {
      return false;
    }
    return true;
  }

  bool expect(const Line& line) override {
    const std::string& what = word(line, 1, "what is expected");
    if (what == "overlap") {
      checked(line);
      expect_overlap(line);
    } else if (what == "no" && word(line, 2, "of what there is none") == "overlap") {
      checked(line);
      expect_no_overlap(line);
    } else if (what == "window") {
      checked(line);
      expect_window(line);
    } else if (what == "unplaced") {
      checked(line);
      expect_unplaced(line);
    } else if (what == "verdict") {
      checked(line);
      const std::string found(report::word_for(verdict_.kind));
      require(found == word(line, 2, "a verdict"), line, "the verdict is " + found + ": " + verdict_.sentence);
    } else if (what == "exit") {
      checked(line);
      const std::string found = std::to_string(verdict_.exit_code());
      require(found == word(line, 2, "an exit code"), line, "the exit code is " + found);
    } else {
      return false;
    }
    return true;
  }

 private:
  void read_machine(const Line& line) {
    snapshot_ = {};
    machine_.reset();
    snapshot_.sources.push_back({snapshot::SourceKind::machine, "case", false, {}});
    const auto read = import::read_machine_text(line.block, 0, snapshot_);
    if (read) return;
    Line at = line;
    at.number += read.error().index - 1;
    Error error = read.error();
    error.index = at.number;
    throw CaseFailure(at, report::error_sentence(error));
  }

  void checked(const Line& line) const { require(machine_.has_value(), line, "say check first"); }

  std::string owner(std::uint32_t held) const { return report_owner(machine_->held()[held].owner); }
  // Devices by their id, regions and claims by their names.
  std::string report_owner(pnp::Owner who) const {
    switch (who.kind) {
      case pnp::Owner::Kind::device: return machine_->snapshot().devices[who.index].id;
      case pnp::Owner::Kind::region: return machine_->snapshot().regions[who.index].name;
      case pnp::Owner::Kind::claim: break;
    }
    return machine_->snapshot().claims[who.index].driver_key;
  }

  std::string words_of(const Overlap& overlap) const {
    const Occupancy& held = machine_->held()[overlap.first];
    std::string text = std::string(pnp::word_for(overlap.kind)) + " " + std::string(report::short_type(held.type)) +
                       " " + report::range_words(held.type, overlap.common) + " " + owner(overlap.first);
    if (overlap.second) text += " " + owner(*overlap.second);
    return text;
  }

  std::string all_overlaps() const {
    std::string text;
    for (const Overlap& overlap : machine_->overlaps()) text += "\n  " + words_of(overlap);
    return text.empty() ? " none" : text;
  }

  void expect_overlap(const Line& line) {
    const std::string& kind = word(line, 2, "a class of overlaps");
    const Place place = place_of(word(line, 3, "a claim"), line);
    const auto matches = [&](const Overlap& overlap) {
      const Occupancy& held = machine_->held()[overlap.first];
      if (pnp::word_for(overlap.kind) != kind || held.type != place.type || overlap.common != place.range) return false;
      if (line.words.size() < 5) return true;
      std::vector<std::string> wanted(line.words.begin() + 4, line.words.end()), found = {owner(overlap.first)};
      if (overlap.second) found.push_back(owner(*overlap.second));
      std::sort(wanted.begin(), wanted.end());
      std::sort(found.begin(), found.end());
      return wanted == found;
    };
    const bool found = std::any_of(machine_->overlaps().begin(), machine_->overlaps().end(), matches);
    require(found, line, "there is no such overlap; there are:" + all_overlaps());
  }

  void expect_no_overlap(const Line& line) {
    const std::string& kind = word(line, 3, "a class of overlaps");
    for (const Overlap& overlap : machine_->overlaps())
      require(pnp::word_for(overlap.kind) != kind, line, "there is one: " + words_of(overlap));
  }

  void expect_window(const Line& line) {
    const std::string& bridge = word(line, 2, "whose window");
    const Place place = place_of(word(line, 3, "a claim"), line);
    const auto wanted = lists::parse_size(word(line, 5, "a size"));
    require(word(line, 4, "free") == "free" && wanted.has_value(), line, "say: free SIZE");
    for (const pnp::Window& window : machine_->windows()) {
      const Occupancy& held = machine_->held()[window.held];
      if (held.type != place.type || held.range != place.range || report_owner(held.owner) != bridge) continue;
      std::uint64_t free = 0;
      for (const AddressRange& hole : window.holes) free += hole.last_offset() + 1;
      require(free == *wanted, line, std::to_string(free) + " are free");
      return;
    }
    throw CaseFailure(line, bridge + " has no such window");
  }

  void expect_unplaced(const Line& line) {
    const std::string& device = word(line, 2, "a device");
    const bool spare = line.words.size() > 3 && line.words[3] == "spare";
    const bool found = std::any_of(machine_->unplaced().begin(), machine_->unplaced().end(), [&](const auto& unplaced) {
      return machine_->snapshot().devices[unplaced.device].id == device && unplaced.spare == spare;
    });
    require(found, line, device + " misses nothing" + (spare ? " to spare" : ""));
  }

  snapshot::Snapshot snapshot_;
  std::optional<Machine> machine_;
  report::Verdict verdict_;
};

}  // namespace

std::unique_ptr<Vocabulary> check_words() { return std::make_unique<CheckWords>(); }

}  // namespace resmap::cases
