// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

#include "resmap/base/bytes.h"
#include "resmap/hive/hive_gap.h"

// Not installed.
namespace resmap::hive {

// Where the child is: so that a crash has a place, and the next child can step around it.
enum class HiveStep : std::uint32_t { open, key_name, values, value_name, value_data, children, count };

// How parent and child share what was read: one block of shared memory, a head and then records back to back, parents before
// children, a key's values right behind it. Only whole records count as used, so a child can die at any moment. The parent
// believes nothing in it.
struct StreamHead {
  std::atomic<std::uint64_t> used;  // bytes of records
  std::uint64_t at_cell;            // what was being read
  std::uint32_t at_step;            // HiveStep
  std::int32_t open_errno;          // why hivex_open failed, or 0
  std::uint32_t finished;           // 1 when the walk came to its end
  std::uint32_t keys;               // how many records of each kind
  std::uint32_t values;
  std::uint32_t gaps;
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

enum class RecordKind : std::uint8_t { key = 1, value = 2, gap = 3 };

// A record is a RecordHead, `name_size` bytes of name, `data_size` bytes of data; no padding.
struct RecordHead {
  RecordKind kind;
  HivePart part;    // of a gap
  HiveCause cause;  // of a gap
  std::uint8_t unused;
  std::uint32_t word;  // a key's depth (the root: 0), a value's type, a gap's error number
  std::uint32_t name_size;
  std::uint32_t data_size;
};
static_assert(sizeof(RecordHead) == 16);

// What a gap carries as data.
struct GapPlace {
  std::uint64_t cell;
  std::uint64_t count;
  std::uint64_t depth;  // of the key it belongs to: the last one of this depth
};

// The child's side. Allocates nothing.
class StreamWriter {
 public:
  // Precondition: `memory` is aligned for StreamHead and holds more than one.
  explicit StreamWriter(std::span<std::uint8_t> memory)
      : head_(new(memory.data()) StreamHead{}), records_(memory.subspan(sizeof(StreamHead))) {}

  [[nodiscard]] StreamHead& head() { return *head_; }
  void at(HiveStep step, std::uint64_t cell) {
    head_->at_step = static_cast<std::uint32_t>(step);
    head_->at_cell = cell;
  }

  // False when no room is left; nothing is written then, but one gap still fits.
  [[nodiscard]] bool key(std::uint32_t depth, std::string_view name) {
    if (!record({.kind = RecordKind::key,
                 .part = {},
                 .cause = {},
                 .unused = 0,
                 .word = depth,
                 .name_size = 0,
                 .data_size = 0},
                name, {}, reserve))
      return false;
    ++head_->keys;
    return true;
  }
  [[nodiscard]] bool value(std::uint32_t type, std::string_view name, Bytes data) {
    if (!record({.kind = RecordKind::value,
                 .part = {},
                 .cause = {},
                 .unused = 0,
                 .word = type,
                 .name_size = 0,
                 .data_size = 0},
                name, data, reserve))
      return false;
    ++head_->values;
    return true;
  }
  [[nodiscard]] bool gap(HivePart part, HiveCause cause, int error_number, GapPlace place, std::string_view name = {}) {
    const bool last = part == HivePart::reader;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&place);
    if (!record({.kind = RecordKind::gap,
                 .part = part,
                 .cause = cause,
                 .unused = 0,
                 .word = static_cast<std::uint32_t>(error_number),
                 .name_size = 0,
                 .data_size = 0},
                name, {bytes, sizeof place}, last ? 0 : reserve))
      return false;
    ++head_->gaps;
    return true;
  }

 private:
  static constexpr std::size_t reserve = sizeof(RecordHead) + sizeof(GapPlace);

  bool record(RecordHead head, std::string_view name, Bytes data, std::size_t keep) {
    const std::uint64_t used = head_->used.load(std::memory_order_relaxed);
    const std::uint64_t size = sizeof head + name.size() + data.size();
    if (name.size() > UINT32_MAX || data.size() > UINT32_MAX || records_.size() - used < size + keep) return false;
    if (used + size > prepared_) prepare(used + size);
    head.name_size = static_cast<std::uint32_t>(name.size());
    head.data_size = static_cast<std::uint32_t>(data.size());
    std::uint8_t* to = records_.data() + used;
    std::memcpy(to, &head, sizeof head);
    if (!name.empty()) std::memcpy(to + sizeof head, name.data(), name.size());
    if (!data.empty()) std::memcpy(to + sizeof head + name.size(), data.data(), data.size());
    head_->used.store(used + size, std::memory_order_release);
    return true;
  }

  // Has the system bring in the next pages at once, as many again as are used and at most a megabyte: half the cost of one page
  // fault after another. Where it cannot (a kernel before 5.14), pages come when they are touched.
  void prepare(std::uint64_t needed) {
    constexpr std::uint64_t page = 4096, least = 16 * page, most = 256 * page;
    const std::uint64_t from = prepared_ / page * page;
    prepared_ = std::min<std::uint64_t>((needed + std::clamp(needed, least, most)) / page * page, records_.size());
    if (prepared_ > from) madvise(reinterpret_cast<std::uint8_t*>(head_) + from, prepared_ - from, MADV_POPULATE_WRITE);
  }

  StreamHead* head_;
  std::span<std::uint8_t> records_;
  std::uint64_t prepared_ = 0;
};

}  // namespace resmap::hive
