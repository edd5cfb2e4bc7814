#include "base/paths.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace ward {

Result<std::filesystem::path> find_model(const std::filesystem::path& directory, std::string_view name) {
  std::vector<std::filesystem::path> places{directory};
  if (const char* data = std::getenv("WARD_DATA")) places.push_back(std::filesystem::path(data) / "models");
  places.emplace_back("models");
  places.emplace_back("/usr/share/ward/models");
  std::string looked;
  for (const auto& place : places) {
    std::error_code error;
    if (std::filesystem::is_regular_file(place / name, error)) return place / name;
    looked += (looked.empty() ? "" : ", ") + place.string();
  }
  return fail(ErrorKind::not_found, "model.missing",
              {fmt::format("There is no model {} in {}. Run ./do fetch.", name, looked),
               fmt::format("在 {} 中找不到模型 {}。请运行 ./do fetch。", looked, name)},
              std::string(name));
}

}  // namespace ward
