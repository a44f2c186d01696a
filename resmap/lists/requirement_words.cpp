// SPDX-License-Identifier: MIT
// Tested in resource_words_test.cpp.
#include <bit>

#include "resmap/lists/word_reader.h"

namespace resmap::lists {

namespace {

constexpr std::uint64_t kMax32 = 0xFFFF'FFFF;

struct Alternative {
  WordType word;
  Piece body;
  Piece attributes;
};

// SIZE[@ALIGN][/A-B], or a fixed place A-B or A+SIZE.
Result<IoDescriptor> read_address(Piece body, ResourceType type, const WordAttributes& attributes, ListPolicy policy) {
  Piece window{"", body.offset};
  if (const std::size_t slash = body.text.find('/'); slash != std::string_view::npos) {
    window = body.from(slash + 1);
    body = body.first(slash);
  } else if (body.text.find('+') != std::string_view::npos || body.text.find('-') != std::string_view::npos) {
    RESMAP_TRY_ASSIGN(const AddressRange place, read_range(body));
    if (place.last_offset() == ~std::uint64_t{0})
      return fail({.code = ErrorCode::not_encodable, .offset = body.offset});
    return IoDescriptor::address(type, place.last_offset() + 1, 1, place.first, place.last, attributes.share,
                                 attributes.flags, policy);
  }
  const Piece size_piece = body.take_until('@');
  RESMAP_TRY_ASSIGN(const std::uint64_t size, read_size(size_piece));
  std::uint64_t alignment = std::has_single_bit(size) ? size : 1;
  if (!body.empty()) {
    RESMAP_TRY_ASSIGN(alignment, read_size(body));
  }
  AddressRange range{0, kMax32};
  if (attributes.is_64_bit) range.last = ~std::uint64_t{0};
  if (is_memory(type) && (attributes.flags & memory_flag::bits_24) != 0) range.last = 0xFF'FFFF;
  if (type == ResourceType::port) range.last = 0xFFFF;
  if (!window.empty()) {
    RESMAP_TRY_ASSIGN(range, read_range(window));
  }
  return IoDescriptor::address(type, size, alignment, range.first, range.last, attributes.share, attributes.flags,
                               policy);
}

Result<IoDescriptor> read_interrupt(const Piece& body, bool message, const WordAttributes& attributes) {
  IoDescriptor descriptor;
  if (message) {
    RESMAP_TRY_ASSIGN(const std::uint64_t count, read_number(body, kMessageToken));
    if (count == 0) return malformed(rule::word_bad_number, body);
    descriptor = IoDescriptor::messages(static_cast<std::uint32_t>(count), attributes.share);
  } else if (body.text == "any") {
    descriptor = IoDescriptor::line(0, kMax32, attributes.share, 0);
  } else {
    RESMAP_TRY_ASSIGN(const AddressRange lines, read_range(body));
    if (lines.last > kMax32) return malformed(rule::word_bad_range, body);
    descriptor = IoDescriptor::line(static_cast<std::uint32_t>(lines.first), static_cast<std::uint32_t>(lines.last),
                                    attributes.share, 0);
  }
  const std::uint64_t policy_and_group = attributes.policy.value_or(0) | attributes.group.value_or(0) << 16;
  const std::uint64_t processors = attributes.affinity.value_or(0);
  descriptor.set_data(2, static_cast<std::uint32_t>(policy_and_group));
  descriptor.set_data(3, static_cast<std::uint32_t>(attributes.priority.value_or(0)));
  return descriptor.set_data(4, static_cast<std::uint32_t>(processors))
      .set_data(5, static_cast<std::uint32_t>(processors >> 32));
}

Result<IoDescriptor> read_dma(const Piece& body, const WordAttributes& attributes) {
  RESMAP_TRY_ASSIGN(const AddressRange channels, read_range(body));
  if (channels.last > kMax32) return malformed(rule::word_bad_range, body);
  const auto first = static_cast<std::uint32_t>(channels.first), last = static_cast<std::uint32_t>(channels.last);
  if ((attributes.flags & dma_flag::v3) == 0) {
    if (attributes.line || attributes.width) return malformed(rule::word_attribute_clash, body);
    return IoDescriptor::dma(first, last, attributes.share, 0);
  }
  if (first != last) return malformed(rule::word_bad_range, body);  // a V3 request names its channel
  IoDescriptor descriptor;
  descriptor.set_type(ResourceType::dma).set_data(0, static_cast<std::uint32_t>(attributes.line.value_or(0)));
  return descriptor.set_data(2, first).set_data(3, static_cast<std::uint32_t>(attributes.width.value_or(0)));
}

// COUNT[/A-B]
Result<IoDescriptor> read_bus(Piece body, const WordAttributes& attributes) {
  const Piece count_piece = body.take_until('/');
  RESMAP_TRY_ASSIGN(const std::uint64_t count, read_number(count_piece, kMax32));
  AddressRange numbers{0, 255};
  if (!body.empty()) {
    RESMAP_TRY_ASSIGN(numbers, read_range(body));
  }
  if (numbers.last > kMax32) return malformed(rule::word_bad_range, body);
  return IoDescriptor::bus(static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(numbers.first),
                           static_cast<std::uint32_t>(numbers.last), attributes.share);
}

// Up to three words A/B/C; a connection as CLASS/TYPE/ID; a priority alone.
Result<IoDescriptor> read_words(Piece body, ResourceType type) {
  IoDescriptor descriptor;
  descriptor.set_type(type);
  if (type == ResourceType::connection) {
    RESMAP_TRY_ASSIGN(const std::uint64_t kind, read_number(body.take_until('/'), 0xFF));
    RESMAP_TRY_ASSIGN(const std::uint64_t sort, read_number(body.take_until('/'), 0xFF));
    RESMAP_TRY_ASSIGN(const std::uint64_t id, read_number(body));
    descriptor.set_data(0, static_cast<std::uint32_t>(kind | sort << 8));
    return descriptor.set_data(1, static_cast<std::uint32_t>(id)).set_data(2, static_cast<std::uint32_t>(id >> 32));
  }
  for (std::size_t i = 0; i < 3 && !body.empty(); ++i) {
    RESMAP_TRY_ASSIGN(const std::uint64_t word, read_number(body.take_until('/'), kMax32));
    descriptor.set_data(i, static_cast<std::uint32_t>(word));
  }
  if (!body.empty()) return malformed(rule::word_syntax, body);
  return descriptor;
}

Result<IoDescriptor> read_body(const Alternative& alternative, const WordAttributes& attributes, ListPolicy policy) {
  switch (alternative.word.type) {
    case ResourceType::port:
    case ResourceType::memory: return read_address(alternative.body, alternative.word.type, attributes, policy);
    case ResourceType::interrupt: return read_interrupt(alternative.body, alternative.word.message, attributes);
    case ResourceType::dma: return read_dma(alternative.body, attributes);
    case ResourceType::bus_number: return read_bus(alternative.body, attributes);
    default: return read_words(alternative.body, alternative.word.type);
  }
}

Result<IoDescriptor> read_alternative(const Alternative& alternative, ListPolicy policy) {
  RESMAP_TRY_ASSIGN(const WordAttributes attributes, read_attributes(alternative.attributes, alternative.word));
  if (attributes.level || attributes.vector || attributes.port) {
    return malformed(rule::word_unknown_attribute, alternative.attributes);  // these are a claim's
  }
  RESMAP_TRY_ASSIGN(IoDescriptor descriptor, read_body(alternative, attributes, policy));
  const unsigned large_bits =
      is_memory(alternative.word.type) ? descriptor.view().flags() & memory_flag::large_mask : 0U;
  descriptor.set_share(attributes.share).set_flags(static_cast<std::uint16_t>(attributes.flags | large_bits));
  return descriptor.set_option(attributes.preferred ? io_option::preferred : io_option::required);
}

// "8x" before anything that is no number itself: 0x.. is no count.
std::optional<std::pair<Piece, Piece>> split_count(const Piece& text) {
  const std::size_t x = text.text.find('x');
  if (x == std::string_view::npos || x == 0) return std::nullopt;
  const std::string_view count = text.text.substr(0, x);
  if (count.find_first_not_of("0123456789") != std::string_view::npos || count == "0") return std::nullopt;
  return std::pair(text.first(x), text.from(x + 1));
}

Result<void> read_group(Piece text, Array<IoDescriptor>& group, ListPolicy policy) {
  Piece last_attributes{"", text.offset + text.text.size()};
  {  // the attributes of the last alternative serve those that have none
    const std::size_t bar = text.text.rfind('|');
    Piece last = bar == std::string_view::npos ? text : text.from(bar + 1);
    static_cast<void>(last.take_until(','));
    last_attributes = last;
  }
  std::optional<WordType> inherited;
  bool more = true;
  while (more) {
    more = text.text.find('|') != std::string_view::npos;
    Piece piece = text.take_until('|');
    Alternative alternative{};
    if (const std::size_t colon = piece.text.find(':');
        colon != std::string_view::npos && colon < piece.text.find(',')) {
      const Piece type = piece.take_until(':');
      if (type.text == "raw") {
        std::uint8_t bytes[IoDescriptorView::size];
        RESMAP_TRY(read_hex(piece, bytes));
        RESMAP_TRY(group.append(IoDescriptor(IoDescriptorView(Bytes(bytes)))));
        continue;
      }
      inherited = word_type_from(type.text);
      if (!inherited) return malformed(rule::word_unknown_type, type);
    }
    alternative.word = inherited.value_or(WordType{ResourceType::memory});
    const bool has_attributes = piece.text.find(',') != std::string_view::npos;
    RESMAP_TRY_ASSIGN(alternative.body, take_place(piece));
    alternative.attributes = has_attributes ? piece : last_attributes;
    RESMAP_TRY_ASSIGN(IoDescriptor descriptor, read_alternative(alternative, policy));
    if (!group.empty()) {
      descriptor.set_option(static_cast<std::uint8_t>(descriptor.view().option() | io_option::alternative));
    }
    RESMAP_TRY(group.append(descriptor));
  }
  return {};
}

void print_io_body(TextWriter& out, const IoDescriptorView& view) {
  switch (view.type()) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large: {
      out.text(view.type() == ResourceType::port ? "port:" : "mem:");
      const bool fixed = view.length() != 0 && view.maximum() >= view.minimum() &&
                         view.maximum() - view.minimum() == view.length() - 1 && view.alignment() == 1;
      if (fixed) {
        out.hex(view.minimum()).text("-").hex(view.maximum());
      } else {
        print_size(out, view.length());
        print_size(out.text("@"), view.alignment());
        out.text("/").hex(view.minimum()).text("-").hex(view.maximum());
      }
      return;
    }
    case ResourceType::interrupt:
      if (view.is_message()) {
        out.text("msg:").decimal(view.message_count());
      } else if (view.minimum_vector() == 0 && view.maximum_vector() == kMax32) {
        out.text("irq:any");
      } else {
        out.text("irq:").decimal(view.minimum_vector());
        if (view.maximum_vector() != view.minimum_vector()) out.text("-").decimal(view.maximum_vector());
      }
      if (view.affinity_policy() != 0) out.text(",policy=").decimal(view.affinity_policy());
      if (view.group() != 0) out.text(",group=").decimal(view.group());
      if (view.priority_policy() != 0) out.text(",priority=").decimal(view.priority_policy());
      if (view.targeted_processors() != 0) out.text(",affinity=").hex(view.targeted_processors());
      return;
    case ResourceType::dma:
      out.text("dma:").decimal(view.is_dma_v3() ? view.v3_channel() : view.minimum_channel());
      if (!view.is_dma_v3() && view.maximum_channel() != view.minimum_channel())
        out.text("-").decimal(view.maximum_channel());
      if (view.is_dma_v3() && view.request_line() != 0) out.text(",line=").decimal(view.request_line());
      if (view.is_dma_v3() && view.v3_transfer_width() != 0) out.text(",width=").decimal(view.v3_transfer_width());
      return;
    case ResourceType::bus_number:
      out.text("bus:")
          .decimal(view.bus_length())
          .text("/")
          .decimal(view.minimum_bus())
          .text("-")
          .decimal(view.maximum_bus());
      return;
    case ResourceType::connection:
      out.text("connection:").decimal(view.connection_class()).text("/").decimal(view.connection_type());
      out.text("/").hex(view.connection_id());
      return;
    default:
      out.text(word_for(view.type()))
          .text(":")
          .hex(view.data(0))
          .text("/")
          .hex(view.data(1))
          .text("/")
          .hex(view.data(2));
  }
}

// One alternative, always with an attribute of its own: "exclusive" where there is nothing else to say, so that it never takes
// over those of the last one.
void print_alternative(TextWriter& out, const IoDescriptorView& view) {
  print_io_body(out, view);
  const std::size_t before = out.size();
  print_attributes(out, view.type(), view.is_message(), view.share(), view.flags());
  if (view.is_preferred()) out.text(",preferred");
  if (out.size() == before) out.text(",").text(word_for(ShareDisposition::device_exclusive));
}

bool says_the_same(std::string_view text, const IoDescriptor& descriptor, MemorySource memory) {
  Array<IoDescriptor> again(memory);
  if (!parse_requirement(text, again) || again.size() != 1) return false;
  again[0].set_option(
      static_cast<std::uint8_t>(again[0].view().option() | (descriptor.view().option() & io_option::alternative)));
  return again[0] == descriptor;
}

}  // namespace

Result<void> parse_requirement(std::string_view text, Array<IoDescriptor>& groups, ListPolicy policy) {
  Piece rest{text};
  std::uint64_t count = 1;
  if (const auto split = split_count(rest)) {
    RESMAP_TRY_ASSIGN(count, read_number(split->first, 0xFFFF));
    if (count == 0) return malformed(rule::word_bad_number, split->first);
    rest = split->second;
  }
  if (rest.empty()) return malformed(rule::word_syntax, rest);
  Array<IoDescriptor> group(groups.memory());
  RESMAP_TRY(read_group(rest, group, policy));
  RESMAP_TRY(groups.reserve(groups.size() + static_cast<std::size_t>(count) * group.size()));
  for (std::uint64_t i = 0; i < count; ++i) RESMAP_TRY(groups.append_all(group));
  return {};
}

void print_requirement(TextWriter& out, std::span<const IoDescriptor> group) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (i != 0) out.text("|");
    const std::size_t before = out.size();
    const IoDescriptorView view = group[i].view();
    const bool in_place = view.is_alternative() == (i != 0);
    if (in_place && is_known(view.type()) && is_known(view.share())) {
      print_alternative(out, view);
      if (says_the_same(out.view().substr(before), group[i], out.memory())) continue;
    }
    out.truncate(before);
    out.text("raw:").hex_bytes(view.bytes());
  }
}

}  // namespace resmap::lists
