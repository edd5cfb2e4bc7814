// Rounds: opened, changed, closed, listed.
#include "city/rounds/store.h"

#include <fmt/format.h>

#include "city/journal/store.h"
#include "city/units/store.h"
#include "city/units/tally.h"
#include "city/units/within.h"
#include "city/version.h"

namespace ward::city::rounds {

namespace {

constexpr const char* columns =
    "r.id, r.number, u.id, r.topic, r.title, r.note, r.due, r.form, r.opened_at, r.closed_at, r.version, u.path, "
    "u.name";
// The unit is the one that stands now, one step on when it was merged (units::merge).
constexpr const char* from =
    " FROM round r JOIN unit o ON o.id = r.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)";

Listed read_round(const storage::Row& row) {
  Listed one{.round = {.id = row.id(0), .number = row.integer(1), .unit = row.id(2), .title = row.text(4)}};
  Round& round = one.round;
  round.topic = topic_from(row.text(3)).value_or(Topic::other);
  round.note = row.text(5);
  if (!row.is_null(6)) round.due = parse_date(row.text(6)).value();
  const json::value form = json::parse(row.text(7));
  round.form = incidents::form_from_json(form.as_array(), "form").value();
  round.opened_at = row.time(8);
  round.closed_at = row.maybe_time(9);
  round.version = row.integer(10);
  one.path = row.text(11);
  one.unit_name = row.text(12);
  return one;
}

Round as_wanted(const Id& id, const RoundInput& input) {
  return {.id = id,
          .unit = input.unit,
          .topic = input.topic,
          .title = input.title,
          .note = input.note,
          .due = input.due,
          .form = input.form};
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Id& id, json::value payload,
                   const std::string& path, const std::string& actor) {
  journal::append(t, clock,
                  {.type = type,
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "rounds",
                   .payload = std::move(payload),
                   .unit = path});
}

std::optional<std::string> due_text(const Round& round) {
  return round.due ? std::optional(to_text(*round.due)) : std::nullopt;
}

void insert(storage::Transaction& t, Round& round, Time now) {
  round.number = *t.first("SELECT coalesce(max(number), 0) + 1 FROM round",
                          [](const storage::Row& row) { return row.integer(0); });
  round.opened_at = now;
  t.exec(
      "INSERT INTO round (id, number, unit, topic, title, note, due, form, opened_at, version) VALUES (?, ?, ?, ?, ?, "
      "?, ?, ?, ?, 1)",
      round.id, round.number, round.unit, to_string(round.topic), round.title, round.note, due_text(round),
      json::serialize(incidents::to_json(round.form)), now);
}

Result<> check_change(const Round& before, const Round& wanted) {
  if (!before.is_open())
    return fail(ErrorKind::conflict, "round.closed", {"This round is closed.", "该轮排摸已结束。"}, "id");
  if (before.unit == wanted.unit && before.topic == wanted.topic && before.form == wanted.form) return {};
  return fail(ErrorKind::conflict, "round.moved",
              {"A round keeps its unit, its topic and its questions: verdicts were given on them. Open another one.",
               "排摸轮次的范围、主题和问题不可更改，请另开一轮。"},
              "unit");
}

// As far as a caller says it.
bool says_the_same(const Round& a, const Round& b) {
  return a.unit == b.unit && a.topic == b.topic && a.title == b.title && a.note == b.note && a.due == b.due &&
         a.form == b.form;
}

}  // namespace

std::optional<Listed> find_listed(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {}{} WHERE r.id = ?", columns, from), read_round, id);
}

std::optional<Round> find(storage::Transaction& t, const Id& id) {
  const auto found = find_listed(t, id);
  return found ? std::optional(found->round) : std::nullopt;
}

std::vector<Listed> list(storage::Transaction& t, const Filter& filter) {
  std::vector<storage::Value> values;
  std::string rest = units::within_or_above(filter.tops, values) +
                     fmt::format(" AND r.closed_at IS {}NULL", filter.open ? "" : "NOT ");
  if (filter.before) {
    rest += " AND r.number < ?";
    values.emplace_back(*filter.before);
  }
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<Listed> all;
  t.each(fmt::format("SELECT {}{} WHERE {} ORDER BY r.number DESC LIMIT ?", columns, from, rest), std::move(values),
         [&](const storage::Row& row) { all.push_back(read_round(row)); });
  return all;
}

Result<Round> put(storage::Transaction& t, const Clock& clock, const Id& id, const RoundInput& input,
                  const std::string& actor) {
  const auto unit = units::find(t, input.unit);
  if (!unit || !unit->is_open())
    return fail(ErrorKind::not_found, "round.unit_unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  const auto before = find(t, id);
  Round wanted = as_wanted(id, input);
  if (before && says_the_same(*before, wanted)) return *before;
  WARD_CHECK(check_version(input.version, before ? before->version : 0, "round.changed_meanwhile"));
  if (!before) {
    insert(t, wanted, clock.now());
  } else {
    WARD_CHECK(check_change(*before, wanted));
    t.exec("UPDATE round SET title = ?, note = ?, due = ?, version = version + 1 WHERE id = ?", wanted.title,
           wanted.note, due_text(wanted), id);
    wanted.number = before->number;
    wanted.opened_at = before->opened_at;
    wanted.version = before->version + 1;
  }
  write_journal(t, clock, before ? "round.changed" : "round.opened", id,
                {{"number", wanted.number},
                 {"topic", to_string(wanted.topic)},
                 {"title", wanted.title},
                 {"due", or_null(wanted.due)}},
                unit->path, actor);
  return wanted;
}

Result<std::int64_t> close(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  const auto found = find_listed(t, id);
  if (!found) return fail(ErrorKind::not_found, "round.unknown", {"There is no such round.", "没有该轮排摸。"}, "id");
  if (!found->round.is_open()) return numbers(t, found->round, found->round.unit).in(State::none);
  const std::int64_t left = write_down_the_rest(t, found->round, found->path);
  t.exec("UPDATE round SET closed_at = ?, version = version + 1 WHERE id = ?", clock.now(), id);
  write_journal(t, clock, "round.closed", id, {{"without_verdict", left}}, found->path, actor);
  return left;
}

}  // namespace ward::city::rounds
