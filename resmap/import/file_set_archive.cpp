// SPDX-License-Identifier: MIT
// The one file that knows libarchive. Only tar, cpio and zip are let in, and of filters xz, gzip, bzip2 and zstd.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>

#include "resmap/import/file_path.h"
#include "resmap/import/file_set_builder.h"
#include "resmap/import/guard.h"

namespace resmap::import {

namespace {

bool begins_with(Bytes bytes, std::string_view magic, std::size_t at = 0) {
  return has_room(bytes, at, magic.size()) &&
         std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

// A tar of before 1988 has no magic, but its header has a checksum: eight octal digits at 148, counted as blanks.
bool is_old_tar(Bytes bytes) {
  if (bytes.size() < 512 || bytes[0] == 0) return false;
  std::uint32_t stated = 0, sum = 0;
  std::size_t at = 148;
  while (at < 156 && bytes[at] == ' ') ++at;
  bool any = false;
  for (; at < 156 && bytes[at] >= '0' && bytes[at] <= '7'; ++at, any = true) stated = stated * 8 + (bytes[at] - '0');
  for (std::size_t i = 0; i < 512; ++i) sum += i >= 148 && i < 156 ? std::uint32_t{' '} : bytes[i];
  return any && stated == sum;
}

struct ArchiveClose {
  void operator()(archive* a) const { archive_read_free(a); }
};

std::string reason(archive* a) {
  const char* const text = archive_error_string(a);
  return text == nullptr ? "no reason given" : text;
}

const char* path_of(archive_entry* entry) {
  const char* const plain = archive_entry_pathname(entry);
  return plain != nullptr ? plain : archive_entry_pathname_utf8(entry);
}

class Unpack {
 public:
  Unpack(archive* a, FileSetBuilder& into) : archive_(a), into_(into) {}

  Result<void> all(std::string_view single_name) {
    for (;;) {
      archive_entry* entry = nullptr;
      const int status = archive_read_next_header(archive_, &entry);
      if (status == ARCHIVE_EOF) return {};
      if (status == ARCHIVE_FATAL || (status == ARCHIVE_FAILED && entry == nullptr)) return breaks_off();
      if (status == ARCHIVE_RETRY || status == ARCHIVE_FAILED) {
        RESMAP_TRY(into_.count_other({}));
        into_.add_gap("an entry of the archive was left out: " + reason(archive_));
        continue;
      }
      const bool raw = archive_format(archive_) == ARCHIVE_FORMAT_RAW;
      if (raw) into_.set_single_file();
      RESMAP_TRY(one(entry, raw ? std::string(single_name) : std::string()));
      if (broken_) return {};
    }
  }

 private:
  Result<void> breaks_off() {
    if (into_.size() == 0) return fail({.code = ErrorCode::unreadable, .rule = rule::archive_unreadable});
    into_.add_gap("the archive breaks off after " + std::to_string(into_.size()) + " files: " + reason(archive_));
    return {};
  }

  Result<void> one(archive_entry* entry, std::string name) {
    if (name.empty()) {
      const char* const path = path_of(entry);
      if (path == nullptr) {
        into_.add_gap("a file was left out: its name cannot be read");
        return into_.count_other({});
      }
      name = path;
    }
    if (const char* const other = archive_entry_hardlink(entry)) return into_.add_alias(name, other);
    switch (archive_entry_filetype(entry)) {
      case AE_IFLNK: {
        const char* const target = archive_entry_symlink(entry);
        return into_.add_link(name, target == nullptr ? "" : target);
      }
      case AE_IFREG: return content(name);
      default: return into_.count_other(name);
    }
  }

  Result<void> content(const std::string& name) {
    std::vector<std::uint8_t> bytes;
    const std::uint64_t room = into_.room();
    std::array<std::uint8_t, 16384> block;
    for (;;) {
      const la_ssize_t got = archive_read_data(archive_, block.data(), block.size());
      if (got == 0) break;
      if (got < 0) {
        if (got == ARCHIVE_RETRY) continue;
        into_.add_gap(name + " is not whole, only " + std::to_string(bytes.size()) +
                      " bytes of it could be read: " + reason(archive_));
        broken_ = got == ARCHIVE_FATAL;
        break;
      }
      const auto more = static_cast<std::size_t>(got);
      if (more > room - bytes.size()) return fail(into_.too_large());
      bytes.insert(bytes.end(), block.begin(), block.begin() + got);
    }
    bytes.shrink_to_fit();
    return into_.add_file(name, std::move(bytes));
  }

  archive* archive_;
  FileSetBuilder& into_;
  bool broken_ = false;
};

}  // namespace

Packing packing_of(Bytes bytes) {
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"\xFD"
                                       "7zXZ\0"sv,
                                       "\x1F\x8B"sv, "\x28\xB5\x2F\xFD"sv}) {
    if (begins_with(bytes, magic)) return Packing::compressed;
  }
  // "BZh" alone could begin a text; behind it stand the size of blocks and a block, or the end.
  if (begins_with(bytes, "BZh") &&
      (begins_with(bytes, "1AY&SY", 4) || begins_with(bytes, "\x17\x72\x45\x38\x50\x90", 4)))
    return Packing::compressed;
  for (const std::string_view magic :
       {"PK\3\4"sv, "PK\5\6"sv, "070701"sv, "070702"sv, "070707"sv, "\xC7\x71"sv, "\x71\xC7"sv}) {
    if (begins_with(bytes, magic)) return Packing::archive;
  }
  return begins_with(bytes, "ustar", 257) || is_old_tar(bytes) ? Packing::archive : Packing::none;
}

Result<void> unpack(Bytes bytes, Packing packing, std::string_view single_name, FileSetBuilder& into) {
  const std::unique_ptr<archive, ArchiveClose> open(archive_read_new());
  archive* const a = open.get();
  if (a == nullptr) return fail({.code = ErrorCode::out_of_memory});
  archive_read_support_format_tar(a);
  archive_read_support_format_cpio(a);
  archive_read_support_format_zip(a);
  if (packing == Packing::compressed) {
    archive_read_support_filter_xz(a);
    archive_read_support_filter_gzip(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_format_raw(a);    // one compressed file
    archive_read_support_format_empty(a);  // of nothing
  }
  if (archive_read_open_memory(a, bytes.data(), bytes.size()) != ARCHIVE_OK)
    return fail({.code = ErrorCode::unreadable, .rule = rule::archive_unreadable});
  RESMAP_TRY(Unpack(a, into).all(single_name));
  if (packing == Packing::compressed && archive_format(a) == ARCHIVE_FORMAT_EMPTY) {
    into.set_single_file();
    return into.add_file(single_name, std::string_view());
  }
  return {};
}

Result<FileSet> open_owned(std::vector<std::uint8_t> bytes, std::string_view name, const FileLimits& limits) {
  FileSetBuilder builder(name, limits);
  if (bytes.size() > builder.room()) return fail(builder.too_large());
  const std::string_view own = last_word(name).empty() ? std::string_view("file") : last_word(name);
  const Packing packing = packing_of(bytes);
  if (packing == Packing::none) {
    builder.set_single_file();
    RESMAP_TRY(builder.add_file(own, std::move(bytes)));
    return std::move(builder).finish();
  }
  std::string_view inner = own;
  for (const std::string_view ending : {".xz", ".gz", ".bz2", ".zst"}) {
    if (inner.size() <= ending.size() || !inner.ends_with(ending)) continue;
    inner.remove_suffix(ending.size());
    break;
  }
  RESMAP_TRY(unpack(bytes, packing, inner, builder));
  return std::move(builder).finish();
}

Result<FileSet> open_bytes(Bytes bytes, std::string_view name, const FileLimits& limits) {
  return guarded([&] { return open_owned({bytes.begin(), bytes.end()}, name, limits); });
}

}  // namespace resmap::import
