/* SPDX-License-Identifier: MIT */
/* Places the BARs of a card behind a bridge, all or none, as a hypervisor written in C would. */
#include <inttypes.h>
#include <stdio.h>

#include "resmap/capi/resmap.h"

enum { kBridge = 1, kCard = 2 };

/* Highest place first, as NT does; sizes are powers of two, which is what BARs are. */
static resmap_status place(resmap_ranges* list, resmap_range window, uint64_t size, uint64_t* at) {
  const resmap_room_request request = {.last_offset = size - 1, .alignment = size, .window = window};
  const resmap_status found = resmap_ranges_find_room(list, &request, at);
  if (found != RESMAP_OK) return found;
  const resmap_entry entry = {.range = {*at, *at + (size - 1)}, .owner = kCard};
  return resmap_ranges_claim(list, &entry, RESMAP_REFUSE, NULL);
}

static resmap_status place_card(resmap_ranges* memory, resmap_range window, const uint64_t* sizes, size_t count) {
  resmap_ranges* attempt;
  resmap_status status = resmap_ranges_copy(memory, &attempt); /* begin */
  if (status != RESMAP_OK) return status;
  for (size_t i = 0; i < count && status == RESMAP_OK; ++i) {
    uint64_t at = 0;
    status = place(attempt, window, sizes[i], &at);
    if (status == RESMAP_OK) {
      printf("BAR %zu: 0x%" PRIx64 "-0x%" PRIx64 "\n", i, at, at + (sizes[i] - 1));
    } else {
      printf("BAR %zu of 0x%" PRIx64 " bytes: %s\n", i, sizes[i], resmap_status_name(status));
    }
  }
  if (status == RESMAP_OK) {
    resmap_ranges_replace(memory, attempt); /* commit */
  } else {
    resmap_ranges_destroy(attempt); /* roll back */
  }
  return status;
}

int main(void) {
  resmap_ranges* memory;
  if (resmap_ranges_create(NULL, &memory) != RESMAP_OK) return 1;
  const resmap_range window = {0xFE000000, 0xFE0FFFFF};
  const resmap_entry bridge = {.range = {0xFE0FF000, 0xFE0FFFFF}, .owner = kBridge};
  if (resmap_ranges_claim(memory, &bridge, RESMAP_REFUSE, NULL) != RESMAP_OK) return 1;

  const uint64_t fits[] = {0x80000, 0x1000, 0x20000}, does_not[] = {0x1000, 0x80000};
  const resmap_status first = place_card(memory, window, fits, 3), second = place_card(memory, window, does_not, 2);
  printf("%zu ranges are owned\n", resmap_ranges_count(memory));
  const int as_expected = first == RESMAP_OK && second == RESMAP_NOT_FOUND && resmap_ranges_count(memory) == 4;
  resmap_ranges_destroy(memory);
  return as_expected ? 0 : 1;
}
