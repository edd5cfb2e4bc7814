// ./do bench city [--json]: a whole city in the database: how long the import of its units and of its people takes on
// SQLite and on PostgreSQL (a server of its own, on a Unix socket, set up as Debian does), from the bytes of the two
// files to the commit, beside the bare rows into the same tables; how long any subtree's number of units and people is
// looked for; and how much memory a server of that city takes after people have walked through it.
#include <sys/wait.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "served_city.h"
#include "storage/test_database.h"

namespace {

using namespace ward;
using namespace ward::bench;

struct Files {
  std::string units, members;
};

double import_s(storage::Database& db, const Clock& clock, const Files& files) {
  must(db.migrate(city::schema()));
  const auto start = std::chrono::steady_clock::now();
  import_file(db, clock, units::FileKind::units, files.units);
  import_file(db, clock, units::FileKind::members, files.members);
  return seconds_since(start);
}

// A table that the import fills. `types` of its columns in their order: i for an id, t for a text, n for a number.
struct Table {
  const char *name, *columns, *types;
};
constexpr Table filled[] = {{"unit", "id, code, name, kind, parent, path, since", "itttitn"},
                            {"member", "id, name, phone", "itt"},
                            {"post", "id, unit, member, duty, since, until, ended", "iiitnnn"},
                            {"unit_tally", "unit, name, value", "itn"}};
using Rows = std::vector<std::vector<storage::Value>>;

storage::Value value(const storage::Row& row, int column, char type) {
  if (row.is_null(column)) return nullptr;
  if (type == 'i') return storage::to_value(row.id(column));
  if (type == 't') return row.text(column);
  return row.integer(column);
}

Rows rows_of(storage::Database& db, const Table& table) {
  Rows rows;
  const std::string_view types = table.types;
  db.read([&](storage::Transaction& t) {
    t.query(fmt::format("SELECT {} FROM {} ORDER BY 1, 2", table.columns, table.name), [&](const storage::Row& row) {
      auto& values = rows.emplace_back();
      for (std::size_t i = 0; i < types.size(); ++i) values.push_back(value(row, int(i), types[i]));
    });
  });
  return rows;
}

// What the database alone takes for the same rows, in the order of their keys, with the same indexes and references:
// nothing read, nothing planned, nothing counted.
double bare_s(storage::Database& from, storage::Database& to) {
  must(to.migrate(city::schema()));
  double sum = 0;
  for (const Table& table : filled) {
    const Rows rows = rows_of(from, table);
    std::string marks = "?";
    for (std::size_t i = 1; i < std::string_view(table.types).size(); ++i) marks += ", ?";
    const std::string sql = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, table.columns, marks);
    const auto start = std::chrono::steady_clock::now();
    must(to.write([&](storage::Transaction& t) -> Result<> { return t.bulk(sql, rows), Result<>{}; }));
    sum += seconds_since(start);
  }
  return sum;
}

struct Imported {
  double import_s, bare_s;
};

Imported import_both(storage::Database& db, storage::Database& other, const Files& files) {
  const SystemClock clock;
  const double import = import_s(db, clock, files);
  return {import, bare_s(db, other)};
}

Imported on_sqlite(const fs::path& place, const Files& files) {
  return import_both(*must(storage::open_sqlite(place / "ward.db")), *must(storage::open_sqlite(place / "bare.db")),
                     files);
}

Imported on_postgres(const Files& files) {
  auto& server = storage::TestServer::one();
  server.stop();
  server.start({});  // as Debian sets it up
  const storage::TestDatabase other(storage::Engine::postgres);
  return import_both(*must(storage::open_postgres(server.url())), *other.open(), files);
}

// How long the numbers of a subtree take, at worst of many: also of the whole city.
double subtree_ms(const fs::path& file) {
  const auto db = must(storage::open_sqlite(file));
  std::vector<units::Unit> all;
  db->read([&](storage::Transaction& t) { all = units::load_roster(t, SystemClock().now()).units; });
  std::mt19937_64 random(3);
  double worst = 0;
  for (int i = 0; i < 2'000; ++i) {
    const units::Unit& unit = i < 20 ? all[std::size_t(i)] : all[random() % all.size()];
    const auto start = std::chrono::steady_clock::now();
    db->read([&](storage::Transaction& t) { units::tallies(t, unit.id); });
    worst = std::max(worst, 1'000 * seconds_since(start));
  }
  return worst;
}

std::int64_t resident_peak_kib(pid_t process) {
  std::ifstream in(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmHWM:")) return std::atoll(line.c_str() + 6);
  return 0;
}

// Only a server over that database, in a process of its own; says its port and what logs somebody in.
int serve(const fs::path& directory) {
  ServedCity served(must(storage::open_sqlite(directory / "ward.db")), directory);
  const Headers headers = served.log_in("operator", city::accounts::Role::centre);
  served.serve();
  std::cout << served.url("") << '\n' << headers.front() << std::endl;
  std::cin.get();
  return 0;
}

class ServerProcess {
 public:
  explicit ServerProcess(const fs::path& directory) {
    int in[2], out[2];
    if (::pipe(in) != 0 || ::pipe(out) != 0) give_up("no pipe");
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(in[0], STDIN_FILENO), ::dup2(out[1], STDOUT_FILENO);
      ::close(in[1]), ::close(out[0]);
      ::execl("/proc/self/exe", "bench_city", "--serve", directory.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(in[0]), ::close(out[1]);
    to_ = in[1];
    std::unique_ptr<FILE, int (*)(FILE*)> said(::fdopen(out[0], "r"), ::fclose);
    while (!url.starts_with("http://")) url = line_of(said.get());  // what the server logs may come first
    cookie = line_of(said.get());
  }
  ~ServerProcess() {
    ::close(to_);
    ::waitpid(process_, nullptr, 0);
  }
  ServerProcess(const ServerProcess&) = delete;
  double peak_mib() const { return double(resident_peak_kib(process_)) / 1'024; }
  std::string url, cookie;

 private:
  static std::string line_of(FILE* in) {
    char line[1'000];
    if (!std::fgets(line, sizeof line, in)) give_up("the server did not start");
    return std::string(line).substr(0, std::string_view(line).find('\n'));
  }
  pid_t process_;
  int to_;
};

// People walk down the city and look for units and people.
void walk(const ServerProcess& server) {
  std::vector<std::jthread> people;
  for (int k = 0; k < 8; ++k)
    people.emplace_back([&, k] {
      http::Client client({.authority = {}, .timeout = std::chrono::seconds{60}});
      std::mt19937_64 random{std::uint64_t(k)};
      const auto get = [&](const std::string& path) {
        const auto answer = client.send("GET", server.url + path, {}, {server.cookie});
        if (!answer || answer->status != 200) give_up("a request failed: " + path);
        return json::parse(answer->body);
      };
      for (int i = 0; i < 10; ++i) {
        get("/members?q=" + std::to_string(10 + random() % 90));
        get("/units?q=33&limit=100");
        std::string at = "/units";
        while (true) {
          const auto page = get(at);
          const auto& items = page.as_object().at("items").as_array();
          if (items.empty()) break;
          const auto& id = items[random() % items.size()].at("id").as_string();
          get("/units/" + std::string(id.c_str()));
          at = "/units?parent=" + std::string(id.c_str());
        }
      }
    });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A whole city: imported, counted, served."};
  bool as_json = false, no_postgres = false;
  std::string directory, served;
  units::CitySize size;
  std::vector<int> levels(size.units.begin(), size.units.end());
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_flag("--no-postgres", no_postgres, "Leave PostgreSQL out.");
  app.add_option("--units", levels, "How many units of the levels 1 to 4.")->delimiter(',')->expected(4);
  app.add_option("--members", size.members, "People in the teams.");
  app.add_option("--dir", directory, "Where the database is made (a disk, not memory); default var/bench.");
  app.add_option("--serve", served, "Of this program's own: only a server over the database there.");
  CLI11_PARSE(app, argc, argv);
  if (!served.empty()) return serve(served);

  std::ranges::copy(levels, size.units.begin());
  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const fs::path place = base / ("city-" + crypto::random_token(8));
  fs::create_directories(place);
  json::object result;
  {
    const auto made = made_city(size);
    const Files files{units::write_csv(made.units), units::write_csv(made.members)};
    std::cout << fmt::format("{} units, {} people in {} posts\n", made.units.size(), made.people, made.members.size())
              << std::flush;
    const auto told = [&](const char* name, const char* key, const Imported& took) {
      std::cout << fmt::format("imported into {} in {:.1f} s; the bare rows in {:.1f} s: {:.2f} times\n", name,
                               took.import_s, took.bare_s, took.import_s / took.bare_s)
                << std::flush;
      result[fmt::format("import_s_{}", key)] = figure(took.import_s);
      result[fmt::format("bare_s_{}", key)] = figure(took.bare_s);
    };
    told("SQLite", "sqlite", on_sqlite(place, files));
    told("PostgreSQL", "postgres", no_postgres ? Imported{not_measured, not_measured} : on_postgres(files));
  }
  const double subtree = subtree_ms(place / "ward.db");
  double rss = 0;
  {
    const ServerProcess server(place);
    walk(server);
    rss = server.peak_mib();
  }
  std::cout << fmt::format("the slowest of 2,000 subtrees was counted in {:.2f} ms; the server took {:.0f} MiB\n",
                           subtree, rss);
  result["subtree_ms"] = figure(subtree);
  result["rss_mib"] = figure(rss);
  fs::remove_all(place);
  if (as_json) bench::print_json(result);
  return 0;
}
