// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::import {

// What no public source settles about what is imported: one switch a question, each with its line in CAVEATS.md. No logic here.
struct ImportPolicy {
  // How many address lines a card decodes whose IOConfig names no decode mask (1.7).
  enum class OmittedDecode : std::uint8_t { not_said, decode_16_bit };
  OmittedDecode omitted_decode = OmittedDecode::not_said;
  // Whether memory without the letter D must lie below 16 MiB, as "32-bit instead of 24-bit card decode" reads.
  enum class CardDecode : std::uint8_t { as_documented, ignored };
  CardDecode card_decode = CardDecode::as_documented;
  // Which priority REBOOT is: that of RESTART, as the directive's page says, or the number that has its name.
  enum class RebootPriority : std::uint8_t { restart, reboot };
  RebootPriority reboot_priority = RebootPriority::restart;
};

}  // namespace resmap::import
