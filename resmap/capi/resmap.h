/* SPDX-License-Identifier: MIT */
#ifndef RESMAP_H
#define RESMAP_H

/* resmap from C, and from whatever can call C: ranges here,
 * arbiters in resmap_arbiters.h. No exception crosses this line.
 *
 *   resmap_ranges* bus;
 *   resmap_ranges_create(NULL, &bus);
 *   resmap_ranges* attempt;
 *   resmap_ranges_copy(bus, &attempt);                       begin
 *   ... claim, find room, release on `attempt` ...
 *   resmap_ranges_replace(bus, attempt);                     commit, or
 *   resmap_ranges_destroy(attempt);                          roll back
 *
 * Ranges are inclusive at both ends: all 64-bit numbers can be owned. Strings are none, handles are opaque. An object and its copies
 * belong to one thread at a time, all together; resmap_ranges_clone gives one for another thread.
 * A handle that a function makes is the caller's to destroy. `out` is written only where RESMAP_OK is returned.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The numbers never change; new ones may come. The names say what resmap/base/error.h says. */
enum {
  RESMAP_OK = 0,
  RESMAP_OUT_OF_MEMORY = 1,    /* `allocate` returned null; nothing was changed */
  RESMAP_MALFORMED = 3,        /* bytes that break a rule */
  RESMAP_INVALID_ARGUMENT = 6, /* the caller broke the contract of the function */
  RESMAP_NOT_FOUND = 7,        /* what was asked for is not there */
  RESMAP_LIMIT_EXCEEDED = 10,  /* a budget was used up */
  RESMAP_CONFLICT = 11         /* somebody else already holds what was asked for */
};
typedef int32_t resmap_status;

/* "out_of_memory" and so on; "unknown" for a number that is none. Never null, never freed. */
const char* resmap_status_name(resmap_status status);

/* "0.1.0": the version of the library that is linked. */
const char* resmap_version(void);

/* Where memory comes from. `allocate` gives `size` bytes at a multiple of `alignment`, a power of two, or null; `release` gets back a
 * block with what it was asked for. Both are called from the thread that uses the object. */
typedef struct resmap_memory {
  void* (*allocate)(void* context, size_t size, size_t alignment);
  void (*release)(void* context, void* block, size_t size, size_t alignment);
  void* context;
} resmap_memory;

typedef struct resmap_range {
  uint64_t first, last;
} resmap_range;

enum {
  RESMAP_ENTRY_SHARED = 0x01,  /* may be overlapped by others that share too */
  RESMAP_ENTRY_CONFLICT = 0x02 /* was claimed over ranges that it conflicts with (RESMAP_ALLOW) */
};

typedef struct resmap_entry {
  resmap_range range;
  uint64_t owner; /* the caller's number; 0: nobody */
  uint64_t user_data;
  uint8_t attributes; /* the caller's bits */
  uint8_t flags;      /* RESMAP_ENTRY_*; ignored where an entry is claimed */
} resmap_entry;

/* What a claim does about entries that it would overlap. */
enum {
  RESMAP_REFUSE = 0, /* any overlap is a conflict */
  RESMAP_SHARE = 1,  /* the entry becomes shared, and may lie over entries that are shared too */
  RESMAP_ALLOW = 2   /* it is entered all the same, and marked where it overlaps what it may not */
};
typedef int32_t resmap_on_overlap;

enum { RESMAP_TOP_DOWN = 0, RESMAP_BOTTOM_UP = 1 };
typedef int32_t resmap_direction;

/* `last_offset` + 1 free numbers in a row, the first at a multiple of `alignment`, all of them within `window`. All bytes 0 but
 * `alignment` and `window` is a good request. */
typedef struct resmap_room_request {
  uint64_t last_offset;
  uint64_t alignment; /* any number but 0 */
  resmap_range window;
  resmap_direction direction;
  uint8_t attribute_mask; /* entries with one of these attribute bits count as free */
  uint8_t shared_is_free;
  uint8_t nobodys_is_free;
} resmap_room_request;

typedef struct resmap_ranges resmap_ranges;

/* An empty list. `memory` may be null: the C++ heap then. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_ranges_create(const resmap_memory* memory, resmap_ranges** out);
/* Null is nothing. */
void resmap_ranges_destroy(resmap_ranges* list);
/* A copy that shares its memory until one of the two changes: one allocation, whatever the size. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_ranges_copy(const resmap_ranges* list, resmap_ranges** out);
/* A copy with memory of its own, for another thread. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_ranges_clone(const resmap_ranges* list, resmap_ranges** out);
/* `list` becomes what `with` is, and `with` is destroyed. Cannot fail: this is the commit. Both have the same memory. */
void resmap_ranges_replace(resmap_ranges* list, resmap_ranges* with);

/* Enters a range. RESMAP_CONFLICT: it overlaps what it may not; `blocker`, where it is not null, is the first such entry.
 * RESMAP_INVALID_ARGUMENT: no range, or no such `on_overlap`. RESMAP_OUT_OF_MEMORY. */
resmap_status resmap_ranges_claim(resmap_ranges* list, const resmap_entry* entry, resmap_on_overlap on_overlap,
                                  resmap_entry* blocker);
/* Takes out the first entry with exactly this range and owner. RESMAP_NOT_FOUND, RESMAP_OUT_OF_MEMORY (parting from a copy). */
resmap_status resmap_ranges_release(resmap_ranges* list, resmap_range range, uint64_t owner);
/* Takes out every entry of an owner; `count`, where it is not null, says how many. RESMAP_OUT_OF_MEMORY: none is. */
resmap_status resmap_ranges_release_owner(resmap_ranges* list, uint64_t owner, size_t* count);

/* 1: nothing within `range` is occupied, else 0. */
int resmap_ranges_is_free(const resmap_ranges* list, resmap_range range);
/* The lowest or highest place that answers the request. RESMAP_NOT_FOUND: there is none. RESMAP_INVALID_ARGUMENT: alignment 0, the
 * window is no range, or no such direction. */
resmap_status resmap_ranges_find_room(const resmap_ranges* list, const resmap_room_request* request, uint64_t* out);
/* The first entry that has a number in common with `range`. RESMAP_NOT_FOUND. */
resmap_status resmap_ranges_first_overlap(const resmap_ranges* list, resmap_range range, resmap_entry* out);
/* Calls `visit` for every such entry in order of first number until it answers 0; the list must not be changed meanwhile. */
void resmap_ranges_for_each_overlap(const resmap_ranges* list, resmap_range range,
                                    int (*visit)(void* context, const resmap_entry* entry), void* context);

size_t resmap_ranges_count(const resmap_ranges* list);
/* Goes up by one with each entry that is claimed or taken out. */
uint64_t resmap_ranges_changes(const resmap_ranges* list);
/* Bytes that the list and its copies hold together. */
size_t resmap_ranges_memory_used(const resmap_ranges* list);

#ifdef __cplusplus
}
#endif

#endif
