// SPDX-License-Identifier: MIT
#include "resmap/claims/journal_record.h"

#include "resmap/claims/rules.h"

namespace resmap::claims {

namespace {

constexpr std::uint8_t kVersion = 1;

namespace record_flag {
constexpr std::uint8_t overrides = 1, boot_only = 2;
}
namespace list_flag {
constexpr std::uint8_t drivers_own = 1, erased = 2, aliases = 4, x86 = 8;
}

class Writer {
 public:
  template <std::unsigned_integral Word>
  void word(Word value) {
    const std::size_t at = bytes_.size();
    bytes_.resize(at + sizeof value);
    store_le(bytes_.data() + at, value);
  }
  void bytes(Bytes data) {
    word(static_cast<std::uint32_t>(data.size()));
    bytes_.insert(bytes_.end(), data.begin(), data.end());
  }
  void text(std::string_view text) { bytes(registry::bytes_of(text)); }
  void flag(bool set, std::uint8_t bit) { flags_ = static_cast<std::uint8_t>(set ? flags_ | bit : flags_); }
  void flags() {
    word(flags_);
    flags_ = 0;
  }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
  std::uint8_t flags_ = 0;
};

// After the first thing that does not fit everything reads as 0, and ok() says so.
class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}
  template <std::unsigned_integral Word>
  Word word() {
    if (!has_room(bytes_, at_, sizeof(Word))) {
      broken_ = true;
      return 0;
    }
    const Word value = load_le<Word>(bytes_, at_);
    at_ += sizeof(Word);
    return value;
  }
  Bytes bytes() {
    const auto size = word<std::uint32_t>();
    if (broken_ || !has_room(bytes_, at_, size)) {
      broken_ = true;
      return {};
    }
    at_ += size;
    return bytes_.subspan(at_ - size, size);
  }
  std::string text() {
    const Bytes text = bytes();
    return {text.begin(), text.end()};
  }
  // A count of things that take at least one byte each.
  std::uint32_t count() {
    const auto value = word<std::uint32_t>();
    if (value > bytes_.size() - at_) broken_ = true;
    return broken_ ? 0 : value;
  }
  std::uint8_t at_most(std::uint8_t highest) {
    const auto value = word<std::uint8_t>();
    if (value > highest) broken_ = true;
    return value;
  }
  [[nodiscard]] bool ok() const { return !broken_; }
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

void write_list(Writer& out, const JournalList& list) {
  out.flag(list.drivers_own, list_flag::drivers_own);
  out.flag(list.erased, list_flag::erased);
  out.flag(list.aliases, list_flag::aliases);
  out.flag(list.layout == lists::CmLayout::x86, list_flag::x86);
  out.flags();
  out.text(list.device);
  if (list.erased) return;
  out.bytes(list.raw);
  out.bytes(list.translated);
  out.word(static_cast<std::uint32_t>(list.windows.size()));
  for (const std::uint32_t window : list.windows) out.word(window);
}

JournalList read_list(Reader& in) {
  JournalList list;
  const std::uint8_t flags = in.at_most(15);
  list.drivers_own = (flags & list_flag::drivers_own) != 0;
  list.erased = (flags & list_flag::erased) != 0;
  list.aliases = (flags & list_flag::aliases) != 0;
  list.layout = (flags & list_flag::x86) != 0 ? lists::CmLayout::x86 : lists::CmLayout::x64;
  list.device = in.text();
  if (list.erased) return list;
  list.raw = in.bytes();
  list.translated = in.bytes();
  for (std::uint32_t left = in.count(); left != 0 && in.ok(); --left) list.windows.push_back(in.word<std::uint32_t>());
  return list;
}

void write_event(Writer& out, const Event& event) {
  out.word(static_cast<std::uint8_t>(event.provider));
  out.word(event.unix_ms);
  out.word(event.code);
  out.text(event.source);
  out.word(static_cast<std::uint32_t>(event.strings.size()));
  for (const std::string& text : event.strings) out.text(text);
  out.bytes(event.data);
}

Event read_event(Reader& in) {
  Event event;
  event.provider = in.at_most(1) == 0 ? Event::Provider::classic : Event::Provider::kernel_pnp;
  event.unix_ms = in.word<std::uint64_t>();
  event.code = in.word<std::uint32_t>();
  event.source = in.text();
  for (std::uint32_t left = in.count(); left != 0 && in.ok(); --left) event.strings.push_back(in.text());
  const Bytes data = in.bytes();
  event.data.assign(data.begin(), data.end());
  return event;
}

}  // namespace

std::vector<std::uint8_t> encode(const JournalRecord& record) {
  Writer out;
  out.word(kVersion);
  out.word(static_cast<std::uint8_t>(record.kind));
  out.flag(record.overrides, record_flag::overrides);
  out.flag(record.boot_only, record_flag::boot_only);
  out.flags();
  out.word(static_cast<std::uint8_t>(record.era));
  out.text(record.class_name);
  out.text(record.driver);
  out.word(static_cast<std::uint32_t>(record.lists.size()));
  for (const JournalList& list : record.lists) write_list(out, list);
  out.word(static_cast<std::uint32_t>(record.events.size()));
  for (const Event& event : record.events) write_event(out, event);
  return out.take();
}

Result<JournalRecord> decode_record(Bytes bytes) {
  Reader in(bytes);
  JournalRecord record;
  const auto version = in.word<std::uint8_t>();
  if (in.ok() && version != kVersion)
    return fail({.code = ErrorCode::unsupported, .rule = rule::journal_version, .value = version});
  const std::uint8_t kind = in.at_most(static_cast<std::uint8_t>(JournalRecord::Kind::key));
  record.kind = kind != 0 && in.ok() ? static_cast<JournalRecord::Kind>(kind) : JournalRecord::Kind::refusal;
  const std::uint8_t flags = in.at_most(3);
  record.overrides = (flags & record_flag::overrides) != 0;
  record.boot_only = (flags & record_flag::boot_only) != 0;
  record.era = in.at_most(1) == 0 ? Era::nt4 : Era::w2k;
  record.class_name = in.text();
  record.driver = in.text();
  for (std::uint32_t left = in.count(); left != 0 && in.ok(); --left) record.lists.push_back(read_list(in));
  for (std::uint32_t left = in.count(); left != 0 && in.ok(); --left) record.events.push_back(read_event(in));
  if (!in.ok() || kind == 0 || !in.at_end())
    return fail({.code = ErrorCode::malformed, .rule = rule::journal_record, .offset = in.at()});
  return record;
}

}  // namespace resmap::claims
