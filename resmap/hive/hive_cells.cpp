// SPDX-License-Identifier: MIT
#include "resmap/hive/hive_cells.h"

#include <cstring>
#include <string_view>

#include "resmap/hive/hive_header.h"

namespace resmap::hive {

namespace {

constexpr std::uint64_t round_up(std::uint64_t size, std::uint64_t unit) { return (size + unit - 1) / unit * unit; }

}  // namespace

HiveCells::HiveCells(std::uint64_t time) : file_(header_size), used_(header_size) {
  open_page(page_unit);
  store_le(&file_[header_size + 20], time);
}

std::optional<std::uint32_t> HiveCells::add(std::uint64_t size) {
  if (size > max_size) return std::nullopt;
  const std::uint64_t whole = round_up(size + 4, 8);
  if (whole > file_.size() - used_) {
    const std::uint64_t page = round_up(whole + page_header_size, page_unit);
    if (file_.size() - header_size + page > max_size) return std::nullopt;
    file_.reserve(file_.size() + page > file_.capacity() ? file_.size() + file_.size() / 2 + page : file_.capacity());
    close_page();
    open_page(page);
  }
  const std::size_t at = used_;
  used_ += whole;
  store_le(&file_[at], 0U - static_cast<std::uint32_t>(whole));
  return static_cast<std::uint32_t>(at - header_size);
}

std::optional<std::uint32_t> HiveCells::add_record(const char (&kind)[3], std::uint64_t size) {
  const std::optional<std::uint32_t> cell = add(size);
  if (cell) put_bytes(*cell, 0, {reinterpret_cast<const std::uint8_t*>(kind), 2});
  return cell;
}

std::uint8_t* HiveCells::content(std::uint32_t cell) { return &file_[header_size + cell + 4]; }

void HiveCells::put_bytes(std::uint32_t cell, std::size_t at, Bytes bytes) {
  if (!bytes.empty()) std::memcpy(content(cell) + at, bytes.data(), bytes.size());
}

void HiveCells::open_page(std::uint64_t size) {
  const std::size_t at = file_.size();
  file_.resize(at + size);
  const std::string_view kind = "hbin";
  std::memcpy(&file_[at], kind.data(), kind.size());
  store_le(&file_[at + 4], static_cast<std::uint32_t>(at - header_size));
  store_le(&file_[at + 8], static_cast<std::uint32_t>(size));
  used_ = at + page_header_size;
}

// What the page has left is one free cell: its size is positive. Sizes are multiples of 8, so there is room for it or nothing.
void HiveCells::close_page() {
  if (used_ != file_.size()) store_le(&file_[used_], static_cast<std::uint32_t>(file_.size() - used_));
}

std::vector<std::uint8_t> HiveCells::finish() && {
  close_page();
  return std::move(file_);
}

}  // namespace resmap::hive
