// SPDX-License-Identifier: MIT
// The order of a real NT 4 machine: RESMAP_CORPUS/reg/nt4-server/export.reg. Skipped without the folder.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "resmap/pnp/legacy/legacy_test_support.h"
#include "resmap/pnp/legacy/system_resources.h"
#include "resmap/registry/reg_text.h"

namespace resmap::pnp {
namespace {

class Nt4Order : public testing::Test {
 protected:
  void SetUp() override {
    const char* corpus = std::getenv("RESMAP_CORPUS");
    if (corpus == nullptr) GTEST_SKIP() << "RESMAP_CORPUS is not set";
    std::ifstream in(std::string(corpus) + "/reg/nt4-server/export.reg", std::ios::binary);
    if (!in) GTEST_SKIP() << "the corpus has no reg/nt4-server/export.reg";
    const ByteRow file{std::istreambuf_iterator<char>(in), {}};
    auto text = registry::read_reg_text(file);
    ASSERT_TRUE(text);
    registry_ = std::move(text->registry);
    const auto control = registry_.find(R"(HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control)");
    ASSERT_TRUE(control);
    order_ = SystemResources(registry_, *control);
  }

  // What one requirement gets on a machine where nobody holds anything.
  std::string place_of(const lists::IoDescriptor& wanted, lists::InterfaceType bus) {
    claims::ResourceMap map;
    LegacyDoors doors;
    doors.map = &map;
    doors.order = &order_;
    const ByteRow list = requirements_of({{wanted}}, bus);
    const auto outcome = io_assign_resources(doors, {.registry_path = {},
                                                     .class_name = {},
                                                     .driver = "Drv",
                                                     .device = R"(\Device\Drv0)",
                                                     .device_id = 0,
                                                     .requested = Bytes(list)});
    return outcome && outcome->granted ? words_of(outcome->allocated).at(0) : "refused";
  }

  registry::Registry registry_;
  SystemResources order_;
};

TEST_F(Nt4Order, PutsPciPortsAboveTheAliasesOfIsaCards) {
  EXPECT_EQ(place_of(ports(0x20, 0x20, 0, 0xFFFF), lists::InterfaceType::pci_bus), "port:fce0+20");
  EXPECT_EQ(place_of(ports(0x200, 0x200, 0, 0xFFFF), lists::InterfaceType::pci_bus), "port:f800+200");
  EXPECT_EQ(place_of(ports(0x20, 0x20, 0x1000, 0x10FF), lists::InterfaceType::pci_bus), "port:10e0+20");
}

TEST_F(Nt4Order, PutsIsaCardsWhereTheyUsuallyAre) {
  EXPECT_EQ(place_of(ports(8, 8, 0x100, 0x3FF), lists::InterfaceType::isa), "port:178+8");  // 140-17F comes first
  EXPECT_EQ(place_of(ports(8, 8, 0x3F8, 0x3FF), lists::InterfaceType::isa), "port:3f8+8");
  EXPECT_EQ(place_of(line(3, 15), lists::InterfaceType::isa), "irq:15");
  EXPECT_EQ(place_of(line(3, 3), lists::InterfaceType::isa), "irq:3");  // reserved, but nothing else was asked
  EXPECT_EQ(place_of(line(3, 15), lists::InterfaceType::eisa), "irq:15");
}

}  // namespace
}  // namespace resmap::pnp
