// SPDX-License-Identifier: MIT
#pragma once

#ifdef RESMAP_LINUX_RIVALS
#include <memory>

#include "bench/ranges/rows.h"
#include "bench/rivals/linux/linux_rivals.h"

// The kernel's structures, held as the other peers are. Nodes lie where the building order put them, as after as many kmallocs.
namespace resmap::bench {

class IntervalTreePeer {
 public:
  explicit IntervalTreePeer(const std::vector<Span>& order)
      : tree_(linux_interval_new(static_cast<std::uint32_t>(order.size())), linux_interval_delete) {
    for (const Span& span : order) add(span);
  }
  explicit IntervalTreePeer(const Layout& layout) : IntervalTreePeer(layout.in_build_order()) {}
  void add(const Span& span) { linux_interval_add(tree_.get(), span.slot, span.first, span.last, span.owner); }
  bool claim(const Span& span) {
    if (owner(span.first, span.last) != 0) return false;
    add(span);
    return true;
  }
  void release(const Span& span) { linux_interval_remove(tree_.get(), span.slot); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    return linux_interval_owner(tree_.get(), first, last);
  }
  [[nodiscard]] std::uint64_t owners(std::uint64_t first, std::uint64_t last) const {
    return linux_interval_owners(tree_.get(), first, last);
  }

 private:
  std::unique_ptr<linux_interval_tree, void (*)(linux_interval_tree*)> tree_;
};

class DrmMmPeer {
 public:
  explicit DrmMmPeer(const Layout& layout)
      : mm_(linux_drm_new(static_cast<std::uint32_t>(layout.spans.size()) + 1, layout.first, layout.last),
            linux_drm_delete),
        spare_(static_cast<std::uint32_t>(layout.spans.size())) {
    for (const Span& span : layout.in_build_order()) expect(claim(span));
  }
  bool claim(const Span& span) { return linux_drm_reserve(mm_.get(), span.slot, span.first, span.last, span.owner); }
  void release(const Span& span) { linux_drm_remove(mm_.get(), span.slot); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    return linux_drm_owner(mm_.get(), first, last);
  }
  bool allocate(const RoomQuestion& question, std::uint64_t& place) {
    return linux_drm_allocate(mm_.get(), spare_, question.size, question.alignment, question.lowest, question.highest,
                              question.top_down, &place);
  }
  void free(const RoomQuestion&, std::uint64_t) { linux_drm_remove(mm_.get(), spare_); }

 private:
  std::unique_ptr<linux_drm_mm, void (*)(linux_drm_mm*)> mm_;
  std::uint32_t spare_;
};

template <bool Gaps>
class MapleTreePeer {
 public:
  explicit MapleTreePeer(const Layout& layout) : maple_(linux_maple_new(Gaps), linux_maple_delete) {
    for (const Span& span : layout.in_build_order()) expect(claim(span));
  }
  bool claim(const Span& span) { return linux_maple_insert(maple_.get(), span.first, span.last, span.owner); }
  void release(const Span& span) { linux_maple_erase(maple_.get(), span.first); }
  [[nodiscard]] std::uint64_t owner(std::uint64_t first, std::uint64_t last) const {
    return linux_maple_owner(maple_.get(), first, last);
  }
  bool allocate(const RoomQuestion& question, std::uint64_t& place) {
    return linux_maple_allocate(maple_.get(), question.size, question.alignment, 4 * kib, question.lowest,
                                question.highest, question.top_down, &place);
  }
  void free(const RoomQuestion&, std::uint64_t place) { linux_maple_erase(maple_.get(), place); }

 private:
  std::unique_ptr<linux_maple, void (*)(linux_maple*)> maple_;
};

}  // namespace resmap::bench
#endif
