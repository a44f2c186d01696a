// SPDX-License-Identifier: MIT
#include "linux_rivals.h"

#include <lib/maple_tree.c>
#include "kernel_shim.h"

struct linux_maple {
  struct maple_tree tree;
};

struct linux_maple* linux_maple_new(bool gaps) {
  if (maple_node_cache == NULL) maple_tree_init();
  struct linux_maple* maple = calloc(1, sizeof *maple);
  if (maple == NULL) abort();
  mt_init_flags(&maple->tree, gaps ? MT_FLAGS_ALLOC_RANGE : 0);
  return maple;
}
void linux_maple_delete(struct linux_maple* maple) {
  mtree_destroy(&maple->tree);
  free(maple);
}

bool linux_maple_insert(struct linux_maple* maple, uint64_t first, uint64_t last, uint32_t owner) {
  return mtree_insert_range(&maple->tree, first, last, xa_mk_value(owner), GFP_KERNEL) == 0;
}
void linux_maple_erase(struct linux_maple* maple, uint64_t first) { mtree_erase(&maple->tree, first); }

uint32_t linux_maple_owner(struct linux_maple* maple, uint64_t first, uint64_t last) {
  unsigned long index = first;
  void* entry = mt_find(&maple->tree, &index, last);
  return entry == NULL ? 0 : (uint32_t)xa_to_value(entry);
}

bool linux_maple_allocate(struct linux_maple* maple, uint64_t size, uint64_t alignment, uint64_t granule,
                          uint64_t lowest, uint64_t highest, bool top_down, uint64_t* place) {
  MA_STATE(mas, &maple->tree, 0, 0);
  const uint64_t padded = size + (alignment > granule ? alignment - granule : 0);
  if ((top_down ? mas_empty_area_rev(&mas, lowest, highest, padded) : mas_empty_area(&mas, lowest, highest, padded)) !=
      0)
    return false;
  const uint64_t first =
      top_down ? (mas.last - size + 1) & ~(alignment - 1) : (mas.index + alignment - 1) & ~(alignment - 1);
  mas_set_range(&mas, first, first + size - 1);
  if (mas_store_gfp(&mas, xa_mk_value(1), GFP_KERNEL) != 0) return false;
  *place = first;
  return true;
}
