// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "resmap/import/linux_log.h"

// What the log has said so far, resource by resource. Not installed: linux_log.cpp and linux_log_words.cpp use it.
namespace resmap::import {

class LogState {
 public:
  LogFunction& function(const snapshot::PciPlace& place);
  LogRootBus& root(PciBusName bus);

  // "pci 0000:00:02.0: <message>": what it says goes into the state; a message of another kind is passed over.
  void function_message(const snapshot::PciPlace& place, std::string_view message, std::uint32_t line);
  // "pci_bus 0000:00: resource 4 [...]": what a bus passes on. Of a root bus these are its windows, which kernels before 3.5 say in
  // no other way.
  void bus_resource(PciBusName bus, const PrintedResource& printed);
  // A bus is taken out again: the functions on it are gone, and so is the bridge that led there.
  void released(PciBusName bus);
  // Another boot begins: what was said before is of an earlier time.
  void forget() { *this = LogState(); }
  [[nodiscard]] bool empty() const { return functions_.empty() && roots_.empty() && resources_.empty(); }

  void finish(LogFacts& into) &&;

 private:
  using Slot = std::pair<snapshot::PciPlace, std::uint8_t>;

  struct Saying {
    snapshot::PciPlace function;
    std::string_view whole;  // the message
    std::uint32_t line;
  };
  // The parts of a message about one resource, in the wording of old kernels ("BAR 13: assigned [io ...]") and of new ones
  // ("bridge window [io ...]: assigned").
  void about_bar(const Saying& saying, std::string_view rest, bool is_virtual);
  void about_named(const Saying& saying, std::string_view rest, std::uint8_t slot);
  void about_window(const Saying& saying, std::string_view rest);
  void cannot_claim(const Saying& saying, std::string_view rest);
  void old_action(const Saying& saying, std::uint8_t slot, std::string_view action);
  void new_action(const Saying& saying, std::uint8_t slot, const PrintedResource& printed, std::string_view action);
  void register_line(const Saying& saying, std::string_view rest, bool legacy_ide);
  void virtual_space(const Saying& saying, std::string_view rest);
  void quirk(const Saying& saying, std::string_view rest);
  void identity(const snapshot::PciPlace& place, std::string_view rest);
  void bridge_to(const snapshot::PciPlace& place, std::string_view rest);

  [[nodiscard]] std::uint8_t slot_of(const snapshot::PciPlace& function, std::uint64_t number);
  LogResource& at(const Saying& saying, std::uint8_t slot);
  void found(const Saying& saying, std::uint8_t slot, const PrintedResource& printed);
  void placed(const Saying& saying, std::uint8_t slot, const PrintedResource& printed);
  void lost(const Saying& saying, std::uint8_t slot, const PrintedResource& printed);

  std::map<snapshot::PciPlace, LogFunction> functions_;
  std::map<PciBusName, LogRootBus> roots_;
  std::map<PciBusName, snapshot::PciPlace> leads_to_;  // secondary bus -> the bridge that was last said to lead there
  std::map<PciBusName, std::vector<PrintedResource>> bus_resources_;
  std::map<Slot, LogResource> resources_;
  std::vector<LogQuirk> quirks_;
};

}  // namespace resmap::import
