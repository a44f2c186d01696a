// SPDX-License-Identifier: MIT
// Tested in inf_logconfig_test.cpp.
#include "resmap/import/inf_value.h"

#include <algorithm>
#include <utility>

#include "resmap/import/rules.h"
#include "resmap/lists/logical_configuration.h"

namespace resmap::import {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
namespace memory_flag = lists::memory_flag;
namespace port_flag = lists::port_flag;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

int digit(char c, unsigned base) {
  const int value = c >= '0' && c <= '9' ? c - '0' : upper(c) >= 'A' && upper(c) <= 'F' ? upper(c) - 'A' + 10 : 99;
  return value < static_cast<int>(base) ? value : -1;
}

// Reads an entry's value front to back; blanks between the parts mean nothing.
class Reader {
 public:
  Reader(const InfText& inf, const InfEntry& entry) : inf_(inf), entry_(entry) {}

  [[nodiscard]] bool done() {
    skip_blanks();
    return at_ == entry_.value.size();
  }
  [[nodiscard]] bool take(char c) {
    skip_blanks();
    if (at_ == entry_.value.size() || upper(entry_.value[at_]) != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] char peek() {
    skip_blanks();
    return at_ == entry_.value.size() ? '\0' : upper(entry_.value[at_]);
  }
  void mark() {
    skip_blanks();
    mark_ = at_;
  }
  [[nodiscard]] Result<std::uint64_t> number(unsigned base, std::uint64_t most = ~std::uint64_t{0}) {
    mark();
    const std::string& text = entry_.value;
    if (base == 16 && at_ + 1 < text.size() && text[at_] == '0' && upper(text[at_ + 1]) == 'X') at_ += 2;
    const std::size_t first = at_;
    std::uint64_t value = 0;
    for (int next; at_ < text.size() && (next = digit(text[at_], base)) >= 0; ++at_) {
      const auto add = static_cast<std::uint64_t>(next);
      if (value > (most - std::min(add, most)) / base || add > most) return wrong(rule::inf_value);
      value = value * base + add;
      if (value > most) return wrong(rule::inf_value);
    }
    if (at_ == first) return wrong(rule::inf_value);
    return value;
  }
  // At the last mark.
  [[nodiscard]] std::unexpected<Error> wrong(std::uint16_t rule) { return inf_.wrong(rule, entry_.at[mark_]); }
  [[nodiscard]] std::unexpected<Error> wrong_here(std::uint16_t rule) {
    mark();
    return wrong(rule);
  }
  [[nodiscard]] Error unsupported_here() {
    Error error = wrong_here(rule::inf_window_attribute).error();
    error.code = ErrorCode::unsupported;
    return error;
  }

 private:
  void skip_blanks() {
    while (at_ < entry_.value.size() && (entry_.value[at_] == ' ' || entry_.value[at_] == '\t')) ++at_;
  }
  const InfText& inf_;
  const InfEntry& entry_;
  std::size_t at_ = 0, mark_ = 0;
};

// start-end, or size@min-max[%mask].
struct Range {
  std::uint64_t length = 0, first = 0, last = 0, alignment = 1;
};

Result<Range> range(Reader& read, std::uint64_t usual_mask) {
  Range made;
  read.mark();
  RESMAP_TRY_ASSIGN(const std::uint64_t number, read.number(16));
  if (!read.take('@')) {
    made.first = number;
    if (!read.take('-')) return read.wrong_here(rule::inf_value);
    RESMAP_TRY_ASSIGN(made.last, read.number(16));
    if (made.last < made.first || made.last - made.first == ~std::uint64_t{0}) return read.wrong(rule::inf_range);
    made.length = made.last - made.first + 1;
    return made;
  }
  made.length = number;
  if (number == 0 || number > 0xFFFF'FFFF) return read.wrong(rule::inf_range);
  RESMAP_TRY_ASSIGN(made.first, read.number(16));
  if (!read.take('-')) return read.wrong_here(rule::inf_value);
  RESMAP_TRY_ASSIGN(made.last, read.number(16));
  if (made.last < made.first || made.last - made.first < made.length - 1) return read.wrong(rule::inf_range);
  std::uint64_t mask = usual_mask;
  if (read.take('%')) {
    RESMAP_TRY_ASSIGN(mask, read.number(16));
    if (mask == 0) return read.wrong(rule::inf_value);
  }
  made.alignment = mask & (~mask + 1);
  return made;
}

Result<IoDescriptor> address(Reader& read, ResourceType type, const Range& range, std::uint16_t flags) {
  auto made = IoDescriptor::address(type, range.length, range.alignment, range.first, range.last,
                                    ShareDisposition::device_exclusive, flags);
  if (!made) return read.wrong(rule::inf_range);
  return *made;
}

Result<IoDescriptor> ports(Reader& read, const ImportPolicy& policy) {
  RESMAP_TRY_ASSIGN(const Range where, range(read, ~std::uint64_t{0}));
  std::uint16_t decode =
      policy.omitted_decode == ImportPolicy::OmittedDecode::decode_16_bit ? port_flag::decode_16_bit : std::uint16_t{0};
  bool in_memory = false;
  if (read.take('(')) {
    if (read.peek() != ':' && read.peek() != ')') {
      RESMAP_TRY_ASSIGN(const std::uint64_t mask, read.number(16));
      switch (mask) {
        case 0x3FF: decode = port_flag::decode_10_bit; break;
        case 0xFFF: decode = port_flag::decode_12_bit; break;
        case 0xFFFF: decode = port_flag::decode_16_bit; break;
        case 0: decode = port_flag::positive_decode; break;
        default: return read.wrong(rule::inf_value);
      }
    }
    if (read.take(':')) {
      if (digit(read.peek(), 16) >= 0) RESMAP_TRY(read.number(16));  // the alias offset: not used
      if (read.take(':')) in_memory = read.take('M');
    }
    if (!read.take(')')) return read.wrong_here(rule::inf_value);
  }
  const unsigned space = in_memory ? port_flag::memory : port_flag::io;
  return address(read, ResourceType::port, where, static_cast<std::uint16_t>(space | decode));
}

Result<IoDescriptor> memory(Reader& read, const ImportPolicy& policy) {
  RESMAP_TRY_ASSIGN(const Range where, range(read, 0xFFFF'F000));
  bool reads = false, writes = false, wide = policy.card_decode == ImportPolicy::CardDecode::ignored;
  unsigned flags = 0;
  if (read.take('(')) {
    while (!read.take(')')) {
      if (read.take('R'))
        reads = true;
      else if (read.take('W'))
        writes = true;
      else if (read.take('C'))
        flags |= memory_flag::combined_write;
      else if (read.take('H'))
        flags |= memory_flag::cacheable;
      else if (read.take('F'))
        flags |= memory_flag::prefetchable;
      else if (read.take('D'))
        wide = true;
      else
        return read.wrong_here(rule::inf_value);
    }
  }
  if (reads != writes) flags |= reads ? memory_flag::read_only : memory_flag::write_only;
  if (!wide) flags |= memory_flag::bits_24;
  return address(read, ResourceType::memory, where, static_cast<std::uint16_t>(flags));
}

Result<std::vector<IoDescriptor>> lines(Reader& read) {
  bool level = false, shared = false;
  if (read.peek() == 'L') {
    level = read.take('L');
    shared = read.take('S');
    if (!read.take(':')) return read.wrong_here(rule::inf_value);
  }
  std::vector<IoDescriptor> all;
  do {
    RESMAP_TRY_ASSIGN(const std::uint64_t line, read.number(10, 0xFFFF'FFFF));
    const auto number = static_cast<std::uint32_t>(line);
    all.push_back(IoDescriptor::line(number, number,
                                     shared ? ShareDisposition::shared : ShareDisposition::device_exclusive,
                                     level ? lists::interrupt_flag::level_sensitive : lists::interrupt_flag::latched));
  } while (read.take(','));
  return all;
}

Result<std::vector<IoDescriptor>> channels(Reader& read) {
  unsigned flags = 0;
  bool widths = false, master = false, kind = false;
  while (read.peek() >= 'A' && read.peek() <= 'Z') {
    const char letter = read.peek();
    const bool is_width = letter == 'D' || letter == 'W' || letter == 'N',
               is_kind = letter == 'A' || letter == 'B' || letter == 'F';
    if ((is_width && widths) || (is_kind && kind) || (letter == 'M' && master) ||
        (!is_width && !is_kind && letter != 'M'))
      return read.wrong_here(rule::inf_value);
    static_cast<void>(read.take(letter));
    widths |= is_width;
    kind |= is_kind;
    master |= letter == 'M';
    flags |= letter == 'D'   ? lists::dma_flag::bits_32
             : letter == 'W' ? lists::dma_flag::bits_16
             : letter == 'M' ? lists::dma_flag::bus_master
             : letter == 'A' ? lists::dma_flag::type_a
             : letter == 'B' ? lists::dma_flag::type_b
             : letter == 'F' ? lists::dma_flag::type_f
                             : lists::dma_flag::bits_8;
  }
  if (kind && !master) return read.wrong_here(rule::inf_value);
  if ((widths || master) && !read.take(':')) return read.wrong_here(rule::inf_value);
  std::vector<IoDescriptor> all;
  do {
    RESMAP_TRY_ASSIGN(const std::uint64_t channel, read.number(10, 0xFFFF'FFFF));
    const auto number = static_cast<std::uint32_t>(channel);
    all.push_back(
        IoDescriptor::dma(number, number, ShareDisposition::device_exclusive, static_cast<std::uint16_t>(flags)));
  } while (read.take(','));
  return all;
}

// PCD_Flags of cfgmgr32.h, for attributes that say something of all windows.
namespace card_flag {
inline constexpr std::uint32_t io_16 = 0x1, memory_16 = 0x2, attribute_memory = 0x4 | 0x8, io_zero_wait = 0x10,
                               io_source_16 = 0x20, io_wait_16 = 0x40, memory_wait = 0x100;
inline constexpr std::uint32_t audio = 0x8;  // PMF_Flags
}  // namespace card_flag

Result<std::uint32_t> card_attributes(Reader& read) {
  bool io_16 = false, memory_16 = false, attribute = false, source = true, zero_wait = false, io_wait = true;
  std::uint64_t memory_wait = 3;
  std::uint32_t seen = 0;
  const auto once = [&](unsigned bit) { return std::exchange(seen, seen | 1U << bit) == seen; };
  if (read.take('(')) {
    while (!read.take(')')) {
      bool again = false;
      if (read.take('W')) {
        io_16 = true;
        again = once(0);
        if (read.peek() == 'B') return std::unexpected(read.unsupported_here());  // the second window otherwise
      } else if (read.take('S')) {
        RESMAP_TRY_ASSIGN(const std::uint64_t value, read.number(10, 1));
        source = value == 1;
        again = once(1);
      } else if (read.take('Z')) {
        RESMAP_TRY_ASSIGN(const std::uint64_t value, read.number(10, 1));
        zero_wait = value == 1;
        again = once(2);
      } else if (read.take('X')) {
        if (read.take('M')) {
          RESMAP_TRY_ASSIGN(memory_wait, read.number(10, 3));
          again = once(3);
        } else if (read.take('I') || read.take('L')) {  // the page spells it with a letter that reads as either
          RESMAP_TRY_ASSIGN(const std::uint64_t value, read.number(10, 1));
          io_wait = value == 1;
          again = once(4);
        } else {
          return read.wrong_here(rule::inf_value);
        }
      } else if (read.take('M')) {
        memory_16 = !read.take('8');
        again = once(5);
      } else if (read.peek() == 'A' || read.peek() == 'C') {
        attribute = read.take('A');
        if (!attribute) static_cast<void>(read.take('C'));
        again = once(6);
      } else {
        return read.wrong_here(rule::inf_value);
      }
      if (again) return std::unexpected(read.unsupported_here());
    }
  }
  std::uint32_t flags = static_cast<std::uint32_t>(memory_wait) * card_flag::memory_wait;
  if (io_16) flags |= card_flag::io_16;
  if (memory_16) flags |= card_flag::memory_16;
  if (attribute) flags |= card_flag::attribute_memory;
  if (source) flags |= card_flag::io_source_16;
  if (zero_wait) flags |= card_flag::io_zero_wait;
  if (io_wait) flags |= card_flag::io_wait_16;
  return flags;
}

// The words are the fields of PCCARD_DES and MFCARD_DES in their order; how Windows lays them out in a list is not published.
Result<std::vector<IoDescriptor>> pc_card(Reader& read) {
  RESMAP_TRY_ASSIGN(const std::uint64_t index, read.number(16, 0xFF));
  std::uint64_t base[2] = {0, 0};
  for (std::uint64_t& each : base) {
    if (!read.take(':')) break;
    if (digit(read.peek(), 16) < 0) continue;
    RESMAP_TRY_ASSIGN(each, read.number(16, 0xFFFF'FFFF));
  }
  RESMAP_TRY_ASSIGN(const std::uint32_t flags, card_attributes(read));
  IoDescriptor made;
  made.set_type(ResourceType{0x82}).set_share(ShareDisposition::device_exclusive);
  made.set_data(0, flags).set_data(1, static_cast<std::uint32_t>(index));
  made.set_data(2, static_cast<std::uint32_t>(base[0])).set_data(3, static_cast<std::uint32_t>(base[1]));
  return std::vector{made};
}

Result<std::vector<IoDescriptor>> mf_card(Reader& read) {
  RESMAP_TRY_ASSIGN(const std::uint64_t base, read.number(16, 0xFFFF'FFFF));
  if (!read.take(':')) return read.wrong_here(rule::inf_value);
  RESMAP_TRY_ASSIGN(const std::uint64_t options, read.number(16, 0xFF));
  std::uint64_t resource = 0;
  if (read.take(':')) {
    RESMAP_TRY_ASSIGN(resource, read.number(16, 0xFF));
  }
  std::uint32_t flags = 0;
  if (read.take('(')) {
    if (read.take('A')) flags = card_flag::audio;
    if (!read.take(')')) return read.wrong_here(rule::inf_value);
  }
  IoDescriptor made;
  made.set_type(ResourceType{0x83}).set_share(ShareDisposition::device_exclusive);
  made.set_data(0, flags).set_data(1, static_cast<std::uint32_t>(options | resource << 8));
  made.set_data(2, static_cast<std::uint32_t>(base));
  return std::vector{made};
}

template <typename One>
Result<std::vector<IoDescriptor>> comma_list(Reader& read, const ImportPolicy& policy, One one) {
  std::vector<IoDescriptor> all;
  do {
    RESMAP_TRY_ASSIGN(const IoDescriptor made, one(read, policy));
    all.push_back(made);
  } while (read.take(','));
  return all;
}

}  // namespace

Result<std::vector<IoDescriptor>> inf_resource(const InfText& inf, const InfEntry& entry, const ImportPolicy& policy) {
  Reader read(inf, entry);
  Result<std::vector<IoDescriptor>> made;
  if (same_inf_name(entry.key, "IOConfig"))
    made = comma_list(read, policy, ports);
  else if (same_inf_name(entry.key, "MemConfig"))
    made = comma_list(read, policy, memory);
  else if (same_inf_name(entry.key, "IRQConfig"))
    made = lines(read);
  else if (same_inf_name(entry.key, "DMAConfig"))
    made = channels(read);
  else if (same_inf_name(entry.key, "PcCardConfig"))
    made = pc_card(read);
  else if (same_inf_name(entry.key, "MfCardConfig"))
    made = mf_card(read);
  else
    return inf.wrong(rule::inf_entry, entry.at.front());
  if (!made) return made;
  if (!read.done()) return read.wrong_here(rule::inf_value);
  for (std::size_t i = 1; i < made->size(); ++i) (*made)[i].set_option(lists::io_option::alternative);
  return made;
}

Result<InfPriority> inf_priority(const InfText& inf, const InfEntry& entry, bool may_have_type,
                                 const ImportPolicy& policy) {
  namespace number = lists::configuration_priority;
  struct Word {
    std::string_view word;
    std::uint32_t number;
  };
  const Word words[] = {
      {"DESIRED", number::desired},
      {"NORMAL", number::normal},
      {"SUBOPTIMAL", number::suboptimal},
      {"HARDRECONFIG", number::hard_reconfig},
      {"HARDWIRED", number::hard_wired},
      {"RESTART", number::restart},
      {"REBOOT", policy.reboot_priority == ImportPolicy::RebootPriority::restart ? number::restart : number::reboot},
      {"POWEROFF", number::power_off},
      {"DISABLED", number::disabled}};
  const std::string_view value = entry.value;
  const auto trimmed = [](std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
  };
  const std::size_t comma = value.find(',');
  const std::string_view name = trimmed(value.substr(0, comma));
  InfPriority made;
  bool known = false;
  for (const Word& each : words) {
    if (!same_inf_name(each.word, name)) continue;
    made.number = each.number;
    known = true;
  }
  if (!known) return inf.wrong(rule::inf_priority, entry.at.front());
  if (comma == std::string_view::npos) return made;
  const std::string_view type = trimmed(value.substr(comma + 1));
  made.forced = same_inf_name(type, "FORCED");
  if (!may_have_type || (!made.forced && !same_inf_name(type, "BASIC")))
    return inf.wrong(rule::inf_priority, entry.at[comma]);
  return made;
}

}  // namespace resmap::import
