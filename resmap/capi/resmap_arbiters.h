/* SPDX-License-Identifier: MIT */
#ifndef RESMAP_ARBITERS_H
#define RESMAP_ARBITERS_H

/* Arbiters from C: who gets which ports, memory, interrupts, channels and bus numbers below one bus, as Windows decides it.
 *
 *   resmap_arbiter_create(RESMAP_TYPE_MEMORY, NULL, &memory);
 *   resmap_arbiter_add_window(memory, bridge_window, RESMAP_WINDOW_ANY);
 *   resmap_arbiter_test(memory, requests, count, NULL, &failure);     all requests or none
 *   resmap_arbiter_commit(memory) or resmap_arbiter_rollback(memory)
 *
 * A requirement is an IO_RESOURCE_DESCRIPTOR of 32 bytes exactly as in Windows: taken out of a list, or made by resmap_io_*. One
 * arbiter belongs to one thread at a time. Rules (`failure.rule`) are those of spec/rules.md. */

#include "resmap/capi/resmap.h"

#ifdef __cplusplus
extern "C" {
#endif

/* CmResourceType* */
enum {
  RESMAP_TYPE_PORT = 1,
  RESMAP_TYPE_INTERRUPT = 2,
  RESMAP_TYPE_MEMORY = 3, /* MemoryLarge too */
  RESMAP_TYPE_DMA = 4,
  RESMAP_TYPE_BUS_NUMBER = 6
};
/* CmResourceShare* */
enum { RESMAP_SHARE_DEVICE_EXCLUSIVE = 1, RESMAP_SHARE_DRIVER_EXCLUSIVE = 2, RESMAP_SHARE_SHARED = 3 };
/* IO_RESOURCE_PREFERRED, IO_RESOURCE_DEFAULT, IO_RESOURCE_ALTERNATIVE */
enum { RESMAP_OPTION_PREFERRED = 1, RESMAP_OPTION_DEFAULT = 2, RESMAP_OPTION_ALTERNATIVE = 8 };

typedef struct resmap_io_descriptor {
  uint8_t bytes[32];
} resmap_io_descriptor;

/* `length` ports or bytes of memory at a multiple of `alignment` within [minimum, maximum]; lengths of 4 GiB and more become
 * MemoryLarge. RESMAP_INVALID_ARGUMENT: another type, or a length or alignment that no descriptor can hold. */
resmap_status resmap_io_address(uint8_t type, uint64_t length, uint64_t alignment, resmap_range within, uint8_t share,
                                uint16_t flags, resmap_io_descriptor* out);
/* One line of [minimum, maximum]. */
void resmap_io_line(uint32_t minimum, uint32_t maximum, uint8_t share, uint16_t flags, resmap_io_descriptor* out);
/* `count` message interrupts in a row, at least 1. */
void resmap_io_messages(uint32_t count, resmap_io_descriptor* out);
void resmap_io_dma(uint32_t minimum, uint32_t maximum, uint8_t share, resmap_io_descriptor* out);
void resmap_io_buses(uint32_t length, uint32_t minimum, uint32_t maximum, resmap_io_descriptor* out);
/* RESMAP_OPTION_*: the first alternative of a requirement is none of RESMAP_OPTION_ALTERNATIVE, all that follow are. */
void resmap_io_set_option(resmap_io_descriptor* descriptor, uint8_t option);

/* One requirement of one device, and the answer to it. */
typedef struct resmap_request {
  uint64_t device;                          /* the caller's number, never 0 */
  const resmap_io_descriptor* alternatives; /* one of them is to be met */
  size_t count;                             /* 0: the device gives back what this arbiter gave it */
  const resmap_range* boot_place; /* where firmware had put this very requirement; null: nowhere, or unknown */
  /* Written by resmap_arbiter_test. */
  uint32_t selected; /* which alternative */
  uint8_t has_place; /* 0: nothing was taken, since nothing was asked for */
  resmap_range place;
} resmap_request;

/* Why a test was refused. */
typedef struct resmap_failure {
  uint16_t rule;  /* NNNN of RMNNNN; 0: none */
  uint32_t index; /* the request that stands in the way */
  uint64_t value; /* where */
} resmap_failure;

typedef struct resmap_arbiter_options {
  const resmap_memory* memory; /* null: the C++ heap */
  uint8_t largest_first;       /* 1: as behind a PCI bridge; 0: the requirement with the fewest possible places first */
  /* 1: one driver serves both devices, so driver-exclusive ranges may meet; null: no two. */
  int (*same_driver)(void* context, uint64_t one, uint64_t other);
  void* context;
} resmap_arbiter_options;

/* What a window serves. */
enum { RESMAP_WINDOW_PLAIN = 1, RESMAP_WINDOW_PREFETCH = 2, RESMAP_WINDOW_MESSAGES = 4, RESMAP_WINDOW_ANY = 7 };

typedef struct resmap_arbiter resmap_arbiter;

/* An arbiter for one type (RESMAP_TYPE_*) that may give everything until it is told its first window. `options` may be null.
 * RESMAP_INVALID_ARGUMENT: no such type. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_arbiter_create(uint8_t type, const resmap_arbiter_options* options, resmap_arbiter** out);
/* Null is nothing. */
void resmap_arbiter_destroy(resmap_arbiter* arbiter);
/* One more window of the bus. RESMAP_INVALID_ARGUMENT: no range, or a test stands uncommitted. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_arbiter_add_window(resmap_arbiter* arbiter, resmap_range window, uint8_t kinds);
/* A range that nobody gets. Errors as add_window. */
resmap_status resmap_arbiter_block(resmap_arbiter* arbiter, resmap_range range);

/* Finds a place for every request, all of them or none; the old places of these devices count as free. `steps`, where it is not
 * null, bounds the places tried and is what is left afterwards; null: 100,000. `failure` may be null.
 * RESMAP_CONFLICT: they cannot all be met. RESMAP_LIMIT_EXCEEDED: undecided, the steps ran out. RESMAP_MALFORMED: a descriptor
 * that is none of this type. RESMAP_INVALID_ARGUMENT: a test stands uncommitted, or a device is 0. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_arbiter_test(resmap_arbiter* arbiter, resmap_request* requests, size_t count, uint64_t* steps,
                                  resmap_failure* failure);
/* What was tested becomes permanent. RESMAP_INVALID_ARGUMENT: nothing was. */
resmap_status resmap_arbiter_commit(resmap_arbiter* arbiter);
/* What was tested is dropped; nothing happens where nothing was. */
void resmap_arbiter_rollback(resmap_arbiter* arbiter);
/* Gives back everything of a device; `count`, where it is not null, says how many ranges that were. Errors as add_window. */
resmap_status resmap_arbiter_release(resmap_arbiter* arbiter, uint64_t device, size_t* count);
/* Reserves what firmware configured: the first alternative of each request where it has one place. Others are passed over.
 * `reserved`, where it is not null, says how many were. Errors as add_window. */
resmap_status resmap_arbiter_boot(resmap_arbiter* arbiter, const resmap_request* requests, size_t count,
                                  size_t* reserved);
/* Calls `visit` for everybody who keeps the request from being met; device 0 with the whole space: somebody without a name.
 * Errors as test, save for conflict. */
resmap_status resmap_arbiter_query_conflict(const resmap_arbiter* arbiter, const resmap_request* wanted,
                                            void (*visit)(void* context, uint64_t device, resmap_range range),
                                            void* context);
/* What is given, to be read through resmap.h; the caller's to destroy. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_arbiter_committed(const resmap_arbiter* arbiter, resmap_ranges** out);

#ifdef __cplusplus
}
#endif

#endif
