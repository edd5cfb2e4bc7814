#include "city/files/files.h"

namespace ward::city::files {

using namespace std::string_view_literals;

std::optional<std::string_view> media_type_of(std::string_view content) {
  const auto begins = [&](std::string_view with, std::size_t at = 0) {
    return content.substr(std::min(at, content.size())).starts_with(with);
  };
  if (begins("\xff\xd8\xff"sv)) return "image/jpeg";
  if (begins("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (begins("RIFF"sv) && begins("WEBP"sv, 8)) return "image/webp";
  if (begins("\x1a\x45\xdf\xa3"sv)) return "audio/webm";
  if (begins("OggS"sv)) return "audio/ogg";
  if (begins("ftyp"sv, 4)) return "audio/mp4";
  return std::nullopt;
}

Result<std::string> checked_type(std::string_view said, std::string_view content) {
  const std::string_view type = said.substr(0, said.find(';'));
  const auto found = media_type_of(content);
  if (found && *found == type) return std::string(*found);
  return fail(ErrorKind::invalid, "files.format",
              {"This is not a picture (JPEG, PNG, WebP) or a voice note (WebM, Ogg, MP4) of the type that Content-Type "
               "names.",
               "文件不是图片（JPEG、PNG、WebP）或语音（WebM、Ogg、MP4），或与 Content-Type 不符。"},
              "Content-Type");
}

json::value to_json(const File& file) {
  return {{"id", file.id.str()}, {"media_type", file.media_type}, {"size", file.bytes}, {"at", to_rfc3339(file.at)}};
}

}  // namespace ward::city::files
