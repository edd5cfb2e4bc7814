// ./do bench ingest [--json]: passages a second through the real HTTP endpoint into SQLite, each batch durable before
// its answer, over a bare sqlite3 loop.
//
// What is compared. Both sides write the same columns into the same table with the same indexes, on the same disk, with
// synchronous=FULL, and both commit equally often: the server commits batches that wait at the same time as one, so its
// commits are counted, and the bare loop merges as many batches a commit. The loop has neither HTTP nor JSON, and makes
// no journal row, seal, alarm or live event. Measured with one gate (a batch in flight, so a commit a batch on both
// sides) and with several, in batches of 100 and of 1,000; ratio_raw is the worst of the four.
#include <fmt/format.h>
#include <sqlite3.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <random>
#include <thread>

#include "city/city.h"
#include "city/passages/api.h"
#include "city/passages/months.h"
#include "city/passages/store.h"
#include "city/schema.h"
#include "figures.h"
#include "http/client.h"

namespace {

using namespace ward;
using city::Passage;
namespace fs = std::filesystem;

struct Load {
  int rows = 60'000;  // a round, at least
  int batch = 500;
  int connections = 4;
  int rounds = 5;

  int batches_each() const { return std::max(1, rows / batch / connections); }
  int batches() const { return batches_each() * connections; }
};

// Every transaction that any connection of this process made durable.
std::atomic<int> commits = 0;

int count_commit(void*) {
  ++commits;
  return 0;  // let it be
}
int watch_connection(sqlite3* db, char**, const sqlite3_api_routines*) {
  sqlite3_commit_hook(db, count_commit, nullptr);
  return SQLITE_OK;
}
// The cast is the one that SQLite's interface asks for.
void count_commits() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection)); }

struct Gate {
  Id id;
  std::string key;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "bench ingest: " << why << '\n';
  std::exit(1);
}

// A morning of a school: 2,000 people, one in fifty a stranger, one in three hundred feverish.
std::vector<Passage> make_passages(const Id& device, int count, std::mt19937_64& random,
                                   const std::vector<Id>& people) {
  std::vector<Passage> passages(static_cast<std::size_t>(count));
  std::normal_distribution<double> temperature(36.6, 0.25);
  for (Passage& p : passages) {
    const Time now = SystemClock().now();
    const bool stranger = random() % 50 == 0, fever = random() % 300 == 0;
    p.id = Id::make(now);
    p.device = device;
    p.at = now;
    p.clock_offset_ms = 12;
    if (!stranger) p.person = people[random() % people.size()];
    p.similarity_milli = 500 + int(random() % 300);
    p.temperature_cc = int(100 * temperature(random)) + (fever ? 180 : 0);
    p.temperature_sd_cc = 31;
    p.temperature_method = "canthi";
    p.mask = "worn";
    p.live_milli = 900 + int(random() % 100);
    p.warmth_milli = 800 + int(random() % 200);
    p.shots = 1;
    p.outcome = stranger || fever ? city::Outcome::refuse : city::Outcome::admit;
    if (fever) p.reasons.push_back(city::Reason::fever);
    if (stranger) p.reasons.push_back(city::Reason::unknown_person);
    p.opened = !stranger && !fever;
    p.policy_version = "3f9a0c1d2e4b5a69";
  }
  return passages;
}

std::vector<Id> make_people() {
  std::vector<Id> people(2'000);
  for (Id& person : people) person = Id::make(SystemClock().now());
  return people;
}

// A server in this process, on a loopback port, with a database of its own.
class Town {
 public:
  Town(const fs::path& directory, int gate_count) : file(directory / "ward.db"), vault(crypto::Key::random()) {
    auto opened = storage::open_sqlite(file);
    if (!opened) give_up(opened.error().message.en);
    db = *std::move(opened);
    if (const auto migrated = db->migrate(city::schema()); !migrated) give_up(migrated.error().message.en);
    const Id site = Id::make(clock.now());
    const auto made = db->write([&](storage::Transaction& t) -> Result<> {
      t.exec("INSERT INTO site (id, name, zone, capture_days, created_at) VALUES (?, 'School', 'Asia/Shanghai', 0, ?)",
             site, clock.now());
      for (int i = 0; i < gate_count; ++i) {
        const Gate gate{Id::make(clock.now()), crypto::random_token()};
        const auto digest = crypto::sha256(crypto::as_bytes(gate.key));
        t.exec(
            "INSERT INTO device (id, site, name, kind, zone, sign, key_digest, created_at)"
            " VALUES (?, ?, 'Gate', 'gate', 'Lane', 'Door', ?, ?)",
            gate.id, site, storage::Blob(digest.begin(), digest.end()), clock.now());
        gates.push_back(gate);
      }
      return {};
    });
    if (!made) give_up(made.error().message.en);
    city.emplace(city::City{.db = *db,
                            .clock = clock,
                            .live = http::EventStream::make(),
                            .changed = http::Signal::make(),
                            .vault = vault,
                            .data = directory,
                            .models = {}});
    http::Router router;
    city::passages::routes(router, *city);
    auto started = http::Server::start({}, std::move(router));
    if (!started) give_up(started.error().message.en);
    server = *std::move(started);
  }

  std::string url() const { return fmt::format("http://127.0.0.1:{}/api/v1/device/passages", server->port()); }

  const fs::path file;
  const SystemClock clock;
  const crypto::Key vault;
  std::vector<Gate> gates;
  std::unique_ptr<storage::Database> db;
  std::optional<city::City> city;
  std::unique_ptr<http::Server> server;
};

std::string body_of(std::span<const Passage> passages) {
  json::array list;
  for (const Passage& passage : passages) list.push_back(to_json(passage));
  return json::serialize(json::object{{"passages", std::move(list)}});
}

struct Sent {
  double per_second = 0;
  int commits = 0;
};

// Every connection is a gate that sends its batches one after the other; all connections together.
Sent through_http(Town& town, const Load& load, std::mt19937_64& random, const std::vector<Id>& people) {
  std::vector<std::vector<std::string>> bodies(static_cast<std::size_t>(load.connections));
  for (std::size_t k = 0; k < bodies.size(); ++k)
    for (int i = 0; i < load.batches_each(); ++i)
      bodies[k].push_back(body_of(make_passages(town.gates[k].id, load.batch, random, people)));

  std::atomic<int> wrong = 0;
  const int before = commits;
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> senders;
    for (std::size_t k = 0; k < bodies.size(); ++k)
      senders.emplace_back([&, k] {
        http::Client client({.authority = {}, .timeout = std::chrono::seconds{60}});
        for (const std::string& body : bodies[k]) {
          const auto answer =
              client.send("POST", town.url(), body,
                          {"Content-Type: application/json", "Authorization: Bearer " + town.gates[k].key});
          if (!answer || answer->status != 200 || answer->body.find("\"rejected\"") != std::string::npos) ++wrong;
        }
      });
  }
  const double seconds = seconds_since(start);
  if (wrong > 0) give_up(fmt::format("{} batches were not taken", wrong.load()));
  return {double(load.batches() * load.batch) / seconds, commits - before};
}

// The bare loop: what SQLite itself needs for these rows, without a server, JSON, a journal or anything else.
class Bare {
 public:
  // The table and its indexes are those that the server made, word for word.
  Bare(const fs::path& file, storage::Database& town, const std::string& table) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) give_up("cannot open the bare database");
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = "
        "-16384");
    town.read([&](storage::Transaction& t) {
      t.query(
          "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC",
          [&](const storage::Row& row) { run(row.text(0)); }, table);
    });
    const std::string sql =
        "INSERT INTO " + table + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING";
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &insert_, nullptr) != SQLITE_OK) give_up(sqlite3_errmsg(db_));
  }
  ~Bare() {
    sqlite3_finalize(insert_);
    sqlite3_close(db_);
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;

  // As batches of `batch`, evenly merged into `groups` transactions. Rows a second.
  double write(const std::vector<Passage>& passages, int batch, int groups) {
    const Id site = passages.front().device;
    const auto all = std::int64_t(passages.size()) / batch;
    const auto group_of = [&](std::size_t row) { return std::int64_t(row) / batch * groups / all; };
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < passages.size(); ++i) {
      if (i == 0 || group_of(i) != group_of(i - 1)) run("BEGIN IMMEDIATE");
      insert(passages[i], site);
      if (i + 1 == passages.size() || group_of(i + 1) != group_of(i)) run("COMMIT");
    }
    return double(passages.size()) / seconds_since(start);
  }

 private:
  void run(const std::string& sql) {
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) give_up(sqlite3_errmsg(db_));
  }
  void insert(const Passage& p, const Id& site) {
    int at = 0;
    const auto blob = [&](const Id& id) { sqlite3_bind_blob(insert_, ++at, id.bytes().data(), 16, SQLITE_STATIC); };
    const auto number = [&](std::int64_t value) { sqlite3_bind_int64(insert_, ++at, value); };
    const auto text = [&](std::string_view value) {
      sqlite3_bind_text(insert_, ++at, value.data(), int(value.size()), SQLITE_STATIC);
    };
    const auto maybe = [&](const std::optional<int>& value) {
      value ? number(*value) : void(sqlite3_bind_null(insert_, ++at));
    };
    blob(p.id), blob(p.device), blob(site);
    number(to_millis(p.at)), number(to_millis(p.at)), number(1), number(p.clock_offset_ms);
    p.person ? blob(*p.person) : void(sqlite3_bind_null(insert_, ++at));
    text(to_string(p.method));
    maybe(p.similarity_milli), maybe(p.temperature_cc), maybe(p.temperature_sd_cc);
    text(p.temperature_method), number(p.simulated), text(p.mask);
    maybe(p.live_milli), maybe(p.warmth_milli), number(p.shots);
    text(to_string(p.outcome)), text(p.reasons.empty() ? "" : to_string(p.reasons.front())), number(p.opened);
    text(p.policy_version);
    sqlite3_bind_null(insert_, ++at);
    if (sqlite3_step(insert_) != SQLITE_DONE) give_up(sqlite3_errmsg(db_));
    sqlite3_reset(insert_);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

struct Rates {
  double http, raw, batches_per_commit;
  double ratio() const { return http / raw; }
};

// Both sides in turns, in the same directory, so that what else the machine does hits both; medians over the rounds.
Rates measure(const fs::path& directory, const Load& load) {
  std::mt19937_64 random(7);
  const auto people = make_people();
  Town town(directory, load.connections);
  Load warm = load;
  warm.rows = load.batch * load.connections * 2;
  through_http(town, warm, random, people);
  Bare bare(directory / "bare.db", *town.db, city::passages::table_of(Id::make(town.clock.now())));
  std::vector<double> http, raw, merged;
  for (int round = 0; round < load.rounds; ++round) {
    const Sent sent = through_http(town, load, random, people);
    // Should the server ever commit something else in between, the loop still commits once a batch at most.
    const int groups = std::clamp(sent.commits, 1, load.batches());
    http.push_back(sent.per_second);
    merged.push_back(double(load.batches()) / groups);
    const int rows = load.batches() * load.batch;
    raw.push_back(bare.write(make_passages(town.gates[0].id, rows, random, people), load.batch, groups));
  }
  return {bench::median(http), bench::median(raw), bench::median(merged)};
}

json::object measure_all(const fs::path& base, Load load) {
  json::array variants;
  double worst = std::numeric_limits<double>::infinity();
  const int several = load.connections;
  for (const int connections : {1, several})
    for (const int batch : {100, 1'000}) {
      const fs::path place = base / ("ingest-" + crypto::random_token(8));
      fs::create_directories(place);
      load.batch = batch, load.connections = connections;
      const Rates rates = measure(place, load);
      fs::remove_all(place);
      worst = std::min(worst, rates.ratio());
      std::cout << fmt::format(
                       "batches of {:>4}, gates: {}: {:>8.0f} passages/s through HTTP, {:>8.0f} rows/s bare, both with "
                       "{:.2f} batches a commit; ratio {:.2f}\n",
                       batch, connections, rates.http, rates.raw, rates.batches_per_commit, rates.ratio())
                << std::flush;
      variants.push_back({{"connections", connections},
                          {"batch", batch},
                          {"passages_per_s", bench::figure(rates.http)},
                          {"raw_per_s", bench::figure(rates.raw)},
                          {"batches_per_commit", bench::figure(rates.batches_per_commit)},
                          {"ratio_raw", bench::figure(rates.ratio())}});
    }
  return {{"ratio_raw", bench::figure(worst)}, {"variants", std::move(variants)}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Passages a second through the server, over a bare sqlite3 loop."};
  bool as_json = false;
  Load load;
  std::string directory;
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_option("--rows", load.rows, "Passages a round; at least one batch a gate.")->check(CLI::Range(1, 10'000'000));
  app.add_option("--rounds", load.rounds, "Rounds, of which the median is taken.")->check(CLI::Range(1, 100));
  app.add_option("--connections", load.connections, "Gates that send at the same time, where it is more than one.")
      ->check(CLI::Range(2, 64));
  app.add_option("--dir", directory, "Where the databases are made (a disk, not memory); default var/bench.");
  CLI11_PARSE(app, argc, argv);

  count_commits();
  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const json::object result = measure_all(base, load);
  if (as_json) bench::print_json(result);
  return 0;
}
