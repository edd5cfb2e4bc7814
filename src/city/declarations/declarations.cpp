#include "city/declarations/declarations.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/words.h"
#include "city/fields.h"
#include "city/version.h"

namespace ward::city::declarations {

namespace {

constexpr Words sources[] = {{"landlord", "landlord", "房东"},
                             {"enterprise", "enterprise", "企业"},
                             {"person", "the person", "本人"},
                             {"grid", "grid", "网格"},
                             {"found", "found, not declared", "发现未申报"}};
static_assert(std::size(sources) == std::size_t(Source::found) + 1);

constexpr Words carriers[] = {{"train", "train", "火车"}, {"plane", "plane", "飞机"}, {"coach", "coach", "客车"},
                              {"car", "car", "自驾"},     {"ship", "ship", "轮船"},   {"foot", "on foot", "步行"},
                              {"other", "other", "其他"}};
static_assert(std::size(carriers) == std::size_t(Carrier::other) + 1);

constexpr Words states[] = {{"expected", "expected", "待到"},       {"overdue", "overdue", "逾期未到"},
                            {"arrived", "arrived", "已到"},         {"verified", "verified", "已核实"},
                            {"registered", "registered", "已登记"}, {"observed", "in observation", "医学观察中"},
                            {"released", "released", "已解除观察"}, {"withdrawn", "not coming", "不再前来"},
                            {"not_come", "did not come", "未到"}};
static_assert(std::size(states) == state_count);

std::string path_of_person(std::size_t index) { return fmt::format("persons[{}]", index); }

void read_persons(JsonReader& in, Input& input, Date today) {
  const json::array& list = in.array("persons", most_persons);
  std::set<Id> ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    JsonReader one(list[i], path_of_person(i));
    const Id id = one.id("id");
    residents::PersonInput read = residents::person_in(one, id, path_of_person(i), today);
    if (const auto well = one.finish(); !well) in.fault(well.error());
    ids.insert(id);
    input.declaration.persons.push_back({.person = std::move(read.person)});
    input.documents.push_back(std::move(read.documents));
  }
  if (list.empty() || ids.size() < list.size())
    in.fault("persons", "declaration.persons",
             {"Somebody has to be named, and nobody twice.", "请至少填写一人，且同一编号不得重复。"});
}

void read_journey(JsonReader& in, Input& input) {
  Declaration& said = input.declaration;
  said.arrives_at = in.time("arrives_at");
  said.carrier = carrier_from(in.choice("carrier", {"train", "plane", "coach", "car", "ship", "foot", "other"}))
                     .value_or(Carrier::other);
  said.vehicle = in.maybe_text("vehicle", 0, 60).value_or("");
  said.stays = stays_in(in, "stays", in.array("stays", most_stays));
  if (said.stays.empty())
    in.fault("stays", "declaration.stays",
             {"Say where they come from: one place at least.", "请填写来自何地，至少一处。"});
  said.note = in.maybe_text("note", 0, 2000).value_or("");
  said.language = in.maybe_text("language", 0, 20).value_or("");
}

}  // namespace

std::string_view to_string(Source source) { return sources[std::size_t(source)].name; }
std::optional<Source> source_from(std::string_view name) { return named<Source>(sources, name); }
Text name_of(Source source) { return text_of(sources[std::size_t(source)]); }

std::string_view to_string(Carrier carrier) { return carriers[std::size_t(carrier)].name; }
std::optional<Carrier> carrier_from(std::string_view name) { return named<Carrier>(carriers, name); }
Text name_of(Carrier carrier) { return text_of(carriers[std::size_t(carrier)]); }

std::string_view to_string(State state) { return states[std::size_t(state)].name; }
std::optional<State> state_from(std::string_view name) { return named<State>(states, name); }
Text name_of(State state) { return text_of(states[std::size_t(state)]); }

bool is_open(State state) {
  return state == State::expected || state == State::overdue || state == State::arrived || state == State::verified ||
         state == State::observed;
}

Result<Input> input_from_json(const Id& id, const json::value& value, Date today) {
  JsonReader in(value);
  Input input{.declaration = {.id = id, .premises = in.id("premises")}, .documents = {}};
  input.declaration.room = in.maybe_id("room");
  input.declaration.source =
      source_from(in.choice("source", {"landlord", "enterprise", "grid", "found"})).value_or(Source::grid);
  read_journey(in, input);
  read_persons(in, input, today);
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  return input;
}

Result<Input> guest_from_json(const Id& id, const json::value& value, Date today) {
  JsonReader in(value);
  Input input{.declaration = {.id = id, .premises = {}, .source = Source::person}, .documents = {}};
  read_journey(in, input);
  read_persons(in, input, today);
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  return input;
}

Result<> keep_documents(Input& input, const std::optional<Declaration>& before, crypto::ByteView key, Date today) {
  for (std::size_t i = 0; i < input.documents.size(); ++i) {
    residents::Person& person = input.declaration.persons[i].person;
    std::vector<residents::KeptDocument> stored;
    if (before)
      for (const Declared& one : before->persons)
        if (one.person.id == person.id) stored = one.person.documents;
    auto kept = residents::kept(input.documents[i], stored, key, today);
    if (!kept) {
      kept.error().field = path_of_person(i) + "." + kept.error().field;
      return std::unexpected(kept.error());
    }
    person.documents = *std::move(kept);
  }
  return {};
}

bool says_the_same(const Declaration& a, const Declaration& b) {
  return a.premises == b.premises && a.room == b.room && a.source == b.source && a.arrives_at == b.arrives_at &&
         a.carrier == b.carrier && a.vehicle == b.vehicle && a.stays == b.stays && a.note == b.note &&
         a.language == b.language && std::ranges::equal(a.persons, b.persons, {}, &Declared::person, &Declared::person);
}

std::int64_t Numbers::all() const { return std::accumulate(persons.begin(), persons.end(), std::int64_t{0}); }

}  // namespace ward::city::declarations
