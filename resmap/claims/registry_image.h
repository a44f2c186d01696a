// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "resmap/claims/claim_request.h"
#include "resmap/claims/resource_map.h"
#include "resmap/registry/registry.h"

namespace resmap::claims {

// A ResourceMap as keys and values of another registry: what an export writes, and what is found in the registry of a machine.
//
//   <path>\<Class>\<Driver>     <Device>.Raw   <Device>.Translated      each a REG_RESOURCE_LIST
//
// Source: claims-and-hal.md 1.2, 4.2; R1, R5, R84.

// The lists that stand in `map`, below `path` of a registry of their own: keys as NT sorts them, values by name, no key without a
// list but `path` itself. So the same lists give the same image, in whatever order they came. out_of_memory; limit_exceeded as
// Registry. The map is locked meanwhile. Cost: the lists twice.
[[nodiscard]] Result<registry::Registry> image_of(const ResourceMap& map, std::string_view path);

// Where one value stands.
struct ImagePlace {
  std::string key;
  std::string value;
};

struct ImageFailure {
  Error error;
  ImagePlace place;
};
struct ImageRemark {
  std::uint16_t rule = 0;  // RM4035, RM4036
  ImagePlace place;
};

struct RegistryImage {
  std::vector<RecordRequest> lists;  // look into the registry; in its order
  std::vector<ImageRemark> remarks;
};

// The keys that are a ResourceMap's by what stands below them: drivers' keys, two levels down, with a list by name and type. In the
// registry's order. Throws nothing: out_of_memory. O(size).
[[nodiscard]] Result<std::vector<registry::KeyId>> find_images(const registry::Registry& registry);

// Reads the lists below `top` for ResourceMap::record_all(), byte for byte. Their descriptors are looked at by that, not here; one
// that could be read in both layouts follows what the others of this image say. Remarks: a value without its twin, which then gets
// the same bytes (RM4035); a list with Count 0, which holds nothing and is left out (RM4036).
// Errors, with nothing read:
//   invalid_argument RM4030  a value whose name ends in neither .Raw nor .Translated
//   invalid_argument RM4031  a value of another type than REG_RESOURCE_LIST (value)
//   invalid_argument RM4032  a value or a key where a map has none: values above the drivers' keys, keys below them
//   conflict RM4033          a driver and device stand in a second class, where `policy` lets a driver have one
//   not_found                `top` is stale
//   out_of_memory
// No key is needed to be there: an empty map has no lists. O(size log size).
[[nodiscard]] std::expected<RegistryImage, ImageFailure> read_image(const registry::Registry& registry,
                                                                    registry::KeyId top, const ClaimPolicy& policy);

}  // namespace resmap::claims
