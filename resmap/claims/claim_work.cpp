// SPDX-License-Identifier: MIT
#include "resmap/claims/claim_work.h"

#include <algorithm>

#include "resmap/claims/rules.h"

namespace resmap::claims {

namespace {

std::unexpected<Error> bad_request(std::uint16_t which) {
  return fail({.code = ErrorCode::invalid_argument, .rule = which});
}

bool names_a_key(std::string_view name) {
  return !name.empty() && name.find('\\') == std::string_view::npos && name.find('\0') == std::string_view::npos &&
         name.size() <= registry::Registry::max_name;
}

bool names_a_value(std::string_view device) {
  return device.find('\0') == std::string_view::npos &&
         device.size() + kTranslatedSuffix.size() <= registry::Registry::max_name;
}

// Descriptors of one list that meet: legal, but worth a remark (1.8).
void remark_on_overlaps(const TranslatedList& list, std::vector<Remark>& remarks) {
  if (list.descriptors < 2) return;
  std::vector<LeafRange> leaves;
  for_each_leaf(list.translated.bytes(), list.layout, {}, {}, [&](const LeafRange& leaf) {
    leaves.push_back(leaf);
    return true;
  });
  if (leaves.size() < 2) return;
  std::sort(leaves.begin(), leaves.end(), [](const LeafRange& a, const LeafRange& b) {
    if (a.space != b.space) return a.space < b.space;
    return a.range.first != b.range.first ? a.range.first < b.range.first : a.offset < b.offset;
  });
  std::uint64_t reach = leaves[0].range.last;
  for (std::size_t i = 1; i < leaves.size(); ++i) {
    const LeafRange& leaf = leaves[i];
    if (leaf.space != leaves[i - 1].space) {
      reach = leaf.range.last;
      continue;
    }
    if (leaf.range.first <= reach) remarks.push_back({rule::overlaps_itself, leaf.offset, leaf.range.first});
    reach = std::max(reach, leaf.range.last);
  }
}

void add_list(ClaimWork& work, std::string_view device, TranslatedList&& list, const ClaimPolicy& policy) {
  if (list.remark) work.remarks.push_back(*list.remark);
  if (!list.erases) remark_on_overlaps(list, work.remarks);
  WorkList& added = work.lists.emplace_back();
  added.device = device;
  added.list = std::move(list);
  added.aliases = compares_aliases(policy, work.era);
}

}  // namespace

bool compares_aliases(const ClaimPolicy& policy, Era era) {
  if (policy.decode_aliases == ClaimPolicy::DecodeAliases::in_w2k) return era == Era::w2k;
  return policy.decode_aliases == ClaimPolicy::DecodeAliases::always;
}

bool compares_bus_numbers(const ClaimPolicy& policy, Era era) {
  if (policy.bus_numbers == ClaimPolicy::BusNumbers::in_w2k) return era == Era::w2k;
  return policy.bus_numbers == ClaimPolicy::BusNumbers::always;
}

std::string_view driver_key_name(std::string_view driver) {
  const std::size_t last = driver.rfind('\\');
  return last == std::string_view::npos ? driver : driver.substr(last + 1);
}

bool has_good_names(const ClaimWork& work) {
  return names_a_key(work.driver) && names_a_key(work.class_name) &&
         std::all_of(work.lists.begin(), work.lists.end(),
                     [](const WorkList& list) { return names_a_value(list.device); });
}

Result<ClaimWork> prepare(const ClaimRequest& request, const arbiters::BusMap* buses, const ClaimPolicy& policy) {
  const bool has_driver_list = request.driver_list && !request.driver_list->empty();
  const bool has_device_list = request.device && request.device_list && !request.device_list->empty();
  if (!has_driver_list && !has_device_list) return bad_request(rule::no_list);
  ClaimWork work;
  work.driver = driver_key_name(request.driver);
  work.class_name = request.class_name.empty() ? kUnnamedClass : request.class_name;
  if (!names_a_key(work.driver) || !names_a_key(work.class_name)) return bad_request(rule::bad_name);
  work.era = request.era.value_or(policy.era);
  work.override_conflict = request.override_conflict;
  work.lists.reserve(2);
  if (has_driver_list) {
    RESMAP_TRY_ASSIGN(TranslatedList list,
                      translate_list(*request.driver_list, request.layout, work.era, buses, policy));
    add_list(work, "", std::move(list), policy);
  }
  if (has_device_list) {
    if (!names_a_value(*request.device)) return bad_request(rule::bad_name);
    if (request.device->empty()) {
      if (policy.unnamed_device == ClaimPolicy::UnnamedDevice::refused) return bad_request(rule::unnamed_device);
      work.remarks.push_back({rule::device_without_name, 0, 0});
    }
    RESMAP_TRY_ASSIGN(TranslatedList list,
                      translate_list(*request.device_list, request.layout, work.era, buses, policy));
    add_list(work, *request.device, std::move(list), policy);
  }
  return work;
}

Result<ClaimWork> prepare(const RecordRequest& request, const ClaimPolicy& policy) {
  ClaimWork work;
  work.kind = JournalRecord::Kind::record;
  work.driver = driver_key_name(request.driver);
  work.class_name = request.class_name.empty() ? kUnnamedClass : request.class_name;
  if (!names_a_key(work.driver) || !names_a_key(work.class_name) || !names_a_value(request.device))
    return bad_request(rule::bad_name);
  work.era = policy.era;
  work.boot_only = request.boot_only;
  RESMAP_TRY_ASSIGN(TranslatedList list, checked_pair(request.raw, request.translated, request.layout, policy));
  add_list(work, request.device, std::move(list), policy);
  work.lists.back().windows.assign(request.windows.begin(), request.windows.end());
  return work;
}

}  // namespace resmap::claims
