// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/arbiters/arbiter.h"

namespace resmap::arbiters {

// Memory and MemoryLarge, all lengths 64 bits wide. 24-bit memory lies below 16 MiB. Prefetchable memory may use prefetch
// windows and memory windows, the rest memory windows only. Source: pnp-and-arbiters.md 2.10, 4.2; rules 13, 28, 39a, 65.
class MemoryArbiter : public Arbiter {
 public:
  // `setup.type` is ignored.
  explicit MemoryArbiter(const ArbiterSetup& setup = {.type = lists::ResourceType::memory});

  // What every machine's root arbiter keeps from everybody: the first page.
  [[nodiscard]] Result<void> block_first_page() { return block({0, 0xFFF}); }
  // InaccessibleRange: what lies above the processor's physical width.
  [[nodiscard]] Result<void> block_inaccessible(AddressRange range) { return block(range); }
  // MmConfigRange: PCI Express configuration space. A firmware device whose fixed place it is may stand on it all the same.
  [[nodiscard]] Result<void> block_ecam(AddressRange range) { return block(range, range_attribute::ecam); }

 protected:
  [[nodiscard]] bool handles(lists::ResourceType type) const override { return lists::is_memory(type); }
  [[nodiscard]] Result<void> unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                const ranges::RangeList& possible,
                                                FunctionRef<Result<void>(const Candidate&)> add) const override;
};

}  // namespace resmap::arbiters
