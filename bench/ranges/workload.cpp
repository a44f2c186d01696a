// SPDX-License-Identifier: MIT
#include "bench/ranges/workload.h"

#include <algorithm>
#include <numeric>

#include "bench/support/measure.h"

namespace resmap::bench {

namespace {

constexpr std::uint64_t page = 4 * kib;
constexpr std::uint64_t base_seed = 42, order_seed = 1, question_seed = 2;
// So many that the caches cannot learn them, also where the ranges fill the memory of some caches.
constexpr std::size_t questions = 1 << 16;

// Each number below `count` once, in random order.
std::vector<std::uint32_t> shuffled(std::size_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  Chance chance(order_seed);
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[chance.below(i)]);
  return order;
}

void number_slots(std::vector<Span>& spans) {
  const std::vector<std::uint32_t> order = shuffled(spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) spans[i].slot = order[i];
}

// Walks up from 1 MiB. gap(i) and size(i) are asked in that order.
template <typename Gap, typename Size>
Layout walk_up(std::size_t count, Gap gap, Size size) {
  Layout layout;
  std::uint64_t at = layout.first = mib;
  for (std::size_t i = 0; i < count; ++i) {
    at += gap(i);
    const std::uint64_t length = size(i);
    layout.spans.push_back({at, at + length - 1, static_cast<std::uint32_t>(i + 1), 0});
    at += length;
  }
  layout.last = at - 1;
  number_slots(layout.spans);
  return layout;
}

std::vector<Span> by_slot(const std::vector<Span>& spans) {
  std::vector<Span> order(spans.size());
  for (const Span& span : spans) order[span.slot] = span;
  return order;
}

// 1 KiB at a random multiple of 1 KiB in [first, last].
Question kib_within(Chance& chance, std::uint64_t first, std::uint64_t last) {
  const std::uint64_t at = first + chance.below((last - first + 1) / kib) * kib;
  return {at, at + kib - 1, 0};
}

}  // namespace

std::vector<Span> Layout::in_build_order() const { return by_slot(spans); }

Layout claim_layout(std::size_t count) {
  Chance chance(base_seed);
  return walk_up(
      count, [&](std::size_t) { return page * (1 + chance.below(16)); },
      [&](std::size_t) { return page << chance.below(9); });
}

Layout room_layout(std::size_t count) {
  Chance chance(base_seed);
  const std::size_t big = count - 1 - count / 100;
  return walk_up(
      count,
      [&](std::size_t i) {
        unsigned k = 0;
        while (k < 9 && (chance.next() & 1) == 0) ++k;  // k with probability 2^-(k+1)
        return i == big ? 256 * mib : page << k;
      },
      [&](std::size_t) { return page << chance.below(5); });
}

Layout adverse_layout(std::size_t count) {
  // Every gap is 64 KiB long and begins 4 KiB behind a multiple of 64 KiB, but for the one at 3/4, which is aligned.
  const std::size_t aligned = count - count / 4;
  Layout layout = walk_up(count, [](std::size_t) { return 64 * kib; }, [](std::size_t) { return 64 * kib; });
  const auto off = [&](std::size_t i) { return i == aligned ? std::uint64_t{0} : page; };
  for (std::size_t i = 0; i < count; ++i) {
    Span& span = layout.spans[i];
    span.first += off(i);  // where the gap before it ends
    span.last += i + 1 < count ? off(i + 1) : page;
  }
  layout.first += page;
  layout.last += page;
  return layout;
}

std::vector<Question> hits(const Layout& layout) {
  Chance chance(question_seed);
  std::vector<Question> all(questions);
  for (Question& one : all) {
    const Span& span = layout.spans[chance.below(layout.spans.size())];
    one = kib_within(chance, span.first, span.last);
    one.expected = span.owner;
  }
  return all;
}

std::vector<Question> misses(const Layout& layout) {
  Chance chance(question_seed);
  std::vector<Question> all(questions);
  for (Question& one : all) {
    const std::size_t i = chance.below(layout.spans.size());
    one = kib_within(chance, i == 0 ? layout.first : layout.spans[i - 1].last + 1, layout.spans[i].first - 1);
  }
  return all;
}

std::vector<Span> random_spans(const std::vector<Span>& spans) {
  Chance chance(question_seed);
  std::vector<Span> all(questions);
  for (Span& one : all) one = spans[chance.below(spans.size())];
  return all;
}

SharedLayout shared_layout(std::size_t count) {
  SharedLayout layout{claim_layout(count), {}, {}};
  Chance chance(base_seed + 1);
  std::uint32_t owner = 0;
  const std::vector<Span>& base = layout.base.spans;
  for (std::size_t i = 0; i < count; ++i) {
    layout.begin.push_back(static_cast<std::uint32_t>(layout.spans.size()));
    const Span& span = base[i];
    const std::uint64_t same = chance.below(10) == 0 ? 2 + chance.below(3) : 1;
    for (std::uint64_t k = 0; k < same; ++k) layout.spans.push_back({span.first, span.last, ++owner, 0});
    if (chance.below(20) != 0 || i + 1 == count) continue;
    const Span& next = base[i + 1];
    const std::uint64_t from = span.first + (span.last - span.first) / 2 + 1;
    layout.spans.push_back({from, next.first + (next.last - next.first) / 2, ++owner, 0});
  }
  layout.begin.push_back(static_cast<std::uint32_t>(layout.spans.size()));
  number_slots(layout.spans);
  return layout;
}

std::uint64_t SharedLayout::owners(std::uint64_t first, std::uint64_t last, std::size_t group, std::size_t groups,
                                   std::size_t* count) const {
  std::uint64_t sum = 0;
  const std::size_t from = begin[group == 0 ? 0 : group - 1], to = begin[group + groups];
  for (std::size_t i = from; i < to; ++i) {
    if (spans[i].first > last || spans[i].last < first) continue;
    sum += spans[i].owner;
    if (count != nullptr) ++*count;
  }
  return sum;
}

std::vector<Question> shared_hits(const SharedLayout& layout) {
  Chance chance(question_seed);
  std::vector<Question> all(questions);
  for (Question& one : all) {
    const std::size_t i = chance.below(layout.base.spans.size());
    one = kib_within(chance, layout.base.spans[i].first, layout.base.spans[i].last);
    one.expected = layout.owners(one.first, one.last, i, 1);
  }
  return all;
}

std::vector<Question> shared_walks(const SharedLayout& layout, double& owners) {
  constexpr std::size_t many = 4096;
  const std::size_t width = std::min<std::size_t>(100, layout.base.spans.size());
  Chance chance(question_seed);
  std::vector<Question> all(many);
  std::size_t met = 0;
  for (Question& one : all) {
    const std::size_t i = chance.below(layout.base.spans.size() - width + 1);
    one = {layout.base.spans[i].first, layout.base.spans[i + width - 1].last, 0};
    one.expected = layout.owners(one.first, one.last, i, width, &met);
  }
  owners = static_cast<double>(met) / many;
  return all;
}

RoomQuestion room_question(const Layout& layout, std::uint64_t size, std::uint64_t alignment, std::uint64_t lowest,
                           std::uint64_t highest, bool top_down) {
  RoomQuestion question{size, alignment, lowest, highest, top_down, false, 0};
  const auto fits = [&](std::uint64_t from, std::uint64_t end) {  // the gap [from, end - 1]
    from = std::max(from, lowest);
    end = std::min(end, highest + 1);
    if (end < from || end - from < size) return false;
    const std::uint64_t at = top_down ? (end - size) & ~(alignment - 1) : (from + alignment - 1) & ~(alignment - 1);
    if (at < from || at + size > end) return false;
    question.exists = true;
    question.place = at;
    return true;
  };
  const std::vector<Span>& spans = layout.spans;
  // Gap i ends where range i begins.
  const auto gap = [&](std::size_t i) {
    return fits(i == 0 ? layout.first : spans[i - 1].last + 1, i == spans.size() ? layout.last + 1 : spans[i].first);
  };
  const auto begins = [](std::uint64_t value, const Span& span) { return value < span.first; };
  if (top_down) {
    auto i = static_cast<std::size_t>(std::upper_bound(spans.begin(), spans.end(), highest, begins) - spans.begin());
    while (!gap(i) && i > 0 && spans[i - 1].first > lowest) --i;
  } else {
    auto i = static_cast<std::size_t>(std::upper_bound(spans.begin(), spans.end(), lowest, begins) - spans.begin());
    while (!gap(i) && i < spans.size() && spans[i].last < highest) ++i;
  }
  return question;
}

RoomQuestion room_question(const Layout& layout, std::uint64_t size, std::uint64_t alignment, bool top_down) {
  return room_question(layout, size, alignment, layout.first, layout.last, top_down);
}

std::vector<RoomQuestion> window_questions(const Layout& layout) {
  constexpr std::size_t many = 4096;
  const std::uint64_t space = layout.last - layout.first + 1, width = space / 64;
  Chance chance(question_seed);
  std::vector<RoomQuestion> all;
  for (std::size_t i = 0; i < many; ++i) {
    const std::uint64_t from = layout.first + chance.below((space - width) / page) * page;
    all.push_back(room_question(layout, 64 * kib, 64 * kib, from, from + width - 1, false));
  }
  return all;
}

}  // namespace resmap::bench
