// SPDX-License-Identifier: MIT
#include "resmap/pnp/overlap.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <new>
#include <utility>

#include "resmap/pnp/overlap_classifier.h"

namespace resmap::pnp {

namespace {

using lists::ResourceType;

constexpr ResourceType kTypes[] = {ResourceType::port, ResourceType::memory, ResourceType::interrupt, ResourceType::dma,
                                   ResourceType::bus_number};

// The sweep over the ranges of one type, from low to high.
class Sweep {
 public:
  Sweep(const OverlapClassifier& classifier, std::span<const Occupancy> held, Overlaps& into)
      : classifier_(classifier), held_(held), into_(into) {}

  void over(ResourceType type) {
    std::vector<std::uint32_t> in_order;
    for (std::uint32_t i = 0; i < held_.size(); ++i) {
      if (held_[i].type == type) in_order.push_back(i);
    }
    std::sort(in_order.begin(), in_order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(held_[a].range.first, a) < std::pair(held_[b].range.first, b);
    });
    std::vector<std::uint32_t> open;  // those that reach as far as the range that is looked at
    std::size_t pairs = kMostPairs;   // that may still be looked at
    bool exhausted = false;
    for (const std::uint32_t i : in_order) {
      if (!exhausted) {
        const AddressRange at = held_[i].range;
        std::erase_if(open, [&](std::uint32_t other) { return held_[other].range.last < at.first; });
        exhausted = open.size() > pairs;
        if (exhausted && !into_.not_compared) into_.not_compared = {type, at.first};
      }
      if (!exhausted) {
        pairs -= open.size();
        meet(i, open);
        open.push_back(i);
      }
      if (classifier_.is_outside(held_[i]))
        into_.found.push_back({OverlapClass::outside, i, std::nullopt, held_[i].range, OverlapReason::none});
    }
    crowds_.clear();
  }

 private:
  // Where many meet and none of the pairs says more than the next: what is counted, and the last pair that was left out.
  using Place = std::tuple<OverlapClass, std::uint64_t, std::uint64_t>;

  static bool is_legal_or_unrouted(const OverlapJudgement& judged) {
    return judged.kind == OverlapClass::sharing || judged.kind == OverlapClass::firmware ||
           (judged.kind == OverlapClass::unknown && judged.reason == OverlapReason::routing);
  }

  void meet(std::uint32_t i, const std::vector<std::uint32_t>& open) {
    std::map<Place, Overlap> neighbours;
    for (const std::uint32_t other : open) {
      const auto judged = classifier_.classify(held_[other], held_[i]);
      if (!judged) continue;
      const Overlap overlap{judged->kind, other, i, *held_[other].range.intersection(held_[i].range), judged->reason};
      if (is_legal_or_unrouted(*judged)) {
        const Place place{judged->kind, overlap.common.first, overlap.common.last};
        if (std::size_t& count = crowds_[place]; count < kMostPairsOfAPlace) {
          ++count;
        } else {
          const auto [at, is_first] = neighbours.try_emplace(place, overlap);
          if (!is_first) leave_out(std::exchange(at->second, overlap));
          continue;
        }
      }
      into_.found.push_back(overlap);
    }
    for (const auto& [place, overlap] : neighbours) into_.found.push_back(overlap);
  }

  void leave_out(const Overlap& overlap) {
    ++into_.pairs_left_out;
    if (overlap.kind != OverlapClass::sharing) return;
    into_.sharers_left_out.resize(held_.size());
    ++into_.sharers_left_out[overlap.first];
    ++into_.sharers_left_out[*overlap.second];
  }

  const OverlapClassifier& classifier_;
  std::span<const Occupancy> held_;
  Overlaps& into_;
  std::map<Place, std::size_t> crowds_;  // pairs of a place so far
};

}  // namespace

std::string_view word_for(OverlapClass overlap) {
  static constexpr std::string_view words[] = {"window",  "sharing", "firmware", "phantom",
                                               "outside", "unknown", "conflict"};
  const auto code = static_cast<std::size_t>(overlap);
  return code < std::size(words) ? words[code] : std::string_view();
}

std::string_view word_for(OverlapReason reason) {
  static constexpr std::string_view words[] = {"",         "routing", "share",     "presence",
                                               "decoding", "absent",  "one_place", "two_nodes"};
  const auto code = static_cast<std::size_t>(reason);
  return code < std::size(words) ? words[code] : std::string_view();
}

Result<Overlaps> overlaps_of(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                             std::span<const Occupancy> held) {
  try {
    const OverlapClassifier classifier(snapshot, tree, held);
    Overlaps overlaps;
    Sweep sweep(classifier, held, overlaps);
    for (const ResourceType type : kTypes) sweep.over(type);
    return overlaps;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::pnp
