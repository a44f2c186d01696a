// SPDX-License-Identifier: MIT
#include "resmap/base/text_writer.h"

#include <gtest/gtest.h>

#include "tests/support/failing_memory.h"

namespace resmap {
namespace {

TEST(TextWriter, WritesNumbersOfEitherKindFromZeroToTheLargest) {
  TextWriter out;
  out.decimal(0).text(" ").decimal(UINT64_MAX).text(" ").signed_decimal(INT64_MIN).text(" ").signed_decimal(-1);
  EXPECT_EQ(out.view(), "0 18446744073709551615 -9223372036854775808 -1");
  out.clear();
  out.hex(0).text(" ").hex(0x3f8, 4).text(" ").hex(UINT64_MAX, 2).text(" ").hex_digits(10, 3);
  EXPECT_EQ(out.view(), "0x0 0x03f8 0xffffffffffffffff 00a");
}

TEST(TextWriter, BytesComeAsTwoLowerCaseDigitsEach) {
  const std::uint8_t bytes[] = {0x00, 0x0f, 0xF0, 0xAB};
  TextWriter out;
  EXPECT_EQ(out.hex_bytes(bytes).view(), "000ff0ab");
  EXPECT_EQ(out.hex_bytes({}).view(), "000ff0ab");
}

TEST(TextWriter, ColumnsCountCodePointsAndALongPieceIsNeverCut) {
  TextWriter out;
  out.left("├ é", 5).text("|").right("42", 4).text("|").left("longer", 3);
  EXPECT_EQ(out.view(), "├ é  |  42|longer");
}

TEST(TextWriter, ARefusedAllocationShowsAtTheEndAndKeepsWhatWasWritten) {
  testing_support::FailingMemory memory(1);
  TextWriter out(memory.source());
  out.text("first").repeat('x', 1000);
  EXPECT_EQ(out.view(), "first");
  EXPECT_EQ(out.finish().error().code, ErrorCode::out_of_memory);
}

TEST(TextWriter, EachKindOfPieceCanBeTheOneThatIsRefused) {
  const std::uint8_t bytes[] = {1, 2};
  for (const bool is_text : {true, false}) {
    testing_support::FailingMemory memory(0);
    TextWriter out(memory.source());
    is_text ? out.text("piece") : out.hex_bytes(bytes);
    EXPECT_EQ(out.view(), "");
    EXPECT_EQ(out.finish().error().code, ErrorCode::out_of_memory);
  }
}

}  // namespace
}  // namespace resmap
