// SPDX-License-Identifier: MIT
#include "resmap/import/inf_logconfig.h"

#include "resmap/import/guard.h"
#include "resmap/import/inf_value.h"
#include "resmap/import/rules.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"

namespace resmap::import {

namespace {

using lists::IoDescriptor;
using lists::LogConfType;
using lists::ResourceType;

constexpr std::size_t kMostSections = 64, kMostDescriptors = 4096;
constexpr std::string_view kOverride = ".LogConfigOverride";

const InfEntry* logconfig_of(const InfSection& section) {
  for (const InfEntry& entry : section.entries)
    if (same_inf_name(entry.key, "LogConfig")) return &entry;
  return nullptr;
}

bool is_override(const InfSection& section) {
  const std::string_view name = section.name;
  return name.size() > kOverride.size() && same_inf_name(name.substr(name.size() - kOverride.size()), kOverride);
}

bool is_logconfig_section(const InfSection& section) {
  for (const InfEntry& entry : section.entries)
    for (const std::string_view key : {"ConfigPriority", "IOConfig", "MemConfig", "IRQConfig", "DMAConfig"})
      if (same_inf_name(entry.key, key)) return true;
  return false;
}

std::unexpected<Error> too_many(std::size_t count) {
  return fail({.code = ErrorCode::limit_exceeded, .rule = rule::inf_too_large, .value = count});
}
std::unexpected<Error> none() { return fail({.code = ErrorCode::not_found, .rule = rule::inf_no_logconfig}); }

Result<const InfSection*> directive_section(const InfText& inf, std::string_view name) {
  if (!name.empty()) {
    const InfSection* found = inf.find(name);
    if (found == nullptr || (logconfig_of(*found) == nullptr && !is_logconfig_section(*found))) return none();
    return found;
  }
  for (const bool overrides : {true, false}) {
    const InfSection* found = nullptr;
    for (const InfSection& section : inf.sections) {
      if (logconfig_of(section) == nullptr || is_override(section) != overrides) continue;
      if (found != nullptr) return none();
      found = &section;
    }
    if (found != nullptr) return found;
  }
  return none();
}

// The log-config-sections that a directive section names, in order.
Result<std::vector<const InfSection*>> named_sections(const InfText& inf, const InfSection& section) {
  std::vector<const InfSection*> all;
  for (const InfEntry& entry : section.entries) {
    if (!same_inf_name(entry.key, "LogConfig")) continue;
    for (std::size_t at = 0; at <= entry.value.size();) {
      std::size_t end = entry.value.find(',', at);
      if (end == std::string::npos) end = entry.value.size();
      std::size_t first = at, last = end;
      const auto blank = [&](std::size_t i) { return entry.value[i] == ' ' || entry.value[i] == '\t'; };
      while (first < last && blank(first)) ++first;
      while (last > first && blank(last - 1)) --last;
      const InfSection* found = inf.find(std::string_view(entry.value).substr(first, last - first));
      if (found == nullptr) return inf.wrong(rule::inf_missing_section, entry.at[first]);
      if (all.size() == kMostSections) return too_many(all.size() + 1);
      all.push_back(found);
      at = end + 1;
    }
  }
  return all;
}

struct Configuration {
  bool forced = false;
  std::vector<std::vector<IoDescriptor>> groups;  // the first is ConfigData
};

Result<Configuration> configuration(const InfText& inf, const InfSection& section, bool may_have_type,
                                    const ImportPolicy& policy) {
  Configuration made;
  bool prioritised = false;
  made.groups.emplace_back();
  std::size_t count = 0;
  for (const InfEntry& entry : section.entries) {
    if (same_inf_name(entry.key, "ConfigPriority")) {
      if (prioritised) return inf.wrong(rule::inf_priority, entry.at.front());
      prioritised = true;
      RESMAP_TRY_ASSIGN(const InfPriority priority, inf_priority(inf, entry, may_have_type, policy));
      IoDescriptor data;
      data.set_option(lists::io_option::preferred).set_type(ResourceType{0x80}).set_data(0, priority.number);
      made.groups.front() = {data};
      made.forced = priority.forced;
      continue;
    }
    RESMAP_TRY_ASSIGN(auto group, inf_resource(inf, entry, policy));
    count += group.size();
    if (count > kMostDescriptors) return too_many(count);
    made.groups.push_back(std::move(group));
  }
  if (!prioritised) return inf.wrong(rule::inf_priority, section.offset);
  return made;
}

bool has_one_place(const IoDescriptor& descriptor) {
  const auto view = descriptor.view();
  if (view.type() == ResourceType::interrupt || view.type() == ResourceType::dma) return true;
  return view.maximum() - view.minimum() == view.length() - 1;
}

// Null where something has a choice, or is none that a resource list can say.
Result<std::optional<std::vector<std::uint8_t>>> single_values(const Configuration& configuration,
                                                               const InfOptions& options) {
  using lists::CmDescriptor;
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, options.layout);
  RESMAP_TRY(build.begin_full({options.header.interface_type, options.header.bus_number, 1, 1, 0}));
  for (std::size_t i = 1; i < configuration.groups.size(); ++i) {
    const auto& group = configuration.groups[i];
    const auto view = group.front().view();
    if (group.size() > 1) return std::nullopt;
    if ((static_cast<unsigned>(view.type()) & 0x80) != 0) continue;
    if (!has_one_place(group.front())) return std::nullopt;
    CmDescriptor made(options.layout);
    if (view.type() == ResourceType::interrupt) {
      made =
          CmDescriptor::line(options.layout, view.minimum_vector(), static_cast<std::uint16_t>(view.minimum_vector()),
                             ~std::uint64_t{0}, view.share(), view.flags());
    } else if (view.type() == ResourceType::dma) {
      made = CmDescriptor::dma(options.layout, view.minimum_channel(), view.share(), view.flags());
    } else {
      RESMAP_TRY_ASSIGN(made, CmDescriptor::address(options.layout, view.type(), view.minimum(), view.length(),
                                                    view.share(), view.flags()));
    }
    RESMAP_TRY(build.add(made));
  }
  RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
  return std::vector<std::uint8_t>(list.begin(), list.end());
}

Result<InfLogConfig> read(Bytes file, std::string_view name, const InfOptions& options) {
  RESMAP_TRY_ASSIGN(const InfText inf, read_inf(file));
  RESMAP_TRY_ASSIGN(const InfSection* section, directive_section(inf, name));
  InfLogConfig made{.section = section->name, .type = LogConfType::basic, .requirements = {}, .resources = {}};
  if (is_override(*section)) made.type = LogConfType::override_;
  std::vector<const InfSection*> named{section};
  if (logconfig_of(*section) != nullptr) {
    RESMAP_TRY_ASSIGN(named, named_sections(inf, *section));
  }

  lists::IoRequirementsListBuilder build(options.header);
  std::size_t descriptors = 0;
  for (const InfSection* each : named) {
    RESMAP_TRY_ASSIGN(const Configuration one,
                      configuration(inf, *each, made.type != LogConfType::override_, options.policy));
    if (one.forced) made.type = LogConfType::forced;
    RESMAP_TRY(build.begin_configuration());
    for (const auto& group : one.groups) {
      descriptors += group.size();
      if (descriptors > kMostDescriptors) return too_many(descriptors);
      RESMAP_TRY(build.add_all(group));
    }
    if (named.size() == 1) {
      RESMAP_TRY_ASSIGN(made.resources, single_values(one, options));
    }
  }
  RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
  made.requirements.assign(list.begin(), list.end());
  return made;
}

}  // namespace

Result<InfLogConfig> inf_logconfig(Bytes file, std::string_view section, const InfOptions& options) {
  return guarded([&] { return read(file, section, options); });
}

}  // namespace resmap::import
