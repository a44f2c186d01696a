// SPDX-License-Identifier: MIT
// Every prefix and every single-bit flip of every golden list, each right before a page that may not be read: the broken walker
// dies of it, ours does not.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <functional>

#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_walker.h"
#include "resmap/lists/io_walker.h"
#include "resmap/lists/print.h"
#include "resmap/lists/validate.h"
#include "tests/oracles/plain_walker.h"
#include "tests/support/golden.h"

namespace resmap {
namespace {

using testing_support::GoldenList;

// Bytes that end where the next page begins, which nobody may read.
class AtTheEdge {
 public:
  AtTheEdge() : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))), room_(4 * page_) {
    void* block = ::mmap(nullptr, room_ + page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) throw std::bad_alloc();
    start_ = static_cast<std::uint8_t*>(block);
    ::mprotect(start_ + room_, page_, PROT_NONE);
  }
  AtTheEdge(const AtTheEdge&) = delete;
  AtTheEdge& operator=(const AtTheEdge&) = delete;
  ~AtTheEdge() { ::munmap(start_, room_ + page_); }

  Bytes put(Bytes bytes) {
    std::uint8_t* at = start_ + room_ - bytes.size();
    std::memcpy(at, bytes.data(), bytes.size());
    return {at, bytes.size()};
  }
  [[nodiscard]] std::size_t room() const { return room_; }

 private:
  std::size_t page_, room_;
  std::uint8_t* start_;
};

using Look = std::function<void(Bytes, std::uint32_t registry_type)>;

std::size_t over_every_prefix_and_flip(const Look& look) {
  AtTheEdge edge;
  std::size_t looked = 0;
  for (const char* folder : {"lists", "malformed"}) {
    for (const GoldenList& list : testing_support::golden_lists(folder)) {
      if (list.bytes.size() > edge.room()) throw std::length_error(list.name);
      for (std::size_t length = 0; length <= list.bytes.size(); ++length, ++looked)
        look(edge.put(Bytes(list.bytes).first(length)), list.registry_type);
      std::vector<std::uint8_t> flipped = list.bytes;
      for (std::size_t bit = 0; bit < flipped.size() * 8; ++bit, ++looked) {
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        flipped[bit / 8] ^= mask;
        look(edge.put(flipped), list.registry_type);
        flipped[bit / 8] ^= mask;
      }
    }
  }
  return looked;
}

void ours(Bytes bytes, std::uint32_t registry_type) {
  TextWriter out;
  if (registry_type == 10) {
    static_cast<void>(lists::validate_io(bytes));
    static_cast<void>(lists::print_io(out, bytes));
    return;
  }
  const auto form = registry_type == 9 ? lists::CmForm::full_descriptor : lists::CmForm::resource_list;
  for (const auto layout : {lists::CmLayout::x86, lists::CmLayout::x64}) {
    static_cast<void>(lists::validate_cm(bytes, form, layout, lists::CmSide::raw));
    static_cast<void>(lists::print_cm(out, bytes, form, layout, lists::CmSide::translated));
  }
  static_cast<void>(lists::choose_layout(bytes, form));
}

void broken(Bytes bytes, std::uint32_t registry_type) {
  // The sum is looked at, so that no compiler leaves the reading out.
  if (registry_type == 8 && plain::broken_sum(bytes.data(), bytes.size()) == 0xFFFFFFFF) std::abort();
}

TEST(Canary, TheLibraryReadsNothingBehindItsBytes) { EXPECT_GT(over_every_prefix_and_flip(ours), 10000U); }

TEST(CanaryDeathTest, TheBrokenWalkerIsCaught) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(over_every_prefix_and_flip(broken), "");
}

}  // namespace
}  // namespace resmap
