// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "resmap/arbiters/arbiter.h"
#include "resmap/base/function_ref.h"

namespace resmap::arbiters {

// A place in the device tree, with what is known of its arbiters. The caller owns nodes and arbiters and links them; nodes must
// not form a circle.
struct ArbiterNode {
  ArbiterNode* parent = nullptr;       // the root has none
  std::array<Arbiter*, 8> arbiters{};  // by resource type; null: none known
  std::uint8_t no_arbiter = 0;         // bit of a type: asked, and has none (NoArbiterMask)
};

// The arbiter of a device for a type: that of the nearest node above it that has one, never its own. `ask` is called at most
// once for a node and type; null means that the node has none, as below a subtractive bridge. MemoryLarge is memory.
// Null: nobody above hands the type out. Source: pnp-and-arbiters.md 2.3, rules 17 to 20.
[[nodiscard]] inline Arbiter* find_arbiter(const ArbiterNode& device, lists::ResourceType type,
                                           FunctionRef<Arbiter*(ArbiterNode&, lists::ResourceType)> ask) {
  if (type == lists::ResourceType::memory_large) type = lists::ResourceType::memory;
  if (!lists::is_arbitrated(type)) return nullptr;
  const auto index = static_cast<std::size_t>(type);
  const auto bit = static_cast<std::uint8_t>(1U << index);
  for (ArbiterNode* node = device.parent; node != nullptr; node = node->parent) {
    if (node->arbiters[index] == nullptr && (node->no_arbiter & bit) == 0) {
      node->arbiters[index] = ask(*node, type);
      if (node->arbiters[index] == nullptr) node->no_arbiter |= bit;
    }
    if (node->arbiters[index] != nullptr) return node->arbiters[index];
  }
  return nullptr;
}

}  // namespace resmap::arbiters
