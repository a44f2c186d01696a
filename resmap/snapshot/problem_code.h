// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace resmap::snapshot {

// CM_PROB_*: the code that the device manager shows for a device. Codes about resources first come to mind, but all are named:
// a snapshot may carry any. Source: structures-and-wdf.md 3.9, pnp-and-arbiters.md 3.5.
enum class ProblemCode : std::uint32_t {
  none = 0,
  not_configured = 1,
  devloader_failed = 2,
  out_of_memory = 3,
  entry_is_wrong_type = 4,
  lacked_arbitrator = 5,
  boot_config_conflict = 6,
  failed_filter = 7,
  devloader_not_found = 8,
  invalid_data = 9,
  failed_start = 10,
  liar = 11,
  normal_conflict = 12,  // "cannot find enough free resources"
  not_verified = 13,
  need_restart = 14,
  reenumeration = 15,
  partial_log_conf = 16,
  unknown_resource = 17,
  reinstall = 18,
  registry = 19,
  vxdldr = 20,
  will_be_removed = 21,
  disabled = 22,
  devloader_not_ready = 23,
  device_not_there = 24,
  moved = 25,
  too_early = 26,
  no_valid_log_conf = 27,
  failed_install = 28,
  hardware_disabled = 29,
  cant_share_irq = 30,
  failed_add = 31,
  disabled_service = 32,
  translation_failed = 33,
  no_softconfig = 34,
  bios_table = 35,
  irq_translation_failed = 36,
  failed_driver_entry = 37,
  driver_failed_prior_unload = 38,
  driver_failed_load = 39,
  driver_service_key_invalid = 40,
  legacy_service_no_devices = 41,
  duplicate_device = 42,
  failed_post_start = 43,
  halted = 44,
  phantom = 45,
  system_shutdown = 46,
  held_for_eject = 47,
  driver_blocked = 48,
  registry_too_large = 49,
  setproperties_failed = 50,
  waiting_on_dependency = 51,
  unsigned_driver = 52,
  used_by_debugger = 53,
  device_reset = 54,
  console_locked = 55,
  need_class_config = 56,
  guest_assignment_failed = 57,
};
inline constexpr std::uint32_t kLastProblemCode = 57;

// NT's own name without its prefix ("NORMAL_CONFLICT"); empty for 0 and for a number that is not named above.
[[nodiscard]] std::string_view name_of(ProblemCode code);
// The codes that speak of hardware resources.
[[nodiscard]] bool is_about_resources(ProblemCode code);

}  // namespace resmap::snapshot
