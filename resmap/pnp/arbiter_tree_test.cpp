// SPDX-License-Identifier: MIT
#include "resmap/pnp/arbiter_tree.h"

#include <gtest/gtest.h>

#include "resmap/pnp/published_lists.h"

namespace resmap::pnp {
namespace {

using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::DeviceKind;

struct Tree {
  snapshot::Snapshot facts;
  DeviceTree tree;
  std::unique_ptr<ArbiterTree> arbiters;

  DeviceIndex add(const char* id, DeviceKind kind, std::optional<DeviceIndex> parent) {
    snapshot::Device device;
    device.id = id;
    device.kind = kind;
    device.parent = parent;
    facts.devices.push_back(device);
    return static_cast<DeviceIndex>(facts.devices.size() - 1);
  }
  void make(const Policy& policy = {}) {
    tree = *DeviceTree::from(facts);
    auto made = ArbiterTree::make(facts, tree, policy);
    ASSERT_TRUE(made.has_value());
    arbiters = std::move(*made);
  }
  std::string asked(DeviceIndex device, const lists::IoDescriptor& wanted) const {
    const arbiters::Arbiter* found = arbiters->find(device, {{wanted}, false, {}});
    return found == nullptr ? "nobody" : arbiters->name_of(*found);
  }
};

lists::IoDescriptor memory(std::uint64_t length, AddressRange bounds) {
  return *lists::IoDescriptor::address(ResourceType::memory, length, 1, bounds.first, bounds.last,
                                       ShareDisposition::device_exclusive, 0);
}

TEST(ArbiterTree, ADeviceAsksTheNearestArbiterAboveIt) {
  Tree t;
  const auto host = t.add("host", DeviceKind::host_bridge, {});
  const auto bridge = t.add("bridge", DeviceKind::pci_bridge, host);
  const auto card = t.add("card", DeviceKind::pci_function, bridge);
  const auto isa = t.add("isa", DeviceKind::pci_function, host);
  const auto com = t.add("com", DeviceKind::other, isa);
  t.facts.devices[host].child_buses = AddressRange{0, 255};
  t.facts.devices[bridge].child_buses = AddressRange{18, 18};
  t.make();
  const HeldPlace window{ResourceType::memory, {0xC0000000, 0xCFFFFFFF}};
  ASSERT_TRUE(t.arbiters->set_windows(host, {&window, 1}).has_value());
  const auto anywhere = memory(0x1000, {0, 0xFFFFFFFF});
  EXPECT_EQ(t.asked(host, anywhere), "RootMemory");
  EXPECT_EQ(t.asked(bridge, anywhere), "PCI Memory (b=00)");
  EXPECT_EQ(t.asked(card, anywhere), "PCI Memory (b=12)");
  EXPECT_EQ(t.asked(com, anywhere), "PCI Memory (b=00)");
  const auto line = lists::IoDescriptor::line(4, 4, ShareDisposition::shared, 0);
  EXPECT_EQ(t.asked(com, line), "RootIRQ");
  // What a board device has outside the host's windows is the root's business; a PCI function's is not.
  const auto outside = memory(0x1000, {0xFED00000, 0xFED00FFF});
  EXPECT_EQ(t.asked(com, outside), "RootMemory");
  EXPECT_EQ(t.asked(isa, outside), "PCI Memory (b=00)");
  lists::IoDescriptor passing;
  passing.set_type(ResourceType::device_private);
  EXPECT_EQ(t.asked(com, passing), "nobody");
}

TEST(ArbiterTree, BelowASubtractiveBridgeWhatLiesElsewhereIsAskedAbove) {
  Tree t;
  const auto host = t.add("host", DeviceKind::host_bridge, {});
  const auto bridge = t.add("bridge", DeviceKind::pci_bridge, host);
  const auto card = t.add("card", DeviceKind::pci_function, bridge);
  t.facts.devices[bridge].subtractive = snapshot::Known::yes;
  t.make();
  const auto inside = memory(0x1000, {0xD0000000, 0xD0000FFF}), elsewhere = memory(0x1000, {0xC0000000, 0xC0000FFF});
  EXPECT_EQ(t.asked(card, inside), "PCI Memory (host)");
  arbiters::BridgeForwarding passes;
  passes.memory = AddressRange{0xD0000000, 0xD00FFFFF};
  ASSERT_TRUE(t.arbiters->set_forwarding(bridge, passes).has_value());
  EXPECT_EQ(t.asked(card, inside), "PCI Memory (bridge)");
  EXPECT_EQ(t.asked(card, elsewhere), "PCI Memory (host)");
  Policy passed_over;
  passed_over.pnp.subtractive_windows = PnpPolicy::SubtractiveWindows::passed_over;
  t.make(passed_over);
  EXPECT_EQ(t.asked(card, inside), "PCI Memory (host)");
}

TEST(ArbiterTree, BothSidesOfAHostWindowSeeWhatIsHeld) {
  for (const bool guarded : {true, false}) {
    Tree t;
    const auto host = t.add("host", DeviceKind::host_bridge, {});
    const auto card = t.add("card", DeviceKind::pci_function, host);
    const auto board = t.add("board", DeviceKind::motherboard, {});
    Policy policy;
    if (!guarded) policy.pnp.host_windows = PnpPolicy::HostWindows::open;
    t.make(policy);
    LogicalConfiguration boot;
    boot.groups.push_back({{memory(0x1000, {0xC0000000, 0xC0000FFF})}, false, {}});
    ASSERT_TRUE(t.arbiters->reserve_boot(board, boot).has_value());
    const auto holds = [&](DeviceIndex below) {
      const auto* arbiter = t.arbiters->above(below, ResourceType::memory);
      std::size_t found = 0;
      auto entries = arbiter->committed().entries();
      while (const ranges::RangeEntry* entry = entries.next()) found += entry->range.first == 0xC0000000;
      return found;
    };
    EXPECT_EQ(holds(board), 1U);
    EXPECT_EQ(holds(card), guarded ? 1U : 0U);
    ASSERT_TRUE(t.arbiters->release(arbiter_id(board)).has_value());
    EXPECT_EQ(holds(board) + holds(card), 0U);
  }
}

TEST(ArbiterTree, WhereASourceShowsNoListsThePublishedOnesStand) {
  Tree t;
  t.add("card", DeviceKind::other, {});
  t.make();
  EXPECT_GT(t.arbiters->interrupts().order().windows().size(), 10U);
  Policy none;
  none.pnp.missing_lists = PnpPolicy::MissingLists::none;
  t.make(none);
  EXPECT_EQ(t.arbiters->interrupts().order().windows().size(), 1U);
  // The machine's own, by reference too.
  t.facts.policy = *published_lists();
  t.make(none);
  EXPECT_GT(t.arbiters->interrupts().order().windows().size(), 10U);
  const auto published = t.facts.policy;
  t.facts.policy.clear();
  for (const auto& value : published) {
    auto moved = value;
    if (moved.name == "Root") moved.name = "Elsewhere";
    t.facts.policy.push_back(moved);
  }
  t.facts.policy.push_back({"Arbiters\\AllocationOrder", "Root", 1, {}, 0});
  for (const char c : std::string_view("Elsewhere\0", 10)) {
    t.facts.policy.back().bytes.push_back(static_cast<std::uint8_t>(c));
    t.facts.policy.back().bytes.push_back(0);
  }
  t.make(none);
  EXPECT_GT(t.arbiters->interrupts().order().windows().size(), 10U);
}

}  // namespace
}  // namespace resmap::pnp
