// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "resmap/base/text_writer.h"
#include "resmap/claims/event.h"

namespace resmap::report {

// "2026-11-25T02:47:24.000Z"; empty for 0, which is no time.
[[nodiscard]] std::string utc_words(std::uint64_t unix_ms);
// What utc_words() says, read back, and what people write of it: a day, hours and minutes behind T or a blank, seconds, up to
// three decimals, Z or +02:00; without a zone it is UTC. Digits alone are milliseconds since 1970. nullopt: none of these, no
// such day or hour, or before 1970.
[[nodiscard]] std::optional<std::uint64_t> unix_ms_from(std::string_view words);
// "error", "warning", "information".
[[nodiscard]] std::string_view word_for(claims::EventLevel level);
[[nodiscard]] std::optional<claims::EventLevel> event_level_from(std::string_view word);

// What a viewer shows of an event. `registered`: its source has a message file; without one a viewer says that it found no
// description, and lists the insertion strings between commas, empty ones too. The words are ours; what they say, and where the
// insertion strings stand, is as in the message tables. May throw bad_alloc. Source: claims-and-hal.md 2.2 to 2.5; R54.
[[nodiscard]] std::string event_message(const claims::Event& event, bool registered = true);

// One event over several lines: number, level, id, source and time; the message; the data in rows of 16 bytes with their
// offsets, since messages speak of these.
void print_event(TextWriter& out, const claims::Event& event, bool registered = true);

}  // namespace resmap::report
