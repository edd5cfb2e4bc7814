// Files of trained numbers: an 8-byte name of what they are, then little-endian float16.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward::vision {

// Errors: "model.broken" when the name, the number of numbers or a number itself (not finite) is wrong.
Result<std::vector<float>> read_half_floats(const std::filesystem::path& file, std::string_view magic,
                                            std::size_t count);
// Errors: "file.unwritable".
Result<> write_half_floats(const std::filesystem::path& file, std::string_view magic, std::span<const float> numbers);

}  // namespace ward::vision
