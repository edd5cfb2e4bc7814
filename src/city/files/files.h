// Pictures and voice notes that people send with a report: what may be kept, and how it is told apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"

namespace ward::city::files {

constexpr std::size_t max_bytes = 8 << 20;

// What the content is, whatever its sender says: "image/jpeg", "image/png", "image/webp", "audio/webm", "audio/ogg" or
// "audio/mp4" by their first bytes; nothing for anything else.
std::optional<std::string_view> media_type_of(std::string_view content);

// The content's type, which must be the one that was said ("audio/webm;codecs=opus"). Errors: "files.format".
Result<std::string> checked_type(std::string_view said, std::string_view content);

struct File {
  Id id;
  std::string media_type;
  std::int64_t bytes = 0;
  Time at;  // when it was sent
};
json::value to_json(const File& file);

}  // namespace ward::city::files
