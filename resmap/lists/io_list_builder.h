// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "resmap/base/array.h"
#include "resmap/lists/io_descriptor_value.h"
#include "resmap/lists/io_walker.h"

namespace resmap::lists {

// Writes an IO_RESOURCE_REQUIREMENTS_LIST: begin each logical configuration, add its descriptors, finish.
// Owns its bytes, with memory from the MemorySource. Every failing step changes nothing:
//   out_of_memory      the source has none
//   invalid_argument   as said beside the step
//   limit_exceeded     the list would be longer than 0xFFFFFFFF bytes, which ListSize cannot say
class IoRequirementsListBuilder {
 public:
  // ListSize and AlternativeLists of `header` are ignored: finish() knows them.
  explicit IoRequirementsListBuilder(const IoRequirementsHeader& header, MemorySource memory = default_memory());

  // The next logical configuration. invalid_argument: slack has been added.
  [[nodiscard]] Result<void> begin_configuration(std::uint16_t version = 1, std::uint16_t revision = 1);
  // The next descriptor of it. invalid_argument: no configuration begun, or slack added.
  [[nodiscard]] Result<void> add(const IoDescriptor& descriptor) { return add_all({&descriptor, 1}); }
  [[nodiscard]] Result<void> add_all(std::span<const IoDescriptor> descriptors);
  // Unused bytes that ListSize counts, and bytes that stand behind it: kept so that what came in goes out again.
  [[nodiscard]] Result<void> add_slack(Bytes inside_list_size, Bytes beyond_list_size);

  // The list as it stands, good until the next step; steps may follow.
  [[nodiscard]] Result<Bytes> finish();

 private:
  [[nodiscard]] Result<std::uint8_t*> extend(std::size_t count);

  Array<std::uint8_t> bytes_;
  IoRequirementsHeader header_;
  std::size_t list_at_ = 0;
  bool slack_ = false;
};

}  // namespace resmap::lists
