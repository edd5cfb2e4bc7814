#include "city/alarms/alarms.h"

#include <fmt/format.h>

#include <cstdlib>

namespace ward::city::alarms {

namespace {

constexpr std::int64_t max_clock_offset_ms = 60'000;

constexpr std::string_view kind_names[] = {"fever",  "spoof",    "stranger", "sensor",  "black_body",
                                           "camera", "drift",    "storage",  "clock",   "offline",
                                           "staff",  "open_all", "barrier",  "rejected"};
static_assert(std::size(kind_names) == std::size_t(Kind::rejected) + 1);

std::string text_in(const json::value& object, const char* key) {
  const json::value* value = object.is_object() ? object.get_object().if_contains(key) : nullptr;
  return value && value->is_string() ? std::string(value->get_string().c_str()) : "";
}
std::optional<std::int64_t> number_in(const json::value& object, const char* key) {
  const json::value* value = object.is_object() ? object.get_object().if_contains(key) : nullptr;
  return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}
bool flag_in(const json::value& object, const char* key) {
  const json::value* value = object.is_object() ? object.get_object().if_contains(key) : nullptr;
  return value && value->is_bool() && value->get_bool();
}

std::string degrees(std::int64_t cc) { return fmt::format("{:.1f} °C", double(cc) / 100); }

Text camera_words(const std::string& fault) {
  if (fault == "unplugged") return {"is unplugged", "已断开"};
  if (fault == "frozen") return {"shows the same picture all the time", "画面静止"};
  if (fault == "black") return {"sees nothing", "画面全黑"};
  if (fault == "wrong_format") return {"sends pictures that cannot be read", "画面格式无法识别"};
  return {"does not work", "故障"};
}

// The sentence without what happened before or since.
Text plain_sentence(const Alarm& alarm) {
  const std::string& gate = alarm.device_name;
  switch (alarm.kind) {
    case Kind::fever: {
      const auto cc = number_in(alarm.detail, "temperature_cc");
      if (!cc) return {gate + ": a raised screening temperature.", gate + "：筛查体温偏高。"};
      return {fmt::format("{}: a raised screening temperature, {}.", gate, degrees(*cc)),
              fmt::format("{}：筛查体温偏高，{}。", gate, degrees(*cc))};
    }
    case Kind::spoof:
      return {gate + ": perhaps no living person in front of the camera.", gate + "：摄像头前可能不是真人。"};
    case Kind::stranger:
      return {gate + ": somebody who is not on the list asks for entry.", gate + "：名单外人员请求进入。"};
    case Kind::staff:
      return {gate + ": staff is called.", gate + "：呼叫工作人员。"};
    case Kind::sensor:
      return {gate + ": the temperature sensor does not work.", gate + "：测温传感器故障。"};
    case Kind::black_body:
      return {gate + ": the temperature reference is out of view.", gate + "：测温参考黑体不在视野内。"};
    case Kind::camera: {
      const Text words = camera_words(text_in(alarm.detail, "fault"));
      return {fmt::format("{}: the camera {}.", gate, words.en), fmt::format("{}：摄像头{}。", gate, words.zh)};
    }
    case Kind::drift: {
      const double moved = double(number_in(alarm.detail, "drift_cc").value_or(0)) / 100;
      return {fmt::format("{}: the temperatures of all people have moved by {:+.2f} °C; the sensor must be checked.",
                          gate, moved),
              fmt::format("{}：人群体温整体偏移 {:+.2f} °C，请检查传感器。", gate, moved)};
    }
    case Kind::storage:
      return {gate + ": its disk is full or cannot be written; passages cannot be recorded.",
              gate + "：磁盘已满或无法写入，无法保存通行记录。"};
    case Kind::clock: {
      const double seconds = double(number_in(alarm.detail, "clock_offset_ms").value_or(0)) / 1000;
      return {fmt::format("{}: its clock is off by {:.0f} s.", gate, seconds),
              fmt::format("{}：时钟偏差 {:.0f} 秒。", gate, seconds)};
    }
    case Kind::offline:
      return {gate + ": not heard of any more.", gate + "：设备离线。"};
    case Kind::open_all:
      return {gate + ": open for everybody.", gate + "：已对所有人开放。"};
    case Kind::barrier: {
      const std::string fault = text_in(alarm.detail, "fault");
      return {fmt::format("{}: the barrier does not do what it is told ({}); look whether it stands open or shut.",
                          gate, fault),
              fmt::format("{}：闸门不执行指令（{}），请到现场查看其开闭状态。", gate, fault)};
    }
    case Kind::rejected: {
      const std::int64_t count = number_in(alarm.detail, "count").value_or(0);
      return {fmt::format("{}: the server refused {} of its passages; the gate keeps them aside.", gate, count),
              fmt::format("{}：服务器拒收其 {} 条通行记录，已另存在闸机上。", gate, count)};
    }
  }
  std::abort();  // every kind is above
}

}  // namespace

std::string_view to_string(Kind kind) { return kind_names[std::size_t(kind)]; }

std::optional<Kind> kind_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kind_names); ++i)
    if (kind_names[i] == name) return Kind(i);
  return std::nullopt;
}

bool is_event(Kind kind) {
  return kind == Kind::fever || kind == Kind::spoof || kind == Kind::stranger || kind == Kind::staff;
}

std::vector<Condition> conditions_of(const json::value& health) {
  const std::string camera = text_in(health, "camera_fault"), thermal = text_in(health, "thermal_fault");
  const std::string storage = text_in(health, "journal_fault"), barrier = text_in(health, "barrier_fault");
  const std::int64_t rejected = number_in(health, "passages_rejected").value_or(0);
  const std::int64_t offset = number_in(health, "clock_offset_ms").value_or(0);
  const bool lost = thermal == "black_body_lost";
  const bool sensor = !thermal.empty() && thermal != "none" && !lost;
  return {
      {Kind::camera, !camera.empty(), {{"fault", camera}}},
      {Kind::sensor, sensor, {{"fault", thermal}}},
      {Kind::black_body, lost, json::object()},
      {Kind::storage, !storage.empty(), {{"fault", storage}}},
      {Kind::clock, std::abs(offset) > max_clock_offset_ms, {{"clock_offset_ms", offset}}},
      {Kind::open_all, flag_in(health, "open_all"), json::object()},
      {Kind::barrier, !barrier.empty(), {{"fault", barrier}}},
      {Kind::rejected, rejected > 0, {{"count", rejected}}},
  };
}

Text sentence(const Alarm& alarm) {
  Text text = plain_sentence(alarm);
  if (alarm.repeats > 0) {
    text.en += fmt::format(" {} more since then.", alarm.repeats);
    text.zh += fmt::format("此后又发生 {} 次。", alarm.repeats);
  }
  if (!is_event(alarm.kind) && alarm.over_at) {
    text.en += " It is over.";
    text.zh += "现已恢复。";
  }
  return text;
}

}  // namespace ward::city::alarms
