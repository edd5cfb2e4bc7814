// ./do bench coverage [--json]: a city of 800,000 rooms with 2,000,000 people in them and a round that is under way:
// how long the numbers of every unit take from a database that was just opened, how long one verdict takes until it is
// durable and counted up to the city, and how fast a unit with those below it, and a page of rooms without a verdict,
// are answered over HTTP. Those people are put there as bare rows. Then a list of as many is imported into PostgreSQL,
// matched with everybody, beside what the database takes for the same rows alone.
#include <CLI/CLI.hpp>

#include <random>

#include "city/premises/store.h"
#include "city/verdicts/store.h"
#include "people_import.h"
#include "served_city.h"
#include "storage/rows.h"

namespace {

using namespace ward;
using namespace ward::bench;
namespace rounds = city::rounds;
namespace verdicts = city::verdicts;
namespace premises = city::premises;

struct Size {
  std::vector<int> units{152, 3467, 33455, 120000};
  int members = 300'000;
  std::int64_t rooms = 800'000, people = 2'000'000;
};
constexpr int rooms_of_a_house = 8;

// Houses stand in the units of the last two levels.
std::vector<Id> fill_with_rooms(ServedCity& served, std::int64_t count) {
  std::vector<Id> rooms;
  must(served.db->write([&](storage::Transaction& t) -> Result<> {
    rooms.clear();
    std::vector<Id> places;
    for (const units::Unit& unit : units::load_roster(t, served.clock.now()).units)
      if (units::level_of(unit.kind) >= 3) places.push_back(unit.id);
    premises::RegisterPlan plan;
    for (std::int64_t i = 0; i < count; ++i) {
      if (i % rooms_of_a_house == 0) {
        const std::int64_t house = i / rooms_of_a_house;
        plan.new_premises.push_back({.id = Id::make(served.clock.now()),
                                     .unit = places[std::size_t(house) % places.size()],
                                     .code = fmt::format("H-{}", house),
                                     .address = fmt::format("路 {} 号", house)});
      }
      plan.new_rooms.push_back({.id = Id::make(served.clock.now()),
                                .premises = plan.new_premises.back().id,
                                .number = fmt::format("{}", 101 + i % rooms_of_a_house),
                                .floor = "1"});
      rooms.push_back(plan.new_rooms.back().id);
    }
    premises::apply(t, served.clock, plan, {}, "bench");
    return {};
  }));
  return rooms;
}

void fill_with_people(ServedCity& served, const std::vector<Id>& rooms, std::int64_t count) {
  constexpr std::int64_t at_once = 100'000;
  for (std::int64_t done = 0; done < count; done += at_once)
    must(served.db->write([&](storage::Transaction& t) -> Result<> {
      std::vector<storage::Values> people, tenancies;
      for (std::int64_t i = done; i < std::min(count, done + at_once); ++i) {
        const Id id = Id::make(served.clock.now());
        people.push_back(storage::row_of(id, fmt::format("人 {}", i), "[]", "[]", 1, id));
        tenancies.push_back(
            storage::row_of(Id::make(served.clock.now()), id, rooms[std::size_t(i) % rooms.size()], "2020-02-01", 1));
      }
      t.bulk("INSERT INTO resident (id, name, spellings, phones, version, head) VALUES (?, ?, ?, ?, ?, ?)", people);
      t.bulk("INSERT INTO tenancy (id, resident, room, since, version) VALUES (?, ?, ?, ?, ?)", tenancies);
      return {};
    }));
}

// Nine rooms of ten have their verdict: as rows, counted once.
void walk_most_doors(ServedCity& served, const rounds::Round& round, const std::vector<Id>& rooms) {
  std::mt19937_64 random(5);
  must(served.db->write([&](storage::Transaction& t) -> Result<> {
    std::vector<storage::Values> findings;
    for (const Id& room : rooms) {
      if (random() % 10 == 0) continue;
      const bool seen = random() % 8 != 0;
      std::optional<std::int64_t> people;
      if (seen) people = std::int64_t(2 + random() % 2);
      findings.push_back(storage::row_of(round.number, room, seen ? "seen" : "nobody", people, "2020-02-19", 2));
    }
    t.bulk("INSERT INTO finding (round, room, state, people, day, registered) VALUES (?, ?, ?, ?, ?, ?)", findings);
    rounds::rebuild_tallies(t);
    return {};
  }));
}

rounds::Round open_round(ServedCity& served) {
  const Id id = Id::make(served.clock.now());
  must(served.db->write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(rounds::put(t, served.clock, id, {.unit = units::root(t)->id, .title = "排摸"}, "bench"));
    return {};
  }));
  return served.read([&](storage::Transaction& t) { return *rounds::find(t, id); });
}

// From a database that was just opened; how many units have numbers.
std::pair<double, std::size_t> whole_s(const fs::path& file, const rounds::Round& round) {
  const auto db = must(storage::open_sqlite(file));
  const auto start = std::chrono::steady_clock::now();
  std::size_t units = 0;
  db->read([&](storage::Transaction& t) { units = rounds::all_numbers(t, round).size(); });
  return {seconds_since(start), units};
}

// One verdict after the other, each durable before the next one.
std::vector<double> changes_ms(ServedCity& served, const rounds::Round& round, const std::vector<Id>& rooms,
                               int count) {
  std::mt19937_64 random(6);
  std::vector<double> took;
  for (int i = 0; i < count; ++i) {
    const verdicts::Verdict verdict{.id = Id::make(served.clock.now()),
                                    .room = rooms[random() % rooms.size()],
                                    .found = verdicts::Found::seen,
                                    .people = std::int64_t(random() % 4),
                                    .at = served.clock.now(),
                                    .day = parse_date("2020-02-20").value(),
                                    .received_at = served.clock.now(),
                                    .author = "bench"};
    const auto start = std::chrono::steady_clock::now();
    must(served.db->write([&](storage::Transaction& t) -> Result<> {
      const auto house = premises::find(t, premises::find_room(t, verdict.room)->premises);
      WARD_CHECK(verdicts::take(t, served.clock, *rounds::find_listed(t, round.id), verdict, house->path, "bench"));
      return {};
    }));
    took.push_back(1'000 * seconds_since(start));
  }
  return took;
}

std::vector<double> answers_ms(ServedCity& served, const Headers& headers, const std::vector<std::string>& paths) {
  http::Client client({.authority = {}, .timeout = std::chrono::seconds{60}});
  std::vector<double> took;
  for (const std::string& path : paths) {
    const auto start = std::chrono::steady_clock::now();
    const auto answer = client.send("GET", served.url(path), {}, headers);
    took.push_back(1'000 * seconds_since(start));
    if (!answer || answer->status != 200) give_up("a request failed: " + path);
  }
  return took;
}

std::vector<std::string> paths_of(ServedCity& served, const rounds::Round& round, const std::string& format,
                                  int count) {
  std::mt19937_64 random(7);
  std::vector<Id> ids;
  served.db->read([&](storage::Transaction& t) {
    for (const units::Unit& unit : units::load_roster(t, served.clock.now()).units) ids.push_back(unit.id);
  });
  std::vector<std::string> paths;
  for (int i = 0; i < count; ++i) {
    const Id& unit = i < 50 ? ids[std::size_t(i) % ids.size()] : ids[random() % ids.size()];  // the largest ones too
    paths.push_back(fmt::format(fmt::runtime(format), round.id.str(), unit.str()));
  }
  return paths;
}

constexpr const char* people_tables[] = {"resident", "resident_document", "resident_key", "tenancy"};

// The same rows once more, into tables with the same indexes: nothing read, nothing compared, nothing counted.
double bare_people_s(storage::Database& db) {
  must(db.write([&](storage::Transaction& t) -> Result<> {
    for (const char* table : people_tables)
      t.exec(fmt::format("CREATE TABLE bare_{0} (LIKE {0} INCLUDING ALL)", table));
    return {};
  }));
  const auto start = std::chrono::steady_clock::now();
  must(db.write([&](storage::Transaction& t) -> Result<> {
    for (const char* table : people_tables) t.exec(fmt::format("INSERT INTO bare_{0} SELECT * FROM {0}", table));
    return {};
  }));
  return seconds_since(start);
}

void measure_import(const Size& size, const fs::path& place, json::object& result) {
  auto& server = storage::TestServer::one();
  server.stop();
  server.start({});  // as Debian sets it up
  ServedCity served(must(storage::open_postgres(server.url())), place);
  units::CitySize city{.members = size.members};
  std::ranges::copy(size.units, city.units.begin());
  import_file(*served.db, served.clock, units::FileKind::units, units::write_csv(made_city(city).units));
  fill_with_rooms(served, size.rooms);
  const std::string list = list_of_people(size.people, size.rooms, rooms_of_a_house);
  std::cout << fmt::format("a list of {} people, {} MB\n", size.people, list.size() / 1'000'000) << std::flush;
  const PeopleImport import = import_people(served, list);
  const double bare = bare_people_s(*served.db);
  std::cout << fmt::format(
                   "imported in {:.1f} s: {} new, {} merged, {} proposed; the database alone {:.1f} s ({:.1f} times)\n",
                   import.seconds, import.report.plan.new_people, import.report.plan.merged,
                   import.report.plan.proposals, bare, import.seconds / bare)
            << std::flush;
  result["import_s"] = figure(import.seconds);
  result["import_bare_s"] = figure(bare);
  result["imported"] = import.report.plan.new_people + import.report.plan.merged;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A whole city from door to door: counted, changed, looked at."};
  bool as_json = false;
  std::string directory;
  Size size;
  int times = 1'000;
  bool no_import = false;
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_option("--units", size.units, "How many units of the levels 1 to 4.")->delimiter(',')->expected(4);
  app.add_option("--members", size.members, "People in the teams.");
  app.add_option("--rooms", size.rooms, "Rooms.");
  app.add_option("--people", size.people, "Who lives in them.");
  app.add_flag("--no-import", no_import, "Leave the import into PostgreSQL out.");
  app.add_option("--times", times, "How often each thing is measured.");
  app.add_option("--dir", directory, "Where the database is made (a disk, not memory); default var/bench.");
  CLI11_PARSE(app, argc, argv);

  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const fs::path place = base / ("coverage-" + crypto::random_token(8));
  fs::create_directories(place);
  json::object result;
  {
    ServedCity served(must(storage::open_sqlite(place / "ward.db")), place);
    units::CitySize city{.members = size.members};
    std::ranges::copy(size.units, city.units.begin());
    import_file(*served.db, served.clock, units::FileKind::units, units::write_csv(made_city(city).units));
    const std::vector<Id> rooms = fill_with_rooms(served, size.rooms);
    fill_with_people(served, rooms, size.people);
    const rounds::Round round = open_round(served);
    walk_most_doors(served, round, rooms);
    std::cout << fmt::format("{} rooms, {} people\n", size.rooms, size.people) << std::flush;

    const auto [whole, counted] = whole_s(place / "ward.db", round);
    std::cout << fmt::format("all numbers of {} units in {:.2f} s\n", counted, whole) << std::flush;
    const auto changes = changes_ms(served, round, rooms, times);
    std::cout << fmt::format("a verdict in {:.2f} ms, p95 {:.2f} ms\n", median(changes), quantile(changes, .95));
    served.serve();
    const Headers operating = served.log_in("operator", city::accounts::Role::centre);
    const auto units_ms = answers_ms(served, operating, paths_of(served, round, "/rounds/{}/coverage?unit={}", times));
    const auto rooms_ms =
        answers_ms(served, operating, paths_of(served, round, "/rounds/{}/rooms?state=none&unit={}", times / 4));
    std::cout << fmt::format("a unit p95 {:.2f} ms, a page of its rooms without a verdict p95 {:.2f} ms\n",
                             quantile(units_ms, .95), quantile(rooms_ms, .95));
    result = {{"whole_s", figure(whole)},
              {"change_ms", figure(median(changes))},
              {"change_p95_ms", figure(quantile(changes, .95))},
              {"unit_p95_ms", figure(quantile(units_ms, .95))},
              {"rooms_p95_ms", figure(quantile(rooms_ms, .95))}};
  }
  if (!no_import) measure_import(size, place, result);
  fs::remove_all(place);
  if (as_json) bench::print_json(result);
  return 0;
}
