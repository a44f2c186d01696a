// SPDX-License-Identifier: MIT
// Tested in validate_test.cpp.
#include <array>

#include "resmap/lists/clean.h"
#include "resmap/lists/cm_clean_frame.h"

namespace resmap::lists {

namespace {

// Every rule about one descriptor, as arithmetic. A row says how to take a start and a length out of the union and what they
// must satisfy; the type and the few flag bits that matter choose the row, so that no branch depends on the bytes:
//   start = q & start_mask                                 q: the 8 bytes at 4, a: the 8 (x86: 4) bytes at 12
//   length = (a32 & word_mask) << shift | q_high & high_mask | a & affinity_mask | constant
//   fine:   length != 0, start + length - 1 does not wrap and is at most `limit`, and (q & need) | need_nothing is not 0
struct Row {
  std::uint64_t start_mask = 0;
  std::uint64_t affinity_mask = 0;
  std::uint64_t limit = ~std::uint64_t{0};
  std::uint64_t need = 0;
  std::uint32_t word_mask = 0;
  std::uint32_t high_mask = 0;
  std::uint8_t shift = 0;
  std::uint8_t constant = 0;
  std::uint8_t need_nothing = 1;
};

constexpr Row kNeverFine{.constant = 1, .need_nothing = 0};
constexpr Row kNothingToCheck{.constant = 1};
constexpr std::uint64_t kLow32 = 0xFFFF'FFFF;

// Eight rows a class, chosen by three flag bits.
enum Class : std::uint8_t { unknown, free, port, memory, large, interrupt, dma, bus, class_count };

struct ClassOfType {
  std::uint8_t first_row;
  std::uint8_t flag_shift;  // 16: no flag matters
};

constexpr std::array<ClassOfType, 256> kClasses = [] {
  std::array<ClassOfType, 256> classes{};
  classes.fill({unknown * 8, 16});
  const auto set = [&](ResourceType type, Class kind, std::uint8_t flag_shift) {
    classes[static_cast<std::uint8_t>(type)] = {static_cast<std::uint8_t>(kind * 8), flag_shift};
  };
  for (const ResourceType type :
       {ResourceType::null, ResourceType::config_data, ResourceType::device_private, ResourceType::pc_card_config,
        ResourceType::mf_card_config, ResourceType::connection}) {
    set(type, free, 16);
  }
  set(ResourceType::port, port, 16);
  set(ResourceType::memory, memory, 9);  // the LARGE bits
  set(ResourceType::memory_large, large, 9);
  set(ResourceType::interrupt, interrupt, 0);  // latched, message
  set(ResourceType::dma, dma, 7);              // V3
  set(ResourceType::bus_number, bus, 16);
  return classes;  // DeviceSpecific stays unknown: it is met before the table is asked
}();

constexpr auto make_rows(CmSide side) {
  std::array<Row, class_count * 8> rows{};
  rows.fill(kNeverFine);
  const auto all_eight = [&](Class kind, const Row& row) {
    for (std::size_t i = 0; i < 8; ++i) rows[kind * 8U + i] = row;
  };
  all_eight(free, kNothingToCheck);
  all_eight(port, {.start_mask = ~std::uint64_t{0}, .limit = 0xFFFF, .word_mask = ~0U});
  rows[memory * 8] = {.start_mask = ~std::uint64_t{0}, .word_mask = ~0U};
  rows[large * 8 + 1] = {.start_mask = ~std::uint64_t{0}, .word_mask = ~0U, .shift = 8};
  rows[large * 8 + 2] = {.start_mask = ~std::uint64_t{0}, .word_mask = ~0U, .shift = 16};
  rows[large * 8 + 4] = {.start_mask = ~std::uint64_t{0}, .word_mask = ~0U, .shift = 32};
  // An affinity of 0 reads as a length of 0. Bit 0 is latched, bit 1 message: 2 alone is never fine.
  const Row line{.affinity_mask = ~std::uint64_t{0}};
  const Row message =
      side == CmSide::raw ? Row{.affinity_mask = ~std::uint64_t{0}, .need = 0xFFFF'0000, .need_nothing = 0} : line;
  for (std::size_t bits = 0; bits < 8; ++bits) {
    const bool is_message = (bits & 2) != 0, latched = (bits & 1) != 0;
    rows[interrupt * 8 + bits] = is_message ? (latched ? message : kNeverFine) : line;
  }
  for (std::size_t bits = 0; bits < 8; ++bits) {
    rows[dma * 8 + bits] = (bits & 1) != 0 ? kNothingToCheck : Row{.start_mask = kLow32, .limit = 7, .constant = 1};
  }
  all_eight(bus, {.start_mask = kLow32, .limit = 255, .high_mask = ~0U});
  return rows;
}

constexpr auto kRawRows = make_rows(CmSide::raw), kTranslatedRows = make_rows(CmSide::translated);

// 1 when a descriptor breaks a rule. Precondition: it is not DeviceSpecific.
template <CmLayout layout>
unsigned breaks_a_rule(const std::uint8_t* at, const Row* rows) {
  const std::uint32_t head = load_le<std::uint32_t>(at);
  const std::uint64_t q = load_le<std::uint64_t>(at + 4);
  const std::uint64_t a = layout == CmLayout::x64 ? load_le<std::uint64_t>(at + 12) : load_le<std::uint32_t>(at + 12);
  const ClassOfType kind = kClasses[head & 0xFF];
  const Row& row = rows[kind.first_row + ((head >> 16 >> kind.flag_shift) & 7)];
  const std::uint64_t start = q & row.start_mask;
  const std::uint64_t length =
      (static_cast<std::uint64_t>(static_cast<std::uint32_t>(a) & row.word_mask) << row.shift) |
      (static_cast<std::uint32_t>(q >> 32) & row.high_mask) | (a & row.affinity_mask) | row.constant;
  const std::uint64_t last = start + length - 1;
  return static_cast<unsigned>(length == 0) | static_cast<unsigned>(last < start) |
         static_cast<unsigned>(last > row.limit) | static_cast<unsigned>(((q & row.need) | row.need_nothing) == 0) |
         static_cast<unsigned>((head & 0xFF00) > 0x0300);
}

struct OneByOne {
  const Row* rows;

  template <CmLayout layout>
  [[nodiscard]] bool all_fine(const std::uint8_t* at, std::size_t count) const {
    unsigned broken = 0;
    for (std::size_t i = 0; i < count; ++i) broken |= breaks_a_rule<layout>(at + i * size_of(layout), rows);
    return broken == 0;
  }
};

}  // namespace

bool detail::is_clean_cm_anywhere(const CmBytes& list) {
  return is_clean_framed(list, OneByOne{list.side == CmSide::raw ? kRawRows.data() : kTranslatedRows.data()});
}

}  // namespace resmap::lists
