// SPDX-License-Identifier: MIT
#pragma once

#include <iterator>

#include "resmap/lists/cm_walker.h"

namespace resmap::lists {

// The descriptors of one full descriptor, whose bytes are known to be whole: for (CmDescriptorView d : full).
class CmFullDescriptorView {
 public:
  class Iterator {
   public:
    using value_type = CmDescriptorView;
    using difference_type = std::ptrdiff_t;

    constexpr Iterator() = default;
    constexpr CmDescriptorView operator*() const {
      return CmDescriptorView(rest_.first(size_of(layout_)), rest_.subspan(size_of(layout_), data_size()));
    }
    constexpr Iterator& operator++() {
      rest_ = rest_.subspan(size_of(layout_) + data_size());
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
    friend class CmFullDescriptorView;
    constexpr Iterator(Bytes rest, CmLayout layout, std::uint32_t left) : rest_(rest), layout_(layout), left_(left) {}
    [[nodiscard]] constexpr std::size_t data_size() const {
      const CmDescriptorView view(rest_.first(size_of(layout_)));
      return view.type() == ResourceType::device_specific ? view.data_size() : 0;
    }

    Bytes rest_;
    CmLayout layout_ = CmLayout::x64;
    std::uint32_t left_ = 0;
  };

  [[nodiscard]] constexpr const CmFullHeader& header() const { return header_; }
  [[nodiscard]] constexpr std::uint32_t size() const { return header_.count; }
  // Header, descriptors and trailing data.
  [[nodiscard]] constexpr Bytes bytes() const { return bytes_; }
  [[nodiscard]] constexpr Iterator begin() const {
    return {bytes_.subspan(CmFullHeader::size), layout_, header_.count};
  }
  [[nodiscard]] constexpr Iterator end() const { return {}; }

 private:
  friend class CmResourceListView;
  constexpr CmFullDescriptorView(Bytes bytes, const CmFullHeader& header, CmLayout layout)
      : bytes_(bytes), header_(header), layout_(layout) {}

  Bytes bytes_;
  CmFullHeader header_;
  CmLayout layout_;
};

// A whole CM_RESOURCE_LIST (or one full descriptor of a type 9 value), checked once and then read without further checks.
//
//   type 8:  | Count | header | descriptors ... [data] | header | ... | slack
//   type 9:          | header | descriptors ... [data] |               slack
//
// Borrows its bytes, never allocates, usable in constant expressions. A list that is not whole has no view: read what there
// is with CmWalker.
class CmResourceListView {
 public:
  // Walks once. Cost: linear in the descriptors. Errors: those of CmWalker.
  [[nodiscard]] static constexpr Result<CmResourceListView> over(Bytes bytes, CmForm form, CmLayout layout) {
    CmWalker walk(bytes, form, layout);
    for (;;) {
      RESMAP_TRY_ASSIGN(const CmStep step, walk.next());
      if (step.kind == CmStep::Kind::end) return CmResourceListView(bytes, form, layout, step.full_index, step.offset);
    }
  }

  class Iterator {
   public:
    using value_type = CmFullDescriptorView;
    using difference_type = std::ptrdiff_t;

    constexpr Iterator() = default;
    constexpr CmFullDescriptorView operator*() const {
      CmWalker walk(rest_, CmForm::full_descriptor, layout_);
      const CmFullHeader header = walk.next()->header;
      std::size_t end = CmFullHeader::size;
      for (auto step = walk.next(); step; step = walk.next()) {
        if (step->kind != CmStep::Kind::end) continue;
        end = step->offset;
        break;
      }
      return CmFullDescriptorView(rest_.first(end), header, layout_);
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
    friend class CmResourceListView;
    constexpr Iterator(Bytes rest, CmLayout layout, std::uint32_t left) : rest_(rest), layout_(layout), left_(left) {}

    Bytes rest_;
    CmLayout layout_ = CmLayout::x64;
    std::uint32_t left_ = 0;
  };

  [[nodiscard]] constexpr CmForm form() const { return form_; }
  [[nodiscard]] constexpr CmLayout layout() const { return layout_; }
  // How many full descriptors.
  [[nodiscard]] constexpr std::uint32_t size() const { return fulls_; }
  // What the list itself takes, and what stands behind it in the value.
  [[nodiscard]] constexpr Bytes bytes() const { return bytes_.first(consumed_); }
  [[nodiscard]] constexpr Bytes slack() const { return bytes_.subspan(consumed_); }
  [[nodiscard]] constexpr Iterator begin() const {
    return {bytes_.subspan(form_ == CmForm::resource_list ? 4 : 0), layout_, fulls_};
  }
  [[nodiscard]] constexpr Iterator end() const { return {}; }

 private:
  constexpr CmResourceListView(Bytes bytes, CmForm form, CmLayout layout, std::uint32_t fulls, std::size_t consumed)
      : bytes_(bytes), form_(form), layout_(layout), fulls_(fulls), consumed_(consumed) {}

  Bytes bytes_;
  CmForm form_;
  CmLayout layout_;
  std::uint32_t fulls_;
  std::size_t consumed_;
};

}  // namespace resmap::lists
