// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/lists/finding.h"

namespace resmap::lists {

// Counts breaches and passes them on: what the validators of this floor share.
class FindingLog {
 public:
  explicit FindingLog(FindingSink* sink) : sink_(sink) {}

  void add(Finding finding) {
    finding.severity = severity_of(finding.rule);
    ++(finding.severity == Severity::error ? count_.errors : count_.warnings);
    if (sink_ != nullptr) sink_->found(finding);
  }
  [[nodiscard]] FindingCount count() const { return count_; }

 private:
  FindingSink* sink_;
  FindingCount count_;
};

}  // namespace resmap::lists
