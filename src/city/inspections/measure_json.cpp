#include "city/inspections/measure_json.h"

namespace ward::city::inspections {

namespace {

std::string text(const json::value& in, const char* key) { return in.at(key).as_string().c_str(); }
Id id(const json::value& in, const char* key) { return Id::parse(text(in, key)).value(); }
Time time(const json::value& in, const char* key) { return *parse_rfc3339(text(in, key)); }
std::optional<Time> maybe_time(const json::value& in, const char* key) {
  return in.at(key).is_null() ? std::nullopt : std::optional(time(in, key));
}

std::optional<Delivery> delivery_from(const json::value& in) {
  if (in.is_null()) return std::nullopt;
  return Delivery{how_from(text(in, "how")).value(), time(in, "at"), text(in, "to")};
}

std::optional<Appeal> appeal_from(const json::value& in) {
  if (in.is_null()) return std::nullopt;
  Appeal appeal{.asked_at = time(in, "asked_at"), .decided_at = maybe_time(in, "decided_at")};
  if (!in.at("outcome").is_null()) appeal.outcome = outcome_from(text(in, "outcome"));
  return appeal;
}

}  // namespace

json::value to_json(const std::optional<Delivery>& one) {
  if (!one) return nullptr;
  return {{"how", to_string(one->how)}, {"at", to_rfc3339(one->at)}, {"to", one->to}};
}
json::value to_json(const std::optional<Appeal>& one) {
  if (!one) return nullptr;
  return {{"asked_at", to_rfc3339(one->asked_at)},
          {"decided_at", or_null(one->decided_at)},
          {"outcome", one->outcome ? json::value(to_string(*one->outcome)) : json::value(nullptr)}};
}

json::object to_json(const Measure& measure) {
  json::array inspectors;
  for (const std::string& one : measure.inspectors) inspectors.emplace_back(one);
  return {{"id", measure.id.str()},
          {"draw", measure.finding.draw.str()},
          {"item", measure.finding.item},
          {"kind", to_string(measure.kind)},
          {"offence", measure.offence},
          {"basis", measure.basis},
          {"party", measure.party},
          {"inspectors", std::move(inspectors)},
          {"fen", measure.fen},
          {"days", measure.days},
          {"state", to_string(measure.state)},
          {"decided_by", measure.decided_by},
          {"decided_at", or_null(measure.decided_at)},
          {"delivery", to_json(measure.delivery)},
          {"due", or_null(measure.due)},
          {"review", to_json(measure.review)},
          {"lawsuit", to_json(measure.lawsuit)},
          {"carried_out_at", or_null(measure.carried_out_at)},
          {"version", measure.version},
          {"last",
           {{"request", measure.last.request.str()},
            {"action", to_string(measure.last.action)},
            {"actor", measure.last.actor},
            {"at", to_rfc3339(measure.last.at)}}}};
}

Measure measure_from_stored(const json::value& in) {
  Measure measure{.id = id(in, "id"),
                  .finding = {id(in, "draw"), text(in, "item")},
                  .kind = kind_from(text(in, "kind")).value(),
                  .offence = text(in, "offence"),
                  .basis = text(in, "basis"),
                  .party = text(in, "party"),
                  .inspectors = {},
                  .fen = in.at("fen").as_int64(),
                  .days = int(in.at("days").as_int64()),
                  .state = state_from(text(in, "state")).value()};
  for (const json::value& one : in.at("inspectors").as_array())
    measure.inspectors.emplace_back(one.as_string().c_str());
  measure.decided_by = text(in, "decided_by");
  measure.decided_at = maybe_time(in, "decided_at");
  measure.delivery = delivery_from(in.at("delivery"));
  measure.due = maybe_time(in, "due");
  measure.review = appeal_from(in.at("review"));
  measure.lawsuit = appeal_from(in.at("lawsuit"));
  measure.carried_out_at = maybe_time(in, "carried_out_at");
  measure.version = in.at("version").as_int64();
  const json::value& last = in.at("last");
  measure.last = {id(last, "request"), action_from(text(last, "action")).value(), text(last, "actor"),
                  time(last, "at")};
  return measure;
}

json::object to_json(const Happening& one) {
  return {{"id", one.request.str()},
          {"action", to_string(one.action)},
          {"actor", one.actor},
          {"at", to_rfc3339(one.at)},
          {"happened", to_rfc3339(one.happened)},
          {"from", to_string(one.from)},
          {"to", to_string(one.to)},
          {"version", one.version},
          {"fen", one.fen},
          {"text", one.text}};
}

Happening happening_from_stored(const json::value& in) {
  return {.measure = {},
          .request = id(in, "id"),
          .action = action_from(text(in, "action")).value(),
          .actor = text(in, "actor"),
          .at = time(in, "at"),
          .happened = time(in, "happened"),
          .from = state_from(text(in, "from")).value(),
          .to = state_from(text(in, "to")).value(),
          .version = in.at("version").as_int64(),
          .fen = in.at("fen").as_int64(),
          .text = text(in, "text")};
}

}  // namespace ward::city::inspections
