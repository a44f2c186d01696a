// SPDX-License-Identifier: MIT
#include "resmap/lists/cm_layout.h"

#include <utility>

namespace resmap::lists {

namespace {

struct Reading {
  CmFit fit = CmFit::broken;
  std::uint64_t good_descriptors = 0;
};

Reading read_in(Bytes bytes, CmForm form, CmLayout layout) {
  CmWalker walk(bytes, form, layout);
  Reading reading;
  bool all_known = true;
  for (;;) {
    const auto step = walk.next();
    if (!step) return reading;
    if (step->kind == CmStep::Kind::end) {
      reading.fit = all_known && step->offset == bytes.size() ? CmFit::exact : CmFit::loose;
      return reading;
    }
    if (step->kind != CmStep::Kind::descriptor) continue;
    const CmDescriptorView view = step->view();
    const bool last = step->index + 1 == step->header.count;
    const bool known =
        is_known(view.type()) && is_known(view.share()) && (view.type() != ResourceType::device_specific || last);
    if (known && all_known) ++reading.good_descriptors;
    all_known = all_known && known;
  }
}

}  // namespace

CmLayoutChoice choose_layout(Bytes bytes, CmForm form, std::optional<CmLayout> prefer) {
  const Reading x64 = read_in(bytes, form, CmLayout::x64), x86 = read_in(bytes, form, CmLayout::x86);
  const auto rank = [](const Reading& reading) { return std::pair(reading.fit, reading.good_descriptors); };
  const bool same_fit = x64.fit == x86.fit && x64.fit != CmFit::broken;
  if (rank(x64) != rank(x86) && !(same_fit && prefer)) {
    const bool take_x64 = rank(x64) > rank(x86);
    return {take_x64 ? CmLayout::x64 : CmLayout::x86, take_x64 ? x64.fit : x86.fit, same_fit};
  }
  const CmLayout taken = prefer.value_or(CmLayout::x64);
  return {taken, taken == CmLayout::x64 ? x64.fit : x86.fit, same_fit};
}

}  // namespace resmap::lists
