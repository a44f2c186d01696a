// SPDX-License-Identifier: MIT
#include "resmap/registry/reg_source.h"

#include <algorithm>
#include <vector>

#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

bool begins_with(Bytes file, std::initializer_list<std::uint8_t> bytes) {
  return file.size() >= bytes.size() && std::equal(bytes.begin(), bytes.end(), file.begin());
}

bool is_ascii(std::uint8_t byte) { return byte != 0 && byte < 0x80; }

}  // namespace

RegSource::RegSource(Bytes file) {
  if (begins_with(file, {0xFF, 0xFE}) || begins_with(file, {0xFE, 0xFF})) {
    mark_size_ = 2;
    convert_utf16(file.subspan(2), file[0] == 0xFE);
    return;
  }
  // A header in UTF-16 gives itself away without a mark.
  if (file.size() >= 2 && (file[0] == 0 ? is_ascii(file[1]) : is_ascii(file[0]) && file[1] == 0)) {
    convert_utf16(file, file[0] == 0);
    return;
  }
  const bool marked = begins_with(file, {0xEF, 0xBB, 0xBF});
  mark_size_ = marked ? 3 : 0;
  const Bytes body = file.subspan(mark_size_);
  text_ = {reinterpret_cast<const char*>(body.data()), body.size()};
  // Without a mark Windows takes every file for ANSI. Tools of today write version 5.00 in UTF-8, which shows; of REGEDIT4 the
  // old meaning is kept.
  const bool ansi =
      !marked && text_.substr(std::min(text_.find_first_not_of(" \t\r\n"), text_.size())).starts_with("REGEDIT4");
  const std::size_t good = utf8_prefix(text_);
  if (good == text_.size() && !ansi) return;
  if (marked) not_utf8_at_ = mark_size_ + good;
  convert_windows_1252(body);
}

void RegSource::convert_utf16(Bytes units, bool big_endian) {
  encoding_ = big_endian ? RegEncoding::utf16be : RegEncoding::utf16le;
  odd_byte_ = units.size() % 2 != 0;
  converted_.reserve(units.size() / 2 + units.size() / 16);
  if (big_endian) {
    std::vector<std::uint8_t> swapped(units.begin(), units.end() - (odd_byte_ ? 1 : 0));
    for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
    append_utf8_from_utf16le(converted_, swapped);
  } else {
    append_utf8_from_utf16le(converted_, units);
  }
  text_ = converted_;
}

void RegSource::convert_windows_1252(Bytes bytes) {
  encoding_ = RegEncoding::windows_1252;
  converted_.reserve(bytes.size() + bytes.size() / 8);
  for (const std::uint8_t byte : bytes) append_utf8(converted_, from_windows_1252(byte));
  text_ = converted_;
}

std::string_view RegSource::line_at(std::size_t start) const {
  const std::size_t end = std::min(text_.find_first_of("\r\n", start), text_.size());
  return text_.substr(start, end - start);
}

std::size_t RegSource::line_after(std::size_t at) const {
  const std::size_t end = text_.find_first_of("\r\n", at);
  if (end == std::string_view::npos) return text_.size();
  return end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
}

std::uint64_t RegSource::file_offset(std::size_t at) {
  if (encoding_ == RegEncoding::utf8) return mark_size_ + at;
  if (at < counted_to_) counted_to_ = 0, counted_ = 0;
  while (counted_to_ < at) {
    const CodePoint point = decode_utf8(text_, counted_to_);
    counted_to_ += point.length;
    counted_ += encoding_ == RegEncoding::windows_1252 ? 1U : point.value >= 0x10000 ? 4U : 2U;
  }
  return mark_size_ + counted_;
}

}  // namespace resmap::registry
