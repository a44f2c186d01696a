// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/claims/conflict.h"

namespace resmap::claims {

// Codes of the I/O manager's messages. Source: claims-and-hal.md 2.2.
namespace event_code {
inline constexpr std::uint32_t configuration_error = 0xC0040003;
inline constexpr std::uint32_t memory_conflict = 0xC0040015;     // 21
inline constexpr std::uint32_t port_conflict = 0xC0040016;       // 22
inline constexpr std::uint32_t dma_conflict = 0xC0040017;        // 23
inline constexpr std::uint32_t interrupt_conflict = 0xC0040018;  // 24
inline constexpr std::uint32_t dma_resource = 0xC004001B;        // 27 to 30: those of later message tables
inline constexpr std::uint32_t interrupt_resource = 0xC004001C;
inline constexpr std::uint32_t memory_resource = 0xC004001D;
inline constexpr std::uint32_t port_resource = 0xC004001E;
}  // namespace event_code

// Ids of Microsoft-Windows-Kernel-PnP. Source: claims-and-hal.md 2.5.
namespace pnp_event {
inline constexpr std::uint32_t start_problem = 411;
inline constexpr std::uint32_t assignment_begins = 850;
inline constexpr std::uint32_t assignment_ends = 851;
inline constexpr std::uint32_t rebalance_begins = 852;
inline constexpr std::uint32_t rebalance_ends = 853;
}  // namespace pnp_event

enum class EventLevel : std::uint8_t { error = 2, warning = 3, information = 4 };

// One record of the event log.
struct Event {
  enum class Provider : std::uint8_t { classic, kernel_pnp };

  std::uint64_t number = 0;   // from 1, as the log counts
  std::uint64_t unix_ms = 0;  // when; 0 where the log has no clock
  Provider provider = Provider::classic;
  std::string source;  // the driver that reports, or the provider's name
  std::uint32_t code = 0;
  std::vector<std::string> strings;  // insertion strings, %1 first
  std::vector<std::uint8_t> data;

  [[nodiscard]] std::uint16_t id() const { return static_cast<std::uint16_t>(code); }
  [[nodiscard]] std::uint16_t qualifiers() const { return static_cast<std::uint16_t>(code >> 16); }
  [[nodiscard]] EventLevel level() const;
  // The device that it speaks of: its full object name or instance path; empty where it names none.
  [[nodiscard]] std::string_view device() const;
};

// The two events of one conflict, appended: one describes the claimant's descriptor, the other the holder's, both reported by
// the claimant's driver. A conflict of bus numbers has no event of its own (ClaimPolicy::bus_number_event). Throws bad_alloc.
// Source: claims-and-hal.md 2.1 to 2.3, 7.1; R50 to R53.
void append_conflict_events(const Conflict& conflict, Era era, const ClaimPolicy& policy, std::list<Event>& events);

// 411, "had a problem starting", of a device. Throws bad_alloc.
struct StartProblem {
  std::string_view instance = {};
  std::string_view driver = {};
  std::string_view class_guid = {};
  std::string_view service = {};
  std::uint32_t problem = 12;  // CM_PROB_NORMAL_CONFLICT
  std::uint32_t status = 0;    // an NTSTATUS
};
[[nodiscard]] Event start_problem_event(const StartProblem& problem);
// One of 850 to 853; `instance` may be empty.
[[nodiscard]] Event assignment_event(std::uint32_t id, std::string_view instance);

}  // namespace resmap::claims
