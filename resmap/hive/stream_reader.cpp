// SPDX-License-Identifier: MIT
#include "resmap/hive/stream_reader.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

#include "resmap/registry/utf.h"

namespace resmap::hive {
namespace {

struct Record {
  RecordHead head;
  std::string_view name;
  Bytes data;
};

class StreamReader {
 public:
  StreamReader(Bytes records, const HiveLimits& limits, HiveReading& reading)
      : records_(records), limits_(limits), reading_(reading) {}

  // False: the last record read was no true one.
  Result<bool> read() {
    while (at_ < records_.size()) {
      const std::optional<Record> record = next();
      if (!record) return false;
      Result<bool> taken = take(*record);
      if (!taken || !*taken) return taken;
    }
    return !above_.empty();
  }

  [[nodiscard]] registry::KeyId last_key() const { return above_.empty() ? registry::Registry::root() : above_.back(); }

 private:
  std::optional<Record> next() {
    Record record{};
    if (!has_room(records_, at_, sizeof record.head)) return std::nullopt;
    std::memcpy(&record.head, records_.data() + at_, sizeof record.head);
    at_ += sizeof record.head;
    const std::uint64_t size = std::uint64_t{record.head.name_size} + record.head.data_size;
    if (!has_room(records_, at_, size)) return std::nullopt;
    record.name = {reinterpret_cast<const char*>(records_.data() + at_), record.head.name_size};
    record.data = records_.subspan(at_ + record.head.name_size, record.head.data_size);
    at_ += size;
    if (!registry::is_utf8(record.name)) return std::nullopt;
    return record;
  }

  Result<bool> take(const Record& record) {
    switch (record.head.kind) {
      case RecordKind::key: return take_key(record);
      case RecordKind::value: return take_value(record);
      case RecordKind::gap: return take_gap(record);
    }
    return false;
  }

  Result<bool> take_key(const Record& record) {
    const std::uint32_t depth = record.head.word;
    if (depth > above_.size() || depth > limits_.depth || (depth == 0) != above_.empty()) return false;
    if (depth == 0) {
      reading_.root_name = record.name;
      above_.push_back(registry::Registry::root());
      return true;
    }
    const Result<registry::KeyId> key = reading_.registry.append_key(above_[depth - 1], record.name);
    if (!key) return broken(key.error());
    above_.resize(depth);
    above_.push_back(*key);
    return true;
  }

  Result<bool> take_value(const Record& record) {
    if (above_.empty()) return false;
    const auto value = reading_.registry.append_value(above_.back(), record.name, record.head.word, record.data);
    if (!value) return broken(value.error());
    return true;
  }

  Result<bool> take_gap(const Record& record) {
    GapPlace place{};
    if (record.data.size() != sizeof place || record.head.part > HivePart::reader ||
        record.head.cause > HiveCause::memory_limit)
      return false;
    std::memcpy(&place, record.data.data(), sizeof place);
    const registry::KeyId key = place.depth < above_.size() ? above_[place.depth] : last_key();
    add_gap(reading_, {record.head.part, record.head.cause, static_cast<int>(record.head.word), key, record.name,
                       place.cell, place.count});
    return true;
  }

  // A limit of the registry is a record that cannot be true; no memory is an error.
  static Result<bool> broken(const Error& error) {
    if (error.code == ErrorCode::out_of_memory) return fail(error);
    return false;
  }

  Bytes records_;
  const HiveLimits& limits_;
  HiveReading& reading_;
  std::size_t at_ = 0;
  std::vector<registry::KeyId> above_;  // the path of the last key, the root first
};

const StreamHead& head_of(const SharedMemory& stream) {
  return *reinterpret_cast<const StreamHead*>(stream.bytes().data());
}

}  // namespace

StreamFacts stream_facts(const SharedMemory& stream) {
  const StreamHead& head = head_of(stream);
  StreamFacts facts;
  facts.used =
      std::min<std::uint64_t>(head.used.load(std::memory_order_acquire), stream.bytes().size() - sizeof(StreamHead));
  facts.at_cell = head.at_cell;
  facts.at_step = static_cast<HiveStep>(std::min(head.at_step, static_cast<std::uint32_t>(HiveStep::count)));
  facts.open_errno = head.open_errno;
  facts.finished = head.finished == 1;
  facts.keys = head.keys;
  facts.values = head.values;
  facts.gaps = head.gaps;
  return facts;
}

Result<void> read_stream(std::shared_ptr<SharedMemory> stream, const HiveLimits& limits, HiveReading& reading) {
  const StreamFacts facts = stream_facts(*stream);
  stream->shrink_to(sizeof(StreamHead) + facts.used);
  const Bytes records = Bytes(stream->bytes()).subspan(sizeof(StreamHead), facts.used);
  // The counts are the writer's; no record is smaller than its head.
  const std::size_t most = records.size() / sizeof(RecordHead);
  try {
    RESMAP_TRY(reading.registry.keep_alive(std::move(stream)));
    RESMAP_TRY(
        reading.registry.reserve(std::min<std::size_t>(facts.keys, most), std::min<std::size_t>(facts.values, most)));
    StreamReader reader(records, limits, reading);
    RESMAP_TRY_ASSIGN(const bool whole, reader.read());
    if (!whole) add_gap(reading, {HivePart::reader, HiveCause::crashed, 0, reader.last_key(), {}, 0, 0});
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
  return {};
}

void add_gap(HiveReading& reading, const HiveGap& gap) {
  ++reading.gap_count;
  // Why a reading ended must not drown in a flood of gaps.
  const std::size_t most = gap.part == HivePart::reader ? HiveReading::max_gaps + 16 : HiveReading::max_gaps;
  if (reading.gaps.size() < most) reading.gaps.push_back(gap);
}

}  // namespace resmap::hive
