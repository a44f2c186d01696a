// SPDX-License-Identifier: MIT
// Files: tested, licensed, of a size that is read in one sitting.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tests/house/project_files.h"

namespace resmap::house {
namespace {

const std::set<std::string> kCode = {".h", ".cpp", ".inc"};

std::vector<fs::path> all_code() {
  std::vector<fs::path> found;
  for (const char* folder : {"resmap", "apps", "tests", "bench", "examples"}) {
    const auto some = files(folder, kCode);
    found.insert(found.end(), some.begin(), some.end());
  }
  return found;
}

// What tests X.cpp: X_test.cpp, or the file that its second line names ("// Tested in noun_test.cpp.").
std::string test_of(const fs::path& file) {
  const auto all = lines(file);
  std::smatch found;
  const std::regex names(R"(^// Tested in ([a-z0-9_/]+\.cpp)\.)");
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 4); ++i) {
    if (std::regex_search(all[i], found, names)) return found[1];
  }
  return file.stem().string() + "_test.cpp";
}

TEST(Files, EachSourceFileHasATest) {
  std::size_t seen = 0;
  for (const fs::path& file : files("resmap", {".cpp"})) {
    const std::string name = file.filename().string();
    if (name.ends_with("_test.cpp") || name.ends_with("_fuzz.cpp")) continue;
    ++seen;
    const std::string test = test_of(file);
    const bool beside = fs::exists(file.parent_path() / test), elsewhere = fs::exists(project() / test);
    EXPECT_TRUE(beside || elsewhere) << shown(file) << " has no test: write " << test
                                     << ", or name it in the second line";
  }
  EXPECT_GT(seen, 50U);
}

TEST(Files, AreReadInOneSitting) {
  std::vector<std::size_t> sizes;
  for (const fs::path& file : all_code()) {
    const std::size_t size = lines(file).size();
    sizes.push_back(size);
    EXPECT_LE(size, 600U) << shown(file);
  }
  std::sort(sizes.begin(), sizes.end());
  const std::size_t over_400 =
      static_cast<std::size_t>(sizes.end() - std::upper_bound(sizes.begin(), sizes.end(), 400U));
  EXPECT_LE(over_400 * 50, sizes.size()) << over_400 << " of " << sizes.size() << " files have more than 400 lines";
  EXPECT_LE(sizes[sizes.size() / 2], 200U) << "the median";
}

TEST(Files, CarryTheirLicence) {
  for (const fs::path& file : all_code()) {
    const auto all = lines(file);
    const bool licensed = !all.empty() && all[0].find("SPDX-License-Identifier: MIT") != std::string::npos;
    EXPECT_TRUE(licensed) << shown(file);
  }
}

TEST(Files, EveryFolderOfCodeSaysWhatItIsFor) {
  std::set<fs::path> folders;
  for (const fs::path& file : all_code()) folders.insert(file.parent_path());
  // A folder of parts is described by the one above it.
  for (const fs::path& folder : folders) {
    const bool described = fs::exists(folder / "README.md") || fs::exists(folder.parent_path() / "README.md");
    EXPECT_TRUE(described) << shown(folder) << " has no README.md";
  }
  for (const auto& entry : fs::directory_iterator(project() / "resmap"))
    EXPECT_TRUE(!entry.is_directory() || fs::exists(entry.path() / "README.md"))
        << shown(entry.path()) << " has no README.md";
}

TEST(Files, LinksInTheDocumentsLeadSomewhere) {
  const std::regex link(R"(\]\(([^)#:]+)\))");
  std::vector<fs::path> documents = files("spec", {".md"});
  for (const char* name : {"README.md", "HACKING.md", "CAVEATS.md", "CHANGELOG.md"})
    documents.push_back(project() / name);
  for (const char* folder : {"resmap", "apps", "tests", "tools", "bench"}) {
    const auto some = files(folder, {".md"});
    documents.insert(documents.end(), some.begin(), some.end());
  }
  for (const fs::path& file : documents) {
    for (const std::string& line : lines(file)) {
      for (std::sregex_iterator at(line.begin(), line.end(), link), end; at != end; ++at)
        EXPECT_TRUE(fs::exists(file.parent_path() / (*at)[1].str())) << shown(file) << ": " << (*at)[1];
    }
  }
}

}  // namespace
}  // namespace resmap::house
