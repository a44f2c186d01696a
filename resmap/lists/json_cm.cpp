// SPDX-License-Identifier: MIT
// Tested in json_test.cpp.
#include "resmap/lists/json.h"
#include "resmap/lists/json_common.h"

namespace resmap::lists {

namespace {

using Wire = wire::x64::CM_PARTIAL_RESOURCE_DESCRIPTOR;

// The members of one arm; each function leaves the bytes from the returned offset on to "rest".
class DescriptorJson {
 public:
  DescriptorJson(JsonWriter& json, const CmDescriptorView& view, CmSide side) : json_(json), view_(view), side_(side) {}

  void write() {
    json_.object();
    json_type(json_, view_.type());
    json_share(json_, view_.share());
    json_flags(json_, view_.type(), view_.flags());
    const std::size_t written = arm();
    json_rest(json_, "rest", view_.bytes().subspan(written));
    if (view_.type() == ResourceType::device_specific) json_.bytes_member("data", view_.device_data());
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
        json_.member("bus", view_.bus_start()).member("length", view_.bus_length());
        return offsetof(Wire, u.BusNumber.Reserved);
      case ResourceType::device_specific: return offsetof(Wire, u.DeviceSpecificData.Reserved1);
      case ResourceType::connection:
        json_.member("class", view_.connection_class()).member("connection", view_.connection_type());
        json_.member("reserved", word16(offsetof(Wire, u.Connection.Reserved1)));
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
    json_.address_member("start", view_.start());
    // A length that its own flags cannot scale back is kept as it is stored.
    const bool scalable = length_shift(view_.type(), view_.flags()).has_value();
    json_.address_member(scalable ? "length" : "stored_length", scalable ? view_.length() : view_.stored_length());
    if (const auto range = view_.range()) json_.address_member("end", range->last);
    return offsetof(Wire, u.Port.Length) + 4;
  }

  std::size_t interrupt() {
    if (view_.is_message() && side_ == CmSide::raw) {
      json_.member("group", view_.raw_message_group()).member("messages", view_.raw_message_count());
    } else {
      json_.member("level", view_.level()).member("group", view_.group());
    }
    json_.address_member("vector", view_.vector()).address_member("affinity", view_.affinity());
    return view_.bytes().size();
  }

  std::size_t dma() {
    json_.member("channel", view_.channel());
    if (view_.is_dma_v3()) {
      json_.member("request_line", view_.request_line()).member("transfer_width", view_.transfer_width());
      return offsetof(Wire, u.DmaV3.Reserved1);
    }
    json_.member("port", view_.dma_port());
    return offsetof(Wire, u.Dma.Reserved1);
  }

  [[nodiscard]] std::uint16_t word16(std::size_t at) const { return load_le<std::uint16_t>(view_.bytes(), at); }

  JsonWriter& json_;
  const CmDescriptorView& view_;
  CmSide side_;
};

}  // namespace

void write_json(JsonWriter& json, const CmDescriptorView& view, CmSide side) {
  DescriptorJson(json, view, side).write();
}

Result<void> write_json_cm(JsonWriter& json, Bytes bytes, CmForm form, CmLayout layout, CmSide side) {
  json.object().member("form", form == CmForm::resource_list ? "resource-list" : "full-descriptor");
  json.member("layout", static_cast<unsigned>(size_of(layout))).key("full").array();
  CmWalker walk(bytes, form, layout);
  bool in_full = false;
  const auto end_full = [&] {
    if (in_full) json.end_array().end_object();
    in_full = false;
  };
  for (;;) {
    const auto step = walk.next();
    if (step && step->kind == CmStep::Kind::descriptor) {
      write_json(json, step->view(), side);
      continue;
    }
    end_full();
    if (!step) {
      json.end_array().end_object();
      return fail(step.error());
    }
    if (step->kind == CmStep::Kind::end) {
      json.end_array();
      if (step->offset < bytes.size()) json.bytes_member("slack", bytes.subspan(step->offset));
      json.end_object();
      return {};
    }
    json.object();
    json_interface(json, step->header.interface_type);
    json.member("bus", step->header.bus_number).member("version", step->header.version);
    json.member("revision", step->header.revision).key("descriptors").array();
    in_full = true;
  }
}

}  // namespace resmap::lists
