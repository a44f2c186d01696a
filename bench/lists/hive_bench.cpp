// SPDX-License-Identifier: MIT
// Reading hives: read_hive with its child process and the registry that it fills, beside hivex alone in this process; and what
// of that time our own decoding takes.
#include <hivex.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "bench/lists/rows.h"
#include "bench/lists/sample_hive.h"
#include "resmap/hive/hive_reader.h"
#include "resmap/lists/cm_layout.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/validate.h"

namespace resmap::bench {

namespace {

struct Counts {
  std::uint64_t keys = 0, values = 0, bytes = 0;
  bool whole = true;
};

template <typename T>
using Owned = std::unique_ptr<T, decltype(&std::free)>;
template <typename T>
Owned<T> owned(T* pointer) {
  return {pointer, &std::free};
}

// Every key and value through hivex's C API: names and data, as copies that hivex makes.
void walk(hive_h* hive, hive_node_h node, Counts& counts) {
  ++counts.keys;
  const auto name = owned(hivex_node_name(hive, node));
  const auto values = owned(hivex_node_values(hive, node));
  const auto children = owned(hivex_node_children(hive, node));
  if (name == nullptr || values == nullptr || children == nullptr) {
    counts.whole = false;
    return;
  }
  for (const hive_value_h* value = values.get(); *value != 0; ++value) {
    hive_type type{};
    std::size_t size = 0;
    const auto key = owned(hivex_value_key(hive, *value));
    const auto data = owned(hivex_value_value(hive, *value, &type, &size));
    counts.whole = counts.whole && key != nullptr && data != nullptr;
    ++counts.values;
    counts.bytes += size;
  }
  for (const hive_node_h* child = children.get(); *child != 0; ++child) walk(hive, *child, counts);
}

Counts plain_hivex(const std::filesystem::path& file) {
  Counts counts;
  const std::unique_ptr<hive_h, int (*)(hive_h*)> hive(hivex_open(file.c_str(), 0), hivex_close);
  if (hive == nullptr)
    counts.whole = false;
  else
    walk(hive.get(), hivex_root(hive.get()), counts);
  return counts;
}

struct Decoded {
  std::uint64_t descriptors = 0, starts = 0, findings = 0;

  void add_cm(Bytes data, lists::CmForm form) {
    const lists::CmLayout layout = lists::choose_layout(data, form).layout;
    const auto found = lists::validate_cm(data, form, layout, lists::CmSide::raw);
    findings += found.errors + found.warnings;
    if (const auto list = lists::CmResourceListView::over(data, form, layout)) {
      for (const lists::CmFullDescriptorView full : *list) {
        for (const lists::CmDescriptorView d : full) add(d.range());
      }
    }
  }
  void add_io(Bytes data) {
    const auto found = lists::validate_io(data);
    findings += found.errors + found.warnings;
    if (const auto list = lists::IoRequirementsListView::over(data)) {
      for (const lists::IoConfigurationView configuration : *list) {
        for (const lists::IoDescriptorView d : configuration) ++descriptors, starts += d.minimum();
      }
    }
  }

 private:
  void add(const std::optional<AddressRange>& range) {
    ++descriptors;
    if (range) starts += range->first;
  }
};

std::vector<registry::ValueView> find_lists(const registry::Registry& tree) {
  std::vector<registry::ValueView> found;
  for (const registry::KeyId key : tree.subtree()) {
    for (const registry::ValueId id : tree.values(key)) {
      if (const registry::ValueView value = tree.view(id); lists::is_resource_value(value.type)) found.push_back(value);
    }
  }
  return found;
}

// Validates every list and walks its descriptors.
Decoded decode(const std::vector<registry::ValueView>& values) {
  Decoded all;
  for (const registry::ValueView& value : values) {
    switch (static_cast<lists::RegistryType>(value.type)) {
      case lists::RegistryType::resource_list: all.add_cm(value.data, lists::CmForm::resource_list); break;
      case lists::RegistryType::full_resource_descriptor: all.add_cm(value.data, lists::CmForm::full_descriptor); break;
      case lists::RegistryType::requirements_list: all.add_io(value.data); break;
    }
  }
  return all;
}

}  // namespace

void hive_rows(Report& report) {
  const TemporaryFolder folder;
  for (const SampleHive& sample : sample_hives(folder)) {
    const Counts counts = plain_hivex(sample.file);
    const auto reading = hive::read_hive(sample.file);
    // A damaged hive has no rival: hivex alone gives up where we go on.
    if (!counts.whole || !reading || reading->damaged) continue;
    if (reading->registry.value_count() != counts.values) std::abort();
    const auto found = find_lists(reading->registry);
    const auto plain = [&] { keep(plain_hivex(sample.file).bytes); };
    const auto row = [&](const std::string& what, std::uint64_t n, const std::function<void()>& ours,
                         std::optional<double> goal) {
      const Pair pair = measure(ours, plain, 9, true);
      report.add({what + sample.name, n, "hivex in-process", pair.ours * 1e3, pair.theirs * 1e3, "ms", goal});
    };
    row("read hive ", counts.values, [&] { keep(hive::read_hive(sample.file)->gap_count); }, 2.0);
    row("decode ", found.size(), [&] { keep(decode(found).starts); }, 0.2);
    if (!report.full()) continue;
    row("find, decode ", found.size(), [&] { keep(decode(find_lists(reading->registry)).starts); }, std::nullopt);
  }
}

}  // namespace resmap::bench
