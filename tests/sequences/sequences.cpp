// SPDX-License-Identifier: MIT
#include "tests/sequences/sequences.h"

#include <utility>

#include "resmap/ranges/range_tree_body.h"
#include "resmap/ranges/range_tree_test_support.h"
#include "tests/sequences/universe.h"
#include "tests/support/failing_memory.h"

namespace resmap::sequences {

namespace {

constexpr unsigned kMaxLength = 12;

// One operation: 0..kRanges-1 enter that range, then these, then kErase + k takes out the k-th entry.
constexpr unsigned kSave = kRanges, kSwap = kRanges + 1, kErase = kRanges + 2;

// The ranges that a start has. Of the first two the tree is made anew for each sequence, and nobody shares it at first; of the others
// each sequence begins with a copy, and the original is looked at in the end.
constexpr unsigned kStartSize[kStarts] = {0, 5, 12, 18};
constexpr bool kIsShared[kStarts] = {false, false, true, true};
unsigned start_range(unsigned start, unsigned i) { return start == 3 ? (i * 7 + 3) % kRanges : i % kBlocks; }

Entry make_entry(unsigned range, unsigned step) {
  Entry entry{kAllRanges[range].first, kAllRanges[range].last, step + 1U, step, 0, 0};
  if ((range + step) % 3 == 0) entry.flags = 1;
  if ((range + step) % 5 == 0) entry.owner = 0;
  return entry;
}

bool same(const Entry& a, const Entry& b) {
  return a.first == b.first && a.last == b.last && a.owner == b.owner && a.user_data == b.user_data &&
         a.flags == b.flags;
}

template <unsigned Capacity>
class Sequences {
  using Tree = ranges::detail::RangeTree<Byte, Capacity>;
  struct State {  // what the trees must hold after so many operations
    Model now, saved;
    bool has_saved = false;
  };

 public:
  explicit Sequences(const Job& job) : job_(job) {
    State& first = states_[0];
    for (unsigned i = 0; i < kStartSize[job.start]; ++i) {
      const unsigned range = start_range(job.start, i);
      const Entry entry = make_entry(range, i);
      first.now.insert(entry, kAllRanges[range].blocks);
      if (kIsShared[job.start]) expect(base_.insert(entry, memory_.source()), "memory");
    }
    if (kIsShared[job.start]) {
      first.saved = first.now;
      first.has_saved = true;
    }
  }

  Tally run(unsigned part, unsigned parts) {
    const std::size_t held = memory_.bytes_out();
    try_all(0, part, parts);
    length_ = 0;
    if (kIsShared[job_.start]) check(base_, states_[0].now);
    // Searches of copies may have filled columns that the original shares with them, and nothing else.
    expect(kIsShared[job_.start] ? memory_.bytes_out() == base_.memory_used() : memory_.bytes_out() == held,
           "memory was not given back");
    return std::move(tally_);
  }

 private:
  void expect(bool holds, const char* what) {
    if (holds || !tally_.fault.empty()) return;
    tally_.fault = std::string(what) + ": capacity " + std::to_string(Capacity) + ", start " +
                   std::to_string(job_.start) + ", operations";
    for (unsigned i = 0; i < length_; ++i) tally_.fault += ' ' + std::to_string(operation_[i]);
  }

  // Does the operation to what the trees must hold. False: there is no such operation now.
  static bool follow(const State& before, unsigned operation, unsigned step, State& after) {
    if (operation == kSwap && !before.has_saved) return false;
    if (operation >= kErase && operation - kErase >= before.now.count) return false;
    after = before;
    if (operation < kRanges) {
      after.now.insert(make_entry(operation, step), kAllRanges[operation].blocks);
    } else if (operation == kSave) {
      after.saved = before.now;
      after.has_saved = true;
    } else if (operation == kSwap) {
      std::swap(after.now, after.saved);
    } else {
      after.now.erase(operation - kErase);
    }
    return true;
  }

  void try_all(unsigned depth, unsigned part, unsigned parts) {
    if (depth == job_.length) {
      length_ = depth;
      replay();
      ++tally_.sequences;
      return;
    }
    const unsigned operations = kErase + states_[depth].now.count;
    for (unsigned operation = 0; operation < operations && tally_.fault.empty(); ++operation) {
      if (depth == 0 && operation % parts != part) continue;
      operation_[depth] = operation;
      if (follow(states_[depth], operation, kStartSize[job_.start] + depth, states_[depth + 1]))
        try_all(depth + 1, part, parts);
    }
  }

  // The sequence in operation_, with a search after each operation so that columns stand when the next one comes.
  void replay() {
    Tree now, saved;
    if (kIsShared[job_.start]) {
      now = base_;
      saved = base_;
    } else {
      for (unsigned i = 0; i < kStartSize[job_.start]; ++i)
        expect(now.insert(make_entry(start_range(job_.start, i), i), memory_.source()), "memory");
    }
    for (unsigned i = 0; i < length_; ++i) {
      apply(now, saved, operation_[i], kStartSize[job_.start] + i);
      search(now, states_[i + 1].now, operation_[i] + i);
    }
    const State& expected = states_[length_];
    search(now, expected.now, static_cast<unsigned>(tally_.sequences));
    overlaps(now, expected.now, kAllRanges[tally_.sequences % kRanges]);
    check(now, expected.now);
    if (expected.has_saved) check(saved, expected.saved);
  }

  void apply(Tree& now, Tree& saved, unsigned operation, unsigned step) {
    if (operation < kRanges) {
      expect(now.insert(make_entry(operation, step), memory_.source()), "memory");
    } else if (operation == kSave) {
      saved = now;
    } else if (operation == kSwap) {
      std::swap(now, saved);
    } else {
      typename Tree::Path path;
      bool more = now.to_first_from(0, path);
      for (unsigned k = operation - kErase; more && k > 0; --k) more = Tree::to_next(path);
      expect(more && now.erase(path), "an entry is not where it was");
    }
  }

  void search(const Tree& tree, const Model& model, unsigned number) {
    static const Answers answers;
    const std::size_t w = number % kWanted.size();
    const bool special_is_free = number / kWanted.size() % 2 != 0;
    const auto passes = [](const Entry& entry) { return entry.is_special(); };
    const FunctionRef<bool(const Entry&)> ask = passes;
    const typename Tree::Passes some{ask, number % 5 == 0};
    const typename Tree::Passes* const filter = special_is_free ? &some : nullptr;
    const unsigned taken = model.taken(special_is_free);
    Byte place = 0;
    const bool low = tree.lowest_room(kWanted[w], filter, place);
    expect((low ? place : Answers::none) == answers.lowest[w][taken], "the lowest room");
    const bool high = tree.highest_room(kWanted[w], filter, place);
    expect((high ? place : Answers::none) == answers.highest[w][taken], "the highest room");
  }

  void overlaps(const Tree& tree, const Model& model, const Range& range) {
    typename Tree::Path path;
    bool more = tree.to_first_overlap(range.first, range.last, path);
    for (unsigned i = 0; i < model.count; ++i) {
      if ((model.blocks[i] & range.blocks) == 0) continue;
      expect(more && same(Tree::at(path), model.entry[i]), "an overlap");
      more = more && Tree::to_next_overlap(range.first, range.last, path);
    }
    expect(!more, "one overlap too many");
  }

  void check(const Tree& tree, const Model& model) {
    const std::string fault = check_.fault_of(tree);
    expect(fault.empty(), fault.c_str());
    bool equal = check_.entries().size() == model.count;
    for (unsigned i = 0; equal && i < model.count; ++i) equal = same(check_.entries()[i], model.entry[i]);
    expect(equal, "the entries, their order or owners");
  }

  const Job job_;
  testing_support::FailingMemory memory_;
  Tree base_;
  State states_[kMaxLength + 1];
  unsigned operation_[kMaxLength] = {};
  unsigned length_ = 0;
  ranges::testing_support::TreeCheck<Byte, Capacity> check_;
  Tally tally_;
};

}  // namespace

Tally run(const Job& job, unsigned part, unsigned parts) {
  if (job.length > kMaxLength || job.start >= kStarts) return {0, "no such job"};
  switch (job.capacity) {
    case 2: return Sequences<2>(job).run(part, parts);
    case 3: return Sequences<3>(job).run(part, parts);
    case 4: return Sequences<4>(job).run(part, parts);
    default: return {0, "no such job"};
  }
}

}  // namespace resmap::sequences
