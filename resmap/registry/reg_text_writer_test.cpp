// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "resmap/registry/reg_text.h"
#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

using Form = RegWriteOptions::Form;

std::string utf8_of(const Registry& registry, RegWriteOptions options = {}) {
  options.form = Form::version5_utf8;
  const auto bytes = write_reg_text(registry, options);
  EXPECT_TRUE(bytes);
  return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

void expect_round_trip(const Registry& registry, Form form) {
  const auto bytes = write_reg_text(registry, {.form = form});
  ASSERT_TRUE(bytes);
  const auto text = read_reg_text(*bytes);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->findings.empty());
  EXPECT_TRUE(same_content(registry, text->registry));
}

TEST(RegTextWriter, TheLayoutIsThatOfRegedit) {
  Registry registry;
  const KeyId key = *registry.create(R"(HKEY_LOCAL_MACHINE\K)");
  std::vector<std::uint8_t> sz;
  append_utf16le(sz, std::string_view("say \"C:\\\"\0", 10));
  const std::uint8_t dword[] = {0xEF, 0xBE, 0xAD, 0xDE};
  std::vector<std::uint8_t> many(60);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::uint8_t>(i);
  ASSERT_TRUE(registry.set_value(key, "", value_type::sz, sz));
  ASSERT_TRUE(registry.set_value(key, "d", value_type::dword, dword));
  ASSERT_TRUE(registry.set_value(key, "BootConfig", value_type::resource_list, many));
  ASSERT_TRUE(registry.set_value(key, "e", value_type::binary, {}));
  EXPECT_EQ(utf8_of(registry),
            "Windows Registry Editor Version 5.00\r\n"
            "\r\n[HKEY_LOCAL_MACHINE]\r\n"
            "\r\n[HKEY_LOCAL_MACHINE\\K]\r\n"
            "@=\"say \\\"C:\\\\\\\"\"\r\n"
            "\"d\"=dword:deadbeef\r\n"
            "\"BootConfig\"=hex(8):00,01,02,03,04,05,06,07,08,09,0a,0b,0c,0d,0e,0f,10,11,12,\\\r\n"
            "  13,14,15,16,17,18,19,1a,1b,1c,1d,1e,1f,20,21,22,23,24,25,26,27,28,29,2a,2b,\\\r\n"
            "  2c,2d,2e,2f,30,31,32,33,34,35,36,37,38,39,3a,3b\r\n"
            "\"e\"=hex:\r\n"
            "\r\n");
  const auto wide = write_reg_text(registry);
  ASSERT_TRUE(wide);
  EXPECT_EQ((*wide)[0], 0xFF);
  EXPECT_EQ((*wide)[1], 0xFE);
  EXPECT_EQ((*wide)[2], 'W');
}

TEST(RegTextWriter, NoLineOfHexIsLongerThanEightyColumns) {
  for (std::size_t name_size = 1; name_size < 60; ++name_size) {
    Registry registry;
    ASSERT_TRUE(
        registry.set_value(*registry.create("K"), std::string(name_size, 'n'), 10, std::vector<std::uint8_t>(200)));
    const std::string text = utf8_of(registry);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find("\r\n", at);
      EXPECT_LE(end - at, 80U) << name_size;
      at = end + 2;
    }
  }
}

TEST(RegTextWriter, EveryKindOfStringDataSurvivesToTheByte) {
  Registry registry;
  const KeyId key = *registry.create(R"(HKEY_LOCAL_MACHINE\Gerät)");
  const std::vector<std::vector<std::uint8_t>> data = {{},
                                                       {0},
                                                       {0, 0},
                                                       {'a'},
                                                       {'a', 0},
                                                       {'a', 0, 0},
                                                       {'a', 0, 0, 0},
                                                       {0, 0, 0, 0},
                                                       {'a', 0, 0, 0, 'b', 0, 0, 0},
                                                       {0x00, 0xD8, 0, 0},
                                                       {0x00, 0xDC, 0x00, 0xD8, 0, 0},
                                                       {0x3D, 0xD8, 0xA7, 0xDD, 0, 0},
                                                       {'\n', 0, 0, 0},
                                                       {'\r', 0, '\n', 0, 0, 0},
                                                       {0xFF, 0xFE, 0, 0},
                                                       {0xFF, 0xFF, 0, 0},
                                                       {'"', 0, '\\', 0, '0', 0, 0, 0},
                                                       {9, 0, 0, 0},
                                                       {0x28, 0x20, 0, 0}};
  std::uint32_t number = 0;
  for (const std::uint32_t type :
       {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 10U, 11U, 12U, 0xFFFFU, 0xFFFF0012U, 0xFFFFFFFFU})
    for (const auto& bytes : data) ASSERT_TRUE(registry.set_value(key, "v" + std::to_string(number++), type, bytes));
  expect_round_trip(registry, Form::version5_utf16le);
  expect_round_trip(registry, Form::version5_utf8);
}

TEST(RegTextWriter, EveryCharacterButLineEndsAndNulMayStandInAValuesName) {
  Registry registry;
  const KeyId key = *registry.create("K");
  for (char32_t c = 1; c < 0x3000; ++c) {
    if (c == '\r' || c == '\n') continue;
    std::string name = "n" + std::to_string(c);
    append_utf8(name, c);
    ASSERT_TRUE(registry.set_value(key, name, 3, {}));
    if (c != '\\') {
      ASSERT_TRUE(registry.create(key, name));
    }
  }
  expect_round_trip(registry, Form::version5_utf16le);
  expect_round_trip(registry, Form::version5_utf8);
}

TEST(RegTextWriter, Regedit4HoldsEveryByteOfItsCodePageAndRefusesTheRest) {
  Registry registry;
  const KeyId key = *registry.create("K");
  std::vector<std::uint8_t> all;
  for (unsigned byte = 0; byte <= 0xFF; ++byte) {
    const char32_t unit = from_windows_1252(static_cast<std::uint8_t>(byte));
    all.insert(all.end(), {static_cast<std::uint8_t>(unit), static_cast<std::uint8_t>(unit >> 8)});
  }
  for (const std::uint32_t type : {1U, 2U, 7U, 8U, 3U})
    ASSERT_TRUE(registry.set_value(key, "€ " + std::to_string(type), type, all));
  expect_round_trip(registry, Form::regedit4);
  const auto bytes = write_reg_text(registry, {.form = Form::regedit4});
  EXPECT_EQ(std::string(bytes->begin(), bytes->begin() + 10), "REGEDIT4\r\n");

  const std::uint8_t odd[] = {'a'};
  ASSERT_TRUE(registry.set_value(key, "odd", value_type::sz, odd));
  EXPECT_EQ(write_reg_text(registry, {.form = Form::regedit4}).error(),
            (Error{.code = ErrorCode::not_encodable, .index = 1, .value = 6}));
  ASSERT_TRUE(registry.create("Ж"));
  ASSERT_TRUE(registry.delete_value(*registry.value(key, "odd")));
  EXPECT_EQ(write_reg_text(registry, {.form = Form::regedit4}).error(),
            (Error{.code = ErrorCode::not_encodable, .index = 2}));
}

TEST(RegTextWriter, NamesThatNoLineCanHoldAreRefusedWithTheirPlace) {
  const auto refused = [](std::string_view key_name, std::string_view value_name) {
    auto buffer = std::make_shared<std::string>(key_name);
    Registry registry;
    EXPECT_TRUE(registry.keep_alive(buffer));
    const KeyId key = *registry.append_key(Registry::root(), *buffer);
    EXPECT_TRUE(registry.set_value(key, value_name, 3, {}));
    const auto text = write_reg_text(registry);
    return text ? Error{} : text.error();
  };
  for (const std::string_view name : {std::string_view(""), std::string_view("a\\b"), std::string_view("a\nb"),
                                      std::string_view("a\0b", 3), std::string_view("-a"), std::string_view("\xFF")})
    EXPECT_EQ(refused(name, "v"), (Error{.code = ErrorCode::not_encodable, .index = 1, .value = 0})) << name;
  for (const std::string_view name :
       {std::string_view("a\rb"), std::string_view("a\0b", 3), std::string_view("\xED\xA0\x80")})
    EXPECT_EQ(refused("K", name), (Error{.code = ErrorCode::not_encodable, .index = 1, .value = 1})) << name;
  Registry root;
  ASSERT_TRUE(root.set_value(Registry::root(), "v", 3, {}));
  EXPECT_EQ(write_reg_text(root).error().code, ErrorCode::not_encodable);
  EXPECT_TRUE(write_reg_text(root, {.top_path = R"(HKEY_LOCAL_MACHINE\SYSTEM)"}));
  EXPECT_EQ(write_reg_text(root, {.top = KeyId{7, 7}}).error().code, ErrorCode::not_found);
}

TEST(RegTextWriter, APartIsWrittenUnderThePathThatIsGivenOrItsOwn) {
  Registry registry;
  ASSERT_TRUE(registry.set_value(*registry.create(R"(ControlSet001\Enum\ACPI)"), "v", 3, {}));
  ASSERT_TRUE(registry.create("Select"));
  const KeyId top = *registry.find(R"(ControlSet001\Enum)");
  EXPECT_EQ(utf8_of(registry, {.top = top}),
            "Windows Registry Editor Version "
            "5.00\r\n\r\n[ControlSet001\\Enum]\r\n\r\n[ControlSet001\\Enum\\ACPI]\r\n\"v\"=hex:\r\n\r\n");
  EXPECT_EQ(utf8_of(registry, {.top = top, .top_path = R"(HKEY_LOCAL_MACHINE\X)"}),
            "Windows Registry Editor Version "
            "5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\X]\r\n\r\n[HKEY_LOCAL_MACHINE\\X\\ACPI]\r\n\"v\"=hex:\r\n\r\n");
}

TEST(RegTextWriter, ACommentStandsBehindTheHeaderAndIsPassedOver) {
  Registry tree;
  ASSERT_TRUE(tree.create("A"));
  const auto text = write_reg_text(tree, {.form = RegWriteOptions::Form::version5_utf8, .comment = "volatile: gone"});
  ASSERT_TRUE(text);
  EXPECT_EQ(std::string(text->begin(), text->end()),
            "Windows Registry Editor Version 5.00\r\n\r\n; volatile: gone\r\n\r\n[A]\r\n\r\n");
  const auto back = read_reg_text(*text);
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->findings.empty());
  EXPECT_TRUE(same_content(back->registry, tree));
  EXPECT_EQ(write_reg_text(tree, {.comment = "two\r\nlines"}).error().code, ErrorCode::not_encodable);
}

}  // namespace
}  // namespace resmap::registry
