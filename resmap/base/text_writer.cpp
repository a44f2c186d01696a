// SPDX-License-Identifier: MIT
#include "resmap/base/text_writer.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace resmap {

namespace {

std::string_view digits_of(std::uint64_t number, int base, char (&buffer)[64]) {
  const auto result = std::to_chars(std::begin(buffer), std::end(buffer), number, base);
  return {buffer, static_cast<std::size_t>(result.ptr - buffer)};
}

}  // namespace

TextWriter& TextWriter::text(std::string_view piece) {
  if (!text_.append_all({piece.data(), piece.size()})) failed_ = true;
  return *this;
}

TextWriter& TextWriter::repeat(char c, std::size_t count) {
  if (!text_.append_filled(count, c)) failed_ = true;
  return *this;
}

TextWriter& TextWriter::decimal(std::uint64_t number) {
  char buffer[64];
  return text(digits_of(number, 10, buffer));
}

TextWriter& TextWriter::signed_decimal(std::int64_t number) {
  if (number < 0) text("-");
  return decimal(number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number));
}

TextWriter& TextWriter::hex_digits(std::uint64_t number, unsigned digits) {
  char buffer[64];
  const std::string_view text_of_number = digits_of(number, 16, buffer);
  return repeat('0', digits - std::min<std::size_t>(digits, text_of_number.size())).text(text_of_number);
}

TextWriter& TextWriter::hex_bytes(Bytes bytes) {
  constexpr std::string_view digit = "0123456789abcdef";
  const std::size_t before = text_.size();
  if (!text_.append_filled(bytes.size() * 2, '0')) {
    failed_ = true;
    return *this;
  }
  char* out = text_.data() + before;
  for (const std::uint8_t byte : bytes) {
    *out++ = digit[byte >> 4];
    *out++ = digit[byte & 15];
  }
  return *this;
}

TextWriter& TextWriter::left(std::string_view piece, std::size_t width) {
  const std::size_t taken = columns(piece);
  return text(piece).repeat(' ', width - std::min(width, taken));
}

TextWriter& TextWriter::right(std::string_view piece, std::size_t width) {
  const std::size_t taken = columns(piece);
  return repeat(' ', width - std::min(width, taken)).text(piece);
}

Result<std::string_view> TextWriter::finish() const {
  if (failed_) return fail({.code = ErrorCode::out_of_memory});
  return view();
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // continuation bytes take no column of their own
  }));
}

}  // namespace resmap
