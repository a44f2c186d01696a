// SPDX-License-Identifier: MIT
#pragma once

#include <new>
#include <stdexcept>
#include <utility>

#include "resmap/base/result.h"

namespace resmap::import {

// Runs what may throw inside and hands out an Error instead: the door of every public function here.
template <typename Function>
[[nodiscard]] auto guarded(Function&& function) -> decltype(function()) {
  try {
    return std::forward<Function>(function)();
  } catch (const std::bad_alloc&) {
    return fail({.code = ErrorCode::out_of_memory});
  } catch (const std::length_error&) {
    return fail({.code = ErrorCode::limit_exceeded});
  }
}

}  // namespace resmap::import
