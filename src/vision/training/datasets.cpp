#include "vision/training/datasets.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <sstream>

#include "base/crypto.h"

namespace ward::vision::training {

namespace fs = std::filesystem;

namespace {

std::unexpected<Error> missing(const fs::path& path) {
  return fail(ErrorKind::not_found, "data.missing",
              {fmt::format("There is no {}.", path.string()), fmt::format("找不到 {}。", path.string())}, "data");
}

std::unexpected<Error> malformed(const fs::path& path, std::size_t line, std::string_view what) {
  return fail(ErrorKind::invalid, "data.malformed",
              {fmt::format("{}, line {}: {}.", path.string(), line, what),
               fmt::format("{} 第 {} 行格式不正确：{}。", path.string(), line, what)},
              "data");
}

// The set is there, and there is nothing in it to learn from or to measure on.
std::unexpected<Error> hollow(const fs::path& path, std::string_view what) {
  return fail(ErrorKind::invalid, "data.malformed",
              {fmt::format("{} {}.", path.string(), what), fmt::format("{} 内容不完整：{}。", path.string(), what)},
              "data");
}

Result<> find_set(const fs::path& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return missing(directory);
  return {};
}

// A set without its list is no set that is missing, but a broken one.
Result<std::string> read_list(const fs::path& list) {
  WARD_CHECK(find_set(list.parent_path()));
  std::ifstream in(list, std::ios::binary);
  if (!in) return hollow(list.parent_path(), fmt::format("has no {}", list.filename().string()));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Result<std::string> read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return missing(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<std::string> split(std::string_view line, char by) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(by, at), line.size());
    parts.push_back(trimmed(line.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

bool is_picture(const fs::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return ending == ".jpg" || ending == ".jpeg" || ending == ".png";
}

// Pictures directly in `directory`, by name.
std::vector<fs::path> pictures_in(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error))
    if (entry.is_regular_file(error) && is_picture(entry.path())) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::vector<fs::path> folders_in(const fs::path& directory) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error))
    if (entry.is_directory(error)) folders.push_back(entry.path());
  std::ranges::sort(folders);
  return folders;
}

// The text of the first <tag>...</tag> at or after `from`.
std::optional<std::string> element(std::string_view xml, std::string_view tag) {
  const std::string open = fmt::format("<{}>", tag), close = fmt::format("</{}>", tag);
  const auto start = xml.find(open);
  if (start == std::string_view::npos) return std::nullopt;
  const auto end = xml.find(close, start);
  if (end == std::string_view::npos) return std::nullopt;
  return trimmed(xml.substr(start + open.size(), end - start - open.size()));
}

std::optional<float> number(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  char* end = nullptr;
  const float value = std::strtof(text->c_str(), &end);
  if (text->empty() || *end != '\0' || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<MaskState> mask_label(std::string_view name) {
  static const std::map<std::string_view, MaskState> labels = {{"con_mascarilla", MaskState::worn},
                                                               {"with_mask", MaskState::worn},
                                                               {"sin_mascarilla", MaskState::none},
                                                               {"without_mask", MaskState::none},
                                                               {"mascarilla_mal_puesta", MaskState::badly_worn},
                                                               {"mask_weared_incorrect", MaskState::badly_worn}};
  const auto found = labels.find(name);
  return found == labels.end() ? std::nullopt : std::optional(found->second);
}

Result<Scene> read_scene(const fs::path& xml_file, const fs::path& picture) {
  WARD_TRY(const xml, read_text(xml_file));
  Scene scene{picture, {}};
  constexpr std::string_view close = "</object>";
  for (std::size_t at = xml.find("<object>"); at != std::string::npos; at = xml.find("<object>", at)) {
    const std::size_t end = xml.find(close, at);
    const auto line = static_cast<std::size_t>(1 + std::count(xml.begin(), xml.begin() + static_cast<long>(at), '\n'));
    if (end == std::string::npos) return malformed(xml_file, line, "<object> is never closed");
    const std::string_view object(xml.data() + at, end - at);
    at = end + close.size();
    const auto name = element(object, "name");
    const auto label = mask_label(name.value_or(""));
    if (!label) return malformed(xml_file, line, "unknown label " + name.value_or("(none)"));
    const auto x1 = number(element(object, "xmin")), y1 = number(element(object, "ymin"));
    const auto x2 = number(element(object, "xmax")), y2 = number(element(object, "ymax"));
    if (!x1 || !y1 || !x2 || !y2 || *x2 <= *x1 || *y2 <= *y1) return malformed(xml_file, line, "a box without area");
    scene.faces.push_back({cv::Rect2f(*x1, *y1, *x2 - *x1, *y2 - *y1), *label});
  }
  return scene;
}

}  // namespace

Result<Lfw> read_lfw(const fs::path& directory) {
  const fs::path list = directory / "pairs.tsv";
  WARD_TRY(const text, read_list(list));
  Lfw lfw;
  std::map<std::string, std::size_t> index;  // by "PERSON/FILE"
  for (const fs::path& folder : folders_in(directory))
    for (const fs::path& file : pictures_in(folder)) {
      index[(folder.filename() / file.filename()).string()] = lfw.pictures.size();
      lfw.pictures.push_back({file, folder.filename().string()});
    }
  std::istringstream lines(text);
  std::string line;
  for (std::size_t n = 1; std::getline(lines, line); ++n) {
    const auto cells = split(line, '\t');
    if (trimmed(line).empty() || (n == 1 && cells[0] == "a")) continue;
    if (cells.size() != 3 || (cells[2] != "0" && cells[2] != "1"))
      return malformed(list, n, "expected a, b and 0 or 1, separated by tabulators");
    const auto a = index.find(cells[0]), b = index.find(cells[1]);
    if (a == index.end() || b == index.end())
      return malformed(list, n, "there is no picture " + (a == index.end() ? cells[0] : cells[1]));
    lfw.pairs.push_back({a->second, b->second, cells[2] == "1"});
  }
  if (lfw.pairs.empty()) return hollow(list, "lists no pair");
  return lfw;
}

Result<std::vector<MaskedPortrait>> read_mfr2(const fs::path& directory) {
  const fs::path list = directory / "mfr2_labels.txt";
  WARD_TRY(const text, read_list(list));
  std::vector<MaskedPortrait> portraits;
  std::istringstream lines(text);
  std::string line;
  for (std::size_t n = 1; std::getline(lines, line); ++n) {
    if (trimmed(line).empty()) continue;
    const auto cells = split(line, ',');
    const auto picture = cells.size() == 3 ? number(cells[1]) : std::nullopt;
    if (!picture || cells[0].empty() || cells[2].empty()) return malformed(list, n, "expected person, number, mask");
    const fs::path folder = directory / cells[0];
    std::error_code error;
    if (!fs::is_directory(folder, error)) continue;  // a part of the set: the list names people who are not here
    const fs::path file = folder / fmt::format("{}_{:04}.png", cells[0], static_cast<int>(*picture));
    portraits.push_back({{file, cells[0]}, cells[2]});
  }
  if (portraits.empty()) return hollow(list, "lists nobody who is here");
  return portraits;
}

Result<std::vector<MaskPicture>> read_masks4k(const fs::path& directory) {
  WARD_CHECK(find_set(directory));
  std::vector<MaskPicture> pictures;
  for (const bool masked : {true, false}) {
    const fs::path folder = directory / (masked ? "with_mask" : "without_mask");
    const auto files = pictures_in(folder);
    if (files.empty()) return hollow(folder, "holds no picture");  // one class alone would be scored as perfect
    for (const fs::path& file : files) pictures.push_back({file, masked});
  }
  return pictures;
}

Result<std::vector<Scene>> read_facemask853(const fs::path& directory) {
  WARD_CHECK(find_set(directory));
  std::error_code error;
  std::vector<Scene> scenes;
  for (const fs::path& file : pictures_in(directory)) {
    fs::path xml = file;
    xml.replace_extension(".xml");
    if (!fs::is_regular_file(xml, error)) continue;  // a picture nobody labelled
    WARD_TRY(scene, read_scene(xml, file));
    scenes.push_back(std::move(scene));
  }
  if (scenes.empty()) return hollow(directory, "holds no picture with its labels");
  return scenes;
}

cv::Mat read_picture(const fs::path& file) {
  try {
    return cv::imread(file.string(), cv::IMREAD_COLOR);
  } catch (const cv::Exception&) {
    return {};
  }
}

std::string content_hash(const fs::path& file) {
  const auto digest = crypto::sha256_file(file);
  return digest ? crypto::hex(*digest).substr(0, 16) : std::string();
}

bool held_out(std::string_view name) { return crypto::sha256(crypto::as_bytes(name))[0] % 5 == 0; }

}  // namespace ward::vision::training
