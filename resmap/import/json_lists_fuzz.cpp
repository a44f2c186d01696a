// SPDX-License-Identifier: MIT
// Any text as a line of `decode --json`. What is read is written and read again to the same bytes; what is not read has an error
// inside the text or a path.
#include <string>
#include <string_view>

#include "resmap/import/json_lists.h"
#include "resmap/report/list_records.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;  // NOLINT(google-build-using-namespace)

void comes_back(const import::ValueRecord& record) {
  TextWriter out;
  report::write_value_record(out, report::decode_value(record.key, record.name, record.registry_type, record.bytes));
  const auto again = import::read_value_record(out.view());
  FUZZ_EXPECT(again && *again);
  FUZZ_EXPECT((*again)->bytes == record.bytes);
  FUZZ_EXPECT((*again)->registry_type == record.registry_type);
  FUZZ_EXPECT((*again)->key == record.key && (*again)->name == record.name);
}

void is_named(const import::JsonError& error, std::string_view text) {
  FUZZ_EXPECT(error.error.offset <= text.size() + 1);
  FUZZ_EXPECT(error.error.rule != import::rule::json_syntax || error.path.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto record = import::read_value_record(text);
  if (!record) {
    is_named(record.error(), text);
  } else if (*record) {
    comes_back(**record);
  }
  for (const std::uint32_t type : {8U, 9U, 10U}) {
    const auto list = import::read_list(text, type);
    if (list) {
      comes_back({"", "", type, *list});
    } else {
      is_named(list.error(), text);
    }
  }
  return 0;
}
