// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "resmap/arbiters/rules.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/lists/io_list.h"

namespace resmap::arbiters {

// One requirement: a descriptor that is no alternative, and the alternatives that follow it directly. Meeting it means meeting
// one of them. Borrows its bytes, never allocates. Source: pnp-and-arbiters.md 1.3, rule 1.
class RequirementGroupView {
 public:
  constexpr RequirementGroupView() = default;  // no alternative at all: the request to give back
  // Precondition: a multiple of 32 bytes.
  constexpr explicit RequirementGroupView(Bytes descriptors) : bytes_(descriptors) {}
  // Implicit, so that a group that was put together can be passed as it is.
  RequirementGroupView(std::span<const lists::IoDescriptor> group)  // NOLINT(google-explicit-constructor)
      : bytes_(reinterpret_cast<const std::uint8_t*>(group.data()), group.size_bytes()) {}

  [[nodiscard]] constexpr std::size_t size() const { return bytes_.size() / lists::IoDescriptorView::size; }
  [[nodiscard]] constexpr bool empty() const { return bytes_.empty(); }
  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  [[nodiscard]] constexpr lists::IoDescriptorView operator[](std::size_t i) const {
    return lists::IoDescriptorView(bytes_.subspan(i * lists::IoDescriptorView::size, lists::IoDescriptorView::size));
  }
  // What decides which arbiter is asked. Precondition: not empty.
  [[nodiscard]] constexpr lists::ResourceType type() const { return (*this)[0].type(); }

 private:
  static_assert(sizeof(lists::IoDescriptor) == lists::IoDescriptorView::size);
  Bytes bytes_;
};

// The groups of one logical configuration, in order.
class GroupWalker {
 public:
  constexpr explicit GroupWalker(lists::IoConfigurationView configuration)
      : rest_(configuration.bytes().subspan(lists::IoListHeader::size)) {}

  // The next group; nullopt after the last.
  // malformed RM2100: the configuration begins with an alternative (rule 2).
  [[nodiscard]] constexpr Result<std::optional<RequirementGroupView>> next() {
    const std::size_t left = RequirementGroupView(rest_).size();
    if (left == 0) return std::optional<RequirementGroupView>{};
    const RequirementGroupView all(rest_);
    if (all[0].is_alternative()) return fail({.code = ErrorCode::malformed, .rule = rule::alternative_leads_group});
    std::size_t count = 1;
    while (count < left && all[count].is_alternative()) ++count;
    const std::size_t size = count * lists::IoDescriptorView::size;
    const RequirementGroupView group(rest_.first(size));
    rest_ = rest_.subspan(size);
    return group;
  }

 private:
  Bytes rest_;
};

}  // namespace resmap::arbiters
