// SPDX-License-Identifier: MIT
#include <algorithm>

#include "resmap/import/guard.h"
#include "resmap/import/linux_scan.h"
#include "resmap/import/linux_text.h"

namespace resmap::import {

namespace {

using snapshot::Trigger;

constexpr std::size_t kMostGaps = 8;

bool is_decimal(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

// "           CPU0       CPU1": how many there are; 0: it is no heading.
std::size_t processors_in(std::string_view line) {
  std::size_t count = 0;
  for (std::string_view word = take_word(line); !word.empty(); word = take_word(line), ++count) {
    if (!take(word, "CPU") || !is_decimal(word)) return 0;
  }
  return count;
}

// How an interrupt is handled, as x86 and others write it behind the line's number or the controller's name.
std::optional<Trigger> trigger_from(std::string_view word) {
  if (word == "edge" || word == "Edge") return Trigger::edge;
  if (word == "level" || word == "Level") return Trigger::level;
  if (word == "fasteoi") return Trigger::level;  // on an I/O APIC, which says so for its level lines alone
  if (word == "XT" || word == "percpu" || word == "none") return Trigger::unknown;
  return std::nullopt;
}

// "IO-APIC-fasteoi", "32768-edge": what stands before the last hyphen and the word behind it.
struct Handled {
  std::string_view before;
  Trigger trigger;
};
std::optional<Handled> handled_from(std::string_view word) {
  const std::size_t hyphen = word.rfind('-');
  if (hyphen == std::string_view::npos || hyphen == 0) return std::nullopt;
  const auto trigger = trigger_from(word.substr(hyphen + 1));
  if (!trigger) return std::nullopt;
  return Handled{word.substr(0, hyphen), *trigger};
}

// What stands behind the counts. The forms, old to new:
//   IO-APIC-edge  timer                     (2.4 to 3.x)
//   XT-PIC  timer    XT-PIC-XT  cascade
//   IO-APIC   9-fasteoi   acpi              (since 4.x)
//   PCI-MSI-0000:00:1f.2   0-edge      ahci (since 6.x)
//   GICv3  27 Level     arch_timer          (ARM, POWER: XICS, XIVE-IRQ, "OPAL EVT")
void read_tail(std::string_view tail, InterruptRow& row) {
  row.controller = take_word(tail);
  if (const auto old = handled_from(row.controller)) {
    row.trigger = old->trigger;
    row.controller = std::string(old->before);
  } else {
    std::string_view ahead = tail;
    std::string_view word = take_word(ahead);
    // A controller's name of two words is told by the number that comes behind it.
    std::string_view further = ahead;
    const std::string_view behind = take_word(further);
    std::string_view last = further;
    const bool second_word = !is_decimal(word) && !handled_from(word) &&
                             (handled_from(behind) || (is_decimal(behind) && trigger_from(take_word(last))));
    if (second_word) {
      row.controller += " ";
      row.controller += word;
      word = behind;
      ahead = further;
    }
    if (const auto handled = handled_from(word); handled && is_decimal(handled->before)) {
      row.trigger = handled->trigger;
      tail = ahead;
    } else if (is_decimal(word)) {
      tail = ahead;
      word = take_word(ahead);
      if (const auto trigger = trigger_from(word)) {
        row.trigger = *trigger;
        tail = ahead;
      }
    } else if (const auto trigger = trigger_from(word)) {
      row.trigger = *trigger;
      tail = ahead;
    }
  }
  row.message = row.controller.find("MSI") != std::string::npos;
  std::string_view users = trimmed(tail);
  while (!users.empty()) {
    const std::size_t comma = users.find(", ");
    row.users.emplace_back(trimmed(users.substr(0, comma)));
    users = comma == std::string_view::npos ? std::string_view() : users.substr(comma + 2);
  }
}

class TableReader {
 public:
  explicit TableReader(std::string_view text) : lines_(text) {}

  Result<InterruptTable> read() {
    std::string_view line;
    while (lines_.next(line)) {
      if (const std::size_t count = processors_in(line)) {
        processors_ = count;
        continue;
      }
      row(trimmed(line));
    }
    if (table_.rows.empty()) return fail({.code = ErrorCode::malformed, .rule = rule::no_interrupts, .index = 1});
    return std::move(table_);
  }

 private:
  void row(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (line.empty()) return;
    const auto number = whole_decimal(line.substr(0, colon));
    if (colon == std::string_view::npos || !number || *number > 0xFFFF'FFFF) {
      // "NMI:", "ERR:", "IPI0:" are counters; anything else is no line of this text.
      const bool counter = colon != std::string_view::npos && colon > 0 && colon < 16 &&
                           line.substr(0, colon).find(' ') == std::string_view::npos;
      if (!counter) gap("is no interrupt");
      return;
    }
    std::string_view tail = line.substr(colon + 1);
    std::size_t counts = 0;
    for (std::string_view ahead = tail; processors_ == 0 || counts < processors_; ++counts) {
      if (!is_decimal(take_word(ahead))) break;
      tail = ahead;
    }
    if (counts == 0 || counts < processors_) return gap(lines_.is_whole() ? "has too few counts" : "is cut off");
    InterruptRow row;
    row.number = static_cast<std::uint32_t>(*number);
    row.line = lines_.number();
    read_tail(tail, row);
    table_.rows.push_back(std::move(row));
  }

  void gap(std::string_view why) {
    if (table_.gaps.size() < kMostGaps)
      table_.gaps.push_back("line " + std::to_string(lines_.number()) + " " + std::string(why) + ": passed over");
  }

  LineReader lines_;
  InterruptTable table_;
  std::size_t processors_ = 0;  // 0: no heading seen
};

}  // namespace

Result<InterruptTable> parse_interrupts(std::string_view text) {
  return guarded([&] { return TableReader(text).read(); });
}

}  // namespace resmap::import
