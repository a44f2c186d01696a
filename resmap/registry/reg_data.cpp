// SPDX-License-Identifier: MIT
#include "resmap/registry/reg_data.h"

#include <algorithm>

#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

int hex_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// Whether `word`, in lower case, stands at `at`.
bool stands_at(std::string_view text, std::size_t at, std::size_t end, std::string_view word) {
  if (end - at < word.size()) return false;
  return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char w, char c) { return w == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c); });
}

class DataReader {
 public:
  DataReader(const RegSource& source, std::size_t at, RegDialect dialect)
      : source_(source), text_(source.text()), dialect_(dialect), at_(at), end_(at + source.line_at(at).size()) {
    data_.next_line = source_.line_after(at);
  }

  RegData read() {
    at_ = skip_blanks(text_, at_, end_);
    if (at_ < end_ && text_[at_] == '-') {
      ++at_;
      return finish(RegData::Kind::deletion);
    }
    if (at_ < end_ && text_[at_] == '"') return string();
    if (stands_at(text_, at_, end_, "dword:")) return dword();
    if (stands_at(text_, at_, end_, "hex:")) {
      at_ += 4;
      data_.type = value_type::binary;
      return hex();
    }
    if (stands_at(text_, at_, end_, "hex(")) return typed_hex();
    return refuse(rule::reg_unknown_data, at_);
  }

 private:
  RegData finish(RegData::Kind kind) {
    if (!nothing_follows(text_, at_, end_)) return refuse(rule::reg_text_after_value, skip_blanks(text_, at_, end_));
    data_.kind = kind;
    return std::move(data_);
  }

  RegData refuse(std::uint16_t broken_rule, std::size_t wrong_at) {
    data_.kind = RegData::Kind::refused;
    data_.rule = broken_rule;
    data_.wrong_at = wrong_at;
    return std::move(data_);
  }

  RegData string() {
    const std::size_t start = at_++;
    std::string value;
    data_.type = value_type::sz;
    if (!read_quoted(text_, at_, end_, value, data_.unknown_escape)) {
      // Perhaps the string holds line breaks. It does when the next quote in the text ends a line; a line of its own
      // ("name"=...) has more behind its first quote.
      at_ = start + 1;
      value.clear();
      if (!read_quoted(text_, at_, text_.size(), value, data_.unknown_escape))
        return refuse(rule::reg_string_unclosed, start);
      end_ = at_ + source_.line_at(at_).size();
      if (!nothing_follows(text_, at_, end_)) return refuse(rule::reg_string_unclosed, start);
      data_.next_line = source_.line_after(at_);
    }
    append_utf16le(data_.bytes, value);
    data_.bytes.insert(data_.bytes.end(), 2, 0);
    return finish(RegData::Kind::value);
  }

  RegData dword() {
    const std::size_t start = at_ += 6;
    std::uint32_t value = 0;
    for (; at_ < end_ && hex_digit(text_[at_]) >= 0; ++at_)
      value = value << 4 | static_cast<std::uint32_t>(hex_digit(text_[at_]));
    if (at_ == start || at_ - start > 8) return refuse(rule::reg_bad_dword, start);
    data_.type = value_type::dword;
    data_.bytes.resize(4);
    store_le(data_.bytes.data(), value);
    return finish(RegData::Kind::value);
  }

  RegData typed_hex() {
    const std::size_t start = at_ += 4;
    std::uint64_t type = 0;
    for (; at_ < end_ && hex_digit(text_[at_]) >= 0 && type <= UINT32_MAX; ++at_)
      type = type << 4 | static_cast<std::uint64_t>(hex_digit(text_[at_]));
    if (at_ == start || type > UINT32_MAX || !stands_at(text_, at_, end_, "):"))
      return refuse(rule::reg_unknown_data, start);
    at_ += 2;
    data_.type = static_cast<std::uint32_t>(type);
    return hex();
  }

  // Bytes between commas. A line goes on in the next when a backslash follows a comma, or nothing yet.
  RegData hex() {
    for (bool byte_may_follow = true;;) {
      at_ = skip_blanks(text_, at_, end_);
      if (at_ == end_ || text_[at_] == ';') break;
      if (text_[at_] == '\\') {
        if (!byte_may_follow || !nothing_follows(text_, at_ + 1, end_)) return refuse_hex(at_);
        if (!continue_line()) {
          if (at_ >= text_.size()) break;
          return own_line_ ? refuse(rule::reg_bad_hex, at_) : refuse_hex(at_);
        }
        continue;
      }
      if (!byte_may_follow) return refuse_hex(at_);
      const std::size_t start = at_;
      unsigned byte = 0;
      for (; at_ < end_ && at_ - start < 3 && hex_digit(text_[at_]) >= 0; ++at_)
        byte = byte << 4 | static_cast<unsigned>(hex_digit(text_[at_]));
      if (at_ == start || at_ - start > 2) return refuse_hex(start);
      data_.bytes.push_back(static_cast<std::uint8_t>(byte));
      at_ = skip_blanks(text_, at_, end_);
      byte_may_follow = at_ < end_ && text_[at_] == ',';
      if (byte_may_follow) ++at_;
    }
    const bool string_type =
        data_.type == value_type::sz || data_.type == value_type::expand_sz || data_.type == value_type::multi_sz;
    if (dialect_ == RegDialect::regedit4 && string_type) widen();
    data_.kind = RegData::Kind::value;
    return std::move(data_);
  }

  // Moves to the next line that is neither blank nor a comment. False when the text ends, or that line holds no data: one that
  // begins as keys and values do is to be read for itself, since only the backslash was wrong.
  bool continue_line() {
    do {
      at_ = data_.next_line;
      if (at_ >= text_.size()) return false;
      end_ = at_ + source_.line_at(at_).size();
      data_.next_line = source_.line_after(at_);
    } while (nothing_follows(text_, at_, end_));
    const std::size_t line = at_;
    at_ = skip_blanks(text_, at_, end_);
    if (hex_digit(text_[at_]) >= 0) return true;
    own_line_ = text_[at_] == '"' || text_[at_] == '@' || text_[at_] == '[';
    if (own_line_) data_.next_line = line;
    return false;
  }

  // One wrong digit spoils the value, but the lines that go on with it are no lines of their own.
  RegData refuse_hex(std::size_t wrong_at) {
    for (own_line_ = false; !own_line_ && at_ < end_;) {
      const std::size_t last = text_.substr(0, end_).find_last_not_of(" \t");
      if (text_[last] != '\\') break;
      continue_line();
    }
    return refuse(rule::reg_bad_hex, wrong_at);
  }

  // ANSI bytes of REGEDIT4 to UTF-16LE.
  void widen() {
    std::vector<std::uint8_t> wide;
    wide.reserve(data_.bytes.size() * 2);
    for (const std::uint8_t byte : data_.bytes) {
      const char32_t unit = from_windows_1252(byte);
      wide.push_back(static_cast<std::uint8_t>(unit));
      wide.push_back(static_cast<std::uint8_t>(unit >> 8));
    }
    data_.bytes = std::move(wide);
  }

  const RegSource& source_;
  std::string_view text_;
  RegDialect dialect_;
  std::size_t at_;
  std::size_t end_;        // of the line that at_ is in
  bool own_line_ = false;  // what continue_line() stopped at
  RegData data_;
};

}  // namespace

RegData read_reg_data(const RegSource& source, std::size_t at, RegDialect dialect) {
  return DataReader(source, at, dialect).read();
}

bool read_quoted(std::string_view text, std::size_t& at, std::size_t end, std::string& out, bool& unknown_escape) {
  text = text.substr(0, end);
  while (at < end) {
    const std::size_t plain = std::min(text.find_first_of("\"\\", at), end);
    out.append(text.substr(at, plain - at));
    at = plain;
    if (at == end) return false;
    if (text[at++] == '"') return true;
    if (at == end || text[at] == '\r' || text[at] == '\n') return false;
    if (text[at] != '"' && text[at] != '\\') {
      out.push_back('\\');
      unknown_escape = true;
    }
    out.push_back(text[at++]);
  }
  return false;
}

}  // namespace resmap::registry
