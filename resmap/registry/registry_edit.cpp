// SPDX-License-Identifier: MIT
#include <algorithm>
#include <new>
#include <utility>

#include "resmap/registry/registry.h"

namespace resmap::registry {
namespace {

constexpr std::unexpected<Error> too_much(std::uint64_t asked) {
  return fail({.code = ErrorCode::limit_exceeded, .value = asked});
}
constexpr std::unexpected<Error> stale() { return fail({.code = ErrorCode::not_found}); }
constexpr std::unexpected<Error> no_memory() { return fail({.code = ErrorCode::out_of_memory}); }

}  // namespace

Result<void> Registry::check_key(std::uint32_t parent, std::size_t name_size) const {
  if (name_size > max_name) return too_much(name_size);
  if (key_at(parent).depth >= max_depth) return too_much(key_at(parent).depth + 1U);
  if (live_keys_ >= max_elements) return too_much(live_keys_ + 1);
  return {};
}

// Asks for memory first and links afterwards, so a throw changes nothing; the same in add_value().
std::uint32_t Registry::add_key(std::uint32_t parent, Blob name) {
  std::uint32_t index = free_keys_;
  if (index != none) {
    KeyRecord& reused = key_at(index);
    free_keys_ = reused.next;
    const std::uint32_t generation = reused.generation;
    reused = KeyRecord();
    reused.generation = generation;
  } else {
    keys_.emplace_back();
    index = static_cast<std::uint32_t>(keys_.size());
  }
  KeyRecord& fresh = key_at(index);
  KeyRecord& above = key_at(parent);
  fresh.name = std::move(name);
  fresh.parent = parent;
  fresh.depth = static_cast<std::uint16_t>(above.depth + 1);
  fresh.previous = above.last_child;
  (above.last_child == none ? above.first_child : key_at(above.last_child).next) = index;
  above.last_child = index;
  ++above.children;
  ++live_keys_;
  if (above.children_indexed == index_epoch_ && !index_.add(NameIndex::hash_of(parent, fresh.name.text()), index))
    forget_index();
  return index;
}

std::uint32_t Registry::add_value(std::uint32_t key, Blob name, std::uint32_t type, Blob data, std::uint32_t line) {
  std::uint32_t index = free_values_;
  if (index != none) {
    ValueRecord& reused = values_[index];
    free_values_ = reused.next;
    const std::uint32_t generation = reused.generation;
    reused = ValueRecord();
    reused.generation = generation & 0x7FFFFFFF;
  } else {
    values_.emplace_back();
    index = static_cast<std::uint32_t>(values_.size() - 1);
  }
  ValueRecord& fresh = values_[index];
  KeyRecord& owner = key_at(key);
  fresh.name = std::move(name);
  fresh.data = std::move(data);
  fresh.key = key;
  fresh.type = type;
  fresh.line = line;
  fresh.previous = owner.last_value;
  (owner.last_value == none ? owner.first_value : values_[owner.last_value].next) = index;
  owner.last_value = index;
  ++owner.values;
  ++live_values_;
  if (owner.values_indexed == index_epoch_ &&
      !index_.add(NameIndex::hash_of(key, fresh.name.text()), index | NameIndex::value_bit))
    forget_index();
  return index;
}

Result<KeyId> Registry::create(KeyId from, std::string_view path) {
  if (!contains(from)) return stale();
  std::uint32_t at = from.index;
  std::uint32_t first_made = none;
  const auto undo = [&](Error error) {
    if (first_made != none) (void)delete_key(id_of_key(first_made));
    return fail(error);
  };
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('\\'), path.size());
    const std::string_view name = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (name.empty()) continue;
    const std::uint32_t found = first_made == none ? find_child(at, name) : none;
    if (found != none) {
      at = found;
      continue;
    }
    if (const Result<void> allowed = check_key(at, name.size()); !allowed) return undo(allowed.error());
    try {
      at = add_key(at, Blob::copy_of(bytes_of(name)));
    } catch (const std::bad_alloc&) {
      return undo({.code = ErrorCode::out_of_memory});
    }
    if (first_made == none) first_made = at;
  }
  return id_of_key(at);
}

Result<ValueId> Registry::set_value(KeyId key, std::string_view name, std::uint32_t type, Bytes data,
                                    std::uint32_t line) {
  if (!contains(key)) return stale();
  if (name.size() > max_name) return too_much(name.size());
  if (data.size() > max_data) return too_much(data.size());
  try {
    Blob copy = Blob::copy_of(data);
    const std::uint32_t found = find_value(key.index, name);
    if (found == none) {
      if (live_values_ >= max_elements) return too_much(live_values_ + 1);
      return id_of_value(add_value(key.index, Blob::copy_of(bytes_of(name)), type, std::move(copy), line));
    }
    ValueRecord& value = values_[found];
    value.data = std::move(copy);
    value.type = type;
    value.line = line;
    return id_of_value(found);
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

void Registry::free_value(std::uint32_t value) {
  ValueRecord& freed = values_[value];
  const std::uint32_t generation = freed.generation;
  if (key_at(freed.key).values_indexed == index_epoch_)
    index_.remove(NameIndex::hash_of(freed.key, freed.name.text()), value | NameIndex::value_bit);
  freed = ValueRecord();
  freed.generation = (generation + 1) & 0x7FFFFFFF;
  freed.live = 0;
  freed.next = std::exchange(free_values_, value);
  --live_values_;
}

// Precondition: the key holds no children any more and is out of its parent's row.
void Registry::free_key(std::uint32_t key) {
  KeyRecord& freed = key_at(key);
  for (std::uint32_t i = freed.first_value; i != none;) {
    const std::uint32_t next = values_[i].next;
    free_value(i);
    i = next;
  }
  if (key_at(freed.parent).children_indexed == index_epoch_)
    index_.remove(NameIndex::hash_of(freed.parent, freed.name.text()), key);
  const std::uint32_t generation = freed.generation + 1;
  freed = KeyRecord();
  freed.generation = generation;
  freed.live = false;
  freed.next = std::exchange(free_keys_, key);
  --live_keys_;
}

Result<void> Registry::delete_value(ValueId value) {
  const ValueRecord* const found = record(value);
  if (found == nullptr) return stale();
  KeyRecord& owner = key_at(found->key);
  (found->previous == none ? owner.first_value : values_[found->previous].next) = found->next;
  (found->next == none ? owner.last_value : values_[found->next].previous) = found->previous;
  --owner.values;
  free_value(value.index);
  return {};
}

Result<void> Registry::exchange_data(ValueId value, Blob& data) {
  if (record(value) == nullptr) return stale();
  std::swap(values_[value.index].data, data);
  return {};
}

Result<void> Registry::delete_key(KeyId key) {
  const KeyRecord* const found = record(key);
  if (found == nullptr) return stale();
  if (key.index == 0) return fail({.code = ErrorCode::invalid_argument});
  KeyRecord& above = key_at(found->parent);
  (found->previous == none ? above.first_child : key_at(found->previous).next) = found->next;
  (found->next == none ? above.last_child : key_at(found->next).previous) = found->previous;
  --above.children;
  // Leaves first, each taken off the front of its parent's row: no stack is needed, however deep the tree.
  for (std::uint32_t at = key.index;;) {
    while (key_at(at).first_child != none) at = key_at(at).first_child;
    const std::uint32_t parent = key_at(at).parent, next = key_at(at).next;
    free_key(at);
    if (at == key.index) return {};
    key_at(parent).first_child = next;
    at = parent;
  }
}

Result<void> Registry::keep_alive(std::shared_ptr<const void> buffer) {
  try {
    buffers_.push_back(std::move(buffer));
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
  return {};
}

Result<void> Registry::reserve(std::size_t keys, std::size_t values) {
  if (keys > max_elements - keys_.size()) return too_much(keys);
  if (values > max_elements - values_.size()) return too_much(values);
  try {
    keys_.reserve(keys_.size() + keys);
    values_.reserve(values_.size() + values);
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
  return {};
}

Result<KeyId> Registry::append_key(KeyId parent, std::string_view name) {
  if (!contains(parent)) return stale();
  RESMAP_TRY(check_key(parent.index, name.size()));
  try {
    return id_of_key(add_key(parent.index, Blob::look_at(bytes_of(name))));
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

Result<ValueId> Registry::append_value(KeyId key, std::string_view name, std::uint32_t type, Bytes data) {
  if (!contains(key)) return stale();
  if (name.size() > max_name) return too_much(name.size());
  if (data.size() > max_data) return too_much(data.size());
  if (live_values_ >= max_elements) return too_much(live_values_ + 1);
  try {
    return id_of_value(add_value(key.index, Blob::look_at(bytes_of(name)), type, Blob::look_at(data), 0));
  } catch (const std::bad_alloc&) {
    return no_memory();
  }
}

void Registry::swap(Registry& other) noexcept {
  std::swap(root_, other.root_);
  std::swap(keys_, other.keys_);
  std::swap(values_, other.values_);
  std::swap(free_keys_, other.free_keys_);
  std::swap(free_values_, other.free_values_);
  std::swap(live_keys_, other.live_keys_);
  std::swap(live_values_, other.live_values_);
  std::swap(buffers_, other.buffers_);
  std::swap(index_, other.index_);
  std::swap(index_epoch_, other.index_epoch_);
}

}  // namespace resmap::registry
