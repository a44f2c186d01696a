// SPDX-License-Identifier: MIT
// The shape is that of the hive nt4-server: PCI has a list of its own, Isa leads to PCFlat, and Isa's reserved places are a resource list.
#include "resmap/pnp/legacy/system_resources.h"

#include "resmap/pnp/legacy/legacy_test_support.h"
#include "resmap/registry/utf.h"

namespace resmap::pnp {
namespace {

using lists::InterfaceType;
using lists::ResourceType;

struct Control {
  registry::Registry registry;
  registry::KeyId key = *registry.create(R"(System\ControlSet001\Control)");

  void set(std::string_view below, std::string_view name, std::uint32_t type, Bytes data) {
    ASSERT_TRUE(registry.set_value(*registry.create(key, below), name, type, data));
  }
  void name(std::string_view below, std::string_view name, std::string_view text) {
    ByteRow data;
    registry::append_utf16le(data, text);
    data.insert(data.end(), {0, 0});
    set(below, name, registry::value_type::sz, data);
  }
  Control() {
    set(R"(SystemResources\BusValues)", "Isa", 3, bytes_of_hex("0100000000000000"));
    set(R"(SystemResources\BusValues)", "MCA", 3, bytes_of_hex("0300000001000000"));
    set(R"(SystemResources\BusValues)", "PCI", 3, bytes_of_hex("0500000001000000"));
    constexpr std::string_view kOrder = R"(SystemResources\AssignmentOrdering)";
    name(kOrder, "Isa", "PCFlat");
    name(kOrder, "MCA", "Isa");  // two hops
    set(kOrder, "PCFlat", 10, requirements_of({{ports(0, 0, 0x500, 0xFFFF), ports(0, 0, 0x100, 0x3FF), line(9, 9)}}));
    set(kOrder, "PCI", 10, requirements_of({{ports(0, 0, 0xFC00, 0xFCFF), ports(0, 0, 0xF800, 0xF8FF)}}));
    set(R"(SystemResources\ReservedResources)", "Isa", 8, claims_of({"port:0x0-0xff", "irq:3"}));
  }
  std::vector<AddressRange> windows(InterfaceType bus, ResourceType type, LegacyPolicy policy = {}) {
    const auto order = SystemResources(registry, key, policy).order_of(bus, type);
    EXPECT_TRUE(order);
    return order ? std::vector<AddressRange>(order->windows().begin(), order->windows().end())
                 : std::vector<AddressRange>{};
  }
};

constexpr AddressRange kEverything{0, ~std::uint64_t{0}};

TEST(SystemResources, OrdersByTheListOfTheBus) {
  Control control;
  const auto windows = control.windows(InterfaceType::pci_bus, ResourceType::port);
  ASSERT_EQ(windows.size(), 3U);
  EXPECT_EQ(windows[0], (AddressRange{0xFC00, 0xFCFF}));
  EXPECT_EQ(windows[1], (AddressRange{0xF800, 0xF8FF}));
  EXPECT_EQ(windows[2], kEverything);
}

TEST(SystemResources, FollowsANameOnceAndCutsOutWhatIsReserved) {
  Control control;
  const auto ports_of = control.windows(InterfaceType::isa, ResourceType::port);
  ASSERT_GE(ports_of.size(), 3U);
  EXPECT_EQ(ports_of[0], (AddressRange{0x500, 0xFFFF}));
  EXPECT_EQ(ports_of[1], (AddressRange{0x100, 0x3FF}));
  for (const AddressRange& each : ports_of) EXPECT_FALSE(each.first <= 0xFF);
  const auto lines = control.windows(InterfaceType::isa, ResourceType::interrupt);
  EXPECT_EQ(lines.front(), (AddressRange{9, 9}));
  for (const AddressRange& each : lines) EXPECT_FALSE(each.first <= 3 && each.last >= 3);
  EXPECT_EQ(control.windows(InterfaceType::micro_channel, ResourceType::port).front(), kEverything);
}

TEST(SystemResources, ReservesForOtherBusesWhereThePolicySaysSo) {
  Control control;
  EXPECT_EQ(control.windows(InterfaceType::pci_bus, ResourceType::interrupt).size(), 1U);
  const auto all =
      control.windows(InterfaceType::pci_bus, ResourceType::interrupt, {.reserved = LegacyPolicy::Reserved::every_bus});
  for (const AddressRange& each : all) EXPECT_FALSE(each.first <= 3 && each.last >= 3);
}

TEST(SystemResources, SaysNothingWhereKeysAreMissing) {
  EXPECT_EQ(SystemResources().order_of(InterfaceType::isa, ResourceType::port)->windows().size(), 1U);
  Control control;
  EXPECT_EQ(control.windows(InterfaceType::vme_bus, ResourceType::port).front(), kEverything);
  control.set(R"(SystemResources\ReservedResources)", "Isa", 8, bytes_of_hex("0100000001"));
  EXPECT_FALSE(SystemResources(control.registry, control.key).order_of(InterfaceType::isa, ResourceType::port));
}

}  // namespace
}  // namespace resmap::pnp
