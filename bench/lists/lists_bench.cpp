// SPDX-License-Identifier: MIT
// Validating and encoding lists beside memcpy, a plain walker and codec, and the verifier of FlatBuffers over the same content.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "bench/lists/plain_codec.h"
#include "bench/lists/workload.h"
#include "bench/support/measure.h"
#include "lists_generated.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/cm_list_builder.h"
#include "resmap/lists/io_list.h"
#include "resmap/lists/io_list_builder.h"
#include "resmap/lists/validate.h"
#include "tests/oracles/plain_walker.h"

namespace resmap::bench {

int hive_rows(Report& report);  // hive_bench.cpp

namespace {

using lists::CmForm;
using lists::CmLayout;
using lists::CmSide;

// One value, encoded by the rival.
struct Buffers {
  std::vector<std::uint8_t> bytes;
  std::vector<std::size_t> ends;
};

Buffers flatbuffers_cm(const Values& values) {
  Buffers buffers;
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    flatbuffers::FlatBufferBuilder build;
    std::vector<flatbuffers::Offset<fbs::Full>> fulls;
    const auto list = lists::CmResourceListView::over(values.value(i), CmForm::resource_list, CmLayout::x64);
    for (const lists::CmFullDescriptorView full : *list) {
      std::vector<flatbuffers::Offset<fbs::Descriptor>> descriptors;
      for (const lists::CmDescriptorView d : full) {
        flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> data;
        if (!d.device_data().empty()) data = build.CreateVector(d.device_data().data(), d.device_data().size());
        descriptors.push_back(fbs::CreateDescriptor(build, static_cast<std::uint8_t>(d.type()),
                                                    static_cast<std::uint8_t>(d.share()), d.flags(), d.start(),
                                                    d.stored_length(), d.affinity(), data));
      }
      fulls.push_back(fbs::CreateFullDirect(build, static_cast<std::int32_t>(full.header().interface_type),
                                            full.header().bus_number, full.header().version, full.header().revision,
                                            &descriptors));
    }
    build.Finish(fbs::CreateListDirect(build, &fulls));
    while (buffers.bytes.size() % 8 != 0) buffers.bytes.push_back(0);
    buffers.bytes.insert(buffers.bytes.end(), build.GetBufferPointer(), build.GetBufferPointer() + build.GetSize());
    buffers.ends.push_back(buffers.bytes.size());
  }
  return buffers;
}

Buffers flatbuffers_io(const Values& values) {
  Buffers buffers;
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    flatbuffers::FlatBufferBuilder build;
    std::vector<flatbuffers::Offset<fbs::Configuration>> configurations;
    const auto list = lists::IoRequirementsListView::over(values.value(i));
    for (const lists::IoConfigurationView configuration : *list) {
      std::vector<flatbuffers::Offset<fbs::Requirement>> requirements;
      for (const lists::IoDescriptorView d : configuration) {
        requirements.push_back(fbs::CreateRequirement(
            build, d.option(), static_cast<std::uint8_t>(d.type()), static_cast<std::uint8_t>(d.share()), d.flags(),
            d.stored_length(), d.stored_alignment(), d.minimum(), d.maximum()));
      }
      configurations.push_back(fbs::CreateConfigurationDirect(build, 1, 1, &requirements));
    }
    build.Finish(fbs::CreateRequirementsDirect(build, static_cast<std::int32_t>(list->header().interface_type), 0, 0,
                                               &configurations));
    while (buffers.bytes.size() % 8 != 0) buffers.bytes.push_back(0);
    buffers.bytes.insert(buffers.bytes.end(), build.GetBufferPointer(), build.GetBufferPointer() + build.GetSize());
    buffers.ends.push_back(buffers.bytes.size());
  }
  return buffers;
}

template <typename Root>
void verify_all(const Buffers& buffers) {
  std::size_t begin = 0, good = 0;
  for (const std::size_t end : buffers.ends) {
    begin = (begin + 7) / 8 * 8;
    flatbuffers::Verifier verifier(buffers.bytes.data() + begin, end - begin, 64, 1U << 30);
    good += verifier.VerifyBuffer<Root>(nullptr);
    begin = end;
  }
  if (good != buffers.ends.size()) std::abort();
}

void validate_rows(Report& report, bool cm, std::uint32_t count, std::size_t total) {
  const Values values = cm ? cm_values(count, total) : io_values(count, total);
  const auto ours = [&] {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < values.ends.size(); ++i) {
      const auto result = cm ? lists::validate_cm(values.value(i), CmForm::resource_list, CmLayout::x64, CmSide::raw)
                             : lists::validate_io(values.value(i));
      found += result.errors + result.warnings;
    }
    if (found != 0) std::abort();  // the workload is clean
  };
  const auto plain_walk = [&] {
    plain::Log log;
    for (std::size_t i = 0; i < values.ends.size(); ++i) {
      const Bytes value = values.value(i);
      if (cm)
        plain::check_cm(value.data(), value.size(), 20, true, true, log);
      else
        plain::check_io(value.data(), value.size(), log);
    }
    if (log.count != 0) std::abort();
  };
  std::vector<std::uint8_t> copy(values.bytes.size());
  const auto memcpy_all = [&] {
    std::memcpy(copy.data(), values.bytes.data(), copy.size());
    keep(copy.data());
  };
  const Buffers buffers = cm ? flatbuffers_cm(values) : flatbuffers_io(values);
  const auto verify = [&] { cm ? verify_all<fbs::List>(buffers) : verify_all<fbs::Requirements>(buffers); };

  const std::string kind = std::string(cm ? "validate cm " : "validate io ") + std::to_string(total >> 10) + " KiB";
  const double per = 1e9 / static_cast<double>(values.descriptors);
  const auto row = [&](const std::string& rival, const std::function<void()>& theirs, std::optional<double> goal) {
    if (!goal && !report.full()) return;
    const Pair pair = measure(ours, theirs);
    report.add({kind, count, rival, pair.ours * per, pair.theirs * per, "ns/desc", goal});
  };
  const bool large = count >= 4;
  row("plain walker", plain_walk, large ? std::optional(0.25) : std::nullopt);
  row("flatbuffers verify", verify, large ? std::optional(1.0) : std::nullopt);
  row("memcpy", memcpy_all, std::nullopt);
  if (report.full()) {
    const Pair pair = measure(plain_walk, verify);
    report.add(
        {kind + " (plain)", count, "flatbuffers verify", pair.ours * per, pair.theirs * per, "ns/desc", std::nullopt});
  }
}

void encode_cm_row(Report& report, std::uint32_t count, std::size_t total) {
  const Values values = cm_values(count, total);
  struct Decoded {
    lists::CmFullHeader header;
    std::vector<lists::CmDescriptor> descriptors;
    std::optional<lists::CmDescriptor> specific;
    std::vector<std::uint8_t> data;
  };
  std::vector<Decoded> decoded;
  std::vector<std::vector<plain::CmFull>> plain_decoded;
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    const Bytes value = values.value(i);
    plain_decoded.push_back(plain::decode_cm(value.data(), value.size()));
    const auto list = lists::CmResourceListView::over(value, CmForm::resource_list, CmLayout::x64);
    Decoded one{(*list->begin()).header(), {}, std::nullopt, {}};
    for (const lists::CmDescriptorView d : *list->begin()) {
      if (d.type() != lists::ResourceType::device_specific) {
        one.descriptors.emplace_back(d);
      } else {
        one.specific.emplace(d);
        one.data.assign(d.device_data().begin(), d.device_data().end());
      }
    }
    decoded.push_back(std::move(one));
  }
  const auto encode_one = [](const Decoded& one) {
    lists::CmResourceListBuilder build(CmForm::resource_list, CmLayout::x64);
    static_cast<void>(build.begin_full(one.header));
    static_cast<void>(build.add_all(one.descriptors));
    if (one.specific) static_cast<void>(build.add_device_specific(*one.specific, one.data));
    return build;
  };
  for (std::size_t i = 0; i < decoded.size(); ++i) {  // both give the bytes that went in
    auto build = encode_one(decoded[i]);
    std::vector<std::uint8_t> theirs;
    plain::encode_cm(plain_decoded[i], theirs);
    const Bytes value = values.value(i), ours = *build.finish();
    if (!std::equal(ours.begin(), ours.end(), value.begin(), value.end())) std::abort();
    if (!std::equal(theirs.begin(), theirs.end(), value.begin(), value.end())) std::abort();
  }
  const Pair pair = measure(
      [&] {
        for (const Decoded& one : decoded) keep(encode_one(one).finish()->data());
      },
      [&] {
        for (const auto& one : plain_decoded) {
          std::vector<std::uint8_t> out;
          plain::encode_cm(one, out);
          keep(out.data());
        }
      });
  const double per = 1e9 / static_cast<double>(values.descriptors);
  report.add({"encode cm " + std::to_string(total >> 10) + " KiB", count, "plain codec", pair.ours * per,
              pair.theirs * per, "ns/desc", 0.6});
}

void encode_io_row(Report& report, std::uint32_t count, std::size_t total) {
  const Values values = io_values(count, total);
  struct Decoded {
    lists::IoRequirementsHeader header;
    std::vector<lists::IoDescriptor> descriptors;
  };
  std::vector<Decoded> decoded;
  std::vector<plain::IoList> plain_decoded;
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    const Bytes value = values.value(i);
    plain_decoded.push_back(plain::decode_io(value.data(), value.size()));
    const auto list = lists::IoRequirementsListView::over(value);
    Decoded one{list->header(), {}};
    for (const lists::IoDescriptorView d : *list->begin()) one.descriptors.emplace_back(d);
    decoded.push_back(std::move(one));
  }
  const auto encode_one = [](const Decoded& one) {
    lists::IoRequirementsListBuilder build(one.header);
    static_cast<void>(build.begin_configuration());
    static_cast<void>(build.add_all(one.descriptors));
    return build;
  };
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    auto build = encode_one(decoded[i]);
    std::vector<std::uint8_t> theirs;
    plain::encode_io(plain_decoded[i], theirs);
    const Bytes value = values.value(i), ours = *build.finish();
    if (!std::equal(ours.begin(), ours.end(), value.begin(), value.end())) std::abort();
    if (!std::equal(theirs.begin(), theirs.end(), value.begin(), value.end())) std::abort();
  }
  const Pair pair = measure(
      [&] {
        for (const Decoded& one : decoded) keep(encode_one(one).finish()->data());
      },
      [&] {
        for (const auto& one : plain_decoded) {
          std::vector<std::uint8_t> out;
          plain::encode_io(one, out);
          keep(out.data());
        }
      });
  const double per = 1e9 / static_cast<double>(values.descriptors);
  report.add({"encode io " + std::to_string(total >> 10) + " KiB", count, "plain codec", pair.ours * per,
              pair.theirs * per, "ns/desc", 0.6});
}

}  // namespace
}  // namespace resmap::bench

int main(int count, char** words) {
  using namespace resmap::bench;  // NOLINT(google-build-using-namespace)
  Report report = report_from(count, words);
  constexpr std::size_t kib = 1024, mib = 1024 * kib;
  for (const std::size_t total : {256 * kib, 4 * mib, 64 * mib}) {
    for (const std::uint32_t descriptors : {1U, 4U, 64U, 1000U}) {
      for (const bool cm : {true, false}) validate_rows(report, cm, descriptors, total);
      if (total == 64 * mib && !report.full()) continue;  // the decoded forms take several times the memory
      encode_cm_row(report, descriptors, total);
      encode_io_row(report, descriptors, total);
    }
  }
  return report.finish();
}
