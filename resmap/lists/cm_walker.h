// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/lists/bus_types.h"
#include "resmap/lists/cm_descriptor.h"
#include "resmap/lists/rules.h"

namespace resmap::lists {

// What the bytes begin with: a CM_RESOURCE_LIST (registry type 8), or a CM_FULL_RESOURCE_DESCRIPTOR at once (type 9).
enum class CmForm : std::uint8_t { resource_list, full_descriptor };

// The 16 bytes before the descriptors of one full descriptor.
struct CmFullHeader {
  InterfaceType interface_type;
  std::uint32_t bus_number;
  std::uint16_t version;
  std::uint16_t revision;
  std::uint32_t count;

  static constexpr std::size_t size = 16;
};

struct CmStep {
  enum class Kind : std::uint8_t { full_descriptor, descriptor, end };
  Kind kind;
  std::uint32_t full_index;  // which full descriptor, from 0; at the end: how many there were
  std::uint32_t index;       // which descriptor within it, from 0
  std::size_t offset;        // where it begins in the value; at the end: how many bytes the list took
  CmFullHeader header;       // of full_index
  Bytes descriptor;          // 16 or 20 bytes; only for Kind::descriptor
  Bytes device_data;         // what trails a DeviceSpecific descriptor

  [[nodiscard]] constexpr CmDescriptorView view() const { return CmDescriptorView(descriptor, device_data); }
};

// Reads a CM list front to back, one step at a time, and trusts no count: the room is checked again before each header and
// each descriptor, because a trailing device-specific record moves everything behind it. Allocates nothing.
//   CmWalker walk(bytes, CmForm::resource_list, CmLayout::x64);
//   for (auto step = walk.next(); step && step->kind != CmStep::Kind::end; step = walk.next()) ...
// next() gives each full descriptor, its descriptors, and at last the end. truncated, when the bytes end early:
//   RM1001  fewer than 4 (or, for a full descriptor, 16) bytes        RM1010  a header does not fit
//   RM1012  a descriptor does not fit                                 RM1013  the data of a DeviceSpecific one do not fit
// with the index of the descriptor (RM1010: of the full descriptor), the offset where it begins and, as value, the bytes left
// there. After an error or the end every further call gives the same answer. Steps that came before stay good.
class CmWalker {
 public:
  constexpr CmWalker(Bytes bytes, CmForm form, CmLayout layout) : bytes_(bytes), form_(form), layout_(layout) {
    step_ = {};
    step_.kind = CmStep::Kind::end;
  }

  [[nodiscard]] constexpr Result<CmStep> next() {
    if (failed_) return fail(error_);
    if (!started_) {
      if (!start()) return fail(error_);
    }
    if (descriptors_left_ != 0) return descriptor();
    if (fulls_left_ != 0) return full_descriptor();
    step_.kind = CmStep::Kind::end;
    step_.full_index = fulls_seen_;
    step_.offset = at_;
    step_.descriptor = step_.device_data = {};
    return step_;
  }

 private:
  constexpr bool start() {
    started_ = true;
    if (form_ == CmForm::full_descriptor) {
      fulls_left_ = 1;
      if (bytes_.size() < CmFullHeader::size) return stop(rule::cm_too_short, 0, 0);
      return true;
    }
    if (bytes_.size() < 4) return stop(rule::cm_too_short, 0, 0);
    fulls_left_ = load_le<std::uint32_t>(bytes_, 0);
    at_ = 4;
    return true;
  }

  constexpr Result<CmStep> full_descriptor() {
    if (!has_room(bytes_, at_, CmFullHeader::size)) {
      stop(rule::cm_full_header_truncated, fulls_seen_, at_);
      return fail(error_);
    }
    step_.kind = CmStep::Kind::full_descriptor;
    step_.full_index = fulls_seen_++;
    --fulls_left_;
    step_.index = 0;
    step_.offset = at_;
    step_.header = {
        .interface_type = static_cast<InterfaceType>(static_cast<std::int32_t>(load_le<std::uint32_t>(bytes_, at_))),
        .bus_number = load_le<std::uint32_t>(bytes_, at_ + 4),
        .version = load_le<std::uint16_t>(bytes_, at_ + 8),
        .revision = load_le<std::uint16_t>(bytes_, at_ + 10),
        .count = load_le<std::uint32_t>(bytes_, at_ + 12)};
    step_.descriptor = step_.device_data = {};
    descriptors_left_ = step_.header.count;
    next_index_ = 0;
    at_ += CmFullHeader::size;
    return step_;
  }

  constexpr Result<CmStep> descriptor() {
    const std::size_t size = size_of(layout_);
    if (!has_room(bytes_, at_, size)) {
      stop(rule::cm_descriptor_truncated, next_index_, at_);
      return fail(error_);
    }
    step_.kind = CmStep::Kind::descriptor;
    step_.index = next_index_++;
    --descriptors_left_;
    step_.offset = at_;
    step_.descriptor = bytes_.subspan(at_, size);
    step_.device_data = {};
    at_ += size;
    if (step_.view().type() == ResourceType::device_specific) {
      const std::uint32_t length = step_.view().data_size();
      if (!has_room(bytes_, at_, length)) {
        stop(rule::cm_device_data_truncated, step_.index, at_);
        return fail(error_);
      }
      step_.device_data = bytes_.subspan(at_, length);
      at_ += length;
    }
    return step_;
  }

  constexpr bool stop(std::uint16_t broken_rule, std::uint32_t index, std::size_t offset) {
    failed_ = true;
    error_ = {.code = ErrorCode::truncated,
              .rule = broken_rule,
              .index = index,
              .offset = offset,
              .value = bytes_.size() - offset};
    return false;
  }

  Bytes bytes_;
  CmForm form_;
  CmLayout layout_;
  bool started_ = false;
  bool failed_ = false;
  std::size_t at_ = 0;
  std::uint32_t fulls_left_ = 0;
  std::uint32_t fulls_seen_ = 0;
  std::uint32_t descriptors_left_ = 0;
  std::uint32_t next_index_ = 0;
  CmStep step_{};
  Error error_{};
};

}  // namespace resmap::lists
