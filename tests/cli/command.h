// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace resmap::cli {

struct Outcome {
  int code = -1;  // 128 + the signal when it died of one
  std::string out, err;
};

// Runs resmap with these words in the project's folder, `input` on its standard input.
[[nodiscard]] Outcome run(const std::vector<std::string>& words, const std::string& input = "");

// Whether this system has pseudo terminals: a chroot without /dev/pts has none.
[[nodiscard]] bool there_are_terminals();
// The same with standard output a terminal of so many columns. `environment`: "NAME=VALUE" each, beside what is there.
[[nodiscard]] Outcome run_on_terminal(const std::vector<std::string>& words, unsigned short columns,
                                      const std::vector<std::string>& environment = {});

// Lines without their ends.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

// A folder of its own for files that a test writes, empty, removed with it.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  // Writes a file there; its path.
  [[nodiscard]] std::string write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace resmap::cli
