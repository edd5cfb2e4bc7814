#include "city/passages/passages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/utf8.h"

namespace ward::city {

namespace {

constexpr std::array<std::string_view, 4> outcome_names = {"admit", "refuse", "retest", "call_staff"};
constexpr std::array<std::string_view, 4> method_names = {"face", "code", "card", "staff"};

struct ReasonWords {
  std::string_view name;
  const char *why_en, *why_zh;
  const char *what_en, *what_zh;
};

// In the order of Reason.
constexpr ReasonWords reason_words[] = {
    {"fever", "The screening temperature is raised.", "筛查体温偏高。",
     "Please go to the staff for a check with a clinical thermometer.", "请到工作人员处用医用体温计复测。"},
    {"mask_missing", "No mask is worn.", "未佩戴口罩。", "Please put on a mask.", "请佩戴口罩。"},
    {"mask_badly_worn", "The mask does not cover nose and mouth.", "口罩未遮住口鼻。",
     "Please pull the mask over nose and mouth.", "请拉好口罩，遮住口鼻。"},
    {"mask_unsure", "It cannot be seen whether a mask is worn.", "无法看清是否佩戴口罩。",
     "Please look straight at the camera.", "请正视摄像头。"},
    {"unknown_person", "The face is not on this site's list.", "人脸不在本处名单中。",
     "Please show your pass, or ask the staff.", "请出示通行码，或联系工作人员。"},
    {"spoof_suspected", "The camera does not see a living person.", "未检测到真人。",
     "Please stand in front of the camera yourself, or ask the staff.", "请本人站到摄像头前，或联系工作人员。"},
    {"face_too_small", "The face is too far away.", "人脸距离过远。", "Please come closer.", "请靠近一些。"},
    {"face_blurred", "The picture of the face is blurred.", "人脸画面模糊。", "Please hold still for a moment.",
     "请保持不动片刻。"},
    {"face_turned", "The face is turned away.", "人脸未正对摄像头。", "Please look straight at the camera.",
     "请正视摄像头。"},
    {"face_cut_off", "The face is only partly in the picture.", "人脸未完整进入画面。", "Please stand in the middle.",
     "请站到中间。"},
    {"face_dark", "There is too little or too much light on the face.", "人脸光线过暗或过亮。",
     "Please take a step to where the light is even.", "请移到光线均匀处。"},
    {"glasses", "Glasses hide where the temperature is measured.", "眼镜遮挡了测温部位。",
     "Please take off your glasses for a moment.", "请暂时摘下眼镜。"},
    {"grey_zone", "The temperature is too near the limit to say.", "体温接近界限，尚难判断。",
     "Please wait a moment and try again.", "请稍等片刻后重试。"},
    {"sensor_fault", "The temperature sensor does not work.", "测温传感器故障。", "Please ask the staff.",
     "请联系工作人员。"},
    {"black_body_lost", "The temperature reference is out of view.", "测温参考黑体不在视野内。",
     "Please ask the staff.", "请联系工作人员。"},
    {"out_of_room_limits", "It is too cold or too warm here to measure.", "环境温度超出可测范围。",
     "Please wait inside for a few minutes, or ask the staff.", "请在室内稍候几分钟，或联系工作人员。"},
    {"whitelist_stale", "The list of people has not been updated for too long.", "人员名单长时间未更新。",
     "Please ask the staff.", "请联系工作人员。"},
    {"camera_fault", "The camera does not work.", "摄像头故障。", "Please ask the staff.", "请联系工作人员。"},
    {"several_people", "Several people are in front of the camera.", "摄像头前有多人。", "Please come one by one.",
     "请逐一通过。"},
    {"open_all", "All gates are open because of an emergency.", "紧急情况，所有通道已开放。", "Please go on.",
     "请通行。"},
    {"storage_fault", "The gate cannot record passages.", "闸机无法保存记录。", "Please ask the staff.",
     "请联系工作人员。"},
};
static_assert(std::size(reason_words) == std::size_t(Reason::storage_fault) + 1);

const ReasonWords& words(Reason reason) { return reason_words[std::size_t(reason)]; }

// The value of an enumeration by its name; false when there is none.
template <class Enum, class Names, class Name>
bool find_name(const Names& names, Name name_of, std::string_view text, Enum& out) {
  for (std::size_t i = 0; i < std::size(names); ++i)
    if (name_of(names[i]) == text) return out = Enum(i), true;
  return false;
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

// Readers of one field: true when `value` fits. A batch has a thousand rows of twenty fields: nothing is allocated here
// but what is kept.
bool read_id(const json::value& value, Id& out) {
  const json::string* text = value.if_string();
  if (!text) return false;
  const auto id = Id::parse(view(*text));
  return id && (out = *id, true);
}
bool read_maybe_id(const json::value& value, std::optional<Id>& out) {
  return value.is_null() || read_id(value, out.emplace());
}
bool read_time(const json::value& value, Time& out) {
  const json::string* text = value.if_string();
  if (!text) return false;
  const auto time = parse_rfc3339(view(*text));
  return time && (out = *time, true);
}
template <class N>
bool read_number(const json::value& value, std::int64_t min, std::int64_t max, N& out) {
  const std::int64_t* number = value.if_int64();
  return number && *number >= min && *number <= max && (out = N(*number), true);
}
bool read_maybe_number(const json::value& value, int min, int max, std::optional<int>& out) {
  return value.is_null() || read_number(value, min, max, out.emplace());
}
bool read_text(const json::value& value, std::size_t max, std::string& out) {
  const json::string* text = value.if_string();
  return text && characters(view(*text)) <= max && (out.assign(text->data(), text->size()), true);
}
bool read_bool(const json::value& value, bool& out) { return value.is_bool() && (out = value.get_bool(), true); }

bool read_mask(const json::value& value, std::string& out) {
  return read_text(value, 16, out) &&
         (out.empty() || out == "none" || out == "worn" || out == "badly_worn" || out == "unsure");
}
bool read_outcome(const json::value& value, Outcome& out) {
  const json::string* text = value.if_string();
  return text && find_name(outcome_names, [](std::string_view name) { return name; }, view(*text), out);
}
bool read_method(const json::value& value, Method& out) {
  const json::string* text = value.if_string();
  return text && find_name(method_names, [](std::string_view name) { return name; }, view(*text), out);
}
bool read_reasons(const json::value& value, std::vector<Reason>& out) {
  const json::array* list = value.if_array();
  if (!list || list->size() > 16) return false;
  out.clear();
  for (const json::value& item : *list) {
    const json::string* text = item.if_string();
    if (!text || !find_name(reason_words, [](const ReasonWords& w) { return w.name; }, view(*text), out.emplace_back()))
      return false;
  }
  return true;
}

struct Field {
  std::string_view key;
  bool required;
  bool (*read)(const json::value&, Passage&);
  const char *must_en, *must_zh;  // "<key> must be ..."
};

constexpr const char *uuid_en = "a UUID", *uuid_zh = "UUID";
constexpr const char *milli_en = "an integer from -1000 to 1000, or null", *milli_zh = "-1000 到 1000 的整数或 null";
constexpr auto any_integer = std::numeric_limits<std::int64_t>::max();

using V = json::value;
constexpr Field fields[] = {
    {"id", true, [](const V& v, Passage& p) { return read_id(v, p.id); }, uuid_en, uuid_zh},
    {"device", true, [](const V& v, Passage& p) { return read_id(v, p.device); }, uuid_en, uuid_zh},
    {"at", true, [](const V& v, Passage& p) { return read_time(v, p.at); }, "an RFC 3339 time", "RFC 3339 时间"},
    {"clock_offset_ms", false,
     [](const V& v, Passage& p) { return read_number(v, -any_integer, any_integer, p.clock_offset_ms); }, "an integer",
     "整数"},
    {"person", false, [](const V& v, Passage& p) { return read_maybe_id(v, p.person); }, "a UUID or null",
     "UUID 或 null"},
    {"method", false, [](const V& v, Passage& p) { return read_method(v, p.method); }, "face, code, card or staff",
     "face、code、card 或 staff"},
    {"similarity_milli", false,
     [](const V& v, Passage& p) { return read_maybe_number(v, -1000, 1000, p.similarity_milli); }, milli_en, milli_zh},
    {"temperature_cc", false,
     [](const V& v, Passage& p) { return read_maybe_number(v, -27315, 100000, p.temperature_cc); },
     "an integer from -27315 to 100000 (1/100 °C), or null", "-27315 到 100000 的整数（1/100 °C）或 null"},
    {"temperature_sd_cc", false,
     [](const V& v, Passage& p) { return read_maybe_number(v, 0, 100000, p.temperature_sd_cc); },
     "an integer from 0 to 100000 (1/100 °C), or null", "0 到 100000 的整数（1/100 °C）或 null"},
    {"temperature_method", false, [](const V& v, Passage& p) { return read_text(v, 100, p.temperature_method); },
     "a string of at most 100 characters", "不超过 100 个字符的字符串"},
    {"simulated", true, [](const V& v, Passage& p) { return read_bool(v, p.simulated); }, "true or false",
     "true 或 false"},
    {"mask", false, [](const V& v, Passage& p) { return read_mask(v, p.mask); },
     "none, worn, badly_worn, unsure or empty", "none、worn、badly_worn、unsure 或空"},
    {"live_milli", false, [](const V& v, Passage& p) { return read_maybe_number(v, -1000, 1000, p.live_milli); },
     milli_en, milli_zh},
    {"warmth_milli", false, [](const V& v, Passage& p) { return read_maybe_number(v, -1000, 1000, p.warmth_milli); },
     milli_en, milli_zh},
    {"shots", true, [](const V& v, Passage& p) { return read_number(v, 0, 100, p.shots); }, "an integer from 0 to 100",
     "0 到 100 的整数"},
    {"outcome", true, [](const V& v, Passage& p) { return read_outcome(v, p.outcome); },
     "admit, refuse, retest or call_staff", "admit、refuse、retest 或 call_staff"},
    {"reasons", true, [](const V& v, Passage& p) { return read_reasons(v, p.reasons); },
     "a list of at most 16 known reasons", "不超过 16 个已知原因的列表"},
    {"opened", true, [](const V& v, Passage& p) { return read_bool(v, p.opened); }, "true or false", "true 或 false"},
    {"policy_version", false, [](const V& v, Passage& p) { return read_text(v, 64, p.policy_version); },
     "a string of at most 64 characters", "不超过 64 个字符的字符串"},
    {"capture", false, [](const V& v, Passage& p) { return read_maybe_id(v, p.capture); }, "a UUID or null",
     "UUID 或 null"},
};

std::string join_path(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

json::string_view text(std::string_view view) { return {view.data(), view.size()}; }

}  // namespace

std::string_view to_string(Outcome outcome) { return outcome_names[std::size_t(outcome)]; }
std::string_view to_string(Method method) { return method_names[std::size_t(method)]; }
std::string_view to_string(Reason reason) { return words(reason).name; }
Text explain(Reason reason) { return {words(reason).why_en, words(reason).why_zh}; }
Text advise(Reason reason) { return {words(reason).what_en, words(reason).what_zh}; }

std::optional<Outcome> outcome_from(std::string_view name) {
  Outcome out;
  return find_name(outcome_names, [](std::string_view n) { return n; }, name, out) ? std::optional(out) : std::nullopt;
}
std::optional<Method> method_from(std::string_view name) {
  Method out;
  return find_name(method_names, [](std::string_view n) { return n; }, name, out) ? std::optional(out) : std::nullopt;
}
std::optional<Reason> reason_from(std::string_view name) {
  Reason out;
  return find_name(
             reason_words, [](const ReasonWords& w) { return w.name; }, name, out)
             ? std::optional(out)
             : std::nullopt;
}

json::value to_json(const Passage& p) {
  json::array reasons;
  reasons.reserve(p.reasons.size());
  for (const Reason reason : p.reasons) reasons.emplace_back(text(to_string(reason)));
  return {{"id", p.id.str()},
          {"device", p.device.str()},
          {"at", to_rfc3339(p.at)},
          {"clock_offset_ms", p.clock_offset_ms},
          {"person", or_null(p.person)},
          {"method", text(to_string(p.method))},
          {"similarity_milli", or_null(p.similarity_milli)},
          {"temperature_cc", or_null(p.temperature_cc)},
          {"temperature_sd_cc", or_null(p.temperature_sd_cc)},
          {"temperature_method", p.temperature_method},
          {"simulated", p.simulated},
          {"mask", p.mask},
          {"live_milli", or_null(p.live_milli)},
          {"warmth_milli", or_null(p.warmth_milli)},
          {"shots", p.shots},
          {"outcome", text(to_string(p.outcome))},
          {"reasons", std::move(reasons)},
          {"opened", p.opened},
          {"policy_version", p.policy_version},
          {"capture", or_null(p.capture)}};
}

Result<Passage> passage_from_json(const json::value& value, std::string path) {
  const json::object* object = value.if_object();
  if (!object)
    return fail(ErrorKind::invalid, "field.type", {"A passage must be a JSON object.", "通行记录应为 JSON 对象。"},
                path);
  Passage passage;
  std::size_t seen = 0;  // fields of the table that were there; the rest must be unknown
  for (const Field& field : fields) {
    const json::value* found = object->if_contains(text(field.key));
    if (!found && !field.required) continue;
    const std::string key(found && field.read(*found, passage) ? "" : join_path(path, field.key));
    if (!found) return fail(ErrorKind::invalid, "field.missing", {key + " is missing.", "缺少 " + key + "。"}, key);
    if (!key.empty())
      return fail(ErrorKind::invalid, "field.invalid",
                  {fmt::format("{} must be {}.", key, field.must_en), fmt::format("{} 应为{}。", key, field.must_zh)},
                  key);
    ++seen;
  }
  if (seen == object->size()) return passage;
  for (const auto& pair : *object) {
    const std::string_view name(pair.key().data(), pair.key().size());
    if (std::ranges::find(fields, name, &Field::key) != std::end(fields)) continue;
    const std::string key = join_path(path, name);
    return fail(ErrorKind::invalid, "field.unknown", {key + " is not a known field.", key + " 不是已知字段。"}, key);
  }
  return passage;
}

}  // namespace ward::city
