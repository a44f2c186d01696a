// SPDX-License-Identifier: MIT
#include "resmap/lists/device_data.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "resmap/lists/wire/nt_layout.h"

namespace resmap::lists {

namespace {

using namespace wire;  // the table names the structures without their namespace

struct TableRow {
  std::string_view structure;
  std::string_view field;
  std::uint16_t offset;
  std::uint16_t size;
};

#define RESMAP_SIZE(structure, size_x64, size_x86)
#define RESMAP_FIELD(structure, member, at_x64, at_x86) \
  TableRow{#structure, #member, at_x64, static_cast<std::uint16_t>(sizeof(static_cast<structure*>(nullptr)->member))},
namespace in_x64 {
using namespace wire::x64;
constexpr TableRow kRows[] = {
#include "resmap/lists/wire/layout_table_all.inc"
};
}  // namespace in_x64

struct StructureSize {
  std::string_view name;
  std::uint16_t size;
};
#define RESMAP_SIZE(structure, size_x64, size_x86) {#structure, size_x64},
#define RESMAP_FIELD(structure, member, at_x64, at_x86)
constexpr StructureSize kSizes[] = {
#include "resmap/lists/wire/layout_table_all.inc"
};

// Containers, not records.
constexpr std::string_view kContainers[] = {"CM_PARTIAL_RESOURCE_DESCRIPTOR",
                                            "CM_PARTIAL_RESOURCE_LIST",
                                            "CM_FULL_RESOURCE_DESCRIPTOR",
                                            "CM_RESOURCE_LIST",
                                            "CM_COMPONENT_INFORMATION",
                                            "IO_RESOURCE_DESCRIPTOR",
                                            "IO_RESOURCE_LIST",
                                            "IO_RESOURCE_REQUIREMENTS_LIST"};
constexpr std::size_t kRecordCount = std::size(kSizes) - std::size(kContainers);

constexpr bool is_record(std::string_view structure) {
  return std::find(std::begin(kContainers), std::end(kContainers), structure) == std::end(kContainers);
}

constexpr auto kFields = [] {
  std::array<RecordField, std::size(in_x64::kRows)> fields{};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const TableRow& row = in_x64::kRows[i];
    fields[i] = {row.field, row.offset, row.size};
  }
  return fields;
}();

// The rows of one structure stand together in the table.
constexpr auto kLayouts = [] {
  std::array<RecordLayout, kRecordCount> layouts{};
  std::size_t next = 0;
  for (const StructureSize& structure : kSizes) {
    if (!is_record(structure.name)) continue;
    const auto belongs = [&](const TableRow& row) { return row.structure == structure.name; };
    const auto* first = std::find_if(std::begin(in_x64::kRows), std::end(in_x64::kRows), belongs);
    const auto* last = std::find_if_not(first, std::end(in_x64::kRows), belongs);
    layouts[next++] = {structure.name, structure.size,
                       std::span(kFields.data() + (first - in_x64::kRows), static_cast<std::size_t>(last - first))};
  }
  return layouts;
}();

}  // namespace

std::span<const RecordLayout> record_layouts() { return kLayouts; }

const RecordLayout* record_layout(std::string_view structure) {
  const auto found =
      std::find_if(kLayouts.begin(), kLayouts.end(), [&](const RecordLayout& l) { return l.structure == structure; });
  return found == kLayouts.end() ? nullptr : &*found;
}

const RecordLayout* record_layout_for(ConfigurationType node) {
  switch (node) {
    case ConfigurationType::floppy_disk_peripheral: return record_layout("CM_FLOPPY_DEVICE_DATA");
    case ConfigurationType::keyboard_peripheral: return record_layout("CM_KEYBOARD_DEVICE_DATA");
    case ConfigurationType::scsi_adapter: return record_layout("CM_SCSI_DEVICE_DATA");
    case ConfigurationType::serial_controller: return record_layout("CM_SERIAL_DEVICE_DATA");
    case ConfigurationType::disk_controller: return record_layout("CM_INT13_DRIVE_PARAMETER");
    case ConfigurationType::disk_peripheral: return record_layout("CM_DISK_GEOMETRY_DEVICE_DATA");
    case ConfigurationType::display_controller: return record_layout("CM_VIDEO_DEVICE_DATA");
    case ConfigurationType::network_controller: return record_layout("CM_SONIC_DEVICE_DATA");
    case ConfigurationType::monitor_peripheral: return record_layout("CM_MONITOR_DEVICE_DATA");
    default: return nullptr;
  }
}

std::optional<std::uint32_t> record_number(const RecordLayout& layout, Bytes data, std::string_view name) {
  for (const RecordField& field : layout.fields) {
    if (field.name != name) continue;
    if (!has_room(data, field.offset, field.size)) return std::nullopt;
    switch (field.size) {
      case 1: return data[field.offset];
      case 2: return load_le<std::uint16_t>(data, field.offset);
      case 4: return load_le<std::uint32_t>(data, field.offset);
      default: return std::nullopt;
    }
  }
  return std::nullopt;
}

void write_json(JsonWriter& json, const RecordLayout& layout, Bytes data) {
  json.object().member("structure", layout.structure);
  for (const RecordField& field : layout.fields) {
    if (!has_room(data, field.offset, field.size)) continue;
    if (const auto number = record_number(layout, data, field.name)) {
      json.member(field.name, *number);
    } else {
      json.bytes_member(field.name, data.subspan(field.offset, field.size));
    }
  }
  json.end_object();
}

}  // namespace resmap::lists
