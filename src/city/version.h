// Nobody overwrites unseen: who changes a thing says which of its versions they saw, 0 for what is new to them.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "base/result.h"

namespace ward::city {

inline constexpr std::int64_t max_version = std::numeric_limits<std::int64_t>::max() - 1;

// `stored` is 0 for what is not there yet. Errors: `code`, with the field "version".
inline Result<> check_version(std::int64_t seen, std::int64_t stored, const char* code) {
  if (seen == stored) return {};
  return fail(ErrorKind::conflict, code,
              {"Somebody changed it meanwhile: look at it again before you change it.",
               "内容已被他人修改，请查看最新内容后再改。"},
              "version");
}

}  // namespace ward::city
