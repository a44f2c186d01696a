// SPDX-License-Identifier: MIT
// Any bytes as a registry value of type 8, 9 or 10, raw or translated: written as JSON and read back they are the same bytes. The
// first byte chooses.
#include <algorithm>
#include <string>

#include "resmap/import/json_lists.h"
#include "resmap/report/list_records.h"
#include "tests/support/fuzz_expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace resmap;  // NOLINT(google-build-using-namespace)
  if (size == 0) return 0;
  const Bytes bytes(data + 1, size - 1);
  const std::uint32_t type = 8 + data[0] % 3;
  const std::string name = (data[0] & 0x80) != 0 ? "d.Translated" : "d.Raw";
  const auto prefer = (data[0] & 0x40) != 0 ? lists::CmLayout::x86 : lists::CmLayout::x64;
  TextWriter out;
  report::write_value_record(out, report::decode_value("key", name, type, bytes, prefer));
  const auto record = import::read_value_record(out.view());
  FUZZ_EXPECT(record && *record);
  FUZZ_EXPECT((*record)->registry_type == type && (*record)->name == name);
  FUZZ_EXPECT(std::equal((*record)->bytes.begin(), (*record)->bytes.end(), bytes.begin(), bytes.end()));
  return 0;
}
