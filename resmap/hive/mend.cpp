// SPDX-License-Identifier: MIT
#include "resmap/hive/mend.h"

#include <algorithm>
#include <cstring>

namespace resmap::hive {
namespace {

constexpr std::size_t kPageSizeField = 8;
constexpr std::size_t kPageOffsetField = 4;
constexpr std::uint32_t kLeastCell = 8;

class Mender {
 public:
  Mender(std::span<std::uint8_t> image, const HiveHeader& header, std::vector<Mend>& mends)
      : image_(image), header_(header), mends_(mends) {}

  void run() {
    const std::size_t end = mend_header();
    std::size_t lost_from = 0;
    for (std::size_t at = header_size; at < end;) {
      if (!is_page(at)) {
        if (lost_from == 0) lost_from = at;
        at += page_unit;
        continue;
      }
      note_lost(lost_from, at);
      at = mend_page(at, end);
    }
    note_lost(lost_from, end);
    put(header_field::checksum, header_checksum(image_));
  }

 private:
  [[nodiscard]] std::uint32_t get(std::size_t at) const { return load_le<std::uint32_t>(Bytes(image_), at); }
  void put(std::size_t at, std::uint32_t word) { store_le(image_.data() + at, word); }

  // Where the pages end.
  std::size_t mend_header() {
    if (!header_.checksum_good) {
      mends_.push_back({HivePart::header, HiveCause::wrong, header_field::checksum, 0});
      put(header_field::major, 1);
    }
    const std::uint64_t declared = header_.declared_size;
    if (declared > header_.actual_size)
      mends_.push_back(
          {HivePart::header, HiveCause::file_end, header_field::data_size, declared - header_.actual_size});
    const bool plausible = header_.checksum_good && declared % page_unit == 0 && declared > header_size;
    const std::uint64_t end = plausible ? std::min<std::uint64_t>(declared, image_.size()) : image_.size();
    put(header_field::data_size, static_cast<std::uint32_t>(end - header_size));
    return end;
  }

  void note_lost(std::size_t& from, std::size_t to) {
    if (from == 0) return;
    // Zeros behind the file's end are accounted for by the header.
    const std::uint64_t last = std::min<std::uint64_t>(to, header_.actual_size);
    if (from < last) mends_.push_back({HivePart::page, HiveCause::missing, from, last - from});
    from = 0;
  }

  [[nodiscard]] bool is_page(std::size_t at) const { return std::memcmp(image_.data() + at, "hbin", 4) == 0; }
  // A page that says itself where it stands: text inside a value cannot pass for one by chance.
  [[nodiscard]] bool is_sound_page(std::size_t at) const {
    return is_page(at) && get(at + kPageOffsetField) == at - header_size;
  }

  // Returns where the next page is looked for.
  std::size_t mend_page(std::size_t at, std::size_t end) {
    if (get(at + kPageOffsetField) != at - header_size) {
      mends_.push_back({HivePart::page, HiveCause::wrong, at, 0});
      put(at + kPageOffsetField, static_cast<std::uint32_t>(at - header_size));
    }
    const std::size_t declared = get(at + kPageSizeField);
    const std::size_t size = page_size(at, declared, end);
    if (size != declared) {
      mends_.push_back(
          {HivePart::page, declared > header_.actual_size - at ? HiveCause::file_end : HiveCause::wrong, at, 0});
      put(at + kPageSizeField, static_cast<std::uint32_t>(size));
    }
    mend_cells(at + page_header_size, at + size);
    return at + size;
  }

  // The page's own word stands where it can, unless its cells end elsewhere: exactly where the next page begins.
  [[nodiscard]] std::size_t page_size(std::size_t at, std::size_t declared, std::size_t end) const {
    std::size_t next = at + page_unit;
    while (next < end && !is_sound_page(next)) next += page_unit;
    const bool possible = declared != 0 && declared % page_unit == 0 && declared <= next - at;
    if (possible && (declared == next - at || !cells_reach(at + page_header_size, next) ||
                     cells_reach(at + page_header_size, at + declared)))
      return declared;
    return next - at;
  }

  // Whether cells follow one another from `first` up to exactly `end`.
  [[nodiscard]] bool cells_reach(std::size_t first, std::size_t end) const {
    while (first < end && fits(first, end)) first += length(first);
    return first == end;
  }

  [[nodiscard]] std::uint32_t length(std::size_t cell) const {
    const std::uint32_t word = get(cell);
    return word >= 0x80000000U ? 0U - word : word;
  }
  // Whether the cell has a possible length that ends within its page.
  [[nodiscard]] bool fits(std::size_t cell, std::size_t end) const {
    const std::uint32_t size = length(cell);
    return size >= kLeastCell && size % 8 == 0 && size <= end - cell;
  }

  void mend_cells(std::size_t first, std::size_t end) {
    std::size_t cell = first;
    while (cell < end && fits(cell, end)) cell += length(cell);
    if (cell != end) {
      // From back to front: from which places cells follow one another to the end.
      chained_.assign((end - first) / 8 + 1, false);
      chained_.back() = true;
      for (std::size_t at = end - 8; at >= first; at -= 8)
        chained_[(at - first) / 8] = fits(at, end) && chained_[(at + length(at) - first) / 8];
      while (cell < end) {
        if (!fits(cell, end)) shorten(cell, first, end);
        cell += length(cell);
      }
    }
    if (end > header_.actual_size) free_what_is_not_there(first, end);
  }

  void shorten(std::size_t cell, std::size_t first, std::size_t end) {
    if (cell < header_.actual_size) mends_.push_back({HivePart::cell, HiveCause::wrong, cell, 0});
    std::size_t next = std::min(end, cell + least_size(cell));
    while (next < end && !chained_[(next - first) / 8]) next += 8;
    const bool used = get(cell) >= 0x80000000U || cell == header_.root;
    const auto size = static_cast<std::uint32_t>(next - cell);
    put(cell, used ? 0U - size : size);
  }

  // Keys and values say how long their names are.
  [[nodiscard]] std::size_t least_size(std::size_t cell) const {
    std::size_t size = kLeastCell;
    const auto two = [&](std::size_t at) -> std::size_t {
      return at + 2 <= image_.size() ? load_le<std::uint16_t>(Bytes(image_), at) : 0U;
    };
    if (std::memcmp(image_.data() + cell + 4, "nk", 2) == 0) size = 80 + two(cell + 76);
    if (std::memcmp(image_.data() + cell + 4, "vk", 2) == 0) size = 24 + two(cell + 6);
    return (size + 7) / 8 * 8;
  }

  void free_what_is_not_there(std::size_t first, std::size_t end) {
    for (std::size_t cell = first; cell < end; cell += length(cell))
      if (cell + length(cell) > header_.actual_size) put(cell, length(cell));
  }

  std::span<std::uint8_t> image_;
  const HiveHeader& header_;
  std::vector<Mend>& mends_;
  std::vector<bool> chained_;
};

}  // namespace

std::size_t mended_size(std::uint64_t size) {
  const std::uint64_t whole = (size + page_unit - 1) / page_unit * page_unit;
  return static_cast<std::size_t>(std::max<std::uint64_t>(whole, header_size + page_unit));
}

void mend(std::span<std::uint8_t> image, const HiveHeader& header, std::vector<Mend>& mends) {
  Mender(image, header, mends).run();
}

}  // namespace resmap::hive
