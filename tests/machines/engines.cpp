// SPDX-License-Identifier: MIT
#include "tests/machines/engines.h"

#include <stdexcept>

#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/pnp/first_choice.h"
#include "resmap/pnp/pnp_manager.h"

namespace resmap::machines {

namespace {

using lists::CmDescriptor;
using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;
using plain::Kind;
using plain::SmallDevice;
using plain::SmallMachine;
using plain::Span;

constexpr auto kLayout = lists::CmLayout::x64;
constexpr std::uint32_t kRequirementsList = 10, kResourceList = 8;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error("the engine answers with error RM" + std::to_string(result.error().rule));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

ResourceType type_of(Kind kind) {
  constexpr ResourceType types[] = {ResourceType::memory, ResourceType::port, ResourceType::interrupt,
                                    ResourceType::dma};
  return types[static_cast<int>(kind)];
}
// The first page of memory is nobody's, and ports below 0x100 are the board's.
std::uint64_t base_of(ResourceType type) {
  if (type == ResourceType::memory) return 0x1000'0000;
  return type == ResourceType::port ? 0x4000 : 0;
}
ShareDisposition share_of(bool shared) {
  return shared ? ShareDisposition::shared : ShareDisposition::device_exclusive;
}
std::uint64_t number(ResourceType type, int of) {
  return base_of(type) + static_cast<std::uint64_t>(static_cast<std::int64_t>(of));
}

IoDescriptor descriptor(Kind kind, Span within, int length, int alignment, bool shared) {
  const ResourceType type = type_of(kind);
  const auto first = number(type, within.first), last = number(type, within.last);
  const auto low = static_cast<std::uint32_t>(first), high = static_cast<std::uint32_t>(last);
  if (type == ResourceType::interrupt) return IoDescriptor::line(low, high, share_of(shared), 0);
  if (type == ResourceType::dma) return IoDescriptor::dma(low, high, share_of(shared), 0);
  IoDescriptor made;
  made.set_type(type).set_share(share_of(shared)).set_minimum(first).set_maximum(last);
  made.set_flags(type == ResourceType::port ? 0x11 : 0);  // decodes 16 bits: no aliases
  return made.set_stored_length(static_cast<std::uint32_t>(length))
      .set_stored_alignment(static_cast<std::uint32_t>(alignment));
}

std::vector<IoDescriptor> descriptors(const plain::WantedGroup& group) {
  std::vector<IoDescriptor> made;
  for (const plain::Wanted& wanted : group) {
    made.push_back(descriptor(wanted.kind, wanted.within, wanted.length, wanted.alignment, wanted.shared));
    made.back().set_option(static_cast<std::uint8_t>((made.size() > 1 ? lists::io_option::alternative : 0) |
                                                     (wanted.preferred ? lists::io_option::preferred : 0)));
  }
  return made;
}

snapshot::PolicyValue policy_value(const char* key, std::span<const Span> spans) {
  lists::IoRequirementsListBuilder build({});
  must(build.begin_configuration());
  for (const Kind kind : plain::kKinds)
    for (const Span span : spans)
      must(build.add(descriptor(kind, span, 0, 0, false).set_share(ShareDisposition::undetermined)));
  const Bytes bytes = must(build.finish());
  return {key, "Root", kRequirementsList, {bytes.begin(), bytes.end()}, 0};
}

snapshot::Snapshot surroundings(const SmallMachine& machine) {
  snapshot::Snapshot made;
  made.sources.push_back({});
  for (const char* id : {"a", "b", "c"}) {
    made.devices.emplace_back().id = id;
    made.devices.back().present = snapshot::Known::yes;
  }
  if (machine.order.size() > 0)
    made.policy.push_back(policy_value("Arbiters\\AllocationOrder", {machine.order.begin(), machine.order.end()}));
  if (machine.reserved.size() > 0)
    made.policy.push_back(
        policy_value("Arbiters\\ReservedResources", {machine.reserved.begin(), machine.reserved.end()}));
  return made;
}

pnp::Policy policy(bool boot_first) {
  using enum pnp::PnpPolicy::BootConfiguration;
  pnp::Policy made;
  made.pnp.boot_configuration_first = boot_first ? every_device : never;
  made.pnp.missing_lists = pnp::PnpPolicy::MissingLists::none;
  return made;
}

plain::Place place_of(ResourceType type, std::uint32_t alternative, std::optional<AddressRange> at) {
  plain::Place made;
  made.alternative = static_cast<int>(alternative);
  made.nothing = !at;
  if (at) made.at = {static_cast<int>(at->first - base_of(type)), static_cast<int>(at->last - base_of(type))};
  return made;
}

pnp::Requirements requirements(const SmallDevice& device, bool boot_first) {
  pnp::Requirements made;
  if (device.boot) {
    const auto& [kind, place, shared] = *device.boot;
    pnp::LogicalConfiguration boot;
    boot.priority = lists::configuration_priority::boot_config;
    boot.groups.emplace_back().alternatives = {descriptor(kind, place, place.last - place.first + 1, 1, shared)};
    boot.groups.back().alternatives.front().set_option(lists::io_option::preferred);
    made.boot = boot;
    if (boot_first) made.configurations.push_back(boot);
  }
  std::uint32_t index = 0;
  for (const plain::WantedConfiguration& wanted : device.configurations) {
    pnp::LogicalConfiguration configuration;
    configuration.index = index++;
    for (const plain::WantedGroup& group : wanted)
      configuration.groups.emplace_back().alternatives = descriptors(group);
    made.configurations.push_back(std::move(configuration));
  }
  return made;
}

void give_lists(const SmallDevice& device, snapshot::Device& into) {
  lists::IoRequirementsListBuilder wants({});
  for (const plain::WantedConfiguration& configuration : device.configurations) {
    must(wants.begin_configuration());
    for (const plain::WantedGroup& group : configuration)
      for (const IoDescriptor& wanted : descriptors(group)) must(wants.add(wanted));
  }
  const Bytes basic = must(wants.finish());
  into.configurations.push_back({lists::LogConfType::basic, kRequirementsList, {basic.begin(), basic.end()}, 0});
  if (!device.boot) return;
  const auto& [kind, place, shared] = *device.boot;
  const ResourceType type = type_of(kind);
  const auto first = number(type, place.first);
  const auto low = static_cast<std::uint32_t>(first);
  lists::CmResourceListBuilder has(lists::CmForm::resource_list, kLayout);
  must(has.begin_full({}));
  if (type == ResourceType::interrupt) {
    must(has.add(CmDescriptor::line(kLayout, low, static_cast<std::uint16_t>(low), ~0ULL, share_of(shared), 0)));
  } else if (type == ResourceType::dma) {
    must(has.add(CmDescriptor::dma(kLayout, low, share_of(shared), 0)));
  } else {
    must(has.add(
        must(CmDescriptor::address(kLayout, type, first, static_cast<std::uint64_t>(place.last - place.first + 1),
                                   share_of(shared), type == ResourceType::port ? 0x11 : 0))));
  }
  const Bytes boot = must(has.finish());
  into.configurations.push_back({lists::LogConfType::boot, kResourceList, {boot.begin(), boot.end()}, 0});
}

bool equal(const auto& a, const auto& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

}  // namespace

// The arbiters of all machines with the same lists; empty between two of them.
struct FastEngine::Floor {
  snapshot::Snapshot facts;
  pnp::DeviceTree tree;
  std::unique_ptr<pnp::ArbiterTree> arbiters;
  std::vector<arbiters::BridgeForwarding> forwarding;
};

FastEngine::FastEngine() = default;
FastEngine::~FastEngine() = default;

FastEngine::Floor& FastEngine::floor_for(const SmallMachine& machine) {
  for (const Lists& lists : kept_)
    if (equal(lists.order, machine.order) && equal(lists.reserved, machine.reserved)) return *lists.floor;
  auto made = std::make_unique<Floor>();
  made->facts = surroundings(machine);
  made->tree = must(pnp::DeviceTree::from(made->facts));
  made->arbiters = must(pnp::ArbiterTree::make(made->facts, made->tree, policy(true)));
  made->forwarding.resize(made->facts.devices.size());
  kept_.push_back({machine.order, machine.reserved, std::move(made)});
  return *kept_.back().floor;
}

plain::Answers FastEngine::answers(const SmallMachine& machine) {
  Floor& floor = floor_for(machine);
  const auto count = static_cast<pnp::DeviceIndex>(machine.devices.size());
  std::array<pnp::Requirements, 3> wanted;
  for (pnp::DeviceIndex i = 0; i < count; ++i) {
    wanted[i] = requirements(machine.devices[i], machine.boot_configurations_first);
    if (wanted[i].boot) must(floor.arbiters->reserve_boot(i, *wanted[i].boot));
  }
  plain::Answers made;
  for (pnp::DeviceIndex i = 0; i < count; ++i) {
    made.add({});
    arbiters::StepBudget budget;
    const pnp::SearchSetup setup{floor.arbiters.get(), &floor.facts, floor.forwarding, &budget, {}};
    const auto found = must(pnp::first_choice(setup, i, wanted[i]));
    if (!found) {
      if (found.error().undecided) throw std::runtime_error("the steps ran out");
      continue;
    }
    plain::Answer& answer = made[i];
    answer.configuration =
        found->configuration->index ? static_cast<int>(*found->configuration->index) : plain::Answer::kBoot;
    std::vector<arbiters::Arbiter*> givers;
    for (const pnp::Chosen::Answer& given : found->answers) {
      givers.push_back(given.arbiter);
      const bool nothing = given.entry.result != arbiters::ArbiterResult::success;
      answer.places.add(place_of(given.arbiter->type(), given.entry.selected_alternative,
                                 nothing ? std::nullopt : given.entry.assigned));
    }
    must(floor.arbiters->release(pnp::arbiter_id(i), givers));
  }
  for (pnp::DeviceIndex i = 0; i < count; ++i) must(floor.arbiters->release(pnp::arbiter_id(i)));
  return made;
}

plain::Answers whole_engine(const SmallMachine& machine) {
  snapshot::Snapshot facts = surroundings(machine);
  for (std::size_t i = 0; i < machine.devices.size(); ++i) give_lists(machine.devices[i], facts.devices[i]);
  const pnp::Machine whole = must(pnp::Machine::from(std::move(facts)));
  pnp::AssignSetup setup;
  setup.policy = policy(machine.boot_configurations_first);
  setup.order = {0, 1, 2};
  const auto manager = must(pnp::PnpManager::make(whole, setup));
  must(manager->assign_all());
  plain::Answers made;
  for (pnp::DeviceIndex i = 0; i < machine.devices.size(); ++i) {
    made.add({});
    const pnp::Assignment* assigned = manager->assignment(i);
    if (assigned == nullptr || assigned->problem != snapshot::ProblemCode::none) continue;
    made[i].configuration = assigned->configuration ? static_cast<int>(*assigned->configuration) : plain::Answer::kBoot;
    for (const pnp::AssignedResource& resource : assigned->resources) {
      const bool none = resource.raw.view().type() == ResourceType::null;
      made[i].places.add(
          place_of(resource.type, resource.alternative, none ? std::nullopt : resource.raw.view().range()));
    }
  }
  return made;
}

}  // namespace resmap::machines
