#include <fmt/format.h>

#include <limits>
#include <utility>

#include "city/incidents/incidents.h"

namespace ward::city::incidents {

namespace {

constexpr std::size_t max_description = 2'000, max_pictures = 20, max_list = 10'000;
constexpr std::int64_t max_count = 2'000'000'000;

std::string item(std::string_view list, std::size_t i) { return fmt::format("{}[{}]", list, i); }

json::value to_json(const Place& place) {
  json::object out{{"address", place.address}};
  if (place.point) {
    out["latitude_e6"] = place.point->latitude_e6;
    out["longitude_e6"] = place.point->longitude_e6;
  }
  return out;
}

json::value to_json(const Extension& e) {
  return {{"amount", e.amount},  {"asked_at", to_rfc3339(e.asked_at)},  {"asked_by", e.asked_by},
          {"reason", e.reason},  {"decided_at", or_null(e.decided_at)}, {"decided_by", e.decided_by},
          {"granted", e.granted}};
}

json::value to_json(const Appeal& a) {
  return {{"asked_at", to_rfc3339(a.asked_at)},  {"asked_by", a.asked_by},     {"reason", a.reason},
          {"decided_at", or_null(a.decided_at)}, {"decided_by", a.decided_by}, {"granted", a.granted}};
}

json::value to_json(const Return& r) {
  return {{"from", json_view(to_string(r.from))}, {"at", to_rfc3339(r.at)}, {"by", r.by}, {"reason", r.reason}};
}

template <class T>
json::value written(const std::optional<T>& value) {
  return value ? to_json(*value) : json::value(nullptr);
}

json::value to_json(const Stage& stage) {
  json::array extensions, pauses;
  for (const Extension& extension : stage.extensions) extensions.push_back(to_json(extension));
  for (const auto& pause : stage.pauses)
    pauses.push_back({{"from", to_rfc3339(pause.from)}, {"to", to_rfc3339(pause.to)}});
  return {{"state", json_view(to_string(stage.state))},
          {"entered", to_rfc3339(stage.entered)},
          {"term", stage.term ? calendar::to_json(*stage.term) : json::value(nullptr)},
          {"extensions", std::move(extensions)},
          {"pauses", std::move(pauses)},
          {"suspended_at", or_null(stage.suspended_at)},
          {"deadline", or_null(stage.deadline)}};
}

json::value to_json(const Change& change) {
  return {{"request", change.request.str()},
          {"action", json_view(to_string(change.action))},
          {"actor", change.actor},
          {"at", to_rfc3339(change.at)}};
}

// ---- reading
// ------------------------------------------------------------------------------------------------------------

// The value of an enumeration by its name; the first one after a fault.
template <class Enum>
Enum read_name(JsonReader& in, std::string_view key, std::optional<Enum> (*from)(std::string_view)) {
  const std::string name = in.text(key, 0, 40);
  const auto found = from(name);
  if (!found && in.has(key))
    in.fault(key, "field.choice",
             {fmt::format("{} is not known here.", name), fmt::format("{} 不是已知的取值。", name)});
  return found.value_or(Enum{});
}

int read_degrees(JsonReader& in, std::string_view key, int most) {
  return int(in.integer(key, -most * 1'000'000LL, most * 1'000'000LL));
}

Result<Place> read_place(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Place place;
  place.address = in.maybe_text("address", 0, 200).value_or("");
  const bool latitude = in.maybe_any("latitude_e6"), longitude = in.maybe_any("longitude_e6");
  if (latitude || longitude)
    place.point = Point{read_degrees(in, "latitude_e6", 90), read_degrees(in, "longitude_e6", 180)};
  WARD_CHECK(in.finish());
  return place;
}

Result<Extension> read_extension(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Extension e;
  e.amount = int(in.integer("amount", 1, 525'600));
  e.asked_at = in.time("asked_at");
  e.asked_by = in.text("asked_by", 0, 100);
  e.reason = in.text("reason", 0, max_description);
  e.decided_at = in.maybe_time("decided_at");
  e.decided_by = in.text("decided_by", 0, 100);
  e.granted = in.boolean("granted");
  WARD_CHECK(in.finish());
  return e;
}

Result<Appeal> read_appeal(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Appeal a;
  a.asked_at = in.time("asked_at");
  a.asked_by = in.text("asked_by", 0, 100);
  a.reason = in.text("reason", 0, max_description);
  a.decided_at = in.maybe_time("decided_at");
  a.decided_by = in.text("decided_by", 0, 100);
  a.granted = in.boolean("granted");
  WARD_CHECK(in.finish());
  return a;
}

Result<Return> read_return(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Return r;
  r.from = read_name(in, "from", state_from);
  r.at = in.time("at");
  r.by = in.text("by", 0, 100);
  r.reason = in.text("reason", 0, max_description);
  WARD_CHECK(in.finish());
  return r;
}

Result<calendar::Pause> read_pause(const json::value& value, std::string path) {
  JsonReader in(value, path);
  const calendar::Pause pause{in.time("from"), in.time("to")};
  WARD_CHECK(in.finish());
  if (pause.to < pause.from)
    return fail(ErrorKind::invalid, "incident.pause", {"A pause ends after it began.", "挂账的结束不应早于开始。"},
                path);
  return pause;
}

Result<Change> read_change(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Change change;
  change.request = in.id("request");
  change.action = read_name(in, "action", action_from);
  change.actor = in.text("actor", 0, 100);
  change.at = in.time("at");
  WARD_CHECK(in.finish());
  return change;
}

template <class T>
Result<std::vector<T>> read_list(const json::array& list, const std::string& path,
                                 Result<T> (*read)(const json::value&, std::string)) {
  std::vector<T> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    WARD_TRY(one, read(list[i], item(path, i)));
    out.push_back(std::move(one));
  }
  return out;
}

template <class T>
Result<std::optional<T>> read_maybe(const json::value* value, std::string path,
                                    Result<T> (*read)(const json::value&, std::string)) {
  if (!value) return std::optional<T>{};
  WARD_TRY(one, read(*value, std::move(path)));
  return std::optional<T>(std::move(one));
}

Result<Stage> read_stage(const json::value& value, std::string path) {
  JsonReader in(value, path);
  Stage stage;
  stage.state = read_name(in, "state", state_from);
  stage.entered = in.time("entered");
  const json::value* term = in.maybe_any("term");
  const json::array& extensions = in.array("extensions", max_list);
  const json::array& pauses = in.array("pauses", max_list);
  stage.suspended_at = in.maybe_time("suspended_at");
  stage.deadline = in.maybe_time("deadline");
  WARD_CHECK(in.finish());
  if (term) {
    WARD_TRY(read, calendar::term_from_json(*term, path + ".term"));
    stage.term = read;
  }
  WARD_TRY(asked, read_list(extensions, path + ".extensions", read_extension));
  stage.extensions = asked;
  WARD_TRY(paused, read_list(pauses, path + ".pauses", read_pause));
  stage.pauses = paused;
  return stage;
}

Result<Id> read_id(const json::value& value, std::string path) {
  const json::string* text = value.if_string();
  auto id = Id::parse(text ? std::string_view(text->data(), text->size()) : std::string_view{});
  if (!id) id.error().field = std::move(path);
  return id;
}

Result<State> read_state(const json::value& value, std::string path) {
  const json::string* text = value.if_string();
  const auto state = text ? state_from({text->data(), text->size()}) : std::nullopt;
  if (state) return *state;
  return fail(ErrorKind::invalid, "field.choice", {"This is no state.", "这不是事件状态。"}, std::move(path));
}

// The stage must be that of the state, its clock must stand still while the incident is suspended and run otherwise.
Result<> consistent(const Incident& incident) {
  const Stage& stage = incident.stage;
  const bool suspended = incident.state == State::suspended;
  const bool fits = suspended ? is_timed(stage.state) : stage.state == incident.state;
  if (fits && suspended == stage.suspended_at.has_value() &&
      stage.deadline.has_value() == (stage.term.has_value() && !suspended))
    return {};
  return fail(ErrorKind::invalid, "incident.stage",
              {"The stage does not belong to the state of the incident.", "阶段与事件状态不符。"}, "stage");
}

}  // namespace

json::value to_json(const Incident& i) {
  json::array pictures, late;
  for (const Id& picture : i.pictures) pictures.emplace_back(picture.str());
  for (const State state : i.late) late.emplace_back(json_view(to_string(state)));
  return {{"id", i.id.str()},
          {"type", i.type},
          {"unit", i.unit.str()},
          {"reporter", i.reporter},
          {"assignee", or_null(i.assignee)},
          {"place", to_json(i.place)},
          {"description", i.description},
          {"answers", i.answers},
          {"pictures", std::move(pictures)},
          {"site", or_null(i.site)},
          {"alarm", or_null(i.alarm)},
          {"passage", or_null(i.passage)},
          {"source", i.alarm ? "gate" : "report"},
          {"reported_at", to_rfc3339(i.reported_at)},
          {"state", json_view(to_string(i.state))},
          {"stage", to_json(i.stage)},
          {"returned", written(i.returned)},
          {"duplicate_of", or_null(i.duplicate_of)},
          {"checked", i.checked},
          {"late", std::move(late)},
          {"returns", i.returns},
          {"reopened", i.reopened},
          {"appeal", written(i.appeal)},
          {"version", i.version},
          {"last", to_json(i.last)}};
}

Result<Incident> incident_from_json(const json::value& value) {
  JsonReader in(value);
  Incident i;
  i.id = in.id("id");
  i.type = in.text("type", 1, 40);
  i.unit = in.id("unit");
  i.reporter = in.text("reporter", 0, 100);
  i.assignee = in.maybe_id("assignee");
  const json::value& place = in.any("place");
  i.description = in.text("description", 0, max_description);
  const json::value& answers = in.any("answers");
  if (!answers.is_object()) in.fault("answers", "field.type", {"Expected a JSON object.", "此处应为 JSON 对象。"});
  const json::array& pictures = in.array("pictures", max_pictures);
  i.site = in.maybe_id("site");
  i.alarm = in.maybe_id("alarm");
  i.passage = in.maybe_id("passage");
  in.maybe_text("source", 0, 40);  // told by the alarm
  i.reported_at = in.time("reported_at");
  i.state = read_name(in, "state", state_from);
  const json::value& stage = in.any("stage");
  const json::value* returned = in.maybe_any("returned");
  i.duplicate_of = in.maybe_id("duplicate_of");
  i.checked = in.boolean("checked");
  const json::array& late = in.array("late", max_list);
  i.returns = int(in.integer("returns", 0, max_count));
  i.reopened = int(in.integer("reopened", 0, max_count));
  const json::value* appeal = in.maybe_any("appeal");
  i.version = in.integer("version", 1, std::numeric_limits<std::int64_t>::max() - 1);
  const json::value& last = in.any("last");
  WARD_CHECK(in.finish());

  i.answers = answers.get_object();
  WARD_TRY(where, read_place(place, "place"));
  i.place = where;
  WARD_TRY(ids, read_list(pictures, "pictures", read_id));
  i.pictures = ids;
  WARD_TRY(stage_read, read_stage(stage, "stage"));
  i.stage = stage_read;
  WARD_TRY(return_read, read_maybe(returned, "returned", read_return));
  i.returned = return_read;
  WARD_TRY(states, read_list(late, "late", read_state));
  i.late = states;
  WARD_TRY(appeal_read, read_maybe(appeal, "appeal", read_appeal));
  i.appeal = appeal_read;
  WARD_TRY(change, read_change(last, "last"));
  i.last = change;
  WARD_CHECK(consistent(i));
  return i;
}

Result<Report> report_from_json(const json::value& value, const Catalogue& catalogue) {
  JsonReader in(value);
  Report report;
  report.id = in.id("id");
  report.type = in.text("type", 1, 40);
  report.unit = in.id("unit");
  report.description = in.maybe_text("description", 0, max_description).value_or("");
  const json::value* place = in.maybe_any("place");
  const json::value* answers = in.maybe_any("answers");
  const json::array* pictures = in.maybe_array("pictures", max_pictures);
  const Type* type = catalogue.find(report.type);
  if (!type && in.has("type"))
    in.fault("type", "incident.type_unknown",
             {"There is no such type of incident in the catalogue.", "事件目录中没有此类型。"});
  WARD_CHECK(in.finish());

  static const json::value nothing = json::object();
  static const json::array none;
  WARD_TRY(where, read_place(place ? *place : nothing, "place"));
  report.place = where;
  WARD_TRY(answered, answers_from_json(type->form, answers ? *answers : nothing, "answers"));
  report.answers = answered;
  WARD_TRY(ids, read_list(pictures ? *pictures : none, "pictures", read_id));
  report.pictures = ids;
  return report;
}

Result<Request> request_from_json(const json::value& value) {
  JsonReader in(value);
  Request request;
  request.id = in.id("id");
  request.action = read_name(in, "action", action_from);
  request.version = in.integer("version", 1, std::numeric_limits<std::int64_t>::max() - 1);
  request.text = in.maybe_text("text", 0, max_description).value_or("");
  request.assignee = in.maybe_id("assignee");
  if (const auto amount = in.maybe_integer("amount", 1, 525'600)) request.amount = int(*amount);
  request.original = in.maybe_id("original");
  const json::array* pictures = in.maybe_array("pictures", max_pictures);
  WARD_CHECK(in.finish());
  const json::array none;
  WARD_TRY(ids, read_list(pictures ? *pictures : none, "pictures", read_id));
  request.pictures = ids;
  return request;
}

}  // namespace ward::city::incidents
