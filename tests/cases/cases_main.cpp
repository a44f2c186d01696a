// SPDX-License-Identifier: MIT
// One test for every file of spec/cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/cases/runner.h"
#include "tests/cases/vocabulary.h"
#include "tests/support/golden.h"

namespace {

namespace fs = std::filesystem;

class CaseTest : public testing::Test {
 public:
  explicit CaseTest(fs::path path) : path_(std::move(path)) {}
  void TestBody() override {
    try {
      resmap::cases::run_case(resmap::testing_support::read_text(path_));
    } catch (const std::exception& failure) {
      ADD_FAILURE() << path_.string() << ": " << failure.what();
    }
  }

 private:
  fs::path path_;
};

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(RESMAP_SOURCE_DIR) / "spec/cases")) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (const fs::path& file : case_files()) {
    testing::RegisterTest(("cases_" + file.parent_path().filename().string()).c_str(), file.stem().string().c_str(),
                          nullptr, nullptr, file.string().c_str(), 1,
                          [file]() -> CaseTest* { return new CaseTest(file); });
  }
  return RUN_ALL_TESTS();
}
