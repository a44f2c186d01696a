// SPDX-License-Identifier: MIT
#include "resmap/claims/standing_lists.h"

#include <algorithm>
#include <new>
#include <utility>

#include "resmap/registry/name_case.h"

namespace resmap::claims {

namespace {

using registry::Blob;
using registry::KeyId;
using registry::ValueId;

constexpr std::string_view kRootKeys[] = {"HKEY_LOCAL_MACHINE", "HARDWARE", "RESOURCEMAP"};  // kResourceMapPath

// Of calls that cannot fail where they stand: the handles are good, and nothing is allocated.
void surely(const Result<void>&) noexcept {}

std::string_view device_of(std::string_view value_name) {
  return value_name.substr(0, value_name.size() - kTranslatedSuffix.size());
}

}  // namespace

std::string StandingLists::slot_name(std::string_view class_name, std::string_view device) const {
  if (policy_.class_change == ClaimPolicy::ClassChange::moves) return std::string(device);
  return std::string(class_name) + "\\" + std::string(device);
}

std::uint32_t StandingLists::find(std::string_view class_name, std::string_view driver, std::string_view device) const {
  const std::uint32_t number = slots_.find_driver(driver);
  if (number == SlotTable::none) return SlotTable::none;
  if (policy_.class_change == ClaimPolicy::ClassChange::moves) return slots_.find(number, device);
  return slots_.find(number, slot_name(class_name, device));
}

StoredList StandingLists::stored(std::uint32_t slot) const {
  const SlotState& state = slots_.at(slot).state;
  const registry::ValueView translated = registry_.view(state.translated);
  const auto class_key = registry_.parent(state.key);
  return {.class_name = class_key ? registry_.name(*class_key) : std::string_view(),
          .driver = registry_.name(state.key),
          .device = device_of(translated.name),
          .raw = data(state.raw),
          .translated = translated.data,
          .layout = state.layout,
          .era = state.era,
          .overrides = state.overrides,
          .recorded = state.recorded,
          .boot_only = state.boot_only};
}

Result<void> StandingLists::place_key(std::string_view class_name, std::string_view driver, std::uint32_t number,
                                      std::optional<KeyId>& made, KeyId& key) {
  if (driver_keys_.size() <= number) driver_keys_.resize(number + std::size_t{1}, kNoKey);
  key = driver_keys_[number];
  if (registry_.contains(key) && registry::same_name(registry_.name(*registry_.parent(key)), class_name)) return {};
  const auto step_into = [&](std::string_view name) -> Result<void> {
    if (const auto known = registry_.child(key, name)) {
      key = *known;
      return {};
    }
    RESMAP_TRY_ASSIGN(key, registry_.create(key, name));
    if (!made) made = key;
    return {};
  };
  key = root_;
  if (!registry_.contains(key)) {
    key = registry::Registry::root();
    for (const std::string_view name : kRootKeys) RESMAP_TRY(step_into(name));
    root_ = key;
  }
  RESMAP_TRY(step_into(class_name));
  RESMAP_TRY(step_into(driver));
  driver_keys_[number] = key;
  return {};
}

Result<void> StandingLists::place_value(KeyId key, std::string_view device, std::string_view suffix, Blob& data,
                                        ValueId& value, bool& made) {
  const std::string name = std::string(device) + std::string(suffix);
  // One look-up: a value that was not there has made the row longer.
  const std::size_t before = registry_.value_count(key);
  RESMAP_TRY_ASSIGN(value, registry_.set_value(key, name, registry::value_type::resource_list, {}));
  made = registry_.value_count(key) != before;
  return registry_.exchange_data(value, data);
}

Result<Change> StandingLists::write(ListToWrite&& made) {
  Change change;
  SlotState fresh = std::move(made.state);
  fresh.layout = made.list.layout;
  const auto take_back = [&](Error error) {
    if (change.made_raw) surely(registry_.delete_value(fresh.raw));
    if (change.made_translated) surely(registry_.delete_value(fresh.translated));
    if (change.made_slot) slots_.free(change.slot);
    if (change.made_key) surely(registry_.delete_key(*change.made_key));
    return fail(error);
  };
  try {
    change.slot = made.slot != SlotTable::none ? made.slot : find(made.class_name, made.driver, made.device);
    if (change.slot == SlotTable::none) {
      const std::uint32_t driver = slots_.driver(made.driver);
      change.slot = slots_.make(driver, slot_name(made.class_name, made.device));
      change.made_slot = true;
    }
    const SlotState& standing = slots_.at(change.slot).state;
    const bool has_values = registry_.contains(standing.raw) && registry_.contains(standing.translated);
    Blob raw = std::move(made.list.raw), translated = std::move(made.list.translated);

    // Everything that may ask for memory, first; nothing that stands is touched.
    const std::uint32_t driver = slots_.at(change.slot).driver;
    if (const auto placed = place_key(made.class_name, made.driver, driver, change.made_key, fresh.key); !placed)
      return take_back(placed.error());
    if (has_values && !change.made_slot && standing.key == fresh.key) {
      fresh.raw = standing.raw;
      fresh.translated = standing.translated;
    } else {
      // Under a new name, or in another key: the values are made empty and get their bytes below.
      const auto place = [&](std::string_view suffix, ValueId& value, bool& was_made) -> Result<void> {
        Blob nothing;
        return place_value(fresh.key, made.device, suffix, nothing, value, was_made);
      };
      auto placed = place(kRawSuffix, fresh.raw, change.made_raw);
      if (placed) placed = place(kTranslatedSuffix, fresh.translated, change.made_translated);
      if (!placed) return take_back(placed.error());
    }
    fresh.edition = ++slots_.at(change.slot).editions;
    fresh.live = true;
    if (const auto entered = index_.enter({change.slot, fresh.edition}, translated.bytes(), fresh.layout, fresh.windows,
                                          fresh.options, fresh.boot_only);
        !entered)
      return take_back(entered.error());

    // From here on nothing fails. What the old values held comes out, also of those in another key.
    SlotTable::Slot& slot = slots_.at(change.slot);
    if (slot.state.live) {
      surely(registry_.exchange_data(slot.state.raw, change.raw_before));
      surely(registry_.exchange_data(slot.state.translated, change.translated_before));
    } else {
      ++live_;
    }
    surely(registry_.exchange_data(fresh.raw, raw));
    surely(registry_.exchange_data(fresh.translated, translated));
    change.before = std::exchange(slot.state, std::move(fresh));
    return change;
  } catch (const std::bad_alloc&) {
    return take_back({.code = ErrorCode::out_of_memory});
  }
}

Change StandingLists::erase(std::uint32_t index) noexcept {
  SlotTable::Slot& slot = slots_.at(index);
  Change change;
  change.slot = index;
  surely(registry_.exchange_data(slot.state.raw, change.raw_before));
  surely(registry_.exchange_data(slot.state.translated, change.translated_before));
  SlotState gone;
  gone.key = slot.state.key;
  gone.raw = slot.state.raw;
  gone.translated = slot.state.translated;
  gone.edition = slot.state.edition;
  change.before = std::exchange(slot.state, std::move(gone));
  --live_;
  return change;
}

Result<void> StandingLists::make_key(std::string_view class_name, std::string_view driver) {
  std::optional<KeyId> made;
  KeyId key;
  const auto placed = place_key(class_name, driver, slots_.driver(driver), made, key);
  if (!placed && made) surely(registry_.delete_key(*made));
  return placed;
}

void StandingLists::clear() noexcept {
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    if (!stands(i)) continue;
    Change change = erase(i);
    settle(change);
  }
  if (const auto root = registry_.find(kResourceMapPath)) surely(registry_.delete_key(*root));
}

void StandingLists::undo(Change& change) noexcept {
  SlotTable::Slot& slot = slots_.at(change.slot);
  SlotState& now = slot.state;
  if (now.live) {
    index_.take_out({change.slot, now.edition}, data(now.translated), now.layout, now.windows, now.options);
    Blob raw, translated;
    surely(registry_.exchange_data(now.raw, raw));
    surely(registry_.exchange_data(now.translated, translated));
    if (change.made_raw) surely(registry_.delete_value(now.raw));
    if (change.made_translated) surely(registry_.delete_value(now.translated));
    --live_;
  }
  if (change.before.live) {
    surely(registry_.exchange_data(change.before.raw, change.raw_before));
    surely(registry_.exchange_data(change.before.translated, change.translated_before));
    ++live_;
  }
  now = std::move(change.before);
  if (change.made_slot) slots_.free(change.slot);
  if (change.made_key) surely(registry_.delete_key(*change.made_key));
}

void StandingLists::drop_value(ValueId value, KeyId key) noexcept {
  if (!registry_.contains(value)) return;
  surely(registry_.delete_value(value));
  if (policy_.empty_keys == ClaimPolicy::EmptyKeys::stay) return;
  for (int level = 0; level < 2; ++level) {  // the driver's key, the class key
    if (!registry_.contains(key) || registry_.value_count(key) != 0 || registry_.child_count(key) != 0) return;
    const auto above = registry_.parent(key);
    surely(registry_.delete_key(key));
    if (!above) return;
    key = *above;
  }
}

void StandingLists::settle(Change& change) noexcept {
  if (change.before.live) {
    index_.take_out({change.slot, change.before.edition}, change.translated_before.bytes(), change.before.layout,
                    change.before.windows, change.before.options);
  }
  const SlotTable::Slot& slot = slots_.at(change.slot);
  const SlotState& now = slot.state;
  const bool stands = slot.used && now.live;
  if (!stands || now.raw != change.before.raw) drop_value(change.before.raw, change.before.key);
  if (!stands || now.translated != change.before.translated) drop_value(change.before.translated, change.before.key);
  if (!slot.used || now.live) return;
  drop_value(now.raw, now.key);
  drop_value(now.translated, now.key);
  slots_.free(change.slot);
}

bool StandingLists::consistent() const {
  std::size_t lists = 0, leaves = 0;
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    const SlotTable::Slot& slot = slots_.at(i);
    if (!slot.used) continue;
    if (!slot.state.live || !registry_.contains(slot.state.raw) || !registry_.contains(slot.state.translated))
      return false;
    ++lists;
    const ListId id{i, slot.state.edition};
    const bool all_there = for_each_leaf(
        data(slot.state.translated), slot.state.layout, slot.state.windows, slot.state.options,
        [&](const LeafRange& leaf) {
          ++leaves;
          bool found = false;
          index_.of(leaf.space).for_each_overlap(leaf.range, [&](const ranges::RangeEntry& entry) {
            found = entry.owner == id.owner() && entry.range == leaf.range && entry.user_data == leaf.offset &&
                    (entry.attributes & leaf_attribute::share_mask) == static_cast<std::uint8_t>(leaf.share) &&
                    ((entry.attributes & leaf_attribute::alias) != 0) == leaf.alias &&
                    ((entry.attributes & leaf_attribute::empty) != 0) == leaf.empty &&
                    ((entry.attributes & leaf_attribute::boot_only) != 0) == slot.state.boot_only;
            return !found;
          });
          return found;
        });
    if (!all_there) return false;
  }
  const auto root = registry_.find(kResourceMapPath);
  std::size_t values = 0;
  if (root) {
    for (const KeyId class_key : registry_.children(*root))
      for (const KeyId driver : registry_.children(class_key)) values += registry_.value_count(driver);
  }
  return lists == live_ && values == 2 * lists && leaves == index_.size();
}

}  // namespace resmap::claims
