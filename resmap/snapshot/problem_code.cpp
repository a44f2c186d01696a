// SPDX-License-Identifier: MIT
#include "resmap/snapshot/problem_code.h"

#include <iterator>

namespace resmap::snapshot {

namespace {

constexpr std::string_view kNames[] = {
    "",
    "NOT_CONFIGURED",
    "DEVLOADER_FAILED",
    "OUT_OF_MEMORY",
    "ENTRY_IS_WRONG_TYPE",
    "LACKED_ARBITRATOR",
    "BOOT_CONFIG_CONFLICT",
    "FAILED_FILTER",
    "DEVLOADER_NOT_FOUND",
    "INVALID_DATA",
    "FAILED_START",
    "LIAR",
    "NORMAL_CONFLICT",
    "NOT_VERIFIED",
    "NEED_RESTART",
    "REENUMERATION",
    "PARTIAL_LOG_CONF",
    "UNKNOWN_RESOURCE",
    "REINSTALL",
    "REGISTRY",
    "VXDLDR",
    "WILL_BE_REMOVED",
    "DISABLED",
    "DEVLOADER_NOT_READY",
    "DEVICE_NOT_THERE",
    "MOVED",
    "TOO_EARLY",
    "NO_VALID_LOG_CONF",
    "FAILED_INSTALL",
    "HARDWARE_DISABLED",
    "CANT_SHARE_IRQ",
    "FAILED_ADD",
    "DISABLED_SERVICE",
    "TRANSLATION_FAILED",
    "NO_SOFTCONFIG",
    "BIOS_TABLE",
    "IRQ_TRANSLATION_FAILED",
    "FAILED_DRIVER_ENTRY",
    "DRIVER_FAILED_PRIOR_UNLOAD",
    "DRIVER_FAILED_LOAD",
    "DRIVER_SERVICE_KEY_INVALID",
    "LEGACY_SERVICE_NO_DEVICES",
    "DUPLICATE_DEVICE",
    "FAILED_POST_START",
    "HALTED",
    "PHANTOM",
    "SYSTEM_SHUTDOWN",
    "HELD_FOR_EJECT",
    "DRIVER_BLOCKED",
    "REGISTRY_TOO_LARGE",
    "SETPROPERTIES_FAILED",
    "WAITING_ON_DEPENDENCY",
    "UNSIGNED_DRIVER",
    "USED_BY_DEBUGGER",
    "DEVICE_RESET",
    "CONSOLE_LOCKED",
    "NEED_CLASS_CONFIG",
    "GUEST_ASSIGNMENT_FAILED",
};
static_assert(std::size(kNames) == kLastProblemCode + 1);

}  // namespace

std::string_view name_of(ProblemCode code) {
  const auto number = static_cast<std::uint32_t>(code);
  return number <= kLastProblemCode ? kNames[number] : std::string_view();
}

bool is_about_resources(ProblemCode code) {
  switch (code) {
    case ProblemCode::lacked_arbitrator:
    case ProblemCode::boot_config_conflict:
    case ProblemCode::failed_start:
    case ProblemCode::normal_conflict:
    case ProblemCode::need_restart:
    case ProblemCode::partial_log_conf:
    case ProblemCode::unknown_resource:
    case ProblemCode::no_valid_log_conf:
    case ProblemCode::hardware_disabled:
    case ProblemCode::cant_share_irq:
    case ProblemCode::translation_failed:
    case ProblemCode::no_softconfig:
    case ProblemCode::bios_table:
    case ProblemCode::irq_translation_failed: return true;
    default: return false;
  }
}

}  // namespace resmap::snapshot
