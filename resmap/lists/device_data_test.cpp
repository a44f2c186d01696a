// SPDX-License-Identifier: MIT
#include "resmap/lists/device_data.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/hex_literal.h"

namespace resmap::lists {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): the literal operator

TEST(DeviceData, ASerialPortsClockIsFoundByItsName) {
  constexpr auto data = "01000000 00201c00"_hex;
  const RecordLayout* serial = record_layout_for(ConfigurationType::serial_controller);
  ASSERT_NE(serial, nullptr);
  EXPECT_EQ(serial->structure, "CM_SERIAL_DEVICE_DATA");
  EXPECT_EQ(record_number(*serial, data, "BaudClock"), 1843200U);
  EXPECT_EQ(record_number(*serial, Bytes(data).first(7), "BaudClock"), std::nullopt) << "the data end before it";
  EXPECT_EQ(record_number(*serial, data, "Baud"), std::nullopt);
  TextWriter out;
  JsonWriter json(out);
  write_json(json, *serial, data);
  EXPECT_EQ(out.view(), R"({"structure":"CM_SERIAL_DEVICE_DATA","Version":1,"Revision":0,"BaudClock":1843200})");
}

TEST(DeviceData, ArraysAreBytesAndShortDataShowTheFieldsTheyHold) {
  const RecordLayout* floppy = record_layout("CM_FLOPPY_DEVICE_DATA");
  ASSERT_NE(floppy, nullptr);
  TextWriter out;
  JsonWriter json(out);
  write_json(json, *floppy, "02000000 352e3235 00000000 00b00400"_hex);
  EXPECT_EQ(
      out.view(),
      R"({"structure":"CM_FLOPPY_DEVICE_DATA","Version":2,"Revision":0,"Size":"352e323500000000","MaxDensity":307200})");
}

TEST(DeviceData, EveryRecordIsListedOnceWithFieldsInsideIt) {
  std::set<std::string_view> names;
  for (const RecordLayout& record : record_layouts()) {
    EXPECT_TRUE(names.insert(record.structure).second) << record.structure;
    EXPECT_FALSE(record.fields.empty()) << record.structure;
    for (const RecordField& field : record.fields) {
      EXPECT_LE(field.offset + field.size, record.size) << record.structure << "." << field.name;
    }
  }
  EXPECT_EQ(names.size(), 21U);
  EXPECT_EQ(record_layout("CM_PARTIAL_RESOURCE_LIST"), nullptr) << "a container is no record";
  EXPECT_EQ(record_layout_for(ConfigurationType::parallel_controller), nullptr) << "none exists";
}

}  // namespace
}  // namespace resmap::lists
