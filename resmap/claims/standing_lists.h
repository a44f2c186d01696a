// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/function_ref.h"
#include "resmap/claims/claim_request.h"
#include "resmap/claims/slot_table.h"
#include "resmap/claims/translated_list.h"

namespace resmap::claims {

// Where the claims stand in a registry: HKEY_LOCAL_MACHINE\HARDWARE\RESOURCEMAP\<Class>\<Driver>, two values a list.
// Source: claims-and-hal.md 1.2, 4.2.
inline constexpr std::string_view kResourceMapPath = R"(HKEY_LOCAL_MACHINE\HARDWARE\RESOURCEMAP)";
inline constexpr std::string_view kRawSuffix = ".Raw";
inline constexpr std::string_view kTranslatedSuffix = ".Translated";
inline constexpr std::string_view kUnnamedClass = "Other";

// A list on its way into a slot.
struct ListToWrite {
  std::string_view class_name;
  std::string_view driver;
  std::string_view device;
  TranslatedList list;
  SlotState state;                       // edition and handles are set by write()
  std::uint32_t slot = SlotTable::none;  // where find() said that it stands
};

// One step that was done and can be taken back: what was there before.
struct Change {
  std::uint32_t slot = SlotTable::none;
  bool made_slot = false;
  SlotState before;
  registry::Blob raw_before;  // what the values held; nothing where they are new
  registry::Blob translated_before;
  bool made_raw = false, made_translated = false;
  std::optional<registry::KeyId> made_key;  // the topmost of the keys that were made
};

// The stored lists, their slots and the index over them: one thing in three places that changes together.
//
//   write, erase   do it at once, so that the next request of a batch is decided against it
//   undo           takes the last step back; never fails, asks for no memory
//   settle         makes a step final: what it left behind goes; never fails
//
// Until a step is settled the entries of the list that it replaced stay in the index, and is_current() tells them apart.
// A failing step leaves everything as it was. One thread at a time.
class StandingLists {
 public:
  StandingLists(registry::Registry& registry, MemorySource memory, const ClaimPolicy& policy)
      : registry_(registry), index_(memory), policy_(policy) {}

  [[nodiscard]] const SlotTable& slots() const { return slots_; }
  [[nodiscard]] const ClaimIndex& index() const { return index_; }
  [[nodiscard]] registry::Registry& registry() const { return registry_; }
  [[nodiscard]] std::size_t live() const { return live_; }

  // The slot of a driver's device (empty: its own), or SlotTable::none. `class_name` matters where the policy keeps classes
  // apart. O(1).
  [[nodiscard]] std::uint32_t find(std::string_view class_name, std::string_view driver, std::string_view device) const;
  [[nodiscard]] bool is_current(ListId list) const {
    const SlotTable::Slot& slot = slots_.at(list.slot);
    return slot.used && slot.state.live && slot.state.edition == list.edition;
  }
  // Whether a list stands in a slot; `none` is none.
  [[nodiscard]] bool stands(std::uint32_t slot) const {
    return slot != SlotTable::none && slots_.at(slot).used && slots_.at(slot).state.live;
  }
  // Precondition: a list stands there. Good until the next step.
  [[nodiscard]] StoredList stored(std::uint32_t slot) const;

  // Writes both values and enters the index. out_of_memory; limit_exceeded as Registry.
  [[nodiscard]] Result<Change> write(ListToWrite&& made);
  // Precondition: a list stands there.
  [[nodiscard]] Change erase(std::uint32_t slot) noexcept;
  // The key of a driver, as write() makes it. out_of_memory. May throw bad_alloc, and has then changed nothing that is seen.
  [[nodiscard]] Result<void> make_key(std::string_view class_name, std::string_view driver);
  // Forgets every list, and the keys. Precondition: every step is settled or undone.
  void clear() noexcept;
  void undo(Change& change) noexcept;
  void settle(Change& change) noexcept;

  // Whether the index holds exactly the leaves of the lists in the registry, and every pair of values is one slot's. For
  // tests; throws bad_alloc; cost: everything there is.
  [[nodiscard]] bool consistent() const;

 private:
  [[nodiscard]] std::string slot_name(std::string_view class_name, std::string_view device) const;
  [[nodiscard]] Result<void> place_key(std::string_view class_name, std::string_view driver, std::uint32_t number,
                                       std::optional<registry::KeyId>& made, registry::KeyId& key);
  [[nodiscard]] Result<void> place_value(registry::KeyId key, std::string_view device, std::string_view suffix,
                                         registry::Blob& data, registry::ValueId& value, bool& made);
  void drop_value(registry::ValueId value, registry::KeyId key) noexcept;
  [[nodiscard]] Bytes data(registry::ValueId value) const { return registry_.view(value).data; }

  registry::Registry& registry_;
  SlotTable slots_;
  ClaimIndex index_;
  ClaimPolicy policy_;
  std::size_t live_ = 0;
  registry::KeyId root_ = kNoKey;             // of kResourceMapPath; found again where it is stale
  std::vector<registry::KeyId> driver_keys_;  // by driver number: where it was last; likewise
};

}  // namespace resmap::claims
