// SPDX-License-Identifier: MIT
#include "tests/cli/command.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace resmap::cli {

namespace fs = std::filesystem;

namespace {

std::string whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void redirect(int descriptor, const std::string& file, int flags) {
  const int opened = ::open(file.c_str(), flags, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(126);
}

}  // namespace

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "resmap-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}
Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& content) const {
  std::ofstream(path_ / name, std::ios::binary) << content;
  return path(name);
}

namespace {

// Both ends of a pseudo terminal, or -1 twice where there are none.
struct TerminalEnds {
  int ours = -1, theirs = -1;
};
TerminalEnds open_terminal() {
  const int ours = ::posix_openpt(O_RDWR | O_NOCTTY);
  const char* const name = ours >= 0 && ::grantpt(ours) == 0 && ::unlockpt(ours) == 0 ? ::ptsname(ours) : nullptr;
  const int theirs = name == nullptr ? -1 : ::open(name, O_RDWR | O_NOCTTY);
  if (theirs >= 0) return {ours, theirs};
  if (ours >= 0) ::close(ours);
  return {};
}

// Starts the program with these words, in the child after `prepare`, which sets its files up.
pid_t start(const std::vector<std::string>& words, const std::function<void()>& prepare) {
  std::string program = RESMAP_PROGRAM;
  std::vector<std::string> copies = words;
  std::vector<char*> arguments = {program.data()};
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  prepare();
  if (::chdir(RESMAP_SOURCE_DIR) == 0) ::execv(program.c_str(), arguments.data());
  ::_exit(127);
}

// Its exit code, or 128 and the signal that ended it.
int wait_for(pid_t child) {
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) throw std::runtime_error("the program could not be run");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Running::Running(const std::vector<std::string>& words) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  child_ = start(words, [&] {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
  });
  ::close(ends[1]);
  pipe_ = ends[0];
}

Running::~Running() {
  stop_reading();
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  static_cast<void>(wait_for(child_));
}

bool Running::read_more(int milliseconds) {
  pollfd readable{.fd = pipe_, .events = POLLIN, .revents = 0};
  if (pipe_ < 0 || ::poll(&readable, 1, milliseconds) <= 0) return false;
  char bytes[4096];
  const auto got = ::read(pipe_, bytes, sizeof bytes);
  if (got > 0) text_.append(bytes, static_cast<std::size_t>(got));
  return got > 0;
}

bool Running::says(const std::string& part) {
  constexpr int patience = 10'000;
  while (text_.find(part) == std::string::npos)
    if (!read_more(patience)) return false;
  return true;
}

void Running::interrupt() const { ::kill(child_, SIGINT); }

void Running::stop_reading() {
  if (pipe_ >= 0) ::close(pipe_);
  pipe_ = -1;
}

int Running::end() {
  constexpr int patience = 10'000;
  while (read_more(patience)) {
  }
  return wait_for(std::exchange(child_, -1));
}

bool there_are_terminals() {
  const TerminalEnds ends = open_terminal();
  if (ends.theirs < 0) return false;
  ::close(ends.theirs);
  ::close(ends.ours);
  return true;
}

Outcome run_on_terminal(const std::vector<std::string>& words, unsigned short columns,
                        const std::vector<std::string>& environment) {
  const Folder folder;
  const std::string err = folder.path("err");
  const auto [ours, theirs] = open_terminal();
  if (theirs < 0) throw std::runtime_error("no terminal");
  const winsize size{.ws_row = 50, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  termios raw{};
  if (::ioctl(theirs, TIOCSWINSZ, &size) != 0 || ::tcgetattr(theirs, &raw) != 0)
    throw std::runtime_error("no terminal of that size");
  raw.c_oflag &= ~static_cast<tcflag_t>(OPOST);  // line ends as they were written
  ::tcsetattr(theirs, TCSANOW, &raw);
  const pid_t child = start(words, [&] {
    ::close(ours);
    redirect(0, "/dev/null", O_RDONLY);
    redirect(2, err, O_WRONLY | O_CREAT | O_TRUNC);
    ::unsetenv("COLUMNS");
    for (const std::string& setting : environment) {
      const std::size_t equals = setting.find('=');
      ::setenv(setting.substr(0, equals).c_str(), setting.substr(equals + 1).c_str(), 1);
    }
    if (::dup2(theirs, 1) < 0) ::_exit(127);
  });
  ::close(theirs);
  std::string out;
  char piece[4096];
  for (ssize_t got; (got = ::read(ours, piece, sizeof piece)) > 0;) out.append(piece, static_cast<std::size_t>(got));
  ::close(ours);
  const int code = wait_for(child);
  return {code, out, whole(err)};
}

Outcome run(const std::vector<std::string>& words, const std::string& input) {
  const Folder folder;
  const std::string in = folder.write("in", input), out = folder.path("out"), err = folder.path("err");
  const int code = wait_for(start(words, [&] {
    redirect(0, in, O_RDONLY);
    redirect(1, out, O_WRONLY | O_CREAT | O_TRUNC);
    redirect(2, err, O_WRONLY | O_CREAT | O_TRUNC);
  }));
  return {code, whole(out), whole(err)};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) found.push_back(line);
  return found;
}

}  // namespace resmap::cli
