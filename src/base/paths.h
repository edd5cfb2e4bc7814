// Where the files that belong to the program lie.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace ward {

// The model file `name`: in `directory` if it is there, else in $WARD_DATA/models, models/ below the working directory,
// or /usr/share/ward/models. Errors: "model.missing", naming the file and the directories that were looked in.
Result<std::filesystem::path> find_model(const std::filesystem::path& directory, std::string_view name);

}  // namespace ward
