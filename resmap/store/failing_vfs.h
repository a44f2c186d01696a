// SPDX-License-Identifier: MIT
// Not installed: a disk for tests. SQLite's own file system beneath, in which one call, or every call from one on, fails.
#pragma once

#include <sqlite3.h>

#include <cstring>

namespace resmap::store {

// What fails. Calls are counted from 0 over all files: writes, syncs, truncations, deletions and growing of the -shm together.
struct DiskFault {
  enum class Kind {
    error,        // SQLITE_IOERR
    no_room,      // SQLITE_FULL
    short_write,  // half of it is written, then SQLITE_FULL
    read_error,   // SQLITE_IOERR of reads alone, which are what is counted then
  };
  static constexpr long never = -1;

  Kind kind = Kind::error;
  long at = never;
  bool lasts = false;
  long calls = 0;

  // Whether this call fails.
  bool hits() {
    const long call = calls++;
    return at != never && (call == at || (lasts && call > at));
  }
  [[nodiscard]] bool was_hit() const { return at != never && calls > at; }
};

class FailingVfs {
 public:
  static constexpr const char* name = "resmap-failing";

  // The one disk of this process, known to SQLite from the first call on.
  static DiskFault& fault() {
    static FailingVfs disk;
    return disk.fault_;
  }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real;
  };
  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }
  static sqlite3_vfs* below(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

  FailingVfs() : vfs_(*sqlite3_vfs_find(nullptr)) {
    vfs_.pAppData = sqlite3_vfs_find(nullptr);
    vfs_.pNext = nullptr;
    vfs_.zName = name;
    vfs_.szOsFile += static_cast<int>(sizeof(File));
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    sqlite3_vfs_register(&vfs_, 0);
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    auto* const made = reinterpret_cast<File*>(file);
    made->real = reinterpret_cast<sqlite3_file*>(made + 1);
    const int code = below(vfs)->xOpen(below(vfs), path, made->real, flags, out_flags);
    made->base.pMethods = made->real->pMethods != nullptr ? methods() : nullptr;
    return code;
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int sync) {
    return changes_fail() ? failure(SQLITE_IOERR_DELETE) : below(vfs)->xDelete(below(vfs), path, sync);
  }

  static bool changes_fail() { return fault().kind != DiskFault::Kind::read_error && fault().hits(); }
  static int failure(int error) { return fault().kind == DiskFault::Kind::error ? error : SQLITE_FULL; }

  static const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods all = {
        .iVersion = 2,  // no memory-mapped pages: those would not be counted
        .xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
        .xRead =
            [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
              if (fault().kind == DiskFault::Kind::read_error && fault().hits()) return SQLITE_IOERR_READ;
              return real(f)->pMethods->xRead(real(f), to, size, at);
            },
        .xWrite =
            [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
              if (!changes_fail()) return real(f)->pMethods->xWrite(real(f), from, size, at);
              if (fault().kind == DiskFault::Kind::short_write) real(f)->pMethods->xWrite(real(f), from, size / 2, at);
              return failure(SQLITE_IOERR_WRITE);
            },
        .xTruncate =
            [](sqlite3_file* f, sqlite3_int64 size) {
              return changes_fail() ? failure(SQLITE_IOERR_TRUNCATE) : real(f)->pMethods->xTruncate(real(f), size);
            },
        .xSync =
            [](sqlite3_file* f, int flags) {
              return changes_fail() ? failure(SQLITE_IOERR_FSYNC) : real(f)->pMethods->xSync(real(f), flags);
            },
        .xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
        .xLock = [](sqlite3_file* f, int kind) { return real(f)->pMethods->xLock(real(f), kind); },
        .xUnlock = [](sqlite3_file* f, int kind) { return real(f)->pMethods->xUnlock(real(f), kind); },
        .xCheckReservedLock = [](sqlite3_file* f,
                                 int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
        .xFileControl = [](sqlite3_file* f, int what,
                           void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
        .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
        .xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
        .xShmMap =
            [](sqlite3_file* f, int region, int size, int extend, void volatile** out) {
              if (extend != 0 && changes_fail()) return failure(SQLITE_IOERR_SHMMAP);
              return real(f)->pMethods->xShmMap(real(f), region, size, extend, out);
            },
        .xShmLock = [](sqlite3_file* f, int at, int n,
                       int flags) { return real(f)->pMethods->xShmLock(real(f), at, n, flags); },
        .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
        .xShmUnmap = [](sqlite3_file* f, int remove_it) { return real(f)->pMethods->xShmUnmap(real(f), remove_it); },
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
    return &all;
  }

  sqlite3_vfs vfs_;
  DiskFault fault_;
};

}  // namespace resmap::store
