// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/report/table.h"
#include "resmap/report/verdict.h"

namespace resmap::report {

// What `check` shows, in the order in which a person asks: what this is, what there is, what is wrong, what is left, and the
// verdict in one line. out_of_memory.
[[nodiscard]] Result<void> print_check(TextWriter& out, const pnp::Machine& machine, const Verdict& verdict,
                                       const Paint& paint);

// Its parts, for other verbs.
void print_title(TextWriter& out, const pnp::Machine& machine, const Paint& paint);
void print_devices(TextWriter& out, const pnp::Machine& machine, const Paint& paint);
// Every overlap that is not a window and its content, class by class. Without `all`, phantoms and ranges outside windows are counted
// where they are more than three of a kind, and always interrupt lines of which only the routing is not known.
void print_overlaps(TextWriter& out, const pnp::Machine& machine, const Paint& paint, bool all);
// What is free in each window of addresses that is neither all free nor full, and its largest hole: the ten with the largest.
void print_holes(TextWriter& out, const pnp::Machine& machine, const Paint& paint);
// Everything that a reader must know before he believes the rest: what was dirty, what is missing, whose view this is.
void print_remarks(TextWriter& out, const pnp::Machine& machine, const Verdict& verdict, const Paint& paint);
// "1.96 GiB free", or "full".
[[nodiscard]] std::string free_words(lists::ResourceType type, const pnp::Window& window);

}  // namespace resmap::report
