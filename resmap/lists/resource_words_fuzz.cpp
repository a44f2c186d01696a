// SPDX-License-Identifier: MIT
// Two properties. Any text: what parses is printed as a word that parses to the same descriptor, and an error lies within the
// text. Any descriptor bytes (first byte 0xFF): they have a word that means exactly them.
#include <string>
#include <string_view>

#include "resmap/lists/resource_words.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;         // NOLINT(google-build-using-namespace)
using namespace resmap::lists;  // NOLINT(google-build-using-namespace)

void says_again(const CmDescriptor& claim) {
  TextWriter out;
  print_claim(out, claim.view());
  const auto again = parse_claim(out.view(), claim.layout());
  FUZZ_EXPECT(again && *again == claim);
}

void says_again(std::span<const IoDescriptor> group) {
  TextWriter out;
  print_requirement(out, group);
  Array<IoDescriptor> again;
  FUZZ_EXPECT(parse_requirement(out.view(), again));
  FUZZ_EXPECT(again.size() == group.size());
  for (std::size_t i = 0; i < group.size(); ++i) FUZZ_EXPECT(again[i] == group[i]);
}

void any_text(std::string_view text) {
  for (const CmLayout layout : {CmLayout::x64, CmLayout::x86}) {
    const auto claim = parse_claim(text, layout);
    if (claim) {
      says_again(*claim);
    } else {
      FUZZ_EXPECT(claim.error().offset <= text.size());
    }
  }
  Array<IoDescriptor> groups;
  const auto parsed = parse_requirement(text, groups);
  if (!parsed) {
    FUZZ_EXPECT(groups.empty() && parsed.error().offset <= text.size());
    return;
  }
  std::size_t end = 1;
  while (end < groups.size() && groups[end].view().is_alternative()) ++end;
  says_again({groups.data(), end});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 33 || data[0] != 0xFF) {
    if (size < 4096) any_text({reinterpret_cast<const char*>(data), size});
    return 0;
  }
  const Bytes bytes(data + 1, size - 1);
  says_again(CmDescriptor(CmDescriptorView(bytes.first(20))));
  says_again(CmDescriptor(CmDescriptorView(bytes.first(16))));
  const IoDescriptor head(IoDescriptorView(bytes.first(32)));
  says_again({&head, 1});
  return 0;
}
