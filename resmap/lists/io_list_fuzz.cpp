// SPDX-License-Identifier: MIT
// Any bytes as a requirements list: the library's findings are the plain walker's, and a list that is whole comes out of the
// builder byte for byte.
#include <algorithm>

#include "resmap/lists/io_list.h"
#include "resmap/lists/io_list_builder.h"
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

void rebuild(const IoRequirementsListView& list, Bytes whole) {
  IoRequirementsListBuilder build(list.header());
  for (const IoConfigurationView configuration : list) {
    FUZZ_EXPECT(build.begin_configuration(configuration.header().version, configuration.header().revision));
    for (const IoDescriptorView view : configuration) FUZZ_EXPECT(build.add(IoDescriptor(view)));
  }
  FUZZ_EXPECT(build.add_slack(list.slack(), list.beyond()));
  const auto again = build.finish();
  FUZZ_EXPECT(again);
  FUZZ_EXPECT(std::equal(again->begin(), again->end(), whole.begin(), whole.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes(data, size);
  Compare compare;
  plain::check_io(bytes.data(), bytes.size(), compare.plain);
  const FindingCount count = validate_io(bytes, &compare);
  FUZZ_EXPECT(compare.seen == compare.plain.count);

  TextWriter text, words;
  JsonWriter json(text);
  const auto list = IoRequirementsListView::over(bytes);
  FUZZ_EXPECT(list.has_value() || count.errors != 0);
  FUZZ_EXPECT(write_json_io(json, bytes).has_value() == list.has_value());
  static_cast<void>(print_io(words, bytes));
  if (list) rebuild(*list, bytes);
  return 0;
}
