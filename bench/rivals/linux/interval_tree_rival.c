// SPDX-License-Identifier: MIT
#include "linux_rivals.h"

#include <lib/interval_tree.c>
#include "kernel_shim.h"

struct owned_node {
  struct interval_tree_node node;
  uint32_t owner;
};
struct linux_interval_tree {
  struct rb_root_cached root;
  struct owned_node nodes[];
};

struct linux_interval_tree* linux_interval_new(uint32_t count) {
  struct linux_interval_tree* tree = calloc(1, sizeof *tree + count * sizeof tree->nodes[0]);
  if (tree == NULL) abort();
  tree->root = RB_ROOT_CACHED;
  return tree;
}
void linux_interval_delete(struct linux_interval_tree* tree) { free(tree); }

void linux_interval_add(struct linux_interval_tree* tree, uint32_t slot, uint64_t first, uint64_t last,
                        uint32_t owner) {
  struct owned_node* fresh = &tree->nodes[slot];
  fresh->node.start = first;
  fresh->node.last = last;
  fresh->owner = owner;
  interval_tree_insert(&fresh->node, &tree->root);
}
void linux_interval_remove(struct linux_interval_tree* tree, uint32_t slot) {
  interval_tree_remove(&tree->nodes[slot].node, &tree->root);
}

uint32_t linux_interval_owner(const struct linux_interval_tree* tree, uint64_t first, uint64_t last) {
  struct interval_tree_node* node = interval_tree_iter_first((struct rb_root_cached*)&tree->root, first, last);
  return node == NULL ? 0 : container_of(node, struct owned_node, node)->owner;
}
uint64_t linux_interval_owners(const struct linux_interval_tree* tree, uint64_t first, uint64_t last) {
  uint64_t sum = 0;
  struct interval_tree_node* node = interval_tree_iter_first((struct rb_root_cached*)&tree->root, first, last);
  for (; node != NULL; node = interval_tree_iter_next(node, first, last))
    sum += container_of(node, struct owned_node, node)->owner;
  return sum;
}
