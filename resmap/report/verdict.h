// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/pnp/machine.h"

namespace resmap::report {

enum class VerdictKind : std::uint8_t {
  healthy,  // nothing conflicts, and every device has what it asks for
  sick,     // a conflict, a device without a place for something, or a problem code about resources
  partial,  // the input could be read in part only, and that part is healthy
  nothing,  // no device of this machine has hardware resources, as far as the sources say
};

struct Verdict {
  VerdictKind kind = VerdictKind::healthy;
  std::size_t conflicts = 0;
  std::size_t unplaced = 0;        // things that devices want and have no place for
  std::size_t spare_windows = 0;   // windows of bridges without a place that nothing waits for
  std::size_t problems = 0;        // devices whose problem code is about resources
  std::size_t unknown = 0;         // overlaps of which the sources say too little
  std::size_t unrouted = 0;        // of those the ones about interrupt lines of which only the routing is not known
  std::size_t pairs_left_out = 0;  // of crowded places: pairs that are not among the machine's overlaps
  std::size_t without_firmware_resources = 0;
  bool firmware_view = false;  // a hive alone: what firmware configured, not what Windows assigned last
  bool dirty = false;
  bool gaps = false;     // something could not be read
  std::string sentence;  // one line, beginning with the kind

  // 0 healthy or nothing, 1 sick, 4 when something could not be read.
  [[nodiscard]] int exit_code() const;
};

[[nodiscard]] Verdict verdict_of(const pnp::Machine& machine);
[[nodiscard]] std::string_view word_for(VerdictKind kind);

}  // namespace resmap::report
