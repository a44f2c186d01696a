// SPDX-License-Identifier: MIT
// Any bytes as a CM list: the library's findings are the plain walker's, and a list that is whole comes out of the builder byte
// for byte. The first byte chooses form, layout and side.
#include <algorithm>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/json.h"
#include "resmap/lists/print.h"
#include "resmap/lists/validate.h"
#include "tests/oracles/plain_walker.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;         // NOLINT(google-build-using-namespace)
using namespace resmap::lists;  // NOLINT(google-build-using-namespace)

struct Compare final : FindingSink {
  plain::Log plain;
  std::size_t seen = 0;
  void found(const Finding& finding) override {
    FUZZ_EXPECT(seen < plain.count);
    FUZZ_EXPECT(seen >= 64 || (plain.first[seen].rule == finding.rule && plain.first[seen].offset == finding.offset));
    ++seen;
  }
};

void rebuild(const CmResourceListView& list) {
  CmResourceListBuilder build(list.form(), list.layout());
  for (const CmFullDescriptorView full : list) {
    FUZZ_EXPECT(build.begin_full(full.header()));
    for (const CmDescriptorView view : full)
      FUZZ_EXPECT(build.add_verbatim(CmDescriptor(view).bytes(), view.device_data()));
  }
  FUZZ_EXPECT(build.add_slack(list.slack()));
  const auto again = build.finish();
  FUZZ_EXPECT(again);
  FUZZ_EXPECT(std::equal(again->begin(), again->end(), list.bytes().data(), list.slack().data() + list.slack().size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes bytes(data + 1, size - 1);
  const CmForm form = (data[0] & 1) != 0 ? CmForm::full_descriptor : CmForm::resource_list;
  const CmLayout layout = (data[0] & 2) != 0 ? CmLayout::x86 : CmLayout::x64;
  const CmSide side = (data[0] & 4) != 0 ? CmSide::translated : CmSide::raw;

  Compare compare;
  plain::check_cm(bytes.data(), bytes.size(), static_cast<unsigned>(size_of(layout)), form == CmForm::resource_list,
                  side == CmSide::raw, compare.plain);
  const FindingCount count = validate_cm(bytes, form, layout, side, &compare);
  FUZZ_EXPECT(compare.seen == compare.plain.count);

  TextWriter text, words;
  JsonWriter json(text);
  const auto list = CmResourceListView::over(bytes, form, layout);
  FUZZ_EXPECT(list.has_value() || count.errors != 0);
  FUZZ_EXPECT(write_json_cm(json, bytes, form, layout, side).has_value() == list.has_value());
  FUZZ_EXPECT(print_cm(words, bytes, form, layout, side).has_value() == list.has_value());
  static_cast<void>(choose_layout(bytes, form));
  if (list) rebuild(*list);
  return 0;
}
