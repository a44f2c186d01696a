// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "resmap/base/text_writer.h"

namespace resmap::app {

// Data go to standard output, everything else to standard error. False: the reader has gone, or the disk is full.
bool write_out(std::string_view data);
void say(std::string_view sentence);  // "resmap: ..." and a line break, on standard error

// Writes to `path`, or to standard output for "" and "-". False, with a sentence said: it could not be written.
bool write_to(const std::string& path, std::string_view data);

// Makes the file at `path` hold `data`: the whole of them, or what it held before. False, with a sentence said: it could not be written.
bool replace_file(const std::string& path, std::string_view data);

// The columns of the terminal that standard output is: COLUMNS where it is set, else what the terminal says. 0: it is no terminal.
[[nodiscard]] std::size_t terminal_width();

// Says after a second that work goes on, and then every second, on a terminal only; takes the line back when it ends.
class Progress {
 public:
  explicit Progress(std::string what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

 private:
  void run();

  std::string what_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  bool shown_ = false;
  std::thread thread_;
};

}  // namespace resmap::app
