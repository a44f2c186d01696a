// SPDX-License-Identifier: MIT
#include "tests/cases/range_words.h"

#include <algorithm>
#include <map>
#include <optional>

#include "tests/cases/range_line.h"
#include "tests/cases/range_sets.h"

namespace resmap::cases {

namespace {

using ranges::Availability;
using ranges::OnOverlap;
using ranges::RangeEntry;
using ranges::RangeList;
using ranges::RangeOwner;
using ranges::RoomRequest;

class RangeWords final : public Vocabulary {
 public:
  bool act(const Line& line) override {
    const std::string& verb = line.words.front();
    if (verb != "ranges" && !begun_) return false;
    const RangeLine said = known(verb) ? read_range_line(line, 1) : RangeLine{};
    if (!known(verb)) return false;
    settle();
    outcome_ = {};
    outcome_.line = line;
    at_most(1, said, line);
    if (verb == "ranges") {
      begin_list(said);
    } else if (verb == "claim" || verb == "replace" || verb == "subtract" || verb == "release") {
      act_on_range(verb, said, line);
    } else if (verb == "room" || verb == "place") {
      find(said, line, verb == "place");
    } else if (verb == "invert" || verb == "clone") {
      take(verb == "invert" ? list_.inverted() : list_.clone());
    } else if (verb == "begin") {
      begun_attempts_.push_back(list_);
    } else if (verb == "commit" || verb == "rollback") {
      require(!begun_attempts_.empty(), line, "nothing was begun");
      if (verb == "rollback") list_ = begun_attempts_.back();
      begun_attempts_.pop_back();
    } else if (verb == "keep") {
      kept_.insert_or_assign(plain(said, 0, line), list_);
    } else {
      merge(said, line);
    }
    return true;
  }

  bool expect(const Line& line) override {
    if (!begun_) return false;
    const std::string& what = word(line, 1, "what is expected");
    const bool negative = (what == "no" || what == "not") && line.words.size() > 2;
    const std::string& noun = negative ? word(line, 2, "what is expected") : what;
    const RangeLine said = read_range_line(line, negative ? 3 : 2);
    return expect_outcome(noun, negative, said, line) || expect_list(noun, said, line) ||
           expect_place(noun, negative, said, line) || expect_pair(noun, negative, said, line);
  }

  void finish() override { settle(); }

 private:
  struct Outcome {
    std::optional<Error> error;
    bool no_range = false;
    std::optional<std::uint64_t> at;
    std::optional<std::size_t> released;
    bool asked = false;
    Line line;
  };

  static bool known(const std::string& verb) {
    static constexpr std::string_view kVerbs[] = {"ranges",   "claim",    "release", "room",  "place",
                                                  "subtract", "replace",  "invert",  "clone", "begin",
                                                  "commit",   "rollback", "keep",    "merge"};
    return std::find(std::begin(kVerbs), std::end(kVerbs), verb) != std::end(kVerbs);
  }

  static const std::string& plain(const RangeLine& said, std::size_t index, const Line& line) {
    require(index < said.plain.size(), line, "something is missing here");
    return said.plain[index];
  }

  static void at_most(std::size_t count, const RangeLine& said, const Line& line) {
    require(said.plain.size() <= count, line,
            "\"" + (said.plain.empty() ? "" : said.plain.back()) + "\" says nothing here");
  }

  // The name of how a verb ended, as `expect` asks for it.
  static std::string word_for(const Outcome& outcome) {
    if (outcome.no_range) return "no range";
    if (!outcome.error) return "done";
    const std::string& verb = outcome.line.words.front();
    switch (outcome.error->code) {
      case ErrorCode::conflict: return "conflict";
      case ErrorCode::invalid_argument: return "invalid";
      case ErrorCode::out_of_memory: return "out-of-memory";
      case ErrorCode::not_found: return verb == "release" ? "missing" : "no room";
      default: return std::string(name_of(outcome.error->code));
    }
  }

  // A verb that failed, and about which nothing was asked, fails the case.
  void settle() {
    const bool failed = outcome_.no_range || outcome_.error.has_value();
    require(!failed || outcome_.asked, outcome_.line, "the answer is \"" + word_for(outcome_) + "\"");
  }

  RangeOwner number_of(const std::string& owner) {
    if (owner == "nobody") return ranges::kNobody;
    const auto found = std::find(owners_.begin(), owners_.end(), owner);
    if (found != owners_.end()) return static_cast<RangeOwner>(found - owners_.begin()) + 1;
    owners_.push_back(owner);
    return owners_.size();
  }
  std::string name_of_owner(RangeOwner owner) const { return owner == 0 ? "nobody" : owners_[owner - 1]; }

  RangeEntry entry_of(const RangeLine& said, AddressRange range) {
    return {.range = range, .owner = number_of(said.owner), .user_data = said.data, .attributes = said.attributes};
  }

  std::string shown_entry(const RangeEntry& entry) const {
    std::string text = shown(entry.range) + " by " + name_of_owner(entry.owner);
    if ((entry.flags & ranges::range_flag::shared) != 0) text += " shared";
    if ((entry.flags & ranges::range_flag::conflict) != 0) text += " conflict";
    if (entry.user_data != 0) text += " data " + shown(entry.user_data);
    if (entry.attributes != 0) text += " attributes " + shown(entry.attributes);
    return text;
  }

  void begin_list(const RangeLine& said) {
    if (said.memory) budgets_.push_back(std::make_unique<Budget>(Budget{static_cast<std::size_t>(*said.memory)}));
    list_ = RangeList(said.memory ? budgets_.back()->source() : default_memory());
    begun_attempts_.clear();
    begun_ = true;
  }

  // Runs what may fail: a failure is kept for `expect`, and must have changed nothing.
  template <typename Action>
  bool attempt(const Action& action) {
    const std::uint64_t version = list_.version();
    const std::vector<RangeEntry> before = list_.size() <= 64 ? contents(list_) : std::vector<RangeEntry>();
    const std::size_t size = list_.size();
    const Result<void> done = action();
    if (done) return true;
    outcome_.error = done.error();
    const bool same = list_.version() == version && list_.size() == size && (size > 64 || contents(list_) == before);
    require(same, outcome_.line, "it was refused, and changed the list all the same");
    return false;
  }

  void take(Result<RangeList> result) {
    attempt([&]() -> Result<void> {
      if (!result) return std::unexpected(result.error());
      list_ = std::move(*result);
      return {};
    });
  }

  void act_on_range(const std::string& verb, const RangeLine& said, const Line& line) {
    const std::string& where = plain(said, 0, line);
    if (verb == "release" && where == "all") {
      attempt([&]() -> Result<void> {
        RESMAP_TRY_ASSIGN(outcome_.released, list_.release_owner(number_of(said.owner)));
        return {};
      });
      return;
    }
    std::optional<AddressRange> range = range_in(where, line);
    for (std::uint64_t i = 0; i < said.times; ++i) {
      outcome_.no_range = !range;
      if (!range) return;
      const RangeEntry entry = entry_of(said, *range);
      if (verb == "replace") {
        take(replaced(list_, entry));
      } else if (verb == "subtract") {
        take(without(list_, *range, said.on_overlap));
      } else {
        attempt(
            [&] { return verb == "claim" ? list_.claim(entry, said.on_overlap) : list_.release(*range, entry.owner); });
      }
      if (outcome_.error) return;
      range = AddressRange::starting_at(range->first + said.step, range->last_offset() + 1);
    }
  }

  // Calls `ask` with what the line lets pass; the callback lives as long as that call.
  template <typename Ask>
  auto with_availability(const RangeLine& said, const Ask& ask) {
    const auto owned = [&](const RangeEntry& entry) { return entry.owner == number_of(*said.passes_owner); };
    const FunctionRef<bool(const RangeEntry&)> passes(owned);
    Availability availability{.attribute_mask = said.passes_attributes,
                              .shared_is_free = said.passes_shared,
                              .nobodys_is_free = said.passes_nobody};
    if (said.passes_owner) availability.passes = &passes;
    return ask(availability);
  }

  void find(const RangeLine& said, const Line& line, bool claims) {
    const std::string& length = plain(said, 0, line);
    RoomRequest request{.alignment = said.alignment, .window = said.window, .direction = said.direction};
    if (length == "everything") {
      request.last_offset = ~std::uint64_t{0};
    } else {
      const auto room = AddressRange::starting_at(0, number_in(length, line));
      outcome_.no_range = !room;
      if (!room) return;
      request.last_offset = room->last_offset();
    }
    attempt([&]() -> Result<void> {
      const auto found = with_availability(said, [&](const Availability& availability) {
        request.availability = availability;
        return list_.find_room(request);
      });
      RESMAP_TRY_ASSIGN(outcome_.at, found);
      if (!claims) return {};
      return list_.claim(entry_of(said, {*outcome_.at, *outcome_.at + request.last_offset}), said.on_overlap);
    });
  }

  void merge(const RangeLine& said, const Line& line) {
    const auto other = kept_.find(plain(said, 0, line));
    require(other != kept_.end(), line, "no list is kept under that name");
    attempt([&] { return list_.merge(other->second, said.on_overlap); });
  }

  // --- what `expect` may ask ---

  bool expect_outcome(const std::string& noun, bool negative, const RangeLine& said, const Line& line) {
    const std::string answer = word_for(outcome_);
    if (noun == "at" && !negative) {
      require(outcome_.at.has_value(), line, "the answer is \"" + answer + "\"");
      require(*outcome_.at == number_in(plain(said, 0, line), line), line, "it is at " + shown(*outcome_.at));
    } else if (noun == "released" && !negative) {
      require(outcome_.released.has_value(), line, "nothing was released by owner");
      require(*outcome_.released == number_in(plain(said, 0, line), line), line,
              "it were " + std::to_string(*outcome_.released));
    } else if (noun == "done" || noun == "missing" || noun == "invalid" || noun == "out-of-memory" ||
               (noun == "conflict" && !negative) ||
               (negative && (noun == "room" || noun == "range") && said.plain.empty())) {
      const std::string wanted = negative ? "no " + noun : noun;
      require(answer == wanted, line, "the answer is \"" + answer + "\"");
      if (noun == "conflict" && !said.plain.empty()) {
        const std::uint64_t first = outcome_.error->value;
        require(first == number_in(said.plain[0], line), line, "the conflict is at " + shown(first));
      }
    } else {
      return false;
    }
    at_most(noun == "at" || noun == "released" || noun == "conflict" ? 1 : 0, said, line);
    outcome_.asked = true;
    return true;
  }

  static void require_same(const std::vector<AddressRange>& found, const RangeLine& said, const Line& line) {
    std::vector<AddressRange> wanted;
    for (const std::string& text : said.plain) {
      if (text != "none") wanted.push_back(sound_range_in(text, line));
    }
    require(!said.plain.empty() && found == wanted, line, "there are:" + shown(found));
  }

  bool expect_list(const std::string& noun, const RangeLine& said, const Line& line) {
    const auto require_count = [&](std::uint64_t found) {
      at_most(1, said, line);
      require(found == number_in(plain(said, 0, line), line), line, "it is " + std::to_string(found));
    };
    if (noun == "size") {
      require_count(list_.size());
    } else if (noun == "version") {
      require_count(list_.version());
    } else if (noun == "stretches") {
      require_count(stretches_of(list_).size());
    } else if (noun == "occupied") {
      require_same(stretches_of(list_), said, line);
    } else if (noun == "gaps") {
      const auto gaps = list_.inverted();
      require(gaps.has_value(), line, "there is no memory to invert it");
      std::vector<AddressRange> within;
      for (const AddressRange gap : ranges_of(*gaps)) {
        if (const auto common = gap.intersection(said.window)) within.push_back(*common);
      }
      require_same(within, said, line);
    } else if (noun == "entries") {
      require_same(ranges_of(list_), said, line);
      RangeList::Iterator walk = list_.entries();
      for (std::size_t i = 0; i < list_.size(); ++i) require(walk.next() != nullptr, line, "the walk ends too early");
      require(walk.next() == nullptr && walk.next() == nullptr, line, "the walk does not end");
    } else if (noun == "entry") {
      const auto index = static_cast<std::size_t>(number_in(plain(said, 0, line), line));
      const auto all = contents(list_);
      at_most(2, said, line);
      require(index < all.size(), line, "there are only " + std::to_string(all.size()));
      RangeEntry wanted = entry_of(said, sound_range_in(plain(said, 1, line), line));
      if (said.shared) wanted.flags |= ranges::range_flag::shared;
      if (said.conflict) wanted.flags |= ranges::range_flag::conflict;
      require(all[index] == wanted, line, "it is " + shown_entry(all[index]));
    } else {
      return false;
    }
    return true;
  }

  bool expect_place(const std::string& noun, bool negative, const RangeLine& said, const Line& line) {
    if (noun == "holders" || noun == "overlapping") {
      expect_holders(noun == "holders", said, line);
      return true;
    }
    const bool whole = noun == "free" || noun == "taken";
    if (!whole && noun != "within" && noun != "room") return false;
    require(!said.plain.empty(), line, "say which range");
    for (const std::string& text : said.plain) {
      const AddressRange range = sound_range_in(text, line);
      bool holds = false;
      if (noun == "within") {
        list_.for_each_overlap(range, [&](const RangeEntry& entry) {
          holds = entry.owner != ranges::kNobody && entry.range.contains(range);
          return !holds;
        });
      } else {
        holds = with_availability(said, [&](const Availability& availability) {
          if (whole) return list_.is_free(range, availability) == (noun == "free");
          return list_.find_room({.window = range, .availability = availability}).has_value();
        });
      }
      require(holds != negative, line, shown(range) + (negative ? " is" : " is not"));
    }
    return true;
  }

  void expect_holders(bool names, const RangeLine& said, const Line& line) {
    const AddressRange range = sound_range_in(plain(said, 0, line), line);
    std::vector<std::string> found;
    list_.for_each_overlap(range, [&](const RangeEntry& entry) {
      found.push_back(name_of_owner(entry.owner));
      return !said.stop || found.size() < *said.stop;
    });
    if (!names) {
      at_most(2, said, line);
      const std::uint64_t wanted = number_in(plain(said, 1, line), line);
      require(found.size() == wanted, line, "it are " + std::to_string(found.size()));
      return;
    }
    std::vector<std::string> wanted(said.plain.begin() + 1, said.plain.end());
    require(!wanted.empty(), line, "say whose, or none");
    if (wanted.front() == "none") wanted.clear();
    std::string text;
    for (const std::string& owner : found) text += " " + owner;
    require(found == wanted, line, "it is held by:" + (text.empty() ? " none" : text));
  }

  static bool expect_pair(const std::string& noun, bool negative, const RangeLine& said, const Line& line) {
    if (noun == "range") {
      const auto range = range_in(plain(said, 0, line), line);
      at_most(negative ? 1 : 3, said, line);
      require(range.has_value() != negative, line, range ? "it is " + shown(*range) : "there is none");
      if (!negative && said.plain.size() > 1)
        require(*range == sound_range_in(plain(said, 2, line), line), line, "it is " + shown(*range));
      return true;
    }
    if (noun != "union" && noun != "intersection" && noun != "contains") return false;
    const AddressRange a = sound_range_in(plain(said, 0, line), line);
    const AddressRange b = sound_range_in(plain(said, 1, line), line);
    at_most(negative || noun == "contains" ? 2 : 4, said, line);
    if (noun == "contains") {
      require(a.contains(b) != negative, line, negative ? "it does" : "it does not");
      return true;
    }
    const auto one = noun == "union" ? united(a, b) : a.intersection(b);
    const auto other = noun == "union" ? united(b, a) : b.intersection(a);
    require(one == other && one.has_value() == a.overlaps(b), line, "the order of the two matters");
    require(one.has_value() != negative, line, one ? "it is " + shown(*one) : "there is none");
    if (!negative) require(*one == sound_range_in(plain(said, 3, line), line), line, "it is " + shown(*one));
    return true;
  }

  bool begun_ = false;
  std::vector<std::unique_ptr<Budget>> budgets_;  // outlive the lists below
  RangeList list_;
  std::vector<RangeList> begun_attempts_;  // what each `begin` goes back to
  std::map<std::string, RangeList> kept_;
  std::vector<std::string> owners_;
  Outcome outcome_;
};

}  // namespace

std::unique_ptr<Vocabulary> range_words() { return std::make_unique<RangeWords>(); }

}  // namespace resmap::cases
