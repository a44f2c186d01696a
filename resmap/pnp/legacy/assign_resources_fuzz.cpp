// SPDX-License-Identifier: MIT
// Any bytes as a requirements list, the first saying from which end: what is granted is wanted, free and apart, and a refusal
// leaves nothing.
#include "resmap/lists/cm_list.h"
#include "resmap/lists/validate.h"
#include "resmap/pnp/legacy/assign_resources.h"
#include "tests/support/fuzz_expect.h"

namespace {

using namespace resmap;  // NOLINT(google-build-using-namespace)

struct Place {
  lists::ResourceType type;   // as the list says
  lists::ResourceType space;  // where it is compared with others: ports that are memory are that
  AddressRange range;
  bool shared;
};

std::vector<Place> places_of(Bytes list) {
  std::vector<Place> row;
  const auto view = lists::CmResourceListView::over(list, lists::CmForm::resource_list, lists::CmLayout::x86);
  FUZZ_EXPECT(view);
  for (const auto full : *view)
    for (const auto each : full) {
      AddressRange range{each.start(), each.start() + (each.length() - 1)};
      if (each.type() == lists::ResourceType::interrupt) range = {each.vector(), each.vector()};
      if (each.type() == lists::ResourceType::dma) range = {each.channel(), each.channel()};
      const auto type = lists::is_memory(each.type()) ? lists::ResourceType::memory : each.type();
      const bool is_memory = type == lists::ResourceType::port && (each.flags() & lists::port_flag::io) == 0;
      row.push_back({type, is_memory ? lists::ResourceType::memory : type, range,
                     each.share() == lists::ShareDisposition::shared});
    }
  return row;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  claims::ResourceMap map;
  // Three ports, a line and a page that somebody holds.
  static constexpr std::uint8_t kHeld[] = {1, 0, 0, 0, 1, 0, 0,  0, 0, 0, 0, 0, 1,   0,   1,   0,   3, 0, 0, 0,  //
                                           1, 1, 1, 0, 0, 3, 0,  0, 0, 0, 0, 0, 3,   0,   0,   0,                //
                                           2, 1, 0, 0, 5, 0, 0,  0, 5, 0, 0, 0, 255, 255, 255, 255,              //
                                           3, 1, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0,   16,  0,   0};
  FUZZ_EXPECT(map.claim({.driver = "Other", .driver_list = Bytes(kHeld)})->granted);
  registry::Registry registry;
  pnp::LegacyDoors doors;
  doors.map = &map;
  doors.registry = &registry;
  doors.steps = 300;
  if ((data[0] & 1) != 0) doors.policy.direction = pnp::LegacyPolicy::Direction::bottom_up;
  pnp::AssignRequest request;
  request.registry_path = "Services\\Drv";
  request.driver = "Drv";
  request.device = "Drv0";
  request.requested = Bytes(data + 1, size - 1);
  const auto outcome = pnp::io_assign_resources(doors, request);
  FUZZ_EXPECT(map.consistent());
  if (!outcome || !outcome->granted) {
    FUZZ_EXPECT(map.size() == 1 && !registry.find_value(request.registry_path, "RequestedSystemResources"));
    FUZZ_EXPECT(!outcome || outcome->allocated.empty());
    return 0;
  }
  FUZZ_EXPECT(map.size() == 2);
  const auto held = places_of(kHeld), got = places_of(outcome->allocated);
  for (std::size_t i = 0; i < got.size(); ++i) {
    for (const Place& other : held)
      FUZZ_EXPECT(other.space != got[i].space || other.range.last < got[i].range.first ||
                  got[i].range.last < other.range.first);
    for (std::size_t j = 0; j < i; ++j)
      FUZZ_EXPECT(got[j].type != got[i].type || (got[i].shared && got[j].shared) ||
                  got[j].range.last < got[i].range.first || got[i].range.last < got[j].range.first);
  }
  return 0;
}
