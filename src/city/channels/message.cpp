#include "city/channels/message.h"

#include <fmt/format.h>

#include <algorithm>

namespace ward::city::channels {

namespace {

constexpr std::size_t most_places = 8, most_kinds = 5;

// All of one event at one place.
struct Group {
  Event event;
  std::string where;
  std::int64_t count = 0;
  std::vector<std::pair<std::string, std::int64_t>> kinds = {};  // in the message's language, each how often
};

const std::string& in(Language language, const Text& text) { return language == Language::zh ? text.zh : text.en; }

std::vector<Group> grouped(std::span<const Fact> facts, Language language) {
  std::vector<Group> groups;
  for (const Fact& fact : facts) {
    auto group = std::ranges::find_if(
        groups, [&](const Group& known) { return known.event == fact.event && known.where == fact.where; });
    if (group == groups.end()) group = groups.insert(group, {fact.event, fact.where});
    ++group->count;
    const std::string& kind = in(language, fact.what);
    if (kind.empty()) continue;
    auto known = std::ranges::find(group->kinds, kind, [](const auto& one) { return one.first; });
    if (known == group->kinds.end()) known = group->kinds.insert(known, {kind, 0});
    ++known->second;
  }
  std::ranges::stable_sort(groups, std::greater{}, &Group::count);
  for (Group& group : groups)
    std::ranges::stable_sort(group.kinds, std::greater{}, [](const auto& one) { return one.second; });
  return groups;
}

// "fever (2), stranger"
std::string list_of(const Group& group, Language language) {
  const bool zh = language == Language::zh;
  std::string list;
  for (std::size_t i = 0; i < group.kinds.size() && i < most_kinds; ++i) {
    const auto& [kind, count] = group.kinds[i];
    if (i > 0) list += zh ? "、" : ", ";
    list += count == 1 ? kind : fmt::format(zh ? fmt::runtime("{}（{}）") : fmt::runtime("{} ({})"), kind, count);
  }
  if (group.kinds.size() > most_kinds) list += "…";
  return list;
}

std::string english(const Group& group) {
  const std::string where = group.where.empty() ? "the city" : group.where;
  const std::string list = list_of(group, Language::en);
  const bool one = group.count == 1;
  switch (group.event) {
    case Event::incident_report:
      return one ? fmt::format("A new incident in {}: {}.", where, list)
                 : fmt::format("{} new incidents in {}: {}.", group.count, where, list);
    case Event::incident_paged:
      return one ? fmt::format("An incident waits in {}: {}.", where, list)
                 : fmt::format("{} incidents wait in {}: {}.", group.count, where, list);
    case Event::order_issued:
      if (!list.empty())
        return one ? fmt::format("A new order for {}: {}.", where, list)
                   : fmt::format("{} new orders for {}: {}.", group.count, where, list);
      return one ? fmt::format("A new order for {}.", where) : fmt::format("{} new orders for {}.", group.count, where);
    case Event::order_reminded:
      return one ? fmt::format("An order for {} waits for an answer.", where)
                 : fmt::format("{} orders for {} wait for an answer.", group.count, where);
    case Event::order_cancelled:
      return one ? fmt::format("An order for {} was cancelled.", where)
                 : fmt::format("{} orders for {} were cancelled.", group.count, where);
    case Event::alarm_raised:
      return one ? fmt::format("An alarm at {}: {}.", where, list)
                 : fmt::format("{} alarms at {}: {}.", group.count, where, list);
  }
  return {};
}

std::string chinese(const Group& group) {
  const std::string where = group.where.empty() ? "全市" : group.where;
  const std::string list = list_of(group, Language::zh);
  switch (group.event) {
    case Event::incident_report:
      return fmt::format("{}新上报 {} 起事件：{}。", where, group.count, list);
    case Event::incident_paged:
      return fmt::format("{}有 {} 起事件等待处理：{}。", where, group.count, list);
    case Event::order_issued:
      if (!list.empty()) return fmt::format("{}有 {} 条新指令：{}。", where, group.count, list);
      return fmt::format("{}有 {} 条新指令。", where, group.count);
    case Event::order_reminded:
      return fmt::format("{}有 {} 条指令等待回复。", where, group.count);
    case Event::order_cancelled:
      return fmt::format("{}有 {} 条指令已撤销。", where, group.count);
    case Event::alarm_raised:
      return fmt::format("{}发生 {} 条告警：{}。", where, group.count, list);
  }
  return {};
}

void add_link(Message& message, Language language, const std::string& link) {
  if (link.empty()) return;
  message.text.push_back((language == Language::zh ? "请在控制台查看：" : "See the console: ") + link);
}

struct AlarmWords {
  std::string_view kind;
  const char *en, *zh;
};
constexpr AlarmWords alarm_words[] = {{"fever", "fever", "发热"},
                                      {"spoof", "a picture was shown instead of a face", "疑似照片冒充"},
                                      {"stranger", "somebody unknown", "陌生人"},
                                      {"sensor", "temperature sensor", "测温传感器故障"},
                                      {"black_body", "temperature reference", "测温黑体故障"},
                                      {"camera", "camera", "摄像头故障"},
                                      {"drift", "temperatures have drifted", "测温漂移"},
                                      {"storage", "disk of a gate", "闸机存储故障"},
                                      {"clock", "clock of a gate", "闸机时钟偏差"},
                                      {"offline", "a gate is not heard of", "闸机离线"},
                                      {"staff", "staff were called", "呼叫工作人员"},
                                      {"open_all", "a gate stands open for everybody", "闸机全开"},
                                      {"barrier", "barrier", "闸门故障"},
                                      {"rejected", "passages were refused", "通行记录被拒收"}};

}  // namespace

Message message_of(std::span<const Fact> facts, std::int64_t more, Language language, const std::string& link) {
  Message message;
  const std::vector<Group> groups = grouped(facts, language);
  for (const Group& group : groups) {
    if (message.text.size() == most_places)
      more += group.count;
    else
      message.text.push_back(language == Language::zh ? chinese(group) : english(group));
  }
  message.title = message.text.front();
  if (more > 0)
    message.text.push_back(language == Language::zh ? fmt::format("另有 {} 条。", more)
                                                    : fmt::format("{} more besides these.", more));
  add_link(message, language, link);
  return message;
}

Message test_message(const std::string& channel, Language language, const std::string& link) {
  Message message;
  message.title = language == Language::zh ? fmt::format("这是 Ward 渠道“{}”的测试消息。", channel)
                                           : fmt::format("This is a test of Ward's channel \"{}\".", channel);
  message.text.push_back(message.title);
  add_link(message, language, link);
  return message;
}

Text words_of_alarm(std::string_view kind) {
  const auto found = std::ranges::find(alarm_words, kind, &AlarmWords::kind);
  if (found == std::end(alarm_words)) return {"something else", "其他"};
  return {found->en, found->zh};
}

}  // namespace ward::city::channels
