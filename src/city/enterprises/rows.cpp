#include "city/enterprises/rows.h"

#include <fmt/format.h>

#include "city/journal/store.h"
#include "city/units/tally.h"

namespace ward::city::enterprises {

namespace {

std::optional<Date> maybe_date(const storage::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(parse_date(row.text(column)).value());
}
std::optional<std::string> maybe_text(const std::optional<Date>& date) {
  return date ? std::optional(to_text(*date)) : std::nullopt;
}

json::object cap_to_json(const Cap& cap) { return {{"from", to_text(cap.from)}, {"people", cap.people}}; }
Cap cap_from(const json::value& value) {
  return {.from = parse_date(value.at("from").as_string().c_str()).value(), .people = value.at("people").as_int64()};
}

std::string text_of_caps(const std::vector<Cap>& caps) {
  json::array all;
  for (const Cap& one : caps) all.push_back(cap_to_json(one));
  return json::serialize(all);
}
std::vector<Cap> caps_from(const std::string& text) {
  std::vector<Cap> caps;
  const json::value all = json::parse(text);
  for (const json::value& one : all.as_array()) caps.push_back(cap_from(one));
  return caps;
}

}  // namespace

Stored stored_in(const storage::Row& row) {
  Stored one{.enterprise = {.id = row.id(0), .unit = row.id(1), .name = row.text(2), .credit_code = row.text(3)}};
  Enterprise& enterprise = one.enterprise;
  enterprise.kind = kind_from(row.text(4)).value_or(Kind::other);
  if (!row.is_null(5)) enterprise.premises = row.id(5);
  if (!row.is_null(6)) enterprise.site = row.id(6);
  enterprise.state = state_from(row.text(7)).value();
  enterprise.trouble = trouble_from(row.text(8)).value();
  if (!row.is_null(9)) enterprise.plan = plan_from_json(json::parse(row.text(9)), "plan").value();
  if (!row.is_null(10)) enterprise.check = row.boolean(10);
  enterprise.caps = caps_from(row.text(11));
  enterprise.conditions = row.text(12);
  enterprise.open_since = maybe_date(row, 13);
  enterprise.last_report = maybe_date(row, 14);
  enterprise.version = row.integer(15);
  one.path = row.text(16);
  one.unit_name = row.text(17);
  return one;
}

void write(storage::Transaction& t, const Enterprise& one, bool is_new) {
  const auto plan = one.plan ? std::optional(json::serialize(to_json(*one.plan))) : std::nullopt;
  const auto open_since = maybe_text(one.open_since), last_report = maybe_text(one.last_report);
  if (is_new)
    t.exec(
        "INSERT INTO enterprise (unit, name, credit_code, kind, premises, site, state, trouble, plan, passed, caps,"
        " conditions, open_since, last_report, version, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        one.unit, one.name, one.credit_code, to_string(one.kind), one.premises, one.site, to_string(one.state),
        to_string(one.trouble), plan, one.check, text_of_caps(one.caps), one.conditions, open_since, last_report,
        one.version, one.id);
  else
    t.exec(
        "UPDATE enterprise SET unit = ?, name = ?, credit_code = ?, kind = ?, premises = ?, site = ?, state = ?,"
        " trouble = ?, plan = ?, passed = ?, caps = ?, conditions = ?, open_since = ?, last_report = ?, version = ?"
        " WHERE id = ?",
        one.unit, one.name, one.credit_code, to_string(one.kind), one.premises, one.site, to_string(one.state),
        to_string(one.trouble), plan, one.check, text_of_caps(one.caps), one.conditions, open_since, last_report,
        one.version, one.id);
}

Day day_in(const storage::Row& row) {
  Day day{.day = parse_date(row.text(0)).value(),
          .present = row.integer(1),
          .absent = row.integer(2),
          .fevers = row.integer(3),
          .isolated = row.integer(4)};
  if (!row.is_null(5)) day.highest_cc = row.integer(5);
  day.masks = row.integer(6);
  day.note = row.text(7);
  day.version = row.integer(8);
  return day;
}

std::string text_of(const Done& done) {
  json::object body{{"id", done.id.str()}, {"step", to_string(done.step)}, {"note", done.note}};
  if (done.plan) body["plan"] = to_json(*done.plan);
  if (done.passed) body["passed"] = *done.passed;
  if (done.cap) body["cap"] = cap_to_json(*done.cap);
  return json::serialize(body);
}

Done done_in(const std::string& text, Time at, const std::string& author) {
  const json::value value = json::parse(text);
  const json::object& body = value.as_object();
  Done done{.id = Id::parse(body.at("id").as_string().c_str()).value(),
            .step = step_from(body.at("step").as_string().c_str()).value()};
  if (const auto* plan = body.if_contains("plan")) done.plan = plan_from_json(*plan, "plan").value();
  if (const auto* passed = body.if_contains("passed")) done.passed = passed->as_bool();
  if (const auto* cap = body.if_contains("cap")) done.cap = cap_from(*cap);
  done.note = body.at("note").as_string().c_str();
  done.at = at;
  done.author = author;
  return done;
}

std::string tally_name(State state) { return fmt::format("e:{}", to_string(state)); }
std::string tally_name(Trouble trouble) { return fmt::format("e:{}", to_string(trouble)); }

void count(storage::Transaction& t, const Enterprise& enterprise, const std::string& path, int by) {
  units::add_to_tally(t, tally_name(enterprise.state), path, by);
  if (enterprise.state == State::approved) units::add_to_tally(t, tally_name(enterprise.trouble), path, by);
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Id& id, json::value payload,
                   const std::string& path, const std::string& actor) {
  journal::append(t, clock,
                  {.type = type,
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "enterprises",
                   .payload = std::move(payload),
                   .unit = path});
}

}  // namespace ward::city::enterprises
