// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace resmap::claims {

// What no public source settles about claims, and which era is followed: one switch a question, each with its line in
// CAVEATS.md. No logic here. "[D]" of claims-and-hal.md is the first value of each.
struct ClaimPolicy {
  // nt4: NT 3.1 to 4.0, where the ResourceMap alone is asked. w2k: Windows 2000 and later, where the PnP manager stands
  // behind the same routine. A request may name its own.
  enum class Era : std::uint8_t { nt4, w2k };
  Era era = Era::nt4;

  // --- what is compared

  // Whether a port of 10 or 12 decoded bits is also compared at its aliases (R32; 8.9).
  enum class DecodeAliases : std::uint8_t { in_w2k, never, always };
  DecodeAliases decode_aliases = DecodeAliases::in_w2k;
  // Whether two aliases that meet are a conflict, where no real port is involved.
  enum class AliasConflict : std::uint8_t { with_real_ports, with_everything };
  AliasConflict alias_overlap = AliasConflict::with_real_ports;
  // What a descriptor of length 0 meets (R28).
  enum class ZeroLength : std::uint8_t { never_conflicts, conflicts_inside };
  ZeroLength zero_length = ZeroLength::never_conflicts;
  // A range that runs past the end of its 64-bit space (R29).
  enum class WrappingRange : std::uint8_t { malformed, clipped };
  WrappingRange wrapping_range = WrappingRange::malformed;
  // Whether equal vectors conflict when no processor could take both (1.9).
  enum class InterruptAffinity : std::uint8_t { ignored, compared };
  InterruptAffinity interrupt_affinity = InterruptAffinity::ignored;
  // Whether a shared line may be level-triggered for one and latched for the other (1.10, 8.8).
  enum class TriggerMismatch : std::uint8_t { ignored, conflicts };
  TriggerMismatch trigger_mismatch = TriggerMismatch::ignored;
  // Whether equal DMA channels behind different ports conflict (1.9).
  enum class DmaPort : std::uint8_t { ignored, compared };
  DmaPort dma_port = DmaPort::ignored;
  // Whether bus numbers are compared (1.9).
  enum class BusNumbers : std::uint8_t { in_w2k, never, always };
  BusNumbers bus_numbers = BusNumbers::in_w2k;
  // Driver-exclusive beside shared within one driver (1.10).
  enum class MixedShare : std::uint8_t { within_driver, conflicts };
  MixedShare mixed_share = MixedShare::within_driver;
  // A holder that is only a boot configuration (R33).
  enum class BootConfiguration : std::uint8_t { free_in_w2k, always_holds };
  BootConfiguration boot_configuration = BootConfiguration::free_in_w2k;
  // A driver's own list against those of its devices (1.8).
  enum class DriverList : std::uint8_t { like_another_device, exempt };
  DriverList driver_list = DriverList::like_another_device;
  // Descriptors of one call against each other (1.8).
  enum class OwnDescriptors : std::uint8_t { never_compared, compared };
  OwnDescriptors own_descriptors = OwnDescriptors::never_compared;

  // --- what is written

  // Whether the stored list ends where it ends, or where the caller's size says (1.2).
  enum class RawLength : std::uint8_t { computed, as_given };
  RawLength raw_length = RawLength::computed;
  // A device object without a name (1.2).
  enum class UnnamedDevice : std::uint8_t { drivers_own_values, refused };
  UnnamedDevice unnamed_device = UnnamedDevice::drivers_own_values;
  // A driver that comes again under another class name (1.8).
  enum class ClassChange : std::uint8_t { moves, separate };
  ClassChange class_change = ClassChange::moves;
  // The list that a refused one would have replaced (R42).
  enum class RefusedReplacement : std::uint8_t { old_list_stays, old_list_goes };
  RefusedReplacement refused_replacement = RefusedReplacement::old_list_stays;
  // Keys whose last value was erased (1.6).
  enum class EmptyKeys : std::uint8_t { stay, go };
  EmptyKeys empty_keys = EmptyKeys::stay;
  // Erasing what is not there (R45).
  enum class AbsentErase : std::uint8_t { succeeds, not_found };
  AbsentErase absent_erase = AbsentErase::succeeds;

  // --- what is answered and logged

  // ConflictDetected of a call that overrides (R39; 8.11).
  enum class OverrideFlag : std::uint8_t { conflict_detected, cleared };
  OverrideFlag override_flag = OverrideFlag::conflict_detected;
  // The status of a refused claim (1.5, 1.7; 8.1).
  enum class ConflictStatus : std::uint8_t { by_era, insufficient_resources, conflicting_addresses, success };
  ConflictStatus conflict_status = ConflictStatus::by_era;
  // The status of a malformed list, and of one that cannot be translated (1.7).
  enum class MalformedStatus : std::uint8_t { by_era, invalid_parameter, unsuccessful };
  MalformedStatus malformed_status = MalformedStatus::by_era;
  // Which of a pair of events comes first (2.3; 8.3).
  enum class PairOrder : std::uint8_t { own_first, holder_first };
  PairOrder pair_order = PairOrder::own_first;
  // StringOffset of the stored packet (2.3).
  enum class StringOffset : std::uint8_t { in_nt4, always, zero };
  StringOffset string_offset = StringOffset::in_nt4;
  // How much of a 64-bit affinity is in the dump of an interrupt (2.2).
  enum class DumpAffinity : std::uint8_t { low_32_bits, whole };
  DumpAffinity dump_affinity = DumpAffinity::low_32_bits;
  // The event of bus numbers that meet (1.9).
  enum class BusNumberEvent : std::uint8_t { configuration_error, none };
  BusNumberEvent bus_number_event = BusNumberEvent::configuration_error;
  // Which events a claim that w2k refuses writes: 21-24, or 27-30 of later message tables (2.2; 8.2).
  enum class ConflictEvents : std::uint8_t { as_nt4, resource_conflict, none };
  ConflictEvents w2k_conflict_events = ConflictEvents::as_nt4;
  // Whether events of Kernel-PnP are written too: 411 for a claim that w2k refuses (2.5).
  enum class PnpEvents : std::uint8_t { off, on };
  PnpEvents pnp_events = PnpEvents::off;
};

using Era = ClaimPolicy::Era;

}  // namespace resmap::claims
