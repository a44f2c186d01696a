// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "resmap/base/bytes.h"
#include "resmap/pnp/device_tree.h"
#include "resmap/pnp/requirements.h"

namespace resmap::pnp {

// What IRP_MN_START_DEVICE carries. Both lists have the same descriptors in the same order; empty: the device needs nothing.
struct StartLists {
  Bytes raw, translated;  // whole CM_RESOURCE_LISTs, borrowed for the call
};

// What came of a START, and of QUERY_PNP_DEVICE_STATE behind it.
enum class StartOutcome : std::uint8_t {
  started,
  failed,             // problem 10
  reboot_required,    // STATUS_PNP_REBOOT_REQUIRED: problem 14
  failed_post_start,  // PNP_DEVICE_FAILED: problem 43
  disabled,           // PNP_DEVICE_DISABLED: problem 29
};

// The drivers of a machine's devices, as the PnP manager sees them: its only call upwards, and synchronous. kernel/ implements it
// with IRPs and pumps its scheduler until they are complete; a simulation answers from a script. What stands here is a machine
// whose drivers agree to everything.
// One thread; the manager is not called from inside. Source: pnp-and-arbiters.md 1.1, 3.2, 3.4.
class DriverStack {
 public:
  DriverStack() = default;
  DriverStack(const DriverStack&) = delete;
  DriverStack& operator=(const DriverStack&) = delete;
  virtual ~DriverStack() = default;

  // IRP_MN_FILTER_RESOURCE_REQUIREMENTS: may take out, change or add configurations and groups.
  virtual void filter(DeviceIndex, Requirements&) {}
  // IRP_MN_QUERY_STOP_DEVICE: whether the device may be moved. False: somebody in the stack says no.
  [[nodiscard]] virtual bool query_stop(DeviceIndex) { return true; }
  // IRP_MN_CANCEL_STOP_DEVICE and IRP_MN_STOP_DEVICE: may not fail; only after a query_stop() that said yes.
  virtual void cancel_stop(DeviceIndex) {}
  virtual void stop(DeviceIndex) {}
  // IRP_MN_START_DEVICE.
  [[nodiscard]] virtual StartOutcome start(DeviceIndex, const StartLists&) { return StartOutcome::started; }
  // IRP_MN_REMOVE_DEVICE, or behind a failed restart SURPRISE_REMOVAL and REMOVE.
  virtual void remove(DeviceIndex) {}
};

}  // namespace resmap::pnp
