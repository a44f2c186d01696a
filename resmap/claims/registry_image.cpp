// SPDX-License-Identifier: MIT
#include "resmap/claims/registry_image.h"

#include <algorithm>
#include <new>
#include <optional>

#include "resmap/claims/rules.h"
#include "resmap/claims/standing_lists.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/registry/name_case.h"

namespace resmap::claims {

namespace {

using registry::KeyId;
using registry::Registry;
using registry::ValueId;
using registry::ValueView;

// --- out

struct ImageValue {
  std::string_view class_name, driver, name;
  Bytes data;
};

bool comes_before(const ImageValue& a, const ImageValue& b) {
  if (const int order = registry::compare_names(a.class_name, b.class_name); order != 0) return order < 0;
  if (const int order = registry::compare_names(a.driver, b.driver); order != 0) return order < 0;
  return registry::compare_names(a.name, b.name) < 0;
}

// The values of `registry` below `top`, two levels down.
std::vector<ImageValue> values_below(const Registry& registry, KeyId top) {
  std::vector<ImageValue> values;
  for (const KeyId class_key : registry.children(top))
    for (const KeyId driver : registry.children(class_key))
      for (const ValueId id : registry.values(driver)) {
        const ValueView view = registry.view(id);
        values.push_back({registry.name(class_key), registry.name(driver), view.name, view.data});
      }
  return values;
}

Result<Registry> copy_below(const Registry& from, std::string_view path) {
  Registry image;
  RESMAP_TRY_ASSIGN(const KeyId top, image.create(path));
  const auto map_key = from.find(kResourceMapPath);
  if (!map_key) return image;
  std::vector<ImageValue> values = values_below(from, *map_key);
  std::sort(values.begin(), values.end(), comes_before);
  KeyId class_key = top, driver_key = top;
  const ImageValue* before = nullptr;
  for (const ImageValue& value : values) {
    const bool same_class = before != nullptr && before->class_name == value.class_name;
    if (!same_class) {
      RESMAP_TRY_ASSIGN(class_key, image.create(top, value.class_name));
    }
    if (!same_class || before->driver != value.driver) {
      RESMAP_TRY_ASSIGN(driver_key, image.create(class_key, value.driver));
    }
    RESMAP_TRY(image.set_value(driver_key, value.name, registry::value_type::resource_list, value.data));
    before = &value;
  }
  return image;
}

// --- in

// The device of a value's name, and which of the two it is; nullopt: neither.
struct ListName {
  std::string_view device;
  bool translated;
};
std::optional<ListName> list_name(std::string_view name) {
  for (const std::string_view suffix : {kRawSuffix, kTranslatedSuffix})
    if (name.ends_with(suffix))
      return ListName{name.substr(0, name.size() - suffix.size()), suffix == kTranslatedSuffix};
  return std::nullopt;
}

bool holds_a_list(const Registry& registry, KeyId driver) {
  return std::ranges::any_of(registry.values(driver), [&](ValueId id) {
    const ValueView value = registry.view(id);
    return value.type == registry::value_type::resource_list && list_name(value.name);
  });
}

bool is_empty_list(Bytes list) { return list.size() >= 4 && load_le<std::uint32_t>(list, 0) == 0; }

class Reader {
 public:
  Reader(const Registry& registry, const ClaimPolicy& policy) : registry_(registry), policy_(policy) {}

  std::expected<RegistryImage, ImageFailure> read(KeyId top) {
    if (!registry_.contains(top)) return std::unexpected(ImageFailure{{.code = ErrorCode::not_found}, {}});
    RESMAP_TRY(no_values(top));
    for (const KeyId class_key : registry_.children(top)) {
      RESMAP_TRY(no_values(class_key));
      for (const KeyId driver : registry_.children(class_key)) {
        if (registry_.child_count(driver) != 0)
          return refuse({.code = ErrorCode::invalid_argument, .rule = rule::image_place},
                        *registry_.children(driver).begin(), "");
        RESMAP_TRY(read_driver(class_key, driver));
      }
    }
    if (policy_.class_change == ClaimPolicy::ClassChange::moves) RESMAP_TRY(one_class_each());
    settle_layouts();
    return std::move(image_);
  }

 private:
  using Outcome = std::expected<void, ImageFailure>;

  ImagePlace place(KeyId key, std::string_view value) const {
    auto path = registry_.path_of(key);
    if (!path) throw std::bad_alloc();
    return {std::move(*path), std::string(value)};
  }
  std::unexpected<ImageFailure> refuse(const Error& error, KeyId key, std::string_view value) const {
    return std::unexpected(ImageFailure{error, place(key, value)});
  }

  Outcome no_values(KeyId key) const {
    if (registry_.value_count(key) == 0) return {};
    return refuse({.code = ErrorCode::invalid_argument, .rule = rule::image_place}, key,
                  registry_.view(*registry_.values(key).begin()).name);
  }

  Outcome read_driver(KeyId class_key, KeyId driver) {
    for (const ValueId id : registry_.values(driver)) {
      const ValueView value = registry_.view(id);
      const auto name = list_name(value.name);
      if (!name) return refuse({.code = ErrorCode::invalid_argument, .rule = rule::image_name}, driver, value.name);
      if (value.type != registry::value_type::resource_list)
        return refuse({.code = ErrorCode::invalid_argument, .rule = rule::image_type, .value = value.type}, driver,
                      value.name);
      const std::string twin_name =
          std::string(name->device) + std::string(name->translated ? kRawSuffix : kTranslatedSuffix);
      const auto twin_id = registry_.value(driver, twin_name);
      if (twin_id && name->translated) continue;  // the pair is entered where its .Raw stands
      const Bytes twin = twin_id ? registry_.view(*twin_id).data : value.data;
      if (is_empty_list(value.data) && is_empty_list(twin)) {
        image_.remarks.push_back({rule::image_empty_list, place(driver, value.name)});
        continue;
      }
      if (!twin_id) image_.remarks.push_back({rule::image_lone_value, place(driver, value.name)});
      keys_.push_back(driver);
      image_.lists.push_back({.class_name = registry_.name(class_key),
                              .driver = registry_.name(driver),
                              .device = name->device,
                              .raw = value.data,
                              .translated = twin});
    }
    return {};
  }

  // A map moves a driver's list when it comes under another class: two of them cannot stand.
  Outcome one_class_each() const {
    std::vector<std::size_t> order(image_.lists.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto compare = [&](std::size_t a, std::size_t b) {
      const RecordRequest &left = image_.lists[a], &right = image_.lists[b];
      const int order_of_drivers = registry::compare_names(left.driver, right.driver);
      return order_of_drivers != 0 ? order_of_drivers : registry::compare_names(left.device, right.device);
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int found = compare(a, b);
      return found != 0 ? found < 0 : a < b;
    });
    const auto twin = std::adjacent_find(order.begin(), order.end(),
                                         [&](std::size_t a, std::size_t b) { return compare(a, b) == 0; });
    if (twin == order.end()) return {};
    const std::size_t second = *std::next(twin);
    return refuse({.code = ErrorCode::conflict, .rule = rule::image_second_class}, keys_[second],
                  std::string(image_.lists[second].device) + std::string(kRawSuffix));
  }

  void settle_layouts() {
    std::vector<std::size_t> unclear;
    std::ptrdiff_t x64_more = 0;
    for (std::size_t i = 0; i < image_.lists.size(); ++i) {
      const auto choice = lists::choose_layout(image_.lists[i].translated, lists::CmForm::resource_list);
      if (choice.ambiguous)
        unclear.push_back(i);
      else
        x64_more += choice.layout == lists::CmLayout::x64 ? 1 : -1;
    }
    if (x64_more == 0) return;
    for (const std::size_t i : unclear)
      image_.lists[i].layout = x64_more > 0 ? lists::CmLayout::x64 : lists::CmLayout::x86;
  }

  const Registry& registry_;
  const ClaimPolicy& policy_;
  RegistryImage image_;
  std::vector<KeyId> keys_;  // of the lists: the drivers'
};

}  // namespace

Result<Registry> image_of(const ResourceMap& map, std::string_view path) {
  Result<Registry> image = fail({.code = ErrorCode::out_of_memory});
  try {
    const auto copy = [&](const Registry& registry) { image = copy_below(registry, path); };
    map.with_registry(copy);
    return image;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

Result<std::vector<KeyId>> find_images(const Registry& registry) {
  try {
    std::vector<KeyId> found;
    std::vector<bool> seen;  // by KeyId::index
    for (const KeyId driver : registry.subtree()) {
      if (registry.depth(driver) < 2 || !holds_a_list(registry, driver)) continue;
      const KeyId top = *registry.parent(*registry.parent(driver));
      if (seen.size() <= top.index) seen.resize(std::size_t{top.index} + 1);
      if (seen[top.index]) continue;
      seen[top.index] = true;
      found.push_back(top);
    }
    return found;
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  }
}

std::expected<RegistryImage, ImageFailure> read_image(const Registry& registry, KeyId top, const ClaimPolicy& policy) {
  try {
    return Reader(registry, policy).read(top);
  } catch (const std::bad_alloc&) {
    return std::unexpected(ImageFailure{{.code = ErrorCode::out_of_memory}, {}});
  }
}

}  // namespace resmap::claims
