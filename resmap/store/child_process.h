// SPDX-License-Identifier: MIT
// Not installed: processes for tests. No connection is open in the parent while a child is made.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <vector>

namespace resmap::store {

// What a child says when it has its answer: small enough that a pipe takes it whole.
struct Answer {
  std::int32_t number;
  bool granted;
};

// A child that does `work` and writes answers to a pipe.
class Child {
 public:
  template <typename Work>
  explicit Child(Work work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(ends[0]);
      work([&](Answer answer) { return ::write(ends[1], &answer, sizeof answer) == sizeof answer; });
      ::_exit(0);
    }
    ::close(ends[1]);
    answers_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { ::close(answers_); }
  void wait_for_an_answer() const {
    pollfd readable{answers_, POLLIN, 0};
    ::poll(&readable, 1, 30'000);
  }
  void kill() const { ::kill(pid_, SIGKILL); }
  // Everything it said until it ended.
  [[nodiscard]] std::vector<Answer> answers() const {
    std::vector<Answer> all;
    Answer answer{};
    while (::read(answers_, &answer, sizeof answer) == sizeof answer) all.push_back(answer);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return all;
  }

 private:
  pid_t pid_ = -1;
  int answers_ = -1;
};

}  // namespace resmap::store
