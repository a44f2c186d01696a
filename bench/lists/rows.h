// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/lists/workload.h"
#include "bench/support/measure.h"

// What the parts of the benchmark share: the two kinds of list, and a workload of one size.
namespace resmap::bench {

enum class Kind : std::uint8_t { cm, io };

struct Workload {
  Kind kind;
  std::uint32_t descriptors;  // a list
  std::size_t total;          // bytes, all lists together
  Values values;

  [[nodiscard]] static Workload of(Kind kind, std::uint32_t descriptors, std::size_t total) {
    return {kind, descriptors, total, kind == Kind::cm ? cm_values(descriptors, total) : io_values(descriptors, total)};
  }
  // "validate cm 256 KiB"
  [[nodiscard]] std::string name(const std::string& verb) const {
    return verb + (kind == Kind::cm ? " cm " : " io ") + std::to_string(total >> 10) + " KiB";
  }
  // Seconds for all of it, as ns a descriptor.
  [[nodiscard]] double per_descriptor(double seconds) const {
    return seconds * 1e9 / static_cast<double>(values.descriptors);
  }
};

void validate_rows(Report& report, const Workload& work);
void encode_row(Report& report, const Workload& work);
void hive_rows(Report& report);  // only where RESMAP_LEAVES is on

}  // namespace resmap::bench
