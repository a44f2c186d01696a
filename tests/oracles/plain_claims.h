// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// The ResourceMap a second time, as slow and plain as its rules read: lists in a row, every descriptor against every other, no
// index, no bytes. Written from claims-and-hal.md and not from resmap/claims, of which nothing is included.
namespace plain {

struct ClaimedThing {
  enum Type { port = 1, interrupt = 2, memory = 3, dma = 4, bus = 6, private_data = 129 };
  Type type = port;
  int share = 1;             // 0 undetermined, 1 device, 2 driver, 3 shared
  bool io = true;            // of a port; else the system reaches it through memory
  int decoded_bits = 16;     // of a port: 10 and 12 have aliases
  bool latched = false;      // of an interrupt
  std::uint64_t start = 0;   // vector, channel, bus, address
  std::uint64_t length = 1;  // addresses and buses
  std::uint64_t affinity = ~0ULL;
  std::uint32_t dma_port = 0;
};

struct ClaimedList {
  std::string class_name, driver, device;  // device empty: the driver's own
  std::vector<ClaimedThing> things;
  bool w2k = false;
  bool boot_only = false;
};

// The open questions, by what else they could be answered with.
struct ClaimAnswers {
  bool aliases_never = false, aliases_always = false, alias_meets_alias = false, zero_meets = false;
  bool affinity_counts = false, trigger_counts = false, dma_port_counts = false;
  bool buses_never = false, buses_always = false, mixed_share_conflicts = false, boot_always_holds = false;
  bool driver_list_exempt = false, own_compared = false, class_separates = false, refused_loses_old = false;
  bool override_hears_nothing = false;
};

struct ClaimMeeting {  // descriptor of the claim, list that holds (its three names), descriptor there
  std::size_t list, thing;
  std::string holder;
  std::size_t held_thing;
  friend auto operator<=>(const ClaimMeeting&, const ClaimMeeting&) = default;
};

class PlainMap {
 public:
  explicit PlainMap(ClaimAnswers answers) : answers_(answers) {}

  struct Verdict {
    bool granted = true, conflict_detected = false;
    std::vector<ClaimMeeting> meetings;  // sorted
  };
  // Lists of one call; one without things erases.
  Verdict claim(const std::vector<ClaimedList>& lists, bool override_conflict, bool w2k);
  void record(const ClaimedList& list);
  [[nodiscard]] const std::vector<ClaimedList>& standing() const { return standing_; }

 private:
  [[nodiscard]] bool same_slot(const ClaimedList& a, const ClaimedList& b) const;
  [[nodiscard]] bool meet(const ClaimedThing& claimed, const ClaimedThing& held, const ClaimedList& by,
                          const ClaimedList& holder, bool w2k) const;
  [[nodiscard]] bool at_one_place(const ClaimedThing& a, bool a_aliases, const ClaimedThing& b, bool b_aliases) const;
  [[nodiscard]] bool aliases(bool w2k) const { return answers_.aliases_always || (w2k && !answers_.aliases_never); }
  void put(const ClaimedList& list);

  ClaimAnswers answers_;
  std::vector<ClaimedList> standing_;
};

}  // namespace plain
