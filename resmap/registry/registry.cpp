// SPDX-License-Identifier: MIT
#include "resmap/registry/registry.h"

#include <algorithm>
#include <new>

#include "resmap/registry/name_case.h"

namespace resmap::registry {
const Registry::KeyRecord* Registry::record(KeyId key) const {
  if (key.index > keys_.size()) return nullptr;
  const KeyRecord& found = key_at(key.index);
  return found.live && found.generation == key.generation ? &found : nullptr;
}

const Registry::ValueRecord* Registry::record(ValueId value) const {
  if (value.index >= values_.size()) return nullptr;
  const ValueRecord& found = values_[value.index];
  return found.live != 0 && found.generation == value.generation ? &found : nullptr;
}

std::string_view Registry::name(KeyId key) const {
  const KeyRecord* const found = record(key);
  return found == nullptr ? std::string_view() : found->name.text();
}

std::optional<KeyId> Registry::parent(KeyId key) const {
  const KeyRecord* const found = record(key);
  if (found == nullptr || found->parent == none) return std::nullopt;
  return id_of_key(found->parent);
}

std::uint32_t Registry::depth(KeyId key) const {
  const KeyRecord* const found = record(key);
  return found == nullptr ? 0 : found->depth;
}

std::size_t Registry::child_count(KeyId key) const {
  const KeyRecord* const found = record(key);
  return found == nullptr ? 0 : found->children;
}

std::size_t Registry::value_count(KeyId key) const {
  const KeyRecord* const found = record(key);
  return found == nullptr ? 0 : found->values;
}

ValueView Registry::view(ValueId value) const {
  const ValueRecord* const found = record(value);
  if (found == nullptr) return {};
  return {found->name.text(), found->type, found->data.bytes(), found->line};
}

std::optional<KeyId> Registry::key_of(ValueId value) const {
  const ValueRecord* const found = record(value);
  if (found == nullptr) return std::nullopt;
  return id_of_key(found->key);
}

Walk<KeyId> Registry::children(KeyId key) const {
  const KeyRecord* const found = record(key);
  return {this, found == nullptr || found->first_child == none ? Walk<KeyId>::end_mark : id_of_key(found->first_child)};
}

Walk<ValueId> Registry::values(KeyId key) const {
  const KeyRecord* const found = record(key);
  return {this,
          found == nullptr || found->first_value == none ? Walk<ValueId>::end_mark : id_of_value(found->first_value)};
}

Walk<KeyId> Registry::subtree(KeyId top) const { return {this, contains(top) ? top : Walk<KeyId>::end_mark, top}; }

KeyId Registry::following(KeyId key, std::optional<KeyId> top) const {
  const KeyRecord* found = record(key);
  if (found == nullptr) return Walk<KeyId>::end_mark;
  if (top) {
    if (found->first_child != none) return id_of_key(found->first_child);
    std::uint32_t at = key.index;
    while (at != top->index && key_at(at).next == none) at = key_at(at).parent;
    if (at == top->index) return Walk<KeyId>::end_mark;
    found = &key_at(at);
  }
  return found->next == none ? Walk<KeyId>::end_mark : id_of_key(found->next);
}

ValueId Registry::following(ValueId value, std::optional<KeyId>) const {
  const ValueRecord* const found = record(value);
  return found == nullptr || found->next == none ? Walk<ValueId>::end_mark : id_of_value(found->next);
}

void Registry::forget_index() const {
  index_.clear();
  ++index_epoch_;
}

// Memory for the index is wished for, not needed: without it false, and every key counts as not indexed.
bool Registry::index_children(std::uint32_t key) const {
  if (index_epoch_ == UINT16_MAX) return false;
  for (std::uint32_t i = key_at(key).first_child; i != none; i = key_at(i).next) {
    if (index_.add(NameIndex::hash_of(key, key_at(i).name.text()), i)) continue;
    forget_index();
    return false;
  }
  key_at(key).children_indexed = index_epoch_;
  return true;
}

bool Registry::index_values(std::uint32_t key) const {
  if (index_epoch_ == UINT16_MAX) return false;
  for (std::uint32_t i = key_at(key).first_value; i != none; i = values_[i].next) {
    if (index_.add(NameIndex::hash_of(key, values_[i].name.text()), i | NameIndex::value_bit)) continue;
    forget_index();
    return false;
  }
  key_at(key).values_indexed = index_epoch_;
  return true;
}

std::uint32_t Registry::find_child(std::uint32_t key, std::string_view name) const {
  const KeyRecord& parent = key_at(key);
  if (parent.children > wide && (parent.children_indexed == index_epoch_ || index_children(key))) {
    return index_.find(NameIndex::hash_of(key, name), [&](std::uint32_t i) {
      return (i & NameIndex::value_bit) == 0 && key_at(i).parent == key && same_name(key_at(i).name.text(), name);
    });
  }
  for (std::uint32_t i = parent.first_child; i != none; i = key_at(i).next)
    if (same_name(key_at(i).name.text(), name)) return i;
  return none;
}

std::uint32_t Registry::find_value(std::uint32_t key, std::string_view name) const {
  const KeyRecord& owner = key_at(key);
  if (owner.values > wide && (owner.values_indexed == index_epoch_ || index_values(key))) {
    const std::uint32_t found = index_.find(NameIndex::hash_of(key, name), [&](std::uint32_t i) {
      if ((i & NameIndex::value_bit) == 0) return false;
      const ValueRecord& value = values_[i & ~NameIndex::value_bit];
      return value.key == key && same_name(value.name.text(), name);
    });
    return found == NameIndex::empty ? none : found & ~NameIndex::value_bit;
  }
  for (std::uint32_t i = owner.first_value; i != none; i = values_[i].next)
    if (same_name(values_[i].name.text(), name)) return i;
  return none;
}

std::optional<KeyId> Registry::child(KeyId key, std::string_view name) const {
  if (!contains(key)) return std::nullopt;
  const std::uint32_t found = find_child(key.index, name);
  if (found == none) return std::nullopt;
  return id_of_key(found);
}

std::optional<ValueId> Registry::value(KeyId key, std::string_view name) const {
  if (!contains(key)) return std::nullopt;
  const std::uint32_t found = find_value(key.index, name);
  if (found == none) return std::nullopt;
  return id_of_value(found);
}

std::optional<KeyId> Registry::find(KeyId from, std::string_view path) const {
  if (!contains(from)) return std::nullopt;
  std::uint32_t at = from.index;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('\\'), path.size());
    if (end != 0) at = find_child(at, path.substr(0, end));
    if (at == none) return std::nullopt;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return id_of_key(at);
}

std::optional<ValueView> Registry::find_value(std::string_view path, std::string_view name) const {
  const std::optional<KeyId> key = find(path);
  const std::optional<ValueId> found = key ? value(*key, name) : std::nullopt;
  if (!found) return std::nullopt;
  return view(*found);
}

Result<std::string> Registry::path_of(KeyId key) const {
  if (!contains(key)) return fail({.code = ErrorCode::not_found});
  std::size_t size = 0;
  for (std::uint32_t at = key.index; at != 0; at = key_at(at).parent) size += key_at(at).name.text().size() + 1;
  if (size == 0) return std::string();
  try {
    std::string path(size - 1, '\\');
    std::size_t end = path.size();
    for (std::uint32_t at = key.index; at != 0; at = key_at(at).parent) {
      const std::string_view name = key_at(at).name.text();
      name.copy(path.data() + (end - name.size()), name.size());
      end -= std::min(end, name.size() + 1);
    }
    return path;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

bool same_content(const Registry& a, const Registry& b) {
  if (a.key_count() != b.key_count() || a.value_count() != b.value_count()) return false;
  const Walk<KeyId> theirs = b.subtree();
  auto other = theirs.begin();
  for (const KeyId key : a.subtree()) {
    if (other == theirs.end()) return false;
    const KeyId twin = *other;
    if (a.name(key) != b.name(twin) || a.depth(key) != b.depth(twin) || a.value_count(key) != b.value_count(twin))
      return false;
    auto value = b.values(twin).begin();
    for (const ValueId id : a.values(key)) {
      const ValueView x = a.view(id), y = b.view(*value++);
      if (x.name != y.name || x.type != y.type ||
          !std::equal(x.data.begin(), x.data.end(), y.data.begin(), y.data.end()))
        return false;
    }
    ++other;
  }
  return true;
}

}  // namespace resmap::registry
