// SPDX-License-Identifier: MIT
#include "linux_rivals.h"

#include <drivers/gpu/drm/drm_mm.c>
#include "kernel_shim.h"

struct owned_node {
  struct drm_mm_node node;
  uint32_t owner;
};
struct linux_drm_mm {
  struct drm_mm mm;
  struct owned_node nodes[];
};

struct linux_drm_mm* linux_drm_new(uint32_t count, uint64_t first, uint64_t last) {
  struct linux_drm_mm* mm = calloc(1, sizeof *mm + count * sizeof mm->nodes[0]);
  if (mm == NULL) abort();
  drm_mm_init(&mm->mm, first, last - first + 1);
  return mm;
}
void linux_drm_delete(struct linux_drm_mm* mm) { free(mm); }

bool linux_drm_reserve(struct linux_drm_mm* mm, uint32_t slot, uint64_t first, uint64_t last, uint32_t owner) {
  struct owned_node* fresh = &mm->nodes[slot];
  memset(&fresh->node, 0, sizeof fresh->node);  // the kernel's rule for a node that was used before
  fresh->node.start = first;
  fresh->node.size = last - first + 1;
  fresh->owner = owner;
  return drm_mm_reserve_node(&mm->mm, &fresh->node) == 0;
}
void linux_drm_remove(struct linux_drm_mm* mm, uint32_t slot) { drm_mm_remove_node(&mm->nodes[slot].node); }

uint32_t linux_drm_owner(const struct linux_drm_mm* mm, uint64_t first, uint64_t last) {
  struct drm_mm_node* node = __drm_mm_interval_first(&mm->mm, first, last);
  // Where nothing overlaps, the next node, or the head, comes back.
  if (node == &mm->mm.head_node || node->start > last) return 0;
  return container_of(node, struct owned_node, node)->owner;
}

bool linux_drm_allocate(struct linux_drm_mm* mm, uint32_t slot, uint64_t size, uint64_t alignment, uint64_t lowest,
                        uint64_t highest, bool top_down, uint64_t* place) {
  struct drm_mm_node* node = &mm->nodes[slot].node;
  memset(node, 0, sizeof *node);
  const uint64_t end = highest == UINT64_MAX ? highest : highest + 1;
  if (drm_mm_insert_node_in_range(&mm->mm, node, size, alignment, 0, lowest, end,
                                  top_down ? DRM_MM_INSERT_HIGH : DRM_MM_INSERT_LOW) != 0)
    return false;
  *place = node->start;
  return true;
}
