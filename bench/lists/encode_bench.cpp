// SPDX-License-Identifier: MIT
// Encoding: decoded lists back to the bytes that went in.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "bench/lists/plain_codec.h"
#include "bench/lists/rows.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/io_list_builder.h"

namespace resmap::bench {

namespace {

struct OurCm {
  lists::CmFullHeader header;
  std::vector<lists::CmDescriptor> descriptors;
  std::optional<lists::CmDescriptor> specific;
  std::vector<std::uint8_t> data;

  static OurCm of(Bytes value) {
    const auto list = lists::CmResourceListView::over(value, lists::CmForm::resource_list, lists::CmLayout::x64);
    OurCm one{(*list->begin()).header(), {}, std::nullopt, {}};
    for (const lists::CmDescriptorView d : *list->begin()) {
      if (d.type() != lists::ResourceType::device_specific) {
        one.descriptors.emplace_back(d);
      } else {
        one.specific.emplace(d);
        one.data.assign(d.device_data().begin(), d.device_data().end());
      }
    }
    return one;
  }
  [[nodiscard]] lists::CmResourceListBuilder encode() const {
    lists::CmResourceListBuilder build(lists::CmForm::resource_list, lists::CmLayout::x64);
    static_cast<void>(build.begin_full(header));
    static_cast<void>(build.add_all(descriptors));
    if (specific) static_cast<void>(build.add_device_specific(*specific, data));
    return build;
  }
};

struct OurIo {
  lists::IoRequirementsHeader header;
  std::vector<lists::IoDescriptor> descriptors;

  static OurIo of(Bytes value) {
    const auto list = lists::IoRequirementsListView::over(value);
    OurIo one{list->header(), {}};
    for (const lists::IoDescriptorView d : *list->begin()) one.descriptors.emplace_back(d);
    return one;
  }
  [[nodiscard]] lists::IoRequirementsListBuilder encode() const {
    lists::IoRequirementsListBuilder build(header);
    static_cast<void>(build.begin_configuration());
    static_cast<void>(build.add_all(descriptors));
    return build;
  }
};

struct PlainCm {
  std::vector<plain::CmFull> decoded;
  static PlainCm of(Bytes value) { return {plain::decode_cm(value.data(), value.size())}; }
  void encode(std::vector<std::uint8_t>& out) const { plain::encode_cm(decoded, out); }
};

struct PlainIo {
  plain::IoList decoded;
  static PlainIo of(Bytes value) { return {plain::decode_io(value.data(), value.size())}; }
  void encode(std::vector<std::uint8_t>& out) const { plain::encode_io(decoded, out); }
};

void expect_same(Bytes encoded, Bytes value) {
  if (!std::equal(encoded.begin(), encoded.end(), value.begin(), value.end())) std::abort();
}

template <typename Ours, typename Plain>
void row(Report& report, const Workload& work) {
  const Values& values = work.values;
  std::vector<Ours> ours;
  std::vector<Plain> theirs;
  for (std::size_t i = 0; i < values.ends.size(); ++i) ours.push_back(Ours::of(values.value(i)));
  for (std::size_t i = 0; i < values.ends.size(); ++i) theirs.push_back(Plain::of(values.value(i)));
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    auto build = ours[i].encode();
    std::vector<std::uint8_t> out;
    theirs[i].encode(out);
    expect_same(*build.finish(), values.value(i));
    expect_same(out, values.value(i));
  }
  const Pair pair = measure(
      [&] {
        for (const Ours& one : ours) keep(one.encode().finish()->data());
      },
      [&] {
        for (const Plain& one : theirs) {
          std::vector<std::uint8_t> out;
          one.encode(out);
          keep(out.data());
        }
      });
  report.add({work.name("encode"), work.descriptors, "plain codec", work.per_descriptor(pair.ours),
              work.per_descriptor(pair.theirs), "ns/desc", 0.6});
}

}  // namespace

void encode_row(Report& report, const Workload& work) {
  work.kind == Kind::cm ? row<OurCm, PlainCm>(report, work) : row<OurIo, PlainIo>(report, work);
}

}  // namespace resmap::bench
