// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/registry/blob.h"
#include "resmap/registry/name_index.h"
#include "resmap/registry/value_type.h"

namespace resmap::registry {

class Registry;

// Names a key or a value of one registry for as long as it is not deleted. A handle whose key or value is gone, or that never
// named one, is safe to use: reading through it finds nothing and editing through it is `not_found`.
struct KeyId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  friend constexpr bool operator==(KeyId, KeyId) = default;
};
struct ValueId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  friend constexpr bool operator==(ValueId, ValueId) = default;
};

// What a value holds. Borrowed from the registry: good until that value is set again or deleted.
struct ValueView {
  std::string_view name;   // "" is the default value, which regedit shows as (Default) and .reg text as @
  std::uint32_t type = 0;  // value_type, or any other number
  Bytes data;
  std::uint32_t line = 0;  // where it stood in the text it was read from, from 1; 0 when it came from elsewhere
};

// The keys of children(), the values of values(), the keys of subtree(): for (const KeyId key : registry.children(parent)).
// Editing the registry while a loop runs ends the loop early at worst; collect the handles first.
template <typename Id>
class Walk {
 public:
  class iterator {
   public:
    using value_type = Id;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const Id*;
    using reference = Id;
    iterator() = default;
    [[nodiscard]] Id operator*() const { return at_; }
    inline iterator& operator++();
    iterator operator++(int) {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.at_ == b.at_; }

   private:
    friend class Walk;
    iterator(const Registry* registry, Id at, std::optional<KeyId> top) : registry_(registry), at_(at), top_(top) {}
    const Registry* registry_ = nullptr;
    Id at_ = end_mark;
    std::optional<KeyId> top_;  // of a subtree
  };

  Walk(const Registry* registry, Id first, std::optional<KeyId> top = {}) : begin_(registry, first, top) {}
  [[nodiscard]] iterator begin() const { return begin_; }
  [[nodiscard]] iterator end() const { return {}; }
  static constexpr Id end_mark{0xFFFFFFFF, 0xFFFFFFFF};

 private:
  iterator begin_;
};

// A registry in memory: keys with subkeys and values in the order in which they were stored, under one root without a name.
//
//   Registry registry;
//   RESMAP_TRY_ASSIGN(const KeyId key, registry.create(R"(HKEY_LOCAL_MACHINE\HARDWARE)"));
//   RESMAP_TRY(registry.set_value(key, "Identifier", value_type::sz, bytes));
//   for (const ValueId value : registry.values(key)) use(registry.view(value).data);
//
// Names are UTF-8 and found without case (name_case.h). Paths separate names by backslashes; empty names between them are
// passed over, as RegCreateKeyEx does at the end of a path. A name that holds a backslash itself (a damaged hive may bring one)
// is reached by iteration only. Two keys or values of one name can stand side by side, since hives have been seen to hold them:
// look-up finds the first, only append_* makes them.
//
// Every function that changes something either does so wholly or leaves all as it was, also for want of memory. Nothing throws.
// Memory: 64 bytes a key, 56 a value, and their names and data unless those are borrowed. One thread at a time, also for
// reading (look-up in a key of many children builds an index when first asked).
class Registry {
 public:
  // Depth and name length as Windows has them ("Registry element size limits"), the latter in bytes of UTF-8 for the longest
  // name that a hive cell can hold; the size of data is what a hive can say.
  static constexpr std::uint32_t max_depth = 512;
  static constexpr std::size_t max_name = 131070;
  static constexpr std::size_t max_data = Blob::max_size;
  static constexpr std::size_t max_elements = 0x7FFFFFF0;  // keys, and likewise values

  Registry() = default;
  Registry(Registry&& other) noexcept { swap(other); }
  Registry& operator=(Registry&& other) noexcept {
    Registry taken(std::move(other));
    swap(taken);
    return *this;
  }
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;
  ~Registry() = default;

  // --- reading: O(1) unless said otherwise

  [[nodiscard]] static constexpr KeyId root() { return {}; }
  [[nodiscard]] bool contains(KeyId key) const { return record(key) != nullptr; }
  [[nodiscard]] bool contains(ValueId value) const { return record(value) != nullptr; }
  [[nodiscard]] std::size_t key_count() const { return live_keys_; }  // without the root
  [[nodiscard]] std::size_t value_count() const { return live_values_; }

  [[nodiscard]] std::string_view name(KeyId key) const;        // the root: ""
  [[nodiscard]] std::optional<KeyId> parent(KeyId key) const;  // none: the root
  [[nodiscard]] std::uint32_t depth(KeyId key) const;          // the root: 0
  [[nodiscard]] std::size_t child_count(KeyId key) const;
  [[nodiscard]] std::size_t value_count(KeyId key) const;
  [[nodiscard]] ValueView view(ValueId value) const;  // all empty for a stale handle
  [[nodiscard]] std::optional<KeyId> key_of(ValueId value) const;

  [[nodiscard]] Walk<KeyId> children(KeyId key) const;
  [[nodiscard]] Walk<ValueId> values(KeyId key) const;
  // `top` and all below it, parents before children: the order of every listing.
  [[nodiscard]] Walk<KeyId> subtree(KeyId top = root()) const;

  // Look-up by name: a row of up to 32 is searched in O(row), a longer one in O(1) once it is indexed.
  [[nodiscard]] std::optional<KeyId> child(KeyId key, std::string_view name) const;
  [[nodiscard]] std::optional<ValueId> value(KeyId key, std::string_view name) const;
  [[nodiscard]] std::optional<KeyId> find(std::string_view path) const { return find(root(), path); }
  [[nodiscard]] std::optional<KeyId> find(KeyId from, std::string_view path) const;
  // The value `name` of the key at `path`, in one call.
  [[nodiscard]] std::optional<ValueView> find_value(std::string_view path, std::string_view name) const;

  // The names from below the root down to `key`, between backslashes; "" for the root.
  // not_found: a stale handle. out_of_memory.
  [[nodiscard]] Result<std::string> path_of(KeyId key) const;

  // --- editing; each of these: not_found when a handle is stale, out_of_memory, and
  // limit_exceeded when a name, the data, the depth or the number of elements would pass the bounds above (value: the size
  // or depth asked for). Text and bytes are copied; they may be this registry's own.

  // The key at `path` below `from`, made with every missing key on the way.
  [[nodiscard]] Result<KeyId> create(std::string_view path) { return create(root(), path); }
  [[nodiscard]] Result<KeyId> create(KeyId from, std::string_view path);
  // Sets the value; one of the same name is replaced and keeps its place, handle and spelling.
  [[nodiscard]] Result<ValueId> set_value(KeyId key, std::string_view name, std::uint32_t type, Bytes data,
                                          std::uint32_t line = 0);
  [[nodiscard]] Result<void> delete_value(ValueId value);
  // Gives the value the bytes of `data`, and `data` those that it had: a change that needs no memory, and can be taken back the
  // same way. not_found: a stale handle. O(1).
  [[nodiscard]] Result<void> exchange_data(ValueId value, Blob& data);
  // The key with all below it; O(what is deleted). invalid_argument: the root, which is always there.
  [[nodiscard]] Result<void> delete_key(KeyId key);

  // --- adopting a buffer: a hive's names and values are looked at where they lie instead of being copied one by one

  // Keeps `buffer` alive as long as this registry lives. out_of_memory.
  [[nodiscard]] Result<void> keep_alive(std::shared_ptr<const void> buffer);
  // Room for so many more without asking for memory again. out_of_memory; limit_exceeded.
  [[nodiscard]] Result<void> reserve(std::size_t keys, std::size_t values);
  // Adds at the end of its parent without looking for one of the same name. Precondition: `name` and `data` lie in a buffer
  // given to keep_alive(), and do not change. Errors as above; O(1).
  [[nodiscard]] Result<KeyId> append_key(KeyId parent, std::string_view name);
  [[nodiscard]] Result<ValueId> append_value(KeyId key, std::string_view name, std::uint32_t type, Bytes data);

 private:
  template <typename Id>
  friend class Walk;
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  static constexpr std::uint32_t wide = 32;  // from so many children on an index pays

  struct KeyRecord {
    Blob name;
    std::uint32_t parent = none;  // none: the root
    std::uint32_t first_child = none, last_child = none;
    std::uint32_t next = none, previous = none;  // among siblings; `next` also chains free records
    std::uint32_t first_value = none, last_value = none;
    std::uint32_t children = 0, values = 0;
    std::uint32_t generation = 0;
    std::uint16_t depth = 0;
    mutable std::uint16_t children_indexed = 0, values_indexed = 0;  // the index epoch in which they were, 0 for never
    bool live = true;
  };
  struct ValueRecord {
    Blob name;
    Blob data;
    std::uint32_t key = none;
    std::uint32_t next = none, previous = none;
    std::uint32_t type = 0;
    std::uint32_t line = 0;
    std::uint32_t generation : 31 = 0;
    std::uint32_t live : 1 = 1;
  };

  // Index 0 is the root, which needs no memory; the others stand in the vectors, key i at i - 1.
  [[nodiscard]] const KeyRecord& key_at(std::uint32_t i) const { return i == 0 ? root_ : keys_[i - 1]; }
  [[nodiscard]] KeyRecord& key_at(std::uint32_t i) { return i == 0 ? root_ : keys_[i - 1]; }
  [[nodiscard]] const KeyRecord* record(KeyId key) const;
  [[nodiscard]] const ValueRecord* record(ValueId value) const;
  [[nodiscard]] KeyId id_of_key(std::uint32_t i) const { return {i, key_at(i).generation}; }
  [[nodiscard]] ValueId id_of_value(std::uint32_t i) const { return {i, values_[i].generation}; }
  [[nodiscard]] KeyId following(KeyId key, std::optional<KeyId> top) const;
  [[nodiscard]] ValueId following(ValueId value, std::optional<KeyId> top) const;

  [[nodiscard]] std::uint32_t find_child(std::uint32_t key, std::string_view name) const;
  [[nodiscard]] std::uint32_t find_value(std::uint32_t key, std::string_view name) const;
  [[nodiscard]] bool index_children(std::uint32_t key) const;
  [[nodiscard]] bool index_values(std::uint32_t key) const;
  void forget_index() const;

  [[nodiscard]] Result<void> check_key(std::uint32_t parent, std::size_t name_size) const;
  [[nodiscard]] std::uint32_t add_key(std::uint32_t parent, Blob name);  // throws
  [[nodiscard]] std::uint32_t add_value(std::uint32_t key, Blob name, std::uint32_t type, Blob data,
                                        std::uint32_t line);  // throws
  void free_value(std::uint32_t value);
  void free_key(std::uint32_t key);
  void swap(Registry& other) noexcept;

  KeyRecord root_;
  std::vector<KeyRecord> keys_;
  std::vector<ValueRecord> values_;
  std::uint32_t free_keys_ = none, free_values_ = none;
  std::size_t live_keys_ = 0, live_values_ = 0;
  std::vector<std::shared_ptr<const void>> buffers_;
  mutable NameIndex index_;  // children and values of wide keys; a value's element has the top bit
  mutable std::uint16_t index_epoch_ = 1;
};

template <typename Id>
typename Walk<Id>::iterator& Walk<Id>::iterator::operator++() {
  at_ = registry_->following(at_, top_);
  return *this;
}

// Whether both hold the same keys and values in the same order, with the same names to the letter, types and bytes (lines do
// not count). O(size).
[[nodiscard]] bool same_content(const Registry& a, const Registry& b);

}  // namespace resmap::registry
