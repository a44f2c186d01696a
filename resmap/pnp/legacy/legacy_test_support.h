// SPDX-License-Identifier: MIT
// Not installed: what the tests of this folder share.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_words.h"
#include "resmap/pnp/legacy/assign_resources.h"

namespace resmap::pnp {

using ByteRow = std::vector<std::uint8_t>;

inline ByteRow bytes_of_hex(std::string_view hex) {
  ByteRow row;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    row.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  return row;
}

inline ByteRow claims_of(std::initializer_list<std::string_view> words,
                         lists::InterfaceType bus = lists::InterfaceType::isa) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, lists::CmLayout::x86);
  EXPECT_TRUE(build.begin_full({bus, 0, 1, 1, 0}));
  for (const std::string_view word : words) EXPECT_TRUE(build.add(*lists::parse_claim(word, lists::CmLayout::x86)));
  const auto list = build.finish();
  return {list->begin(), list->end()};
}

inline lists::IoRequirementsHeader header_of(lists::InterfaceType bus) {
  return {
      .list_size = 0, .interface_type = bus, .bus_number = 0, .slot_number = 0, .reserved = {}, .alternative_lists = 0};
}

// Configurations of descriptors.
inline ByteRow requirements_of(const std::vector<std::vector<lists::IoDescriptor>>& configurations,
                               lists::InterfaceType bus = lists::InterfaceType::isa) {
  lists::IoRequirementsListBuilder build(header_of(bus));
  for (const auto& each : configurations) {
    EXPECT_TRUE(build.begin_configuration());
    EXPECT_TRUE(build.add_all(each));
  }
  const auto list = build.finish();
  return {list->begin(), list->end()};
}

inline lists::IoDescriptor ports(std::uint64_t length, std::uint64_t alignment, std::uint64_t first, std::uint64_t last,
                                 std::uint8_t option = 0,
                                 lists::ShareDisposition share = lists::ShareDisposition::device_exclusive) {
  auto made = lists::IoDescriptor::address(lists::ResourceType::port, length, alignment, first, last, share,
                                           lists::port_flag::io);
  return made->set_option(option);
}

inline lists::IoDescriptor line(std::uint32_t first, std::uint32_t last, std::uint8_t option = 0,
                                lists::ShareDisposition share = lists::ShareDisposition::device_exclusive) {
  auto made = lists::IoDescriptor::line(first, last, share, lists::interrupt_flag::latched);
  return made.set_option(option);
}

// The descriptors of a list, as resource words.
inline std::vector<std::string> words_of(Bytes list) {
  std::vector<std::string> row;
  const auto view = lists::CmResourceListView::over(list, lists::CmForm::resource_list, lists::CmLayout::x86);
  if (!view) return row;
  for (const auto full : *view)
    for (const auto descriptor : full) {
      std::string word;
      if (descriptor.type() == lists::ResourceType::interrupt)
        word = "irq:" + std::to_string(descriptor.vector());
      else if (descriptor.type() == lists::ResourceType::dma)
        word = "dma:" + std::to_string(descriptor.channel());
      else {
        char text[64];
        std::snprintf(
            text, sizeof text, "%s:%llx+%llx", descriptor.type() == lists::ResourceType::port ? "port" : "mem",
            static_cast<unsigned long long>(descriptor.start()), static_cast<unsigned long long>(descriptor.length()));
        word = text;
      }
      row.push_back(word);
    }
  return row;
}

// Two lists of the hive nt4-server, byte for byte: bus 0 slot 0x10, and bus 2 slot 0 with and without an interrupt.
inline constexpr std::string_view kBusLogic =
    "c8000000050000000000000010000000000000000000000000000000010000000100010005000000000203000000000040000000400000"
    "00000000000000000000000000000000000101010001000000200000002000000060100000000000007f10000000000000080101000100"
    "0000200000002000000060100000000000007f100000000000000103010000000000200000002000000000d0bffe000000001fd0bffe00"
    "0000000803010000000000200000002000000000d0bffe000000001fd0bffe00000000";
inline constexpr std::string_view kAmdWithLine =
    "88000000050000000200000000000000000000000000000000000000010000000100010003000000000203000000000044000000440000"
    "00000000000000000000000000000000000101010001000000800000008000000000200000000000007f20000000000000080101000100"
    "0000800000008000000000200000000000007f20000000000000";
inline constexpr std::string_view kAmdWithoutLine =
    "68000000050000000200000000000000000000000000000000000000010000000100010002000000010101000100000080000000800000"
    "0000200000000000007f200000000000000801010001000000800000008000000000200000000000007f20000000000000";

}  // namespace resmap::pnp
