// SPDX-License-Identifier: MIT
// Tested in print_test.cpp.
#include <algorithm>

#include "resmap/lists/print.h"

namespace resmap::lists {

namespace {

void print_range(TextWriter& out, std::uint64_t first, std::uint64_t last) {
  out.hex(first);
  if (last != first) out.text("-").hex(last);
}

void print_words(TextWriter& out, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  out.text("data ").hex(a).text(" ").hex(b).text(" ").hex(c);
}

void print_connection(TextWriter& out, std::uint8_t kind, std::uint8_t type, std::uint64_t id) {
  constexpr std::string_view classes[] = {"", "GPIO", "serial", "function config"};
  if (kind == connection_class::serial) {
    constexpr std::string_view buses[] = {"serial", "I2C", "SPI", "UART"};
    out.text(type < std::size(buses) ? buses[type] : "serial");
  } else if (kind != 0 && kind < std::size(classes)) {
    out.text(classes[kind]);
  } else {
    out.text("class ").hex(kind).text(" type ").hex(type);
  }
  out.text(" connection ").hex(id);
}

void print_lines(TextWriter& out, std::uint32_t minimum, std::uint32_t maximum) {
  if (minimum == 0 && maximum == ~std::uint32_t{0}) {
    out.text("any line");
  } else if (minimum == maximum) {
    out.text("line ").decimal(minimum);
  } else {
    out.text("a line of ").decimal(minimum).text("-").decimal(maximum);
  }
}

void print_one_of(TextWriter& out, std::string_view what, std::uint32_t minimum, std::uint32_t maximum) {
  out.text(what).decimal(minimum);
  if (maximum != minimum) out.text("-").decimal(maximum);
}

}  // namespace

void print_type(TextWriter& out, ResourceType type) {
  const std::string_view name = debugger_name(type);
  if (name.empty()) {
    out.text("Type ").hex(static_cast<std::uint8_t>(type));
  } else {
    out.text(name);
  }
}

void print_share(TextWriter& out, ShareDisposition share) {
  switch (share) {
    case ShareDisposition::undetermined: out.text("Undetermined"); return;
    case ShareDisposition::device_exclusive: out.text("Exclusive"); return;
    case ShareDisposition::driver_exclusive: out.text("Driver"); return;
    case ShareDisposition::shared: out.text("Shared"); return;
  }
  out.text("Share ").hex(static_cast<std::uint8_t>(share));
}

void print_flags(TextWriter& out, ResourceType type, std::uint16_t flags) {
  bool first = true;
  const auto word = [&]() -> TextWriter& {
    if (!first) out.text(" ");
    first = false;
    return out;
  };
  if (type == ResourceType::interrupt && (flags & interrupt_flag::level_latched_bits) == 0) word().text("level");
  for (const FlagName& name : flag_names(type)) {
    if ((flags & name.bits) == 0) continue;
    word().text(name.word);
    flags = static_cast<std::uint16_t>(flags & ~name.bits);
  }
  if (flags != 0) word().hex(flags);
}

void print_place(TextWriter& out, const CmDescriptorView& view, CmSide side) {
  switch (view.type()) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large:
      if (const auto range = view.range()) {
        print_range(out, range->first, range->last);
      } else {
        out.hex(view.start()).text(", length ").hex(view.length());
      }
      return;
    case ResourceType::interrupt:
      if (view.is_message() && side == CmSide::raw) {
        out.decimal(view.raw_message_count()).text(view.raw_message_count() == 1 ? " message" : " messages");
      } else if (side == CmSide::translated) {
        out.text("vector ").hex(view.vector()).text(" level ").decimal(view.level());
      } else {
        out.text("line ").decimal(view.vector());
      }
      return;
    case ResourceType::dma: out.text("channel ").decimal(view.channel()); return;
    case ResourceType::bus_number:
      if (const auto range = view.range()) {
        print_one_of(out, "bus ", static_cast<std::uint32_t>(range->first), static_cast<std::uint32_t>(range->last));
      } else {
        out.text("bus ").decimal(view.bus_start()).text(", length 0");
      }
      return;
    case ResourceType::device_specific: out.decimal(view.data_size()).text(" bytes of data"); return;
    case ResourceType::connection:
      print_connection(out, view.connection_class(), view.connection_type(), view.connection_id());
      return;
    default: print_words(out, view.data(0), view.data(1), view.data(2));
  }
}

void print_place(TextWriter& out, const IoDescriptorView& view) {
  switch (view.type()) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large:
      if (view.length() == 0) {
        out.text("nothing (length 0) in ");
      } else if (view.maximum() < view.minimum() || view.maximum() - view.minimum() != view.length() - 1) {
        out.hex(view.length())
            .text(" at a multiple of ")
            .hex(std::max<std::uint64_t>(view.alignment(), 1))
            .text(" in ");
      }
      print_range(out, view.minimum(), view.maximum());
      return;
    case ResourceType::interrupt:
      if (!view.is_message()) return print_lines(out, view.minimum_vector(), view.maximum_vector());
      out.decimal(view.message_count()).text(view.message_count() == 1 ? " message" : " messages");
      return;
    case ResourceType::dma:
      if (view.is_dma_v3()) {
        out.text("channel ").decimal(view.v3_channel()).text(", request line ").decimal(view.request_line());
      } else {
        print_one_of(out, view.minimum_channel() == view.maximum_channel() ? "channel " : "a channel of ",
                     view.minimum_channel(), view.maximum_channel());
      }
      return;
    case ResourceType::bus_number:
      out.decimal(view.bus_length()).text(" of ");
      print_one_of(out, "bus ", view.minimum_bus(), view.maximum_bus());
      return;
    case ResourceType::config_data: out.text("priority ").hex(view.priority()); return;
    case ResourceType::connection:
      print_connection(out, view.connection_class(), view.connection_type(), view.connection_id());
      return;
    default: print_words(out, view.data(0), view.data(1), view.data(2));
  }
}

}  // namespace resmap::lists
