// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>

#include "resmap/arbiters/translator.h"
#include "resmap/lists/bus_types.h"

namespace resmap::arbiters {

// How buses are named in lists and old calls: HalTranslateBusAddress and its kind.
struct BusName {
  lists::InterfaceType type = lists::InterfaceType::internal;
  std::uint32_t number = 0;
  friend constexpr bool operator==(BusName, BusName) = default;
};

// The buses of a machine and what lies between each and the processor. One bus has one place in the tree and may have several
// names (the ISA bus behind a bridge, the PNP bus of ACPI); both lead to the same translators.
//
//   device -> bus 3 -> bus 1 -> root        child_to_parent at each, until a translator completes it
//
// Owns its table; borrows the translators. One thread at a time; but as long as nobody adds, names or sets,
// many threads may call its const functions at once: they change nothing and allocate nothing.
class BusMap {
 public:
  using Place = std::size_t;  // as add() answers them
  static constexpr Place kRoot = 0;

  explicit BusMap(MemorySource memory = default_memory()) : buses_(memory), names_(memory) {}

  // A bus below another; the first call is for the root and its `parent` is ignored.
  // invalid_argument: no such parent; out_of_memory.
  [[nodiscard]] Result<Place> add(Place parent = kRoot);
  // Another name of a bus. conflict: it is another bus's name already; invalid_argument: no such place; out_of_memory.
  [[nodiscard]] Result<void> name(Place place, BusName name);
  // What lies between a bus and its parent for one arbitrated type (memory stands for MemoryLarge too); null: nothing.
  // invalid_argument: no such place, or not an arbitrated type.
  [[nodiscard]] Result<void> set_translator(Place place, lists::ResourceType type, const Translator* translator);

  [[nodiscard]] std::optional<Place> find(BusName name) const;
  [[nodiscard]] const Translator* translator(Place place, lists::ResourceType type) const;

  // The translated form of a raw descriptor of a device on that bus. Types that nobody hands out come out as they went in.
  // not_found RM2131: no such place (value: it); else the errors of the translators.
  [[nodiscard]] Result<lists::CmDescriptor> translate(Place place, const lists::CmDescriptorView& raw) const;
  // not_found RM2131: no bus of that name (value: its number).
  [[nodiscard]] Result<lists::CmDescriptor> translate(BusName name, const lists::CmDescriptorView& raw) const;
  // The way back, for addresses: from the processor down to the bus. Precondition on lists: one way down, that of `place`.
  // Errors as translate; limit_exceeded: the bus lies deeper than 64.
  [[nodiscard]] Result<lists::CmDescriptor> to_raw(Place place, const lists::CmDescriptorView& translated) const;

 private:
  struct Bus {
    Place parent;
    std::array<const Translator*, 8> translators;
  };
  struct Named {
    BusName name;
    Place place;
  };
  Array<Bus> buses_;
  Array<Named> names_;
};

}  // namespace resmap::arbiters
