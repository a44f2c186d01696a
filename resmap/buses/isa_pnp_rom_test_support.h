// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "resmap/buses/isa_pnp_data.h"

// ISA PnP resource data put together tag by tag, and the card whose lists ReactOS' tests publish.
namespace resmap::buses::testing_support {

class IsaPnpRom {
 public:
  std::vector<std::uint8_t> bytes;

  IsaPnpRom& small(unsigned item, std::vector<unsigned> payload) {
    bytes.push_back(static_cast<std::uint8_t>(item << 3 | payload.size()));
    return append(payload);
  }
  IsaPnpRom& large(unsigned item, std::vector<unsigned> payload) {
    bytes.push_back(static_cast<std::uint8_t>(0x80 | item));
    bytes.push_back(static_cast<std::uint8_t>(payload.size()));
    bytes.push_back(static_cast<std::uint8_t>(payload.size() >> 8));
    return append(payload);
  }

  IsaPnpRom& version() { return small(1, {0x10, 0x10}); }
  IsaPnpRom& device(unsigned product) { return small(2, {0x4A, 0x4B, product >> 8, product & 0xFF, 0}); }
  IsaPnpRom& compatible() { return small(3, {0x41, 0xD0, 0x05, 0x01}); }
  IsaPnpRom& name(const std::string& text) { return large(2, {text.begin(), text.end()}); }
  IsaPnpRom& irq(unsigned mask) { return small(4, {mask & 0xFF, mask >> 8}); }
  IsaPnpRom& irq(unsigned mask, unsigned information) { return small(4, {mask & 0xFF, mask >> 8, information}); }
  IsaPnpRom& dma(unsigned mask, unsigned information) { return small(5, {mask, information}); }
  IsaPnpRom& dependent() { return small(6, {}); }
  IsaPnpRom& dependent(unsigned priority) { return small(6, {priority}); }
  IsaPnpRom& end_dependent() { return small(7, {}); }
  IsaPnpRom& io(unsigned information, unsigned minimum, unsigned maximum, unsigned alignment, unsigned length) {
    return small(8, {information, minimum & 0xFF, minimum >> 8, maximum & 0xFF, maximum >> 8, alignment, length});
  }
  IsaPnpRom& fixed_io(unsigned base, unsigned length) { return small(9, {base & 0xFF, base >> 8, length}); }
  // In units of 256 bytes, but for the alignment.
  IsaPnpRom& memory(unsigned information, unsigned minimum, unsigned maximum, unsigned alignment, unsigned length) {
    std::vector<unsigned> payload{information};
    for (const unsigned word : {minimum, maximum, alignment, length})
      payload.insert(payload.end(), {word & 0xFF, word >> 8});
    return large(1, payload);
  }
  IsaPnpRom& memory_32(unsigned information, std::vector<unsigned> words) {
    std::vector<unsigned> payload{information};
    for (const unsigned word : words)
      payload.insert(payload.end(), {word & 0xFF, word >> 8 & 0xFF, word >> 16 & 0xFF, word >> 24});
    return large(words.size() == 2 ? 6 : 5, payload);
  }
  IsaPnpRom& end(unsigned checksum) { return small(15, {checksum}); }
  // With the checksum that makes it good.
  IsaPnpRom& end() {
    end(0);
    std::uint8_t sum = 0;
    for (const std::uint8_t byte : bytes) sum = static_cast<std::uint8_t>(sum + byte);
    bytes.back() = static_cast<std::uint8_t>(-sum);
    return *this;
  }

  [[nodiscard]] std::vector<IsaPnpDevice> devices() const {
    std::vector<IsaPnpDevice> all;
    IsaPnpDevices list(bytes);
    while (const auto device = list.next()) all.push_back(*device);
    return all;
  }

 private:
  IsaPnpRom& append(const std::vector<unsigned>& payload) {
    for (const unsigned byte : payload) bytes.push_back(static_cast<std::uint8_t>(byte));
    return *this;
  }
};

// The resources of the seven devices of a published card, in our own words.
// Source: ReactOS modules/rostests/unittests/isapnp/res_card.c (commit 36b140accf383188b454a6dc0c3f216608ceefb7).
inline IsaPnpRom published_card() {
  IsaPnpRom rom;
  rom.version().name("a card");
  rom.device(1).name("first").io(1, 0x330, 0x340, 4, 2);
  rom.dependent().io(0, 0x600, 0x780, 1, 8).fixed_io(0x0C16 | 0xF000, 12).irq(1U << 5).irq(0x1C, 8);
  rom.dependent(2).memory(0x1B, 0xC80, 0xDC0, 0xFF40, 0x40).memory(0x66, 0xD40, 0xD80, 0, 0x40).dma(3, 4);
  rom.end_dependent().dma(4, 0x41);
  rom.device(2).io(1, 0x500, 0x506, 1, 1);
  rom.dependent().io(1, 0x600, 0x607, 1, 1).dependent().io(1, 0x700, 0x708, 1, 1).end_dependent();
  rom.device(3).dependent().io(1, 0x600, 0x607, 1, 1).dependent().io(1, 0x700, 0x708, 1, 1).end_dependent();
  rom.io(1, 0x500, 0x506, 1, 1);
  rom.device(4).dependent().io(1, 0x600, 0x607, 1, 1).dependent().io(1, 0x700, 0x708, 1, 1).end_dependent();
  rom.device(5).compatible().name("fifth");
  rom.memory_32(0x66, {0xD0000, 0xE0000, 0x100, 0x8000}).memory_32(0x66, {0xC8000, 0x8000});
  rom.device(6).memory(0x6E, 0xA00, 0xA40, 4, 0x10).memory(0x66, 0x800, 0x900, 4, 1);
  rom.dma(0x40, 4).irq(1U << 5).fixed_io(0x80, 8);
  rom.device(7).small(14, {1, 2, 3});
  return rom.end();
}

}  // namespace resmap::buses::testing_support
