// SPDX-License-Identifier: MIT
#pragma once

#include "resmap/base/text_writer.h"
#include "resmap/snapshot/snapshot.h"

namespace resmap::snapshot {

// A snapshot as the lines of a .machine.json file: one JSON object a line, first the machine, then its sources, devices, regions,
// interrupts, policy and claims, in the order they have in the snapshot. import/json reads it back to an equal snapshot. Its
// members are defined in spec/schema/snapshot.json. out_of_memory.
[[nodiscard]] Result<void> write_json(TextWriter& out, const Snapshot& snapshot);

// The words that JSON and *.machine texts use for the enumerations; from_word: nullopt for a word that is none of them.
[[nodiscard]] std::string_view word_for(SourceKind kind);
[[nodiscard]] std::string_view word_for(Known known);
[[nodiscard]] std::string_view word_for(Certainty certainty);
[[nodiscard]] std::string_view word_for(Role role);
[[nodiscard]] std::string_view word_for(Stage stage);
[[nodiscard]] std::string_view word_for(DeviceKind kind);
[[nodiscard]] std::string_view word_for(Trigger trigger);
[[nodiscard]] std::string_view word_for(Platform platform);
template <typename Enumeration>
[[nodiscard]] std::optional<Enumeration> from_word(std::string_view word) {
  for (std::uint8_t code = 0;; ++code) {
    const std::string_view known = word_for(Enumeration{code});
    if (known.empty()) return std::nullopt;
    if (known == word) return Enumeration{code};
  }
}

// A PCI interrupt pin, 0 to 3, as "A" to "D"; empty, nullopt: no such pin.
[[nodiscard]] std::string_view word_for_pin(std::uint8_t pin);
[[nodiscard]] std::optional<std::uint8_t> pin_from_word(std::string_view word);

// "01:00.0", with the segment before it where it is not 0: "10000:01:00.0".
void print(TextWriter& out, const PciPlace& place);
// nullopt: not of that form, or a number out of its range.
[[nodiscard]] std::optional<PciPlace> pci_place_from(std::string_view text);

}  // namespace resmap::snapshot
