// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "resmap/base/bytes.h"
#include "resmap/base/result.h"
#include "resmap/import/policy.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/io_walker.h"
#include "resmap/lists/logical_configuration.h"

namespace resmap::import {

struct InfOptions {
  // Whose bus the numbers are of; an INF does not say. Sizes and counts are found out.
  lists::IoRequirementsHeader header = {.list_size = 0,
                                        .interface_type = lists::InterfaceType::internal,
                                        .bus_number = 0,
                                        .slot_number = 0,
                                        .reserved = {},
                                        .alternative_lists = 0};
  lists::CmLayout layout = lists::CmLayout::x64;  // of the resource list
  ImportPolicy policy = {};
};

// What the LogConfig directive of an INF file asks for.
struct InfLogConfig {
  std::string section;                                  // whose directive it was, or the log-config-section itself
  lists::LogConfType type = lists::LogConfType::basic;  // override_: from a .LogConfigOverride section
  std::vector<std::uint8_t> requirements;  // IO_RESOURCE_REQUIREMENTS_LIST: one configuration a log-config-section
  // CM_RESOURCE_LIST, where there is one configuration and each of its entries offers one place: what can be forced.
  std::optional<std::vector<std::uint8_t>> resources;
};

// Reads the LogConfig directive of `section`: a DDInstall section, one with `.LogConfigOverride` behind it, or a log-config-section
// itself. Empty: the only one of the file that has such a directive, overrides before others.
//
//   [Inst.LogConfigOverride]  LogConfig = A, B      each log-config-section -> one configuration, in the order named
//   [A]  ConfigPriority = NORMAL                    -> ConfigData, PREFERRED, first
//        IOConfig = 2F8-2FF, 8@300-3FF%FFF8(3FF::)  -> one group: the first leads, the others are alternatives
//
// Every error in the text says where: index line and value column, both from 1, offset the byte (of UTF-8 behind the byte order
// mark, whatever the file was).
//   malformed RM5701, RM5702   as read_inf(); limit_exceeded RM5703 likewise, and more than 4096 descriptors or 64 sections
//   malformed RM5710           no such directive value: a number, a range, a letter that the grammar does not have there
//   malformed RM5711           a range that ends before it begins, or a size that does not fit it
//   malformed RM5712           ConfigPriority: missing, twice, no such word, or a config-type where none may stand
//   malformed RM5713           LogConfig names a section that the file does not have
//   malformed RM5714           an entry that no log-config-section has
//   not_found RM5715           no LogConfig directive, or no such section; or, without a name, several: say which
//   out_of_memory
// What an attribute of PcCardConfig for one window alone means for the list is not known: unsupported RM5716.
// Threads: any. Cost: linear in the text. Source: pnp-and-arbiters.md 1.7 (the directive's own page).
[[nodiscard]] Result<InfLogConfig> inf_logconfig(Bytes file, std::string_view section = {},
                                                 const InfOptions& options = {});

}  // namespace resmap::import
