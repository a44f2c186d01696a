// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>

#include "resmap/base/result.h"
#include "resmap/lists/bus_types.h"
#include "resmap/lists/io_descriptor.h"
#include "resmap/lists/rules.h"

namespace resmap::lists {

// The 32 bytes before the first list of an IO_RESOURCE_REQUIREMENTS_LIST.
struct IoRequirementsHeader {
  std::uint32_t list_size;
  InterfaceType interface_type;
  std::uint32_t bus_number;
  std::uint32_t slot_number;
  std::array<std::uint32_t, 3> reserved;  // heap garbage in real values
  std::uint32_t alternative_lists;

  static constexpr std::size_t size = 32;

  // Precondition: `bytes` holds 32 bytes or more.
  [[nodiscard]] static constexpr IoRequirementsHeader read(Bytes bytes) {
    const auto word = [&](std::size_t at) { return load_le<std::uint32_t>(bytes, at); };
    return {.list_size = word(0),
            .interface_type = static_cast<InterfaceType>(static_cast<std::int32_t>(word(4))),
            .bus_number = word(8),
            .slot_number = word(12),
            .reserved = {word(16), word(20), word(24)},
            .alternative_lists = word(28)};
  }
};

// The 8 bytes before the descriptors of one IO_RESOURCE_LIST: one logical configuration.
struct IoListHeader {
  std::uint16_t version;
  std::uint16_t revision;
  std::uint32_t count;

  static constexpr std::size_t size = 8;
};

struct IoStep {
  enum class Kind : std::uint8_t { list, descriptor, end };
  Kind kind;
  std::uint32_t list_index;  // which logical configuration, from 0; at the end: how many there were
  std::uint32_t index;       // which descriptor within it
  std::size_t offset;        // where it begins in the value; at the end: how many bytes header and lists took
  IoListHeader header;
  Bytes descriptor;  // 32 bytes; only for Kind::descriptor

  [[nodiscard]] constexpr IoDescriptorView view() const { return IoDescriptorView(descriptor); }
};

// Reads a requirements list front to back, one step at a time, with the room checked before each. Never reads past the value
// nor past a ListSize that lies inside it; a ListSize that is itself impossible (below 32, beyond the value) does not stop the
// walk, and over() and the validator report it. Allocates nothing. truncated:
//   RM1101  fewer than 32 bytes    RM1110  a list's header does not fit    RM1112  a descriptor does not fit
// with index (RM1110: of the list), the offset where it begins and, as value, the bytes left there. After an error or the end
// every further call gives the same answer.
class IoWalker {
 public:
  constexpr explicit IoWalker(Bytes bytes) : bytes_(bytes) { step_.kind = IoStep::Kind::end; }

  [[nodiscard]] constexpr Result<IoStep> next() {
    if (failed_) return fail(error_);
    if (!started_) {
      started_ = true;
      if (bytes_.size() < IoRequirementsHeader::size) return stop(rule::io_too_short, 0, 0);
      const auto header = IoRequirementsHeader::read(bytes_);
      if (header.list_size >= IoRequirementsHeader::size && header.list_size < bytes_.size()) {
        bytes_ = bytes_.first(header.list_size);
      }
      lists_left_ = header.alternative_lists;
      at_ = IoRequirementsHeader::size;
    }
    if (descriptors_left_ != 0) return descriptor();
    if (lists_left_ != 0) return list();
    step_.kind = IoStep::Kind::end;
    step_.list_index = lists_seen_;
    step_.offset = at_;
    step_.descriptor = {};
    return step_;
  }

 private:
  constexpr Result<IoStep> list() {
    if (!has_room(bytes_, at_, IoListHeader::size)) return stop(rule::io_list_header_truncated, lists_seen_, at_);
    step_.kind = IoStep::Kind::list;
    step_.list_index = lists_seen_++;
    --lists_left_;
    step_.index = 0;
    step_.offset = at_;
    step_.header = {.version = load_le<std::uint16_t>(bytes_, at_),
                    .revision = load_le<std::uint16_t>(bytes_, at_ + 2),
                    .count = load_le<std::uint32_t>(bytes_, at_ + 4)};
    step_.descriptor = {};
    descriptors_left_ = step_.header.count;
    next_index_ = 0;
    at_ += IoListHeader::size;
    return step_;
  }

  constexpr Result<IoStep> descriptor() {
    if (!has_room(bytes_, at_, IoDescriptorView::size)) return stop(rule::io_descriptor_truncated, next_index_, at_);
    step_.kind = IoStep::Kind::descriptor;
    step_.index = next_index_++;
    --descriptors_left_;
    step_.offset = at_;
    step_.descriptor = bytes_.subspan(at_, IoDescriptorView::size);
    at_ += IoDescriptorView::size;
    return step_;
  }

  constexpr Result<IoStep> stop(std::uint16_t broken_rule, std::uint32_t index, std::size_t offset) {
    failed_ = true;
    error_ = {.code = ErrorCode::truncated,
              .rule = broken_rule,
              .index = index,
              .offset = offset,
              .value = bytes_.size() - std::min(offset, bytes_.size())};
    return fail(error_);
  }

  Bytes bytes_;
  bool started_ = false;
  bool failed_ = false;
  std::size_t at_ = 0;
  std::uint32_t lists_left_ = 0;
  std::uint32_t lists_seen_ = 0;
  std::uint32_t descriptors_left_ = 0;
  std::uint32_t next_index_ = 0;
  IoStep step_{};
  Error error_{};
};

}  // namespace resmap::lists
