// SPDX-License-Identifier: MIT
#pragma once

// What a few data structures of the Linux kernel need to be compiled for a program of one thread: each kernel header that they
// ask for and that says nothing about them stands for this file (linux_rivals.cmake). Locks, RCU and tracing cost nothing here,
// as little as on a kernel of one processor; memory comes from lists of free objects, as from the kernel's slabs.
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;
typedef unsigned gfp_t;
typedef u64 phys_addr_t;
typedef u64 resource_size_t;

#define CONFIG_64BIT 1
#define GFP_KERNEL 0U
#define GFP_NOWAIT 0U
#define GFP_ATOMIC 0U
#define __GFP_ZERO 1U
#define __GFP_NOWARN 0U
#define U64_MAX UINT64_MAX

#define __rcu
#define __must_check
#define __always_inline inline __attribute__((always_inline))
#define __maybe_unused __attribute__((unused))
#define __must_hold(x)
#define __percpu
#define noinline __attribute__((noinline))
#define fallthrough __attribute__((fallthrough))
#define ____cacheline_aligned
#define __init
#define EXPORT_SYMBOL(x)
#define EXPORT_SYMBOL_GPL(x)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() __asm__ __volatile__("" ::: "memory")
#define smp_rmb() barrier()
#define smp_wmb() barrier()
#define smp_mb() barrier()
#define prefetch(x) __builtin_prefetch(x)

#define READ_ONCE(x) (*(const volatile __typeof__(x)*)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x)*)&(x) = (value))
#define smp_store_release(p, value) WRITE_ONCE(*(p), value)
#define smp_load_acquire(p) READ_ONCE(*(p))
#define container_of(pointer, type, member) ((type*)((char*)(pointer) - offsetof(type, member)))
#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))
#define BIT(n) (1UL << (n))
#define min(a, b)           \
  ({                        \
    __typeof__(a) a_ = (a); \
    __typeof__(b) b_ = (b); \
    a_ < b_ ? a_ : b_;      \
  })
#define max(a, b)           \
  ({                        \
    __typeof__(a) a_ = (a); \
    __typeof__(b) b_ = (b); \
    a_ > b_ ? a_ : b_;      \
  })
#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))
#define swap(a, b)          \
  do {                      \
    __typeof__(a) a_ = (a); \
    (a) = (b);              \
    (b) = a_;               \
  } while (0)
#define DIV_ROUND_UP(a, b) (((a) + (b) - 1) / (b))
#define gfpflags_allow_blocking(flags) true
#define is_power_of_2(n) ((n) != 0 && ((n) & ((n) - 1)) == 0)
#define div64_u64_rem(a, b, rest) (*(rest) = (a) % (b), (a) / (b))
#define BUG_ON(x)   \
  do {              \
    if (x) abort(); \
  } while (0)
#define BUG() abort()
#define WARN(x, ...) unlikely(x)
#define WARN_ON(x) unlikely(x)
#define WARN_ON_ONCE(x) unlikely(x)
#define BUILD_BUG_ON_INVALID(x) ((void)sizeof(x))
#define BUILD_BUG_ON(x) _Static_assert(!(x), #x)
#define lockdep_assert_held(x) ((void)0)
#define lockdep_is_held(x) 1
#define pr_err(...) ((void)0)
#define pr_info(...) ((void)0)
#define dump_stack() ((void)0)
#define IS_ENABLED(x) 0
#define IS_ERR_VALUE(x) ((unsigned long)(void*)(x) >= (unsigned long)-4095)
static inline void* ERR_PTR(long error) { return (void*)error; }

// Lists.
struct list_head {
  struct list_head *next, *prev;
};
struct hlist_head {
  struct hlist_node* first;
};
struct hlist_node {
  struct hlist_node *next, **pprev;
};
#define POISON_POINTER_DELTA 0
#define LIST_POISON1 ((void*)0x100)
#define LIST_POISON2 ((void*)0x122)

// Bits of one word.
static inline void __set_bit(unsigned bit, unsigned long* word) { *word |= BIT(bit); }
static inline void __clear_bit(unsigned bit, unsigned long* word) { *word &= ~BIT(bit); }
static inline void clear_bit_unlock(unsigned bit, unsigned long* word) { *word &= ~BIT(bit); }
static inline bool test_bit(unsigned bit, const unsigned long* word) { return (*word & BIT(bit)) != 0; }

// Locks and RCU: one thread.
typedef struct {
  int unused;
} spinlock_t;
struct rcu_head {
  struct rcu_head* next;
  void (*func)(struct rcu_head*);
};
#define spin_lock_init(x) ((void)(x))
#define spin_lock(x) ((void)(x))
#define spin_unlock(x) ((void)(x))
#define __SPIN_LOCK_UNLOCKED(x) {0}
#define rcu_read_lock() ((void)0)
#define rcu_read_unlock() ((void)0)
#define rcu_assign_pointer(p, value) ((p) = (value))
#define RCU_INIT_POINTER(p, value) ((p) = (value))
#define rcu_dereference(p) (p)
#define rcu_dereference_raw(p) (p)
#define rcu_dereference_check(p, condition) (p)
#define rcu_dereference_protected(p, condition) (p)
static inline void call_rcu(struct rcu_head* head, void (*func)(struct rcu_head*)) { func(head); }

// Memory: objects of one size, the last one freed is the first one given.
struct kmem_cache {
  size_t size;
  void* free;
  char *fresh, *end;
};
#define SLAB_PANIC 0
static inline struct kmem_cache* kmem_cache_create(const char* name, size_t size, size_t align, unsigned flags,
                                                   void (*ctor)(void*)) {
  (void)name, (void)align, (void)flags, (void)ctor;
  struct kmem_cache* cache = calloc(1, sizeof *cache);
  if (cache != NULL) cache->size = size;
  return cache;
}
static inline void* kmem_cache_alloc(struct kmem_cache* cache, gfp_t flags) {
  void* object = cache->free;
  if (object != NULL) {
    memcpy(&cache->free, object, sizeof(void*));
  } else {
    enum { slab = 1 << 20 };
    if (cache->fresh == cache->end) {
      cache->fresh = aligned_alloc(4096, slab);
      if (cache->fresh == NULL) abort();
      cache->end = cache->fresh + slab / cache->size * cache->size;
    }
    object = cache->fresh;
    cache->fresh += cache->size;
  }
  if ((flags & __GFP_ZERO) != 0) memset(object, 0, cache->size);
  return object;
}
static inline void kmem_cache_free(struct kmem_cache* cache, void* object) {
  memcpy(object, &cache->free, sizeof(void*));
  cache->free = object;
}
static inline int kmem_cache_alloc_bulk(struct kmem_cache* cache, gfp_t flags, size_t count, void** objects) {
  for (size_t i = 0; i < count; ++i) objects[i] = kmem_cache_alloc(cache, flags);
  return (int)count;
}
static inline void kmem_cache_free_bulk(struct kmem_cache* cache, size_t count, void** objects) {
  for (size_t i = 0; i < count; ++i) kmem_cache_free(cache, objects[i]);
}

// Small numbers in pointers, as the kernel's xarray tells them from pointers.
#define XA_ZERO_ENTRY xa_mk_internal(257)
static inline void* xa_mk_value(unsigned long value) { return (void*)((value << 1) | 1); }
static inline unsigned long xa_to_value(const void* entry) { return (unsigned long)entry >> 1; }
static inline bool xa_is_value(const void* entry) { return ((unsigned long)entry & 1) != 0; }
static inline void* xa_mk_internal(unsigned long value) { return (void*)((value << 2) | 2); }
static inline unsigned long xa_to_internal(const void* entry) { return (unsigned long)entry >> 2; }
static inline bool xa_is_internal(const void* entry) { return ((unsigned long)entry & 3) == 2; }
static inline bool xa_is_node(const void* entry) { return xa_is_internal(entry) && (unsigned long)entry > 4096; }
static inline bool xa_is_zero(const void* entry) { return unlikely(entry == XA_ZERO_ENTRY); }
static inline bool xa_is_err(const void* entry) {
  return unlikely(xa_is_internal(entry) && entry >= xa_mk_internal(-4095UL));
}
static inline bool xa_is_advanced(const void* entry) {
  return xa_is_internal(entry) && entry <= (void*)((256UL << 2) | 2);
}
static inline int xa_err(void* entry) { return xa_is_err(entry) ? (int)((long)entry >> 2) : 0; }

// Tracing and printing.
struct drm_printer;
struct seq_file;
#define drm_printf(...) ((void)0)
#define DRM_ERROR(...) ((void)0)
#define trace_ma_op(...) ((void)0)
#define trace_ma_read(...) ((void)0)
#define trace_ma_write(...) ((void)0)
#define tracepoint_string(x) (x)
