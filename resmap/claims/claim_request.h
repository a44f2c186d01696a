// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "resmap/base/result.h"
#include "resmap/claims/policy.h"
#include "resmap/lists/cm_descriptor.h"

namespace resmap::claims {

// What IoReportResourceUsage takes. Everything is borrowed for the call. Source: claims-and-hal.md 1.1.
struct ClaimRequest {
  std::string_view class_name = {};  // empty: "Other" (R1)
  std::string_view driver = {};      // the driver object: `\Driver\Serial`, or its key name `Serial` alone (R12)
  std::optional<Bytes> driver_list = {};
  std::optional<std::string_view> device = {};  // the device object by its full name; "" is one without a name
  std::optional<Bytes> device_list = {};
  bool override_conflict = false;
  std::optional<Era> era = {};                 // else the policy's
  std::optional<lists::CmLayout> layout = {};  // else what the bytes look like (translated_list.h)
};

// A list that is entered as it is, whatever holds its place: the HAL's, RAM, what the PnP manager assigned.
struct RecordRequest {
  std::string_view class_name = {};
  std::string_view driver = {};
  std::string_view device = {};  // empty: the key's own `.Raw` and `.Translated`
  Bytes raw = {};
  Bytes translated = {};   // Count 0: the list is taken out
  bool boot_only = false;  // nobody started the device: firmware put it there (R33)
  std::span<const std::uint32_t> windows =
      {};  // offsets in `translated` of what is passed on to devices below, not used
  std::optional<lists::CmLayout> layout = {};
};

// Why ResourceMap::record_all() entered nothing.
struct RecordFailure {
  Error error;
  std::size_t request = 0;  // which of them; their number where it was none, but the journal
};

// One list that stands.
struct StoredList {
  std::string_view class_name = {};
  std::string_view driver = {};
  std::string_view device = {};  // empty: the driver's own
  Bytes raw = {};
  Bytes translated = {};
  lists::CmLayout layout = lists::CmLayout::x64;
  Era era = Era::nt4;
  bool overrides = false;  // it was entered over what it conflicts with, and its owner may not touch that
  bool recorded = false;   // by record()
  bool boot_only = false;
};

}  // namespace resmap::claims
