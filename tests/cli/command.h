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

// The program while it runs, its standard output read as it comes. Ended, where a test did not, when this goes.
class Running {
 public:
  explicit Running(const std::vector<std::string>& words);
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  // Whether `part` stands in what was written, up to ten seconds from now.
  [[nodiscard]] bool says(const std::string& part);
  void interrupt() const;  // SIGINT
  void stop_reading();     // closes our end of the pipe
  // Reads on to the end; the exit code, as Outcome's.
  [[nodiscard]] int end();
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  // False: nothing came in time, or nothing comes any more.
  bool read_more(int milliseconds);

  int child_ = -1, pipe_ = -1;
  std::string text_;
};

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
