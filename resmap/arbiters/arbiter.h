// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "resmap/arbiters/arbiter_entry.h"
#include "resmap/arbiters/candidate.h"
#include "resmap/arbiters/policy.h"
#include "resmap/arbiters/pool.h"
#include "resmap/arbiters/window_order.h"
#include "resmap/lists/cm_descriptor_value.h"

namespace resmap::arbiters {

// How many places a device's requirements are taken in one after another.
enum class EntryOrder : std::uint8_t {
  most_constrained_first,  // the fewest possible places first; equals keep list order (root arbiters, 2.6)
  largest_first,           // device by device, inside each the larger alignment and length first (PCI buses, rule 33)
};

struct ArbiterSetup {
  lists::ResourceType type;
  EntryOrder entry_order = EntryOrder::most_constrained_first;
  ArbiterPolicy policy = {};
  Acquaintances acquaintances = {};
  MemorySource memory = default_memory();
};

// Who stands in the way of a requirement.
struct Conflict {
  DeviceId device;  // 0: nobody; then the range is everything (rule 75)
  AddressRange range;
  friend constexpr bool operator==(const Conflict&, const Conflict&) = default;
};

// Hands out one type of resource below one bus.
//
//   entries -> unpack -> sort -> search  --test-->  possible  --commit-->  committed
//              Candidate         window by window            --rollback--> dropped
//
// What it may give is its pool; what is given stands in a RangeList, the committed one. A test works on a copy of that, which
// costs nothing, without the ranges of the devices in the list; so a device never fights its own old place. One test at a time:
// a test or retest that succeeds opens a transaction, commit() or rollback() closes it. A test that fails opens none and leaves
// everything as it was. Results are written into the entries by tests alone.
//
// The verbs are those of ARBITER_ACTION; the numbers beside them are theirs. Every one answers out_of_memory when the
// MemorySource has none, and then nothing has changed; those that change the committed list answer invalid_argument RM2120
// while a transaction is open. Used by one thread at a time.
// Source: pnp-and-arbiters.md 2.1, 2.2, 2.6 to 2.10.
class Arbiter {
 public:
  explicit Arbiter(const ArbiterSetup& setup);
  virtual ~Arbiter() = default;
  Arbiter(const Arbiter&) = delete;
  Arbiter& operator=(const Arbiter&) = delete;

  // 0. Finds a place for every entry, all of them or none. `opened` are windows that come into the pool with this transaction.
  // Cost: a step of `budget` for each place tried, each step one search of the RangeList for each window of the pool.
  //   conflict RM2110 to RM2113   index: the entry that stands in the way, value: where. Its result is external_conflict.
  //   limit_exceeded              the steps ran out: undecided, which is not "impossible". index: how far it got
  //   malformed RM2101, RM2102    index: the entry
  //   invalid_argument RM2120     a transaction is open
  [[nodiscard]] Result<void> test_allocation(std::span<ArbiterEntry> entries, StepBudget& budget,
                                             std::span<const PoolWindow> opened = {});
  // 1. Enters every entry where its `assigned` says, without searching. Null requests take nothing.
  //   conflict RM2114             that place is not free. index: the entry, value: the place
  //   invalid_argument RM2122     an entry has no selection; RM2120
  [[nodiscard]] Result<void> retest_allocation(std::span<ArbiterEntry> entries,
                                               std::span<const PoolWindow> opened = {});
  // 2. What was tested becomes permanent. invalid_argument RM2121: nothing was.
  [[nodiscard]] Result<void> commit();
  // 3. What was tested is dropped; nothing happens where nothing was.
  void rollback();
  // 4. Appends a descriptor for every committed range of a device, reservations included, aliases not.
  [[nodiscard]] Result<void> query_allocated_resources(lists::CmLayout layout, Array<lists::CmDescriptor>& out) const;
  // 5. Appends the reserved list as descriptors of a ReservedResources value. What the verb means is our reading.
  [[nodiscard]] Result<void> write_reserved_resources(Array<lists::IoDescriptor>& out) const;
  // 6. Appends everybody who keeps `device` from having `wanted`, each range once, in the order of addresses; nothing where it
  // can be had now. Somebody without name (not on bus, ECAM, inaccessible) is one entry {0, everything} at the end.
  // malformed RM2101, RM2102.
  [[nodiscard]] Result<void> query_conflict(const ArbiterEntry& wanted, Array<Conflict>& out) const;
  // 7. Whether test_allocation would succeed now, changing nothing: neither arbiter nor entries. What the verb means is our
  // reading. Errors as test_allocation.
  [[nodiscard]] Result<void> query_arbitrate(std::span<const ArbiterEntry> entries, StepBudget& budget) const;
  // 8. Whatever `device` holds is from now on given to others only when nothing else fits. What the verb means is our reading.
  // limit_exceeded RM2103.
  [[nodiscard]] Result<void> add_reserved(DeviceId device);
  // 9. Reserves what firmware configured, before anybody is assigned anything: the first alternative of each entry where it has
  // one aligned place. Others are passed over: best effort. Answers how many were reserved.
  [[nodiscard]] Result<std::size_t> boot_allocation(std::span<const ArbiterEntry> entries);

  // Gives back everything of a device: a test without alternatives, and its commit. Answers how many ranges that were.
  [[nodiscard]] Result<std::size_t> release(DeviceId device);

  // What the bus has to give. A fresh arbiter has everything.
  [[nodiscard]] Result<void> set_pool(Pool pool);
  [[nodiscard]] Result<void> set_order(WindowOrder order);
  // A range that nobody gets: inaccessible memory, bus numbers beyond 255. `attributes`: ecam lets the boot rule through.
  [[nodiscard]] Result<void> block(AddressRange range, std::uint8_t attributes = 0);

  [[nodiscard]] lists::ResourceType type() const { return setup_.type; }
  [[nodiscard]] MemorySource memory() const { return setup_.memory; }
  [[nodiscard]] const Pool& pool() const { return pool_; }
  [[nodiscard]] const WindowOrder& order() const { return order_; }
  [[nodiscard]] const ranges::RangeList& committed() const { return committed_; }
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }

 protected:
  // The hooks that types differ in; the names are those of ARBITER_INSTANCE.
  // Whether it hands this type out.
  [[nodiscard]] virtual bool handles(lists::ResourceType type) const { return type == setup_.type; }
  // UnpackRequirement, PreprocessEntry: what one alternative asks for; several candidates where the type allows less than was
  // asked (one message instead of eight). Calls `add` for each.
  [[nodiscard]] virtual Result<void> unpack_requirement(const ArbiterEntry& entry, std::uint32_t alternative,
                                                        const ranges::RangeList& possible,
                                                        FunctionRef<Result<void>(const Candidate&)> add) const;
  // A place to be tried before any window: the one the device has now (rule 39b).
  [[nodiscard]] virtual std::optional<std::uint64_t> place_to_keep(const ArbiterEntry& entry,
                                                                   const Candidate& candidate,
                                                                   const ranges::RangeList& possible) const;
  // An entry that is answered without being placed.
  [[nodiscard]] virtual ArbiterResult answer_without_place(const ArbiterEntry& entry) const;

  [[nodiscard]] const ArbiterSetup& setup() const { return setup_; }

 private:
  friend class PlacementSearch;
  [[nodiscard]] Result<ranges::RangeList> without_devices_of(std::span<const ArbiterEntry> entries) const;
  [[nodiscard]] Result<Pool> pool_with(std::span<const PoolWindow> opened) const;
  [[nodiscard]] Result<void> check(std::span<const ArbiterEntry> entries) const;

  ArbiterSetup setup_;
  WindowOrder order_;
  Pool pool_;
  ranges::RangeList committed_;
  // The transaction: what commit() makes permanent.
  ranges::RangeList possible_;
  Pool possible_pool_;
  bool in_transaction_ = false;
  bool pool_grows_ = false;
};

}  // namespace resmap::arbiters
