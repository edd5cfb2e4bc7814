// ./do bench incidents [--json]: what people see of a million incidents, over the real HTTP endpoints, with 50 requests
// in flight: the board, lists, one incident and the numbers of the units below. Asked by an operator of the whole city,
// by commanders of grids (the scoped one), of a community and of a town (the middle). And how many reports a second are
// taken in, each durable before its answer.
//
// The incidents are made by the rules themselves (incidents::report and apply) and their rows written in bulk; lists
// and numbers are then made from them with the statements of the schema. That this is what the store itself writes is
// proved before anything is measured: incidents::verify() over all, and a sample that is stored again, step by step, by
// incidents::save() in a database of its own and must read the same. The journal's rows are left out: nobody who looks
// at incidents reads them.
#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <random>
#include <thread>

#include "city/incidents/incidents.h"
#include "city/incidents/store.h"
#include "city/units/listing.h"
#include "plain_client.h"
#include "served_city.h"

namespace {

using namespace ward;
using namespace ward::bench;
namespace incidents = city::incidents;
using incidents::Action;
using incidents::State;

struct Load {
  int incidents = 1'000'000;
  std::vector<int> units{152, 3'467, 33'455, 120'000};
  int members = 300'000;
  int in_flight = 50;
  double seconds = 8;  // of each measurement
};

// What was done with one, from its report on.
struct Case {
  units::Unit unit;
  std::vector<incidents::Step> steps;
};

// Nine in ten are over; the others are anywhere on their way, some of them late.
class Cases {
 public:
  Cases(std::vector<units::Unit> grids, Time now, int count)
      : places_(std::move(grids)), now_(now), count_(count), catalogue_(incidents::default_catalogue()) {
    for (const auto& type : catalogue_.types)
      if (!type.verify && !type.check) types_.push_back(&type);
  }

  Case next() {
    const auto& unit = places_[random_() % places_.size()];
    const auto& type = *types_[random_() % types_.size()];
    // Over a year, evenly; what is open was reported in the last two days.
    const bool over = random_() % 10 != 0;
    const auto age = over ? std::chrono::hours{24 * 365} * (count_ - made_) / count_ + std::chrono::hours{48}
                          : std::chrono::minutes{random_() % (48 * 60)};
    ++made_;
    Case one{unit, {}};
    Time at = now_ - std::chrono::duration_cast<Millis>(age);
    one.steps.push_back(*incidents::report({.id = Id::make(at),
                                            .type = type.code,
                                            .unit = unit.id,
                                            .place = {{{29'306'841, 120'075'058}}, "后宅街道城南路 12 号"},
                                            .description = "三楼住户发热，要求上门。",
                                            .answers = {},
                                            .pictures = {}},
                                           {"user:reporter", incidents::Parts(incidents::Part::reporter)},
                                           {catalogue_, calendar_, at}));
    static constexpr Action way[] = {Action::accept,   Action::file,  Action::dispatch, Action::take_up,
                                     Action::feedback, Action::close, Action::assess};
    const std::size_t done = over ? std::size(way) - random_() % 2 : random_() % 6;
    for (std::size_t i = 0; i < done; ++i) {
      at += Millis{60'000 + random_() % 600'000};
      const auto& before = one.steps.back().incident;
      const incidents::Request request{.id = Id::make(at),
                                       .action = way[i],
                                       .version = before.version,
                                       .text = "已到场。",
                                       .assignee = unit.id,
                                       .amount = {},
                                       .original = {}};
      one.steps.push_back(must(incidents::apply(before, request, {"user:desk", 31}, {catalogue_, calendar_, at})));
    }
    return one;
  }

  const incidents::Catalogue& catalogue() const { return catalogue_; }

 private:
  std::vector<units::Unit> places_;
  const Time now_;
  const int count_;
  const incidents::Catalogue& catalogue_;
  const city::calendar::Calendar calendar_{.zone = *Zone::find("Asia/Shanghai")};
  std::vector<const incidents::Type*> types_;
  std::mt19937_64 random_{7};
  int made_ = 0;
};

using Values = std::vector<storage::Value>;

template <class... A>
Values row_of(const A&... values) {
  return {storage::to_value(values)...};
}

// The rows that save() writes for a case, but for lists, numbers and the journal.
class BulkRows {
 public:
  void add(const Case& one) {
    const auto& last = one.steps.back().incident;
    constexpr std::int64_t end_of_time = 253'402'300'799'000;
    const auto& deadline = last.stage.deadline;
    incidents_.push_back(row_of(last.id, last.type, last.unit, last.reporter, last.reported_at,
                                incidents::to_string(last.state), incidents::is_open(last.state), deadline,
                                deadline ? to_millis(*deadline) : end_of_time, last.duplicate_of, last.version,
                                json::serialize(incidents::to_json(last))));
    for (const auto& step : one.steps) {
      const auto& h = *step.happening;
      story_.push_back(row_of(h.incident, h.version, h.request, h.at, h.actor, incidents::to_string(h.action),
                              incidents::to_string(h.from), incidents::to_string(h.to), h.text,
                              json::serialize(h.payload)));
      if (!step.finished) continue;
      const auto& f = *step.finished;
      stages_.push_back(row_of(f.incident, f.type, f.unit, incidents::to_string(f.state), f.entered, f.left, f.deadline,
                               incidents::to_string(f.ended_by)));
    }
  }
  void write(storage::Database& db) {
    must(db.write([&](storage::Transaction& t) -> Result<> {
      t.bulk(
          "INSERT INTO incident (id, type, unit, reporter, reported_at, state, open, deadline, sort, original, version,"
          " body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          incidents_);
      t.bulk(
          "INSERT INTO incident_story (incident, version, request, at, actor, action, from_state, to_state, words,"
          " payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          story_);
      t.bulk(
          "INSERT INTO incident_stage (incident, type, unit, state, entered, left_at, deadline, ended_by)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          stages_);
      return {};
    }));
    incidents_.clear(), story_.clear(), stages_.clear();
  }

 private:
  std::vector<Values> incidents_, story_, stages_;
};

// The lists and numbers of all incidents, with the statements by which the schema made them where there were none.
void make_lists(storage::Database& db) {
  const auto& steps = city::schema();
  const auto lists = std::ranges::find(steps, std::string_view("lists"), &storage::Migration::name);
  must(db.write([&](storage::Transaction& t) -> Result<> {
    t.exec("DELETE FROM unit_list");
    for (std::size_t at = lists->sql.find("CREATE TABLE incident_above"); at < lists->sql.size();) {
      const std::size_t end = lists->sql.find(";\n", at);
      t.exec(lists->sql.substr(at, end - at));
      if (lists->sql.substr(at, end - at).find("DROP TABLE") != std::string_view::npos) break;
      at = end + 2;
    }
    return {};
  }));
}

// What a database tells of an incident, for comparing.
std::string all_of(storage::Transaction& t, const Id& id, const std::vector<Id>& along) {
  std::string text;
  const auto add = [&](const char* sql, int columns) {
    t.query(
        sql,
        [&](const storage::Row& row) {
          for (int i = 0; i < columns; ++i) text += row.text(i) + "|";
          text += "\n";
        },
        id);
  };
  add("SELECT body, CAST(sort AS TEXT), CAST(open AS TEXT), CAST(version AS TEXT) FROM incident WHERE id = ?", 4);
  add("SELECT CAST(version AS TEXT), actor, action, from_state, to_state, words, payload FROM incident_story WHERE"
      " incident = ? ORDER BY version",
      7);
  add("SELECT state, CAST(entered AS TEXT), CAST(left_at AS TEXT), ended_by FROM incident_stage WHERE incident = ?"
      " ORDER BY entered",
      4);
  // Whatever list of the units it may stand in.
  for (const Id& unit : along)
    for (std::size_t i = 0; i < incidents::state_count; ++i)
      for (const auto& [due, at] : {std::pair{"", "reported_at"}, {"/due", "sort"}}) {
        const std::string name = fmt::format("incidents/{}{}", incidents::to_string(State(i)), due);
        t.query(
            fmt::format("SELECT l.tag FROM incident i JOIN unit_list l ON l.unit = ? AND l.name = ? AND l.at = i.{} AND"
                        " l.item = i.id WHERE i.id = ?",
                        at),
            [&](const storage::Row& row) { text += unit.str() + "|" + name + "|" + row.text(0) + "\n"; }, unit, name,
            id);
      }
  return text;
}

// The sample, stored step by step by the store itself in a database with the same units, reads as it does here.
void prove(ServedCity& served, const std::vector<Case>& sample, const fs::path& directory) {
  ServedCity other(must(storage::open_sqlite(directory / "sample.db")), directory);
  std::string roster;
  served.db->read([&](storage::Transaction& t) {
    must(other.db->write([&](storage::Transaction& u) -> Result<> {
      for (const Case& one : sample)
        for (const units::Unit& unit : units::with_those_above(t, one.unit))
          u.exec(
              "INSERT INTO unit (id, code, name, kind, parent, path, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
              " ON CONFLICT (id) DO NOTHING",
              unit.id, unit.code, unit.name, units::to_string(unit.kind), unit.parent, unit.path, unit.since);
      for (const Case& one : sample)
        for (const auto& step : one.steps) incidents::save(u, other.clock, step, one.unit.path);
      return {};
    }));
    other.db->read([&](storage::Transaction& u) {
      for (const Case& one : sample) {
        const Id& id = one.steps.back().incident.id;
        const auto along = units::ids_along(t, one.unit.path);
        const std::string here = all_of(t, id, along), there = all_of(u, id, along);
        if (here != there) give_up("an incident is not as the store writes it:\n" + here + there);
      }
    });
    if (const auto faults = incidents::verify(t); !faults.empty()) give_up(faults.front().en);
  });
}

void fill(ServedCity& served, const Load& load, const fs::path& directory) {
  const auto start = std::chrono::steady_clock::now();
  units::CitySize size{.members = load.members};
  std::ranges::copy(load.units, size.units.begin());
  const auto made = made_city(size);
  import_file(*served.db, served.clock, units::FileKind::units, units::write_csv(made.units));
  import_file(*served.db, served.clock, units::FileKind::members, units::write_csv(made.members));
  std::vector<units::Unit> grids;
  served.db->read([&](storage::Transaction& t) {
    for (units::Unit& unit : units::load_roster(t, served.clock.now()).units)
      if (const int level = units::level_of(unit.kind); level == 2 || level == 3) grids.push_back(std::move(unit));
  });
  std::cerr << fmt::format("the city stands after {:.0f} s\n", seconds_since(start));
  Cases cases(std::move(grids), served.clock.now(), load.incidents);
  BulkRows rows;
  std::vector<Case> sample;
  for (int i = 0; i < load.incidents; ++i) {
    Case one = cases.next();
    rows.add(one);
    if (i % std::max(1, load.incidents / 300) == 0) sample.push_back(std::move(one));
    if (i % 20'000 == 19'999) rows.write(*served.db);
  }
  rows.write(*served.db);
  make_lists(*served.db);
  prove(served, sample, directory);
  std::cerr << fmt::format("{} incidents after {:.0f} s\n", load.incidents, seconds_since(start));
}

struct Person {
  std::string name;
  Headers headers;
  Id top;                     // of what they look at
  std::vector<Id> incidents;  // some that they see
};

Person person(ServedCity& served, const std::string& name, city::accounts::Role role, const units::Unit& top) {
  const bool commands = role == city::accounts::Role::member;
  Person one{name, served.log_in(name, role, commands ? std::optional(top.id) : std::nullopt), top.id, {}};
  for (const auto& place :
       served.read([&](storage::Transaction& t) { return incidents::places(t, {.tops = {top.path}, .limit = 500}); }))
    one.incidents.push_back(place.id);
  return one;
}

// Processor time of this process so far: of the server and of those who ask it.
double cpu_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

struct Times {
  std::map<std::string, std::vector<double>> ms;  // by what was asked for
  double p95() const {
    std::vector<double> all;
    for (const auto& [name, some] : ms) all.insert(all.end(), some.begin(), some.end());
    return quantile(std::move(all), .95);
  }
};

Times ask(ServedCity& served, const std::vector<Person>& people, const Load& load) {
  std::mutex mutex;
  Times times;
  std::atomic<int> wrong = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(load.seconds);
  {
    std::vector<std::jthread> clients;
    for (int k = 0; k < load.in_flight; ++k)
      clients.emplace_back([&, k] {
        const Person& who = people[std::size_t(k) % people.size()];
        PlainClient client(served.server->port());
        std::mt19937_64 random{std::uint64_t(k)};
        Times own;
        for (std::size_t i = std::size_t(k); std::chrono::steady_clock::now() < end; ++i) {
          const std::string one = who.incidents.empty() ? "" : who.incidents[random() % who.incidents.size()].str();
          const std::pair<const char*, std::string> asked[] = {
              {"board", "/incidents/board"},
              {"newest", "/incidents"},
              {"deadline", "/incidents?open=true&order=deadline"},
              {"state", "/incidents?state=handling&order=deadline"},
              {"one", one.empty() ? "/incidents/board" : "/incidents/" + one},
              {"rollup", "/incidents/board?unit=" + who.top.str()}};
          const auto& [name, path] = asked[i % std::size(asked)];
          const auto start = std::chrono::steady_clock::now();
          if (client.send("GET", "/api/v1" + path, {}, who.headers) != 200) ++wrong;
          own.ms[name].push_back(1'000 * seconds_since(start));
        }
        const std::lock_guard lock(mutex);
        for (auto& [name, some] : own.ms) times.ms[name].insert(times.ms[name].end(), some.begin(), some.end());
      });
  }
  if (wrong > 0) give_up(fmt::format("{} requests failed", wrong.load()));
  return times;
}

// An answer to each question that must be answered.
json::object answers_to(const incidents::Type& type) {
  json::object answers;
  for (const auto& field : type.form) {
    if (!field.required) continue;
    using incidents::Kind;
    if (field.kind == Kind::choice) answers[field.key] = field.choices.front().value;
    if (field.kind == Kind::text) answers[field.key] = "见描述";
    if (field.kind == Kind::number) answers[field.key] = 1;
    if (field.kind == Kind::temperature) answers[field.key] = 3'850;
    if (field.kind == Kind::yes_no) answers[field.key] = true;
    if (field.kind == Kind::date) answers[field.key] = "2026-03-02";
  }
  return answers;
}

const incidents::Type& type_without_pictures() {
  for (const auto& type : incidents::default_catalogue().types)
    if (std::ranges::none_of(
            type.form, [](const auto& field) { return field.required && field.kind == incidents::Kind::picture; }))
      return type;
  give_up("every type asks for a picture");
}

double create(ServedCity& served, const Person& reporter, const std::vector<Id>& units, const Load& load) {
  std::atomic<int> made = 0, wrong = 0;
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> clients;
    for (int k = 0; k < load.in_flight; ++k)
      clients.emplace_back([&, k] {
        PlainClient client(served.server->port());
        std::mt19937_64 random{std::uint64_t(k)};
        Headers headers = reporter.headers;
        headers.push_back("Content-Type: application/json");
        const incidents::Type& type = type_without_pictures();
        while (seconds_since(start) < load.seconds) {
          const std::string body = json::serialize(json::object{{"type", type.code},
                                                                {"answers", answers_to(type)},
                                                                {"unit", units[random() % units.size()].str()},
                                                                {"description", "请派人前往处理。"},
                                                                {"place", {{"address", "城南路 12 号"}}}});
          std::string answer;
          if (client.send("PUT", "/api/v1/incidents/" + Id::make(served.clock.now()).str(), body, headers, &answer) !=
              200) {
            if (wrong++ == 0) std::cerr << answer << '\n';
            return;
          }
          ++made;
        }
      });
  }
  if (wrong > 0) give_up(fmt::format("{} reports were not taken", wrong.load()));
  return made / seconds_since(start);
}

json::object measure(ServedCity& served, const Load& load) {
  std::vector<units::Unit> all;
  served.db->read([&](storage::Transaction& t) { all = units::load_roster(t, served.clock.now()).units; });
  std::map<units::Kind, std::vector<units::Unit>> by_kind;
  std::vector<Id> grids;
  for (units::Unit& unit : all) {
    if (unit.kind == units::Kind::grid) grids.push_back(unit.id);
    by_kind[unit.kind].push_back(std::move(unit));
  }
  using city::accounts::Role;
  const auto several = [&](units::Kind kind, std::size_t count) {
    std::vector<Person> people;
    const auto& some = by_kind[kind];
    for (std::size_t i = 0; i < std::min(count, some.size()); ++i)
      people.push_back(person(served, "commander", Role::member, some[i * some.size() / std::min(count, some.size())]));
    return people;
  };
  const std::vector<Person> operators{person(served, "operator", Role::centre, by_kind[units::Kind::city].at(0))};
  std::vector<Person> middle = several(units::Kind::community, 3);
  for (Person& one : several(units::Kind::town, 2)) middle.push_back(std::move(one));
  json::object out;
  for (const auto& [name, people] :
       {std::pair{"operator", operators}, {"scoped", several(units::Kind::grid, 10)}, {"middle", middle}}) {
    const double before = cpu_s();
    const Times times = ask(served, people, load);
    const double used = cpu_s() - before;
    std::size_t requests = 0;
    json::object kinds;
    for (const auto& [kind, some] : times.ms) {
      requests += some.size();
      kinds[kind] = figure(quantile(some, .95));
    }
    std::cout << fmt::format(
                     "{:<9} p95 {:>6.1f} ms, {:.0f} requests/s, {:.2f} ms of a core each with their asking; p95 of "
                     "each: {}\n",
                     name, times.p95(), double(requests) / load.seconds, 1'000 * used / double(requests),
                     json::serialize(kinds))
              << std::flush;
    out[fmt::format("p95_ms_{}", name)] = figure(times.p95());
    out[fmt::format("p95_ms_{}_each", name)] = std::move(kinds);
    out[fmt::format("cpu_ms_{}", name)] = figure(1'000 * used / double(requests));
    out[fmt::format("requests_per_s_{}", name)] = figure(double(requests) / load.seconds);
  }
  const double before = cpu_s();
  const double created = create(served, operators.front(), grids, load);
  const double used = cpu_s() - before;
  std::cout << fmt::format("{:.0f} reports/s taken in, each durable before its answer; {:.2f} ms of a core each\n",
                           created, 1'000 * used / (created * load.seconds));
  out["create_per_s"] = figure(created);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"What people see of a million incidents, and how fast new ones are taken in."};
  bool as_json = false;
  Load load;
  std::string directory, keep;
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_option("--incidents", load.incidents, "How many there are.")->check(CLI::Range(10, 10'000'000));
  app.add_option("--units", load.units, "How many units of the levels 1 to 4.")->delimiter(',')->expected(4);
  app.add_option("--members", load.members, "People in the teams.");
  app.add_option("--seconds", load.seconds, "Of each measurement.")->check(CLI::Range(.1, 600.));
  app.add_option("--dir", directory, "Where the database is made (a disk, not memory); default var/bench.");
  app.add_option("--keep", keep, "A database of an earlier run to measure on; made here when there is none, and kept.");
  CLI11_PARSE(app, argc, argv);

  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const fs::path place = keep.empty() ? base / ("incidents-" + crypto::random_token(8)) : fs::path(keep);
  const bool there = fs::exists(place / "ward.db");
  fs::create_directories(place);
  json::object result;
  {
    ServedCity served(must(storage::open_sqlite(place / "ward.db")), place);
    if (!there) fill(served, load, place);
    must(served.db->write([&](storage::Transaction& t) -> Result<> {
      while (incidents::count_late(t, served.clock.now(), 100'000)) continue;  // as the server does every other second
      return {};
    }));
    served.serve();
    result = measure(served, load);
  }
  if (keep.empty()) fs::remove_all(place);
  if (as_json) bench::print_json(result);
  return 0;
}
