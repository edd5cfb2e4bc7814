#include "city/inspections/measure_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/accounts/store.h"
#include "city/fields.h"
#include "city/inspections/measure_json.h"
#include "city/journal/store.h"
#include "city/premises/premises.h"
#include "city/settings.h"
#include "city/units/store.h"
#include "city/units/within.h"
#include "city/version.h"

namespace ward::city::inspections {

namespace {

constexpr const char* measure_columns =
    "m.number, m.body, u.id, u.path, u.name, c.path, d.title, (SELECT s.body FROM measure_step s WHERE s.measure = "
    "m.number AND s.version = 1)";
// Where it was found (u) and who had it drawn (c), each as it is now.
constexpr const char* from_measures =
    " FROM measure m JOIN unit o ON o.id = m.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)"
    " JOIN inspection_draw d ON d.number = m.draw JOIN unit w ON w.id = d.unit"
    " JOIN unit c ON c.id = coalesce(w.merged_into, w.id)";

StoredMeasure measure_in(const storage::Row& row) {
  StoredMeasure one{
      .number = row.integer(0), .measure = measure_from_stored(json::parse(row.text(1))), .unit = row.id(2)};
  one.path = row.text(3);
  one.unit_name = row.text(4);
  one.draw_path = row.text(5);
  one.draw_title = row.text(6);
  one.proposed_at = happening_from_stored(json::parse(row.text(7))).at;
  return one;
}

// What was asked for, as it is stored, so that the same again is known.
std::string text_of(const MeasureInput& input) {
  return json::serialize(json::object{{"draw", input.finding.draw.str()},
                                      {"item", input.finding.item},
                                      {"kind", to_string(input.kind)},
                                      {"offence", input.offence},
                                      {"party", input.party},
                                      {"inspectors", premises::texts_of(input.inspectors)},
                                      {"fen", input.fen}});
}

// The journal says nothing of whom it concerns, nor why.
void write_step(storage::Transaction& t, const Clock& clock, std::int64_t number, const Id& measure,
                const Happening& happening, const std::string& path) {
  t.exec("INSERT INTO measure_step (id, measure, version, body) VALUES (?, ?, ?, ?)", happening.request, number,
         happening.version, json::serialize(to_json(happening)));
  journal::append(t, clock,
                  {.type = fmt::format("measure.{}", to_string(happening.action)),
                   .subject = measure.str(),
                   .actor = happening.actor,
                   .purpose = "inspections",
                   .payload = {{"from", to_string(happening.from)},
                               {"to", to_string(happening.to)},
                               {"happened", to_rfc3339(happening.happened)},
                               {"fen", happening.fen}},
                   .unit = path});
}

Result<std::vector<std::string>> actors_of(storage::Transaction& t, const std::vector<Id>& accounts) {
  std::vector<std::string> actors;
  for (const Id& one : accounts) {
    if (!accounts::find_user(t, one))
      return fail(ErrorKind::not_found, "measure.inspectors", {"There is no such account.", "没有这个账号。"},
                  "inspectors");
    actors.push_back("user:" + one.str());
  }
  return actors;
}

Result<std::string> path_of_finding(storage::Transaction& t, const StoredDraw& draw, const Finding& finding) {
  const auto all = visits(t, draw.id);
  const auto visit = std::ranges::find(all, finding.item, [](const Planned& one) { return one.drawn.item.id; });
  if (visit == all.end())
    return fail(ErrorKind::not_found, "visit.unknown", {"This was not drawn.", "该对象未被抽中。"}, "item");
  if (visit->outcome != Visited::seen)
    return fail(ErrorKind::conflict, "measure.not_seen",
                {"Nothing was found there yet: write down what came of the visit first.",
                 "尚未记录该次检查的结果，请先填写检查情况。"},
                "item");
  return visit->drawn.item.unit;
}

}  // namespace

OffenceCatalogue offences(storage::Transaction& t) {
  const auto stored = setting(t, offences_setting);
  return stored ? offences_from_json(*stored).value() : OffenceCatalogue{};
}

Result<> put_offences(storage::Transaction& t, const Clock& clock, const OffenceCatalogue& catalogue,
                      const std::string& actor) {
  std::optional<std::string> missing;
  t.query("SELECT body FROM measure WHERE open = 1", [&](const storage::Row& row) {
    const Measure one = measure_from_stored(json::parse(row.text(0)));
    if (!catalogue.find(one.offence)) missing = one.offence;
  });
  if (missing)
    return fail(ErrorKind::conflict, "offence.missing",
                {fmt::format("The offence {} is missing, and there is a measure for it that is not over.", *missing),
                 fmt::format("缺少违法行为 {}，仍有未办结的措施使用它。", *missing)},
                "offences");
  put_setting(t, clock, offences_setting, to_json(catalogue), "offences", actor);
  return {};
}

std::optional<StoredMeasure> find_measure(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {}{} WHERE m.id = ?", measure_columns, from_measures), measure_in, id);
}

std::vector<StoredMeasure> list(storage::Transaction& t, const MeasureFilter& filter) {
  std::vector<storage::Value> values;
  std::string rest = units::within(filter.tops, values);
  const auto also = [&](const char* condition, storage::Value value) {
    rest += fmt::format(" AND {}", condition);
    values.push_back(std::move(value));
  };
  if (filter.inspector)
    also("m.number IN (SELECT measure FROM measure_inspector WHERE account = ?)", storage::to_value(*filter.inspector));
  if (filter.draw) also("d.id = ?", storage::to_value(*filter.draw));
  if (filter.state) also("m.state = ?", storage::to_value(to_string(*filter.state)));
  if (filter.open) rest += " AND m.open = 1";
  if (filter.before) also("m.number < ?", storage::to_value(*filter.before));
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<StoredMeasure> all;
  t.each(fmt::format("SELECT {}{} WHERE {} ORDER BY m.number DESC LIMIT ?", measure_columns, from_measures, rest),
         std::move(values), [&](const storage::Row& row) { all.push_back(measure_in(row)); });
  return all;
}

std::vector<Happening> steps_of(storage::Transaction& t, std::int64_t measure) {
  std::vector<Happening> all;
  t.query(
      "SELECT body FROM measure_step WHERE measure = ? ORDER BY version",
      [&](const storage::Row& row) { all.push_back(happening_from_stored(json::parse(row.text(0)))); }, measure);
  return all;
}

Result<MeasureInput> measure_from_json(const json::value& value) {
  JsonReader in(value);
  MeasureInput input{.finding = {in.id("draw"), in.text("item", 1, 100)}, .offence = {}, .party = {}, .inspectors = {}};
  input.kind = kind_from(in.choice("kind", {"instruction", "notice", "fine"})).value_or(Kind::instruction);
  input.offence = in.text("offence", 1, 40);
  input.party = in.text("party", 1, 200);
  input.inspectors = ids_of(in, "inspectors", in.array("inspectors", 20));
  input.fen = in.maybe_integer("fen", 0, max_fen).value_or(0);
  WARD_CHECK(in.finish());
  return input;
}

Result<Request> request_from_json(const json::value& value) {
  JsonReader in(value);
  Request request{.id = in.id("id"), .fen = {}, .at = {}, .how = {}, .due = {}};
  if (const auto action = action_from(in.text("action", 1, 40)); action && *action != Action::propose)
    request.action = *action;
  else
    in.fault("action", "measure.action", {"There is no such step.", "没有这个步骤。"});
  request.version = in.integer("version", 1, max_version);
  request.text = in.maybe_text("text", 0, 2'000).value_or("");
  request.fen = in.maybe_integer("fen", 1, max_fen);
  request.at = in.maybe_time("at");
  if (const auto how = in.maybe_text("how", 1, 40)) {
    request.how = how_from(*how);
    if (!request.how)
      in.fault("how", "measure.how",
               {"A delivery is in_person, left, mail, electronic or by_notice.",
                "送达方式为 in_person、left、mail、electronic 或 by_notice。"});
  }
  request.to = in.maybe_text("to", 0, 200).value_or("");
  request.consent = in.maybe_boolean("consent").value_or(false);
  request.due = in.maybe_time("due");
  WARD_CHECK(in.finish());
  return request;
}

Result<StoredMeasure> propose_measure(storage::Transaction& t, const Context& context, const Clock& clock,
                                      const StoredDraw& draw, const Id& id, const MeasureInput& input,
                                      const Actor& actor) {
  const auto before =
      t.first("SELECT input FROM measure WHERE id = ?", [](const storage::Row& row) { return row.text(0); }, id);
  if (before && *before == text_of(input)) return *find_measure(t, id);
  if (before)
    return fail(ErrorKind::conflict, "measure.other",
                {"Another measure was proposed with this id.", "该编号已用于另一项措施。"}, "id");
  WARD_TRY(path, path_of_finding(t, draw, input.finding));
  WARD_TRY(inspectors, actors_of(t, input.inspectors));
  WARD_TRY(step, propose({.id = id,
                          .finding = input.finding,
                          .kind = input.kind,
                          .offence = input.offence,
                          .party = input.party,
                          .inspectors = inspectors,
                          .fen = input.fen},
                         actor, context));
  const auto unit = units::find_at(t, path);
  const auto number = *t.first("SELECT coalesce(max(number), 0) + 1 FROM measure",
                               [](const storage::Row& row) { return row.integer(0); });
  const Measure& measure = step.measure;
  t.exec("INSERT INTO measure (number, id, draw, unit, input, state, open, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
         number, id, draw.number, unit ? unit->id : draw.unit, text_of(input), to_string(measure.state),
         is_open(measure.state), json::serialize(to_json(measure)));
  for (const Id& account : input.inspectors)
    t.exec("INSERT INTO measure_inspector (account, measure) VALUES (?, ?)", account, number);
  write_step(t, clock, number, id, *step.happening, unit ? unit->path : draw.path);
  return *find_measure(t, id);
}

Result<StoredMeasure> step_measure(storage::Transaction& t, const Context& context, const Clock& clock,
                                   const StoredMeasure& stored, const Request& request, const Actor& actor) {
  const bool again = t.first(
                          "SELECT 1 FROM measure_step WHERE id = ? AND measure = ?",
                          [](const storage::Row&) { return true; }, request.id, stored.number)
                         .has_value();
  if (again) return stored;
  WARD_TRY(step, apply(stored.measure, request, actor, context));
  const Measure& measure = step.measure;
  t.exec("UPDATE measure SET state = ?, open = ?, body = ? WHERE number = ?", to_string(measure.state),
         is_open(measure.state), json::serialize(to_json(measure)), stored.number);
  write_step(t, clock, stored.number, measure.id, *step.happening, stored.path);
  return *find_measure(t, measure.id);
}

}  // namespace ward::city::inspections
