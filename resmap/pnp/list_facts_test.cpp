// SPDX-License-Identifier: MIT
#include "resmap/pnp/list_facts.h"

#include <gtest/gtest.h>

#include "resmap/lists/cm_list.h"
#include "resmap/pnp/machine_test_support.h"

namespace resmap::pnp {
namespace {

using lists::LogConfType;
using lists::ResourceType;
using lists::ShareDisposition;
using snapshot::Known;
using testing_support::claim_of;
using testing_support::Draft;
using testing_support::range_of;
using testing_support::type_of;
using testing_support::Words;

// The facts of a device that wants this.
RequirementFacts facts_of(std::initializer_list<Words> configurations) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.wants(device, configurations);
  return RequirementFacts(draft[device]);
}

Known fixed(const RequirementFacts& facts, std::string_view place) {
  return facts.fixed(type_of(place), range_of(place));
}
std::optional<ShareDisposition> share(const RequirementFacts& facts, std::string_view place) {
  return facts.share(type_of(place), range_of(place));
}
std::optional<std::uint32_t> bar(const RequirementFacts& facts, std::string_view place) {
  return facts.bar(type_of(place), range_of(place));
}

TEST(RequirementFacts, WithoutRequirementsTheBootConfigurationIsTheOnlyPlace) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  const RequirementFacts facts(draft[device]);
  EXPECT_FALSE(facts.known());
  EXPECT_FALSE(facts.wants_anything());
  EXPECT_EQ(fixed(facts, "port:0x3f8+8"), Known::yes);
  EXPECT_EQ(share(facts, "port:0x3f8+8"), std::nullopt);
  EXPECT_EQ(bar(facts, "port:0x3f8+8"), std::nullopt);
}

TEST(RequirementFacts, AListThatCannotBeReadIsAsGoodAsNone) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft[device].configurations.push_back({LogConfType::basic, 10, std::vector<std::uint8_t>(31, 0xFF), 0});
  EXPECT_FALSE(RequirementFacts(draft[device]).known());
}

TEST(RequirementFacts, OverrideCountsBeforeBasicAndFilteredLast) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.wants(device, {{"port:0x300+8"}}, LogConfType::filtered);
  EXPECT_EQ(fixed(RequirementFacts(draft[device]), "port:0x300+8"), Known::yes);
  draft.wants(device, {{"port:0x310+8"}}, LogConfType::basic);
  EXPECT_EQ(fixed(RequirementFacts(draft[device]), "port:0x310+8"), Known::yes);
  EXPECT_EQ(fixed(RequirementFacts(draft[device]), "port:0x300+8"), Known::no);
  draft.wants(device, {{"port:0x320+8"}}, LogConfType::override_);
  EXPECT_EQ(fixed(RequirementFacts(draft[device]), "port:0x320+8"), Known::yes);
}

TEST(RequirementFacts, FixedMeansThatEveryConfigurationHasThisPlaceAndNoOther) {
  EXPECT_EQ(fixed(facts_of({{"port:0x3f8-0x3ff"}}), "port:0x3f8-0x3ff"), Known::yes);
  EXPECT_EQ(fixed(facts_of({{"port:8/0x3f8-0x400"}}), "port:0x3f8-0x3ff"), Known::no) << "one port of play";
  EXPECT_EQ(fixed(facts_of({{"port:0x3f8-0x3ff|port:0x2f8-0x2ff"}}), "port:0x3f8-0x3ff"), Known::no);
  EXPECT_EQ(fixed(facts_of({{"port:0x3f8-0x3ff|port:0x3f8-0x3ff"}}), "port:0x3f8-0x3ff"), Known::yes);
  EXPECT_EQ(fixed(facts_of({{"port:0x3f8-0x3ff"}, {"port:0x3f8-0x3ff", "irq:4"}}), "port:0x3f8-0x3ff"), Known::yes);
  EXPECT_EQ(fixed(facts_of({{"port:0x3f8-0x3ff"}, {"port:0x2f8-0x2ff"}}), "port:0x3f8-0x3ff"), Known::no)
      << "the second configuration does without it";
}

TEST(RequirementFacts, FixedLooksAtTypeAndWholeRange) {
  const RequirementFacts facts = facts_of({{"port:0x3f8-0x3ff", "irq:4", "dma:2", "bus:16/0-15", "mem:0xa0000+128K"}});
  EXPECT_EQ(fixed(facts, "mem:0x3f8-0x3ff"), Known::no);
  EXPECT_EQ(fixed(facts, "port:0x3f8-0x3fe"), Known::no);
  EXPECT_EQ(fixed(facts, "irq:4"), Known::yes);
  EXPECT_EQ(fixed(facts, "irq:5"), Known::no);
  EXPECT_EQ(fixed(facts, "dma:2"), Known::yes);
  EXPECT_EQ(fixed(facts, "bus:0-15"), Known::yes);
  EXPECT_EQ(fixed(facts, "mem:0xa0000+128K"), Known::yes);
}

TEST(RequirementFacts, ALengthTooLongFor32BitsIsMemoryAsWell) {
  const RequirementFacts facts = facts_of({{"mem:0x1000000000+8G,shared"}});
  EXPECT_EQ(fixed(facts, "mem:0x1000000000+8G"), Known::yes);
  EXPECT_EQ(share(facts, "mem:0x1000000000+8G"), ShareDisposition::shared);
}

TEST(RequirementFacts, AChannelOfAVersion3ControllerIsAPlaceLikeAnyOther) {
  const RequirementFacts facts = facts_of({{"dma:5,v3,line=17"}});
  EXPECT_EQ(fixed(facts, "dma:5"), Known::yes);
  EXPECT_EQ(fixed(facts, "dma:17"), Known::no);
}

TEST(RequirementFacts, TheShareIsThatOfTheFirstRequirementThatAdmitsThePlace) {
  const RequirementFacts facts = facts_of({{"port:8/0x200-0x2ff", "port:8/0x0-0xffff,shared", "irq:3|4,shared"}});
  EXPECT_EQ(share(facts, "port:0x2f8+8"), ShareDisposition::device_exclusive);
  EXPECT_EQ(share(facts, "port:0x3f8+8"), ShareDisposition::shared);
  EXPECT_EQ(share(facts, "irq:4"), ShareDisposition::shared);
  EXPECT_EQ(share(facts, "irq:5"), std::nullopt);
  EXPECT_EQ(share(facts, "port:0x3f8+4"), std::nullopt) << "another length is another thing";
}

// Source: pnp-and-arbiters.md 1.8: {1, BAR, 0} follows the requirement that it belongs to.
TEST(RequirementFacts, ATagNamesTheBarOfTheRequirementBeforeIt) {
  const RequirementFacts facts =
      facts_of({{"mem:0xf0000000+1M,preferred|mem:1M/0x0-0xffffffff", "private:1/0/0",
                 "port:0xe000+32,preferred|port:32/0x0-0xffff", "private:1/2/0", "irq:any"}});
  EXPECT_EQ(bar(facts, "mem:0xf0000000+1M"), 0U);
  EXPECT_EQ(bar(facts, "port:0xe000+32"), 2U);
  EXPECT_EQ(bar(facts, "port:0xd000+32"), std::nullopt) << "the requirement admits it but does not prefer it";
  EXPECT_EQ(bar(facts, "irq:9"), std::nullopt);
}

TEST(RequirementFacts, WhatIsNoTagOfPciNamesNoBar) {
  EXPECT_EQ(bar(facts_of({{"port:0xe000+32", "private:2/0/0"}}), "port:0xe000+32"), std::nullopt);
  EXPECT_EQ(bar(facts_of({{"port:0xe000+32", "private:1/10/0"}}), "port:0xe000+32"), std::nullopt);
  EXPECT_EQ(bar(facts_of({{"port:0xe000+32", "private:1/9/0"}}), "port:0xe000+32"), 9U);
  EXPECT_EQ(bar(facts_of({{"private:1/0/0", "port:0xe000+32"}}), "port:0xe000+32"), std::nullopt)
      << "nothing stands before it";
}

TEST(RequirementFacts, ALengthOf0AndMessagesAndTagsAskForNothing) {
  EXPECT_FALSE(facts_of({{"mem:0@1M/0x0-0xffffffff", "private:1/7/0"}}).wants_anything()) << "a closed window";
  EXPECT_FALSE(facts_of({{"msg:4"}}).wants_anything());
  EXPECT_FALSE(facts_of({{"null:0/0/0"}}).wants_anything());
  EXPECT_FALSE(facts_of({{}}).wants_anything());
  EXPECT_TRUE(facts_of({{"mem:0@1M/0x0-0xffffffff|mem:1M"}}).wants_anything()) << "one alternative does";
  EXPECT_TRUE(facts_of({{}, {"irq:any"}}).wants_anything()) << "one configuration does";
}

TEST(RequirementFacts, AnAlternativeThatNothingCanMeetLeavesItsSiblings) {
  Draft draft;
  const DeviceIndex device = draft.add("a");
  draft.wants(device, {{"port:8/0x100-0x1ff|port:0x3f8-0x3ff"}});
  std::vector<std::uint8_t>& bytes = draft[device].configurations[0].bytes;
  store_le<std::uint64_t>(bytes.data() + 40 + 16, 0x200);  // the minimum of the first is now above its maximum
  EXPECT_EQ(fixed(RequirementFacts(draft[device]), "port:0x3f8-0x3ff"), Known::yes);
}

std::vector<bool> windows_in(Words words) {
  std::vector<lists::CmDescriptor> owned;
  for (const std::string_view word : words) owned.push_back(claim_of(word));
  std::vector<lists::CmDescriptorView> views;
  for (const lists::CmDescriptor& descriptor : owned) views.push_back(descriptor.view());
  return host_windows(views);
}

using Flags = std::vector<bool>;

// Source: pnp-and-arbiters.md 1.8: DevicePrivate of flags 0x6000 with the window's type and base.
TEST(HostWindows, AWindowIsFollowedByATagThatRepeatsItsTypeAndStart) {
  EXPECT_EQ(windows_in({"port:0xd00-0xffff", "private:1/0xd00/0,flags=0x6000"}), (Flags{true, false}));
  EXPECT_EQ(windows_in({"mem:0xc0000000+256M", "private:3/0xc0000000/0,flags=0x6000"}), (Flags{true, false}));
  EXPECT_EQ(windows_in({"mem:0x800000000+8G", "private:3/0/0,flags=0x6000"}), (Flags{true, false}))
      << "a large one counts as memory, and the tag has the low half of its start";
}

TEST(HostWindows, OtherPrivateDescriptorsBetweenDoNotMatter) {
  EXPECT_EQ(windows_in({"private:0/0/0,flags=1", "mem:0xc0000000+256M", "private:9/9/9,flags=1",
                        "private:3/0xc0000000/0,flags=0x6000"}),
            (Flags{false, true, false, false}));
}

TEST(HostWindows, ATagThatDiffersMakesNoWindow) {
  EXPECT_EQ(windows_in({"port:0xd00-0xffff"}), (Flags{false}));
  EXPECT_EQ(windows_in({"port:0xd00-0xffff", "private:1/0xd00/0,flags=0x4000"}), (Flags{false, false}));
  EXPECT_EQ(windows_in({"port:0xd00-0xffff", "private:3/0xd00/0,flags=0x6000"}), (Flags{false, false}));
  EXPECT_EQ(windows_in({"port:0xd00-0xffff", "private:1/0xd01/0,flags=0x6000"}), (Flags{false, false}));
  EXPECT_EQ(windows_in({"private:1/0xd00/0,flags=0x6000", "port:0xd00-0xffff"}), (Flags{false, false}));
  EXPECT_EQ(windows_in({"port:0xd00-0xffff", "irq:9", "private:1/0xd00/0,flags=0x6000"}), (Flags{false, false, false}))
      << "the tag belongs to what stands right before it";
}

TEST(HostWindows, EachWindowNeedsATagOfItsOwn) {
  EXPECT_EQ(windows_in({"port:0x0-0xcf7", "private:1/0/0,flags=0x6000", "port:0xd00-0xffff", "mem:0xa0000+128K",
                        "private:3/0xa0000/0,flags=0x6000"}),
            (Flags{true, false, false, true, false}));
  EXPECT_TRUE(windows_in({}).empty());
}

}  // namespace
}  // namespace resmap::pnp
