// SPDX-License-Identifier: MIT
#include "resmap/claims/slot_table.h"

#include <new>

#include "resmap/registry/name_case.h"

namespace resmap::claims {

using registry::NameIndex;

std::uint32_t SlotTable::find_driver(std::string_view name) const {
  const auto same = [&](std::uint32_t number) { return registry::same_name(drivers_[number], name); };
  return driver_index_.find(NameIndex::hash_of(0, name), same);
}

std::uint32_t SlotTable::driver(std::string_view name) {
  if (const std::uint32_t known = find_driver(name); known != none) return known;
  const auto number = static_cast<std::uint32_t>(drivers_.size());
  drivers_.emplace_back(name);
  if (driver_index_.add(NameIndex::hash_of(0, name), number)) return number;
  drivers_.pop_back();
  throw std::bad_alloc();
}

std::uint32_t SlotTable::find(std::uint32_t driver, std::string_view name) const {
  const auto same = [&](std::uint32_t slot) {
    return slots_[slot].driver == driver && registry::same_name(slots_[slot].name, name);
  };
  return slot_index_.find(NameIndex::hash_of(driver, name), same);
}

std::uint32_t SlotTable::make(std::uint32_t driver, std::string_view name) {
  std::string own(name);
  const bool reuses = free_ != none;
  if (!reuses) slots_.emplace_back();
  const std::uint32_t index = reuses ? free_ : size() - 1;
  if (!slot_index_.add(NameIndex::hash_of(driver, name), index)) {
    if (!reuses) slots_.pop_back();
    throw std::bad_alloc();
  }
  Slot& slot = slots_[index];
  if (reuses) free_ = slot.next_free;
  slot.name = std::move(own);
  slot.driver = driver;
  slot.used = true;
  return index;
}

void SlotTable::free(std::uint32_t slot) noexcept {
  Slot& freed = slots_[slot];
  slot_index_.remove(NameIndex::hash_of(freed.driver, freed.name), slot);
  freed.state = SlotState();
  freed.name = std::string();
  freed.used = false;
  freed.next_free = free_;
  free_ = slot;
}

}  // namespace resmap::claims
