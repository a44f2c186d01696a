// SPDX-License-Identifier: MIT
#include "resmap/report/sizes.h"

#include <iterator>

#include "resmap/base/text_writer.h"

namespace resmap::report {

using lists::ResourceType;

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  std::string text = std::to_string(count) + " ";
  if (count == 1 || many.empty()) {
    text += one;
    if (count != 1) text += "s";
  } else {
    text += many;
  }
  return text;
}

std::string size_words(std::uint64_t last_offset) {
  constexpr std::string_view units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  TextWriter out;
  if (last_offset == ~std::uint64_t{0}) return "16 EiB";
  const std::uint64_t size = last_offset + 1;
  std::size_t unit = 0;
  while (unit + 1 < std::size(units) && size >> (10 * (unit + 1)) != 0) ++unit;
  if (unit == 0) return std::to_string(size) + (size == 1 ? " byte" : " bytes");
  const unsigned shift = static_cast<unsigned>(10 * unit);
  const std::uint64_t whole = size >> shift, part = size & ((std::uint64_t{1} << shift) - 1);
  out.decimal(whole);
  if (part != 0 && whole < 100) {  // two decimals, rounded down: a hole is never shown larger than it is
    const std::uint64_t hundredths = (part >> (shift - 10)) * 100 >> 10;
    if (hundredths != 0) {
      out.text(".").hex_digits(hundredths / 10 % 10);
      if (hundredths % 10 != 0) out.hex_digits(hundredths % 10);
    }
  }
  out.text(" ").text(units[unit]);
  return std::string(out.view());
}

std::string size_words(ResourceType type, std::uint64_t last_offset) {
  if (lists::is_memory(type)) return size_words(last_offset);
  if (last_offset == ~std::uint64_t{0}) return "all";
  return std::to_string(last_offset + 1);
}

std::string range_words(ResourceType type, AddressRange range) {
  TextWriter out;
  const bool several = range.last != range.first;
  switch (type) {
    case ResourceType::interrupt:
      out.text(several ? "lines " : "line ").decimal(range.first);
      if (several) out.text("-").decimal(range.last);
      break;
    case ResourceType::dma:
      out.text(several ? "channels " : "channel ").decimal(range.first);
      if (several) out.text("-").decimal(range.last);
      break;
    case ResourceType::bus_number:
      out.text("bus ").decimal(range.first);
      if (several) out.text("-").decimal(range.last);
      break;
    default:
      out.hex(range.first);
      if (several) out.text("-").hex(range.last);
  }
  return std::string(out.view());
}

std::string_view short_type(ResourceType type) {
  switch (type) {
    case ResourceType::port: return "port";
    case ResourceType::interrupt: return "irq";
    case ResourceType::dma: return "dma";
    case ResourceType::bus_number: return "bus";
    default: return "mem";
  }
}

std::string_view schema_type(ResourceType type) {
  return lists::word_for(type == ResourceType::memory_large ? ResourceType::memory : type);
}

}  // namespace resmap::report
