// SPDX-License-Identifier: MIT
#include "tests/cases/arbiter_bench.h"

#include <algorithm>

#include "resmap/lists/resource_words.h"
#include "resmap/report/rule_words.h"

namespace resmap::cases {

namespace {

using arbiters::Arbiter;
using arbiters::WindowOrder;
using lists::ResourceType;

// AllocationOrder and ReservedResources as every observed machine has them. Source: pnp-and-arbiters.md 2.5.
const AddressRange kPciPortsFirst = {0x10000, 0xFFFFFFFF};
const std::vector<AddressRange> kPorts = {{0x500, 0xFFFF}, {0x140, 0x17F}, {0x200, 0x2FF}, {0x300, 0x36F},
                                          {0x378, 0x37A},  {0x2E8, 0x2FF}, {0x1F0, 0x1F8}, {0x3B0, 0x3CF},
                                          {0x3E8, 0x3FF},  {0x1CE, 0x1CF}, {0x100, 0x3FF}};
const std::vector<AddressRange> kLines = {
    {9, 9},          {8, 8},   {7, 7},   {11, 11}, {10, 10}, {2, 2},   {3, 3}, {5, 5},
    {4, 4},          {15, 15}, {13, 13}, {14, 14}, {6, 6},   {12, 12}, {1, 1}, {0xFFFF0000, 0xFFFFFFFE},
    {16, 0xFFFEFFFF}};
const std::vector<AddressRange> kMemory = {
    {0x100000, ~0ULL}, {0xF0000, 0xFFFFF}, {0x80000, 0xBFFFF}, {0x80000, 0xFFFFF}, {0x80000, 0xFFBFFFFF}};
const std::vector<AddressRange> kPciMemory = {{0x100000, ~0ULL}, {0x80000, 0xDFFFF}};
const std::vector<AddressRange> kChannels = {{6, 15}, {3, 4}, {0, 15}};
const std::vector<AddressRange> kReservedPorts = {
    {0x2F8, 0x2FF}, {0x3B0, 0x3BB}, {0x3BC, 0x3BE}, {0x3C0, 0x3DF}, {0x3F8, 0x3FF}};
const std::vector<AddressRange> kReservedMemory = {{0xA0000, 0xBFFFF}, {0xFFF00000, 0xFFFFFFFF}};

void follow(Arbiter& arbiter, const std::vector<AddressRange>& order, const std::vector<AddressRange>& reserved,
            const Line& line) {
  WindowOrder windows;
  for (const AddressRange range : order) hold(windows.add(range), line);
  for (const AddressRange range : reserved) hold(windows.reserve(range), line);
  hold(arbiter.set_order(std::move(windows)), line);
}

}  // namespace

void hold(const Result<void>& result, const Line& line) {
  if (!result) throw CaseFailure(line, report::error_sentence(result.error()));
}

ArbiterBench::ArbiterBench(const std::string& style, const arbiters::ArbiterPolicy& policy, const Line& line)
    : ports_(setup(style == "pci", policy)),
      interrupts_(setup(false, policy)),
      memory_(setup(style == "pci", policy)),
      dma_(setup(false, policy)),
      buses_(setup(false, policy)) {
  require(style == "plain" || style == "root" || style == "pci", line, "here should stand plain, root or pci");
  if (style == "plain") return;
  std::vector<AddressRange> ports = kPorts;
  if (style == "pci") ports.insert(ports.begin(), kPciPortsFirst);
  follow(ports_, ports, kReservedPorts, line);
  follow(interrupts_, kLines, {}, line);
  follow(memory_, style == "pci" ? kPciMemory : kMemory, kReservedMemory, line);
  follow(dma_, kChannels, {}, line);
  if (style == "root") hold(memory_.block_first_page(), line);
}

arbiters::ArbiterSetup ArbiterBench::setup(bool pci, const arbiters::ArbiterPolicy& policy) {
  arbiters::ArbiterSetup made{.type = ResourceType::null, .policy = policy};
  made.acquaintances.context = this;
  made.acquaintances.ask = [](void* context, arbiters::DeviceId one, arbiters::DeviceId other) {
    const auto& bench = *static_cast<const ArbiterBench*>(context);
    const std::string a = bench.name_of(one), b = bench.name_of(other);
    const auto driver_a = bench.driver_of.find(a), driver_b = bench.driver_of.find(b);
    arbiters::Acquaintance known;
    known.same_driver =
        driver_a != bench.driver_of.end() && driver_b != bench.driver_of.end() && driver_a->second == driver_b->second;
    known.both_root_enumerated = bench.root_enumerated.contains(a) && bench.root_enumerated.contains(b);
    return known;
  };
  return pci ? arbiters::pci_bus_setup(made) : made;
}

Arbiter& ArbiterBench::of(ResourceType type, const Line& line) {
  switch (type) {
    case ResourceType::port: return ports_;
    case ResourceType::interrupt: return interrupts_;
    case ResourceType::memory:
    case ResourceType::memory_large: return memory_;
    case ResourceType::dma: return dma_;
    case ResourceType::bus_number: return buses_;
    default: throw CaseFailure(line, "no arbiter hands this type out");
  }
}

arbiters::DeviceId ArbiterBench::device(const std::string& name) {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at != names_.end()) return static_cast<arbiters::DeviceId>(at - names_.begin()) + 1;
  names_.push_back(name);
  return names_.size();
}

std::string ArbiterBench::name_of(arbiters::DeviceId device) const {
  return device == 0 || device > names_.size() ? "nobody" : names_[device - 1];
}

Claimed claim_word(const std::string& text, const Line& line) {
  const auto descriptor = lists::parse_claim(text, lists::CmLayout::x64);
  if (!descriptor) throw CaseFailure(line, report::error_sentence(descriptor.error()));
  const auto range = descriptor->view().range();
  require(range.has_value(), line, "\"" + text + "\" is no range");
  return {descriptor->view().type(), *range, descriptor->view().flags()};
}

}  // namespace resmap::cases
