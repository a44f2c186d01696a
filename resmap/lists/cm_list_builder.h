// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "resmap/base/array.h"
#include "resmap/lists/cm_descriptor_value.h"
#include "resmap/lists/cm_walker.h"

namespace resmap::lists {

// Writes a CM_RESOURCE_LIST (or one full descriptor); every step leaves a whole list.
//   CmResourceListBuilder build(CmForm::resource_list, CmLayout::x64);
//   RESMAP_TRY(build.begin_full({.interface_type = InterfaceType::isa}));
//   RESMAP_TRY(build.add(CmDescriptor::line(...)));
//   RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
// Owns its bytes, with memory from the MemorySource. Every failing step changes nothing:
//   out_of_memory      the source has none
//   invalid_argument   as said beside the step
//   limit_exceeded     a 32-bit count is full
class CmResourceListBuilder {
 public:
  CmResourceListBuilder(CmForm form, CmLayout layout, MemorySource memory = default_memory());

  // The next full descriptor; `count` of the header is ignored.
  // invalid_argument: form is full_descriptor and there is one already; or slack has been added.
  [[nodiscard]] Result<void> begin_full(const CmFullHeader& header);
  // The next descriptor. invalid_argument: no full descriptor begun, another layout, type DeviceSpecific, slack added, or a
  // DeviceSpecific one stands before it (nothing may follow that).
  [[nodiscard]] Result<void> add(const CmDescriptor& descriptor);
  [[nodiscard]] Result<void> add_all(std::span<const CmDescriptor> descriptors);
  // A DeviceSpecific descriptor and its data; the descriptor's DataSize is set to their size. Errors as add, save for the type.
  [[nodiscard]] Result<void> add_device_specific(const CmDescriptor& descriptor, Bytes data);
  // Bytes behind the list that are no part of it: kept so that what came in goes out again.
  [[nodiscard]] Result<void> add_slack(Bytes slack);

  // The same descriptors as the bytes stand in a list that was read: whatever their types, nothing is checked or set. For
  // carrying a list over unchanged, malformed ones included. invalid_argument: no full descriptor begun, or not 16 or 20 bytes
  // as the layout says.
  [[nodiscard]] Result<void> add_verbatim(Bytes descriptor, Bytes device_data);

  // The list as it stands, good until the next step; steps may follow. Without any step it is the list that erases a claim:
  // a Count of 0 in four bytes, or no byte at all for the form full_descriptor. out_of_memory: those four.
  [[nodiscard]] Result<Bytes> finish();

 private:
  [[nodiscard]] bool may_add(const CmDescriptor& descriptor) const;

  Array<std::uint8_t> bytes_;
  CmForm form_;
  CmLayout layout_;
  std::uint32_t fulls_ = 0;
  std::size_t full_at_ = 0;  // where the present full descriptor begins
  bool closed_ = false;      // a DeviceSpecific descriptor stands last in it
  bool slack_ = false;
};

}  // namespace resmap::lists
