// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <utility>

#include "resmap/base/error.h"

namespace resmap {

// A value, or the reason why there is none. The low four floors are built without exceptions, so nobody calls value():
// test the result, then dereference it.
template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] constexpr std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(error); }

}  // namespace resmap

#define RESMAP_CONCAT_(a, b) a##b
#define RESMAP_CONCAT(a, b) RESMAP_CONCAT_(a, b)

// Hands an error on to the caller: RESMAP_TRY(list.append(x));
#define RESMAP_TRY(expression)                                    \
  do {                                                            \
    if (auto resmap_try = (expression); !resmap_try) [[unlikely]] \
      return std::unexpected(resmap_try.error());                 \
  } while (false)

// The same for a result that carries a value: RESMAP_TRY_ASSIGN(auto list, CmResourceListView::over(bytes, ...));
#define RESMAP_TRY_ASSIGN(target, expression) \
  RESMAP_TRY_ASSIGN_(target, expression, RESMAP_CONCAT(resmap_try_, __LINE__))
#define RESMAP_TRY_ASSIGN_(target, expression, result) \
  auto result = (expression);                          \
  if (!result) [[unlikely]]                            \
    return std::unexpected(result.error());            \
  target = *std::move(result)
