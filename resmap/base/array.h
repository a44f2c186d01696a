// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

#include "resmap/base/memory_source.h"
#include "resmap/base/result.h"

namespace resmap {

// A growing row of plain values over a MemorySource: what std::vector is, but running out of memory is an error that
// changes nothing. Owns its memory; moving hands it over; there is no copy, since a copy can fail (see assign).
// One thread at a time.
template <typename T>
class Array {
  static_assert(std::is_trivially_copyable_v<T>, "elements are moved as bytes");

 public:
  explicit Array(MemorySource memory = default_memory()) : memory_(memory) {}
  Array(Array&& other) noexcept
      : memory_(other.memory_),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Array& operator=(Array&& other) noexcept {
    if (this != &other) {
      release();
      memory_ = other.memory_;
      data_ = std::exchange(other.data_, nullptr);
      size_ = std::exchange(other.size_, 0);
      capacity_ = std::exchange(other.capacity_, 0);
    }
    return *this;
  }
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() { release(); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T& back() { return data_[size_ - 1]; }
  [[nodiscard]] const T& back() const { return data_[size_ - 1]; }
  [[nodiscard]] MemorySource memory() const { return memory_; }

  // Room for `count` elements without asking for memory again.
  // out_of_memory: the source has none, or the size in bytes does not fit size_t. Nothing changes.
  [[nodiscard]] Result<void> reserve(std::size_t count) {
    if (count <= capacity_) return {};
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) return fail({.code = ErrorCode::out_of_memory});
    T* const fresh = static_cast<T*>(memory_.allocate(memory_.context, count * sizeof(T), alignof(T)));
    if (fresh == nullptr) return fail({.code = ErrorCode::out_of_memory});
    if (size_ != 0) std::memcpy(static_cast<void*>(fresh), data_, size_ * sizeof(T));
    const std::size_t size = size_;
    release();
    data_ = fresh;
    size_ = size;
    capacity_ = count;
    return {};
  }

  // Each of these: out_of_memory as in reserve(), and then nothing changes.
  [[nodiscard]] Result<void> append(const T& value) {
    const T copy = value;  // the value may be one of our own elements
    RESMAP_TRY(grow_for(1));
    data_[size_++] = copy;
    return {};
  }
  // Precondition: `values` is no part of this array.
  [[nodiscard]] Result<void> append_all(std::span<const T> values) { return insert_all(size_, values); }
  [[nodiscard]] Result<void> insert(std::size_t at, const T& value) {
    const T copy = value;
    return insert_all(at, {&copy, 1});
  }
  // Precondition: at <= size(), and `values` is no part of this array.
  [[nodiscard]] Result<void> insert_all(std::size_t at, std::span<const T> values) {
    if (values.empty()) return {};
    RESMAP_TRY(grow_for(values.size()));
    std::memmove(static_cast<void*>(data_ + at + values.size()), data_ + at, (size_ - at) * sizeof(T));
    std::memcpy(static_cast<void*>(data_ + at), values.data(), values.size() * sizeof(T));
    size_ += values.size();
    return {};
  }
  // `count` elements at the end, each `fill`.
  [[nodiscard]] Result<void> append_filled(std::size_t count, const T& fill) {
    const T copy = fill;
    RESMAP_TRY(grow_for(count));
    for (std::size_t i = 0; i < count; ++i) data_[size_++] = copy;
    return {};
  }
  // `count` elements at the end whose values the caller writes next, through the pointer that is returned.
  [[nodiscard]] Result<T*> extend(std::size_t count) {
    RESMAP_TRY(grow_for(count));
    size_ += count;
    return data_ + (size_ - count);
  }
  [[nodiscard]] Result<void> assign(std::span<const T> values) {
    Array fresh(memory_);
    RESMAP_TRY(fresh.append_all(values));
    *this = std::move(fresh);
    return {};
  }

  // Precondition: at + count <= size().
  void erase(std::size_t at, std::size_t count = 1) {
    if (count == 0) return;
    std::memmove(static_cast<void*>(data_ + at), data_ + at + count, (size_ - at - count) * sizeof(T));
    size_ -= count;
  }
  // Precondition: count <= size(). Keeps the memory.
  void truncate(std::size_t count) { size_ = count; }
  void clear() { size_ = 0; }

 private:
  [[nodiscard]] Result<void> grow_for(std::size_t more) {
    if (more <= capacity_ - size_) return {};
    if (more > std::numeric_limits<std::size_t>::max() / sizeof(T) - size_)
      return fail({.code = ErrorCode::out_of_memory});
    const std::size_t needed = size_ + more, doubled = capacity_ * 2;
    return reserve(needed > doubled ? (needed < 8 ? 8 : needed) : doubled);
  }
  void release() {
    if (data_ != nullptr) memory_.release(memory_.context, data_, capacity_ * sizeof(T), alignof(T));
    data_ = nullptr;
    size_ = capacity_ = 0;
  }

  MemorySource memory_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace resmap
