// SPDX-License-Identifier: MIT
#include "tests/oracles/plain_walker.h"

namespace plain {

namespace {

std::uint64_t number(const std::uint8_t* at, unsigned size) {
  std::uint64_t value = 0;
  for (unsigned i = size; i-- > 0;) value = value * 256 + at[i];
  return value;
}

unsigned large_shift(unsigned flags) { return (flags & 0x200) ? 8 : (flags & 0x400) ? 16 : (flags & 0x800) ? 32 : 99; }
unsigned bits_set(unsigned flags) { return (flags >> 9 & 1) + (flags >> 10 & 1) + (flags >> 11 & 1); }

void check_type_and_share(unsigned type, unsigned share, std::uint64_t type_at, std::uint64_t share_at, Log& log) {
  const bool known = type <= 7 || (type >= 128 && type <= 132);
  if (!known) log.add(1020, type_at);
  if (share > 3) log.add(1021, share_at);
}

void check_cm_address(const std::uint8_t* d, std::uint64_t at, Log& log) {
  const unsigned type = d[0], flags = static_cast<unsigned>(number(d + 2, 2));
  if (type == 3 && (flags & 0xE00) != 0) log.add(1034, at + 2);
  if (type == 7 && bits_set(flags) != 1) log.add(1033, at + 2);
  std::uint64_t length = number(d + 12, 4);
  if (type == 7) length = large_shift(flags) == 99 ? 0 : length << large_shift(flags);
  if (length == 0) return log.add(1031, at + 12);
  const std::uint64_t start = number(d + 4, 8);
  if (start + (length - 1) < start) return log.add(1030, at + 12);
  if (type == 1 && start + (length - 1) > 0xFFFF) log.add(1032, at + 4);
}

void check_cm_interrupt(const std::uint8_t* d, std::uint64_t at, unsigned stride, bool raw, Log& log) {
  const unsigned flags = static_cast<unsigned>(number(d + 2, 2));
  if ((flags & 2) != 0) {
    if ((flags & 1) == 0) log.add(1040, at + 2);
    if (raw && number(d + 6, 2) == 0) log.add(1041, at + 6);
  }
  if (number(d + 12, stride - 12) == 0) log.add(1042, at + 12);
}

}  // namespace

void check_cm(const std::uint8_t* bytes, std::size_t size, unsigned stride, bool counted, bool raw, Log& log) {
  std::uint64_t at = 0, fulls = 1;
  if (counted) {
    if (size < 4) return log.add(1001, 0);
    fulls = number(bytes, 4);
    at = 4;
  } else if (size < 16) {
    return log.add(1001, 0);
  }
  for (; fulls > 0; --fulls) {
    if (size - at < 16) return log.add(1010, at);
    const std::uint32_t interface_type = static_cast<std::uint32_t>(number(bytes + at, 4));
    if (interface_type > 17 && interface_type != 0xFFFFFFFF) log.add(1022, at);
    const unsigned version = static_cast<unsigned>(number(bytes + at + 8, 2));
    const unsigned revision = static_cast<unsigned>(number(bytes + at + 10, 2));
    if (!(version == 1 && revision == 1) && !(version == 0 && revision == 0)) log.add(1023, at + 8);
    const std::uint64_t count = number(bytes + at + 12, 4);
    at += 16;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (size - at < stride) return log.add(1012, at);
      const std::uint8_t* d = bytes + at;
      const std::uint64_t tail = d[0] == 5 ? number(d + 4, 4) : 0;
      if (size - at - stride < tail) return log.add(1013, at + stride);
      check_type_and_share(d[0], d[1], at, at + 1, log);
      switch (d[0]) {
        case 1:
        case 3:
        case 7: check_cm_address(d, at, log); break;
        case 2: check_cm_interrupt(d, at, stride, raw, log); break;
        case 4:
          if ((number(d + 2, 2) & 0x80) == 0 && number(d + 4, 4) > 7) log.add(1060, at + 4);
          break;
        case 5:
          if (i + 1 != count) log.add(1014, at);
          break;
        case 6:
          if (number(d + 8, 4) == 0)
            log.add(1031, at + 8);
          else if (number(d + 4, 4) + number(d + 8, 4) > 256)
            log.add(1051, at + 4);
          break;
        default: break;
      }
      at += stride + tail;
    }
  }
  if (at != size) log.add(1070, at);
}

namespace {

void check_io_address(const std::uint8_t* d, std::uint64_t at, Log& log) {
  const unsigned type = d[1], flags = static_cast<unsigned>(number(d + 4, 2));
  if (type == 3 && (flags & 0xE00) != 0) log.add(1034, at + 4);
  if (type == 7 && bits_set(flags) != 1) log.add(1033, at + 4);
  const std::uint64_t low = number(d + 16, 8), high = number(d + 24, 8);
  if (high < low) return log.add(1130, at + 16);
  std::uint64_t length = number(d + 8, 4), alignment = number(d + 12, 4);
  if (type == 7) {
    const unsigned shift = large_shift(flags);
    length = shift == 99 ? 0 : length << shift;
    alignment = shift == 99 ? 0 : alignment << shift;
  }
  if (alignment == 0) alignment = 1;
  if ((alignment & (alignment - 1)) != 0) log.add(1132, at + 12);
  if (length == 0) return;
  const std::uint64_t past = low % alignment;
  const std::uint64_t first = past == 0 ? low : low + (alignment - past);
  if (first < low || first > high || length - 1 > high - first) log.add(1131, at + 8);
}

void check_io_interrupt(const std::uint8_t* d, std::uint64_t at, Log& log) {
  const unsigned flags = static_cast<unsigned>(number(d + 4, 2));
  const std::uint64_t low = number(d + 8, 4), high = number(d + 12, 4);
  if (high < low)
    log.add(1130, at + 8);
  else if ((flags & 2) != 0 && high != 0xFFFFFFFE)
    log.add(1140, at + 12);
  if ((flags & 4) != 0) {
    if (number(d + 16, 2) > 6) log.add(1141, at + 16);
    if (number(d + 20, 4) > 3) log.add(1141, at + 20);
  }
}

bool takes_addresses(unsigned type) { return type == 1 || type == 3 || type == 7; }

}  // namespace

void check_io(const std::uint8_t* bytes, std::size_t size, Log& log) {
  if (size < 32) return log.add(1101, 0);
  const std::uint64_t list_size = number(bytes, 4);
  const bool size_possible = list_size >= 32 && list_size <= size;
  if (!size_possible) log.add(1102, 0);
  const std::uint32_t interface_type = static_cast<std::uint32_t>(number(bytes + 4, 4));
  if (interface_type > 17 && interface_type != 0xFFFFFFFF) log.add(1022, 4);
  const std::uint64_t end = size_possible ? list_size : size;
  std::uint64_t lists = number(bytes + 28, 4), at = 32;
  if (lists == 0) log.add(1113, 28);
  for (; lists > 0; --lists) {
    if (end - at < 8) return log.add(1110, at);
    const unsigned version = static_cast<unsigned>(number(bytes + at, 2));
    const unsigned revision = static_cast<unsigned>(number(bytes + at + 2, 2));
    if (!(version == 1 && revision == 1) && !(version == 0 && revision == 0)) log.add(1023, at);
    const std::uint64_t count = number(bytes + at + 4, 4);
    at += 8;
    int head = -1;  // the type that the present group began with
    for (std::uint64_t i = 0; i < count; ++i, at += 32) {
      if (end - at < 32) return log.add(1112, at);
      const std::uint8_t* d = bytes + at;
      const unsigned option = d[0], type = d[1];
      if ((option & ~0x0BU) != 0) log.add(1120, at);
      check_type_and_share(type, d[2], at + 1, at + 2, log);
      if ((option & 8) == 0) {
        head = type == 128 ? -1 : static_cast<int>(type);
      } else if (head < 0) {
        log.add(1121, at);
      } else if (head != static_cast<int>(type) &&
                 !(takes_addresses(static_cast<unsigned>(head)) && takes_addresses(type))) {
        log.add(1122, at + 1);
      }
      switch (type) {
        case 1:
        case 3:
        case 7: check_io_address(d, at, log); break;
        case 2: check_io_interrupt(d, at, log); break;
        case 4:
          if ((number(d + 4, 2) & 0x80) == 0 && number(d + 12, 4) < number(d + 8, 4)) log.add(1130, at + 8);
          break;
        case 5: log.add(1124, at + 1); break;
        case 6: {
          const std::uint64_t length = number(d + 8, 4), low = number(d + 12, 4), high = number(d + 16, 4);
          if (high < low)
            log.add(1130, at + 12);
          else if (length != 0 && length - 1 > high - low)
            log.add(1131, at + 8);
          break;
        }
        case 128:
          if (i != 0) log.add(1123, at + 1);
          break;
        default: break;
      }
    }
  }
  if (size_possible) {
    if (at < list_size) log.add(1170, at);
    if (list_size < size) log.add(1171, list_size);
  }
}

std::uint32_t broken_sum(const std::uint8_t* bytes, std::size_t size) {
  if (size < 20) return 0;
  const std::uint64_t count = number(bytes + 16, 4);
  if (count * 20 > size - 20) return 0;
  std::uint32_t sum = 0;
  const std::uint8_t* d = bytes + 20;
  for (std::uint64_t i = 0; i < count; ++i) {
    sum += d[0];
    const std::uint64_t tail = d[0] == 5 ? number(d + 4, 4) : 0;
    d += 20 + tail;
  }
  return sum;
}

}  // namespace plain
