#include "http/files.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>

namespace ward::http {

namespace {

namespace fs = std::filesystem;

const char* type_of(const std::string& extension) {
  static const std::map<std::string, const char*> types{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff", "font/woff"},
      {".woff2", "font/woff2"},
      {".ttf", "font/ttf"},
      {".wav", "audio/wav"},
      {".mp3", "audio/mpeg"},
      {".ogg", "audio/ogg"},
      {".mp4", "video/mp4"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"},
      {".yaml", "application/yaml"},
  };
  const auto found = types.find(extension);
  return found == types.end() ? "application/octet-stream" : found->second;
}

std::unexpected<Error> missing() {
  return fail(ErrorKind::not_found, "http.no_such_page", {"There is nothing at this address.", "此地址没有内容。"});
}

// A segment that names a file or folder and nothing else.
bool plain(const std::string& segment) {
  return !segment.empty() && segment.front() != '.' && segment.find_first_of("/\\") == std::string::npos;
}

bool inside(const fs::path& directory, const fs::path& file) {
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  const fs::path base = error ? fs::path() : fs::canonical(directory, error);
  if (error) return false;
  return std::mismatch(base.begin(), base.end(), real.begin(), real.end()).first == base.end();
}

std::string cache_rule(const std::string& name) {
  static const std::regex digest("-[A-Za-z0-9_-]{8}\\.[a-z0-9.]+");
  return std::regex_search(name, digest) ? "public, max-age=31536000, immutable" : "no-cache";
}

// The page that answers every address without a file of its own: that of the first folder below the root when it has
// one
// (/phone/...), else that of the root.
fs::path page_of(const FileRoot& root, const Target& target) {
  const fs::path directory(root.directory);
  std::error_code error;
  if (target.segments.size() > root.prefix.size()) {
    const fs::path page = directory / target.segments[root.prefix.size()] / "index.html";
    if (fs::is_regular_file(page, error)) return page;
  }
  return directory / "index.html";
}

}  // namespace

Result<Response> serve_file(const FileRoot& root, const Target& target, const Request& request) {
  fs::path file = root.directory;
  for (std::size_t i = root.prefix.size(); i < target.segments.size(); ++i) {
    const std::string& segment = target.segments[i];
    if (segment.empty() && i + 1 == target.segments.size()) break;
    if (!plain(segment)) return missing();
    file /= segment;
  }
  std::error_code error;
  if (file.extension().empty() || file == fs::path(root.directory)) file = page_of(root, target);
  if (!fs::is_regular_file(file, error) || !inside(root.directory, file)) return missing();

  const auto size = fs::file_size(file, error);
  const auto changed = fs::last_write_time(file, error).time_since_epoch().count();
  const std::string tag = fmt::format("\"{:x}-{:x}\"", size, changed);
  Response response;
  response.content_type = type_of(file.extension().string());
  response.headers = {{"ETag", tag}, {"Cache-Control", cache_rule(file.filename().string())}};
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  std::ifstream in(file, std::ios::binary);
  response.body.assign(std::istreambuf_iterator<char>(in), {});
  if (!in) return missing();
  return response;
}

}  // namespace ward::http
