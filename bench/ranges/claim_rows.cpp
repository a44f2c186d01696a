// SPDX-License-Identifier: MIT
// Who owns this, claim and release, where ranges are disjoint.
#include <memory>

#include "bench/ranges/library_rivals.h"
#include "bench/ranges/linux_peers.h"
#include "bench/ranges/own_peers.h"

namespace resmap::bench {

namespace {

struct Work {
  explicit Work(std::size_t count)
      : layout(claim_layout(count)), hit(hits(layout)), miss(misses(layout)), moved(random_spans(layout.spans)) {}
  Layout layout;
  std::vector<Question> hit, miss;
  std::vector<Span> moved;
};

struct Ways {
  Way hit, miss, update;
};

template <typename Peer>
Ways ways(const std::shared_ptr<Peer>& peer, const Work& work, std::size_t updates) {
  const auto ask = [peer](const Question& question) {
    expect(peer->owner(question.first, question.last) == question.expected);
  };
  const auto update = [peer](const Span& span) {
    peer->release(span);
    expect(peer->claim(span));
  };
  return {stream(work.hit, 1024, ask), stream(work.miss, 1024, ask), stream(work.moved, updates, update)};
}

template <typename Peer>
Ways ways(const Work& work, std::size_t updates = 1024) {
  return ways(std::make_shared<Peer>(work.layout), work, updates);
}

struct Goals {
  std::optional<double> hit, update;
};

void rows(Report& report, std::size_t count, const std::string& ours_name, const Ways& ours, const std::string& rival,
          const Ways& theirs, Goals goals = {}) {
  add_row(report, "q_hit" + ours_name, count, rival, ours.hit, theirs.hit, goals.hit);
  add_row(report, "q_miss" + ours_name, count, rival, ours.miss, theirs.miss);
  add_row(report, "rel+claim" + ours_name, count, rival, ours.update, theirs.update, goals.update);
}

}  // namespace

void claim_rows(Report& report, std::size_t count) {
  const Work work(count);
  const Ways ours = ways<RangeListPeer>(work);
  {
    const Ways llvm = ways<LlvmPeer>(work);
    rows(report, count, "", ours, "LLVM IntervalMap", llvm, {0.7, count < 1000000 ? 0.95 : 1.2});
    if (!report.full()) return;
    rows(report, count, " plain x86-64", ways<PlainTreePeer>(work), "LLVM IntervalMap", llvm);
  }
  rows(report, count, "", ours, "absl::btree_map", ways<AbslPeer>(work));
  rows(report, count, "", ours, "std::map", ways<StdMapPeer>(work));
  rows(report, count, "", ours, "sorted vector", ways<SortedVectorPeer>(work, count < 100000 ? 64 : 2));
  rows(report, count, "", ours, "Boost.ICL interval_map", ways<IclPeer>(work));
#ifdef RESMAP_LINUX_RIVALS
  rows(report, count, "", ours, "Linux interval tree", ways<IntervalTreePeer>(work));
  rows(report, count, "", ours, "Linux maple tree", ways<MapleTreePeer<false>>(work));
  rows(report, count, "", ours, "Linux drm_mm", ways<DrmMmPeer>(work));
#endif
}

}  // namespace resmap::bench
