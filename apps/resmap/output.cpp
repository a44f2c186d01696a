// SPDX-License-Identifier: MIT
#include "apps/resmap/output.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace resmap::app {

bool write_out(std::string_view data) {
  if (data.empty()) return std::fflush(stdout) == 0;  // nothing may stand at no address, which fwrite does not take
  return std::fwrite(data.data(), 1, data.size(), stdout) == data.size() && std::fflush(stdout) == 0;
}

void say(std::string_view sentence) {
  std::fprintf(stderr, "resmap: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

bool write_to(const std::string& path, std::string_view data) {
  if (path.empty() || path == "-") return write_out(data);
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file != nullptr && std::fwrite(data.data(), 1, data.size(), file) == data.size();
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return true;
  say(path + ": cannot be written: " + std::strerror(errno));
  return false;
}

bool replace_file(const std::string& path, std::string_view data) {
  const std::string part = path + "." + std::to_string(getpid()) + ".part";
  if (!write_to(part, data)) {
    std::remove(part.c_str());
    return false;
  }
  if (std::rename(part.c_str(), path.c_str()) == 0) return true;
  say(path + ": cannot be written: " + std::strerror(errno));
  std::remove(part.c_str());
  return false;
}

std::size_t terminal_width() {
  if (isatty(STDOUT_FILENO) == 0) return 0;
  if (const char* set = std::getenv("COLUMNS"); set != nullptr && *set != '\0') {
    std::size_t columns = 0;
    const auto [end, error] = std::from_chars(set, set + std::strlen(set), columns);
    if (error == std::errc() && *end == '\0' && columns != 0) return columns;
  }
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

Progress::Progress(std::string what) : what_(std::move(what)) {
  if (isatty(STDERR_FILENO) != 0) thread_ = std::thread([this] { run(); });
}

Progress::~Progress() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  ended_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Progress::run() {
  std::unique_lock lock(mutex_);
  for (int seconds = 1; !ended_.wait_for(lock, std::chrono::seconds(1), [this] { return done_; }); ++seconds) {
    std::fprintf(stderr, "\r%s ... %d s\033[K", what_.c_str(), seconds);
    std::fflush(stderr);
    shown_ = true;
  }
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

}  // namespace resmap::app
