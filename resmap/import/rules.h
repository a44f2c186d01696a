// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::import {

// The rules of files and of what Linux says, RM5300 to RM5399, and of INF files; the importers of hives and JSON name theirs beside their functions
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

// INF files, RM5700 to RM5719; index is the line, value the column, both from 1.
inline constexpr std::uint16_t inf_open_bracket = 5701;  // a section's name that no bracket closes
inline constexpr std::uint16_t inf_no_section = 5702;    // an entry before any section
inline constexpr std::uint16_t inf_too_large = 5703;     // more bytes, sections or descriptors than are read
inline constexpr std::uint16_t inf_value = 5710;         // not what the grammar has there
inline constexpr std::uint16_t inf_range = 5711;         // a range that ends before it begins, or is too small
inline constexpr std::uint16_t inf_priority =
    5712;  // ConfigPriority missing, twice, unknown, or with a type where none may be
inline constexpr std::uint16_t inf_missing_section = 5713;   // LogConfig names a section that is not there
inline constexpr std::uint16_t inf_entry = 5714;             // an entry that no log-config-section has
inline constexpr std::uint16_t inf_no_logconfig = 5715;      // no LogConfig directive, or several and no name
inline constexpr std::uint16_t inf_window_attribute = 5716;  // PcCardConfig: an attribute of one window alone

}  // namespace rule

}  // namespace resmap::import
