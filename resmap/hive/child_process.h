// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

#include "resmap/base/result.h"

namespace resmap::hive {

struct ChildLimits {
  std::uint64_t memory;            // bytes of address space beyond what the parent has
  std::chrono::milliseconds time;  // of the clock on the wall; the processor's is bounded by the same, rounded up
};

enum class ChildEnd : std::uint8_t {
  exited,  // came to the end of its work
  killed,  // died of a signal, or left by another way
  out_of_time,
};
struct ChildOutcome {
  ChildEnd end;
  int signal;  // that killed it; 0 when unknown
};

// Whether the limit on memory is kept in this build. AddressSanitizer and its like reserve terabytes of address space.
[[nodiscard]] bool memory_limit_works();

// Calls work(context) in a forked child and waits for its end. The child has: descriptor 3, a copy of `fd`; /dev/null as 0 to
// 2; no other descriptor; default signal handlers; no terminal; limits on memory and time; no core dump; no right to write
// files. It dies with the thread that called. What it is to hand over goes through a SharedMemory.
//
// Fork without exec, and why that is safe here: the child has one thread and a copy of the parent's memory. glibc readies
// malloc for the child whatever other threads of the parent were doing, and `work` takes no other lock of this process,
// with one exception: conversions between character sets (iconv, and the loader below it) have a lock of their own. Should
// another thread hold that one at the instant of the fork, the child waits for it in vain and ends out_of_time: late, but
// never stuck. Nothing else of the process is touched, and _exit() runs none of its handlers.
// Preferred to a helper program because there is none to install and find. Costs about half a millisecond, more where the
// parent holds gigabytes, whose page tables are copied.
//
// Errors: unreadable{value = errno}: no process could be made. Safe from any thread. A host that reaps children it does not
// know (wait() in a loop, SIGCHLD ignored) takes the outcome away: then it reads as exited, and what the child
// left in shared memory must tell.
[[nodiscard]] Result<ChildOutcome> run_in_child(void (*work)(void* context), void* context, int fd,
                                                const ChildLimits& limits);

}  // namespace resmap::hive
