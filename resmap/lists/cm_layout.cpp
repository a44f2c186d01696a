// SPDX-License-Identifier: MIT
#include "resmap/lists/cm_layout.h"

#include <compare>

#include "resmap/lists/validate.h"

namespace resmap::lists {

namespace {

struct Reading {
  CmFit fit = CmFit::broken;
  std::uint64_t errors = 0;
  std::uint64_t warnings = 0;
  std::uint64_t whole_descriptors = 0;

  // The better reading is the greater one.
  friend std::strong_ordering operator<=>(const Reading& a, const Reading& b) {
    if (const auto order = a.fit <=> b.fit; order != 0) return order;
    if (const auto order = b.errors <=> a.errors; order != 0) return order;
    if (const auto order = b.warnings <=> a.warnings; order != 0) return order;
    return a.whole_descriptors <=> b.whole_descriptors;
  }
};

Reading read_in(Bytes bytes, CmForm form, CmLayout layout) {
  CmWalker walk(bytes, form, layout);
  Reading reading;
  bool all_known = true;
  for (;;) {
    const auto step = walk.next();
    if (step && step->kind == CmStep::Kind::descriptor) {
      const CmDescriptorView view = step->view();
      const bool last = step->index + 1 == step->header.count;
      all_known = all_known && is_known(view.type()) && is_known(view.share()) &&
                  (view.type() != ResourceType::device_specific || last);
      ++reading.whole_descriptors;
    }
    if (!step) break;
    if (step->kind != CmStep::Kind::end) continue;
    reading.fit = all_known && step->offset == bytes.size() ? CmFit::exact : CmFit::loose;
    break;
  }
  return reading;
}

void count_breaches(Reading& reading, Bytes bytes, CmForm form, CmLayout layout) {
  const FindingCount count = validate_cm(bytes, form, layout, CmSide::raw);
  reading.errors = count.errors;
  reading.warnings = count.warnings;
}

}  // namespace

CmLayoutChoice choose_layout(Bytes bytes, CmForm form, std::optional<CmLayout> prefer) {
  Reading x64 = read_in(bytes, form, CmLayout::x64), x86 = read_in(bytes, form, CmLayout::x86);
  if (x64.fit == x86.fit) {
    count_breaches(x64, bytes, form, CmLayout::x64);
    count_breaches(x86, bytes, form, CmLayout::x86);
  }
  const bool both_fit = x64.fit == x86.fit && x64.fit != CmFit::broken;
  const bool equal = (x64 <=> x86) == 0 || (both_fit && x64.fit == CmFit::exact);  // an exact fit outweighs warnings
  CmLayout taken = x64 < x86 ? CmLayout::x86 : CmLayout::x64;
  if (equal && prefer) taken = *prefer;
  return {taken, taken == CmLayout::x64 ? x64.fit : x86.fit, both_fit};
}

}  // namespace resmap::lists
