// SPDX-License-Identifier: MIT
// Transactions, and what the lazy part costs: the first search at an alignment, and many alignments in turn.
#include <memory>

#include "bench/ranges/library_rivals.h"
#include "bench/ranges/linux_peers.h"
#include "bench/ranges/own_peers.h"

namespace resmap::bench {

namespace {

// What nobody has: a copy is begun, changed and dropped. The rival undoes its one change by hand.
void rollback_rows(Report& report, std::size_t count) {
  const Layout layout = claim_layout(count);
  const std::vector<Question> gaps = misses(layout);
  const auto ours = std::make_shared<RangeListPeer>(layout);
  const auto llvm = std::make_shared<LlvmPeer>(layout);
  const auto as_span = [](const Question& gap) { return Span{gap.first, gap.last, ~0U, 0}; };
  const Way attempt = stream(gaps, 1024, [ours, as_span](const Question& gap) {
    RangeListPeer copy = *ours;
    expect(copy.claim(as_span(gap)));
  });
  const Way by_hand = stream(gaps, 1024, [llvm, as_span](const Question& gap) {
    expect(llvm->claim(as_span(gap)));
    llvm->release(as_span(gap));
  });
  add_row(report, "copy+claim+rollback", count, "LLVM, undone by hand", attempt, by_hand);
  add_row(report, "copy", count, "LLVM, undone by hand", repeat(1024, [ours] { keep(RangeListPeer(*ours)); }), by_hand);
}

// A failing search at an alignment that nobody asked for before looks at every gap once, as a walk over a map always does.
void cold_rows(Report& report, std::size_t count) {
  const Layout layout = room_layout(count);
  const RoomQuestion none = room_question(layout, 512 * mib, 4 * kib);
  expect(!none.exists);
  const auto map = std::make_shared<StdMapPeer>(layout);
  const auto search = [none](auto& peer) {
    std::uint64_t place = 0;
    expect(!peer.allocate(none, place));
  };
  // A list that has just been built has no columns, and the first search ends that: so many lists as there are samples.
  const std::size_t samples = 5;
  std::vector<RangeListPeer> lists;
  for (std::size_t i = 0; i <= samples; ++i) lists.emplace_back(layout);
  std::size_t next = 0;
  const Pair pair = measure_once([&] { search(lists[next++]); }, [&] { search(*map); }, samples);
  report.add(
      {"first search of a class", count, "std::map walk", pair.ours * 1e9, pair.theirs * 1e9, "ns", std::nullopt});
}

// Twelve alignments in turn, a random range moved before each search.
template <typename Peer>
Way twelve(const Layout& layout, const std::vector<Span>& moved, const std::vector<RoomQuestion>& questions) {
  const auto peer = std::make_shared<Peer>(layout);
  return stream(moved, 1024, [peer, &questions, turn = std::size_t{0}](const Span& span) mutable {
    peer->release(span);
    expect(peer->claim(span));
    const RoomQuestion& question = questions[turn++ % questions.size()];
    std::uint64_t place = 0;
    expect(peer->allocate(question, place) == question.exists && (!question.exists || place == question.place));
    if (question.exists) peer->free(question, place);
  });
}

void class_rows(Report& report, std::size_t count) {
#ifdef RESMAP_LINUX_RIVALS
  const Layout layout = room_layout(count);
  const std::vector<Span> moved = random_spans(layout.spans);
  std::vector<RoomQuestion> questions;
  for (unsigned k = 0; k < 12; ++k) questions.push_back(room_question(layout, 64 * kib, (4 * kib) << k));
  add_row(report, "12 classes in turn, moves", count, "Linux drm_mm", twelve<RangeListPeer>(layout, moved, questions),
          twelve<DrmMmPeer>(layout, moved, questions));
#else
  static_cast<void>(report), static_cast<void>(count);
#endif
}

}  // namespace

void history_rows(Report& report, std::size_t count) {
  if (!report.full()) return;
  rollback_rows(report, count);
  cold_rows(report, count);
  class_rows(report, count);
}

}  // namespace resmap::bench
