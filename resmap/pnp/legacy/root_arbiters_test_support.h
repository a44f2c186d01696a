// SPDX-License-Identifier: MIT
// Not installed: the root's arbiters, with everything to give.
#pragma once

#include "resmap/arbiters/interrupt_arbiter.h"
#include "resmap/arbiters/memory_arbiter.h"
#include "resmap/arbiters/number_arbiters.h"
#include "resmap/arbiters/port_arbiter.h"
#include "resmap/pnp/legacy/root_resources.h"

namespace resmap::pnp {

struct TestRoot {
  arbiters::PortArbiter port;
  arbiters::MemoryArbiter memory;
  arbiters::InterruptArbiter interrupt;
  arbiters::DmaArbiter dma;
  RootArbiters root{{&port, &memory, &interrupt, &dma}};
};

}  // namespace resmap::pnp
