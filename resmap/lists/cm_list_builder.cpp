// SPDX-License-Identifier: MIT
#include "resmap/lists/cm_list_builder.h"

#include <limits>
#include <utility>

namespace resmap::lists {

namespace {

constexpr std::size_t kCountInFull = 12;      // PartialResourceList.Count
constexpr std::size_t kUsualDescriptors = 3;  // most lists have no more: one piece of memory does for them
constexpr std::uint32_t kFullCount = std::numeric_limits<std::uint32_t>::max();

std::unexpected<Error> refused(std::uint64_t value = 0) {
  return fail({.code = ErrorCode::invalid_argument, .value = value});
}

}  // namespace

CmResourceListBuilder::CmResourceListBuilder(CmForm form, CmLayout layout, MemorySource memory)
    : bytes_(memory), form_(form), layout_(layout) {}

Result<void> CmResourceListBuilder::begin_full(const CmFullHeader& header) {
  if (slack_ || (form_ == CmForm::full_descriptor && fulls_ != 0)) return refused(fulls_);
  if (fulls_ == kFullCount) return fail({.code = ErrorCode::limit_exceeded, .value = fulls_});
  std::uint8_t fresh[4 + CmFullHeader::size] = {};
  store_le(fresh + 4, static_cast<std::uint32_t>(header.interface_type));
  store_le(fresh + 8, header.bus_number);
  store_le(fresh + 12, header.version);
  store_le(fresh + 14, header.revision);
  const bool count_first = form_ == CmForm::resource_list && bytes_.empty();
  if (fulls_ == 0) RESMAP_TRY(bytes_.reserve(sizeof fresh + kUsualDescriptors * size_of(layout_)));
  RESMAP_TRY(bytes_.append_all(Bytes(fresh).subspan(count_first ? 0 : 4)));
  ++fulls_;
  full_at_ = bytes_.size() - CmFullHeader::size;
  closed_ = false;
  if (form_ == CmForm::resource_list) store_le(bytes_.data(), fulls_);
  return {};
}

bool CmResourceListBuilder::may_add(const CmDescriptor& descriptor) const {
  return fulls_ != 0 && !closed_ && !slack_ && descriptor.layout() == layout_;
}

Result<void> CmResourceListBuilder::add(const CmDescriptor& descriptor) { return add_all({&descriptor, 1}); }

namespace {

// The size is a constant, so that each copy is a move or two.
template <CmLayout layout>
void copy_all(std::uint8_t* out, std::span<const CmDescriptor> descriptors) {
  for (const CmDescriptor& descriptor : descriptors) {
    std::memcpy(out, descriptor.bytes().data(), size_of(layout));
    out += size_of(layout);
  }
}

}  // namespace

Result<void> CmResourceListBuilder::add_all(std::span<const CmDescriptor> descriptors) {
  if (descriptors.empty()) return {};
  for (const CmDescriptor& descriptor : descriptors) {
    const ResourceType type = descriptor.view().type();
    if (descriptor.layout() != layout_ || type == ResourceType::device_specific)
      return refused(static_cast<std::uint8_t>(type));
  }
  if (fulls_ == 0 || closed_ || slack_) return refused();
  const std::uint32_t count = load_le<std::uint32_t>(bytes_.data() + full_at_ + kCountInFull);
  if (descriptors.size() > kFullCount - count) return fail({.code = ErrorCode::limit_exceeded, .value = count});
  RESMAP_TRY_ASSIGN(std::uint8_t* out, bytes_.extend(descriptors.size() * size_of(layout_)));
  if (layout_ == CmLayout::x64)
    copy_all<CmLayout::x64>(out, descriptors);
  else
    copy_all<CmLayout::x86>(out, descriptors);
  store_le(bytes_.data() + full_at_ + kCountInFull, static_cast<std::uint32_t>(count + descriptors.size()));
  return {};
}

Result<void> CmResourceListBuilder::add_device_specific(const CmDescriptor& descriptor, Bytes data) {
  if (!may_add(descriptor) || data.size() > kFullCount) return refused(data.size());
  CmDescriptor sized = descriptor;
  sized.set_type(ResourceType::device_specific).set_data(0, static_cast<std::uint32_t>(data.size()));
  RESMAP_TRY(add_verbatim(sized.bytes(), data));
  closed_ = true;
  return {};
}

Result<void> CmResourceListBuilder::add_verbatim(Bytes descriptor, Bytes device_data) {
  if (fulls_ == 0 || slack_ || descriptor.size() != size_of(layout_)) return refused(descriptor.size());
  const std::uint32_t count = load_le<std::uint32_t>(bytes_.data() + full_at_ + kCountInFull);
  if (count == kFullCount) return fail({.code = ErrorCode::limit_exceeded, .value = count});
  const std::size_t before = bytes_.size();
  RESMAP_TRY(bytes_.append_all(descriptor));
  if (const auto appended = bytes_.append_all(device_data); !appended) {
    bytes_.truncate(before);
    return std::unexpected(appended.error());
  }
  store_le(bytes_.data() + full_at_ + kCountInFull, count + 1);
  return {};
}

Result<void> CmResourceListBuilder::add_slack(Bytes slack) {
  if (slack.empty()) return {};
  RESMAP_TRY(finish());
  RESMAP_TRY(bytes_.append_all(slack));
  slack_ = true;
  return {};
}

Result<Bytes> CmResourceListBuilder::finish() {
  if (form_ == CmForm::resource_list && bytes_.empty()) RESMAP_TRY(bytes_.append_filled(4, 0));
  return Bytes(bytes_.data(), bytes_.size());
}

}  // namespace resmap::lists
