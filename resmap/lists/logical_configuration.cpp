// SPDX-License-Identifier: MIT
#include "resmap/lists/logical_configuration.h"

namespace resmap::lists {

std::string_view registry_value_name(LogConfType type) {
  switch (type) {
    case LogConfType::basic: return "BasicConfigVector";
    case LogConfType::filtered: return "FilteredConfigVector";
    case LogConfType::alloc: return "AllocConfig";
    case LogConfType::boot: return "BootConfig";
    case LogConfType::forced: return "ForcedConfig";
    case LogConfType::override_: return "OverrideConfigVector";
  }
  return {};
}

}  // namespace resmap::lists
