#include "city/duty/duty.h"

#include <algorithm>

namespace ward::city::duty {

namespace {

std::unexpected<Error> wrong(ErrorKind kind, std::string code, Text message, std::string field) {
  return fail(kind, std::move(code), std::move(message), std::move(field));
}

}  // namespace

Result<Shift> shift_from_json(const Id& id, const json::value& value) {
  JsonReader in(value);
  const Shift shift{
      .id = id, .unit = in.id("unit"), .member = in.id("member"), .from = in.time("from"), .to = in.time("to")};
  WARD_CHECK(in.finish());
  return shift;
}

Result<> check_shift(const Shift& shift, const Shift* before, std::span<const Shift> others, Time now) {
  if (shift.to <= shift.from)
    return wrong(ErrorKind::invalid, "shift.order", {"A shift ends after it begins.", "班次的结束应晚于开始。"}, "to");
  if (shift.to - shift.from > longest)
    return wrong(ErrorKind::invalid, "shift.long", {"A shift has at most 24 hours.", "一个班次最长 24 小时。"}, "to");
  if (shift.to <= now)
    return wrong(ErrorKind::invalid, "shift.past", {"The shift would be over already.", "该班次已经结束。"}, "to");
  if (before && before->from <= now &&
      (before->unit != shift.unit || before->member != shift.member || before->from != shift.from))
    return wrong(ErrorKind::conflict, "shift.begun",
                 {"The shift has begun: only its end can be changed.", "班次已开始，只能修改结束时间。"}, "from");
  const bool twice = std::ranges::any_of(others, [&](const Shift& other) {
    return other.id != shift.id && other.from < shift.to && shift.from < other.to;
  });
  if (twice)
    return wrong(ErrorKind::conflict, "shift.twice",
                 {"This member is on duty there in that time already.", "该队员在此时段已在此值班。"}, "member");
  return {};
}

std::vector<Gap> uncovered(std::vector<Shift> shifts, Time from, Time to) {
  std::ranges::sort(shifts, {}, &Shift::from);
  std::vector<Gap> gaps;
  Time covered = from;
  for (const Shift& shift : shifts) {
    if (shift.to <= covered) continue;
    if (shift.from >= to) break;
    if (shift.from > covered) gaps.push_back({covered, shift.from});
    covered = shift.to;
  }
  if (covered < to) gaps.push_back({covered, to});
  return gaps;
}

json::value to_json(const Handover& note) {
  return {{"id", note.id.str()},
          {"unit", note.unit.str()},
          {"author", note.author_name},
          {"at", to_rfc3339(note.at)},
          {"text", note.words}};
}

}  // namespace ward::city::duty
