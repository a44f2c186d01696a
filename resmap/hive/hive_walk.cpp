// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_walk.h"

#include <hivex.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "resmap/hive/raw_cells.h"
#include "resmap/registry/utf.h"

namespace resmap::hive {
namespace {

struct Free {
  void operator()(void* block) const { std::free(block); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

class Walker {
 public:
  Walker(const WalkJob& job, StreamWriter& out) : job_(job), out_(out), raw_({}) {}

  void run() {
    out_.at(HiveStep::open, 0);
    void* const file = mmap(nullptr, job_.file_size, PROT_READ, MAP_SHARED, 3, 0);
    if (file == MAP_FAILED) return cannot_open();
    raw_ = RawCells({static_cast<const std::uint8_t*>(file), job_.file_size});
    errno = 0;
    hive_ = hivex_open("/proc/self/fd/3", job_.unsafe ? HIVEX_OPEN_UNSAFE : 0);
    if (hive_ == nullptr) return cannot_open();
    const hive_node_h root = hivex_root(hive_);
    if (root == 0) return cannot_open();
    seen_.resize(job_.file_size / 32 + 1);
    frames_.reserve(64);
    (void)first_visit(root);
    if (!enter(root)) return;
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const hive_node_h child = frame.children.get()[frame.next];
      if (child == 0) {
        frames_.pop_back();
        continue;
      }
      ++frame.next;
      if (!first_visit(child)) {
        depth_ = static_cast<std::uint32_t>(frames_.size() - 1);
        if (!gap(HivePart::children, HiveCause::reached_twice, 0, child)) return;
        continue;
      }
      if (!enter(child)) return;
    }
    out_.head().finished = 1;
  }

 private:
  struct Frame {
    Owned<hive_node_h> children;  // ended by 0
    std::size_t next;
  };

  void cannot_open() { out_.head().open_errno = errno == 0 ? EINVAL : errno; }

  // Each of these is false when the walk must end; why then stands in the stream.
  bool enter(hive_node_h key) {
    depth_ = static_cast<std::uint32_t>(frames_.size());
    if (out_.head().keys >= job_.max_keys) return end(HiveCause::limit, job_.max_keys);
    return emit_key(key) && emit_values(key) && emit_children(key);
  }

  bool emit_key(hive_node_h key) {
    out_.at(HiveStep::key_name, key);
    const bool skipped = is_skipped(key, HiveStep::key_name);
    errno = 0;
    const Owned<char> name(skipped ? nullptr : hivex_node_name(hive_, key));
    const int why = errno;
    const std::optional<RawCells::Name> raw = raw_.key_name(key);
    if (name != nullptr && !(raw && raw->holds_nul())) return out_.key(depth_, name.get()) || no_room();
    if (!out_.key(depth_, stand_in(raw, key))) return no_room();
    if (name != nullptr) return true;
    return skipped ? gap(HivePart::key_name, HiveCause::crashed, 0, key) : refused(HivePart::key_name, why, key);
  }

  bool emit_values(hive_node_h key) {
    out_.at(HiveStep::values, key);
    if (is_skipped(key, HiveStep::values)) return gap(HivePart::values, HiveCause::crashed, 0, key);
    errno = 0;
    const Owned<hive_value_h> values(hivex_node_values(hive_, key));
    if (values == nullptr) return refused(HivePart::values, errno, key);
    if (values.get()[0] == 0) return !raw_.hides_values(key) || gap(HivePart::values, HiveCause::uncounted, 0, key);
    for (const hive_value_h* value = values.get(); *value != 0; ++value) {
      if (out_.head().values >= job_.max_values) return end(HiveCause::limit, job_.max_values);
      if (!emit_value(*value)) return false;
    }
    return true;
  }

  bool emit_value(hive_value_h value) {
    if (!first_visit(value)) return gap(HivePart::value_data, HiveCause::reached_twice, 0, value);
    out_.at(HiveStep::value_name, value);
    hive_type type_as_enum{};
    std::size_t declared = 0;
    errno = 0;
    if (hivex_value_type(hive_, value, &type_as_enum, &declared) != 0)
      return refused(HivePart::value_data, errno, value);
    std::uint32_t type = 0;  // any number may stand there, more than the enumeration can hold
    static_assert(sizeof type == sizeof type_as_enum);
    std::memcpy(&type, &type_as_enum, sizeof type);

    const bool skipped = is_skipped(value, HiveStep::value_name);
    const Owned<char> given(skipped ? nullptr : hivex_value_key(hive_, value));
    const int why = errno;
    const std::optional<RawCells::Name> raw = raw_.value_name(value);
    if (given != nullptr && !(raw && raw->holds_nul())) return emit_data(value, given.get(), type, declared);
    const std::string name = stand_in(raw, value);
    const bool noted = given != nullptr ? true
                       : skipped        ? gap(HivePart::value_name, HiveCause::crashed, 0, value, 0, name)
                                        : refused(HivePart::value_name, why, value, name);
    return noted && emit_data(value, name, type, declared);
  }

  bool emit_data(hive_value_h value, std::string_view name, std::uint32_t type, std::size_t declared) {
    // hivex asks for a data cell even where there are no data to stand in it.
    if (declared == 0) return out_.value(type, name, {}) || no_room();
    out_.at(HiveStep::value_data, value);
    if (is_skipped(value, HiveStep::value_data))
      return gap(HivePart::value_data, HiveCause::crashed, 0, value, declared, name);
    std::size_t size = 0;
    errno = 0;
    // Data that lie in one cell are taken from there; hivex puts together the others, and those that stand in the value itself.
    if (const hive_value_h cell = hivex_value_data_cell_offset(hive_, value, &size); cell != 0) {
      const std::optional<Bytes> data = raw_.data(cell, declared);
      if (data) return out_.value(type, name, *data) || no_room();
    }
    errno = 0;
    hive_type ignored{};
    const Owned<char> data(hivex_value_value(hive_, value, &ignored, &size));
    if (data == nullptr) return refused(HivePart::value_data, errno, value, name);
    if (size != declared) return gap(HivePart::value_data, HiveCause::cut, 0, value, declared, name);
    return out_.value(type, name, {reinterpret_cast<const std::uint8_t*>(data.get()), size}) || no_room();
  }

  bool emit_children(hive_node_h key) {
    out_.at(HiveStep::children, key);
    if (is_skipped(key, HiveStep::children)) return gap(HivePart::children, HiveCause::crashed, 0, key);
    errno = 0;
    Owned<hive_node_h> children(hivex_node_children(hive_, key));
    if (children == nullptr) return refused(HivePart::children, errno, key);
    if (children.get()[0] == 0 && raw_.hides_children(key))
      return gap(HivePart::children, HiveCause::uncounted, 0, key);
    std::size_t count = 0;
    while (children.get()[count] != 0) ++count;
    const std::size_t declared = hivex_node_nr_children(hive_, key);
    if (count < declared && !gap(HivePart::children, HiveCause::missing, 0, key, declared - count)) return false;
    if (count == 0) return true;
    if (depth_ >= job_.max_depth) return gap(HivePart::children, HiveCause::limit, 0, key, job_.max_depth);
    frames_.push_back({std::move(children), 0});
    return true;
  }

  // A name for what has none that hivex can give: what the cell says, or where the cell is.
  static std::string stand_in(const std::optional<RawCells::Name>& raw, std::uint64_t cell) {
    if (raw) return raw->text();
    std::string name = "\xEF\xBF\xBD@";
    for (int shift = 28; shift >= 0; shift -= 4) name += "0123456789abcdef"[cell >> shift & 15];
    return name;
  }

  // Whether the cell is met for the first time. hivex gives cells at multiples of 4 inside the file.
  bool first_visit(std::uint64_t cell) {
    if (cell / 32 >= seen_.size()) return true;
    const std::uint8_t bit = static_cast<std::uint8_t>(1U << (cell / 4 % 8));
    if ((seen_[cell / 32] & bit) != 0) return false;
    seen_[cell / 32] = static_cast<std::uint8_t>(seen_[cell / 32] | bit);
    return true;
  }

  [[nodiscard]] bool is_skipped(std::uint64_t cell, HiveStep step) const {
    return std::any_of(job_.skipped.begin(), job_.skipped.end(),
                       [&](const SkippedStep& each) { return each.cell == cell && each.step == step; });
  }

  bool refused(HivePart part, int why, std::uint64_t cell, std::string_view name = {}) {
    return gap(part, why == ENOMEM ? HiveCause::memory_limit : HiveCause::refused, why, cell, 0, name);
  }
  bool gap(HivePart part, HiveCause cause, int why, std::uint64_t cell, std::uint64_t count = 0,
           std::string_view name = {}) {
    return out_.gap(part, cause, why, {cell, count, depth_}, name) || no_room();
  }
  bool end(HiveCause cause, std::uint64_t count) {
    (void)out_.gap(HivePart::reader, cause, 0, {0, count, depth_});
    return false;
  }
  bool no_room() { return end(HiveCause::limit, job_.stream.size()); }

  const WalkJob& job_;
  StreamWriter& out_;
  RawCells raw_;
  hive_h* hive_ = nullptr;  // never closed: the process ends
  std::vector<std::uint8_t> seen_;
  std::vector<Frame> frames_;  // the row of children of each key above
  std::uint32_t depth_ = 0;    // of the key at hand
};

}  // namespace

void walk_hive(void* job) {
  const WalkJob& work = *static_cast<const WalkJob*>(job);
  StreamWriter out(work.stream);
  try {
    Walker(work, out).run();
  } catch (const std::bad_alloc&) {
    if (out.head().at_step == static_cast<std::uint32_t>(HiveStep::open)) out.head().open_errno = ENOMEM;
    (void)out.gap(HivePart::reader, HiveCause::memory_limit, ENOMEM, {0, 0, UINT64_MAX});
  }
}

}  // namespace resmap::hive
