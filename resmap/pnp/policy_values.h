// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resmap/arbiters/registry_policy.h"
#include "resmap/snapshot/snapshot.h"

// Values of Control\Arbiters in the form that arbiters read. Not installed: arbiter_tree.cpp uses it.
namespace resmap::pnp {

// Borrows the snapshot's values. May throw bad_alloc.
class PolicyValues {
 public:
  explicit PolicyValues(const std::vector<snapshot::PolicyValue>& values);
  PolicyValues(const PolicyValues&) = delete;
  PolicyValues& operator=(const PolicyValues&) = delete;

  // Good as long as this object lives.
  [[nodiscard]] arbiters::RegistryPolicy view() const;

 private:
  std::vector<std::string> names_;  // REG_SZ values as text, kept at their place: reserved once
  std::vector<arbiters::PolicyValue> order_, reserved_, inaccessible_;
};

}  // namespace resmap::pnp
