// SPDX-License-Identifier: MIT
#pragma once

#include <list>
#include <span>
#include <string>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/claims/event.h"

namespace resmap::claims {

// One list as the journal keeps it. Borrows its bytes.
struct JournalList {
  bool drivers_own = false;  // not of a device
  std::string device = {};
  bool erased = false;  // the list is taken out; nothing below matters then
  lists::CmLayout layout = lists::CmLayout::x64;
  bool aliases = false;  // its ports are compared at their aliases too
  Bytes raw = {};
  Bytes translated = {};
  std::vector<std::uint32_t> windows = {};
};

// One step of a ResourceMap: everything that cannot be told from the two values alone, and the values.
//
//   version 1 | kind | flags | era | class | driver | lists | events         counts and sizes of 32 bits, little-endian
//
struct JournalRecord {
  enum class Kind : std::uint8_t {
    claim = 1,    // granted: the lists stand (or are erased)
    record = 2,   // entered by record()
    refusal = 3,  // not granted: events only, and what the policy lets a refusal take away
    // Of an image, in which claims and records stand one list each:
    start_over = 4,  // everything that stands is forgotten; the events that follow begin with the first there ever was
    key = 5,         // the driver's key is there, without a list in it
  };
  Kind kind = Kind::claim;
  Era era = Era::nt4;
  bool overrides = false;
  bool boot_only = false;
  std::string class_name;
  std::string driver;
  std::vector<JournalList> lists;
  std::list<Event> events;
};

// Throws bad_alloc.
[[nodiscard]] std::vector<std::uint8_t> encode(const JournalRecord& record);

// Reads a record; its lists look into `bytes`. Throws bad_alloc.
// malformed RM4020: it breaks off, goes on behind its end, or says what no record says; offset: where. (A map refuses so, with
// offset 0, names that no key or value can have.)
// unsupported RM4021: a version that is not 1 (value).
[[nodiscard]] Result<JournalRecord> decode_record(Bytes bytes);

}  // namespace resmap::claims
