// SPDX-License-Identifier: MIT
#include "resmap/ranges/range_tree_body.h"
#include "resmap/ranges/range_walk.h"

namespace resmap::ranges::detail {

template class RangeTree<std::uint64_t, kNodeCapacity, FastestWalk>;

}  // namespace resmap::ranges::detail
