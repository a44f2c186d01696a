// SPDX-License-Identifier: MIT
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Three structures of the Linux kernel that keep ranges, each behind a few functions of ours; compiled into the benchmark from
// Debian's linux-source package, which is not part of this project. Ranges are [first, last]; `slot` is which of the caller's
// `count` objects the range lives in, as a kernel user holds a pointer to it; owners are not 0.

#ifdef __cplusplus
extern "C" {
#endif

// lib/interval_tree.c: ranges may overlap.
struct linux_interval_tree;
struct linux_interval_tree* linux_interval_new(uint32_t count);
void linux_interval_delete(struct linux_interval_tree* tree);
void linux_interval_add(struct linux_interval_tree* tree, uint32_t slot, uint64_t first, uint64_t last, uint32_t owner);
void linux_interval_remove(struct linux_interval_tree* tree, uint32_t slot);
uint32_t linux_interval_owner(const struct linux_interval_tree* tree, uint64_t first, uint64_t last);   // 0: none
uint64_t linux_interval_owners(const struct linux_interval_tree* tree, uint64_t first, uint64_t last);  // sum of all

// drivers/gpu/drm/drm_mm.c: first fit at any alignment, from below and from above.
struct linux_drm_mm;
struct linux_drm_mm* linux_drm_new(uint32_t count, uint64_t first, uint64_t last);
void linux_drm_delete(struct linux_drm_mm* mm);
bool linux_drm_reserve(struct linux_drm_mm* mm, uint32_t slot, uint64_t first, uint64_t last, uint32_t owner);
void linux_drm_remove(struct linux_drm_mm* mm, uint32_t slot);
uint32_t linux_drm_owner(const struct linux_drm_mm* mm, uint64_t first, uint64_t last);
// Allocates into `slot` within [lowest, highest].
bool linux_drm_allocate(struct linux_drm_mm* mm, uint32_t slot, uint64_t size, uint64_t alignment, uint64_t lowest,
                        uint64_t highest, bool top_down, uint64_t* place);

// lib/maple_tree.c: a B-tree of ranges; with `gaps` it also knows where room is, but not at which alignment.
struct linux_maple;
struct linux_maple* linux_maple_new(bool gaps);
void linux_maple_delete(struct linux_maple* maple);
bool linux_maple_insert(struct linux_maple* maple, uint64_t first, uint64_t last, uint32_t owner);
void linux_maple_erase(struct linux_maple* maple, uint64_t first);
uint32_t linux_maple_owner(struct linux_maple* maple, uint64_t first, uint64_t last);
// As kernel users align: room for `alignment` - `granule` more is asked for, and the place moved within it. So an answer may be
// missed that fits exactly.
bool linux_maple_allocate(struct linux_maple* maple, uint64_t size, uint64_t alignment, uint64_t granule,
                          uint64_t lowest, uint64_t highest, bool top_down, uint64_t* place);

#ifdef __cplusplus
}
#endif
