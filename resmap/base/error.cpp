// SPDX-License-Identifier: MIT
#include "resmap/base/error.h"

namespace resmap {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::out_of_memory: return "out_of_memory";
    case ErrorCode::truncated: return "truncated";
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::overflow: return "overflow";
    case ErrorCode::not_encodable: return "not_encodable";
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::unreadable: return "unreadable";
    case ErrorCode::limit_exceeded: return "limit_exceeded";
    case ErrorCode::conflict: return "conflict";
  }
  return "unknown";
}

}  // namespace resmap
