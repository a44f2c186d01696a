// SPDX-License-Identifier: MIT
#include "resmap/claims/translated_list.h"

#include <cstring>

#include "resmap/claims/leaf_ranges.h"

namespace resmap::claims {

namespace {

using lists::CmForm;
using lists::CmLayout;
using lists::CmStep;
using lists::CmWalker;
using registry::Blob;

constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

// Walks to the end; how many bytes the list takes and how many descriptors it has.
struct Extent {
  std::size_t bytes = 0;
  std::uint32_t descriptors = 0;
  bool has_aliases = false;
};

Result<Extent> extent_of(Bytes list, CmLayout layout, const ClaimPolicy& policy) {
  CmWalker walk(list, CmForm::resource_list, layout);
  Extent extent;
  for (;;) {
    RESMAP_TRY_ASSIGN(const CmStep step, walk.next());
    if (step.kind == CmStep::Kind::end) {
      extent.bytes = step.offset;
      return extent;
    }
    if (step.kind != CmStep::Kind::descriptor) continue;
    ++extent.descriptors;
    if (step.view().type() == lists::ResourceType::port) extent.has_aliases |= alias_distance(step.view().flags()) != 0;
    if (policy.wrapping_range == ClaimPolicy::WrappingRange::malformed && wraps(step.view())) {
      return fail({.code = ErrorCode::malformed,
                   .rule = lists::rule::range_wraps,
                   .index = step.index,
                   .offset = step.offset,
                   .value = step.view().length()});
    }
  }
}

CmLayout layout_of(Bytes list, std::optional<CmLayout> known, Era era) {
  const auto prefer = era == Era::nt4 ? std::optional(CmLayout::x86) : std::nullopt;
  return known ? *known : lists::choose_layout(list, CmForm::resource_list, prefer).layout;
}

// Ports that the system reaches through memory stay ports in the stored list, without the flag that says "I/O".
Result<lists::CmDescriptor> as_stored(const lists::CmDescriptorView& raw, const lists::CmDescriptor& system_wide) {
  if (raw.type() != lists::ResourceType::port || system_wide.view().type() == raw.type()) return system_wide;
  const auto flags = static_cast<std::uint16_t>(raw.flags() & ~unsigned{lists::port_flag::io});
  const auto place = system_wide.view();
  return lists::CmDescriptor::address(raw.layout(), raw.type(), place.start(), place.length(), raw.share(), flags);
}

bool is_translated(const lists::CmDescriptorView& view) {
  if (view.type() == lists::ResourceType::interrupt) return true;
  return lists::is_address(view.type()) && view.length() != 0;
}

}  // namespace

Result<TranslatedList> translate_list(Bytes list, std::optional<CmLayout> layout, Era era,
                                      const arbiters::BusMap* buses, const ClaimPolicy& policy) {
  TranslatedList made;
  made.layout = layout_of(list, layout, era);
  RESMAP_TRY_ASSIGN(const Extent extent, extent_of(list, made.layout, policy));
  if (list.size() > extent.bytes)
    made.remark = Remark{lists::rule::trailing_bytes, extent.bytes, list.size() - extent.bytes};
  if (policy.raw_length == ClaimPolicy::RawLength::computed) list = list.first(extent.bytes);
  if (list.size() > registry::Blob::max_size) return fail({.code = ErrorCode::limit_exceeded, .value = list.size()});
  made.erases = load_le<std::uint32_t>(list, 0) == 0;
  made.descriptors = extent.descriptors;
  made.has_aliases = extent.has_aliases;
  if (made.erases) return made;
  made.raw = Blob::copy_of(list);
  made.translated = Blob::copy_of(list);
  std::uint8_t* const out = const_cast<std::uint8_t*>(made.translated.bytes().data());  // our own copy, not yet shown
  CmWalker walk(list, CmForm::resource_list, made.layout);
  for (auto step = walk.next(); step && step->kind != CmStep::Kind::end; step = walk.next()) {
    if (step->kind != CmStep::Kind::descriptor || !is_translated(step->view())) continue;
    if (buses == nullptr) continue;
    auto system_wide = buses->translate({step->header.interface_type, step->header.bus_number}, step->view());
    if (system_wide) system_wide = as_stored(step->view(), *system_wide);
    if (system_wide && policy.wrapping_range == ClaimPolicy::WrappingRange::malformed && wraps(system_wide->view()))
      system_wide = fail({.code = ErrorCode::overflow, .rule = lists::rule::range_wraps});
    if (!system_wide) {
      Error error = system_wide.error();
      error.index = step->index;
      error.offset = step->offset;
      return fail(error);
    }
    std::memcpy(out + step->offset, system_wide->bytes().data(), lists::size_of(made.layout));
  }
  return made;
}

Result<TranslatedList> checked_pair(Bytes raw, Bytes translated, std::optional<CmLayout> layout,
                                    const ClaimPolicy& policy) {
  TranslatedList made;
  made.layout = layout_of(translated, layout, policy.era);
  RESMAP_TRY_ASSIGN(const Extent there, extent_of(translated, made.layout, policy));
  RESMAP_TRY_ASSIGN(const Extent here, extent_of(raw, made.layout, policy));
  if (here.descriptors != there.descriptors)
    return fail({.code = ErrorCode::invalid_argument, .value = there.descriptors});
  if (raw.size() > registry::Blob::max_size || translated.size() > registry::Blob::max_size)
    return fail({.code = ErrorCode::limit_exceeded, .value = kNoLimit});
  made.erases = load_le<std::uint32_t>(translated, 0) == 0;
  made.descriptors = there.descriptors;
  made.has_aliases = there.has_aliases;
  if (made.erases) return made;
  made.raw = Blob::copy_of(raw);
  made.translated = Blob::copy_of(translated);
  return made;
}

}  // namespace resmap::claims
