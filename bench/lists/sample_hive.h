// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// The hives that the benchmark reads: real ones where RESMAP_CORPUS names a folder with hives/, else our own in three sizes.
namespace resmap::bench {

// A folder of our own below the system's temporary one; gone with this object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct SampleHive {
  std::string name;
  std::filesystem::path file;
  std::uintmax_t size;
};

// In rising order of size.
[[nodiscard]] std::vector<SampleHive> sample_hives(const TemporaryFolder& folder);

}  // namespace resmap::bench
