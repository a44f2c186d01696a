// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "resmap/base/bytes.h"

namespace resmap::registry {

// A name or the data of a value inside a Registry: a copy of its own, or a look at a buffer that the registry keeps alive.
// 16 bytes, since a system hive holds 270,000 of them. Move-only. Up to 2^31 - 1 bytes, the most that a hive can say.
class Blob {
 public:
  static constexpr std::size_t max_size = 0x7FFFFFFF;

  Blob() = default;
  Blob(Blob&& other) noexcept { *this = std::move(other); }
  Blob& operator=(Blob&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  Blob(const Blob&) = delete;
  Blob& operator=(const Blob&) = delete;
  ~Blob() {
    if ((size_ & owned) != 0) delete[] data_;
  }

  // Precondition of both: bytes.size() <= max_size.
  [[nodiscard]] static Blob look_at(Bytes bytes) {
    return Blob(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
  }
  // Throws std::bad_alloc.
  [[nodiscard]] static Blob copy_of(Bytes bytes) {
    if (bytes.empty()) return {};
    auto* const data = new std::uint8_t[bytes.size()];
    std::memcpy(data, bytes.data(), bytes.size());
    return Blob(data, static_cast<std::uint32_t>(bytes.size()) | owned);
  }

  [[nodiscard]] Bytes bytes() const { return {data_, size_ & max_size}; }
  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_ & max_size}; }

 private:
  static constexpr std::uint32_t owned = 0x80000000;
  Blob(const std::uint8_t* data, std::uint32_t size) : data_(data), size_(size) {}

  const std::uint8_t* data_ = nullptr;
  std::uint32_t size_ = 0;  // with the bit that says whose memory it is
};

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace resmap::registry
