// SPDX-License-Identifier: MIT
#include "resmap/claims/slot_table.h"

#include "resmap/registry/name_case.h"

namespace resmap::claims {

std::size_t SlotTable::Hash::operator()(NameView name) const {
  return registry::name_hash(name.text) ^ (name.driver * std::size_t{0x9E3779B9});
}

bool SlotTable::Same::operator()(NameView a, NameView b) const {
  return a.driver == b.driver && registry::same_name(a.text, b.text);
}

std::uint32_t SlotTable::driver(std::string_view name) {
  const auto known = drivers_.find(NameView{none, name});
  if (known != drivers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(drivers_.size());
  drivers_.emplace(Name{none, std::string(name)}, number);
  return number;
}

std::uint32_t SlotTable::find_driver(std::string_view name) const {
  const auto known = drivers_.find(NameView{none, name});
  return known == drivers_.end() ? none : known->second;
}

std::uint32_t SlotTable::find(std::uint32_t driver, std::string_view name) const {
  const auto known = names_.find(NameView{driver, name});
  return known == names_.end() ? none : known->second;
}

std::uint32_t SlotTable::make(std::uint32_t driver, std::string_view name) {
  if (free_ == none) {
    slots_.reserve(slots_.size() == slots_.capacity() ? 2 * slots_.size() + 8 : 0);
    name_of_.reserve(slots_.capacity());
  }
  const std::uint32_t index = free_ != none ? free_ : size();
  const auto made = names_.emplace(Name{driver, std::string(name)}, index).first;
  if (free_ == none) {  // there is room
    slots_.emplace_back();
    name_of_.emplace_back();
  } else {
    free_ = slots_[index].next_free;
  }
  Slot& slot = slots_[index];
  slot.state = SlotState();
  slot.driver = driver;
  slot.used = true;
  name_of_[index] = &made->first;
  return index;
}

void SlotTable::free(std::uint32_t slot) noexcept {
  names_.erase(names_.find(NameView(*name_of_[slot])));
  name_of_[slot] = nullptr;
  slots_[slot].state = SlotState();
  slots_[slot].used = false;
  slots_[slot].next_free = free_;
  free_ = slot;
}

}  // namespace resmap::claims
