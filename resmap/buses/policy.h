// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::buses {

// How lists look. The first member is known and differs between versions of Windows; each of the others is a question that no
// public source settles. Every one has its line in CAVEATS.md. No logic here.
struct BusPolicy {
  // Known (pnp-and-arbiters.md 1.8, 4.4): whose PCI lists these are.
  enum class PciLists {
    windows_8_1,  // and later: a bridge offers to live with a closed window, a length of 0; up to 2048 MSI-X messages
    windows_7,    // with a window of one granule, and what is closed is required instead of preferred; up to 910
  };
  PciLists pci_lists = PciLists::windows_8_1;

  // A BAR that holds an address while the decoding of its space is off.
  enum class UndecodedAddress {
    ignored,    // it is as good as unwritten: such functions were placed afresh (windows-traces.md 1, rule 7)
    preferred,  // it is preferred as one that is decoded
  };
  UndecodedAddress undecoded_address = UndecodedAddress::ignored;

  // A BAR whose size can be chosen. No published list shows one.
  enum class ResizableBars {
    present_size,    // the list asks for the size that is set
    configurations,  // a logical configuration for each size above the present one, largest first, then the present one
  };
  ResizableBars resizable_bars = ResizableBars::present_size;

  // The ranges of virtual functions. No published list shows them.
  enum class VirtualFunctionBars {
    unlisted,
    listed,  // behind the function's own BARs, each for all virtual functions together, tagged 10 and up
  };
  VirtualFunctionBars virtual_function_bars = VirtualFunctionBars::unlisted;

  // MSI-X of a function whose driver asks for messages, but which has neither MSI nor a pin to fall back on.
  enum class NoFallback {
    messages_only,  // one configuration, with all messages
    without,        // a second one without any interrupt
  };
  NoFallback no_fallback = NoFallback::messages_only;

  // ISA PnP lists as the tests of ReactOS expect them, or as comments in those tests say that Windows' own driver makes them.
  enum class IsaPnpLists {
    published,  // level lines are level and shared, memory may be read-only, revision 1
    native,     // every line latched and exclusive, memory never read-only, revision 0x30 and up
  };
  IsaPnpLists isa_pnp_lists = IsaPnpLists::published;
};

}  // namespace resmap::buses
