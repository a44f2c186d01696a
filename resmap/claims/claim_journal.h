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
// The map calls it with its own lock held, from one thread at a time. Records are as claims/journal_record.h writes them. A
// journal that has forgotten what it had not handed on yet hands on an image instead: JournalRecord::Kind::start_over, then
// what makes the map anew (ResourceMap::write_image). Where `apply` fails in an image, all of the image comes again.
class ClaimJournal {
 public:
  ClaimJournal() = default;
  ClaimJournal(const ClaimJournal&) = delete;
  ClaimJournal& operator=(const ClaimJournal&) = delete;
  virtual ~ClaimJournal() = default;

  // Begins a batch, and hands on every record that this journal has not handed on yet and that did not come through it, in
  // order (at first: all there are). Where `apply` fails the batch is not begun, and that record comes again next time.
  [[nodiscard]] virtual Result<void> replay(FunctionRef<Result<void>(Bytes record)> apply) = 0;
  // Hands on the same records, but begins no batch and keeps no writer waiting. A journal that can only be read has this alone.
  [[nodiscard]] virtual Result<void> read(FunctionRef<Result<void>(Bytes record)> apply) {
    RESMAP_TRY(replay(apply));
    abandon();
    return {};
  }
  // Adds a record to the batch. After a failure the batch is as it was before, and may go on.
  [[nodiscard]] virtual Result<void> append(Bytes record) = 0;
  // Ends the batch: all of it is where no crash can reach it. After a failure nothing of it was kept.
  [[nodiscard]] virtual Result<void> sync() = 0;
  // Ends the batch and keeps nothing of it.
  virtual void abandon() = 0;
};

}  // namespace resmap::claims
