#include "base/clock.h"

#include <fmt/format.h>

#include <charconv>
#include <thread>

namespace ward {

void sleep_for(Millis time) {
  if (time.count() > 0) std::this_thread::sleep_for(time);
}

std::string to_rfc3339(Time t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{t - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

namespace {

// Reads exactly `digits` digits at the front of `text`, or returns -1.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc{} || end != text.data() + digits || text[0] == '-') return -1;
  text.remove_prefix(digits);
  return value;
}

bool take_one_of(std::string_view& text, std::string_view allowed) {
  if (text.empty() || !allowed.contains(text[0])) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

Result<Time> parse_rfc3339(std::string_view text) {
  const auto malformed = [&] {
    return fail(ErrorKind::invalid, "time.malformed",
                {"The time is not written as RFC 3339, for example 2026-03-02T08:00:00+08:00.",
                 "时间格式不符合 RFC 3339，例如 2026-03-02T08:00:00+08:00。"});
  };
  const int year = take_number(text, 4);
  if (year < 0 || !take_one_of(text, "-")) return malformed();
  const int month = take_number(text, 2);
  if (month < 0 || !take_one_of(text, "-")) return malformed();
  const int day = take_number(text, 2);
  if (day < 0 || !take_one_of(text, "Tt ")) return malformed();
  const int hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take_one_of(text, ":")) return malformed();
  const int minute = take_number(text, 2);
  if (minute < 0 || minute > 59 || !take_one_of(text, ":")) return malformed();
  const int second = take_number(text, 2);
  if (second < 0 || second > 60) return malformed();

  int millis = 0;
  if (take_one_of(text, ".")) {
    int scale = 100;
    std::size_t digits = 0;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits) {
      millis += (text[0] - '0') * scale;
      scale /= 10;
    }
    if (digits == 0) return malformed();
  }

  int offset_minutes = 0;
  if (!take_one_of(text, "Zz")) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return malformed();
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const int hours = take_number(text, 2);
    if (hours < 0 || hours > 23 || !take_one_of(text, ":")) return malformed();
    const int minutes = take_number(text, 2);
    if (minutes < 0 || minutes > 59) return malformed();
    offset_minutes = sign * (hours * 60 + minutes);
  }
  if (!text.empty()) return malformed();

  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month(unsigned(month)),
                                         std::chrono::day(unsigned(day))};
  if (!date.ok()) return malformed();
  const Time time = Time{std::chrono::sys_days{date}} + std::chrono::hours{hour} +
                    std::chrono::minutes{minute - offset_minutes} + std::chrono::seconds{second} + Millis{millis};
  // An offset can carry the first and the last day out of the years that to_rfc3339() can write.
  const int utc_year{std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(time)}.year()};
  if (utc_year < 0 || utc_year > 9999) return malformed();
  return time;
}

std::string to_text(Date date) {
  const std::chrono::year_month_day day{date};
  return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

Result<Date> parse_date(std::string_view text) {
  const auto midnight = parse_rfc3339(fmt::format("{}T00:00:00Z", text));
  if (text.size() != 10 || !midnight)
    return fail(ErrorKind::invalid, "date.malformed",
                {"The date is not written as 2026-03-02.", "日期格式不正确，应为 2026-03-02 的形式。"});
  return Date{std::chrono::floor<std::chrono::days>(midnight->time_since_epoch())};
}

}  // namespace ward
