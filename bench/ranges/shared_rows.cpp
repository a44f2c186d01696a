// SPDX-License-Identifier: MIT
// Every owner of a stretch where owners share.
#include <memory>

#include "bench/ranges/library_rivals.h"
#include "bench/ranges/linux_peers.h"
#include "bench/ranges/own_peers.h"

namespace resmap::bench {

namespace {

struct Work {
  explicit Work(std::size_t count)
      : layout(shared_layout(count)),
        hit(shared_hits(layout)),
        walk(shared_walks(layout, walk_owners)),
        moved(random_spans(layout.spans)) {
    order.resize(layout.spans.size());
    for (const Span& span : layout.spans) order[span.slot] = span;
  }
  SharedLayout layout;
  double walk_owners = 0;
  std::vector<Question> hit, walk;
  std::vector<Span> moved, order;
};

struct Ways {
  Way hit, walk, update;
};

template <typename Peer>
Ways ways(const Work& work) {
  const auto peer = std::make_shared<Peer>(work.order);
  const auto ask = [peer](const Question& question) {
    expect(peer->owners(question.first, question.last) == question.expected);
  };
  const auto update = [peer](const Span& span) {
    peer->release(span);
    peer->add(span);
  };
  return {stream(work.hit, 1024, ask), stream(work.walk, 64, ask), stream(work.moved, 1024, update)};
}

struct Goals {
  std::optional<double> hit, update;
};

void rows(Report& report, std::size_t count, const Work& work, const Ways& ours, const std::string& rival,
          const Ways& theirs, Goals goals = {}) {
  add_row(report, "q_all shared", count, rival, ours.hit, theirs.hit, goals.hit);
  add_row(report, "q_all of 100, an owner", count, rival, ours.walk, theirs.walk, std::nullopt, work.walk_owners);
  add_row(report, "add+del shared", count, rival, ours.update, theirs.update, goals.update);
}

}  // namespace

void shared_rows(Report& report, std::size_t count) {
  const Work work(count);
  const Ways ours = ways<RangeListPeer>(work);
#ifdef RESMAP_LINUX_RIVALS
  rows(report, count, work, ours, "Linux interval tree", ways<IntervalTreePeer>(work),
       {count < 100000 ? 0.7 : 0.5, 0.9});
#endif
  if (report.full()) rows(report, count, work, ours, "Boost.ICL set map", ways<IclSetPeer>(work));
}

}  // namespace resmap::bench
