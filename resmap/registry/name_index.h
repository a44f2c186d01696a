// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "resmap/registry/name_case.h"

namespace resmap::registry {

// Finds an element among the many of a wide key by the hash of its name: a table of (hash, element), open addressing, at most
// two thirds full. It only proposes; the caller compares names. What it cannot hold for want of memory it says, and the
// registry then searches in a row: slower, never wrong.
class NameIndex {
 public:
  static constexpr std::uint32_t empty = 0xFFFFFFFF;
  // Keys and values of many owners stand in one index: a value carries this bit, the owner is part of the hash.
  static constexpr std::uint32_t value_bit = 0x80000000;
  [[nodiscard]] static std::uint32_t hash_of(std::uint32_t owner, std::string_view name) {
    return name_hash(name) ^ owner * 0x85EBCA6BU;
  }

  // Adds `element`. False: no memory; the table is as it was.
  [[nodiscard]] bool add(std::uint32_t hash, std::uint32_t element) {
    if ((used_ + 1) * 3 > slots_.size() * 2 && !rebuild()) return false;
    std::size_t at = start(hash);
    while (slots_[at].element != empty) at = next(at);
    slots_[at] = {hash, element};
    ++used_;
    ++live_;
    return true;
  }

  // Forgets `element`, where it is known.
  void remove(std::uint32_t hash, std::uint32_t element) {
    if (slots_.empty()) return;
    for (std::size_t at = start(hash); slots_[at].element != empty; at = next(at)) {
      if (slots_[at].element != element) continue;
      slots_[at].element = removed;
      --live_;
      return;
    }
  }

  // The first proposed element for which `matches(element)` is true, or `empty`.
  template <typename Matches>
  [[nodiscard]] std::uint32_t find(std::uint32_t hash, Matches&& matches) const {
    if (slots_.empty()) return empty;
    for (std::size_t at = start(hash); slots_[at].element != empty; at = next(at))
      if (slots_[at].hash == hash && slots_[at].element != removed && matches(slots_[at].element))
        return slots_[at].element;
    return empty;
  }

  void clear() { *this = NameIndex(); }

 private:
  static constexpr std::uint32_t removed = 0xFFFFFFFE;
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t element = empty;
  };

  [[nodiscard]] std::size_t start(std::uint32_t hash) const { return (hash * 0x9E3779B1U >> 4) & (slots_.size() - 1); }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

  [[nodiscard]] bool rebuild() {
    std::size_t size = 64;
    while (size < (live_ + 1) * 3) size *= 2;
    NameIndex fresh;
    try {
      fresh.slots_.resize(size);
    } catch (const std::bad_alloc&) {
      return false;
    }
    for (const Slot& slot : slots_)
      if (slot.element != empty && slot.element != removed) (void)fresh.add(slot.hash, slot.element);
    *this = std::move(fresh);
    return true;
  }

  std::vector<Slot> slots_;  // a power of two of them, or none
  std::size_t used_ = 0;     // slots that are not empty, removed ones included
  std::size_t live_ = 0;
};

}  // namespace resmap::registry
