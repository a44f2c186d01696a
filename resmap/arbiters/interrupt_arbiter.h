// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/arbiter.h"
#include "resmap/arbiters/interrupt_routing.h"

namespace resmap::arbiters {

// Interrupt lines and messages, in one space of numbers:
//
//   0 ........ lines (GSIs) ........ FFFEFFFF | FFFF0000 .. message pool .. FFFFFFFE |
//
// A line requirement takes one line and never a message number. A message requirement names no place: each message takes a
// number of its own from the top of the pool, never shared; several are contiguous, and where so many are not to be had exactly
// one is given, before any line of the same requirement. MSI-X asks in as many requirements: all are met or none.
//
// A PCI function's "any line" is the line that its pin is routed to. Where nothing is known of the routing it keeps the line
// that firmware left (boot_place), which keeps nobody away since it may mean nothing; else the answer is unknown_route. A line
// is never invented for it. Every other device's "any line" follows the ordering list; on a restart it keeps the line it has.
// Source: pnp-and-arbiters.md 1.8, 2.10, 4.4, rules 22, 33a, 39b, 68a to 70; windows-traces.md 1 (9, 10).
class InterruptArbiter : public Arbiter {
 public:
  static constexpr AddressRange kLines{0, 0xFFFE'FFFF};
  static constexpr AddressRange kMessages{0xFFFF'0000, lists::kMessageToken};

  // `setup.type` is ignored.
  explicit InterruptArbiter(const ArbiterSetup& setup = {.type = lists::ResourceType::interrupt});

  // Only these lines exist: 0-15 with two PICs, 0-23 with one I/O APIC. The message pool stays.
  [[nodiscard]] Result<void> set_lines(AddressRange lines);
  // What is known of PCI routing; without a call nothing is. Borrows what `routing` borrows.
  void set_routing(const InterruptRouting& routing) {
    routing_ = routing;
    routing_known_ = true;
  }
  // How the line of a routed pin signals; nullopt where its route is not known.
  [[nodiscard]] std::optional<LineMode> mode_of(PciPin pin) const;

 protected:
  [[nodiscard]] Result<void> unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                const ranges::RangeList& possible,
                                                FunctionRef<Result<void>(const Candidate&)> add) const override;
  [[nodiscard]] std::optional<std::uint64_t> place_to_keep(const ArbiterEntry& entry, const Candidate& candidate,
                                                           const ranges::RangeList& possible) const override;
  [[nodiscard]] ArbiterResult answer_without_place(const ArbiterEntry& entry) const override;

 private:
  [[nodiscard]] const PinRoute* route_of(const ArbiterEntry& entry) const;
  [[nodiscard]] bool has_unknown_route(const ArbiterEntry& entry, const lists::IoDescriptorView& wanted) const;
  [[nodiscard]] Result<void> unpack_messages(const ArbiterEntry& entry, std::uint32_t alternative,
                                             FunctionRef<Result<void>(const Candidate&)> add) const;
  [[nodiscard]] Result<void> unpack_routed(const PinRoute& route, Candidate candidate,
                                           const ranges::RangeList& possible,
                                           FunctionRef<Result<void>(const Candidate&)> add) const;

  InterruptRouting routing_;
  bool routing_known_ = false;
};

}  // namespace resmap::arbiters
