// SPDX-License-Identifier: MIT
// Tested in map_image_test.cpp.
#include <new>

#include "resmap/claims/map_state.h"

namespace resmap::claims {

namespace {

constexpr std::size_t kEventsARecord = 256;  // few enough that one record is no burden

using Put = FunctionRef<Result<void>(Bytes record)>;
using registry::KeyId;

JournalRecord record_of(const StoredList& list, const SlotState& state) {
  JournalRecord record;
  record.kind = list.recorded ? JournalRecord::Kind::record : JournalRecord::Kind::claim;
  record.era = list.era;
  record.overrides = list.overrides;
  record.boot_only = list.boot_only;
  record.class_name = list.class_name;
  record.driver = list.driver;
  record.lists.push_back({.drivers_own = list.device.empty(),
                          .device = std::string(list.device),
                          .layout = list.layout,
                          .aliases = state.options.aliases,
                          .raw = list.raw,
                          .translated = list.translated,
                          .windows = state.windows});
  return record;
}

Result<void> put_key(const StandingLists& standing, KeyId class_key, KeyId driver, Put put) {
  const registry::Registry& registry = standing.registry();
  if (registry.value_count(driver) == 0) {
    JournalRecord record;
    record.kind = JournalRecord::Kind::key;
    record.class_name = registry.name(class_key);
    record.driver = registry.name(driver);
    return put(encode(record));
  }
  for (const registry::ValueId value : registry.values(driver)) {
    const std::string_view name = registry.view(value).name;
    if (!name.ends_with(kTranslatedSuffix)) continue;
    const std::uint32_t slot = standing.find(registry.name(class_key), registry.name(driver),
                                             name.substr(0, name.size() - kTranslatedSuffix.size()));
    if (standing.stands(slot))
      RESMAP_TRY(put(encode(record_of(standing.stored(slot), standing.slots().at(slot).state))));
  }
  return {};
}

Result<void> put_events(const EventLog& log, Put put) {
  JournalRecord record;
  record.kind = JournalRecord::Kind::refusal;
  RESMAP_TRY_ASSIGN(std::vector<Event> all, log.find());
  for (Event& event : all) {
    record.events.push_back(std::move(event));
    if (record.events.size() < kEventsARecord) continue;
    RESMAP_TRY(put(encode(record)));
    record.events.clear();
  }
  return record.events.empty() ? Result<void>() : put(encode(record));
}

}  // namespace

Result<void> MapState::write_image(Put put) {
  try {
    const std::lock_guard lock(mutex);
    JournalRecord first;
    first.kind = JournalRecord::Kind::start_over;
    RESMAP_TRY(put(encode(first)));
    const registry::Registry& registry = standing.registry();
    if (const auto root = registry.find(kResourceMapPath)) {
      for (const KeyId class_key : registry.children(*root))
        for (const KeyId driver : registry.children(class_key)) RESMAP_TRY(put_key(standing, class_key, driver, put));
    }
    return put_events(events, put);
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::claims
