// SPDX-License-Identifier: MIT
#pragma once

#include <iterator>

#include "resmap/lists/io_walker.h"

namespace resmap::lists {

// One IO_RESOURCE_LIST: a logical configuration, all of whose groups must be met together.
// for (IoDescriptorView d : configuration).
class IoConfigurationView {
 public:
  class Iterator {
   public:
    using value_type = IoDescriptorView;
    using difference_type = std::ptrdiff_t;

    constexpr Iterator() = default;
    constexpr explicit Iterator(const std::uint8_t* at) : at_(at) {}
    constexpr IoDescriptorView operator*() const { return IoDescriptorView(Bytes(at_, IoDescriptorView::size)); }
    constexpr Iterator& operator++() {
      at_ += IoDescriptorView::size;
      return *this;
    }
    constexpr Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(Iterator, Iterator) = default;

   private:
    const std::uint8_t* at_ = nullptr;
  };

  // Precondition: `bytes` is a whole list, header and descriptors.
  constexpr explicit IoConfigurationView(Bytes bytes)
      : bytes_(bytes),
        header_{.version = load_le<std::uint16_t>(bytes, 0),
                .revision = load_le<std::uint16_t>(bytes, 2),
                .count = load_le<std::uint32_t>(bytes, 4)} {}

  [[nodiscard]] constexpr const IoListHeader& header() const { return header_; }
  [[nodiscard]] constexpr std::uint32_t size() const { return header_.count; }
  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  [[nodiscard]] constexpr IoDescriptorView operator[](std::size_t i) const {
    return IoDescriptorView(bytes_.subspan(IoListHeader::size + i * IoDescriptorView::size, IoDescriptorView::size));
  }
  [[nodiscard]] constexpr Iterator begin() const { return Iterator(bytes_.data() + IoListHeader::size); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(bytes_.data() + bytes_.size()); }

 private:
  Bytes bytes_;
  IoListHeader header_;
};

// A whole IO_RESOURCE_REQUIREMENTS_LIST (registry type 10), checked once and then read without further checks.
//
//   | header, 32 bytes | configuration | configuration | ... | slack inside ListSize |  bytes beyond ListSize
//
// The configurations are alternatives for the whole device. Real lists end with 32 or 568 unused bytes inside ListSize; they
// are kept. Borrows its bytes, never allocates, usable in constant expressions. Source: structures-and-wdf.md 2.4, 2.5, 5.
class IoRequirementsListView {
 public:
  // Walks once. Cost: linear in the configurations.
  // Errors: those of IoWalker; malformed RM1102 when ListSize is below 32 or beyond the value (value: that ListSize).
  [[nodiscard]] static constexpr Result<IoRequirementsListView> over(Bytes bytes) {
    IoWalker walk(bytes);
    for (;;) {
      RESMAP_TRY_ASSIGN(const IoStep step, walk.next());
      if (step.kind != IoStep::Kind::end) continue;
      const auto header = IoRequirementsHeader::read(bytes);
      if (header.list_size < IoRequirementsHeader::size || header.list_size > bytes.size()) {
        return fail({.code = ErrorCode::malformed, .rule = rule::io_list_size_wrong, .value = header.list_size});
      }
      return IoRequirementsListView(bytes, header, step.offset);
    }
  }

  class Iterator {
   public:
    using value_type = IoConfigurationView;
    using difference_type = std::ptrdiff_t;

    constexpr Iterator() = default;
    constexpr Iterator(Bytes rest, std::uint32_t left) : rest_(rest), left_(left) {}
    constexpr IoConfigurationView operator*() const {
      const std::size_t count = load_le<std::uint32_t>(rest_, 4);
      return IoConfigurationView(rest_.first(IoListHeader::size + count * IoDescriptorView::size));
    }
    constexpr Iterator& operator++() {
      rest_ = rest_.subspan((**this).bytes().size());
      --left_;
      return *this;
    }
    constexpr Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(const Iterator& a, const Iterator& b) { return a.left_ == b.left_; }

   private:
    Bytes rest_;
    std::uint32_t left_ = 0;
  };

  [[nodiscard]] constexpr const IoRequirementsHeader& header() const { return header_; }
  // How many logical configurations.
  [[nodiscard]] constexpr std::uint32_t size() const { return header_.alternative_lists; }
  // Header and configurations; what is unused inside ListSize; what the value holds beyond it.
  [[nodiscard]] constexpr Bytes bytes() const { return bytes_.first(consumed_); }
  [[nodiscard]] constexpr Bytes slack() const { return bytes_.first(header_.list_size).subspan(consumed_); }
  [[nodiscard]] constexpr Bytes beyond() const { return bytes_.subspan(header_.list_size); }
  [[nodiscard]] constexpr Iterator begin() const {
    return {bytes_.subspan(IoRequirementsHeader::size), header_.alternative_lists};
  }
  [[nodiscard]] constexpr Iterator end() const { return {}; }

 private:
  constexpr IoRequirementsListView(Bytes bytes, const IoRequirementsHeader& header, std::size_t consumed)
      : bytes_(bytes), header_(header), consumed_(consumed) {}

  Bytes bytes_;
  IoRequirementsHeader header_;
  std::size_t consumed_;
};

}  // namespace resmap::lists
