// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/bytes.h"
#include "resmap/base/function_ref.h"
#include "resmap/base/result.h"

namespace resmap::claims {

// All that a ResourceMap knows of persistence: an append-only row of records, which several processes may share.
//
//   replay -> append, append, ... -> sync         one batch; between replay and its end nobody else appends
//                                 -> abandon
//
// The map calls it with its own lock held, from one thread at a time. Records are as claims/journal_record.h writes them.
class ClaimJournal {
 public:
  ClaimJournal() = default;
  ClaimJournal(const ClaimJournal&) = delete;
  ClaimJournal& operator=(const ClaimJournal&) = delete;
  virtual ~ClaimJournal() = default;

  // Begins a batch, and hands on every record that this journal has not handed on yet and that did not come through it, in
  // order (at first: all there are). Where `apply` fails the batch is not begun, and that record comes again next time.
  [[nodiscard]] virtual Result<void> replay(FunctionRef<Result<void>(Bytes record)> apply) = 0;
  // Adds a record to the batch. After a failure the batch is as it was before, and may go on.
  [[nodiscard]] virtual Result<void> append(Bytes record) = 0;
  // Ends the batch: all of it is where no crash can reach it. After a failure nothing of it was kept.
  [[nodiscard]] virtual Result<void> sync() = 0;
  // Ends the batch and keeps nothing of it.
  virtual void abandon() = 0;
};

}  // namespace resmap::claims
