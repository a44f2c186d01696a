// SPDX-License-Identifier: MIT
// Tested in json_test.cpp.
#include "resmap/lists/json.h"
#include "resmap/lists/json_common.h"

namespace resmap::lists {

namespace {

using Wire = wire::x64::IO_RESOURCE_DESCRIPTOR;

void json_option(JsonWriter& json, std::uint8_t option) {
  json.key("option").array();
  if ((option & io_option::preferred) != 0) json.string("preferred");
  if ((option & io_option::default_) != 0) json.string("default");
  if ((option & io_option::alternative) != 0) json.string("alternative");
  const unsigned left = option & ~unsigned{io_option::all};
  if (left != 0) json.address(left);
  json.end_array();
}

// The members of one arm; each returns the offset from which the bytes are left to "rest".
class DescriptorJson {
 public:
  DescriptorJson(JsonWriter& json, const IoDescriptorView& view) : json_(json), view_(view) {}

  void write() {
    json_.object();
    json_option(json_, view_.option());
    json_type(json_, view_.type());
    json_share(json_, view_.share());
    json_flags(json_, view_.type(), view_.flags());
    if (view_.spare1() != 0) json_.member("spare1", view_.spare1());
    if (view_.spare2() != 0) json_.member("spare2", view_.spare2());
    const std::size_t written = arm();
    json_rest(json_, "rest", view_.bytes().subspan(written));
    json_.end_object();
  }

 private:
  std::size_t arm() {
    switch (view_.type()) {
      case ResourceType::port:
      case ResourceType::memory:
      case ResourceType::memory_large: return address();
      case ResourceType::interrupt: return interrupt();
      case ResourceType::dma: return dma();
      case ResourceType::bus_number:
        json_.member("length", view_.bus_length()).member("minimum", view_.minimum_bus());
        json_.member("maximum", view_.maximum_bus());
        return offsetof(Wire, u.BusNumber.Reserved);
      case ResourceType::config_data:
        json_.address_member("priority", view_.priority());
        return offsetof(Wire, u.ConfigData.Reserved1);
      case ResourceType::connection:
        json_.member("class", view_.connection_class()).member("connection", view_.connection_type());
        json_.member("reserved", load_le<std::uint16_t>(view_.bytes(), offsetof(Wire, u.Connection.Reserved1)));
        json_.address_member("id", view_.connection_id());
        return offsetof(Wire, u.Connection.IdHighPart) + 4;
      default:
        json_.key("words").array();
        for (std::size_t i = 0; i < 3; ++i) json_.address(view_.data(i));
        json_.end_array();
        return offsetof(Wire, u.DevicePrivate.Data) + 12;
    }
  }

  std::size_t address() {
    if (length_shift(view_.type(), view_.flags())) {
      json_.address_member("length", view_.length()).address_member("alignment", view_.alignment());
    } else {  // no flag scales them back: kept as they are stored
      json_.address_member("stored_length", view_.stored_length());
      json_.address_member("stored_alignment", view_.stored_alignment());
    }
    json_.address_member("minimum", view_.minimum()).address_member("maximum", view_.maximum());
    return IoDescriptorView::size;
  }

  std::size_t interrupt() {
    json_.address_member("minimum", view_.minimum_vector()).address_member("maximum", view_.maximum_vector());
    if ((view_.flags() & interrupt_flag::policy_included) == 0) return offsetof(Wire, u.Interrupt.AffinityPolicy);
    json_.member("policy", view_.affinity_policy()).member("group", view_.group());
    json_.member("priority", view_.priority_policy()).address_member("processors", view_.targeted_processors());
    return IoDescriptorView::size;
  }

  std::size_t dma() {
    if (view_.is_dma_v3()) {
      json_.member("request_line", view_.request_line()).member("reserved", view_.v3_reserved());
      json_.member("channel", view_.v3_channel()).member("transfer_width", view_.v3_transfer_width());
      return offsetof(Wire, u.DmaV3.TransferWidth) + 4;
    }
    json_.member("minimum", view_.minimum_channel()).member("maximum", view_.maximum_channel());
    return offsetof(Wire, u.Dma.MaximumChannel) + 4;
  }

  JsonWriter& json_;
  const IoDescriptorView& view_;
};

void json_header(JsonWriter& json, const IoRequirementsHeader& header) {
  json_interface(json, header.interface_type);
  json.member("bus", header.bus_number).member("slot", header.slot_number);
  if (header.reserved != decltype(header.reserved){}) {
    json.key("reserved").array();
    for (const std::uint32_t word : header.reserved) json.address(word);
    json.end_array();
  }
}

}  // namespace

void write_json(JsonWriter& json, const IoDescriptorView& view) { DescriptorJson(json, view).write(); }

Result<void> write_json_io(JsonWriter& json, Bytes bytes) {
  json.object();
  const bool has_header = bytes.size() >= IoRequirementsHeader::size;
  const IoRequirementsHeader header = has_header ? IoRequirementsHeader::read(bytes) : IoRequirementsHeader{};
  if (has_header) json_header(json, header);
  json.key("configurations").array();
  IoWalker walk(bytes);
  bool in_list = false;
  for (;;) {
    const auto step = walk.next();
    if (step && step->kind == IoStep::Kind::descriptor) {
      write_json(json, step->view());
      continue;
    }
    if (in_list) json.end_array().end_object();
    in_list = false;
    if (!step) {
      json.end_array().end_object();
      return fail(step.error());
    }
    if (step->kind == IoStep::Kind::end) {
      json.end_array();
      const bool possible = header.list_size >= step->offset && header.list_size <= bytes.size();
      if (!possible) {
        json.end_object();
        return fail({.code = ErrorCode::malformed, .rule = rule::io_list_size_wrong, .value = header.list_size});
      }
      if (step->offset < header.list_size) {
        json.bytes_member("slack", bytes.first(header.list_size).subspan(step->offset));
      }
      if (header.list_size < bytes.size()) json.bytes_member("beyond", bytes.subspan(header.list_size));
      json.end_object();
      return {};
    }
    json.object().member("version", step->header.version).member("revision", step->header.revision);
    json.key("descriptors").array();
    in_list = true;
  }
}

}  // namespace resmap::lists
