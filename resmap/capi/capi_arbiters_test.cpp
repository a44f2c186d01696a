// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "resmap/capi/resmap_arbiters.h"
#include "tests/support/failing_memory.h"

namespace resmap {
namespace {

using testing_support::FailingMemory;

constexpr resmap_range kWindow{0xFE00'0000, 0xFE0F'FFFF};

resmap_io_descriptor memory_of(std::uint64_t size, resmap_range within = {0, 0xFFFF'FFFF}) {
  resmap_io_descriptor made{};
  EXPECT_EQ(resmap_io_address(RESMAP_TYPE_MEMORY, size, size, within, RESMAP_SHARE_DEVICE_EXCLUSIVE, 0, &made),
            RESMAP_OK);
  return made;
}

resmap_request request(std::uint64_t device, const resmap_io_descriptor& descriptor) {
  return {device, &descriptor, 1, nullptr, 0, 0, {}};
}

class CapiArbiters : public testing::Test {
 protected:
  CapiArbiters() {
    EXPECT_EQ(resmap_arbiter_create(RESMAP_TYPE_MEMORY, nullptr, &arbiter_), RESMAP_OK);
    EXPECT_EQ(resmap_arbiter_add_window(arbiter_, kWindow, RESMAP_WINDOW_ANY), RESMAP_OK);
  }
  ~CapiArbiters() override { resmap_arbiter_destroy(arbiter_); }
  CapiArbiters(const CapiArbiters&) = delete;
  CapiArbiters& operator=(const CapiArbiters&) = delete;

  std::size_t given() {
    resmap_ranges* list = nullptr;
    EXPECT_EQ(resmap_arbiter_committed(arbiter_, &list), RESMAP_OK);
    const std::size_t count = resmap_ranges_count(list);
    resmap_ranges_destroy(list);
    return count;
  }

  resmap_arbiter* arbiter_ = nullptr;
};

TEST_F(CapiArbiters, ATestFindsTheHighestPlacesAndACommitKeepsThem) {
  const resmap_io_descriptor large = memory_of(0x80000), small = memory_of(0x1000);
  resmap_request requests[] = {request(1, small), request(2, large)};
  ASSERT_EQ(resmap_arbiter_test(arbiter_, requests, 2, nullptr, nullptr), RESMAP_OK);
  EXPECT_EQ(requests[0].has_place, 1);
  EXPECT_EQ(requests[1].place.last - requests[1].place.first, 0x7FFFFU);
  EXPECT_EQ(given(), 0U);
  ASSERT_EQ(resmap_arbiter_commit(arbiter_), RESMAP_OK);
  EXPECT_EQ(given(), 2U);
  EXPECT_EQ(resmap_arbiter_commit(arbiter_), RESMAP_INVALID_ARGUMENT) << "nothing was tested";
  std::size_t count = 0;
  ASSERT_EQ(resmap_arbiter_release(arbiter_, 2, &count), RESMAP_OK);
  EXPECT_EQ(count, 1U);
}

TEST_F(CapiArbiters, ARefusalNamesTheRequestAndNothingIsTaken) {
  const resmap_io_descriptor half = memory_of(0x80000);
  resmap_request requests[] = {request(1, half), request(2, half), request(3, half)};
  resmap_failure failure{};
  std::uint64_t steps = 1000;
  ASSERT_EQ(resmap_arbiter_test(arbiter_, requests, 3, &steps, &failure), RESMAP_CONFLICT);
  EXPECT_EQ(failure.rule, 2112) << "each finds room, all together do not";
  EXPECT_LT(steps, 1000U);
  EXPECT_EQ(given(), 0U);
  steps = 0;
  EXPECT_EQ(resmap_arbiter_test(arbiter_, requests, 2, &steps, &failure), RESMAP_LIMIT_EXCEEDED) << "undecided";
}

TEST_F(CapiArbiters, ARollbackDropsWhatWasTested) {
  const resmap_io_descriptor wanted = memory_of(0x1000);
  resmap_request one = request(1, wanted);
  ASSERT_EQ(resmap_arbiter_test(arbiter_, &one, 1, nullptr, nullptr), RESMAP_OK);
  EXPECT_EQ(resmap_arbiter_test(arbiter_, &one, 1, nullptr, nullptr), RESMAP_INVALID_ARGUMENT);
  resmap_arbiter_rollback(arbiter_);
  EXPECT_EQ(given(), 0U);
  EXPECT_EQ(resmap_arbiter_test(arbiter_, &one, 1, nullptr, nullptr), RESMAP_OK);
}

TEST_F(CapiArbiters, EveryBlockerOfARequestIsNamed) {
  const resmap_io_descriptor a = memory_of(0x1000, {0xFE000000, 0xFE000FFF}),
                             b = memory_of(0x1000, {0xFE001000, 0xFE001FFF}),
                             both = memory_of(0x2000, {0xFE000000, 0xFE001FFF});
  resmap_request boot[] = {request(1, a), request(2, b)};
  std::size_t reserved = 0;
  ASSERT_EQ(resmap_arbiter_boot(arbiter_, boot, 2, &reserved), RESMAP_OK);
  EXPECT_EQ(reserved, 2U);
  const resmap_request wanted = request(3, both);
  std::string blockers;
  const auto visit = [](void* context, std::uint64_t device, resmap_range) {
    *static_cast<std::string*>(context) += std::to_string(device);
  };
  ASSERT_EQ(resmap_arbiter_query_conflict(arbiter_, &wanted, visit, &blockers), RESMAP_OK);
  EXPECT_EQ(blockers, "12");
}

TEST_F(CapiArbiters, WindowsAddUpAndBlockedRangesAreNobodys) {
  ASSERT_EQ(resmap_arbiter_add_window(arbiter_, {0xD0000000, 0xD0000FFF}, RESMAP_WINDOW_ANY), RESMAP_OK);
  ASSERT_EQ(resmap_arbiter_block(arbiter_, kWindow), RESMAP_OK);
  const resmap_io_descriptor wanted = memory_of(0x1000);
  resmap_request one = request(1, wanted);
  ASSERT_EQ(resmap_arbiter_test(arbiter_, &one, 1, nullptr, nullptr), RESMAP_OK);
  EXPECT_EQ(one.place.first, 0xD0000000U);
  EXPECT_EQ(resmap_arbiter_add_window(arbiter_, {2, 1}, RESMAP_WINDOW_ANY), RESMAP_INVALID_ARGUMENT);
}

TEST(CapiDescriptors, AlternativesOfEveryTypeAreTakenByTheirArbiter) {
  resmap_arbiter* lines = nullptr;
  ASSERT_EQ(resmap_arbiter_create(RESMAP_TYPE_INTERRUPT, nullptr, &lines), RESMAP_OK);
  resmap_io_descriptor group[2];
  resmap_io_messages(2, &group[0]);
  resmap_io_line(3, 7, RESMAP_SHARE_SHARED, 0, &group[1]);
  resmap_io_set_option(&group[1], RESMAP_OPTION_ALTERNATIVE);
  resmap_request one{1, group, 2, nullptr, 9, 0, {}};
  ASSERT_EQ(resmap_arbiter_test(lines, &one, 1, nullptr, nullptr), RESMAP_OK);
  EXPECT_EQ(one.selected, 0U);
  EXPECT_EQ(one.place.last, 0xFFFFFFFEU);
  resmap_arbiter_destroy(lines);

  resmap_arbiter* buses = nullptr;
  ASSERT_EQ(resmap_arbiter_create(RESMAP_TYPE_BUS_NUMBER, nullptr, &buses), RESMAP_OK);
  resmap_io_buses(4, 0, 255, &group[0]);
  one = {1, group, 1, nullptr, 0, 0, {}};
  ASSERT_EQ(resmap_arbiter_test(buses, &one, 1, nullptr, nullptr), RESMAP_OK);
  EXPECT_EQ(one.place.first, 252U);
  resmap_arbiter_rollback(buses);
  resmap_io_dma(0, 3, RESMAP_SHARE_DEVICE_EXCLUSIVE, &group[0]);
  resmap_failure failure{};
  EXPECT_EQ(resmap_arbiter_test(buses, &one, 1, nullptr, &failure), RESMAP_MALFORMED);
  EXPECT_EQ(failure.rule, 2101);
  resmap_arbiter_destroy(buses);

  EXPECT_EQ(resmap_arbiter_create(5, nullptr, &buses), RESMAP_INVALID_ARGUMENT);
  EXPECT_EQ(resmap_io_address(RESMAP_TYPE_DMA, 1, 1, {0, 1}, 1, 0, &group[0]), RESMAP_INVALID_ARGUMENT);
}

TEST(CapiDescriptors, DriverExclusiveRangesMeetWhereTheCallerSaysOneDriver) {
  const auto same = [](void*, std::uint64_t one, std::uint64_t other) { return static_cast<int>(one + other == 3); };
  const resmap_arbiter_options options{nullptr, 0, same, nullptr};
  resmap_arbiter* ports = nullptr;
  ASSERT_EQ(resmap_arbiter_create(RESMAP_TYPE_PORT, &options, &ports), RESMAP_OK);
  resmap_io_descriptor fixed{};
  ASSERT_EQ(resmap_io_address(RESMAP_TYPE_PORT, 8, 1, {0x3F8, 0x3FF}, RESMAP_SHARE_DRIVER_EXCLUSIVE, 0, &fixed),
            RESMAP_OK);
  for (const auto& [device, expected] : {std::pair{1, RESMAP_OK}, {2, RESMAP_OK}, {4, RESMAP_CONFLICT}}) {
    resmap_request one = request(static_cast<std::uint64_t>(device), fixed);
    EXPECT_EQ(resmap_arbiter_test(ports, &one, 1, nullptr, nullptr), expected) << device;
    if (expected == RESMAP_OK) {
      EXPECT_EQ(resmap_arbiter_commit(ports), RESMAP_OK);
    }
  }
  resmap_arbiter_destroy(ports);
}

TEST(CapiDescriptors, WithoutMemoryNothingIsTakenAndAllIsGivenBack) {
  for (std::size_t n = 0;; ++n) {
    FailingMemory memory(n);
    const MemorySource source = memory.source();
    const resmap_memory given{source.allocate, source.release, source.context};
    const resmap_arbiter_options options{&given, 0, nullptr, nullptr};
    resmap_arbiter* arbiter = nullptr;
    const resmap_io_descriptor wanted = memory_of(0x1000);
    resmap_request one = request(1, wanted);
    bool complete = resmap_arbiter_create(RESMAP_TYPE_MEMORY, &options, &arbiter) == RESMAP_OK;
    complete = complete && resmap_arbiter_add_window(arbiter, kWindow, RESMAP_WINDOW_ANY) == RESMAP_OK;
    complete = complete && resmap_arbiter_test(arbiter, &one, 1, nullptr, nullptr) == RESMAP_OK;
    complete = complete && resmap_arbiter_commit(arbiter) == RESMAP_OK;
    resmap_arbiter_destroy(arbiter);
    EXPECT_EQ(memory.bytes_out(), 0U);
    ASSERT_NE(complete, memory.failed());
    if (complete) break;
  }
}

}  // namespace
}  // namespace resmap
