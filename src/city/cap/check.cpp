#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "city/cap/cap.h"
#include "city/cap/syntax.h"
#include "formats/xml.h"

namespace ward::city::cap {

namespace {

std::unexpected<Error> wrong(std::string code, const std::string& field, const Text& what) {
  return fail(ErrorKind::invalid, std::move(code),
              {fmt::format("{}: {}", field, what.en), fmt::format("{}：{}", field, what.zh)}, field);
}

std::string at(const std::string& path, std::string_view list, std::size_t i) {
  return fmt::format("{}.{}[{}]", path, list, i);
}

bool is_blank(std::string_view text) { return xml::trimmed(text).empty(); }

// An identifier or a sender: 3.2.1.
Result<> check_identifier(const std::string& field, std::string_view text) {
  if (!text.empty() && xml::can_hold(text) && text.find_first_of(" \t\r\n,<&") == std::string_view::npos) return {};
  return wrong("cap.identifier", field,
               {"it must be there, without spaces, commas, < and &.", "不能为空，且不含空格、逗号、< 和 &。"});
}

Result<> require(const std::string& field, std::string_view text) {
  if (!is_blank(text)) return {};
  return wrong("cap.missing", field, {"it must be there.", "不能为空。"});
}

// Free text: what XML can hold, and no white space alone, which would be read as nothing.
Result<> check_text(const std::string& field, std::string_view text) {
  if (xml::can_hold(text) && (text.empty() || !is_blank(text))) return {};
  return wrong("cap.value", field,
               {"it holds control characters, is not UTF-8, or is nothing but white space.",
                "含有控制字符、不是 UTF-8，或只有空白。"});
}

// Text with a syntax: white space around it would be lost.
Result<> check_token(const std::string& field, std::string_view text) {
  if (xml::trimmed(text) == text) return check_text(field, text);
  return wrong("cap.value", field, {"it has white space around it.", "首尾有空白。"});
}

bool is_language(std::string_view text) {
  bool first = true;
  while (true) {
    const auto end = std::min(text.find('-'), text.size());
    const std::string_view part = text.substr(0, end);
    const auto is_allowed = [&](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
    };
    if (part.empty() || part.size() > 8 || !std::ranges::all_of(part, is_allowed)) return false;
    if (end == text.size()) return true;
    text.remove_prefix(end + 1);
    first = false;
  }
}

// RFC 3986: a scheme, a colon, and something without white space.
bool is_absolute_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto in_scheme = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  return is_letter(text[0]) && std::ranges::all_of(text.substr(0, colon), in_scheme) &&
         text.find_first_of(" \t\r\n<>\"") == std::string_view::npos;
}

Result<> check_uri(const std::string& field, const std::string& text) {
  WARD_CHECK(check_text(field, text));
  if (text.empty() || is_absolute_uri(text)) return {};
  return wrong("cap.uri", field, {"it must be a full address with its scheme.", "须为带协议的完整地址。"});
}

bool is_base64(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
  });
}

bool is_on_earth(const Point& point) {
  return point.latitude >= -90 && point.latitude <= 90 && point.longitude >= -180 && point.longitude <= 180;
}

Result<> check_moment(const std::string& field, const std::optional<Moment>& moment) {
  if (!moment || moment_from(to_string(*moment)) == *moment) return {};
  return wrong("cap.time", field,
               {"a moment has whole seconds, a year of four digits and an offset of at most 14 hours.",
                "时间须精确到秒、年份为四位，时区偏移不超过 14 小时。"});
}

Result<> check_named(const std::string& path, const char* list, const std::vector<Named>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    WARD_CHECK(require(at(path, list, i) + ".valueName", all[i].name));
    WARD_CHECK(check_text(at(path, list, i) + ".valueName", all[i].name));
    WARD_CHECK(check_text(at(path, list, i) + ".value", all[i].value));
  }
  return {};
}

Result<> check_area(const std::string& path, const Area& area) {
  WARD_CHECK(require(path + ".areaDesc", area.description));
  WARD_CHECK(check_text(path + ".areaDesc", area.description));
  for (std::size_t i = 0; i < area.polygons.size(); ++i) {
    const Polygon& polygon = area.polygons[i];
    if (polygon.size() < 4 || polygon.front() != polygon.back() || !std::ranges::all_of(polygon, is_on_earth))
      return wrong("cap.polygon", at(path, "polygon", i),
                   {"a polygon has four points at least, of which the last is the first, and all are on earth.",
                    "多边形至少四个点，首尾相同，且经纬度有效。"});
  }
  for (std::size_t i = 0; i < area.circles.size(); ++i)
    if (!is_on_earth(area.circles[i].centre) ||
        !(area.circles[i].radius_km >= 0 && std::isfinite(area.circles[i].radius_km)))
      return wrong(
          "cap.circle", at(path, "circle", i),
          {"a circle has a point on earth and a radius that is not negative.", "圆形须有有效的圆心和非负的半径。"});
  WARD_CHECK(check_named(path, "geocode", area.geocodes));
  if (!std::isfinite(area.altitude_ft.value_or(0)) || !std::isfinite(area.ceiling_ft.value_or(0)))
    return wrong("cap.value", path + ".altitude", {"a height is a finite number.", "高度须为有限的数。"});
  if (area.ceiling_ft && !area.altitude_ft)
    return wrong("cap.value", path + ".ceiling",
                 {"there is no ceiling without an altitude.", "有上限高度时须有高度。"});
  return {};
}

Result<> check_resource(const std::string& path, const Resource& resource) {
  WARD_CHECK(require(path + ".resourceDesc", resource.description));
  WARD_CHECK(check_text(path + ".resourceDesc", resource.description));
  WARD_CHECK(require(path + ".mimeType", resource.mime_type));
  WARD_CHECK(check_token(path + ".mimeType", resource.mime_type));
  WARD_CHECK(check_token(path + ".digest", resource.digest));
  if (resource.size_bytes.value_or(0) < 0)
    return wrong("cap.value", path + ".size", {"a size is not negative.", "大小不能为负数。"});
  WARD_CHECK(check_token(path + ".derefUri", resource.base64));
  if (!is_base64(resource.base64))
    return wrong("cap.value", path + ".derefUri", {"it is not base64.", "不是 base64。"});
  // With the content in the message the address may be a mere name (3.2.3, uri).
  return resource.base64.empty() ? check_uri(path + ".uri", resource.uri) : check_token(path + ".uri", resource.uri);
}

Result<> check_info(const std::string& path, const Info& info) {
  if (!is_language(info.language))
    return wrong("cap.language", path + ".language",
                 {"it is no language code, such as zh-CN.", "不是语言代码，例如 zh-CN。"});
  if (info.categories.empty())
    return wrong("cap.missing", path + ".category", {"one is needed at least.", "至少需要一项。"});
  WARD_CHECK(require(path + ".event", info.event));
  const std::pair<const char*, const std::string&> texts[] = {
      {".event", info.event},       {".audience", info.audience},       {".senderName", info.sender_name},
      {".headline", info.headline}, {".description", info.description}, {".instruction", info.instruction},
      {".contact", info.contact}};
  for (const auto& [name, text] : texts) WARD_CHECK(check_text(path + name, text));
  WARD_CHECK(check_named(path, "eventCode", info.event_codes));
  WARD_CHECK(check_moment(path + ".effective", info.effective));
  WARD_CHECK(check_moment(path + ".onset", info.onset));
  WARD_CHECK(check_moment(path + ".expires", info.expires));
  WARD_CHECK(check_uri(path + ".web", info.web));
  WARD_CHECK(check_named(path, "parameter", info.parameters));
  for (std::size_t i = 0; i < info.resources.size(); ++i)
    WARD_CHECK(check_resource(at(path, "resource", i), info.resources[i]));
  for (std::size_t i = 0; i < info.areas.size(); ++i) WARD_CHECK(check_area(at(path, "area", i), info.areas[i]));
  return {};
}

// An item of a list that is written with quotes where it has spaces.
Result<> check_items(const std::string& field, const std::vector<std::string>& items) {
  for (const std::string& item : items)
    if (is_blank(item) || item.contains('"') || !xml::can_hold(item))
      return wrong("cap.value", field, {"an item is empty or has a quotation mark.", "某项为空或含有引号。"});
  return {};
}

Result<> check_references(const Alert& alert) {
  if (alert.type != MessageType::alert && alert.references.empty())
    return wrong("cap.missing", "alert.references",
                 {"all messages but Alert name those that they are about.", "除 Alert 外，须引用所针对的消息。"});
  for (std::size_t i = 0; i < alert.references.size(); ++i) {
    const std::string path = at("alert", "references", i);
    WARD_CHECK(check_identifier(path, alert.references[i].sender));
    WARD_CHECK(check_identifier(path, alert.references[i].identifier));
    WARD_CHECK(check_moment(path, alert.references[i].sent));
    // They are a list of items in which a quotation mark has a meaning.
    WARD_CHECK(check_items(path, {alert.references[i].sender, alert.references[i].identifier}));
  }
  return {};
}

}  // namespace

Result<> check(const Alert& alert) {
  WARD_CHECK(check_identifier("alert.identifier", alert.identifier));
  WARD_CHECK(check_identifier("alert.sender", alert.sender));
  WARD_CHECK(check_moment("alert.sent", alert.sent));
  WARD_CHECK(check_text("alert.source", alert.source));
  WARD_CHECK(check_text("alert.restriction", alert.restriction));
  if (alert.scope == Scope::restricted) WARD_CHECK(require("alert.restriction", alert.restriction));
  if (alert.scope == Scope::named && alert.addresses.empty()) WARD_CHECK(require("alert.addresses", ""));
  WARD_CHECK(check_items("alert.addresses", alert.addresses));
  for (std::size_t i = 0; i < alert.codes.size(); ++i) {
    WARD_CHECK(require(at("alert", "code", i), alert.codes[i]));
    WARD_CHECK(check_text(at("alert", "code", i), alert.codes[i]));
  }
  WARD_CHECK(check_text("alert.note", alert.note));
  WARD_CHECK(check_references(alert));
  WARD_CHECK(check_items("alert.incidents", alert.incidents));
  for (std::size_t i = 0; i < alert.infos.size(); ++i) WARD_CHECK(check_info(at("alert", "info", i), alert.infos[i]));
  return {};
}

Result<> check_own(const Alert& alert) {
  WARD_CHECK(check(alert));
  if (alert.infos.empty() && (alert.type == MessageType::alert || alert.type == MessageType::update))
    return wrong("cap.missing", "alert.info", {"a warning says something.", "警报须有内容。"});
  std::set<std::string> languages;
  for (std::size_t i = 0; i < alert.infos.size(); ++i) {
    std::string language = alert.infos[i].language;
    std::ranges::transform(language, language.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    if (!languages.insert(language).second)
      return wrong("cap.language_twice", at("alert", "info", i) + ".language",
                   {"there is one part for each language.", "每种语言只能有一部分。"});
  }
  return {};
}

}  // namespace ward::city::cap
