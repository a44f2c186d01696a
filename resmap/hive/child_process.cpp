// SPDX-License-Identifier: MIT
#include "resmap/hive/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <limits>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RESMAP_RESERVES_ADDRESS_SPACE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define RESMAP_RESERVES_ADDRESS_SPACE 1
#endif
#endif
#ifndef RESMAP_RESERVES_ADDRESS_SPACE
#define RESMAP_RESERVES_ADDRESS_SPACE 0
#endif

namespace resmap::hive {
namespace {

using Clock = std::chrono::steady_clock;

void set_limit(decltype(RLIMIT_CORE) what, std::uint64_t amount, std::uint64_t hard) {
  const rlimit limit{static_cast<rlim_t>(amount), static_cast<rlim_t>(hard)};
  setrlimit(what, &limit);
}
void set_limit(decltype(RLIMIT_CORE) what, std::uint64_t amount) { set_limit(what, amount, amount); }

// Bytes of address space in use, by /proc/self/statm.
std::uint64_t address_space() {
  char text[64] = {};
  const int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  const std::uint64_t page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return size <= 0 ? 0 : std::strtoull(text, nullptr, 10) * page;
}

void confine(const ChildLimits& limits) {
  set_limit(RLIMIT_CORE, 0);
  prctl(PR_SET_DUMPABLE, 0);  // core handlers that are pipes do not look at the limit
  set_limit(RLIMIT_FSIZE, 0);
  const auto seconds = static_cast<std::uint64_t>(
      std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(limits.time).count(), 1));
  set_limit(RLIMIT_CPU, seconds, seconds + 1);  // first SIGXCPU, which says what it was
  const std::uint64_t used = memory_limit_works() ? address_space() : 0;
  if (used != 0 && limits.memory < std::numeric_limits<std::uint64_t>::max() - used)
    set_limit(RLIMIT_AS, used + limits.memory);
}

void keep_only(int fd) {
  const int safe = fcntl(fd, F_DUPFD_CLOEXEC, 4);
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int standard = 0; standard < 3; ++standard) null < 0 ? close(standard) : dup2(null, standard);
  dup2(safe, 3);
  syscall(SYS_close_range, 4U, ~0U, 0U);
}

[[noreturn]] void be_the_child(void (*work)(void*), void* context, int fd, const ChildLimits& limits, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);  // also those that crash reporters set
  sigset_t all;
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  setsid();
  keep_only(fd);
  confine(limits);
  work(context);
  _exit(0);
}

// Waits until the process behind `pid` ends, at most until `deadline`. False: it has not ended.
bool await_end(pid_t pid, int pidfd, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000));
    pollfd wait{pidfd, POLLIN, 0};
    if (pidfd >= 0) {
      if (poll(&wait, 1, timeout) > 0) return true;
    } else {
      // A kernel before 5.3: look at the child itself, without taking its end away.
      siginfo_t info{};
      if (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid)
        return true;
      poll(nullptr, 0, std::min(timeout, 1));
    }
    if (left <= 0) return false;
  }
}

}  // namespace

bool memory_limit_works() { return RESMAP_RESERVES_ADDRESS_SPACE == 0; }

Result<ChildOutcome> run_in_child(void (*work)(void*), void* context, int fd, const ChildLimits& limits) {
  const Clock::time_point deadline = Clock::now() + limits.time;
  const pid_t parent = getpid();
  // No handler of the host may run in the child.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = fork();
  if (pid == 0) be_the_child(work, context, fd, limits, parent);
  const int why = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return fail({.code = ErrorCode::unreadable, .value = static_cast<std::uint64_t>(why)});

  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0U));
  const bool ended = await_end(pid, pidfd, deadline);
  if (!ended)
    pidfd >= 0 ? static_cast<int>(syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, nullptr, 0U)) : kill(pid, SIGKILL);
  if (pidfd >= 0) close(pidfd);
  int status = 0;
  pid_t reaped = 0;
  do reaped = waitpid(pid, &status, 0);
  while (reaped < 0 && errno == EINTR);

  if (!ended) return ChildOutcome{ChildEnd::out_of_time, SIGKILL};
  if (reaped < 0) return ChildOutcome{ChildEnd::exited, 0};
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return ChildOutcome{signal == SIGXCPU ? ChildEnd::out_of_time : ChildEnd::killed, signal};
  }
  return ChildOutcome{WEXITSTATUS(status) == 0 ? ChildEnd::exited : ChildEnd::killed, 0};
}

}  // namespace resmap::hive
