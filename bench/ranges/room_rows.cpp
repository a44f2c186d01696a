// SPDX-License-Identifier: MIT
// First fit: a place is found, taken and given back.
#include <memory>

#include "bench/ranges/library_rivals.h"
#include "bench/ranges/linux_peers.h"
#include "bench/ranges/own_peers.h"

namespace resmap::bench {

namespace {

struct Case {
  std::string name;
  RoomQuestion question;
  std::optional<double> goal;  // beside drm_mm
};

template <typename Peer>
void pair_of(Peer& peer, const RoomQuestion& question, bool exact = true) {
  std::uint64_t place = 0;
  const bool found = peer.allocate(question, place);
  expect(!exact || (found == question.exists && (!found || place == question.place)));
  if (found) peer.free(question, place);
}

template <typename Peer>
Way alone(const std::shared_ptr<Peer>& peer, const RoomQuestion& question, std::size_t steps, bool exact = true) {
  return repeat(steps, [peer, question, exact] { pair_of(*peer, question, exact); });
}
template <typename Peer>
Way windows(const std::shared_ptr<Peer>& peer, const std::vector<RoomQuestion>& questions, std::size_t steps,
            bool exact = true) {
  return stream(questions, steps, [peer, exact](const RoomQuestion& question) { pair_of(*peer, question, exact); });
}

// Gap after gap where a search is linear: fewer steps, so that a sample ends.
std::size_t linear_steps(std::size_t count) { return count < 10000 ? 64 : 1; }

std::vector<Case> cases(const Layout& layout, std::size_t count) {
  const auto from_below = [&](std::uint64_t size) { return room_question(layout, size, size); };
  std::vector<Case> all = {{"fit 4K", from_below(4 * kib), 1.6},
                           {"fit 64K", from_below(64 * kib), 1.25},
                           {"fit 1M", from_below(mib), 1.25},
                           {"fit 128M far", from_below(128 * mib), 1.25},
                           {"fit 64K top down", room_question(layout, 64 * kib, 64 * kib, true), std::nullopt}};
  if (count >= 100000) all.back().goal = 0.6;
  return all;
}

void adverse_rows(Report& report, std::size_t count) {
  const Layout layout = adverse_layout(count);
  const RoomQuestion question = room_question(layout, 64 * kib, 64 * kib);
  expect(question.exists);
  const Way ours = alone(std::make_shared<RangeListPeer>(layout), question, 1024);
  if (count == 1000000) add_limit_row(report, "fit 64K adverse", count, ours, 2000);
  if (!report.full()) return;
  const std::size_t few = linear_steps(count);
#ifdef RESMAP_LINUX_RIVALS
  add_row(report, "fit 64K adverse", count, "Linux drm_mm", ours,
          alone(std::make_shared<DrmMmPeer>(layout), question, few));
#endif
  add_row(report, "fit 64K adverse", count, "std::map walk", ours,
          alone(std::make_shared<StdMapPeer>(layout), question, few));
}

}  // namespace

void room_rows(Report& report, std::size_t count) {
  const Layout layout = room_layout(count);
  const std::vector<RoomQuestion> in_windows = window_questions(layout);
  const RoomQuestion none = room_question(layout, gib, gib);
  expect(!none.exists);
  const auto ours = std::make_shared<RangeListPeer>(layout);
  const Way our_windows = windows(ours, in_windows, 1024);
#ifdef RESMAP_LINUX_RIVALS
  const auto drm = std::make_shared<DrmMmPeer>(layout);
  for (const Case& one : cases(layout, count))
    add_row(report, one.name, count, "Linux drm_mm", alone(ours, one.question, 1024), alone(drm, one.question, 1024),
            one.goal);
  add_row(report, "fit 1G fails", count, "Linux drm_mm", alone(ours, none, 1024), alone(drm, none, 1024));
  add_row(report, "fit 64K in windows", count, "Linux drm_mm", our_windows, windows(drm, in_windows, 256));
#endif
  add_limit_row(report, "fit 1G fails", count, alone(ours, none, 1024), 250);
  if (count == 1000000) add_limit_row(report, "fit 64K in windows", count, our_windows, 1000);
  if (report.full()) {
#ifdef RESMAP_LINUX_RIVALS
    const auto maple = std::make_shared<MapleTreePeer<true>>(layout);
    const std::string maple_name = "Linux maple, not exact";
    for (const Case& one : cases(layout, count))
      add_row(report, one.name, count, maple_name, alone(ours, one.question, 1024),
              alone(maple, one.question, 1024, false));
    add_row(report, "fit 64K in windows", count, maple_name, our_windows, windows(maple, in_windows, 256, false));
#endif
    const auto map = std::make_shared<StdMapPeer>(layout);
    for (const Case& one : cases(layout, count))
      add_row(report, one.name, count, "std::map walk", alone(ours, one.question, 1024),
              alone(map, one.question, linear_steps(count)));
    add_row(report, "fit 64K in windows", count, "std::map walk", our_windows, windows(map, in_windows, 64));
  }
  adverse_rows(report, count);
}

// Ranges that overlap their next neighbours, 10,000 or a hundredth of them: where what is left of a node reaches far into it.
void staircase_rows(Report& report, std::size_t count) {
  if (count != 1000000 && !report.full()) return;
  const std::uint64_t reach = std::min<std::uint64_t>(10000, count / 100 + 1), step = 4 * kib;
  Layout stairs;
  stairs.first = mib;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t first = stairs.first + (i + 1) * step;
    stairs.spans.push_back({first, first + (reach + 1) * step - 1, static_cast<std::uint32_t>(i + 1), 0});
  }
  stairs.last = stairs.spans.back().last + mib;
  const auto list = std::make_shared<RangeListPeer>(std::vector<Span>{});
  for (const Span& span : stairs.spans) list->add(span);

  const Layout flat = room_layout(count);
  const std::vector<RoomQuestion> flat_windows = window_questions(flat);
  const Way column = windows(std::make_shared<RangeListPeer>(flat), flat_windows, 1024);

  const RoomQuestion behind{64 * kib,
                            64 * kib,
                            stairs.first,
                            stairs.last,
                            false,
                            true,
                            (stairs.spans.back().last + 64 * kib) & ~(64 * kib - 1)};
  Chance chance(3);
  std::vector<RoomQuestion> full;
  const std::uint64_t width = (stairs.last - stairs.first) / 64 + 1;
  for (int i = 0; i < 4096; ++i) {
    const std::uint64_t lowest = stairs.first + step + chance.below(stairs.spans.back().last - width - stairs.first);
    full.push_back({64 * kib, 64 * kib, lowest, lowest + width - 1, false, false, 0});
  }
  const auto ask = [list](const RoomQuestion& question) {
    std::uint64_t place = 0;
    const bool found = list->find(question, place);
    expect(found == question.exists && (!found || place == question.place));
  };
  const std::vector<Span> moved = random_spans(stairs.spans);
  const Way update = stream(moved, 256, [list, ask, behind](const Span& span) {
    list->release(span);
    list->add(span);
    ask(behind);
  });
  const std::string rival = "ours: 64K in windows";
  add_row(report, "staircase: search", count, rival, repeat(1024, [ask, behind] { ask(behind); }), column, 2.0);
  add_row(report, "staircase: full windows", count, rival, stream(full, 1024, ask), column, 10.0);
  add_row(report, "staircase: move, search", count, rival, update, column);
}

}  // namespace resmap::bench
