// SPDX-License-Identifier: MIT
// Tested in resource_words_test.cpp.
#include "resmap/lists/word_reader.h"

namespace resmap::lists {

namespace {

constexpr std::uint64_t kMax32 = 0xFFFF'FFFF;

// "A/B/C": up to three words of data.
Result<void> read_words(Piece place, CmDescriptor& descriptor) {
  for (std::size_t i = 0; i < 3; ++i) {
    const bool last = place.text.find('/') == std::string_view::npos;
    RESMAP_TRY_ASSIGN(const std::uint64_t word, read_number(place.take_until('/'), kMax32));
    descriptor.set_data(i, static_cast<std::uint32_t>(word));
    if (last) return {};
  }
  return malformed(rule::word_syntax, place);
}

// "CLASS/TYPE/ID"
Result<void> read_connection(Piece place, CmDescriptor& descriptor) {
  RESMAP_TRY_ASSIGN(const std::uint64_t kind, read_number(place.take_until('/'), 0xFF));
  RESMAP_TRY_ASSIGN(const std::uint64_t type, read_number(place.take_until('/'), 0xFF));
  RESMAP_TRY_ASSIGN(const std::uint64_t id, read_number(place));
  descriptor.set_data(0, static_cast<std::uint32_t>(kind | type << 8));
  descriptor.set_data(1, static_cast<std::uint32_t>(id)).set_data(2, static_cast<std::uint32_t>(id >> 32));
  return {};
}

Result<CmDescriptor> read_interrupt(const Piece& place, CmLayout layout, bool message,
                                    const WordAttributes& attributes) {
  const std::uint64_t all_ones = layout == CmLayout::x64 ? ~std::uint64_t{0} : kMax32;
  CmDescriptor descriptor(layout);
  descriptor.set_type(ResourceType::interrupt).set_affinity(attributes.affinity.value_or(all_ones));
  if (message) {
    RESMAP_TRY_ASSIGN(const std::uint64_t count, read_number(place, 0xFFFF));
    descriptor.set_raw_message_count(static_cast<std::uint16_t>(count));
    descriptor.set_raw_message_group(static_cast<std::uint16_t>(attributes.group.value_or(0)));
    return descriptor.set_vector(static_cast<std::uint32_t>(attributes.vector.value_or(kMessageToken)));
  }
  RESMAP_TRY_ASSIGN(const std::uint64_t line, read_number(place, kMax32));
  descriptor.set_level(static_cast<std::uint16_t>(attributes.level.value_or(line & 0xFFFF)));
  descriptor.set_group(static_cast<std::uint16_t>(attributes.group.value_or(0)));
  return descriptor.set_vector(static_cast<std::uint32_t>(attributes.vector.value_or(line)));
}

Result<CmDescriptor> read_dma(const Piece& place, CmLayout layout, const WordAttributes& attributes) {
  RESMAP_TRY_ASSIGN(const std::uint64_t channel, read_number(place, kMax32));
  CmDescriptor descriptor(layout);
  descriptor.set_type(ResourceType::dma).set_channel(static_cast<std::uint32_t>(channel));
  const bool v3 = (attributes.flags & dma_flag::v3) != 0;
  if ((v3 && attributes.port) || (!v3 && (attributes.line || attributes.width))) {
    return malformed(rule::word_attribute_clash, place);
  }
  descriptor.set_data(1, static_cast<std::uint32_t>(attributes.port.value_or(attributes.line.value_or(0))));
  if (attributes.width.value_or(0) > 0xFF) return malformed(rule::word_bad_number, place);
  return descriptor.set_data(2, static_cast<std::uint32_t>(attributes.width.value_or(0)));
}

Result<CmDescriptor> read_bus(const Piece& place, CmLayout layout) {
  RESMAP_TRY_ASSIGN(const AddressRange range, read_range(place));
  if (range.last > kMax32 || range.last_offset() == kMax32) return malformed(rule::word_bad_range, place);
  return CmDescriptor::bus(layout, static_cast<std::uint32_t>(range.first),
                           static_cast<std::uint32_t>(range.last_offset() + 1), ShareDisposition::undetermined);
}

Result<CmDescriptor> read_address(const Piece& place, CmLayout layout, ResourceType type, std::uint16_t flags) {
  RESMAP_TRY_ASSIGN(const AddressRange range, read_range(place));
  if (type == ResourceType::port && range.last_offset() >= kMax32) return malformed(rule::word_bad_range, place);
  if (range.last_offset() == ~std::uint64_t{0}) return fail({.code = ErrorCode::not_encodable, .offset = place.offset});
  return CmDescriptor::address(layout, type, range.first, range.last_offset() + 1, ShareDisposition::undetermined,
                               flags);
}

Result<CmDescriptor> read_place(const Piece& place, CmLayout layout, WordType word, const WordAttributes& attributes) {
  switch (word.type) {
    case ResourceType::port:
    case ResourceType::memory: return read_address(place, layout, word.type, attributes.flags);
    case ResourceType::interrupt: return read_interrupt(place, layout, word.message, attributes);
    case ResourceType::dma: return read_dma(place, layout, attributes);
    case ResourceType::bus_number: return read_bus(place, layout);
    default: break;
  }
  CmDescriptor descriptor(layout);
  descriptor.set_type(word.type);
  if (word.type == ResourceType::connection) {
    RESMAP_TRY(read_connection(place, descriptor));
  } else if (!place.empty()) {
    RESMAP_TRY(read_words(place, descriptor));
  }
  return descriptor;
}

void print_cm_place(TextWriter& out, const CmDescriptorView& view) {
  const std::uint64_t all_ones = view.layout() == CmLayout::x64 ? ~std::uint64_t{0} : kMax32;
  switch (view.type()) {
    case ResourceType::port: out.text("port:").hex(view.start()).text("-").hex(view.range()->last); return;
    case ResourceType::memory:
    case ResourceType::memory_large: print_size(out.text("mem:").hex(view.start()).text("+"), view.length()); return;
    case ResourceType::interrupt:
      if (view.is_message()) {
        out.text("msg:").decimal(view.raw_message_count());
        if (view.raw_message_group() != 0) out.text(",group=").decimal(view.raw_message_group());
        if (view.vector() != kMessageToken) out.text(",vector=").hex(view.vector());
      } else {
        out.text("irq:").decimal(view.vector());
        if (view.level() != (view.vector() & 0xFFFF)) out.text(",level=").decimal(view.level());
        if (view.group() != 0) out.text(",group=").decimal(view.group());
      }
      if (view.affinity() != all_ones) out.text(",affinity=").hex(view.affinity());
      return;
    case ResourceType::dma:
      out.text("dma:").decimal(view.channel());
      if (view.is_dma_v3()) {
        if (view.request_line() != 0) out.text(",line=").decimal(view.request_line());
        if (view.transfer_width() != 0) out.text(",width=").decimal(view.transfer_width());
      } else if (view.dma_port() != 0) {
        out.text(",port=").decimal(view.dma_port());
      }
      return;
    case ResourceType::bus_number:
      out.text("bus:").decimal(view.bus_start()).text("-").decimal(view.range()->last);
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

}  // namespace

Result<CmDescriptor> parse_claim(std::string_view text, CmLayout layout) {
  Piece rest{text};
  const Piece type = rest.take_until(':');
  if (type.text.size() == text.size()) return malformed(rule::word_syntax, type);
  if (type.text == "raw") {
    std::uint8_t bytes[20];
    RESMAP_TRY(read_hex(rest, std::span(bytes).first(size_of(layout))));
    return CmDescriptor(CmDescriptorView(Bytes(bytes).first(size_of(layout))));
  }
  const auto word = word_type_from(type.text);
  if (!word) return malformed(rule::word_unknown_type, type);
  RESMAP_TRY_ASSIGN(const Piece place, take_place(rest));
  RESMAP_TRY_ASSIGN(const WordAttributes attributes, read_attributes(rest, *word));
  if (attributes.preferred || attributes.is_64_bit || attributes.policy || attributes.priority) {
    return malformed(rule::word_unknown_attribute, rest);  // these are a requirement's
  }
  RESMAP_TRY_ASSIGN(CmDescriptor descriptor, read_place(place, layout, *word, attributes));
  descriptor.set_share(attributes.share);
  const unsigned large_bits = is_memory(word->type) ? descriptor.view().flags() & memory_flag::large_mask : 0U;
  return descriptor.set_flags(static_cast<std::uint16_t>(attributes.flags | large_bits));
}

void print_claim(TextWriter& out, const CmDescriptorView& view) {
  const std::size_t before = out.size();
  const bool sayable = is_known(view.type()) && view.type() != ResourceType::device_specific &&
                       is_known(view.share()) &&
                       (!(is_address(view.type()) || view.type() == ResourceType::bus_number) || view.range());
  if (sayable) {
    print_cm_place(out, view);
    print_attributes(out, view.type(), view.is_message(), view.share(), view.flags());
    const auto again = parse_claim(out.view().substr(before), view.layout());
    if (again && std::equal(again->bytes().begin(), again->bytes().end(), view.bytes().begin())) return;
  }
  out.truncate(before);
  out.text("raw:").hex_bytes(view.bytes());
}

}  // namespace resmap::lists
