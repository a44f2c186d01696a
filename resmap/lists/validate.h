// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/lists/cm_walker.h"
#include "resmap/lists/finding.h"

namespace resmap::lists {

// Holds a list against every rule of its kind (spec/rules.md, RM1001 to RM1171) and tells `sink` each breach; a list that
// ends early is checked up to there, and the breach that ends it comes last. Nothing is changed or allocated, no error is
// returned: what is wrong with bytes from outside is the answer. Reserved and spare fields are never held against a list.
// Cost: linear; a clean list is read once by a path without branches (AVX2 where the processor has it), and only one that is
// not clean is walked again for the words. `sink` may be null: then only the counts are wanted.

// `side` says how a message interrupt is read: only a raw one has a message count.
FindingCount validate_cm(Bytes bytes, CmForm form, CmLayout layout, CmSide side, FindingSink* sink = nullptr);

FindingCount validate_io(Bytes bytes, FindingSink* sink = nullptr);

// A raw list and its translated twin: the same number of descriptors (RM1080) and the same types in the same places (RM1081;
// a port may be memory on the other side). Both must be whole; one that is not is reported as in validate_cm.
FindingCount validate_pair(Bytes raw, Bytes translated, CmForm form, CmLayout layout, FindingSink* sink = nullptr);

}  // namespace resmap::lists
