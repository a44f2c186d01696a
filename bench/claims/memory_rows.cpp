// SPDX-License-Identifier: MIT
// Claims in memory beside bare RangeLists.
#include <memory>

#include "bench/claims/rows.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/ranges/range_list.h"

namespace resmap::bench {

DeviceClaim::DeviceClaim(std::uint64_t number)
    : range{number * 0x4000 + 0x100000, number * 0x4000 + 0x101FFF},
      driver("bench" + std::to_string(number / 16)),
      device("\\Device\\Bench" + std::to_string(number)) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, lists::CmLayout::x64);
  expect(build.begin_full({lists::InterfaceType::isa, 0, 1, 1, 0}).has_value(), "a header");
  const auto memory = lists::CmDescriptor::address(lists::CmLayout::x64, lists::ResourceType::memory, range.first,
                                                   0x2000, lists::ShareDisposition::device_exclusive, 0);
  expect(memory && build.add(*memory), "a descriptor");
  const auto bytes = build.finish();
  expect(bytes.has_value(), "a list");
  list.assign(bytes->begin(), bytes->end());
}

namespace {

constexpr std::size_t kSteps = 256;
constexpr unsigned kSamples = 41;

void memory_row(Report& report, std::uint64_t standing) {
  claims::ResourceMap map;
  ranges::RangeList bare;
  // Every even number stands, in random order; odd ones come and go.
  std::vector<std::uint64_t> order(standing);
  for (std::uint64_t i = 0; i < standing; ++i) order[i] = i * 2;
  Chance chance(42);
  for (std::uint64_t i = standing; i > 1; --i) std::swap(order[i - 1], order[chance.below(i)]);
  for (const std::uint64_t number : order) {
    const DeviceClaim made(number);
    const auto outcome = map.claim(made.request());
    expect(outcome && outcome->granted, "a standing claim is granted");
    expect(bare.claim({made.range, number + 1}, ranges::OnOverlap::refuse).has_value(), "a range is free");
  }
  std::vector<double> ours, theirs, ours_back, theirs_back;
  for (unsigned sample = 0; sample < kSamples; ++sample) {
    std::vector<DeviceClaim> fresh;
    for (std::size_t i = 0; i < kSteps; ++i) {
      // One number of each stretch, so that none comes twice.
      const std::uint64_t stretch = std::max<std::uint64_t>(1, standing / kSteps);
      fresh.emplace_back((i * stretch + chance.below(stretch)) * 2 + 1);
    }
    for (std::size_t i = kSteps; i > 1; --i) std::swap(fresh[i - 1], fresh[chance.below(i)]);
    const auto timed = [&](std::vector<double>& times, auto&& each) {
      const double before = seconds(CLOCK_THREAD_CPUTIME_ID);
      for (const DeviceClaim& made : fresh) each(made);
      times.push_back((seconds(CLOCK_THREAD_CPUTIME_ID) - before) * 1e9 / kSteps);
    };
    timed(ours, [&](const DeviceClaim& made) {
      const auto outcome = map.claim(made.request());
      expect(outcome && outcome->granted, "a claim is granted");
    });
    timed(theirs, [&](const DeviceClaim& made) {
      expect(bare.claim({made.range, 1}, ranges::OnOverlap::refuse).has_value(), "a range is free");
    });
    timed(ours_back, [&](const DeviceClaim& made) {
      expect(map.release(made.driver, made.device).has_value(), "a claim is released");
    });
    timed(theirs_back,
          [&](const DeviceClaim& made) { expect(bare.release(made.range, 1).has_value(), "a range is released"); });
  }
  expect(map.size() == standing && bare.size() == standing, "all is as it was");
  report.add({"claim in memory", standing, "bare RangeList", median(ours), median(theirs), "ns", 8.0});
  if (report.full())
    report.add({"release in memory", standing, "bare RangeList", median(ours_back), median(theirs_back), "ns", {}});
}

}  // namespace

void memory_rows(Report& report) {
  for (const std::uint64_t standing : {1000U, 100000U, 1000000U}) memory_row(report, standing);
}

}  // namespace resmap::bench
