// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "resmap/arbiters/interrupt_routing.h"
#include "resmap/base/array.h"
#include "resmap/lists/cm_descriptor_value.h"
#include "resmap/lists/io_descriptor_value.h"

namespace resmap::arbiters {

// Between a bus and its parent: the same resource as the device sees it (raw) and as the processor does (translated).
//
//   raw, child side    port 0x3f8     -- child_to_parent -->   memory 0xff0003f8    parent side, translated
//                                     <-- parent_to_child --
//
// START carries both lists, and element i of one is element i of the other: a translator turns one descriptor into one.
// Errors of all: conflict never; not_found RM2130 when the resource does not reach through, value: where it begins (problem 33,
// for interrupts 36); overflow when it would wrap. Nothing is allocated but by `out`.
// Source: pnp-and-arbiters.md 2.2, 2.12.
class Translator {
 public:
  Translator() = default;
  Translator(const Translator&) = delete;
  Translator& operator=(const Translator&) = delete;
  virtual ~Translator() = default;

  [[nodiscard]] virtual Result<lists::CmDescriptor> child_to_parent(const lists::CmDescriptorView& raw) const = 0;
  [[nodiscard]] virtual Result<lists::CmDescriptor> parent_to_child(
      const lists::CmDescriptorView& translated) const = 0;
  // Appends what a requirement is on the parent's side: one descriptor, several where it is cut by windows, none where nothing
  // of it reaches through. Their options make them one group: the first leads as `wanted` did, the others are alternatives.
  // out_of_memory.
  [[nodiscard]] virtual Result<void> requirement_to_parent(const lists::IoDescriptorView& wanted,
                                                           Array<lists::IoDescriptor>& out) const = 0;
  // Whether what comes out is final: the walk upwards ends here (STATUS_TRANSLATION_COMPLETE).
  [[nodiscard]] virtual bool completes() const { return false; }
};

// Both sides see the same.
class IdentityTranslator final : public Translator {
 public:
  [[nodiscard]] Result<lists::CmDescriptor> child_to_parent(const lists::CmDescriptorView& raw) const override;
  [[nodiscard]] Result<lists::CmDescriptor> parent_to_child(const lists::CmDescriptorView& translated) const override;
  [[nodiscard]] Result<void> requirement_to_parent(const lists::IoDescriptorView& wanted,
                                                   Array<lists::IoDescriptor>& out) const override;
};

// One window of a host bridge: `child` numbers appear on the parent's side from `parent_first` on. With `ports_in_memory` the
// child's ports are the parent's memory: dense, byte by byte, or sparse, four ports in each 4 KiB page, as Itanium has them.
struct TranslationWindow {
  AddressRange child;
  std::uint64_t parent_first = 0;
  enum class Ports : std::uint8_t { stay_ports, dense_memory, sparse_memory };
  Ports ports = Ports::stay_ports;
};

// Addresses of one type through the windows of a host bridge (_TRA, _TTP, _TRS). A resource lies wholly in one window.
class WindowTranslator final : public Translator {
 public:
  // `type`: port or memory, on the child's side. Borrows the windows.
  WindowTranslator(lists::ResourceType type, std::span<const TranslationWindow> windows)
      : type_(type), windows_(windows) {}
  [[nodiscard]] Result<lists::CmDescriptor> child_to_parent(const lists::CmDescriptorView& raw) const override;
  [[nodiscard]] Result<lists::CmDescriptor> parent_to_child(const lists::CmDescriptorView& translated) const override;
  // Sparse ports have no requirement on the parent's side: their places are not contiguous there. They yield nothing.
  [[nodiscard]] Result<void> requirement_to_parent(const lists::IoDescriptorView& wanted,
                                                   Array<lists::IoDescriptor>& out) const override;

 private:
  [[nodiscard]] bool takes(lists::ResourceType type) const { return lists::same_space(type, type_); }
  lists::ResourceType type_;
  std::span<const TranslationWindow> windows_;
};

// What a line becomes at the processor.
struct InterruptTarget {
  std::uint32_t line = 0;    // raw: level and vector
  std::uint32_t vector = 0;  // translated
  std::uint16_t irql = 0;    // translated: level
  std::uint64_t affinity = ~std::uint64_t{0};
};

// An ISA line that is wired to another global interrupt, or signals otherwise (MADT interrupt source override).
struct LineOverride {
  std::uint32_t line = 0;
  std::uint32_t gsi = 0;
  LineMode mode = {};
};

// Lines to vectors, at the root: raw Level and Vector are the line, translated ones IRQL and IDT vector. The trigger comes from
// the override where there is one, else from the descriptor. Messages have their vector already and pass unchanged.
class InterruptTranslator final : public Translator {
 public:
  // Borrows both.
  InterruptTranslator(std::span<const InterruptTarget> targets, std::span<const LineOverride> overrides = {})
      : targets_(targets), overrides_(overrides) {}
  [[nodiscard]] Result<lists::CmDescriptor> child_to_parent(const lists::CmDescriptorView& raw) const override;
  [[nodiscard]] Result<lists::CmDescriptor> parent_to_child(const lists::CmDescriptorView& translated) const override;
  // Lines as global interrupts: each that an override moves is an alternative of its own.
  [[nodiscard]] Result<void> requirement_to_parent(const lists::IoDescriptorView& wanted,
                                                   Array<lists::IoDescriptor>& out) const override;
  [[nodiscard]] bool completes() const override { return true; }

 private:
  [[nodiscard]] const LineOverride* override_of(std::uint32_t line) const;
  std::span<const InterruptTarget> targets_;
  std::span<const LineOverride> overrides_;
};

}  // namespace resmap::arbiters
