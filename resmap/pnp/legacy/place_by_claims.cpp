// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/place_by_claims.h"

#include <algorithm>

#include "resmap/arbiters/assigned_descriptor.h"
#include "resmap/arbiters/requirement_group.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/pnp/legacy/rules.h"

namespace resmap::pnp {

namespace {

using arbiters::RequirementGroupView;
using lists::IoDescriptorView;
using lists::ResourceType;
using lists::ShareDisposition;

// Of one configuration: each is looked at window by window.
constexpr std::size_t kMostDescriptors = 4096;

bool arbitrated(ResourceType type) {
  return type == ResourceType::port || type == ResourceType::interrupt || type == ResourceType::dma ||
         lists::is_memory(type);
}

std::uint64_t length_of(const IoDescriptorView& wanted) {
  return wanted.type() == ResourceType::port || lists::is_memory(wanted.type()) ? wanted.length() : 1;
}

std::uint64_t alignment_of(const IoDescriptorView& wanted) {
  const bool address = wanted.type() == ResourceType::port || lists::is_memory(wanted.type());
  return address && wanted.alignment() != 0 ? wanted.alignment() : 1;
}

// The places of one group, best first; each is a stretch of starts to be walked from one end.
struct Stretch {
  std::uint32_t alternative;
  std::uint64_t lowest, highest;  // starts, both aligned
};

struct Wanted {
  RequirementGroupView group;
  std::uint32_t number;
  std::vector<Stretch> stretches;
};

// Where a group stands in its places.
struct Cursor {
  std::size_t stretch = 0;
  std::uint64_t start = 0;
  bool entered = false;  // `start` says something
};

class Chooser {
 public:
  Chooser(const ClaimPlacement& by, const lists::IoRequirementsHeader& header, arbiters::StepBudget& budget)
      : by_(by), header_(header), budget_(budget) {}

  // nullopt: the configuration cannot be met.
  Result<std::optional<std::vector<ChosenPlace>>> choose(const lists::IoConfigurationView& configuration) {
    wanted_.clear();
    RESMAP_TRY(read(configuration));
    std::vector<Cursor> cursors(wanted_.size());
    again_.assign(wanted_.size(), false);
    std::vector<ChosenPlace> chosen;
    while (chosen.size() < wanted_.size()) {
      const std::size_t at = chosen.size();
      bool blocked_by_own = false;
      RESMAP_TRY_ASSIGN(auto place, next_place(wanted_[at], cursors[at], chosen, blocked_by_own));
      if (place) {
        chosen.push_back({wanted_[at].number, *place});
        continue;
      }
      // Where no earlier place was in its way, nor in that of a later one it gave way to, no other would help.
      if (chosen.empty() || (!blocked_by_own && !again_[at])) return std::optional<std::vector<ChosenPlace>>{};
      cursors[at] = {};
      chosen.pop_back();
      again_[chosen.size()] = true;
    }
    return chosen;
  }

  Result<std::vector<ChosenPlace>> first_wishes(const lists::IoConfigurationView& configuration) {
    wanted_.clear();
    RESMAP_TRY(read(configuration));
    std::vector<ChosenPlace> all;
    for (const Wanted& each : wanted_) {
      if (each.stretches.empty()) continue;
      const Stretch& first = each.stretches.front();
      RESMAP_TRY_ASSIGN(const auto raw, descriptor(each.group[first.alternative], from_end(first)));
      all.push_back({each.number, raw});
    }
    return all;
  }

 private:
  [[nodiscard]] bool top_down() const { return by_.policy.direction == LegacyPolicy::Direction::top_down; }
  [[nodiscard]] std::uint64_t from_end(const Stretch& stretch) const {
    return top_down() ? stretch.highest : stretch.lowest;
  }

  Result<void> read(const lists::IoConfigurationView& configuration) {
    if (configuration.size() > kMostDescriptors)
      return fail({.code = ErrorCode::limit_exceeded, .value = configuration.size()});
    arbiters::GroupWalker walk(configuration);
    for (std::uint32_t number = 0;; ++number) {
      RESMAP_TRY_ASSIGN(const auto group, walk.next());
      if (!group) return {};
      const auto code = static_cast<std::uint8_t>(group->type());
      if (code == 0 || (code & lists::kNonArbitrated) != 0 || group->type() == ResourceType::device_specific) continue;
      Wanted made{*group, number, {}};
      for (std::uint32_t i = 0; i < group->size(); ++i) {
        if (!arbitrated((*group)[i].type()) || (*group)[i].is_message())
          return fail({.code = ErrorCode::unsupported, .rule = rule::requirement_kind, .index = number});
        RESMAP_TRY(add_stretches(made, i));
      }
      wanted_.push_back(std::move(made));
    }
  }

  Result<void> add_stretches(Wanted& to, std::uint32_t alternative) {
    const IoDescriptorView wanted = to.group[alternative];
    const AddressRange bounds = arbiters::bounds_of(wanted);
    const std::uint64_t length = length_of(wanted), alignment = alignment_of(wanted);
    if (length == 0 || bounds.last < bounds.first) return {};
    RESMAP_TRY_ASSIGN(const auto order, by_.order->order_of(header_.interface_type, wanted.type()));
    std::vector<AddressRange> windows(order.windows().begin(), order.windows().end());
    // At last the reserved places, and those that lie across windows: a requirement never fails for the sake of an order.
    windows.push_back({0, ~std::uint64_t{0}});
    if (windows.front() == windows.back()) windows.pop_back();
    for (const AddressRange& window : windows)
      for_each_part(wanted.type(), [&](AddressRange part) {
        const std::uint64_t first = std::max({window.first, bounds.first, part.first}),
                            last = std::min({window.last, bounds.last, part.last});
        if (last < first || last - first < length - 1) return;
        const std::uint64_t highest = (last - (length - 1)) / alignment * alignment;
        const std::uint64_t over = first % alignment, up = over == 0 ? 0 : alignment - over;
        if (first + up < first || highest < first + up) return;
        to.stretches.push_back({alternative, first + up, highest});
      });
    return {};
  }

  // A template would be as well; a std::function is enough for a door that is opened once a device.
  void for_each_part(ResourceType type, const std::function<void(AddressRange)>& visit) const {
    bool named = false;
    for (const BusPart& part : by_.bus) {
      if (!lists::same_space(part.type, type)) continue;
      named = true;
      visit(part.range);
    }
    if (!named) visit({0, ~std::uint64_t{0}});
  }

  Result<lists::CmDescriptor> descriptor(const IoDescriptorView& wanted, std::uint64_t start) const {
    return arbiters::descriptor_at({start, start + (length_of(wanted) - 1)}, wanted.type(), wanted.share(),
                                   wanted.flags(), by_.layout);
  }

  Result<std::optional<lists::CmDescriptor>> next_place(const Wanted& wanted, Cursor& cursor,
                                                        const std::vector<ChosenPlace>& chosen, bool& own) {
    for (; cursor.stretch < wanted.stretches.size(); ++cursor.stretch, cursor.entered = false) {
      const Stretch& stretch = wanted.stretches[cursor.stretch];
      const IoDescriptorView asked = wanted.group[stretch.alternative];
      const std::uint64_t alignment = alignment_of(asked);
      if (!cursor.entered)
        cursor = {cursor.stretch, from_end(stretch), true};
      else if (!advance(cursor.start, stretch, alignment))
        continue;
      for (;;) {
        if (!budget_.take()) return fail({.code = ErrorCode::limit_exceeded, .value = budget_.used});
        std::uint64_t beyond = cursor.start;  // a start up to which nothing better can be expected
        RESMAP_TRY_ASSIGN(const bool free, is_free(asked, cursor.start, chosen, beyond, own));
        if (free) {
          RESMAP_TRY_ASSIGN(const auto place, descriptor(asked, cursor.start));
          return std::optional(place);
        }
        cursor.start = beyond;
        if (!advance(cursor.start, stretch, alignment)) break;
      }
    }
    return std::optional<lists::CmDescriptor>{};
  }

  // To the next aligned start behind `start`, which need not be one; false: there is none in the stretch.
  bool advance(std::uint64_t& start, const Stretch& stretch, std::uint64_t alignment) const {
    if (top_down()) {
      if (start <= stretch.lowest) return false;
      start = (start - 1) / alignment * alignment;
      return start >= stretch.lowest;
    }
    if (start >= stretch.highest) return false;
    start = start / alignment * alignment + alignment;
    return start <= stretch.highest;
  }

  // Whether `who` could have that place; where not, `beyond` is the last start that the same holder forbids.
  Result<bool> is_free(const IoDescriptorView& asked, std::uint64_t start, const std::vector<ChosenPlace>& chosen,
                       std::uint64_t& beyond, bool& own) const {
    const std::uint64_t length = length_of(asked);
    for (const ChosenPlace& other : chosen) {
      const auto view = other.raw.view();
      if (!lists::same_space(view.type(), asked.type())) continue;
      const AddressRange held = place_of(view);
      if (held.last < start || start + (length - 1) < held.first) continue;
      if (asked.share() == ShareDisposition::shared && view.share() == ShareDisposition::shared) continue;
      own = true;
      skip(held, length, beyond);
      return false;
    }
    RESMAP_TRY_ASSIGN(const auto raw, descriptor(asked, start));
    const ChosenPlace alone{0, raw};
    RESMAP_TRY_ASSIGN(const auto list, list_of_places({&alone, 1}, header_, by_.layout));
    claims::ClaimRequest request = by_.who;
    request.layout = by_.layout;
    (request.device ? request.device_list : request.driver_list) = Bytes(list);
    const auto answer = by_.map->query(request);
    if (!answer) {
      const ErrorCode code = answer.error().code;
      if (code == ErrorCode::not_found || code == ErrorCode::overflow) return false;
      return fail(answer.error());
    }
    if (answer->granted) return true;
    for (const claims::Conflict& conflict : answer->conflicts) {
      // Vectors are translated one by one; of addresses the numbers that both take keep their distance from the place's first.
      if (conflict.alias || asked.type() == ResourceType::interrupt ||
          conflict.claimant.range.last - conflict.claimant.range.first != length - 1)
        continue;
      const std::uint64_t delta = start - conflict.claimant.range.first;
      skip({conflict.common.first + delta, conflict.common.last + delta}, length, beyond);
    }
    return false;
  }

  static AddressRange place_of(const lists::CmDescriptorView& view) {
    if (view.type() == ResourceType::interrupt) return {view.vector(), view.vector()};
    if (view.type() == ResourceType::dma) return {view.channel(), view.channel()};
    return {view.start(), view.start() + (view.length() - 1)};
  }

  void skip(AddressRange held, std::uint64_t length, std::uint64_t& beyond) const {
    if (top_down())
      beyond = std::min(beyond, held.first < length - 1 ? 0 : held.first - (length - 1));
    else
      beyond = std::max(beyond, held.last);
  }

  const ClaimPlacement& by_;
  const lists::IoRequirementsHeader& header_;
  arbiters::StepBudget& budget_;
  std::vector<Wanted> wanted_;
  std::vector<bool> again_;  // groups that gave way to a later one
};

}  // namespace

Result<std::vector<ChosenPlace>> place_by_claims(const ClaimPlacement& by, Bytes requirements,
                                                 arbiters::StepBudget& budget) {
  RESMAP_TRY_ASSIGN(const auto list, lists::IoRequirementsListView::over(requirements));
  Chooser chooser(by, list.header(), budget);
  for (const lists::IoConfigurationView configuration : list) {
    RESMAP_TRY_ASSIGN(auto chosen, chooser.choose(configuration));
    if (chosen) return *std::move(chosen);
  }
  return fail({.code = ErrorCode::conflict, .rule = rule::no_place, .index = list.size()});
}

Result<std::vector<ChosenPlace>> wanted_first(const ClaimPlacement& by, Bytes requirements) {
  RESMAP_TRY_ASSIGN(const auto list, lists::IoRequirementsListView::over(requirements));
  arbiters::StepBudget none{.left = 0};
  Chooser chooser(by, list.header(), none);
  if (list.size() == 0) return std::vector<ChosenPlace>{};
  return chooser.first_wishes(*list.begin());
}

Result<std::vector<std::uint8_t>> list_of_places(std::span<const ChosenPlace> places,
                                                 const lists::IoRequirementsHeader& header, lists::CmLayout layout) {
  lists::CmResourceListBuilder build(lists::CmForm::resource_list, layout);
  RESMAP_TRY(build.begin_full({header.interface_type, header.bus_number, 1, 1, 0}));
  for (const ChosenPlace& place : places) RESMAP_TRY(build.add(place.raw));
  RESMAP_TRY_ASSIGN(const Bytes list, build.finish());
  return std::vector<std::uint8_t>(list.begin(), list.end());
}

}  // namespace resmap::pnp
