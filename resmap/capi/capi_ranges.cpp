// SPDX-License-Identifier: MIT
#include <new>
#include <utility>

#include "resmap/capi/capi_support.h"

using namespace resmap;
using namespace resmap::capi;
using ranges::RangeEntry;
using ranges::RangeList;

namespace {

static_assert(RESMAP_OUT_OF_MEMORY == static_cast<int>(ErrorCode::out_of_memory));
static_assert(RESMAP_MALFORMED == static_cast<int>(ErrorCode::malformed));
static_assert(RESMAP_INVALID_ARGUMENT == static_cast<int>(ErrorCode::invalid_argument));
static_assert(RESMAP_NOT_FOUND == static_cast<int>(ErrorCode::not_found));
static_assert(RESMAP_LIMIT_EXCEEDED == static_cast<int>(ErrorCode::limit_exceeded));
static_assert(RESMAP_CONFLICT == static_cast<int>(ErrorCode::conflict));
static_assert(RESMAP_ENTRY_SHARED == ranges::range_flag::shared);
static_assert(RESMAP_ENTRY_CONFLICT == ranges::range_flag::conflict);

resmap_entry entry_to_c(const RangeEntry& entry) {
  return {to_c(entry.range), entry.owner, entry.user_data, entry.attributes, entry.flags};
}

}  // namespace

resmap_status resmap::capi::make_ranges(const MemorySource& memory, RangeList&& list, resmap_ranges** out) {
  void* const block = memory.allocate(memory.context, sizeof(resmap_ranges), alignof(resmap_ranges));
  if (block == nullptr) return RESMAP_OUT_OF_MEMORY;
  *out = ::new (block) resmap_ranges{memory, std::move(list)};
  return RESMAP_OK;
}

extern "C" {

resmap_status resmap_ranges_create(const resmap_memory* memory, resmap_ranges** out) {
  const MemorySource source = from_c(memory);
  return make_ranges(source, RangeList(source), out);
}

void resmap_ranges_destroy(resmap_ranges* list) {
  if (list == nullptr) return;
  const MemorySource memory = list->memory;
  list->~resmap_ranges();
  memory.release(memory.context, list, sizeof(resmap_ranges), alignof(resmap_ranges));
}

resmap_status resmap_ranges_copy(const resmap_ranges* list, resmap_ranges** out) {
  return make_ranges(list->memory, RangeList(list->list), out);
}

resmap_status resmap_ranges_clone(const resmap_ranges* list, resmap_ranges** out) {
  auto copy = list->list.clone();
  return copy ? make_ranges(list->memory, std::move(*copy), out) : status_of(copy);
}

void resmap_ranges_replace(resmap_ranges* list, resmap_ranges* with) {
  list->list = std::move(with->list);
  resmap_ranges_destroy(with);
}

resmap_status resmap_ranges_claim(resmap_ranges* list, const resmap_entry* entry, resmap_on_overlap on_overlap,
                                  resmap_entry* blocker) {
  if (on_overlap < RESMAP_REFUSE || on_overlap > RESMAP_ALLOW) return RESMAP_INVALID_ARGUMENT;
  const RangeEntry wanted{from_c(entry->range), entry->owner, entry->user_data, entry->attributes, 0};
  const auto how = static_cast<ranges::OnOverlap>(on_overlap);
  const auto claimed = list->list.claim(wanted, how);
  if (!claimed && claimed.error().code == ErrorCode::conflict && blocker != nullptr)
    *blocker = entry_to_c(*list->list.first_blocker(wanted.range, how));
  return status_of(claimed);
}

resmap_status resmap_ranges_release(resmap_ranges* list, resmap_range range, uint64_t owner) {
  return status_of(list->list.release(from_c(range), owner));
}

resmap_status resmap_ranges_release_owner(resmap_ranges* list, uint64_t owner, size_t* count) {
  const auto released = list->list.release_owner(owner);
  if (released && count != nullptr) *count = *released;
  return status_of(released);
}

int resmap_ranges_is_free(const resmap_ranges* list, resmap_range range) { return list->list.is_free(from_c(range)); }

resmap_status resmap_ranges_find_room(const resmap_ranges* list, const resmap_room_request* request, uint64_t* out) {
  if (request->direction != RESMAP_TOP_DOWN && request->direction != RESMAP_BOTTOM_UP) return RESMAP_INVALID_ARGUMENT;
  const auto place = list->list.find_room({.last_offset = request->last_offset,
                                           .alignment = request->alignment,
                                           .window = from_c(request->window),
                                           .direction = static_cast<ranges::Direction>(request->direction),
                                           .availability = {.attribute_mask = request->attribute_mask,
                                                            .shared_is_free = request->shared_is_free != 0,
                                                            .nobodys_is_free = request->nobodys_is_free != 0}});
  if (place) *out = *place;
  return status_of(place);
}

resmap_status resmap_ranges_first_overlap(const resmap_ranges* list, resmap_range range, resmap_entry* out) {
  const auto entry = list->list.first_overlap(from_c(range));
  if (!entry) return RESMAP_NOT_FOUND;
  *out = entry_to_c(*entry);
  return RESMAP_OK;
}

void resmap_ranges_for_each_overlap(const resmap_ranges* list, resmap_range range,
                                    int (*visit)(void* context, const resmap_entry* entry), void* context) {
  list->list.for_each_overlap(from_c(range), [&](const RangeEntry& entry) {
    const resmap_entry shown = entry_to_c(entry);
    return visit(context, &shown) != 0;
  });
}

size_t resmap_ranges_count(const resmap_ranges* list) { return list->list.size(); }
uint64_t resmap_ranges_changes(const resmap_ranges* list) { return list->list.version(); }
size_t resmap_ranges_memory_used(const resmap_ranges* list) { return list->list.memory_used(); }

const char* resmap_status_name(resmap_status status) {
  // The names are literals, which end in a zero byte.
  return status == RESMAP_OK ? "ok" : name_of(static_cast<ErrorCode>(status)).data();
}

const char* resmap_version(void) { return RESMAP_VERSION; }

}  // extern "C"
