// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "resmap/registry/reg_text.h"

using namespace resmap::registry;

// What was read, written in each form and read again is the same tree, without a remark.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = read_reg_text({data, size});
  if (!text) return 0;
  for (const RegFinding& finding : text->findings)
    if (finding.offset > size || finding.line == 0) std::abort();
  for (const auto form : {RegWriteOptions::Form::version5_utf16le, RegWriteOptions::Form::version5_utf8,
                          RegWriteOptions::Form::regedit4}) {
    const auto bytes = write_reg_text(text->registry, {.form = form});
    if (!bytes) {
      if (form != RegWriteOptions::Form::regedit4) std::abort();  // only a code page can lack a character
      continue;
    }
    const auto again = read_reg_text(*bytes);
    if (!again || !again->findings.empty() || !same_content(text->registry, again->registry)) std::abort();
  }
  return 0;
}
