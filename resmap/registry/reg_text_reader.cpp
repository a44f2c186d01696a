// SPDX-License-Identifier: MIT
#include <algorithm>
#include <new>
#include <optional>
#include <string>

#include "resmap/registry/reg_data.h"
#include "resmap/registry/reg_source.h"
#include "resmap/registry/reg_text.h"
#include "resmap/registry/utf.h"

namespace resmap::registry {
namespace {

struct Header {
  std::size_t at;  // where its line begins
  std::optional<RegDialect> dialect;
};

// The first line that is not blank. Windows asks for these letters exactly, blanks around them allowed.
Header find_header(const RegSource& source) {
  const std::string_view text = source.text();
  std::size_t at = 0;
  while (at < text.size() && skip_blanks(text, at, text.size()) == at + source.line_at(at).size())
    at = source.line_after(at);
  std::string_view line = source.line_at(at);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  line.remove_suffix(line.size() - (line.find_last_not_of(" \t") + 1));
  if (line == "Windows Registry Editor Version 5.00") return {at, RegDialect::version5};
  if (line == "REGEDIT4") return {at, RegDialect::regedit4};
  return {at, std::nullopt};
}

class RegReader {
 public:
  explicit RegReader(Bytes file) : source_(file), text_(source_.text()) {}

  Result<RegText> read() {
    const Header header = find_header(source_);
    if (!header.dialect)
      return fail(
          {.code = ErrorCode::unsupported, .rule = rule::reg_unknown_header, .offset = source_.file_offset(header.at)});
    out_.dialect = *header.dialect;
    out_.encoding = source_.encoding();
    if (source_.not_utf8_at() != RegSource::npos) remark({rule::reg_not_utf8, 1, source_.not_utf8_at()});
    advance_to(source_.line_after(header.at));
    while (start_ < text_.size()) {
      next_ = source_.line_after(start_);
      RESMAP_TRY(line());
      advance_to(next_);
    }
    if (source_.odd_byte()) add(rule::reg_odd_byte, text_.size());
    return std::move(out_);
  }

 private:
  Result<void> line() {
    const std::size_t end = start_ + source_.line_at(start_).size();
    const std::size_t at = skip_blanks(text_, start_, end);
    if (at == end || text_[at] == ';' || text_[at] == '#') return {};
    if (text_[at] == '[') return key_line(at, end);
    if (text_[at] == '"' || text_[at] == '@') return value_line(at, end);
    add(rule::reg_unknown_line, at);
    return {};
  }

  Result<void> key_line(std::size_t at, std::size_t end) {
    key_.reset();
    const std::size_t close = text_.substr(0, end).rfind(']');  // a key's name may hold brackets
    if (close == std::string_view::npos || close <= at) {
      add(rule::reg_key_unclosed, at);
      return {};
    }
    const bool deletion = text_[at + 1] == '-';
    const std::size_t path_at = at + (deletion ? 2 : 1);
    std::string path(text_.substr(path_at, close - path_at));
    const std::size_t first = path.find_first_not_of('\\');
    if (first == std::string::npos || path[first] == '-' || path.find('\0') != std::string::npos) {
      add(rule::reg_key_name, path_at);
      return {};
    }
    mend_surrogates(path, path_at);
    if (!nothing_follows(text_, close + 1, end)) add(rule::reg_text_after_key, close + 1);
    if (deletion) {
      if (const std::optional<KeyId> doomed = out_.registry.find(path)) RESMAP_TRY(out_.registry.delete_key(*doomed));
      return {};
    }
    const Result<KeyId> made = out_.registry.create(path);
    if (made) {
      key_ = *made;
      return {};
    }
    return refused(made.error(), path_at);
  }

  Result<void> value_line(std::size_t at, std::size_t end) {
    std::string name;
    const std::size_t name_at = at;
    bool unknown_escape = false;
    if (text_[at++] == '"') {
      if (!read_quoted(text_, at, end, name, unknown_escape) || name.find('\0') != std::string::npos) {
        add(rule::reg_value_name, name_at);
        return {};
      }
      mend_surrogates(name, name_at);
    }
    at = skip_blanks(text_, at, end);
    if (at == end || text_[at] != '=') {
      add(rule::reg_no_equals, at);
      return {};
    }
    const RegData data = read_reg_data(source_, at + 1, out_.dialect);
    next_ = data.next_line;
    if (unknown_escape || data.unknown_escape) add(rule::reg_unknown_escape, name_at);
    if (data.kind == RegData::Kind::refused) {
      add(data.rule, data.wrong_at);
      return {};
    }
    if (!key_) {
      add(rule::reg_value_outside, name_at);
      return {};
    }
    const std::optional<ValueId> before = out_.registry.value(*key_, name);
    if (data.kind == RegData::Kind::deletion) {
      if (before) RESMAP_TRY(out_.registry.delete_value(*before));
      return {};
    }
    if (before) add(rule::reg_value_again, name_at);
    const Result<ValueId> set = out_.registry.set_value(*key_, name, data.type, data.bytes, line_);
    if (set) return {};
    return refused(set.error(), name_at);
  }

  // A limit costs one line; no memory ends the reading.
  Result<void> refused(const Error& error, std::size_t at) {
    if (error.code != ErrorCode::limit_exceeded) return fail(error);
    add(rule::reg_limit, at);
    return {};
  }

  void mend_surrogates(std::string& name, std::size_t at) {
    if (is_utf8(name)) return;
    std::string mended;
    for (std::size_t i = 0; i < name.size();) {
      const CodePoint point = decode_utf8(name, i);
      append_utf8(mended, is_surrogate(point.value) || point.value == CodePoint::invalid ? 0xFFFD : point.value);
      i += point.length;
    }
    name = std::move(mended);
    add(rule::reg_name_surrogate, at);
  }

  // A finding at a position in or behind the current line.
  void add(std::uint16_t broken_rule, std::size_t at) {
    if (out_.findings.size() >= RegText::max_findings) return remark({broken_rule, 0, 0});
    std::uint32_t number = line_;
    for (std::size_t start = start_;;) {
      const std::size_t next = source_.line_after(start);
      const bool ended = next > start && (text_[next - 1] == '\n' || text_[next - 1] == '\r');
      if (!ended || next > at) break;
      start = next;
      ++number;
    }
    remark({broken_rule, number, source_.file_offset(at)});
  }

  void remark(RegFinding finding) {
    ++(finding.severity() == RegSeverity::error ? out_.errors : out_.warnings);
    if (out_.findings.size() < RegText::max_findings) out_.findings.push_back(finding);
  }

  void advance_to(std::size_t next) {
    while (start_ < next) {
      start_ = source_.line_after(start_);
      ++line_;
    }
  }

  RegSource source_;
  std::string_view text_;
  RegText out_;
  std::optional<KeyId> key_;  // none: values have no place to go
  std::size_t start_ = 0;     // of the current line,
  std::uint32_t line_ = 1;    // its number,
  std::size_t next_ = 0;      // and where the next one that is to be read begins
};

}  // namespace

bool is_reg_text(Bytes file) {
  try {
    return find_header(RegSource(file.first(std::min<std::size_t>(file.size(), 4096)))).dialect.has_value();
  } catch (const std::bad_alloc&) {
    return false;
  }
}

Result<RegText> read_reg_text(Bytes file) {
  try {
    return RegReader(file).read();
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::registry
