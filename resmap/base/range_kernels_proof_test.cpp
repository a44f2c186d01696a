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

TEST_F(RangeKernelsProof, ContainmentMeansThatEachNumberIsHeld) {
  const z3::expr in_first = z3::ule(a, x) && z3::ule(x, b), in_second = z3::ule(c, x) && z3::ule(x, d);
  expect_always(ranges && kernel::contains(a, b, c, d) && in_second, in_first);
  // And where it is not so, one of the ends is a number that is not held.
  const auto holds = [&](const z3::expr& n) { return z3::ule(a, n) && z3::ule(n, b); };
  expect_always(ranges && !kernel::contains(a, b, c, d), !holds(c) || !holds(d));
}

TEST_F(RangeKernelsProof, TheIntersectionHoldsExactlyTheNumbersThatBothHave) {
  const auto common = kernel::intersection(a, b, c, d);
  const z3::expr in_common = common.exists && z3::ule(common.first, x) && z3::ule(x, common.last);
  expect_always(ranges, in_common == x_in_both);
  expect_always(ranges && common.exists, z3::ule(common.first, common.last));
}

TEST_F(RangeKernelsProof, ATranslationKeepsDistancesAndExistsWhereNoNumberLeavesTheSpace) {
  const z3::expr from = c, to = d;
  const auto moved = kernel::translation(a, b, from, to);
  // In 66 bits nothing wraps.
  const auto wide = [](const z3::expr& n) { return z3::zext(n, 2); };
  const z3::expr first = wide(a) + wide(to) - wide(from), last = wide(b) + wide(to) - wide(from);
  const z3::expr zero = context_.bv_val(0, 66), end = wide(context_.bv_val(~std::uint64_t{0}, 64));
  expect_always(z3::ule(a, b), moved.exists == (first >= zero && last <= end));
  expect_always(z3::ule(a, b) && moved.exists, wide(moved.first) == first && wide(moved.last) == last);
}

TEST_F(RangeKernelsProof, ATranslationBackLeadsToWhereItCameFrom) {
  const auto there = kernel::translation(a, b, c, d);
  const auto back = kernel::translation(there.first, there.last, d, c);
  expect_always(z3::ule(a, b) && there.exists, back.exists && back.first == a && back.last == b);
}

TEST_F(RangeKernelsProof, ALowestFitIsAlignedAndInside) {
  const z3::expr low_bits = word("low_bits"), power_of_two = (low_bits & (low_bits + 1)) == 0;
  const auto fit = kernel::lowest_fit(a, b, c, low_bits);
  expect_always(z3::ule(a, b) && power_of_two && fit.exists, (fit.first & low_bits) == 0 && z3::ule(a, fit.first) &&
                                                                 z3::ule(fit.first, b) && z3::ule(c, b - fit.first));
}

TEST_F(RangeKernelsProof, NoLowerPlaceFits) {
  const z3::expr low_bits = word("low_bits"), power_of_two = (low_bits & (low_bits + 1)) == 0;
  const auto fit = kernel::lowest_fit(a, b, c, low_bits);
  const z3::expr x_fits = z3::ule(a, x) && z3::ule(x, b) && z3::ule(c, b - x) && (x & low_bits) == 0;
  expect_always(z3::ule(a, b) && power_of_two && x_fits, fit.exists && z3::ule(fit.first, x));
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
