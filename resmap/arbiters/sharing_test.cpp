// SPDX-License-Identifier: MIT
#include "resmap/arbiters/sharing.h"

#include <gtest/gtest.h>

#include <string>

namespace resmap::arbiters {
namespace {

using lists::ShareDisposition;

// A row a claim, a column a holder: '.' no, 's' within one driver, 'S' also between root-enumerated devices, 'y' yes.
template <typename MayShare>
std::string matrix(MayShare may_share) {
  std::string text;
  for (std::uint8_t a = 0; a < 4; ++a) {
    for (std::uint8_t b = 0; b < 4; ++b) {
      const auto with = [&](Acquaintance known) { return may_share(ShareDisposition{a}, ShareDisposition{b}, known); };
      text += with({}) ? 'y' : with({.both_root_enumerated = true}) ? 'S' : with({.same_driver = true}) ? 's' : '.';
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
            "..S.\n"
            "..S.\n"
            "SSSS\n"
            "..Sy\n");
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
