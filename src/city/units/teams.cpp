#include "city/units/teams.h"

#include <fmt/format.h>

#include <algorithm>

namespace ward::city::units {

std::string_view to_string(Duty duty) { return duty == Duty::commander ? "commander" : "member"; }

std::optional<Duty> duty_from(std::string_view text) {
  if (text == "commander") return Duty::commander;
  if (text == "member") return Duty::member;
  return std::nullopt;
}

Result<std::string> normal_phone(std::string_view text) {
  std::string phone;
  for (const char c : text)
    if (!std::string_view(" -()\t").contains(c)) phone += c;
  const std::string_view digits = std::string_view(phone).substr(phone.starts_with('+') ? 1 : 0);
  const bool good = digits.size() >= 5 && digits.size() <= 15 &&
                    std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (good) return phone;
  return fail(ErrorKind::invalid, "member.phone",
              {"A phone number has 5 to 15 digits, perhaps after a '+'.", "电话号码为 5 到 15 位数字，前面可加“+”。"},
              "phone");
}

Result<Member> member_from_json(const Id& id, const json::value& value) {
  JsonReader in(value);
  Member member{.id = id, .name = in.text("name", 1, 100), .phone = in.text("phone", 1, 40)};
  member.account = in.maybe_id("account");
  WARD_CHECK(in.finish());
  WARD_TRY(phone, normal_phone(member.phone));
  member.phone = phone;
  return member;
}

bool overlap(const Span& a, const Span& b) {
  return (!b.until || a.since < *b.until) && (!a.until || b.since < *a.until);
}

std::optional<Span> after(const Span& span, Time from) {
  if (span.until && *span.until <= from) return std::nullopt;
  return Span{std::max(span.since, from), span.until};
}

bool covered(const Span& needed, std::vector<Span> given) {
  std::ranges::sort(given, {}, &Span::since);
  Time reached = needed.since;
  for (const Span& span : given) {
    if (span.since > reached) return false;
    if (!span.until) return true;
    reached = std::max(reached, *span.until);
    if (needed.until && reached >= *needed.until) return true;
  }
  return false;
}

Result<Post> post_from_json(const Id& id, const json::value& value, Time now) {
  JsonReader in(value);
  Post post{.id = id, .unit = in.id("unit"), .member = in.id("member"), .duty = {}, .span = {}};
  post.duty = duty_from(in.choice("duty", {"commander", "member"})).value_or(Duty::member);
  post.span.since = in.maybe_time("since").value_or(now);
  post.span.until = in.maybe_time("until");
  WARD_CHECK(in.finish());
  if (post.span.until && *post.span.until < post.span.since)
    return fail(ErrorKind::invalid, "post.dates", {"It ends before it begins.", "结束时间早于开始时间。"}, "until");
  return post;
}

Result<> check_commander(const Member& commander, const Unit& unit, const Unit& parent, const Span& command,
                         std::span<const Span> in_team_above, Time now, const std::string& field) {
  const auto needed = after(command, now);
  if (!needed || covered(*needed, {in_team_above.begin(), in_team_above.end()})) return {};
  return fail(ErrorKind::conflict, "unit.commander_outside",
              {fmt::format("{} commands {} and so must be in the team of {} for as long. Take {} into that team first, "
                           "or give {} another commander.",
                           commander.name, unit.name, parent.name, commander.name, unit.name),
               fmt::format("{}是{}的指挥长，在任期间必须是{}的队伍成员。请先将{}加入该队伍，或为{}另设指挥长。",
                           commander.name, unit.name, parent.name, commander.name, unit.name)},
              field);
}

Result<> check_only_commander(const Unit& unit, const Post& command, std::span<const Post> other_commands,
                              const std::string& field) {
  for (const Post& other : other_commands)
    if (other.id != command.id && overlap(other.span, command.span))
      return fail(ErrorKind::conflict, "unit.two_commanders",
                  {fmt::format("{} already has a commander in that time; end that command first.", unit.name),
                   fmt::format("{}在该时段已有指挥长，请先结束其任期。", unit.name)},
                  field);
  return {};
}

}  // namespace ward::city::units
