// SPDX-License-Identifier: MIT
#include "bench/lists/flatbuffers_rival.h"

#include "lists_generated.h"
#include "resmap/lists/cm_list.h"
#include "resmap/lists/io_list.h"

namespace resmap::bench {

namespace {

std::size_t aligned(std::size_t place) { return (place + 7) / 8 * 8; }

void append(Buffers& buffers, const flatbuffers::FlatBufferBuilder& build) {
  buffers.bytes.resize(aligned(buffers.bytes.size()), 0);
  buffers.bytes.insert(buffers.bytes.end(), build.GetBufferPointer(), build.GetBufferPointer() + build.GetSize());
  buffers.ends.push_back(buffers.bytes.size());
}

template <typename Root>
std::size_t verify(const Buffers& buffers) {
  std::size_t begin = 0, good = 0;
  for (const std::size_t end : buffers.ends) {
    begin = aligned(begin);
    flatbuffers::Verifier verifier(buffers.bytes.data() + begin, end - begin, 64, 1U << 30);
    good += verifier.VerifyBuffer<Root>(nullptr);
    begin = end;
  }
  return good;
}

}  // namespace

Buffers flatbuffers_cm(const Values& values) {
  Buffers buffers;
  for (std::size_t i = 0; i < values.ends.size(); ++i) {
    flatbuffers::FlatBufferBuilder build;
    std::vector<flatbuffers::Offset<fbs::Full>> fulls;
    const auto list =
        lists::CmResourceListView::over(values.value(i), lists::CmForm::resource_list, lists::CmLayout::x64);
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
    append(buffers, build);
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
    append(buffers, build);
  }
  return buffers;
}

std::size_t verify_cm(const Buffers& buffers) { return verify<fbs::List>(buffers); }
std::size_t verify_io(const Buffers& buffers) { return verify<fbs::Requirements>(buffers); }

}  // namespace resmap::bench
