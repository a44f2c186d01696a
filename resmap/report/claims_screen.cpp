// SPDX-License-Identifier: MIT
#include "resmap/report/claims_screen.h"

#include <algorithm>
#include <tuple>

#include "resmap/claims/leaf_ranges.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/lists/print.h"
#include "resmap/report/sizes.h"

namespace resmap::report {

namespace {

using lists::ResourceType;

struct Chapter {
  ResourceType type;
  std::string_view heading;
};
constexpr Chapter kChapters[] = {{ResourceType::memory, "MEMORY"},
                                 {ResourceType::port, "PORTS"},
                                 {ResourceType::interrupt, "INTERRUPTS"},
                                 {ResourceType::dma, "DMA CHANNELS"},
                                 {ResourceType::bus_number, "BUSES"}};

// What a range lies in comes before it; sharers of one range by name.
bool rises(const HeldClaim& a, const HeldClaim& b) {
  return std::tuple(a.range.first, ~a.range.last, std::string_view(a.owner), a.share, a.overrides) <
         std::tuple(b.range.first, ~b.range.last, std::string_view(b.owner), b.share, b.overrides);
}

ResourceType type_of(claims::Space space) {
  switch (space) {
    case claims::Space::port: return ResourceType::port;
    case claims::Space::memory: return ResourceType::memory;
    case claims::Space::interrupt: return ResourceType::interrupt;
    case claims::Space::dma: return ResourceType::dma;
    case claims::Space::bus: break;
  }
  return ResourceType::bus_number;
}

bool is_window(const lists::CmDescriptorView& view) {
  if (view.type() == ResourceType::port) return (view.flags() & lists::port_flag::window_decode) != 0;
  return lists::is_memory(view.type()) && (view.flags() & lists::memory_flag::window_decode) != 0;
}

std::string share_and_more(const HeldClaim& held) {
  if (held.window) return "window";
  TextWriter out;
  lists::print_share(out, held.share);
  if (held.overrides) out.text(", overrides");
  return std::string(out.view());
}

}  // namespace

void append_held(std::vector<HeldClaim>& held, const claims::StoredList& list) {
  std::string owner = std::string(list.class_name) + "\\" + std::string(list.driver);
  if (!list.device.empty()) owner += "  " + std::string(list.device);
  lists::CmWalker walk(list.translated, lists::CmForm::resource_list, list.layout);
  for (auto step = walk.next(); step && step->kind != lists::CmStep::Kind::end; step = walk.next()) {
    if (step->kind != lists::CmStep::Kind::descriptor) continue;
    const lists::CmDescriptorView view = step->view();
    const auto range = view.range();
    const auto space = claims::space_of(view);
    if (range && space) held.push_back({type_of(*space), *range, view.share(), owner, is_window(view), list.overrides});
  }
}

void print_claims_by_type(TextWriter& out, std::vector<HeldClaim> held, std::optional<ResourceType> only,
                          const Paint& paint) {
  std::sort(held.begin(), held.end(), rises);
  for (const Chapter& chapter : kChapters) {
    if (only && *only != chapter.type) continue;
    Table table({{chapter.heading, 60, false, true}, {"SIZE", 12, true}, {"OWNER", 90}, {"", 30}});
    std::vector<AddressRange> open;
    const HeldClaim* above = nullptr;
    for (const HeldClaim& one : held) {
      if (one.type != chapter.type) continue;
      if (above != nullptr && above->range == one.range) {
        table.add({"", "", one.owner, share_and_more(one)});
        continue;
      }
      while (!open.empty() && !open.back().contains(one.range)) open.pop_back();
      table.add({std::string(2 * open.size(), ' ') + range_words(one.type, one.range),
                 lists::is_address(one.type) ? size_words(one.type, one.range.last_offset()) : "", one.owner,
                 share_and_more(one)});
      open.push_back(one.range);
      above = &one;
    }
    if (table.empty()) continue;
    table.print(out, paint);
    out.text("\n");
  }
}

}  // namespace resmap::report
