// SPDX-License-Identifier: MIT
#include "resmap/lists/io_list_builder.h"

#include <limits>

namespace resmap::lists {

namespace {

constexpr std::size_t kMaxSize = std::numeric_limits<std::uint32_t>::max();

std::unexpected<Error> refused() { return fail({.code = ErrorCode::invalid_argument}); }

}  // namespace

IoRequirementsListBuilder::IoRequirementsListBuilder(const IoRequirementsHeader& header, MemorySource memory)
    : bytes_(memory), header_(header) {
  header_.list_size = 0;
  header_.alternative_lists = 0;
}

// Room at the end, behind a header that is reserved with the first step.
Result<std::uint8_t*> IoRequirementsListBuilder::extend(std::size_t count) {
  const std::size_t ahead = bytes_.empty() ? IoRequirementsHeader::size : 0;
  if (count > kMaxSize - ahead || bytes_.size() > kMaxSize - ahead - count) {
    return fail({.code = ErrorCode::limit_exceeded, .value = bytes_.size()});
  }
  RESMAP_TRY_ASSIGN(std::uint8_t* room, bytes_.extend(ahead + count));
  return room + ahead;
}

Result<void> IoRequirementsListBuilder::begin_configuration(std::uint16_t version, std::uint16_t revision) {
  if (slack_) return refused();
  RESMAP_TRY_ASSIGN(std::uint8_t* list, extend(IoListHeader::size));
  store_le(list, version);
  store_le(list + 2, revision);
  store_le(list + 4, std::uint32_t{0});
  list_at_ = bytes_.size() - IoListHeader::size;
  ++header_.alternative_lists;
  header_.list_size = static_cast<std::uint32_t>(bytes_.size());
  return {};
}

Result<void> IoRequirementsListBuilder::add_all(std::span<const IoDescriptor> descriptors) {
  if (slack_ || header_.alternative_lists == 0) return refused();
  if (descriptors.size() > kMaxSize / IoDescriptorView::size) return fail({.code = ErrorCode::limit_exceeded});
  RESMAP_TRY_ASSIGN(std::uint8_t* out, extend(descriptors.size() * IoDescriptorView::size));
  for (const IoDescriptor& descriptor : descriptors) {
    std::memcpy(out, descriptor.bytes().data(), IoDescriptorView::size);
    out += IoDescriptorView::size;
  }
  std::uint8_t* count_at = bytes_.data() + list_at_ + 4;
  store_le(count_at, static_cast<std::uint32_t>(load_le<std::uint32_t>(count_at) + descriptors.size()));
  header_.list_size = static_cast<std::uint32_t>(bytes_.size());
  return {};
}

Result<void> IoRequirementsListBuilder::add_slack(Bytes inside_list_size, Bytes beyond_list_size) {
  if (inside_list_size.empty() && beyond_list_size.empty()) return {};
  if (slack_) return refused();
  if (beyond_list_size.size() > kMaxSize || inside_list_size.size() > kMaxSize) {
    return fail({.code = ErrorCode::limit_exceeded});
  }
  RESMAP_TRY_ASSIGN(std::uint8_t* out, extend(inside_list_size.size() + beyond_list_size.size()));
  for (const std::uint8_t byte : inside_list_size) *out++ = byte;
  for (const std::uint8_t byte : beyond_list_size) *out++ = byte;
  header_.list_size = static_cast<std::uint32_t>(bytes_.size() - beyond_list_size.size());
  slack_ = true;
  return {};
}

Result<Bytes> IoRequirementsListBuilder::finish() {
  if (bytes_.empty()) {
    RESMAP_TRY(extend(0));
    header_.list_size = static_cast<std::uint32_t>(bytes_.size());
  }
  std::uint8_t* out = bytes_.data();
  store_le(out, header_.list_size);
  store_le(out + 4, static_cast<std::uint32_t>(header_.interface_type));
  store_le(out + 8, header_.bus_number);
  store_le(out + 12, header_.slot_number);
  for (std::size_t i = 0; i < 3; ++i) store_le(out + 16 + 4 * i, header_.reserved[i]);
  store_le(out + 28, header_.alternative_lists);
  return Bytes(bytes_.data(), bytes_.size());
}

}  // namespace resmap::lists
