// What enterprises report every day, and those that report nothing.
#include <fmt/format.h>

#include "city/enterprises/rows.h"
#include "city/version.h"

namespace ward::city::enterprises {

namespace {

constexpr std::chrono::days longest_ago{7};

std::optional<Day> find_day(storage::Transaction& t, const Id& enterprise, Date day) {
  return t.first(fmt::format("SELECT {} FROM enterprise_day WHERE enterprise = ? AND day = ?", day_columns), day_in,
                 enterprise, to_text(day));
}

Result<> check_day(const Enterprise& enterprise, Date day, Date today) {
  if (day > today || day < today - longest_ago)
    return fail(ErrorKind::invalid, "day.when",
                {"A report is of today or of the week before.", "只能报告当天或前七天的情况。"}, "day");
  if (enterprise.state == State::approved && enterprise.open_since && *enterprise.open_since <= day) return {};
  return fail(
      ErrorKind::conflict, "enterprise.not_open",
      {"This enterprise may not work on that day: there is nothing to report.", "该企业当日未获准复工，无须报告。"},
      "day");
}

void write_day(storage::Transaction& t, const Id& enterprise, const Day& day, const std::string& author, Time now) {
  t.exec(
      "INSERT INTO enterprise_day (enterprise, day, present, absent, fevers, isolated, highest_cc, masks, note, author,"
      " reported_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (enterprise, day) DO UPDATE SET"
      " present = excluded.present, absent = excluded.absent, fevers = excluded.fevers, isolated = excluded.isolated,"
      " highest_cc = excluded.highest_cc, masks = excluded.masks, note = excluded.note, author = excluded.author,"
      " reported_at = excluded.reported_at, version = excluded.version",
      enterprise, to_text(day.day), day.present, day.absent, day.fevers, day.isolated, day.highest_cc, day.masks,
      day.note, author, now, day.version);
}

std::optional<incidents::Changed> raise(storage::Transaction& t, const Clock& clock, const Stored& stored,
                                        Trouble trouble, Date day) {
  return incidents::raise(
      t, clock,
      {.id = {},
       .type = trouble_type,
       .unit = {},
       .place = {},
       .description = "",
       .answers = {{"enterprise", stored.enterprise.name}, {"what", to_string(trouble)}, {"day", to_text(day)}},
       .pictures = {}},
      stored.path);
}

// The incident, when this trouble is not what there was before.
std::optional<incidents::Changed> set_trouble(storage::Transaction& t, const Clock& clock, const Stored& stored,
                                              Enterprise after, Trouble trouble, Date day) {
  after.trouble = trouble;
  ++after.version;
  count(t, stored.enterprise, stored.path, -1);
  write(t, after, false);
  count(t, after, stored.path, 1);
  if (trouble == Trouble::none || trouble == stored.enterprise.trouble) return std::nullopt;
  return raise(t, clock, stored, trouble, day);
}

// The last day that has to be reported by now.
Date reported_until(storage::Transaction& t, Time now) {
  const LocalTime local = incidents::work_calendar(t).zone.to_local(now);
  const Date today = std::chrono::floor<std::chrono::days>(local);
  const bool is_early = local - LocalTime(today) < std::chrono::hours{reported_by_hour};
  return today - std::chrono::days{is_early ? 2 : 1};
}

constexpr const char* silent_ones =
    " WHERE e.state = 'approved' AND e.trouble <> 'silent' AND e.open_since <= ? AND (e.last_report IS NULL OR"
    " e.last_report < ?)";

}  // namespace

Result<Reported> report_day(storage::Transaction& t, const Clock& clock, const Id& id, const Day& day,
                            const std::string& author, const std::string& actor) {
  auto stored = find(t, id);
  if (!stored)
    return fail(ErrorKind::not_found, "enterprise.unknown", {"There is no such enterprise.", "没有该企业。"}, "id");
  WARD_CHECK(check_day(stored->enterprise, day.day, incidents::day_of(t, clock.now())));
  const auto before = find_day(t, id, day.day);
  Day wanted = day;
  if (before) {
    wanted.version = before->version;
    if (wanted == *before) return Reported{*std::move(stored), wanted};
  }
  WARD_CHECK(check_version(day.version, before ? before->version : 0, "day.changed_meanwhile"));
  wanted.version = day.version + 1;
  write_day(t, id, wanted, author, clock.now());
  Reported reported{.stored = *stored, .day = wanted};
  if (!stored->enterprise.last_report || *stored->enterprise.last_report <= day.day) {
    Enterprise after = stored->enterprise;
    after.last_report = day.day;
    reported.incident = set_trouble(t, clock, *stored, after, trouble_of(wanted, cap_on(after.caps, day.day)), day.day);
  }
  write_journal(t, clock, "enterprise.day", id,
                {{"day", to_text(day.day)}, {"present", wanted.present}, {"fevers", wanted.fevers}}, stored->path,
                actor);
  reported.stored = *find(t, id);
  return reported;
}

std::vector<Day> days_of(storage::Transaction& t, const Id& enterprise, int limit) {
  std::vector<Day> days;
  t.query(
      fmt::format("SELECT {} FROM enterprise_day WHERE enterprise = ? ORDER BY day DESC LIMIT ?", day_columns),
      [&](const storage::Row& row) { days.push_back(day_in(row)); }, enterprise, limit);
  return days;
}

bool silent_waits(storage::Transaction& t, Time now) {
  const std::string day = to_text(reported_until(t, now));
  return t
      .first(
          fmt::format("SELECT 1 FROM enterprise e{} LIMIT 1", silent_ones), [](const storage::Row&) { return true; },
          day, day)
      .has_value();
}

std::vector<incidents::Changed> mark_silent(storage::Transaction& t, const Clock& clock, int limit) {
  const Date day = reported_until(t, clock.now());
  std::vector<Stored> silent;
  t.query(
      fmt::format("SELECT {}{}{} LIMIT ?", enterprise_columns, from_where_it_is, silent_ones),
      [&](const storage::Row& row) { silent.push_back(stored_in(row)); }, to_text(day), to_text(day), limit);
  std::vector<incidents::Changed> raised;
  for (const Stored& one : silent) {
    const auto incident = set_trouble(t, clock, one, one.enterprise, Trouble::silent, day);
    write_journal(t, clock, "enterprise.silent", one.enterprise.id, {{"day", to_text(day)}}, one.path, "system");
    if (incident) raised.push_back(*incident);
  }
  return raised;
}

}  // namespace ward::city::enterprises
