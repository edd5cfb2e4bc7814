#include "city/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace ward::city {

std::optional<std::string> QueryReader::text(const std::string& name, std::size_t max) {
  asked_.insert(name);
  const auto found = request_.query.find(name);
  if (found == request_.query.end() || found->second.empty()) return std::nullopt;
  if (characters(found->second) > max) {
    fault(name, {fmt::format("{} may have at most {} characters.", name, max),
                 fmt::format("{} 最多 {} 个字符。", name, max)});
    return std::nullopt;
  }
  return found->second;
}

std::optional<std::string> QueryReader::choice(const std::string& name,
                                               std::initializer_list<std::string_view> allowed) {
  const auto value = text(name, 100);
  if (!value || std::ranges::find(allowed, *value) != allowed.end()) return value;
  fault(name, {fmt::format("{} must be one of: {}.", name, fmt::join(allowed, ", ")),
               fmt::format("{} 应为以下之一：{}。", name, fmt::join(allowed, "、"))});
  return std::nullopt;
}

std::optional<Id> QueryReader::id(const std::string& name) {
  const auto value = text(name, 64);
  if (!value) return std::nullopt;
  const auto id = Id::parse(*value);
  if (id) return *id;
  fault(name, {name + " must be a UUID.", name + " 应为 UUID。"});
  return std::nullopt;
}

std::optional<Time> QueryReader::time(const std::string& name) {
  const auto value = text(name, 64);
  if (!value) return std::nullopt;
  const auto time = parse_rfc3339(*value);
  if (time) return *time;
  fault(name, {name + " must be an RFC 3339 time, for example 2026-03-02T08:00:00+08:00.",
               name + " 应为 RFC 3339 时间，例如 2026-03-02T08:00:00+08:00。"});
  return std::nullopt;
}

std::optional<std::int64_t> QueryReader::integer(const std::string& name, std::int64_t min, std::int64_t max) {
  const auto value = text(name, 32);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error == std::errc{} && end == value->data() + value->size() && number >= min && number <= max) return number;
  fault(name, {fmt::format("{} must be an integer from {} to {}.", name, min, max),
               fmt::format("{} 应为 {} 到 {} 的整数。", name, min, max)});
  return std::nullopt;
}

std::optional<bool> QueryReader::boolean(const std::string& name) {
  const auto value = choice(name, {"true", "false"});
  return value ? std::optional(*value == "true") : std::nullopt;
}

std::optional<TimeCursor> QueryReader::after() {
  const auto written = text("after", 100);
  if (!written) return std::nullopt;
  const auto cursor = time_cursor_from(*written);
  if (!cursor) fault("after", {"after is not the `next` of a page.", "after 不是上一页的 next 值。"});
  return cursor;
}

void QueryReader::fault(const std::string& name, Text message) {
  if (!fault_) fault_ = Error::make(ErrorKind::invalid, "query.invalid", std::move(message), name);
}

Result<> QueryReader::finish() const {
  if (fault_) return std::unexpected(*fault_);
  for (const auto& [name, value] : request_.query)
    if (!asked_.contains(name))
      return fail(ErrorKind::invalid, "query.unknown", {name + " is not a known parameter.", name + " 不是已知参数。"},
                  name);
  return {};
}

Result<Id> id_of(const http::Request& request) {
  auto id = Id::parse(request.params.at("id"));
  if (!id) id.error().field = "id";
  return id;
}

}  // namespace ward::city
