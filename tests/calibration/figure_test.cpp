// SPDX-License-Identifier: MIT
#include "tests/calibration/figure.h"

#include <gtest/gtest.h>

#include "resmap/import/machine_text.h"

namespace resmap::calibration {
namespace {

TEST(Figure, CountsRowsAndPlacesAndSaysWhatWasMissed) {
  CalibratedMachine machine{"pc", {}, {}, {}};
  ASSERT_TRUE(import::read_machine_text("machine\n  device a\n    wants mem:4K mem:8K\n", 0, machine.snapshot));
  machine.expected = read_expected(
      "row placements 1 \"memory\"\n  placed a mem:0x1000-0x1fff mem:0x4000-0x5fff\n"
      "row choices 1 \"all of it\"\n  placed a\n");
  const auto assign = [](const CalibratedMachine&) {
    using lists::ResourceType;
    return Given{{{"a", {{ResourceType::memory, {0x1000, 0x1FFF}}, {ResourceType::memory, {0x8000, 0x9FFF}}}}}, {}};
  };
  const Figure figure = measure({machine}, assign);
  EXPECT_EQ(in_words(figure, 1), "1 of 2 rows, 1 of 2 places on 1 machines");
  EXPECT_EQ(figure.missed,
            std::vector<std::string>{"pc, placements 1 (memory): a is not at memory:0x4000-0x5fff but has "
                                     "memory:0x1000-0x1fff memory:0x8000-0x9fff"});
}

}  // namespace
}  // namespace resmap::calibration
