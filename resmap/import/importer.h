// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "resmap/import/file_set.h"
#include "resmap/import/input_kind.h"
#include "resmap/registry/reg_text.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::import {

// The one door from what a user named to facts: it recognises each file by its content and calls that kind's importer.
//
//   file, archive, directory, "live" -> FileSet -> hive        read_hive -------+-> import_registry -+
//                                                  .reg text   read_reg_text ---+                    |
//                                                  Linux       import_linux -------------------------+-> Snapshot
//                                                  *.machine   read_machine_text --------------------+
//                                                  snapshot    read_snapshot ------------------------+

namespace rule {
inline constexpr std::uint16_t unknown_input = 5501;   // nothing that any importer reads
inline constexpr std::uint16_t wrong_kind = 5502;      // a registry was wanted, and the file is of another known kind
inline constexpr std::uint16_t live_elsewhere = 5503;  // "live" on a system without /sys and /proc
inline constexpr std::uint16_t kind_of_many =
    5504;  // ImportOptions::as names the kind of a file, and there are several
}  // namespace rule

struct ImportOptions {
  std::optional<InputKind> as;  // take the file as this kind; of several files only linux can be said
  std::optional<std::uint32_t> control_set;
  FileLimits limits;
  Bytes standard_input = {};  // what the input "-" stands for; borrowed while importing
};

// Why an input could not be taken.
struct ImportFailure {
  Error error;
  std::string input;       // as the user named it
  std::string member;      // of JSON: the path of the member that is wrong; else empty
  std::uint32_t line = 0;  // of a text or of NDJSON, from 1; 0: the whole of it, or what has no lines
  std::string word = {};   // what stands in the wrong place there; empty: nothing does
};

template <typename T>
using ImportResult = std::expected<T, ImportFailure>;

// Everything that `inputs` say of one machine: what comes later adds to what came before. What could not be read stands with its
// source (Source::gaps, Source::dirty); a damaged hive without a control set in what is left is a source with gaps.
//   unsupported RM5501, RM5503; invalid_argument RM5504 (value: how many files); and as open_files, read_hive, read_reg_text,
//   import_registry, import_linux, read_machine_text and read_snapshot say. All or nothing. Blocks while it reads; a hive is
//   read in a child process. Safe from any thread.
[[nodiscard]] ImportResult<snapshot::Snapshot> import_machine(std::span<const std::string> inputs,
                                                              const ImportOptions& options = {});

// The registry of a hive or of .reg text, for whoever wants its values and not its machine.
struct RegistryInput {
  registry::Registry registry;
  snapshot::Source source;                     // kind, name, dirty, and what could not be read
  std::vector<registry::RegFinding> findings;  // of .reg text
};

// Errors as above; unsupported RM5502 when the file is a machine of another kind.
[[nodiscard]] ImportResult<RegistryInput> open_registry(const std::string& input, const ImportOptions& options = {});
// The same for bytes that are in memory already, standard input for one.
[[nodiscard]] ImportResult<RegistryInput> open_registry(Bytes bytes, const std::string& name,
                                                        const ImportOptions& options = {});

}  // namespace resmap::import
