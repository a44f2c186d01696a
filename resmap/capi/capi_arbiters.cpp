// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <new>
#include <span>
#include <utility>

#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/port_arbiter.h"
#include "resmap/capi/capi_support.h"
#include "resmap/capi/resmap_arbiters.h"

using namespace resmap;
using namespace resmap::capi;
using arbiters::Arbiter;
using arbiters::ArbiterEntry;
using lists::IoDescriptor;
using lists::ResourceType;

// The handle: it owns its arbiter, whose type decides how much memory that is.
struct resmap_arbiter {
  MemorySource memory;
  int (*same_driver)(void* context, uint64_t one, uint64_t other);
  void* context;
  Arbiter* arbiter;
  std::size_t size;
  bool has_windows;
};

namespace {

static_assert(sizeof(resmap_io_descriptor) == sizeof(IoDescriptor));
static_assert(RESMAP_TYPE_MEMORY == static_cast<int>(ResourceType::memory));
static_assert(RESMAP_TYPE_BUS_NUMBER == static_cast<int>(ResourceType::bus_number));
static_assert(RESMAP_SHARE_SHARED == static_cast<int>(lists::ShareDisposition::shared));
static_assert(RESMAP_WINDOW_ANY == arbiters::window_kind::any);

resmap_io_descriptor descriptor_to_c(const IoDescriptor& descriptor) {
  resmap_io_descriptor made;
  std::copy(descriptor.bytes().begin(), descriptor.bytes().end(), made.bytes);
  return made;
}

arbiters::Acquaintance acquaintance(void* context, arbiters::DeviceId one, arbiters::DeviceId other) {
  const auto& handle = *static_cast<const resmap_arbiter*>(context);
  return {.same_driver = handle.same_driver != nullptr && handle.same_driver(handle.context, one, other) != 0};
}

template <typename Type>
resmap_status put_arbiter(resmap_arbiter& handle, const arbiters::ArbiterSetup& setup) {
  void* const block = handle.memory.allocate(handle.memory.context, sizeof(Type), alignof(std::max_align_t));
  if (block == nullptr) return RESMAP_OUT_OF_MEMORY;
  handle.arbiter = ::new (block) Type(setup);
  handle.size = sizeof(Type);
  return RESMAP_OK;
}

resmap_status put_arbiter(resmap_arbiter& handle, const arbiters::ArbiterSetup& setup) {
  switch (setup.type) {
    case ResourceType::port: return put_arbiter<arbiters::PortArbiter>(handle, setup);
    case ResourceType::interrupt: return put_arbiter<arbiters::InterruptArbiter>(handle, setup);
    case ResourceType::memory: return put_arbiter<arbiters::MemoryArbiter>(handle, setup);
    case ResourceType::dma: return put_arbiter<arbiters::DmaArbiter>(handle, setup);
    case ResourceType::bus_number: return put_arbiter<arbiters::BusNumberArbiter>(handle, setup);
    default: return RESMAP_INVALID_ARGUMENT;
  }
}

ArbiterEntry entry_of(const resmap_request& request) {
  const Bytes descriptors(request.count == 0 ? nullptr : request.alternatives->bytes,
                          request.count * sizeof(resmap_io_descriptor));
  ArbiterEntry entry{.alternatives = arbiters::RequirementGroupView(descriptors),
                     .device = request.device,
                     .boot_place = {},
                     .pin = {},
                     .assigned = {}};
  if (request.boot_place != nullptr) entry.boot_place = from_c(*request.boot_place);
  return entry;
}

Result<Array<ArbiterEntry>> entries_of(const MemorySource& memory, const resmap_request* requests, std::size_t count) {
  Array<ArbiterEntry> entries(memory);
  RESMAP_TRY(entries.reserve(count));
  for (std::size_t i = 0; i < count; ++i) RESMAP_TRY(entries.append(entry_of(requests[i])));
  return entries;
}

std::span<ArbiterEntry> all(Array<ArbiterEntry>& entries) { return {entries.data(), entries.size()}; }

}  // namespace

extern "C" {

resmap_status resmap_io_address(uint8_t type, uint64_t length, uint64_t alignment, resmap_range within, uint8_t share,
                                uint16_t flags, resmap_io_descriptor* out) {
  if (type != RESMAP_TYPE_PORT && type != RESMAP_TYPE_MEMORY) return RESMAP_INVALID_ARGUMENT;
  const auto made = IoDescriptor::address(ResourceType{type}, length, alignment, within.first, within.last,
                                          lists::ShareDisposition{share}, flags);
  if (!made) return RESMAP_INVALID_ARGUMENT;
  *out = descriptor_to_c(*made);
  return RESMAP_OK;
}

void resmap_io_line(uint32_t minimum, uint32_t maximum, uint8_t share, uint16_t flags, resmap_io_descriptor* out) {
  *out = descriptor_to_c(IoDescriptor::line(minimum, maximum, lists::ShareDisposition{share}, flags));
}

void resmap_io_messages(uint32_t count, resmap_io_descriptor* out) {
  *out = descriptor_to_c(IoDescriptor::messages(count, lists::ShareDisposition::device_exclusive));
}

void resmap_io_dma(uint32_t minimum, uint32_t maximum, uint8_t share, resmap_io_descriptor* out) {
  *out = descriptor_to_c(IoDescriptor::dma(minimum, maximum, lists::ShareDisposition{share}, 0));
}

void resmap_io_buses(uint32_t length, uint32_t minimum, uint32_t maximum, resmap_io_descriptor* out) {
  *out = descriptor_to_c(IoDescriptor::bus(length, minimum, maximum, lists::ShareDisposition::device_exclusive));
}

void resmap_io_set_option(resmap_io_descriptor* descriptor, uint8_t option) {
  *descriptor = descriptor_to_c(IoDescriptor(lists::IoDescriptorView(descriptor->bytes)).set_option(option));
}

resmap_status resmap_arbiter_create(uint8_t type, const resmap_arbiter_options* options, resmap_arbiter** out) {
  const resmap_arbiter_options given = options == nullptr ? resmap_arbiter_options{} : *options;
  const MemorySource memory = from_c(given.memory);
  void* const block = memory.allocate(memory.context, sizeof(resmap_arbiter), alignof(resmap_arbiter));
  if (block == nullptr) return RESMAP_OUT_OF_MEMORY;
  auto* const made = ::new (block) resmap_arbiter{memory, given.same_driver, given.context, nullptr, 0, false};
  arbiters::ArbiterSetup setup{.type = ResourceType{type}, .acquaintances = {acquaintance, made}, .memory = memory};
  if (given.largest_first != 0) setup.entry_order = arbiters::EntryOrder::largest_first;
  const resmap_status status = put_arbiter(*made, setup);
  if (status != RESMAP_OK) {
    resmap_arbiter_destroy(made);
    return status;
  }
  *out = made;
  return RESMAP_OK;
}

void resmap_arbiter_destroy(resmap_arbiter* arbiter) {
  if (arbiter == nullptr) return;
  const MemorySource memory = arbiter->memory;
  if (arbiter->arbiter != nullptr) {
    arbiter->arbiter->~Arbiter();
    memory.release(memory.context, arbiter->arbiter, arbiter->size, alignof(std::max_align_t));
  }
  arbiter->~resmap_arbiter();
  memory.release(memory.context, arbiter, sizeof(resmap_arbiter), alignof(resmap_arbiter));
}

resmap_status resmap_arbiter_add_window(resmap_arbiter* arbiter, resmap_range window, uint8_t kinds) {
  // An arbiter that was told nothing has everything, which no window can be added to.
  auto pool =
      arbiter->has_windows ? arbiter->arbiter->pool().clone() : Result<arbiters::Pool>(arbiters::Pool(arbiter->memory));
  if (!pool) return status_of(pool);
  if (const auto added = pool->add({.range = from_c(window), .kinds = kinds}); !added) return status_of(added);
  const auto set = arbiter->arbiter->set_pool(std::move(*pool));
  if (set) arbiter->has_windows = true;
  return status_of(set);
}

resmap_status resmap_arbiter_block(resmap_arbiter* arbiter, resmap_range range) {
  return status_of(arbiter->arbiter->block(from_c(range)));
}

resmap_status resmap_arbiter_test(resmap_arbiter* arbiter, resmap_request* requests, size_t count, uint64_t* steps,
                                  resmap_failure* failure) {
  auto entries = entries_of(arbiter->memory, requests, count);
  if (!entries) return status_of(entries);
  arbiters::StepBudget budget;
  if (steps != nullptr) budget.left = *steps;
  const auto tested = arbiter->arbiter->test_allocation(all(*entries), budget);
  if (steps != nullptr) *steps = budget.left;
  if (!tested) {
    if (failure != nullptr) *failure = {tested.error().rule, tested.error().index, tested.error().value};
    return status_of(tested);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const ArbiterEntry& answer = (*entries)[i];
    requests[i].selected = answer.selected_alternative;
    requests[i].has_place = answer.assigned ? 1 : 0;
    requests[i].place = answer.assigned ? to_c(*answer.assigned) : resmap_range{0, 0};
  }
  return RESMAP_OK;
}

resmap_status resmap_arbiter_commit(resmap_arbiter* arbiter) { return status_of(arbiter->arbiter->commit()); }
void resmap_arbiter_rollback(resmap_arbiter* arbiter) { arbiter->arbiter->rollback(); }

resmap_status resmap_arbiter_release(resmap_arbiter* arbiter, uint64_t device, size_t* count) {
  const auto released = arbiter->arbiter->release(device);
  if (released && count != nullptr) *count = *released;
  return status_of(released);
}

resmap_status resmap_arbiter_boot(resmap_arbiter* arbiter, const resmap_request* requests, size_t count,
                                  size_t* reserved) {
  auto entries = entries_of(arbiter->memory, requests, count);
  if (!entries) return status_of(entries);
  const auto booted = arbiter->arbiter->boot_allocation(all(*entries));
  if (booted && reserved != nullptr) *reserved = *booted;
  return status_of(booted);
}

resmap_status resmap_arbiter_query_conflict(const resmap_arbiter* arbiter, const resmap_request* wanted,
                                            void (*visit)(void* context, uint64_t device, resmap_range range),
                                            void* context) {
  Array<arbiters::Conflict> conflicts(arbiter->memory);
  const auto asked = arbiter->arbiter->query_conflict(entry_of(*wanted), conflicts);
  if (!asked) return status_of(asked);
  for (const arbiters::Conflict& conflict : conflicts) visit(context, conflict.device, to_c(conflict.range));
  return RESMAP_OK;
}

resmap_status resmap_arbiter_committed(const resmap_arbiter* arbiter, resmap_ranges** out) {
  return make_ranges(arbiter->memory, ranges::RangeList(arbiter->arbiter->committed()), out);
}

}  // extern "C"
