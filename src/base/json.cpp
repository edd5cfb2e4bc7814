#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace ward {

Result<json::value> parse_json(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error == json::error::too_deep)
    return fail(ErrorKind::invalid, "json.depth",
                {"The JSON is nested too deep (more than 32 levels).", "JSON 嵌套过深（超过 32 层）。"});
  if (error)
    return fail(ErrorKind::invalid, "json.syntax",
                {"The body is not JSON: " + error.message() + ".", "请求内容不是 JSON：" + error.message() + "。"});
  return value;
}

namespace {
const json::value null_value;
const json::array empty_array;
}  // namespace

JsonReader::JsonReader(const json::value& value, std::string path)
    : object_(value.if_object()), path_(std::move(path)) {
  if (!object_) fault("", "field.type", {"Expected a JSON object.", "此处应为 JSON 对象。"});
}

std::string JsonReader::at(std::string_view key) const {
  if (key.empty()) return path_;
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

void JsonReader::fault(std::string_view key, std::string code, Text message) {
  if (!fault_) fault_ = Error::make(ErrorKind::invalid, std::move(code), std::move(message), at(key));
}

void JsonReader::fault(const Error& inside) {
  if (!fault_) fault_ = inside;
}

const json::value* JsonReader::find(std::string_view key, bool required) {
  asked_.emplace_back(key);
  const json::value* value = object_ ? object_->if_contains(json::string_view(key.data(), key.size())) : nullptr;
  if (value && value->is_null()) value = nullptr;
  if (!value && required)
    fault(key, "field.missing", {fmt::format("{} is missing.", at(key)), fmt::format("缺少 {}。", at(key))});
  return value;
}

bool JsonReader::has(std::string_view key) { return find(key, false) != nullptr; }

namespace {
Text type_text(const std::string& at, const char* en, const char* zh) {
  return {fmt::format("{} must be {}.", at, en), fmt::format("{} 应为{}。", at, zh)};
}
template <class N>
Text range_text(const std::string& at, N min, N max) {
  return {fmt::format("{} must lie between {} and {}.", at, min, max),
          fmt::format("{} 应在 {} 到 {} 之间。", at, min, max)};
}
}  // namespace

std::optional<std::string> JsonReader::maybe_text(std::string_view key, std::size_t min, std::size_t max) {
  const json::value* value = find(key, false);
  if (!value) return std::nullopt;
  const json::string* string = value->if_string();
  if (!string) {
    fault(key, "field.type", type_text(at(key), "a string", "字符串"));
    return std::nullopt;
  }
  if (const std::size_t length = characters(*string); length < min || length > max) {
    fault(key, "field.range",
          {fmt::format("{} must have between {} and {} characters.", at(key), min, max),
           fmt::format("{} 的长度应在 {} 到 {} 个字符之间。", at(key), min, max)});
    return std::nullopt;
  }
  return std::string(string->data(), string->size());
}

std::optional<std::int64_t> JsonReader::maybe_integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const json::value* value = find(key, false);
  if (!value) return std::nullopt;
  const std::int64_t* number = value->if_int64();
  if (!number) {
    fault(key, "field.type", type_text(at(key), "an integer", "整数"));
    return std::nullopt;
  }
  if (*number < min || *number > max) {
    fault(key, "field.range", range_text(at(key), min, max));
    return std::nullopt;
  }
  return *number;
}

std::optional<double> JsonReader::maybe_number(std::string_view key, double min, double max) {
  const json::value* value = find(key, false);
  if (!value) return std::nullopt;
  boost::system::error_code error;
  const double number = value->is_number() ? value->to_number<double>(error) : 0.0;
  if (!value->is_number() || error) {
    fault(key, "field.type", type_text(at(key), "a number", "数字"));
    return std::nullopt;
  }
  if (!(number >= min && number <= max)) {
    fault(key, "field.range", range_text(at(key), min, max));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> JsonReader::maybe_boolean(std::string_view key) {
  const json::value* value = find(key, false);
  if (!value) return std::nullopt;
  if (!value->is_bool()) {
    fault(key, "field.type", type_text(at(key), "true or false", "true 或 false"));
    return std::nullopt;
  }
  return value->get_bool();
}

std::optional<Id> JsonReader::maybe_id(std::string_view key) {
  const auto text = maybe_text(key, 1, 64);
  if (!text) return std::nullopt;
  const auto id = Id::parse(*text);
  if (!id) {
    fault(key, id.error().code, id.error().message);
    return std::nullopt;
  }
  return *id;
}

std::optional<Time> JsonReader::maybe_time(std::string_view key) {
  const auto text = maybe_text(key, 1, 64);
  if (!text) return std::nullopt;
  const auto time = parse_rfc3339(*text);
  if (!time) {
    fault(key, time.error().code, time.error().message);
    return std::nullopt;
  }
  return *time;
}

std::string JsonReader::text(std::string_view key, std::size_t min, std::size_t max) {
  if (!has(key)) find(key, true);
  return maybe_text(key, min, max).value_or("");
}
std::int64_t JsonReader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  if (!has(key)) find(key, true);
  return maybe_integer(key, min, max).value_or(0);
}
double JsonReader::number(std::string_view key, double min, double max) {
  if (!has(key)) find(key, true);
  return maybe_number(key, min, max).value_or(0);
}
bool JsonReader::boolean(std::string_view key) {
  if (!has(key)) find(key, true);
  return maybe_boolean(key).value_or(false);
}
Id JsonReader::id(std::string_view key) {
  if (!has(key)) find(key, true);
  return maybe_id(key).value_or(Id{});
}
Time JsonReader::time(std::string_view key) {
  if (!has(key)) find(key, true);
  return maybe_time(key).value_or(Time{});
}

std::string JsonReader::choice(std::string_view key, std::initializer_list<std::string_view> allowed) {
  std::string value = text(key, 0, 256);
  if (has(key) && std::ranges::find(allowed, value) == allowed.end())
    fault(key, "field.choice",
          {fmt::format("{} must be one of: {}.", at(key), fmt::join(allowed, ", ")),
           fmt::format("{} 应为以下之一：{}。", at(key), fmt::join(allowed, "、"))});
  return value;
}

const json::value& JsonReader::any(std::string_view key) {
  const json::value* value = find(key, true);
  return value ? *value : null_value;
}

const json::value* JsonReader::maybe_any(std::string_view key) { return find(key, false); }

const json::array* JsonReader::maybe_array(std::string_view key, std::size_t max) {
  const json::value* value = find(key, false);
  if (!value) return nullptr;
  const json::array* array = value->if_array();
  if (!array) {
    fault(key, "field.type", type_text(at(key), "a list", "列表"));
    return nullptr;
  }
  if (array->size() > max) {
    fault(key, "field.range",
          {fmt::format("{} may hold at most {} items.", at(key), max), fmt::format("{} 最多 {} 项。", at(key), max)});
    return nullptr;
  }
  return array;
}

const json::array& JsonReader::array(std::string_view key, std::size_t max) {
  if (!has(key)) find(key, true);
  const json::array* array = maybe_array(key, max);
  return array ? *array : empty_array;
}

Result<> JsonReader::finish() const {
  if (fault_) return std::unexpected(*fault_);
  for (const auto& pair : *object_) {
    const std::string_view key(pair.key().data(), pair.key().size());
    if (std::ranges::find(asked_, key) == asked_.end())
      return fail(ErrorKind::invalid, "field.unknown",
                  {fmt::format("{} is not a known field.", at(key)), fmt::format("{} 不是已知字段。", at(key))},
                  at(key));
  }
  return {};
}

}  // namespace ward
