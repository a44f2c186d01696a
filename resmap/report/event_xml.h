// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "resmap/base/text_writer.h"
#include "resmap/claims/event.h"

namespace resmap::report {

// What stands before and behind events that are to be one document.
inline constexpr std::string_view kEventsBegin = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Events>\n";
inline constexpr std::string_view kEventsEnd = "</Events>\n";

// One event as Windows exports it: <Event> with System and EventData, on one line, without a declaration. A classic event has
// its qualifiers and, in Binary, its data; one of Kernel-PnP neither. What XML cannot hold in a string (a control character)
// becomes U+FFFD. May throw bad_alloc.
// Source: claims-and-hal.md 2.4; R55.
void write_event_xml(TextWriter& out, const claims::Event& event);

}  // namespace resmap::report
