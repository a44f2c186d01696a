// SPDX-License-Identifier: MIT
#include "resmap/pnp/legacy/system_resources.h"

#include <new>

#include "resmap/lists/cm_walker.h"
#include "resmap/lists/io_list.h"
#include "resmap/registry/utf.h"

namespace resmap::pnp {

namespace {

using registry::KeyId;
using registry::Registry;
using registry::ValueId;

// The value itself, or the one beside it that its text names; a name behind that leads nowhere.
std::optional<ValueId> after_one_hop(const Registry& registry, KeyId key, std::string_view name) {
  auto value = registry.value(key, name);
  if (value && registry.view(*value).type == registry::value_type::sz)
    value = registry.value(key, registry::text_of(registry.view(*value).data));
  if (value && registry.view(*value).type == registry::value_type::sz) return std::nullopt;
  return value;
}

std::optional<AddressRange> range_of(const lists::CmDescriptorView& descriptor) {
  std::uint64_t first = descriptor.start(), length = descriptor.length();
  if (descriptor.type() == lists::ResourceType::interrupt) {
    first = descriptor.vector();
    length = 1;
  } else if (descriptor.type() == lists::ResourceType::dma) {
    first = descriptor.channel();
    length = 1;
  }
  if (length == 0 || first + (length - 1) < first) return std::nullopt;
  return AddressRange{first, first + (length - 1)};
}

}  // namespace

std::string SystemResources::name_of(lists::InterfaceType bus) const {
  const auto key = registry_->find(control_, R"(SystemResources\BusValues)");
  if (!key) return {};
  for (const ValueId value : registry_->values(*key)) {
    const registry::ValueView view = registry_->view(value);
    if (view.data.size() >= 4 && load_le<std::uint32_t>(view.data, 0) == static_cast<std::uint32_t>(bus))
      return std::string(view.name);
  }
  return {};
}

Result<void> SystemResources::reserve(arbiters::WindowOrder& order, ValueId value, lists::ResourceType type) const {
  const registry::ValueView view = registry_->view(value);
  if (view.type == registry::value_type::resource_requirements_list) {
    RESMAP_TRY_ASSIGN(const auto list, lists::IoRequirementsListView::over(view.data));
    return order.reserve_all(list, type);
  }
  if (view.type != registry::value_type::resource_list) return {};
  // Those of x64 hives have 16 bytes a descriptor too.
  lists::CmWalker walk(view.data, lists::CmForm::resource_list, lists::CmLayout::x86);
  for (;;) {
    RESMAP_TRY_ASSIGN(const lists::CmStep step, walk.next());
    if (step.kind == lists::CmStep::Kind::end) return {};
    if (step.kind != lists::CmStep::Kind::descriptor) continue;
    const lists::CmDescriptorView descriptor(step.descriptor);
    if (!lists::same_space(descriptor.type(), type)) continue;
    if (const auto range = range_of(descriptor)) RESMAP_TRY(order.reserve(*range));
  }
}

Result<arbiters::WindowOrder> SystemResources::order_of(lists::InterfaceType bus, lists::ResourceType type) const {
  arbiters::WindowOrder order;
  if (registry_ == nullptr) return order;
  try {
    const std::string name = name_of(bus);
    if (name.empty()) return order;
    if (const auto key = registry_->find(control_, R"(SystemResources\AssignmentOrdering)")) {
      const auto value = after_one_hop(*registry_, *key, name);
      if (value && registry_->view(*value).type == registry::value_type::resource_requirements_list) {
        RESMAP_TRY_ASSIGN(const auto list, lists::IoRequirementsListView::over(registry_->view(*value).data));
        RESMAP_TRY(order.add_all(list, type));
      }
    }
    const auto key = registry_->find(control_, R"(SystemResources\ReservedResources)");
    if (!key) return order;
    if (policy_.reserved == LegacyPolicy::Reserved::own_bus) {
      if (const auto value = after_one_hop(*registry_, *key, name)) RESMAP_TRY(reserve(order, *value, type));
      return order;
    }
    for (const ValueId value : registry_->values(*key)) RESMAP_TRY(reserve(order, value, type));
    return order;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

}  // namespace resmap::pnp
