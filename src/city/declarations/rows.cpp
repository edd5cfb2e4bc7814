#include "city/declarations/rows.h"

#include <algorithm>

#include "city/residents/rows.h"
#include "storage/rows.h"

namespace ward::city::declarations {

namespace {

std::optional<std::string> maybe_day(const std::optional<Date>& day) {
  return day ? std::optional(to_text(*day)) : std::nullopt;
}

bool any(const Declaration& declaration, bool (*holds)(State)) {
  return std::ranges::any_of(declaration.persons, holds, &Declared::state);
}
bool is_expected(State state) { return state == State::expected; }

std::vector<Stay> stays_from(const std::string& text) {
  std::vector<Stay> stays;
  const json::value all = json::parse(text);
  for (const json::value& one : all.as_array()) {
    Stay stay{.region = one.at("region").as_string().c_str()};
    if (const auto* left = one.at("left_on").if_string()) stay.left_on = parse_date(left->c_str()).value();
    stays.push_back(std::move(stay));
  }
  return stays;
}

}  // namespace

Stored stored_in(const storage::Row& row) {
  Stored one{.declaration = {.id = row.id(0), .premises = row.id(1)}};
  Declaration& said = one.declaration;
  if (!row.is_null(2)) said.room = row.id(2);
  said.source = source_from(row.text(3)).value();
  said.arrives_at = row.time(4);
  said.day = parse_date(row.text(5)).value();
  said.carrier = carrier_from(row.text(6)).value();
  said.vehicle = row.text(7);
  said.stays = stays_from(row.text(8));
  said.note = row.text(9);
  said.language = row.text(10);
  said.author = row.text(11);
  said.declared_at = row.time(12);
  said.prepared_at = row.maybe_time(13);
  if (!row.is_null(14)) said.incident = row.id(14);
  said.version = row.integer(15);
  one.path = row.text(16);
  one.unit_name = row.text(17);
  one.code = row.text(18);
  one.address = row.text(19);
  if (!row.is_null(20)) one.landlord = row.id(20);
  if (!row.is_null(21)) one.room_number = row.text(21);
  return one;
}

std::vector<Declared> read_persons(storage::Transaction& t, const Id& declaration) {
  std::vector<Declared> persons;
  t.query(
      "SELECT id, name, spellings, birth, sex, nationality, phones, 1, NULL, state, since, observed, observed_from, "
      "observed_until, registered FROM declared_person WHERE declaration = ? ORDER BY place",
      [&](const storage::Row& row) {
        Declared one{.person = residents::record_in(row).person, .state = state_from(row.text(9)).value()};
        one.since = row.time(10);
        if (!row.is_null(11))
          one.observation = Observation{observed_from(row.text(11)).value(), parse_date(row.text(12)).value(),
                                        parse_date(row.text(13)).value()};
        one.registered = row.boolean(14);
        persons.push_back(std::move(one));
      },
      declaration);
  for (Declared& one : persons)
    t.query(
        "SELECT kind, country, digest, ending FROM declared_document WHERE person = ? ORDER BY kind, digest",
        [&](const storage::Row& row) { one.person.documents.push_back(residents::document_in(row)); }, one.person.id);
  return persons;
}

void write_persons(storage::Transaction& t, const Declaration& declaration) {
  t.exec("DELETE FROM declared_document WHERE person IN (SELECT id FROM declared_person WHERE declaration = ?)",
         declaration.id);
  t.exec("DELETE FROM declared_person WHERE declaration = ?", declaration.id);
  std::vector<storage::Values> rows, documents;
  for (std::size_t i = 0; i < declaration.persons.size(); ++i) {
    const Declared& one = declaration.persons[i];
    const residents::Person& person = one.person;
    std::optional<std::string> sex, observed, from, until;
    if (person.sex) sex = std::string(residents::to_string(*person.sex));
    if (one.observation) {
      observed = std::string(to_string(one.observation->kind));
      from = to_text(one.observation->from);
      until = to_text(one.observation->until);
    }
    rows.push_back(storage::row_of(person.id, declaration.id, i, person.name, residents::text_of_list(person.spellings),
                                   maybe_day(person.birth), sex, person.nationality,
                                   residents::text_of_list(person.phones), to_string(one.state), one.since, observed,
                                   from, until, one.registered));
    for (const residents::KeptDocument& document : person.documents)
      documents.push_back(residents::row_of_document(person.id, document));
  }
  t.bulk(
      "INSERT INTO declared_person (id, declaration, place, name, spellings, birth, sex, nationality, phones, state,"
      " since, observed, observed_from, observed_until, registered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
      " ?)",
      rows);
  t.bulk("INSERT INTO declared_document (person, kind, country, digest, ending) VALUES (?, ?, ?, ?, ?)", documents);
}

void write_declaration(storage::Transaction& t, const Declaration& said, bool is_new) {
  const std::string stays = json::serialize(to_json(said.stays));
  const bool open = any(said, is_open), expected = any(said, is_expected);
  if (is_new)
    t.exec(
        "INSERT INTO declaration (id, premises, room, source, arrives_at, day, carrier, vehicle, stays, note, language,"
        " author, declared_at, prepared_at, incident, open, expected, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?)",
        said.id, said.premises, said.room, to_string(said.source), said.arrives_at, to_text(said.day),
        to_string(said.carrier), said.vehicle, stays, said.note, said.language, said.author, said.declared_at,
        said.prepared_at, said.incident, open, expected, said.version);
  else
    t.exec(
        "UPDATE declaration SET room = ?, arrives_at = ?, day = ?, carrier = ?, vehicle = ?, stays = ?, note = ?,"
        " language = ?, prepared_at = ?, incident = ?, open = ?, expected = ?, version = ? WHERE id = ?",
        said.room, said.arrives_at, to_text(said.day), to_string(said.carrier), said.vehicle, stays, said.note,
        said.language, said.prepared_at, said.incident, open, expected, said.version, said.id);
  write_persons(t, said);
}

std::string text_of(const Done& done) {
  json::array persons;
  for (const Id& id : done.persons) persons.emplace_back(id.str());
  json::object body{{"step", to_string(done.step)}, {"persons", std::move(persons)},
                    {"at", to_millis(done.at)},     {"note", done.note},
                    {"author", done.author},        {"id", done.id.str()}};
  if (done.observation)
    body["observation"] = json::object{{"kind", to_string(done.observation->kind)},
                                       {"from", to_text(done.observation->from)},
                                       {"until", to_text(done.observation->until)}};
  if (done.room) body["room"] = done.room->str();
  if (done.member) body["member"] = done.member->str();
  return json::serialize(body);
}

Done done_in(const std::string& text, Time received_at) {
  const json::value body = json::parse(text);
  const auto words = [&](const json::value& value) { return std::string(value.as_string().c_str()); };
  const auto maybe_id = [&](const char* key) {
    const auto* value = body.as_object().if_contains(key);
    return value ? std::optional(Id::parse(words(*value)).value()) : std::nullopt;
  };
  Done done{.id = *maybe_id("id"), .step = step_from(words(body.at("step"))).value()};
  for (const json::value& one : body.at("persons").as_array()) done.persons.push_back(Id::parse(words(one)).value());
  done.at = from_millis(body.at("at").as_int64());
  done.note = words(body.at("note"));
  done.author = words(body.at("author"));
  done.room = maybe_id("room");
  done.member = maybe_id("member");
  done.received_at = received_at;
  if (const auto* value = body.as_object().if_contains("observation"))
    done.observation =
        Observation{observed_from(words(value->at("kind"))).value(), parse_date(words(value->at("from"))).value(),
                    parse_date(words(value->at("until"))).value()};
  return done;
}

}  // namespace ward::city::declarations
