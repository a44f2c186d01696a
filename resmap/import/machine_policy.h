// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "resmap/base/result.h"
#include "resmap/import/text_lines.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/snapshot/snapshot.h"

// The values of Control\Arbiters as a machine text writes them. Not installed.
namespace resmap::import {

// One range of an ordering, reserved or inaccessible list, "port:0x500-0xffff": `port`, `mem`, `irq`, `dma` or `bus` and a range.
// Length and alignment are 0, as in the registry: only type and bounds count there. Errors: RM1200 (no colon), RM1201 (no such
// type), those of lists::parse_range, RM1203 where a line, channel or bus has no such number. offset: into `word`.
// Source: pnp-and-arbiters.md 2.5.
[[nodiscard]] Result<lists::IoDescriptor> parse_policy_range(std::string_view word);

// The values that the lines of a text make. Borrows the text.
class PolicyLists {
 public:
  // One line: its first word, then a name and ranges (type 10; lines of one key and name add up), or a name, `as` and the name of
  // the value beside it (REG_SZ). Errors: RM5402 for too little, too much or both ways at once, and those of
  // parse_policy_range; offset: into the text. May throw bad_alloc.
  [[nodiscard]] Result<void> add(std::string_view key, const std::vector<Word>& words);
  // Enters them, lists before names. Errors: those of the list builder.
  [[nodiscard]] Result<void> finish(snapshot::SourceIndex source, snapshot::Snapshot& into) const;

 private:
  struct Value {
    std::string_view key, name;
    std::string_view refers_to;  // empty: it has ranges
    std::vector<lists::IoDescriptor> ranges;
  };
  std::vector<Value> values_;
};

}  // namespace resmap::import
