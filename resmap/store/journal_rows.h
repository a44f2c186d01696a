// SPDX-License-Identifier: MIT
// Not installed: the two tables that are the truth.
#pragma once

#include <span>
#include <vector>

#include "resmap/base/function_ref.h"
#include "resmap/store/database.h"

namespace resmap::store {

inline constexpr std::int64_t kSchemaVersion = 1;

// A row of the journal by its number and sum; {0, 0} is before the first.
struct Place {
  std::uint64_t number = 0;
  std::uint64_t sum = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// The sum of a row behind one with the sum `before`: one changed byte, or one row that is gone, breaks the chain.
// resmap/store/README.md says how it is made.
[[nodiscard]] std::uint64_t sum_of(std::uint64_t before, std::uint64_t number, Bytes record);

// The tables `journal` and `checkpoint`, inside whatever transaction is open. Errors as SqliteJournal::open.
//
//   journal      4711 (an anchor: its number and sum)  4712  4713 ...
//   checkpoint   the image of all up to 4711
//
class JournalRows {
 public:
  using Record = std::vector<std::uint8_t>;
  using Apply = FunctionRef<Result<void>(Bytes record)>;

  explicit JournalRows(Database& database) : database_(database) {}

  // Makes both tables in an empty database.
  [[nodiscard]] Result<void> create();
  // Whether this is a store; false: nothing is there yet.
  [[nodiscard]] Result<bool> recognise();
  [[nodiscard]] Result<void> prepare();

  // Hands on what stands behind `seen`, up to `most` rows of the journal, and moves `seen` along. Where rows that it has not
  // seen are gone into a checkpoint, the image comes first, whole and verified: from start_over on.
  [[nodiscard]] Result<void> read(Place& seen, std::uint64_t most, Apply apply);
  // Whether `place` is in the store, so that read() can go on from there.
  [[nodiscard]] Result<bool> holds(Place place);
  [[nodiscard]] Result<Place> last();
  // What the newest checkpoint stands for, {0, 0} without one; of how many rows it is, and how much stood in it.
  struct Checkpoint {
    Place covers;
    std::uint64_t rows = 0;
    std::uint64_t live = 0;
  };
  [[nodiscard]] Result<Checkpoint> checkpoint();

  // Adds rows behind `seen` and moves it along.
  [[nodiscard]] Result<void> write(Place& seen, std::span<const Record> records);
  // Writes the image of all up to the last row, `last`, in which so much is `live`, and takes out what it covers.
  [[nodiscard]] Result<void> write_checkpoint(Place last, std::span<const Record> image, std::uint64_t live);

 private:
  [[nodiscard]] Result<void> read_image(const Checkpoint& checkpoint, Apply apply);

  Database& database_;
  Statement rows_, row_, last_, insert_;
  Statement image_, head_, insert_image_;
};

}  // namespace resmap::store
