// SPDX-License-Identifier: MIT
#include "bench/ranges/own_peers.h"
#include "resmap/ranges/range_tree_body.h"

namespace resmap::bench {

using Plain = ranges::detail::RangeTree<std::uint64_t, 16, ranges::detail::PlainWalk<std::uint64_t, 16>>;

struct PlainTreePeer::Tree {
  Plain tree;
};

PlainTreePeer::PlainTreePeer(const Layout& layout) : tree_(new Tree) {
  for (const Span& span : layout.in_build_order()) expect(claim(span));
}
PlainTreePeer::~PlainTreePeer() { delete tree_; }

bool PlainTreePeer::claim(const Span& span) {
  Plain::Path path;
  if (tree_->tree.to_first_overlap(span.first, span.last, path)) return false;
  return tree_->tree.insert({span.first, span.last, span.owner}, default_memory());
}
void PlainTreePeer::release(const Span& span) {
  Plain::Path path;
  expect(tree_->tree.to_first_from(span.first, path) && Plain::at(path).last == span.last && tree_->tree.erase(path));
}
std::uint64_t PlainTreePeer::owner(std::uint64_t first, std::uint64_t last) const {
  Plain::Path path;
  return tree_->tree.to_first_overlap(first, last, path) ? Plain::at(path).owner : 0;
}

}  // namespace resmap::bench
