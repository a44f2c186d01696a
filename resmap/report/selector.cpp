// SPDX-License-Identifier: MIT
#include "resmap/report/selector.h"

#include <algorithm>
#include <cctype>

#include "resmap/lists/resource_words.h"
#include "resmap/report/owners.h"
#include "resmap/snapshot/snapshot_json.h"

namespace resmap::report {

namespace {

using lists::ResourceType;

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool equal(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<ResourceType> range_type(std::string_view word) {
  if (word == "mem" || word == "memory") return ResourceType::memory;
  if (word == "port") return ResourceType::port;
  if (word == "irq" || word == "interrupt") return ResourceType::interrupt;
  if (word == "dma") return ResourceType::dma;
  if (word == "bus") return ResourceType::bus_number;
  return std::nullopt;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;  // let the last star take one more character
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Result<Selector> Selector::parse(std::string_view text) {
  Selector selector;
  selector.text_ = text;
  const std::size_t colon = text.find(':');
  const std::string_view prefix = text.substr(0, colon == std::string_view::npos ? 0 : colon);
  const std::string_view rest = text.substr(colon == std::string_view::npos ? 0 : colon + 1);
  if (text.starts_with('=')) {
    selector.kind_ = Kind::device_class;
    selector.text_ = text.substr(1);
  } else if (prefix == "driver") {
    selector.kind_ = Kind::driver;
    selector.text_ = rest;
  } else if (prefix == "problem") {
    selector.kind_ = Kind::problem;
    if (rest == "*") return selector;
    const auto number = lists::parse_number(rest);
    if (!number || *number > 0xFFFF'FFFF) return fail({.code = ErrorCode::malformed, .offset = colon + 1});
    selector.problem_ = static_cast<std::uint32_t>(*number);
  } else if (const auto type = range_type(prefix)) {
    selector.kind_ = Kind::range;
    selector.type_ = *type;
    const auto range = lists::parse_range(rest);
    if (!range) {
      Error error = range.error();
      error.offset += colon + 1;
      return fail(error);
    }
    selector.range_ = *range;
  } else if (const auto place = snapshot::pci_place_from(text)) {
    selector.kind_ = Kind::place;
    selector.place_ = place;
  }
  // Nothing is what every device without a class or a driver has, too.
  if (selector.text_.empty()) return fail({.code = ErrorCode::malformed, .offset = text.size()});
  return selector;
}

bool Selector::is_name() const {
  return kind_ == Kind::place || (kind_ == Kind::pattern && text_.find('*') == std::string::npos);
}

bool Selector::matches(const pnp::Machine& machine, pnp::DeviceIndex index) const {
  const snapshot::Device& device = machine.snapshot().devices[index];
  switch (kind_) {
    case Kind::device_class: return matches_pattern(text_, device.device_class);
    case Kind::driver: return matches_pattern(text_, device.driver);
    case Kind::place: return device.pci == place_;
    case Kind::problem:
      return device.problem && *device.problem != snapshot::ProblemCode::none &&
             (!problem_ || static_cast<std::uint32_t>(*device.problem) == *problem_);
    case Kind::range:
      return std::any_of(machine.held().begin(), machine.held().end(), [&](const pnp::Occupancy& held) {
        return held.owner == pnp::Owner{pnp::Owner::Kind::device, index} && held.type == type_ &&
               held.range.overlaps(range_);
      });
    case Kind::pattern: break;
  }
  if (matches_pattern(text_, device.id)) return true;
  if (text_.find('\\') != std::string::npos) return matches_pattern("*\\" + text_, device.id);
  const auto is_id = [&](const std::string& id) { return matches_pattern(text_, id); };
  return matches_pattern(text_, short_name(device)) || matches_pattern(text_, device.name) ||
         (!device.driver.empty() && equal(text_, device.driver)) || matches_pattern("*\\" + text_ + "\\*", device.id) ||
         std::any_of(device.hardware_ids.begin(), device.hardware_ids.end(), is_id);
}

std::vector<pnp::DeviceIndex> Selector::devices(const pnp::Machine& machine) const {
  std::vector<pnp::DeviceIndex> found;
  for (const pnp::DeviceIndex device : machine.tree().in_order()) {
    if (matches(machine, device)) found.push_back(device);
  }
  return found;
}

}  // namespace resmap::report
