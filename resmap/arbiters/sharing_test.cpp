// SPDX-License-Identifier: MIT
#include "resmap/arbiters/sharing.h"

#include <gtest/gtest.h>

#include <string>

namespace resmap::arbiters {
namespace {

using lists::ShareDisposition;

// A row a claim, a column a holder: '.' no, 's' within one driver, 'r' between root-enumerated devices, 'e' either of the two
// is enough, 'y' yes. Each acquaintance is asked alone, so that none hides behind another.
template <typename MayShare>
std::string matrix(MayShare may_share) {
  std::string text;
  for (std::uint8_t a = 0; a < 4; ++a) {
    for (std::uint8_t b = 0; b < 4; ++b) {
      const auto with = [&](Acquaintance known) { return may_share(ShareDisposition{a}, ShareDisposition{b}, known); };
      const bool same_driver = with({.same_driver = true}), root = with({.both_root_enumerated = true});
      text += with({}) ? 'y' : same_driver && root ? 'e' : same_driver ? 's' : root ? 'r' : '.';
    }
    text += '\n';
  }
  return text;
}

TEST(Sharing, ClaimsShareAsTheClaimPathsMatrixSays) {
  EXPECT_EQ(matrix(claims_may_share),
            "....\n"
            "....\n"
            "..ss\n"
            "..sy\n");
}

TEST(Sharing, ArbitersLetADriversRangesLieOverEachOtherWhateverTheOtherSideIs) {
  EXPECT_EQ(matrix(arbiters_may_share),
            "..e.\n"
            "..e.\n"
            "eeee\n"
            "..ey\n");
}

TEST(Sharing, ArbitersAskBothSidesAlike) {
  for (std::uint8_t a = 0; a < 4; ++a)
    for (std::uint8_t b = 0; b < 4; ++b)
      for (const Acquaintance known :
           {Acquaintance{}, Acquaintance{.same_driver = true}, Acquaintance{.both_root_enumerated = true}}) {
        EXPECT_EQ(arbiters_may_share(ShareDisposition{a}, ShareDisposition{b}, known),
                  arbiters_may_share(ShareDisposition{b}, ShareDisposition{a}, known));
      }
}

}  // namespace
}  // namespace resmap::arbiters
