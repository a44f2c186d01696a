// SPDX-License-Identifier: MIT
// Any bytes as an INF file, each of its sections asked for: errors say a place inside the text, lists are sound.
#include "resmap/import/inf_logconfig.h"
#include "resmap/import/inf_text.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/validate.h"
#include "tests/support/fuzz_expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace resmap;          // NOLINT(google-build-using-namespace)
  using namespace resmap::import;  // NOLINT(google-build-using-namespace)
  const Bytes file(data, size);
  const auto check = [&](std::string_view section) {
    const auto made = inf_logconfig(file, section);
    if (!made) {
      FUZZ_EXPECT(made.error().code != ErrorCode::invalid_argument);
      // UTF-16 becomes up to one and a half times as many bytes of UTF-8.
      FUZZ_EXPECT(made.error().offset <= size + size / 2 + 3);
      return;
    }
    FUZZ_EXPECT(lists::validate_io(made->requirements, nullptr).errors == 0);
    if (made->resources)
      FUZZ_EXPECT(
          lists::CmResourceListView::over(*made->resources, lists::CmForm::resource_list, lists::CmLayout::x64));
  };
  check({});
  const auto inf = read_inf(file);
  if (!inf) return 0;
  std::size_t asked = 0;
  for (const InfSection& section : inf->sections)
    if (++asked <= 16) check(section.name);
  return 0;
}
