#pragma once

namespace ward {

inline constexpr const char* version = "0.1.0";

}  // namespace ward
