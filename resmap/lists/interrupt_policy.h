// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// How an interrupt wants to be delivered. Source: structures-and-wdf.md 3.4.
namespace resmap::lists {

// IRQ_DEVICE_POLICY: the AffinityPolicy of an interrupt requirement.
enum class IrqDevicePolicy : std::uint16_t {
  machine_default = 0,
  all_close_processors = 1,
  one_close_processor = 2,
  all_processors_in_machine = 3,  // in the group, where groups exist
  specified_processors = 4,       // the one policy that uses TargetedProcessors
  spread_messages_across_all_processors = 5,
  all_processors_in_machine_when_steered = 6,  // the system alone uses it
};

enum class IrqPriority : std::uint32_t { undefined = 0, low = 1, normal = 2, high = 3 };

enum class InterruptMode : std::uint32_t { level_sensitive = 0, latched = 1 };  // KINTERRUPT_MODE

enum class InterruptPolarity : std::uint32_t {  // KINTERRUPT_POLARITY
  unknown = 0,
  active_high = 1,  // rising edge
  active_low = 2,   // falling edge
  active_both_trigger_low = 3,
  active_both_trigger_high = 4,
};

}  // namespace resmap::lists
