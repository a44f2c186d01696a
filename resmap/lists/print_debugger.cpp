// SPDX-License-Identifier: MIT
// Tested in print_test.cpp.
#include "resmap/lists/print.h"

namespace resmap::lists {

namespace {

// "Port (0x1) Device Exclusive (0x1)"
void print_heading(TextWriter& out, ResourceType type, ShareDisposition share) {
  const std::string_view name = debugger_name(type), share_name = debugger_name(share);
  out.text(name.empty() ? "Unknown" : name).text(" (").hex(static_cast<std::uint8_t>(type)).text(") ");
  out.text(share_name.empty() ? "Unknown" : share_name).text(" (").hex(static_cast<std::uint8_t>(share)).text(")\n");
}

// "Flags (0x01) - PORT_IO"; no flag at all is written 0000, as the debugger does.
void print_flag_line(TextWriter& out, ResourceType type, std::uint16_t flags) {
  out.text("Flags (");
  if (flags == 0) {
    out.text("0000");
  } else {
    out.hex(flags, 2);
  }
  out.text(") -");
  const std::string_view clear = debugger_name_of_clear_bits(type, flags);
  if (!clear.empty()) out.text(" ").text(clear);
  for (const FlagName& name : flag_names(type)) {
    if ((flags & name.bits) != 0) out.text(" ").text(name.debugger);
  }
  out.text("\n");
}

void print_data_line(TextWriter& out, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  out.text("Data:              : ").hex(a).text(" ").hex(b).text(" ").hex(c);
}

void print_cm_arm(TextWriter& out, const CmDescriptorView& view, CmSide side) {
  switch (view.type()) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large:
      out.text("Range starts at ").hex(view.start()).text(" for ").hex(view.length()).text(" bytes");
      return;
    case ResourceType::interrupt:
      if (view.is_message() && side == CmSide::raw) {
        out.text("Message Count ").hex(view.raw_message_count()).text(", Vector ").hex(view.vector());
        if (view.raw_message_group() != 0) out.text(", Group ").hex(view.raw_message_group());
      } else {
        out.text("Level ").hex(view.level()).text(", Vector ").hex(view.vector());
        if (view.group() != 0) out.text(", Group ").hex(view.group());
      }
      out.text(", Affinity ").hex(view.affinity());
      return;
    case ResourceType::dma:
      if (view.is_dma_v3()) {
        out.text("Channel ").hex(view.channel()).text(", Request Line ").hex(view.request_line());
        out.text(", Transfer Width ").hex(view.transfer_width());
      } else {
        out.text("Channel ").hex(view.channel()).text(", Port ").hex(view.dma_port());
      }
      return;
    case ResourceType::bus_number:
      out.text("Bus numbers start at ").hex(view.bus_start()).text(" for ").hex(view.bus_length());
      return;
    case ResourceType::device_specific:
      out.text("Data size ").hex(view.data_size()).text(" : ").hex_bytes(view.device_data());
      return;
    case ResourceType::connection:
      out.text("Class ").hex(view.connection_class()).text(", Type ").hex(view.connection_type());
      out.text(", Id ").hex(view.connection_id());
      return;
    default: print_data_line(out, view.data(0), view.data(1), view.data(2));
  }
}

void print_io_range(TextWriter& out, std::uint64_t first, std::uint64_t last) { out.hex(first).text(" - ").hex(last); }

// One or two lines, each behind six blanks.
void print_io_arm(TextWriter& out, const IoDescriptorView& view) {
  switch (view.type()) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large:
      out.hex(view.length(), 6).text(" byte range with alignment ").hex(view.alignment(), 6).text("\n      ");
      return print_io_range(out, view.minimum(), view.maximum());
    case ResourceType::interrupt:
      if ((view.flags() & interrupt_flag::policy_included) != 0) {
        out.text("Policy ").hex(view.affinity_policy()).text(", Priority ").hex(view.priority_policy());
        out.text(", Group ").hex(view.group()).text(", Processors ").hex(view.targeted_processors()).text("\n      ");
      }
      return print_io_range(out, view.minimum_vector(), view.maximum_vector());
    case ResourceType::dma:
      if (!view.is_dma_v3()) return print_io_range(out, view.minimum_channel(), view.maximum_channel());
      out.text("Channel ").hex(view.v3_channel()).text(", Request Line ").hex(view.request_line());
      out.text(", Transfer Width ").hex(view.v3_transfer_width());
      return;
    case ResourceType::bus_number:
      out.hex(view.bus_length()).text(" bus numbers\n      ");
      return print_io_range(out, view.minimum_bus(), view.maximum_bus());
    case ResourceType::config_data: out.text("Priority ").hex(view.priority(), 4); return;
    case ResourceType::connection:
      out.text("Class ").hex(view.connection_class()).text(", Type ").hex(view.connection_type());
      out.text(", Id ").hex(view.connection_id());
      return;
    default: print_data_line(out, view.data(0), view.data(1), view.data(2));
  }
}

}  // namespace

Result<void> print_cm(TextWriter& out, Bytes bytes, CmForm form, CmLayout layout, CmSide side) {
  CmWalker walk(bytes, form, layout);
  for (;;) {
    RESMAP_TRY_ASSIGN(const CmStep step, walk.next());
    switch (step.kind) {
      case CmStep::Kind::end: return {};
      case CmStep::Kind::full_descriptor:
        out.text("CmResourceList  Version ").decimal(step.header.version).text(".").decimal(step.header.revision);
        out.text("  Interface ").hex(static_cast<std::uint32_t>(step.header.interface_type));
        out.text("  Bus #").decimal(step.header.bus_number).text("\n");
        break;
      case CmStep::Kind::descriptor:
        out.text("  Entry ").decimal(step.index).text(" - ");
        print_heading(out, step.view().type(), step.view().share());
        print_flag_line(out.text("    "), step.view().type(), step.view().flags());
        print_cm_arm(out.text("    "), step.view(), side);
        out.text("\n");
        break;
    }
  }
}

Result<void> print_io(TextWriter& out, Bytes bytes) {
  if (bytes.size() >= IoRequirementsHeader::size) {
    const auto header = IoRequirementsHeader::read(bytes);
    out.text("IoResList : Interface ").hex(static_cast<std::uint32_t>(header.interface_type));
    out.text("  Bus ").decimal(header.bus_number).text("  Slot ").hex(header.slot_number).text("\n");
  }
  IoWalker walk(bytes);
  for (;;) {
    RESMAP_TRY_ASSIGN(const IoStep step, walk.next());
    switch (step.kind) {
      case IoStep::Kind::end: return {};
      case IoStep::Kind::list:
        out.text("  Alternative ").decimal(step.list_index).text(" (Version ").decimal(step.header.version);
        out.text(".").decimal(step.header.revision).text(")\n");
        break;
      case IoStep::Kind::descriptor: {
        const IoDescriptorView view = step.view();
        out.text(view.is_preferred() ? "    Preferred " : "    ");
        out.text(view.is_alternative() ? "Alternative " : "").text("Descriptor ").decimal(step.index).text(" - ");
        print_heading(out, view.type(), view.share());
        print_flag_line(out.text("      "), view.type(), view.flags());
        print_io_arm(out.text("      "), view);
        out.text("\n");
        break;
      }
    }
  }
}

}  // namespace resmap::lists
