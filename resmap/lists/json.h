// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/json_writer.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/lists/io_walker.h"

namespace resmap::lists {

// A list as one JSON value that holds all of it: reading it back (import/json) gives the same bytes. Its members are defined
// in spec/schema/list.json. Words stand for what NT names and "0x.." for what it does not; spare and unused bytes appear when
// they are not zero. Where the bytes end early, what is whole is written and the result is the error that ended it; the
// JSON is well-formed either way, and the caller keeps the bytes beside it.

// {"form","layout","full":[{"interface","bus","version","revision","descriptors":[...]}],"slack"}
[[nodiscard]] Result<void> write_json_cm(JsonWriter& json, Bytes bytes, CmForm form, CmLayout layout, CmSide side);

// {"interface","bus","slot","reserved","configurations":[{"version","revision","descriptors":[...]}],"slack","beyond"}
[[nodiscard]] Result<void> write_json_io(JsonWriter& json, Bytes bytes);

// One descriptor, as it stands in those lists.
void write_json(JsonWriter& json, const CmDescriptorView& view, CmSide side);
void write_json(JsonWriter& json, const IoDescriptorView& view);

}  // namespace resmap::lists
