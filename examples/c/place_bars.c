/* SPDX-License-Identifier: MIT */
/* Places the BARs of cards behind a bridge, each card wholly or not at all, as a hypervisor written in C would. */
#include <inttypes.h>
#include <stdio.h>

#include "resmap/capi/resmap_arbiters.h"

enum { kMostBars = 6 };

/* A memory BAR that may lie anywhere below 4 GiB; sizes are powers of two, and a BAR is aligned to its size. */
static resmap_status memory_bar(uint64_t size, resmap_io_descriptor* out) {
  const resmap_range anywhere = {0, 0xFFFFFFFF};
  return resmap_io_address(RESMAP_TYPE_MEMORY, size, size, anywhere, RESMAP_SHARE_DEVICE_EXCLUSIVE, 0, out);
}

static void name_blocker(void* context, uint64_t device, resmap_range range) {
  (void)context;
  printf("  in the way: device %" PRIu64 " at 0x%" PRIx64 "-0x%" PRIx64 "\n", device, range.first, range.last);
}

static resmap_status place_card(resmap_arbiter* memory, uint64_t card, const uint64_t* sizes, size_t count) {
  resmap_io_descriptor bars[kMostBars];
  resmap_request requests[kMostBars];
  for (size_t i = 0; i < count; ++i) {
    const resmap_status made = memory_bar(sizes[i], &bars[i]);
    if (made != RESMAP_OK) return made;
    requests[i] = (resmap_request){.device = card, .alternatives = &bars[i], .count = 1};
  }
  resmap_failure failure;
  const resmap_status status = resmap_arbiter_test(memory, requests, count, NULL, &failure);
  if (status == RESMAP_CONFLICT) {
    printf("card %" PRIu64 ": no place for BAR %" PRIu32 " of 0x%" PRIx64 " bytes (RM%04u)\n", card, failure.index,
           sizes[failure.index], failure.rule);
    resmap_arbiter_query_conflict(memory, &requests[failure.index], name_blocker, NULL);
  }
  if (status != RESMAP_OK) return status;
  for (size_t i = 0; i < count; ++i) {
    printf("card %" PRIu64 " BAR %zu: 0x%" PRIx64 "-0x%" PRIx64 "\n", card, i, requests[i].place.first,
           requests[i].place.last);
  }
  return resmap_arbiter_commit(memory);
}

int main(void) {
  const resmap_arbiter_options behind_a_bridge = {.largest_first = 1};
  resmap_arbiter* memory;
  if (resmap_arbiter_create(RESMAP_TYPE_MEMORY, &behind_a_bridge, &memory) != RESMAP_OK) return 1;
  const resmap_range window = {0xFE000000, 0xFE0FFFFF};
  resmap_status status = resmap_arbiter_add_window(memory, window, RESMAP_WINDOW_ANY);

  const uint64_t network[] = {0x1000, 0x80000, 0x20000}, graphics[] = {0x80000, 0x1000};
  if (status == RESMAP_OK) status = place_card(memory, 1, network, 3);
  const resmap_status second = place_card(memory, 2, graphics, 2);
  size_t given_back = 0;
  if (status == RESMAP_OK) status = resmap_arbiter_release(memory, 1, &given_back);
  if (status == RESMAP_OK) status = place_card(memory, 2, graphics, 2);
  resmap_arbiter_destroy(memory);
  printf("%s; %zu ranges were given back before the second card fitted\n", resmap_status_name(status), given_back);
  return status == RESMAP_OK && second == RESMAP_CONFLICT && given_back == 3 ? 0 : 1;
}
