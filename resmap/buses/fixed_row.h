// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace resmap::buses {

// Up to `room` plain values in place, for what a standard bounds: six BARs, four windows. No allocation.
template <typename T, std::size_t room>
class FixedRow {
 public:
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr const T* begin() const { return values_.data(); }
  [[nodiscard]] constexpr const T* end() const { return values_.data() + size_; }
  [[nodiscard]] constexpr T* begin() { return values_.data(); }
  [[nodiscard]] constexpr T* end() { return values_.data() + size_; }
  [[nodiscard]] constexpr const T& operator[](std::size_t i) const { return values_[i]; }
  [[nodiscard]] constexpr T& operator[](std::size_t i) { return values_[i]; }
  // False when the row is full; then nothing changes.
  constexpr bool add(const T& value) {
    if (size_ == room) return false;
    values_[size_++] = value;
    return true;
  }

  friend constexpr bool operator==(const FixedRow&, const FixedRow&) = default;

 private:
  std::array<T, room> values_{};
  std::size_t size_ = 0;
};

}  // namespace resmap::buses
