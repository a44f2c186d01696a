// SPDX-License-Identifier: MIT
#pragma once

#include <list>

#include "resmap/claims/claim_request.h"
#include "resmap/claims/conflict.h"
#include "resmap/claims/event.h"
#include "resmap/claims/journal_record.h"
#include "resmap/claims/standing_lists.h"

namespace resmap::claims {

// One list of a call, read and translated.
struct WorkList {
  std::string device;  // empty: the driver's own
  TranslatedList list;
  bool aliases = false;
  std::vector<std::uint32_t> windows;
  std::uint32_t slot = SlotTable::none;  // where its predecessor stands; locate() says so
};

// A call, made ready before anything is locked: what is left needs the standing lists.
struct ClaimWork {
  JournalRecord::Kind kind = JournalRecord::Kind::claim;
  Era era = Era::nt4;
  bool override_conflict = false;
  bool boot_only = false;
  std::string class_name;
  std::string driver;
  std::vector<WorkList> lists;
  std::vector<Remark> remarks;
};

// What both eras compare is this switch and that era.
[[nodiscard]] bool compares_aliases(const ClaimPolicy& policy, Era era);
[[nodiscard]] bool compares_bus_numbers(const ClaimPolicy& policy, Era era);

// The last component of a driver object's name (R12); a name without backslashes is itself.
[[nodiscard]] std::string_view driver_key_name(std::string_view driver);

// Whether class, driver and devices of the work can be the names of keys and values.
[[nodiscard]] bool has_good_names(const ClaimWork& work);

// Errors as ResourceMap::claim and ::record, those before anything is compared. Throws bad_alloc.
[[nodiscard]] Result<ClaimWork> prepare(const ClaimRequest& request, const arbiters::BusMap* buses,
                                        const ClaimPolicy& policy);
[[nodiscard]] Result<ClaimWork> prepare(const RecordRequest& request, const ClaimPolicy& policy);

// Finds the slots of the work's lists. Whatever is done with the work under the same lock goes by that.
void locate(ClaimWork& work, const StandingLists& standing);

// Every conflict of the work with what stands, but for the lists that it replaces: by list, by descriptor, by the holders'
// ranges. Precondition: locate(). Throws bad_alloc. Cost: the leaves of the work, and the entries of the index that they touch.
// Source: claims-and-hal.md 1.4, 1.8 to 1.11; R15 to R33, R35, R36.
[[nodiscard]] std::vector<Conflict> find_conflicts(const ClaimWork& work, const StandingLists& standing,
                                                   const ClaimPolicy& policy);

// Remarks on the aliases of ports that are not compared there: each that meets somebody's ports (RM4012). Throws bad_alloc.
void remark_on_aliases(const ClaimWork& work, const StandingLists& standing, std::vector<Remark>& remarks);

}  // namespace resmap::claims
