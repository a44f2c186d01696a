// SPDX-License-Identifier: MIT
// That the JSON holds every byte is shown where it is read back: import/json.
#include "resmap/lists/json.h"

#include <gtest/gtest.h>

#include <string>

#include "golden_lists_constants.h"
#include "resmap/lists/cm_layout.h"
#include "tests/support/golden.h"

namespace resmap::lists {
namespace {

using testing_support::golden_lists;
using testing_support::GoldenList;
using testing_support::matches_golden;

// One member a line, so that a difference is read in review.
std::string spread(std::string_view json) {
  std::string text;
  for (const char c : json) {
    text += c;
    if (c == '{' || c == '[') text += '\n';
    if (c == ',' && text.size() > 1 && text[text.size() - 2] == '}') text += '\n';
  }
  return text + "\n";
}

TEST(Json, EveryGoldenListIsWrittenAsReviewed) {
  for (const GoldenList& list : golden_lists("lists")) {
    TextWriter out;
    JsonWriter json(out);
    const CmForm form = list.registry_type == 8 ? CmForm::resource_list : CmForm::full_descriptor;
    const auto written = list.registry_type == 10 ? write_json_io(json, list.bytes)
                                                  : write_json_cm(json, list.bytes, form,
                                                                  choose_layout(list.bytes, form).layout, CmSide::raw);
    ASSERT_TRUE(written) << list.name;
    std::string why;
    EXPECT_TRUE(matches_golden("lists/" + list.name + ".json", spread(out.view()), why)) << why;
  }
}

// Brackets that match are what makes a cut list's JSON readable.
bool balanced(std::string_view json) {
  std::string open;
  bool in_string = false;
  for (const char c : json) {
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') open += c;
    if (c == '}' || c == ']') {
      if (open.empty() || open.back() != (c == '}' ? '{' : '[')) return false;
      open.pop_back();
    }
  }
  return open.empty() && !in_string;
}

TEST(Json, AListCutAnywhereIsStillWellFormedAndSaysSoByItsResult) {
  for (const GoldenList& list : golden_lists("lists"))
    for (std::size_t length = 0; length < list.bytes.size(); ++length) {
      TextWriter out;
      JsonWriter json(out);
      const Bytes cut = Bytes(list.bytes).first(length);
      const auto written = list.registry_type == 10
                               ? write_json_io(json, cut)
                               : write_json_cm(json, cut, CmForm::resource_list, CmLayout::x64, CmSide::raw);
      ASSERT_TRUE(balanced(out.view())) << list.name << " " << length << "\n" << out.view();
      if (list.registry_type == 10 && length < load_le<std::uint32_t>(list.bytes, 0)) {
        ASSERT_FALSE(written) << list.name << " " << length;
      }
    }
}

TEST(Json, ATranslatedMessageHasALevelWhereARawOneHasACount) {
  const auto list = golden::cm_x64_every_arm;
  TextWriter raw, translated;
  const CmDescriptorView message(Bytes(list).subspan(20 + 7 * 20, 20));
  JsonWriter json_raw(raw), json_translated(translated);
  write_json(json_raw, message, CmSide::raw);
  write_json(json_translated, message, CmSide::translated);
  EXPECT_NE(raw.view().find(R"("group":0,"messages":8)"), std::string_view::npos);
  EXPECT_NE(translated.view().find(R"("level":0,"group":8)"), std::string_view::npos);
}

}  // namespace
}  // namespace resmap::lists
