// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/pci_windows.h"
#include "resmap/arbiters/port_arbiter.h"
#include "tests/cases/vocabulary.h"

namespace resmap::cases {

// The arbiters of one bus, one a type, and the devices that ask them: what arbiter cases work with.
class ArbiterBench {
 public:
  // `style`: "plain" without lists, "root" or "pci" with the registry's real ones.
  ArbiterBench(const std::string& style, const arbiters::ArbiterPolicy& policy, const Line& line);

  // The arbiter that hands out a type; MemoryLarge is memory.
  [[nodiscard]] arbiters::Arbiter& of(lists::ResourceType type, const Line& line);
  [[nodiscard]] arbiters::InterruptArbiter& interrupts() { return interrupts_; }
  [[nodiscard]] std::array<arbiters::Arbiter*, 5> all() { return {&ports_, &interrupts_, &memory_, &dma_, &buses_}; }

  [[nodiscard]] arbiters::DeviceId device(const std::string& name);
  [[nodiscard]] std::string name_of(arbiters::DeviceId device) const;

  std::map<std::string, std::string> driver_of;
  std::set<std::string> root_enumerated;

 private:
  [[nodiscard]] arbiters::ArbiterSetup setup(bool pci, const arbiters::ArbiterPolicy& policy);

  std::vector<std::string> names_;  // device i + 1
  arbiters::PortArbiter ports_;
  arbiters::InterruptArbiter interrupts_;
  arbiters::MemoryArbiter memory_;
  arbiters::DmaArbiter dma_;
  arbiters::BusNumberArbiter buses_;
};

// The range and type of a claim word, and of a requirement's place.
struct Claimed {
  lists::ResourceType type;
  AddressRange range;
  std::uint16_t flags = 0;
};
[[nodiscard]] Claimed claim_word(const std::string& text, const Line& line);

void hold(const Result<void>& result, const Line& line);

}  // namespace resmap::cases
