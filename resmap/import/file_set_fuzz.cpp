// SPDX-License-Identifier: MIT
// Any bytes as a file that a user names: within its limits, every path clean, everything that is listed readable. Unpacking is
// libarchive's; here our bounds and paths are tried.
#include <algorithm>

#include "resmap/import/file_path.h"
#include "resmap/import/file_set.h"
#include "tests/support/fuzz_expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace resmap;          // NOLINT(google-build-using-namespace)
  using namespace resmap::import;  // NOLINT(google-build-using-namespace)
  // libarchive asks for as many bytes as a cpio header claims for a name before it looks whether they are there. That costs address
  // space only, but libFuzzer takes it for memory.
  if (size >= 4 && std::equal(data, data + 4, "0707")) return 0;
  const FileLimits limits{.total_bytes = 1 << 18, .file_bytes = 1 << 16, .entries = 64, .depth = 8};
  const auto files = open_bytes({data, size}, "dir/fuzz.tar.xz", limits);
  if (!files) {
    const ErrorCode code = files.error().code;
    FUZZ_EXPECT(code == ErrorCode::limit_exceeded || code == ErrorCode::unreadable);
    return 0;
  }
  FUZZ_EXPECT(files->size() <= limits.entries && files->gaps().size() <= 70);
  std::uint64_t total = 0;
  std::string before;
  for (const std::string_view path : files->under()) {
    FUZZ_EXPECT(clean_path(path) == path && depth_of(path) <= limits.depth && path > before);
    const auto bytes = files->find(path);
    FUZZ_EXPECT(bytes && bytes->size() <= limits.file_bytes);
    FUZZ_EXPECT(files->head(path, 3)->size() <= 3);
    total += bytes->size();
    before = path;
    // Links that the archive holds may lead anywhere: following them must end.
    static_cast<void>(files->find(std::string(path) + "/x"));
  }
  FUZZ_EXPECT(total <= limits.total_bytes);
  return 0;
}
