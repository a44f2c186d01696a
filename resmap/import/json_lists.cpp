// SPDX-License-Identifier: MIT
#include "resmap/import/json_lists.h"

#include "resmap/import/json_walk.h"
#include "resmap/lists/bus_types.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/resource_flags.h"

namespace resmap::import {

namespace {

using lists::CmDescriptor;
using lists::CmForm;
using lists::CmLayout;
using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
using Bytes8 = std::vector<std::uint8_t>;

// A word that NT names, or "0x..".
template <typename Enumeration>
Enumeration word(const JsonView& view, std::optional<Enumeration> known, std::uint64_t maximum) {
  return known ? *known : static_cast<Enumeration>(view.number(maximum));
}

ResourceType type_of(const JsonView& view) {
  const JsonView type = view.at("type");
  return word(type, lists::resource_type_from(type.text()), 0xFF);
}

ShareDisposition share_of(const JsonView& view) {
  if (!view.has("share")) return ShareDisposition::device_exclusive;
  const JsonView share = view.at("share");
  return word(share, lists::share_disposition_from(share.text()), 0xFF);
}

std::uint16_t flags_of(const JsonView& view, ResourceType type) {
  std::uint64_t flags = 0;
  for (const JsonView& flag : view.elements_of("flags")) {
    const auto known = lists::flag_from(type, flag.text());
    flags |= known ? *known : flag.number(0xFFFF);
  }
  return static_cast<std::uint16_t>(flags);
}

lists::InterfaceType interface_of(const JsonView& view) {
  if (!view.has("interface")) return lists::InterfaceType::internal;
  const JsonView interface = view.at("interface");
  if (const auto known = lists::interface_type_from(interface.text())) return *known;
  return static_cast<lists::InterfaceType>(
      static_cast<std::int32_t>(static_cast<std::uint32_t>(interface.number(0xFFFF'FFFF))));
}

// A length or alignment in bytes as the field stores it: flags say the unit.
std::uint32_t stored(const JsonView& view, const char* key, const char* stored_key, ResourceType type,
                     std::uint16_t flags) {
  if (view.has(stored_key)) return view.number_of<std::uint32_t>(stored_key);
  const auto shift = lists::length_shift(type, flags);
  const std::uint64_t bytes = view.at(key).number();
  const bool exact = shift && (bytes >> *shift << *shift) == bytes && bytes >> *shift <= 0xFFFF'FFFF;
  if (!exact) view.at(key).does_not_fit(bytes);
  return static_cast<std::uint32_t>(bytes >> *shift);
}

template <typename Descriptor>
void read_words(const JsonView& view, Descriptor& descriptor) {
  const auto words = view.elements_of("words");
  if (words.size() > 3) view.at("words").fail_here();
  for (std::size_t i = 0; i < words.size(); ++i) {
    descriptor.set_data(i, static_cast<std::uint32_t>(words[i].number(0xFFFF'FFFF)));
  }
}

template <typename Descriptor>
void read_connection(const JsonView& view, Descriptor& descriptor) {
  const std::uint32_t head = view.number_of<std::uint8_t>("class", 0) |
                             std::uint32_t{view.number_of<std::uint8_t>("connection", 0)} << 8 |
                             std::uint32_t{view.number_of<std::uint16_t>("reserved", 0)} << 16;
  const std::uint64_t id = view.at("id").number();
  descriptor.set_data(0, head)
      .set_data(1, static_cast<std::uint32_t>(id))
      .set_data(2, static_cast<std::uint32_t>(id >> 32));
}

// Bytes that no member stands for: the end of the descriptor, as long as the text.
template <typename Descriptor>
void read_rest(const JsonView& view, Descriptor& descriptor, std::size_t header, std::size_t size) {
  const Bytes8 rest = view.bytes_of("rest");
  if (rest.size() > size - header) view.at("rest").fail_here();
  for (std::size_t i = 0; i < rest.size(); ++i) descriptor.set_union_byte(size - header - rest.size() + i, rest[i]);
}

void read_cm_arm(const JsonView& view, CmDescriptor& descriptor, ResourceType type, std::uint16_t flags) {
  switch (type) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large:
      descriptor.set_start(view.at("start").number());
      descriptor.set_stored_length(stored(view, "length", "stored_length", type, flags));
      return;
    case ResourceType::interrupt:
      if (view.has("messages")) {
        descriptor.set_raw_message_group(view.number_of<std::uint16_t>("group", 0));
        descriptor.set_raw_message_count(view.number_of<std::uint16_t>("messages"));
      } else {
        descriptor.set_level(view.number_of<std::uint16_t>("level", 0))
            .set_group(view.number_of<std::uint16_t>("group", 0));
      }
      descriptor.set_vector(view.number_of<std::uint32_t>("vector"));
      descriptor.set_affinity(view.has("affinity") ? view.at("affinity").number() : ~std::uint64_t{0});
      return;
    case ResourceType::dma:
      descriptor.set_channel(view.number_of<std::uint32_t>("channel"));
      if ((flags & lists::dma_flag::v3) != 0) {
        descriptor.set_data(1, view.number_of<std::uint32_t>("request_line", 0));
        descriptor.set_data(2, view.number_of<std::uint8_t>("transfer_width", 0));
      } else {
        descriptor.set_data(1, view.number_of<std::uint32_t>("port", 0));
      }
      return;
    case ResourceType::bus_number:
      descriptor.set_bus_start(view.number_of<std::uint32_t>("bus"))
          .set_bus_length(view.number_of<std::uint32_t>("length"));
      return;
    case ResourceType::device_specific: return;  // DataSize is the length of the data
    case ResourceType::connection: return read_connection(view, descriptor);
    default: read_words(view, descriptor);
  }
}

void check(const Result<void>& result) {
  if (!result) throw JsonFailure{{result.error(), {}}};
}

Bytes8 finished(Result<Bytes> bytes) {
  if (!bytes) throw JsonFailure{{bytes.error(), {}}};
  return {bytes->begin(), bytes->end()};
}

void read_cm_descriptor(const JsonView& view, lists::CmResourceListBuilder& build, CmLayout layout) {
  const ResourceType type = type_of(view);
  const std::uint16_t flags = flags_of(view, type);
  CmDescriptor descriptor(layout);
  descriptor.set_type(type).set_share(share_of(view)).set_flags(flags);
  read_cm_arm(view, descriptor, type, flags);
  read_rest(view, descriptor, 4, size_of(layout));
  const Bytes8 data = view.bytes_of("data");
  if (type == ResourceType::device_specific) descriptor.set_data(0, static_cast<std::uint32_t>(data.size()));
  check(build.add_verbatim(descriptor.bytes(), data));
}

Bytes8 read_cm_list(const JsonView& view, std::uint32_t registry_type) {
  const auto layout_size = view.number_of<std::uint32_t>("layout", 20);
  if (layout_size != 16 && layout_size != 20) view.at("layout").fail_here();
  const CmLayout layout = layout_size == 16 ? CmLayout::x86 : CmLayout::x64;
  const CmForm form = registry_type == 9 ? CmForm::full_descriptor : CmForm::resource_list;
  lists::CmResourceListBuilder build(form, layout);
  const auto fulls = view.at("full").elements();
  if (form == CmForm::full_descriptor && fulls.size() > 1) fulls[1].fail_here();
  for (const JsonView& full : fulls) {
    check(build.begin_full({.interface_type = interface_of(full),
                            .bus_number = full.number_of<std::uint32_t>("bus", 0),
                            .version = full.number_of<std::uint16_t>("version", 1),
                            .revision = full.number_of<std::uint16_t>("revision", 1),
                            .count = 0}));
    for (const JsonView& descriptor : full.elements_of("descriptors")) read_cm_descriptor(descriptor, build, layout);
  }
  check(build.add_slack(view.bytes_of("slack")));
  return finished(build.finish());
}

void read_io_arm(const JsonView& view, IoDescriptor& descriptor, ResourceType type, std::uint16_t flags) {
  switch (type) {
    case ResourceType::port:
    case ResourceType::memory:
    case ResourceType::memory_large:
      descriptor.set_stored_length(stored(view, "length", "stored_length", type, flags));
      descriptor.set_stored_alignment(stored(view, "alignment", "stored_alignment", type, flags));
      descriptor.set_minimum(view.at("minimum").number()).set_maximum(view.at("maximum").number());
      return;
    case ResourceType::interrupt: {
      descriptor.set_data(0, view.number_of<std::uint32_t>("minimum"))
          .set_data(1, view.number_of<std::uint32_t>("maximum"));
      if ((flags & lists::interrupt_flag::policy_included) == 0) return;
      const std::uint64_t processors = view.has("processors") ? view.at("processors").number() : 0;
      descriptor.set_data(2, view.number_of<std::uint16_t>("policy", 0) |
                                 std::uint32_t{view.number_of<std::uint16_t>("group", 0)} << 16);
      descriptor.set_data(3, view.number_of<std::uint32_t>("priority", 0));
      descriptor.set_data(4, static_cast<std::uint32_t>(processors))
          .set_data(5, static_cast<std::uint32_t>(processors >> 32));
      return;
    }
    case ResourceType::dma:
      if ((flags & lists::dma_flag::v3) == 0) {
        descriptor.set_data(0, view.number_of<std::uint32_t>("minimum"))
            .set_data(1, view.number_of<std::uint32_t>("maximum"));
        return;
      }
      descriptor.set_data(0, view.number_of<std::uint32_t>("request_line", 0))
          .set_data(1, view.number_of<std::uint32_t>("reserved", 0));
      descriptor.set_data(2, view.number_of<std::uint32_t>("channel"))
          .set_data(3, view.number_of<std::uint32_t>("transfer_width", 0));
      return;
    case ResourceType::bus_number:
      descriptor.set_data(0, view.number_of<std::uint32_t>("length"))
          .set_data(1, view.number_of<std::uint32_t>("minimum"));
      descriptor.set_data(2, view.number_of<std::uint32_t>("maximum"));
      return;
    case ResourceType::config_data: descriptor.set_data(0, view.number_of<std::uint32_t>("priority")); return;
    case ResourceType::connection: return read_connection(view, descriptor);
    default: read_words(view, descriptor);
  }
}

IoDescriptor read_io_descriptor(const JsonView& view) {
  std::uint64_t option = 0;
  for (const JsonView& word : view.elements_of("option")) {
    if (word.text() == "preferred")
      option |= lists::io_option::preferred;
    else if (word.text() == "default")
      option |= lists::io_option::default_;
    else if (word.text() == "alternative")
      option |= lists::io_option::alternative;
    else
      option |= word.number(0xFF);
  }
  const ResourceType type = type_of(view);
  const std::uint16_t flags = flags_of(view, type);
  IoDescriptor descriptor;
  descriptor.set_option(static_cast<std::uint8_t>(option)).set_type(type).set_share(share_of(view)).set_flags(flags);
  descriptor.set_spare1(view.number_of<std::uint8_t>("spare1", 0))
      .set_spare2(view.number_of<std::uint16_t>("spare2", 0));
  read_io_arm(view, descriptor, type, flags);
  read_rest(view, descriptor, 8, lists::IoDescriptorView::size);
  return descriptor;
}

Bytes8 read_io_list(const JsonView& view) {
  lists::IoRequirementsHeader header{};
  header.interface_type = interface_of(view);
  header.bus_number = view.number_of<std::uint32_t>("bus", 0);
  header.slot_number = view.number_of<std::uint32_t>("slot", 0);
  const auto reserved = view.elements_of("reserved");
  if (reserved.size() > 3) view.at("reserved").fail_here();
  for (std::size_t i = 0; i < reserved.size(); ++i)
    header.reserved[i] = static_cast<std::uint32_t>(reserved[i].number(0xFFFF'FFFF));
  lists::IoRequirementsListBuilder build(header);
  for (const JsonView& configuration : view.at("configurations").elements()) {
    check(build.begin_configuration(configuration.number_of<std::uint16_t>("version", 1),
                                    configuration.number_of<std::uint16_t>("revision", 1)));
    for (const JsonView& descriptor : configuration.elements_of("descriptors"))
      check(build.add(read_io_descriptor(descriptor)));
  }
  check(build.add_slack(view.bytes_of("slack"), view.bytes_of("beyond")));
  return finished(build.finish());
}

Bytes8 list_bytes(const JsonView& view, std::uint32_t registry_type) {
  return registry_type == 10 ? read_io_list(view) : read_cm_list(view, registry_type);
}

}  // namespace

JsonResult<std::vector<std::uint8_t>> read_list(std::string_view json, std::uint32_t registry_type) {
  return read_json(json, [&](const JsonView& view) { return list_bytes(view, registry_type); });
}

JsonResult<std::optional<ValueRecord>> read_value_record(std::string_view line) {
  return read_json(line, [](const JsonView& view) -> std::optional<ValueRecord> {
    if (view.text_of("record") != "value") return std::nullopt;
    ValueRecord record;
    record.key = view.text_of("key");
    record.name = view.text_of("name");
    record.registry_type = view.number_of<std::uint32_t>("registry_type");
    if (record.registry_type < 8 || record.registry_type > 10) view.at("registry_type").fail_here();
    record.bytes = view.has("hex") ? view.at("hex").bytes() : list_bytes(view.at("list"), record.registry_type);
    return record;
  });
}

}  // namespace resmap::import
