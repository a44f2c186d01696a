// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "resmap/pnp/requirements.h"

// Requirements of a device whose source shows BARs and places instead of lists. Not installed: requirements.cpp uses it.
namespace resmap::pnp {

// The one configuration that such resources make, in the shapes of pci.sys; nullopt: the source states none. A bridge's windows
// prefer their place and may be closed; a host bridge's are taken as they are. An expansion ROM is never wanted.
// May throw bad_alloc. Source: pnp-and-arbiters.md 1.8, 4.1.
[[nodiscard]] std::optional<LogicalConfiguration> stated_configuration(const snapshot::Device& device);
// What of them has a place that its decode bit had switched on.
[[nodiscard]] std::optional<LogicalConfiguration> stated_boot(const snapshot::Device& device);

}  // namespace resmap::pnp
