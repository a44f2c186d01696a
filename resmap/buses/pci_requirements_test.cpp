// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_requirements.h"

#include <gtest/gtest.h>

#include "resmap/base/text_writer.h"
#include "resmap/buses/list_lines_test_support.h"
#include "resmap/buses/pci_boot.h"
#include "resmap/buses/pci_space_test_support.h"
#include "resmap/lists/print.h"
#include "resmap/lists/validate.h"
#include "tests/support/failing_memory.h"
#include "tests/support/golden.h"

namespace resmap::buses {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

std::vector<Lines> lists_of(const std::string& line, const BusPolicy& policy = {}) {
  const DescribedFunction each = described(line);
  return configurations(pci_requirements(each.function(), each.driver, policy));
}

TEST(PciRequirements, EachShapeIsAsItsGoldenListSays) {
  TextWriter out;
  for (const DescribedFunction& each : described_functions("synthetic.functions")) {
    out.text(each.text).text("\n");
    auto requirements = pci_requirements(each.function(), each.driver);
    if (!requirements) {
      EXPECT_EQ(requirements.error().code, ErrorCode::not_found) << each.text;
      out.text("asks for nothing\n");
    } else {
      const Bytes bytes = *requirements->finish();
      EXPECT_EQ(lists::validate_io(bytes, nullptr).errors, 0U) << each.text;
      EXPECT_TRUE(lists::print_io(out, bytes));
    }
    auto boot = pci_boot_configuration(each.function());
    if (boot) {
      EXPECT_TRUE(lists::print_cm(out, *boot->finish(), lists::CmForm::resource_list, lists::CmLayout::x64,
                                  lists::CmSide::raw));
    }
    out.text("\n");
  }
  std::string why;
  EXPECT_TRUE(resmap::testing_support::matches_golden("pci/synthetic.txt", std::string(*out.finish()), why)) << why;
}

TEST(PciRequirements, ABarWithAPlacePrefersItAndOneWithoutHasOneChoice) {
  EXPECT_EQ(lists_of("00:02.0 1234:0001 mem bar0=mem:fea00000/1000 bar1=io:c000/20"),
            (std::vector<Lines>{{"1:1:80 mem 1000/1 fea00000-fea00fff", "8:1:80 mem 1000/1000 0-ffffffff", "tag 1 0",
                                 "1:1:131 io 20/20 0-ffffffff", "tag 1 1"}}));
  const BusPolicy preferred{.undecoded_address = BusPolicy::UndecodedAddress::preferred};
  EXPECT_EQ(lists_of("00:02.0 1234:0001 bar1=io16:c000/20", preferred),
            (std::vector<Lines>{{"1:1:131 io 20/1 c000-c01f", "8:1:131 io 20/20 0-ffff", "tag 1 1"}}));
}

TEST(PciRequirements, MessagesComeInPowersOfTwoOrAlone) {
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msi=16 pin=1 driver=msi limit=9"),
            (std::vector<Lines>{{"1:1:3 messages 8", "8:1:3 messages 1", "8:3:0 irq 0-4294967295"}}));
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msi=1 driver=msi"), (std::vector<Lines>{{"1:1:3 messages 1"}}))
      << "no pin, no line to fall back on";
}

TEST(PciRequirements, MsiXTakesAllOrTheNextConfiguration) {
  EXPECT_EQ(
      lists_of("00:02.0 1234:0001 msi=1 msix=2 pin=1 driver=msi"),
      (std::vector<Lines>{{"0:1:7 messages 1", "0:1:7 messages 1"}, {"1:1:3 messages 1", "8:3:0 irq 0-4294967295"}}));
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msix=2 pin=1 driver=msi"),
            (std::vector<Lines>{{"0:1:7 messages 1", "0:1:7 messages 1"}, {"0:3:0 irq 0-4294967295"}}));
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msix=2 driver=msi").size(), 1U);
  const BusPolicy without{.no_fallback = BusPolicy::NoFallback::without};
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msix=2 driver=msi", without).size(), 2U);
}

TEST(PciRequirements, TheHeaderSaysWhereAndEachFurtherConfigurationLeaves32BytesUnused) {
  const DescribedFunction one = described("13:1f.5 1234:0001 msi=1 pin=1 driver=msi"),
                          two = described("13:1f.5 1234:0001 msix=2 pin=1 driver=msi");
  auto short_list = pci_requirements(one.function(), one.driver),
       long_list = pci_requirements(two.function(), two.driver);
  const auto view = lists::IoRequirementsListView::over(*short_list->finish());
  EXPECT_EQ(view->header().interface_type, lists::InterfaceType::pci_bus);
  EXPECT_EQ(view->header().bus_number, 0x13U);
  EXPECT_EQ(view->header().slot_number, 0xBFU) << "function 5 above device 31";
  EXPECT_TRUE(view->slack().empty() && view->beyond().empty());
  const auto unused = lists::IoRequirementsListView::over(*long_list->finish());
  EXPECT_EQ(unused->slack().size(), 32U);
  EXPECT_TRUE(unused->beyond().empty());
}

TEST(PciRequirements, AThousandMessagesAreEnoughForWindows7) {
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msix=2048 pin=1 driver=msi")[0].size(), 2048U);
  const BusPolicy seven{.pci_lists = BusPolicy::PciLists::windows_7};
  EXPECT_EQ(lists_of("00:02.0 1234:0001 msix=2048 pin=1 driver=msi", seven)[0].size(), 910U);
}

TEST(PciRequirements, ThePackagesAffinityTravelsWithItsMessages) {
  const PciFunction function = described("00:02.0 1234:0001 msi=1").function();
  const PciDriver driver{.message_signaled = true,
                         .affinity = lists::IrqDevicePolicy::specified_processors,
                         .priority = lists::IrqPriority::high,
                         .processors = 0x1'0000'0003};
  auto list = pci_requirements(function, driver);
  const auto view = lists::IoRequirementsListView::over(*list->finish());
  const lists::IoDescriptorView message = (*view->begin())[0];
  EXPECT_EQ(message.flags(), 7);
  EXPECT_EQ(message.affinity_policy(), 4);
  EXPECT_EQ(message.priority_policy(), 3U);
  EXPECT_EQ(message.targeted_processors(), 0x1'0000'0003U);
}

TEST(PciRequirements, Windows7OffersAGranuleAndRequiresWhatIsClosed) {
  const std::string bridge = "00:01.0 1234:0010 mem memory=c0000000-c01fffff prefetch=closed ports=closed";
  EXPECT_EQ(lists_of(bridge),
            (std::vector<Lines>{{"1:1:40 mem 200000/1 c0000000-c01fffff", "8:1:40 mem 0/100000 0-ffffffff", "tag 1 7",
                                 "1:1:44 mem 0/100000 0-ffffffff", "tag 1 8", "1:1:a1 io 0/1000 0-ffff", "tag 1 9"}}));
  EXPECT_EQ(
      lists_of(bridge, {.pci_lists = BusPolicy::PciLists::windows_7}),
      (std::vector<Lines>{{"1:1:40 mem 200000/1 c0000000-c01fffff", "8:1:40 mem 100000/100000 0-ffffffff", "tag 1 7",
                           "0:1:44 mem 0/100000 0-ffffffff", "tag 1 8", "0:1:a1 io 0/1000 0-ffff", "tag 1 9"}}));
}

TEST(PciRequirements, AWindowThatWasNeverWrittenIsClosed) {
  DescribedFunction zero = described("00:01.0 1234:0010 io mem memory=closed ports=closed");
  zero.space.set_16(0x1C, 0).set_32(0x20, 0);
  EXPECT_EQ(configurations(pci_requirements(zero.function()))[0][0], "1:1:40 mem 0/100000 0-ffffffff");
}

// A function with one BAR of 256 MiB (n = 8) that offers 64 MiB to 1 GiB (n = 6 to 10).
DescribedFunction resizable() {
  DescribedFunction made = described("00:02.0 1234:0001 mem bar0=pref64:800000000/10000000");
  const std::size_t at = made.space.extended(0x15, 12);
  made.space.set_32(at + 4, 0x7C0U << 4).set_32(at + 8, 1U << 5 | 8U << 8);
  return made;
}

TEST(PciRequirements, SizesAreConfigurationsLargestFirstWhenAskedFor) {
  const PciFunction function = resizable().function();
  const Lines present{"1:1:84 mem 10000000/1 800000000-80fffffff", "8:1:84 mem 10000000/10000000 0-ffffffffffffffff",
                      "tag 1 0"};
  EXPECT_EQ(configurations(pci_requirements(function)), std::vector<Lines>{present});
  const BusPolicy sizes{.resizable_bars = BusPolicy::ResizableBars::configurations};
  EXPECT_EQ(configurations(pci_requirements(function, {}, sizes)),
            (std::vector<Lines>{{"1:1:84 mem 40000000/40000000 0-ffffffffffffffff", "tag 1 0"},
                                {"1:1:84 mem 20000000/20000000 0-ffffffffffffffff", "tag 1 0"},
                                present}));
}

TEST(PciRequirements, TooManySizesAreALimitAndNotAList) {
  DescribedFunction made = described("00:02.0 1234:0001 bar0=pref64:0/100000 bar2=pref64:0/100000");
  const std::size_t at = made.space.extended(0x15, 20);
  made.space.set_32(at + 4, 0xFFFF'FFF0).set_32(at + 8, 2U << 5);
  made.space.set_32(at + 12, 0xFFFF'FFF0).set_32(at + 16, 2);
  const BusPolicy sizes{.resizable_bars = BusPolicy::ResizableBars::configurations};
  EXPECT_EQ(pci_requirements(made.function(), {}, sizes).error(),
            (Error{.code = ErrorCode::limit_exceeded, .value = 28U * 28U}));
}

TEST(PciRequirements, VirtualFunctionsLieEndToEndWhenAskedFor) {
  DescribedFunction made = described("00:02.0 1234:0001 mem bar0=mem:fea00000/1000");
  const std::size_t at = made.space.extended(0x10, 0x40);
  made.space.set_16(at + 0x08, 9).set_16(at + 0x0E, 6).bar(at + 0x24, 12, 0x9'0000'0000, 0x4000, ~std::uint64_t{0});
  const PciFunction function = made.function();
  EXPECT_EQ(configurations(pci_requirements(function))[0].size(), 3U);
  const BusPolicy listed{.virtual_function_bars = BusPolicy::VirtualFunctionBars::listed};
  EXPECT_EQ(configurations(pci_requirements(function, {}, listed)),
            (std::vector<Lines>{{"1:1:80 mem 1000/1 fea00000-fea00fff", "8:1:80 mem 1000/1000 0-ffffffff", "tag 1 0",
                                 "1:1:84 mem 18000/1 900000000-900017fff", "8:1:84 mem 18000/4000 0-ffffffffffffffff",
                                 "tag 1 10"}}));
}

TEST(PciRequirements, ARangeThatEnhancedAllocationFixesHasOnePlace) {
  DescribedFunction made = described("00:02.0 1234:0001 mem bar1=mem:fea00000/1000");
  const std::size_t at = made.space.capability(0x14, 16);
  made.space.set(at + 2, 1, 1).set_32(at + 4, 0x8000'0002).set_32(at + 8, 0xFE00'0000).set_32(at + 12, 0x2FFC);
  EXPECT_EQ(configurations(pci_requirements(made.function()))[0],
            (Lines{"0:1:80 mem 3000/1 fe000000-fe002fff", "tag 1 0", "1:1:80 mem 1000/1 fea00000-fea00fff",
                   "8:1:80 mem 1000/1000 0-ffffffff", "tag 1 1"}));
}

TEST(PciRequirements, CapabilitiesThatWereNotReadAreMissedOnlyByWhoWantsMessages) {
  DescribedFunction made = described("00:02.0 1234:0001 mem bar0=mem:fea00000/1000 msi=1 pin=1");
  const std::vector<std::uint8_t> ones = made.space.ones();
  const PciConfigView cut = *PciConfigView::over(made.space.view().bytes().first(64));
  const PciFunction function = *PciFunction::read(made.at, cut, ones);
  EXPECT_TRUE(pci_requirements(function));
  EXPECT_EQ(pci_requirements(function, {.message_signaled = true}).error().code, ErrorCode::truncated);
}

TEST(PciRequirements, AFunctionThatAsksForNothingHasNoList) {
  EXPECT_EQ(pci_requirements(described("00:00.0 8086:7190").function()).error().code, ErrorCode::not_found);
}

TEST(PciRequirements, EveryFailureOfMemoryIsAnErrorAndLeaksNothing) {
  const DescribedFunction each = described("00:02.0 1234:0001 bar0=mem:0/1000 msi=1 msix=5 pin=1 driver=msi");
  const PciFunction function = each.function();
  for (std::size_t n = 0;; ++n) {
    resmap::testing_support::FailingMemory memory(n);
    {
      const auto list = pci_requirements(function, each.driver, {}, memory.source());
      EXPECT_EQ(list.has_value(), !memory.failed());
      EXPECT_TRUE(list || list.error().code == ErrorCode::out_of_memory);
    }
    EXPECT_EQ(memory.bytes_out(), 0U);
    if (!memory.failed()) break;
  }
}

}  // namespace
}  // namespace resmap::buses
