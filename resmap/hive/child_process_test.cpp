// SPDX-License-Identifier: MIT
#include "resmap/hive/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "resmap/hive/shared_memory.h"

namespace resmap::hive {
namespace {

using std::chrono::milliseconds;

constexpr ChildLimits kLimits{.memory = std::uint64_t{64} << 20, .time = milliseconds(10'000)};

class ChildProcess : public testing::Test {
 protected:
  ChildProcess() : memory_(*SharedMemory::of(4096)), fd_(open("/dev/null", O_RDONLY | O_CLOEXEC)) {}
  ~ChildProcess() override {
    close(fd_);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "no child is left behind";
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  ChildOutcome run(void (*work)(void*), ChildLimits limits = kLimits) {
    const auto outcome = run_in_child(work, memory_.bytes().data(), fd_, limits);
    EXPECT_TRUE(outcome);
    return outcome ? *outcome : ChildOutcome{};
  }
  [[nodiscard]] int told(std::size_t i) const { return memory_.bytes()[i]; }

  SharedMemory memory_;
  int fd_;
};

std::uint8_t* shared(void* context) { return static_cast<std::uint8_t*>(context); }

TEST_F(ChildProcess, WhatItWritesToSharedMemoryArrives) {
  const ChildOutcome outcome = run([](void* context) { shared(context)[0] = 42; });
  EXPECT_EQ(outcome.end, ChildEnd::exited);
  EXPECT_EQ(told(0), 42);
}

TEST_F(ChildProcess, ACrashIsAnOutcomeAndWhatCameBeforeItStays) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGKILL}) {
    memory_.bytes()[1] = static_cast<std::uint8_t>(signal);
    const ChildOutcome outcome = run([](void* context) {
      shared(context)[0] = 1;
      raise(shared(context)[1]);
    });
    EXPECT_EQ(outcome.end, ChildEnd::killed);
    EXPECT_EQ(outcome.signal, signal);
    EXPECT_EQ(told(0), 1);
  }
  EXPECT_EQ(run([](void*) { _exit(3); }).end, ChildEnd::killed);
}

TEST_F(ChildProcess, AnEndlessLoopIsEndedInTime) {
  const auto start = std::chrono::steady_clock::now();
  const ChildOutcome outcome = run(
      [](void* context) {
        volatile std::uint8_t* const byte = shared(context);
        for (;;) *byte = 1;
      },
      {.memory = kLimits.memory, .time = milliseconds(100)});
  EXPECT_EQ(outcome.end, ChildEnd::out_of_time);
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(3000));
}

TEST_F(ChildProcess, MemoryBeyondTheLimitIsRefused) {
  if (!memory_limit_works()) GTEST_SKIP() << "sanitizers reserve the address space";
  run([](void* context) {
    void* const much = std::malloc(std::size_t{256} << 20);
    void* const little = std::malloc(std::size_t{1} << 20);
    shared(context)[0] = much == nullptr && little != nullptr;
    std::free(much);
    std::free(little);
  });
  EXPECT_EQ(told(0), 1);
}

TEST_F(ChildProcess, ItHasItsDescriptorAndNoOther) {
  run([](void* context) {
    shared(context)[0] = fcntl(3, F_GETFD) >= 0;
    for (int fd = 4; fd < 64; ++fd) shared(context)[1] |= static_cast<std::uint8_t>(fcntl(fd, F_GETFD) >= 0);
    shared(context)[2] = write(2, "not to be seen", 14) == 14;
    shared(context)[3] = open("/dev/tty", O_RDWR) < 0;
  });
  EXPECT_EQ(told(0), 1);
  EXPECT_EQ(told(1), 0);
  EXPECT_EQ(told(2), 1);
  EXPECT_EQ(told(3), 1);
}

TEST_F(ChildProcess, AHostThatReapsEveryChildLosesTheOutcomeButNotTheWork) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const ChildOutcome outcome = run([](void* context) { shared(context)[0] = 9; });
  std::signal(SIGCHLD, before);
  EXPECT_EQ(outcome.end, ChildEnd::exited);
  EXPECT_EQ(told(0), 9);
}

volatile std::sig_atomic_t handler_ran = 0;

TEST_F(ChildProcess, NoHandlerOfTheHostRunsInIt) {
  const auto before = std::signal(SIGSEGV, [](int) { handler_ran = 1, _exit(0); });
  const ChildOutcome outcome = run([](void*) { raise(SIGSEGV); });
  std::signal(SIGSEGV, before);
  EXPECT_EQ(outcome.end, ChildEnd::killed);
  EXPECT_EQ(outcome.signal, SIGSEGV);
}

}  // namespace
}  // namespace resmap::hive
