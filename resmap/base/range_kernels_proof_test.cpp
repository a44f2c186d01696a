// SPDX-License-Identifier: MIT
// The kernels' rules, proved for every 64-bit input from the same source that ships. A lemma holds when its negation has
// no model.
#include <z3++.h>

namespace z3 {  // the three words a symbolic kernel needs, found by argument-dependent lookup
inline expr at_most(const expr& a, const expr& b) { return ule(a, b); }
inline expr both(const expr& a, const expr& b) { return a && b; }
inline expr select(const expr& choose_a, const expr& a, const expr& b) { return ite(choose_a, a, b); }
}  // namespace z3

#include "resmap/base/range_kernels.h"

#include <gtest/gtest.h>

namespace resmap {
namespace {

class RangeKernelsProof : public testing::Test {
 protected:
  z3::expr word(const char* name) { return context_.bv_const(name, 64); }

  void expect_always(const z3::expr& given, const z3::expr& claim) {
    z3::solver solver(context_);
    solver.add(given && !claim);
    EXPECT_EQ(solver.check(), z3::unsat) << solver;
  }

  z3::context context_;
  z3::expr a = word("a"), b = word("b"), c = word("c"), d = word("d"), x = word("x");
  z3::expr ranges = z3::ule(a, b) && z3::ule(c, d);
  z3::expr x_in_both = z3::ule(a, x) && z3::ule(x, b) && z3::ule(c, x) && z3::ule(x, d);
};

TEST_F(RangeKernelsProof, ASharedNumberMeansOverlap) {
  expect_always(ranges && x_in_both, kernel::overlaps(a, b, c, d));
}

TEST_F(RangeKernelsProof, OverlapMeansTheLaterFirstIsShared) {
  const z3::expr later_first = z3::ite(z3::ule(a, c), c, a);
  expect_always(ranges && kernel::overlaps(a, b, c, d) && x == later_first, x_in_both);
}

TEST_F(RangeKernelsProof, AHighestFitIsAlignedAndInside) {
  const z3::expr low_bits = word("low_bits"), power_of_two = (low_bits & (low_bits + 1)) == 0;
  const auto fit = kernel::highest_fit(a, b, c, low_bits);
  expect_always(z3::ule(a, b) && power_of_two && fit.exists, (fit.first & low_bits) == 0 && z3::ule(a, fit.first) &&
                                                                 z3::ule(fit.first, b) && z3::ule(c, b - fit.first));
}

TEST_F(RangeKernelsProof, NoHigherPlaceFits) {
  const z3::expr low_bits = word("low_bits"), power_of_two = (low_bits & (low_bits + 1)) == 0;
  const auto fit = kernel::highest_fit(a, b, c, low_bits);
  const z3::expr x_fits = z3::ule(a, x) && z3::ule(x, b) && z3::ule(c, b - x) && (x & low_bits) == 0;
  expect_always(z3::ule(a, b) && power_of_two && x_fits, fit.exists && z3::ule(x, fit.first));
}

}  // namespace
}  // namespace resmap
