// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "resmap/buses/pci_program.h"
#include "resmap/buses/pci_requirements.h"

// Configuration spaces as test data: what stands in a line of spec/golden/pci/*.functions, as bytes that answer as a device does.
namespace resmap::buses::testing_support {

// A space with the bits that software can change. Writing changes those alone.
class PciSpace {
 public:
  explicit PciSpace(std::size_t size = 256) : present_(size), writable_(size) { writable(0x04, 0x0007); }

  PciSpace& set(std::size_t at, std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) present_.at(at + i) = static_cast<std::uint8_t>(value >> (8 * i));
    return *this;
  }
  PciSpace& set_16(std::size_t at, std::uint16_t value) { return set(at, value, 2); }
  PciSpace& set_32(std::size_t at, std::uint32_t value) { return set(at, value, 4); }
  PciSpace& writable(std::size_t at, std::uint64_t mask, unsigned bytes = 2) {
    for (unsigned i = 0; i < bytes; ++i) writable_.at(at + i) = static_cast<std::uint8_t>(mask >> (8 * i));
    return *this;
  }
  // A BAR at any register: its kind bits, its size and where it is.
  PciSpace& bar(std::size_t at, unsigned kind, std::uint64_t address, std::uint64_t size, std::uint64_t reach) {
    const unsigned bytes = (kind & 7) == 4 ? 8 : 4;
    set(at, address | kind, bytes);
    return writable(at, ~(size - 1) & reach, bytes);
  }
  // The next capability, at the end of the list.
  std::size_t capability(std::uint8_t id, std::size_t bytes) {
    present_.at(last_ == 0 ? 0x34 : last_ + 1) = static_cast<std::uint8_t>(next_);
    present_.at(0x06) |= 0x10;
    last_ = next_;
    present_.at(last_) = id;
    next_ += (bytes + 3) & ~std::size_t{3};
    return last_;
  }
  std::size_t extended(std::uint16_t id, std::size_t bytes) {
    if (present_.size() < 4096) {
      present_.resize(4096);
      writable_.resize(4096);
    }
    if (last_extended_ != 0) present_.at(last_extended_ + 3) = static_cast<std::uint8_t>(next_extended_ >> 4);
    if (last_extended_ != 0)
      present_.at(last_extended_ + 2) = static_cast<std::uint8_t>((next_extended_ & 0xF) << 4 | 1);
    last_extended_ = next_extended_;
    set_32(last_extended_, id | 0x1'0000U);
    next_extended_ += (bytes + 3) & ~std::size_t{3};
    return last_extended_;
  }

  void write(const PciWrite& write) {
    for (unsigned i = 0; i < write.bytes; ++i) {
      const std::uint8_t mask = writable_.at(write.offset + i);
      std::uint8_t& byte = present_.at(write.offset + i);
      byte = static_cast<std::uint8_t>((byte & ~mask) | ((write.value >> (8 * i)) & mask));
    }
  }

  [[nodiscard]] PciConfigView view() const { return *PciConfigView::over(present_); }
  [[nodiscard]] std::vector<std::uint8_t> ones() const {
    std::vector<std::uint8_t> bytes = present_;
    for (std::size_t i = 0x10; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(bytes[i] | writable_[i]);
    return bytes;
  }
  [[nodiscard]] Result<PciFunction> read(PciAddress at = {}) const { return PciFunction::read(at, view(), ones()); }

 private:
  std::vector<std::uint8_t> present_, writable_;
  std::size_t next_ = 0x40, last_ = 0, next_extended_ = 0x100, last_extended_ = 0;
};

struct DescribedFunction {
  std::string text;
  PciAddress at;
  PciSpace space;
  PciDriver driver;

  [[nodiscard]] PciFunction function() const {
    const auto read = space.read(at);
    if (!read) throw std::runtime_error("no function: " + text);
    return *read;
  }
};

namespace detail {

inline std::uint64_t hex(const std::string& text) { return std::strtoull(text.c_str(), nullptr, 16); }

inline void described_bar(PciSpace& space, unsigned index, const std::string& value) {
  const std::string kind = value.substr(0, value.find(':'));
  const std::uint64_t address = hex(value.substr(value.find(':') + 1)), size = hex(value.substr(value.find('/') + 1));
  struct Kind {
    const char* word;
    unsigned bits;
    std::uint64_t reach;
  };
  static constexpr Kind kinds[] = {{"io", 1, 0xFFFF'FFFF},         {"io16", 1, 0xFFFF},
                                   {"mem", 0, 0xFFFF'FFFF},        {"pref", 8, 0xFFFF'FFFF},
                                   {"mem64", 4, ~std::uint64_t{}}, {"pref64", 12, ~std::uint64_t{}},
                                   {"mem1m", 2, 0xFFFF'FFFF}};
  for (const Kind& each : kinds) {
    if (kind != each.word) continue;
    space.bar(0x10 + std::size_t{4} * index, each.bits, address, size, each.reach);
    return;
  }
  throw std::runtime_error("no such BAR: " + value);
}

inline void described_window(PciSpace& space, const std::string& word, const std::string& value) {
  const bool closed = value == "closed";
  const std::uint64_t first = closed ? 0xFFFF'FFFF : hex(value),
                      last = closed ? 0 : hex(value.substr(value.find('-') + 1));
  const bool wide = word == "prefetch64" || word == "ports32";
  const unsigned code = wide ? 1 : 0;
  if (word == "ports" || word == "ports32") {
    space.set_16(0x1C, static_cast<std::uint16_t>((first >> 8 & 0xF0) | (last >> 8 & 0xF0) << 8 | code | code << 8));
    space.writable(0x1C, 0xF0F0);
    if (!wide) return;
    space.set_32(0x30, static_cast<std::uint32_t>(closed ? 0 : (first >> 16) | (last >> 16) << 16));
    space.writable(0x30, 0xFFFF'FFFF, 4);
    return;
  }
  const std::size_t at = word == "memory" ? 0x20 : 0x24;
  space.set_32(at,
               static_cast<std::uint32_t>((first >> 16 & 0xFFF0) | (last >> 16 & 0xFFF0) << 16 | code | code << 16));
  space.writable(at, 0xFFF0'FFF0, 4);
  if (!wide) return;
  space.set_32(0x28, static_cast<std::uint32_t>(first >> 32)).writable(0x28, 0xFFFF'FFFF, 4);
  space.set_32(0x2C, static_cast<std::uint32_t>(last >> 32)).writable(0x2C, 0xFFFF'FFFF, 4);
}

inline unsigned log2_of(std::uint64_t number) {
  unsigned n = 0;
  while ((number >>= 1) != 0) ++n;
  return n;
}

inline void described_word(DescribedFunction& to, const std::string& word, const std::string& value) {
  PciSpace& space = to.space;
  const auto number = static_cast<unsigned>(std::strtoul(value.c_str(), nullptr, 10));
  if (word == "io" || word == "mem") {
    const unsigned command = *space.view().read_16(4);
    space.set_16(4, static_cast<std::uint16_t>(command | (word == "io" ? 1U : 2U)));
  } else if (word.starts_with("bar")) {
    described_bar(space, static_cast<unsigned>(word.at(3) - '0'), value);
  } else if (word == "memory" || word.starts_with("prefetch") || word.starts_with("ports")) {
    space.set(0x0E, 1, 1).set(0x0A, 0x0604, 2);
    described_window(space, word, value);
  } else if (word == "pin" || word == "line") {
    space.set(word == "pin" ? 0x3D : 0x3C, number, 1);
  } else if (word == "control") {
    space.set_16(0x3E, static_cast<std::uint16_t>(hex(value)));
  } else if (word == "class") {
    space.set(0x09, hex(value), 3);
  } else if (word == "header") {
    space.set(0x0E, number, 1);
  } else if (word == "buses") {
    space.set(0x18, hex(value), 3);  // subordinate, secondary, primary
  } else if (word == "msi") {
    space.set_16(space.capability(0x05, 24) + 2, static_cast<std::uint16_t>(log2_of(number) << 1 | 0x180));
  } else if (word == "msix") {
    space.set_16(space.capability(0x11, 12) + 2, static_cast<std::uint16_t>(number - 1));
  } else if (word == "express") {
    const unsigned port = value == "root" ? 4 : value == "downstream" ? 6 : value == "upstream" ? 5 : 0;
    space.set_16(space.capability(0x10, 0x3C) + 2, static_cast<std::uint16_t>(port << 4 | 0x102));
  } else if (word == "driver") {
    to.driver.message_signaled |= value == "msi";
    to.driver.io_space_not_required |= value == "no-io";
  } else if (word == "limit") {
    to.driver.message_limit = static_cast<std::uint16_t>(number);
  } else {
    throw std::runtime_error("no such word: " + word);
  }
}

}  // namespace detail

// One line: "00:0f.0 15ad:0405 io mem bar0=io:1070/10 pin=1 line=9".
inline DescribedFunction described(const std::string& line) {
  DescribedFunction made{.text = line, .at = {}, .space = PciSpace(), .driver = {}};
  std::istringstream words(line);
  std::string place, ids;
  words >> place >> ids;
  made.at = {static_cast<std::uint8_t>(detail::hex(place)), static_cast<std::uint8_t>(detail::hex(place.substr(3))),
             static_cast<std::uint8_t>(detail::hex(place.substr(6)))};
  made.space.set(0, detail::hex(ids), 2).set(2, detail::hex(ids.substr(5)), 2);
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    detail::described_word(made, word.substr(0, equals), equals == std::string::npos ? "" : word.substr(equals + 1));
  }
  return made;
}

// All functions of spec/golden/pci/FILE.
inline std::vector<DescribedFunction> described_functions(const std::string& file) {
  const std::filesystem::path path = std::filesystem::path(RESMAP_SOURCE_DIR) / "spec/golden/pci" / file;
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::vector<DescribedFunction> all;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line.front() != '#') all.push_back(described(line));
  return all;
}

}  // namespace resmap::buses::testing_support
