// SPDX-License-Identifier: MIT
#include "resmap/buses/pci_requirements.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "resmap/buses/pci_flags.h"

namespace resmap::buses {

namespace {

using lists::IoDescriptor;
using lists::ResourceType;
using lists::ShareDisposition;

constexpr std::uint16_t kMostMessages = 2048, kMostMessagesWindows7 = 910;
constexpr std::uint64_t kMostConfigurations = 64;

// Which interrupts one logical configuration asks for.
enum class Interrupts : std::uint8_t { none, line, port_message, msi, msi_x };

class Writer {
 public:
  Writer(const PciFunction& function, const PciDriver& driver, const BusPolicy& policy, MemorySource memory)
      : function_(function),
        driver_(driver),
        policy_(policy),
        list_({.list_size = 0,
               .interface_type = lists::InterfaceType::pci_bus,
               .bus_number = function.at.bus,
               .slot_number = function.at.slot(),
               .reserved = {},
               .alternative_lists = 0},
              memory) {}

  Result<lists::IoRequirementsListBuilder> write() {
    RESMAP_TRY(choose_interrupts());
    if (nothing_asked()) return fail({.code = ErrorCode::not_found});
    RESMAP_TRY_ASSIGN(const std::uint64_t sizes, count_sizes());
    const std::size_t kinds = second_ == first_ ? 1 : 2;
    if (sizes * kinds > kMostConfigurations) return fail({.code = ErrorCode::limit_exceeded, .value = sizes * kinds});
    for (std::uint64_t size = 0; size < sizes; ++size) {
      choose_sizes(size);
      RESMAP_TRY(configuration(first_));
      if (kinds == 2) RESMAP_TRY(configuration(second_));
    }
    static constexpr std::array<std::uint8_t, kMostConfigurations * lists::IoDescriptorView::size> unused{};
    RESMAP_TRY(list_.add_slack(Bytes(unused).first((sizes * kinds - 1) * lists::IoDescriptorView::size), {}));
    return std::move(list_);
  }

 private:
  [[nodiscard]] std::uint16_t limited(std::uint16_t count) const {
    return driver_.message_limit == 0 ? count : std::min(count, driver_.message_limit);
  }

  Result<void> choose_interrupts() {
    const Interrupts line = function_.has_line() ? Interrupts::line : Interrupts::none;
    first_ = second_ = line;
    // A bridge asks for its own service only as a port that may see hot-plug or power events.
    if (function_.header == PciHeader::bridge) {
      first_ = second_ = Interrupts::none;
      if (function_.is_express_port() && (function_.msi_messages != 0 || function_.msi_x_messages != 0))
        first_ = second_ = Interrupts::port_message;
      return {};
    }
    if (!driver_.message_signaled) return {};
    if (function_.msi_messages == 0 && function_.msi_x_messages == 0 && function_.capabilities_end)
      return fail(*function_.capabilities_end);
    if (function_.msi_messages != 0) first_ = second_ = Interrupts::msi;
    if (function_.msi_x_messages == 0) return {};
    first_ = Interrupts::msi_x;
    if (second_ == Interrupts::none && policy_.no_fallback == BusPolicy::NoFallback::messages_only) second_ = first_;
    return {};
  }

  [[nodiscard]] bool lists_virtual_bars() const {
    return policy_.virtual_function_bars == BusPolicy::VirtualFunctionBars::listed && function_.sr_iov &&
           function_.sr_iov->total != 0 && !function_.sr_iov->bars.empty();
  }
  [[nodiscard]] bool lists_windows() const {
    return function_.header == PciHeader::bridge && !function_.windows.empty();
  }
  [[nodiscard]] bool nothing_asked() const {
    return first_ == Interrupts::none && function_.bars.empty() && !lists_windows() && !lists_virtual_bars();
  }

  // Sizes above the present one that the n-th resizable BAR offers, and the present one.
  [[nodiscard]] static unsigned choices(const PciResizableBar& bar) {
    return 1 + static_cast<unsigned>(std::popcount(bar.sizes >> bar.present >> 1));
  }
  Result<std::uint64_t> count_sizes() const {
    std::uint64_t count = 1;
    if (policy_.resizable_bars == BusPolicy::ResizableBars::configurations)
      for (const PciResizableBar& bar : function_.resizable) count *= choices(bar);  // at most 44^6
    return count;
  }
  // The sizes of the `number`-th combination: the last BAR changes fastest, each from its largest size down.
  void choose_sizes(std::uint64_t number) {
    for (std::size_t i = 0; i < function_.bars.size(); ++i) sizes_[i] = function_.bars[i].size;
    if (policy_.resizable_bars != BusPolicy::ResizableBars::configurations) return;
    for (std::size_t i = function_.resizable.size(); i-- > 0;) {
      const PciResizableBar& bar = function_.resizable[i];
      const std::uint64_t choice = number % choices(bar);
      number /= choices(bar);
      unsigned n = 43;
      for (std::uint64_t passed = 0; n > bar.present; --n)
        if (bar.offers(n) && passed++ == choice) break;
      if (n == bar.present) continue;
      for (std::size_t b = 0; b < function_.bars.size(); ++b)
        if (function_.bars[b].index == bar.bar) sizes_[b] = std::uint64_t{1} << (20 + n);
    }
  }

  Result<void> configuration(Interrupts interrupts) {
    RESMAP_TRY(list_.begin_configuration());
    for (std::size_t i = 0; i < function_.bars.size(); ++i) RESMAP_TRY(bar(function_.bars[i], sizes_[i]));
    if (lists_windows())
      for (const PciBridgeWindow& each : function_.windows) RESMAP_TRY(window(each));
    if (lists_virtual_bars())
      for (const PciSizedBar& each : function_.sr_iov->bars) RESMAP_TRY(virtual_bar(each));
    return interrupt(interrupts);
  }

  Result<void> add(ResourceType type, std::uint8_t option, std::uint64_t length, std::uint64_t alignment,
                   AddressRange bounds, std::uint16_t flags) {
    RESMAP_TRY_ASSIGN(IoDescriptor descriptor, IoDescriptor::address(type, length, alignment, bounds.first, bounds.last,
                                                                     ShareDisposition::device_exclusive, flags));
    return list_.add(descriptor.set_option(option));
  }
  Result<void> tag(std::uint32_t index) {
    IoDescriptor descriptor;
    descriptor.set_type(ResourceType::device_private).set_share(ShareDisposition::device_exclusive);
    return list_.add(descriptor.set_data(0, kBarTag).set_data(1, index));
  }

  Result<void> bar(const PciSizedBar& bar, std::uint64_t size) {
    if (bar.is_io() && driver_.io_space_not_required) return list_.add(IoDescriptor());
    const ResourceType type = bar.is_io() ? ResourceType::port : ResourceType::memory;
    const std::uint16_t flags = bar_flags(bar);
    if ((function_.fixed_bars >> bar.index & 1) != 0) {
      RESMAP_TRY(add(type, lists::io_option::required, bar.size, 1, {bar.address, bar.address + bar.size - 1}, flags));
      return tag(bar.index);
    }
    std::uint8_t option = lists::io_option::preferred;
    if (size == bar.size && bar_is_placed(function_, bar, policy_)) {
      RESMAP_TRY(add(type, option, size, 1, {bar.address, bar.address + size - 1}, flags));
      option = lists::io_option::alternative;
    }
    RESMAP_TRY(add(type, option, size, size, {0, bar.maximum()}, flags));
    return tag(bar.index);
  }

  Result<void> virtual_bar(const PciSizedBar& bar) {
    // All copies lie end to end; the whole is aligned as one of them.
    const std::uint64_t size = bar.size;
    if (size > ~std::uint64_t{0} / function_.sr_iov->total)
      return fail({.code = ErrorCode::overflow, .index = bar.index, .value = size});
    const std::uint64_t all = size * function_.sr_iov->total;
    std::uint8_t option = lists::io_option::preferred;
    if (bar.address != 0 && function_.sr_iov->memory_decode() && all - 1 <= ~bar.address) {
      RESMAP_TRY(add(ResourceType::memory, option, all, 1, {bar.address, bar.address + (all - 1)}, bar_flags(bar)));
      option = lists::io_option::alternative;
    }
    RESMAP_TRY(add(ResourceType::memory, option, all, size, {0, bar.maximum()}, bar_flags(bar)));
    return tag(bar.index);
  }

  Result<void> window(const PciBridgeWindow& window) {
    const ResourceType type = window.kind == PciWindowKind::io ? ResourceType::port : ResourceType::memory;
    const std::uint16_t flags = window_flags(window.kind);
    const bool granule = policy_.pci_lists == BusPolicy::PciLists::windows_7;
    std::uint8_t option = lists::io_option::preferred;
    if (window_is_placed(function_, window, policy_)) {
      const AddressRange now = window.now.range;
      option = window.fixed ? lists::io_option::required : option;
      RESMAP_TRY(add(type, option, now.last_offset() + 1, 1, now, flags));
      if (window.fixed) return tag(static_cast<std::uint32_t>(window.kind));
      option = lists::io_option::alternative;
    } else if (granule) {
      option = lists::io_option::required;
    }
    const bool one = granule && option == lists::io_option::alternative;
    RESMAP_TRY(add(type, option, one ? window.granule : 0, window.granule, {0, window.maximum()}, flags));
    return tag(static_cast<std::uint32_t>(window.kind));
  }

  // A message requirement with the driver's wishes behind it.
  [[nodiscard]] IoDescriptor with_policy(IoDescriptor message) const {
    message.set_flags(lists::interrupt_flag::message | lists::interrupt_flag::latched |
                      lists::interrupt_flag::policy_included);
    message.set_data(2, static_cast<std::uint16_t>(driver_.affinity));
    message.set_data(3, static_cast<std::uint32_t>(driver_.priority));
    message.set_data(4, static_cast<std::uint32_t>(driver_.processors));
    return message.set_data(5, static_cast<std::uint32_t>(driver_.processors >> 32));
  }
  [[nodiscard]] bool has_wishes() const {
    return driver_.affinity != lists::IrqDevicePolicy::machine_default ||
           driver_.priority != lists::IrqPriority::undefined || driver_.processors != 0;
  }

  Result<void> interrupt(Interrupts interrupts) {
    IoDescriptor message = IoDescriptor::messages(1, ShareDisposition::device_exclusive);
    switch (interrupts) {
      case Interrupts::none: return {};
      case Interrupts::line: return line(lists::io_option::required);
      case Interrupts::port_message: {
        message = with_policy(message);
        message.set_data(2, std::uint32_t{lists::kAllProcessorGroups} << 16);
        return list_.add(message.set_option(lists::io_option::preferred));
      }
      case Interrupts::msi: return msi();
      case Interrupts::msi_x: {
        const std::uint16_t most =
            policy_.pci_lists == BusPolicy::PciLists::windows_7 ? kMostMessagesWindows7 : kMostMessages;
        const std::uint16_t count = std::min(limited(function_.msi_x_messages), most);
        message = with_policy(message);
        for (std::uint16_t i = 0; i < count; ++i) RESMAP_TRY(list_.add(message));
        return {};
      }
    }
    return {};
  }
  Result<void> msi() {
    // Contiguous and a power of two; where they cannot be had it is one, never a number in between.
    const std::uint16_t count = std::bit_floor(limited(function_.msi_messages));
    RESMAP_TRY(contiguous(count, lists::io_option::preferred));
    if (count > 1) RESMAP_TRY(contiguous(1, lists::io_option::alternative));
    return function_.has_line() ? line(lists::io_option::alternative) : Result<void>{};
  }
  Result<void> contiguous(std::uint16_t count, std::uint8_t option) {
    IoDescriptor message = IoDescriptor::messages(count, ShareDisposition::device_exclusive);
    if (has_wishes()) message = with_policy(message);
    return list_.add(message.set_option(option));
  }
  Result<void> line(std::uint8_t option) {
    IoDescriptor descriptor = IoDescriptor::line(0, 0xFFFF'FFFF, ShareDisposition::shared, 0);
    return list_.add(descriptor.set_option(option));
  }

  const PciFunction& function_;
  const PciDriver& driver_;
  const BusPolicy& policy_;
  lists::IoRequirementsListBuilder list_;
  Interrupts first_ = Interrupts::none, second_ = Interrupts::none;
  std::array<std::uint64_t, 6> sizes_{};
};

}  // namespace

Result<lists::IoRequirementsListBuilder> pci_requirements(const PciFunction& function, const PciDriver& driver,
                                                          const BusPolicy& policy, MemorySource memory) {
  return Writer(function, driver, policy, memory).write();
}

}  // namespace resmap::buses
