// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::import {

// The rules of files and of what Linux says, RM5300 to RM5399; the importers of hives and JSON name theirs beside their functions
// (RM5100 to RM5299). A number, once given, keeps its meaning.
namespace rule {

// What the user named cannot be opened: it is not there, or this user may not read it (value: the system's error number).
inline constexpr std::uint16_t file_unreadable = 5301;
// It is neither a file nor a directory (a device, a pipe): copy it into a file first.
inline constexpr std::uint16_t file_special = 5302;
// The archive cannot be read at all: damaged at its beginning, or encrypted. Nothing of it is known.
inline constexpr std::uint16_t archive_unreadable = 5303;
// More bytes in all than FileLimits::total_bytes. Name the part that matters, or raise the limit (value: the limit).
inline constexpr std::uint16_t files_too_large = 5304;
// One file is larger than FileLimits::file_bytes (value: the limit).
inline constexpr std::uint16_t file_too_large = 5305;
// More files, links and directories than FileLimits::entries (value: the limit).
inline constexpr std::uint16_t too_many_files = 5306;
// A path goes deeper than FileLimits::depth (value: the limit).
inline constexpr std::uint16_t path_too_deep = 5307;

// No line of a text that should be /proc/iomem or /proc/ioports has the form "start-end : name" (index: the first line).
inline constexpr std::uint16_t no_address_map = 5321;
// No line of a text that should be /proc/interrupts is a numbered interrupt (index: the first line).
inline constexpr std::uint16_t no_interrupts = 5322;

// Nothing in the files says anything of a Linux machine's resources. A tree needs sys/devices; a loose file must be the text of
// /proc/iomem, /proc/ioports, /proc/interrupts or the kernel's log, whole lines of it.
inline constexpr std::uint16_t nothing_of_linux = 5341;

}  // namespace rule

}  // namespace resmap::import
