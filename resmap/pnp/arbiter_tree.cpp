// SPDX-License-Identifier: MIT
#include "resmap/pnp/arbiter_tree.h"

#include <algorithm>

#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/port_arbiter.h"
#include "resmap/pnp/policy_values.h"
#include "resmap/pnp/published_lists.h"

namespace resmap::pnp {

namespace {

using arbiters::Arbiter;
using arbiters::ArbiterEntry;
using arbiters::ArbiterNode;
using arbiters::Pool;
using lists::IoDescriptor;
using lists::ResourceType;
using snapshot::Device;
using snapshot::DeviceKind;

arbiters::Acquaintance acquaintance(void* context, arbiters::DeviceId one, arbiters::DeviceId other) {
  const auto& devices = static_cast<const snapshot::Snapshot*>(context)->devices;
  if (one == 0 || other == 0 || one > devices.size() || other > devices.size()) return {};
  const Device &a = devices[one - 1], &b = devices[other - 1];
  const auto is_root_enumerated = [&](const Device& device) {
    return device.id.starts_with("ROOT\\") || (device.parent && devices[*device.parent].kind == DeviceKind::root);
  };
  return {.same_driver = !a.driver.empty() && a.driver == b.driver,
          .both_root_enumerated = is_root_enumerated(a) && is_root_enumerated(b)};
}

// A requirement with that one place; not every length can be written down as one.
Result<IoDescriptor> requirement_at(const HeldPlace& held) {
  const auto first = static_cast<std::uint32_t>(held.range.first), last = static_cast<std::uint32_t>(held.range.last);
  switch (held.type) {
    case ResourceType::interrupt: return IoDescriptor::line(first, first, held.share, held.flags);
    case ResourceType::dma: return IoDescriptor::dma(first, first, held.share, held.flags);
    case ResourceType::bus_number: return IoDescriptor::bus(last - first + 1, first, last, held.share);
    default:
      return IoDescriptor::address(held.type, held.range.last_offset() + 1, 1, held.range.first, held.range.last,
                                   held.share, held.flags);
  }
}

// Arbiters are linked when the tree is built: whoever is asked later has none.
constexpr auto nobody = [](ArbiterNode&, ResourceType) -> Arbiter* { return nullptr; };

}  // namespace

Result<std::unique_ptr<ArbiterTree>> ArbiterTree::make(const snapshot::Snapshot& snapshot, const DeviceTree& tree,
                                                       const Policy& policy) {
  std::unique_ptr<ArbiterTree> made(new ArbiterTree(snapshot, policy));
  RESMAP_TRY(made->build(tree));
  return made;
}

arbiters::ArbiterSetup ArbiterTree::setup(bool pci) {
  arbiters::ArbiterSetup made{.type = ResourceType::null, .policy = policy_.arbiters};
  made.acquaintances = {acquaintance, const_cast<snapshot::Snapshot*>(&snapshot_)};
  return pci ? arbiters::pci_bus_setup(made) : made;
}

void ArbiterTree::own(ArbiterNode& node, std::unique_ptr<Arbiter> arbiter, std::optional<DeviceIndex> bridge) {
  node.arbiters[static_cast<std::size_t>(arbiter->type())] = arbiter.get();
  arbiters_.push_back(std::move(arbiter));
  owners_.push_back(bridge);
}

Result<void> ArbiterTree::build(const DeviceTree& tree) {
  const std::vector<snapshot::PolicyValue>* values = &snapshot_.policy;
  const bool has_lists = std::any_of(values->begin(), values->end(),
                                     [](const auto& value) { return value.key == "Arbiters\\AllocationOrder"; });
  if (!has_lists && policy_.pnp.missing_lists == PnpPolicy::MissingLists::published) {
    RESMAP_TRY_ASSIGN(published_, published_lists());
    values = &published_;
  }
  const PolicyValues lists(*values);

  auto memory = std::make_unique<arbiters::MemoryArbiter>(setup(false));
  RESMAP_TRY(memory->block_first_page());
  RESMAP_TRY(arbiters::block_unusable(lists.view(), "Root", *memory));
  auto interrupts = std::make_unique<arbiters::InterruptArbiter>(setup(false));
  interrupts_ = interrupts.get();
  own(root_, std::make_unique<arbiters::PortArbiter>(setup(false)), std::nullopt);
  own(root_, std::move(interrupts), std::nullopt);
  own(root_, std::move(memory), std::nullopt);
  own(root_, std::make_unique<arbiters::DmaArbiter>(setup(false)), std::nullopt);
  own(root_, std::make_unique<arbiters::BusNumberArbiter>(setup(false)), std::nullopt);
  for (const auto& arbiter : arbiters_) {
    RESMAP_TRY_ASSIGN(auto order, arbiters::window_order_from(lists.view(), "Root", arbiter->type()));
    RESMAP_TRY(arbiter->set_order(std::move(order)));
  }
  nodes_.resize(tree.size());
  bus_.resize(tree.size());
  for (const DeviceIndex device : tree.in_order()) {
    const auto parent = tree.node(device).parent;
    nodes_[device].parent = parent ? &nodes_[*parent] : &root_;
    const Device& facts = snapshot_.devices[device];
    if (facts.child_buses) bus_[device] = facts.child_buses->first;
    for (const DeviceIndex child : tree.node(device).children)
      if (const auto& pci = snapshot_.devices[child].pci; pci && !bus_[device]) bus_[device] = pci->bus;
    const bool passed_over = policy_.pnp.subtractive_windows == PnpPolicy::SubtractiveWindows::passed_over;
    const bool bridge =
        facts.kind == DeviceKind::pci_bridge && !(passed_over && facts.subtractive == snapshot::Known::yes);
    if (bridge || facts.kind == DeviceKind::host_bridge) RESMAP_TRY(add_bus(device, lists.view()));
  }
  return {};
}

Result<void> ArbiterTree::add_bus(DeviceIndex bridge, const arbiters::RegistryPolicy& lists) {
  auto memory = std::make_unique<arbiters::MemoryArbiter>(setup(true));
  RESMAP_TRY(arbiters::block_unusable(lists, "Pci", *memory));
  auto ports = std::make_unique<arbiters::PortArbiter>(setup(true));
  for (Arbiter* arbiter : {static_cast<Arbiter*>(memory.get()), static_cast<Arbiter*>(ports.get())}) {
    RESMAP_TRY_ASSIGN(auto order, arbiters::window_order_from(lists, "Pci", arbiter->type()));
    RESMAP_TRY(arbiter->set_order(std::move(order)));
    RESMAP_TRY(arbiter->set_pool(Pool()));
  }
  own(nodes_[bridge], std::move(ports), bridge);
  own(nodes_[bridge], std::move(memory), bridge);
  return {};
}

Arbiter* ArbiterTree::find(DeviceIndex device, const RequirementGroup& group) {
  const ResourceType type = group.alternatives.front().view().type();
  Arbiter* found = arbiters::find_arbiter(nodes_[device], type, nobody);
  const Device& facts = snapshot_.devices[device];
  const bool pci = facts.kind == DeviceKind::pci_function || facts.kind == DeviceKind::pci_bridge;
  while (found != nullptr) {
    const auto bridge = owner_of(*found);
    if (!bridge) break;
    const auto windows = found->pool().windows();
    const auto outside = [&](const IoDescriptor& one) {
      const auto place = only_place(one.view());
      return place && std::none_of(windows.begin(), windows.end(),
                                   [&](const arbiters::PoolWindow& window) { return window.range.overlaps(*place); });
    };
    const auto& all = group.alternatives;
    const bool subtractive = snapshot_.devices[*bridge].subtractive == snapshot::Known::yes;
    const bool goes_on =
        subtractive ? windows.empty() || outside(all.front()) : !pci && std::all_of(all.begin(), all.end(), outside);
    if (!goes_on) break;
    found = arbiters::find_arbiter(nodes_[*bridge], type, nobody);
  }
  return found;
}

Arbiter* ArbiterTree::above(DeviceIndex bridge, ResourceType type) {
  return arbiters::find_arbiter(nodes_[bridge], type, nobody);
}

std::optional<DeviceIndex> ArbiterTree::owner_of(const Arbiter& arbiter) const {
  for (std::size_t i = 0; i < arbiters_.size(); ++i)
    if (arbiters_[i].get() == &arbiter) return owners_[i];
  return std::nullopt;
}

std::string ArbiterTree::name_of(const Arbiter& arbiter) const {
  const auto bridge = owner_of(arbiter);
  const ResourceType type = arbiter.type();
  if (!bridge) {
    switch (type) {
      case ResourceType::port: return "RootPort";
      case ResourceType::interrupt: return "RootIRQ";
      case ResourceType::dma: return "RootDMA";
      case ResourceType::bus_number: return "RootBusNumber";
      default: return "RootMemory";
    }
  }
  std::string name = type == ResourceType::port ? "PCI I/O Port" : "PCI Memory";
  const auto bus = bus_[*bridge];
  if (!bus) return name + " (" + snapshot_.devices[*bridge].id + ")";
  constexpr char digits[] = "0123456789abcdef";
  name += " (b=";
  for (const unsigned shift : {4U, 0U}) name += digits[*bus >> shift & 0xFU];
  return name + ")";
}

Arbiter* ArbiterTree::at(std::optional<DeviceIndex> bridge, ResourceType type) const {
  const ArbiterNode& node = bridge ? nodes_[*bridge] : root_;
  return node.arbiters[static_cast<std::size_t>(type)];
}

bool ArbiterTree::is_host(std::optional<DeviceIndex> bridge) const {
  return bridge && snapshot_.devices[*bridge].kind == DeviceKind::host_bridge;
}

Result<void> ArbiterTree::set_windows(DeviceIndex host, std::span<const HeldPlace> windows) {
  for (const ResourceType type : {ResourceType::port, ResourceType::memory}) {
    Arbiter* arbiter = at(host, type);
    if (arbiter == nullptr) continue;
    Pool pool;
    if (windows.empty()) pool = Pool::of_everything();
    for (const HeldPlace& window : windows)
      if (window.type == type) RESMAP_TRY(pool.add({.range = window.range}));
    RESMAP_TRY(arbiter->set_pool(std::move(pool)));
  }
  return {};
}

Result<void> ArbiterTree::set_forwarding(DeviceIndex bridge, const arbiters::BridgeForwarding& forwarding) {
  if (Arbiter* ports = at(bridge, ResourceType::port)) {
    RESMAP_TRY_ASSIGN(Pool pool, arbiters::io_pool(forwarding));
    RESMAP_TRY(ports->set_pool(std::move(pool)));
  }
  if (Arbiter* memory = at(bridge, ResourceType::memory)) {
    RESMAP_TRY_ASSIGN(Pool pool, arbiters::memory_pool(forwarding));
    RESMAP_TRY(memory->set_pool(std::move(pool)));
  }
  return {};
}

Result<void> ArbiterTree::reserve_boot(DeviceIndex device, const LogicalConfiguration& boot) {
  for (const RequirementGroup& group : boot.groups) {
    if (!group.is_arbitrated()) continue;
    Arbiter* arbiter = find(device, group);
    if (arbiter == nullptr) continue;
    ArbiterEntry entry;
    entry.alternatives = arbiters::RequirementGroupView(group.alternatives);
    entry.device = arbiter_id(device);
    entry.is_pci_function = snapshot_.devices[device].pci.has_value();
    RESMAP_TRY(arbiter->boot_allocation({&entry, 1}));
    const auto place = only_place(group.alternatives.front().view());
    if (!place || !lists::is_address(group.alternatives.front().view().type())) continue;
    for (const auto& other : arbiters_)
      if (is_beside(*arbiter, *other, *place)) RESMAP_TRY(other->boot_allocation({&entry, 1}));
  }
  return {};
}

Result<void> ArbiterTree::reserve_at_root(arbiters::DeviceId owner, std::span<const HeldPlace> places) {
  for (const HeldPlace& held : places) {
    Arbiter* arbiter = at(std::nullopt, held.type == ResourceType::memory_large ? ResourceType::memory : held.type);
    const auto wanted = requirement_at(held);
    if (arbiter == nullptr || !wanted) continue;
    ArbiterEntry entry;
    entry.alternatives = arbiters::RequirementGroupView(std::span(&*wanted, 1));
    entry.device = owner;
    RESMAP_TRY(arbiter->boot_allocation({&entry, 1}));
    for (const auto& other : arbiters_)
      if (is_beside(*arbiter, *other, held.range)) RESMAP_TRY(other->boot_allocation({&entry, 1}));
  }
  return {};
}

// Whether `other` hands out the same space on the other side of a host window that `range` touches.
bool ArbiterTree::is_beside(const Arbiter& giver, const Arbiter& other, AddressRange range) const {
  if (&giver == &other || giver.type() != other.type() || !lists::is_address(giver.type())) return false;
  if (policy_.pnp.host_windows == PnpPolicy::HostWindows::open) return false;
  const auto from = owner_of(giver), to = owner_of(other);
  if (from && !is_host(from)) return false;
  if (!to) return from.has_value();
  if (!is_host(to)) return false;
  const auto windows = other.pool().windows();
  return windows.empty() ||
         std::any_of(windows.begin(), windows.end(), [&](const auto& window) { return window.range.overlaps(range); });
}

Result<void> ArbiterTree::show_elsewhere(DeviceIndex device, std::span<const std::pair<Arbiter*, HeldPlace>> given) {
  for (const auto& other : arbiters_) {
    std::vector<IoDescriptor> wanted;
    bool gives_too = false;
    for (const auto& [giver, held] : given) {
      gives_too = gives_too || giver == other.get();
      if (!is_beside(*giver, *other, held.range)) continue;
      const auto at_place = requirement_at(held);
      if (at_place) wanted.push_back(*at_place);
    }
    if (wanted.empty()) continue;
    std::vector<ArbiterEntry> entries(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      entries[i].alternatives = arbiters::RequirementGroupView(std::span(&wanted[i], 1));
      entries[i].device = arbiter_id(device);
    }
    // A test would take back what the device was given here itself; and what firmware put twice in one place stands there twice.
    arbiters::StepBudget budget;
    if (!gives_too && other->test_allocation(entries, budget)) {
      RESMAP_TRY(other->commit());
    } else {
      RESMAP_TRY(other->boot_allocation(entries));
    }
  }
  return {};
}

Result<void> ArbiterTree::release(arbiters::DeviceId owner, std::span<Arbiter* const> keep) {
  for (const auto& arbiter : arbiters_) {
    if (std::find(keep.begin(), keep.end(), arbiter.get()) != keep.end()) continue;
    RESMAP_TRY(arbiter->release(owner));
  }
  return {};
}

}  // namespace resmap::pnp
