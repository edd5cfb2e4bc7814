#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "city/calendar/calendar.h"

namespace ward::city::calendar {

namespace {

constexpr std::string_view pace_names[] = {"urgent", "working_hours", "working_days"};
constexpr std::size_t max_days = 4'000;  // a decade of holidays

std::string clock_text(std::chrono::minutes of_day) {
  return fmt::format("{:02}:{:02}", of_day.count() / 60, of_day.count() % 60);
}

// "08:00" to "24:00" as minutes of the day.
std::chrono::minutes read_clock(JsonReader& in, std::string_view key) {
  const std::string text = in.text(key, 5, 5);
  const auto digit = [&](std::size_t i) {
    return text.size() == 5 ? int(static_cast<unsigned char>(text[i])) - '0' : 0;
  };
  const bool digits =
      std::ranges::all_of(std::array{0, 1, 3, 4}, [&](auto i) { return digit(i) >= 0 && digit(i) <= 9; });
  const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
  if (!text.empty() && (!digits || text[2] != ':' || minute > 59 || hour * 60 + minute > 24 * 60))
    in.fault(key, "calendar.clock", {"Write the time of day as 08:00, up to 24:00.", "时间应写作 08:00，最晚 24:00。"});
  return std::chrono::minutes{hour * 60 + minute};
}

std::string item(std::string_view list, std::size_t i) { return fmt::format("{}[{}]", list, i); }

Result<std::vector<Hours>> read_hours(const json::array& list) {
  std::vector<Hours> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    JsonReader in(list[i], item("hours", i));
    const Hours hours{read_clock(in, "from"), read_clock(in, "to")};
    WARD_CHECK(in.finish());
    if (hours.from >= hours.to || (!out.empty() && hours.from < out.back().to))
      return fail(ErrorKind::invalid, "calendar.hours",
                  {"Working hours must end after they begin, and begin after those before them have ended.",
                   "每段工作时间的结束应晚于开始，且应晚于上一段的结束。"},
                  item("hours", i));
    out.push_back(hours);
  }
  return out;
}

Result<std::array<bool, 7>> read_weekdays(const json::array& list) {
  std::array<bool, 7> out{};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::int64_t* day = list[i].if_int64();
    if (!day || *day < 1 || *day > 7 || std::exchange(out[std::size_t(*day - 1)], true))
      return fail(ErrorKind::invalid, "calendar.weekday",
                  {"Weekdays are numbers from 1 (Monday) to 7 (Sunday), each once.",
                   "工作日应为 1（星期一）到 7（星期日）的数字，且不重复。"},
                  item("weekdays", i));
  }
  return out;
}

Result<Amendments> read_days(const json::array& list) {
  Amendments out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    JsonReader in(list[i], item("days", i));
    const std::string date = in.text("date", 10, 10);
    const bool off = in.boolean(in.has("isOffDay") ? "isOffDay" : "off");
    const std::string name = in.maybe_text("name", 0, 100).value_or("");
    WARD_CHECK(in.finish());
    auto day = parse_date(date);
    if (!day) {
      day.error().field = item("days", i) + ".date";
      return std::unexpected(std::move(day).error());
    }
    if (!out.emplace(*day, Amendment{off, name}).second)
      return fail(ErrorKind::invalid, "calendar.day_twice",
                  {fmt::format("{} is there twice.", date), fmt::format("{} 出现了两次。", date)}, item("days", i));
  }
  return out;
}

Result<> none_left(bool empty, const char* field) {
  if (!empty) return {};
  return fail(
      ErrorKind::invalid, "calendar.never",
      {"Somebody must work at some time: no deadline would ever end.", "至少要有一段工作时间，否则期限永远不会到。"},
      field);
}

}  // namespace

std::string_view to_string(Pace pace) { return pace_names[std::size_t(pace)]; }

json::value to_json(const Calendar& calendar) {
  json::array weekdays, hours, days;
  for (std::size_t i = 0; i < calendar.worked.size(); ++i)
    if (calendar.worked[i]) weekdays.emplace_back(std::int64_t(i + 1));
  for (const Hours& part : calendar.hours)
    hours.push_back({{"from", clock_text(part.from)}, {"to", clock_text(part.to)}});
  for (const auto& [date, day] : calendar.days)
    days.push_back({{"date", to_text(date)}, {"off", day.off}, {"name", day.name}});
  return {{"zone", calendar.zone.name()},
          {"weekdays", std::move(weekdays)},
          {"hours", std::move(hours)},
          {"days", std::move(days)}};
}

Result<Calendar> calendar_from_json(const json::value& value) {
  JsonReader in(value);
  const auto zone = in.maybe_text("zone", 1, 64).value_or("Asia/Shanghai");
  const json::array* weekdays = in.maybe_array("weekdays", 7);
  const json::array* hours = in.maybe_array("hours", 12);
  const json::array& days = in.array("days", max_days);
  WARD_CHECK(in.finish());

  auto found = Zone::find(zone);
  if (!found) {
    found.error().field = "zone";
    return std::unexpected(std::move(found).error());
  }
  Calendar calendar{.zone = *found};
  if (weekdays) {
    WARD_CHECK(none_left(weekdays->empty(), "weekdays"));
    WARD_TRY(worked, read_weekdays(*weekdays));
    calendar.worked = worked;
  }
  if (hours) {
    WARD_CHECK(none_left(hours->empty(), "hours"));
    WARD_TRY(parts, read_hours(*hours));
    calendar.hours = parts;
  }
  WARD_TRY(amendments, read_days(days));
  calendar.days = amendments;
  return calendar;
}

Result<Amendments> amendments_from_json(const json::value& value) {
  JsonReader in(value);
  const json::array& days = in.array("days", max_days);
  for (const char* key : {"$schema", "$id", "year", "papers"})  // where the file is from: nothing to read for us
    in.maybe_any(key);
  WARD_CHECK(in.finish());
  return read_days(days);
}

json::value to_json(const Term& term) {
  return {{"clock", json_view(to_string(term.pace))},
          {term.pace == Pace::working_days ? "days" : "minutes", term.amount}};
}

Result<Term> term_from_json(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  const std::string clock = in.choice("clock", {pace_names[0], pace_names[1], pace_names[2]});
  Term term{Pace(std::ranges::find(pace_names, clock) - pace_names), 1};
  term.amount = int(term.pace == Pace::working_days ? in.integer("days", 1, 366) : in.integer("minutes", 1, 525'600));
  WARD_CHECK(in.finish());
  return term;
}

}  // namespace ward::city::calendar
