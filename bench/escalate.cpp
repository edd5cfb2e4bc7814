// ./do bench escalate [--json]: 100,000 incidents wait, each with a deadline; the server looks five times a second, as
// `ward serve` does. How much of a core it takes while nothing is due; how late the latest page is when all become due
// within a minute, counted from its moment to when it is durable; and how many a second it sends when it has been away.
//
// Beside it Debian's prometheus-alertmanager, as far as it can do the same. It holds no deadlines: an alert fires when
// somebody posts it. So the same alerts are posted at the same moments, each to be told by itself at once to a webhook
// in this program (group_by ['...'], group_wait 0s), and its lateness runs from the post to the webhook. It says
// nothing of levels above, and what it was told is gone when it is killed between two snapshots.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <fstream>
#include <thread>
#include <unordered_map>

#include "city/incidents/api.h"
#include "city/incidents/store.h"
#include "served_city.h"

namespace {

using namespace ward;
using namespace ward::bench;
namespace incidents = city::incidents;
using Moment = std::chrono::steady_clock::time_point;

struct Load {
  int count = 100'000;
  double window_s = 60;  // in which all become due
  double idle_s = 10;
};

// The time of day, set to where the bench wants it.
class SetClock final : public Clock {
 public:
  Time now() const override { return SystemClock().now() + Millis{offset_.load()}; }
  void set(Time to) { offset_ = (to - SystemClock().now()).count(); }
  Steady steady() const override { return SystemClock().steady(); }

 private:
  std::atomic<std::int64_t> offset_ = 0;
};

// Hears of each incident right after its page is durable; what else is told then (a notice to a member) is no page.
class Ear final : public http::EventStream {
 public:
  void publish(const http::Event& event, const std::string&) override {
    if (event.name != "incident") return;
    const json::value data = json::parse(event.data);
    const auto& id = data.at("id").as_string();
    heard_.emplace_back(*Id::parse({id.data(), id.size()}), clock->now());
  }
  void publish_here(const http::Event&, const std::string&) override {}
  void interrupt() override {}
  bool heard() const override { return true; }

  const Clock* clock = nullptr;
  std::vector<std::pair<Id, Time>> heard_;  // by the one thread that sends
};

double cpu_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

// As `ward serve` looks.
void look_until(city::City& city, const std::function<bool()>& done) {
  while (!done()) {
    must(incidents::send_pages(city));
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }
}

// Incidents of all grids, whose first pages come evenly between `first` and `first + window`.
std::unordered_map<Id, Time> fill(storage::Database& db, const Clock& clock, Time first, const Load& load, int count) {
  const auto& type = *incidents::default_catalogue().find("fever_at_gate");
  const auto term = std::chrono::minutes{10};  // until it is accepted; the first page comes at 80 percent of it
  std::vector<units::Unit> grids;
  db.read([&](storage::Transaction& t) {
    for (units::Unit& unit : units::load_roster(t, clock.now()).units)
      if (unit.kind == units::Kind::grid) grids.push_back(std::move(unit));
  });
  std::unordered_map<Id, Time> due;
  for (int from = 0; from < count; from += 1'000)
    must(db.write([&](storage::Transaction& t) -> Result<> {
      for (int i = from; i < std::min(count, from + 1'000); ++i) {
        const Time at = first + Millis{std::int64_t(load.window_s * 1'000 * i / count)};
        const units::Unit& unit = grids[std::size_t(i) % grids.size()];
        const Time reported = at - term * 8 / 10;
        const Id id = Id::make(reported);
        const auto step = incidents::report({.id = id,
                                             .type = type.code,
                                             .unit = unit.id,
                                             .place = {},
                                             .description = {},
                                             .answers = {},
                                             .pictures = {}},
                                            {"user:reporter", incidents::Parts(incidents::Part::reporter)},
                                            {incidents::catalogue(t), incidents::work_calendar(t), reported});
        WARD_CHECK(step);
        incidents::save(t, clock, *step, unit.path);
        due[id] = at;
      }
      return {};
    }));
  return due;
}

json::object measure(const fs::path& directory, const Load& load) {
  SetClock clock;
  const auto db = must(storage::open_sqlite(directory / "ward.db"));
  must(db->migrate(city::schema()));
  units::CitySize size{.units = {20, 100, 100, 100}, .members = 1'000};
  const auto made = made_city(size);
  import_file(*db, clock, units::FileKind::units, units::write_csv(made.units));
  import_file(*db, clock, units::FileKind::members, units::write_csv(made.members));
  const Time first = clock.now() + std::chrono::hours{1};
  auto due = fill(*db, clock, first, load, load.count);
  const auto ear = std::make_shared<Ear>();
  ear->clock = &clock;
  const crypto::Key vault = crypto::Key::random();
  city::City city{.db = *db,
                  .clock = clock,
                  .live = ear,
                  .changed = http::Signal::make(),
                  .vault = vault,
                  .data = directory,
                  .models = {}};

  const auto start = std::chrono::steady_clock::now();
  const double before = cpu_s();
  look_until(city, [&] { return seconds_since(start) > load.idle_s; });
  const double idle = (cpu_s() - before) / seconds_since(start);
  std::cout << fmt::format("{} wait: {:.4f} of a core\n", load.count, idle) << std::flush;

  clock.set(first - std::chrono::seconds{1});
  const auto given_up = std::chrono::steady_clock::now() + std::chrono::duration<double>(load.window_s * 3 + 60);
  look_until(city, [&] { return ear->heard_.size() >= due.size() || std::chrono::steady_clock::now() > given_up; });
  std::vector<double> late;
  for (const auto& [id, at] : ear->heard_) late.push_back(double((at - due.at(id)).count()) / 1'000);
  if (late.size() != due.size()) give_up(fmt::format("{} pages for {} incidents", late.size(), due.size()));
  const double worst = *std::ranges::max_element(late);
  std::cout << fmt::format("all due within {:.0f} s: the latest page {:.2f} s late, half of them {:.2f} s\n",
                           load.window_s, worst, median(late));

  // As after the server was away: everything is due at once.
  clock.set(first + std::chrono::hours{1});
  ear->heard_.clear();
  const auto again = std::chrono::steady_clock::now();
  must(incidents::send_pages(city));
  const double per_second = double(ear->heard_.size()) / seconds_since(again);
  std::cout << fmt::format("{} steps at once: {:.0f} a second\n", ear->heard_.size(), per_second) << std::flush;
  return {{"late_s_max", figure(worst)},
          {"late_s_median", figure(median(late))},
          {"idle_core_share", figure(idle)},
          {"pages_per_s", figure(per_second)}};
}

// ---- the peer

class Alertmanager {
 public:
  Alertmanager(const fs::path& directory, const std::string& webhook) {
    std::ofstream(directory / "am.yml") << fmt::format(
        "route:\n  receiver: hook\n  group_by: ['...']\n  group_wait: 0s\n  group_interval: 1h\n  repeat_interval: "
        "24h\n"
        "receivers:\n- name: hook\n  webhook_configs:\n  - url: {}\n    send_resolved: false\n",
        webhook);
    process_ = ::fork();
    if (process_ != 0) return;
    const std::string config = "--config.file=" + (directory / "am.yml").string();
    const std::string data = "--storage.path=" + (directory / "am").string();
    if (!std::freopen((directory / "am.log").c_str(), "w", stderr)) ::_exit(127);
    ::execl(program, program, config.c_str(), data.c_str(), "--web.listen-address=127.0.0.1:19093",
            "--cluster.listen-address=", nullptr);
    ::_exit(127);
  }
  ~Alertmanager() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  Alertmanager(const Alertmanager&) = delete;
  static constexpr const char* program = "/usr/bin/prometheus-alertmanager";
  static std::string url() { return "http://127.0.0.1:19093/api/v2/alerts"; }
  // Processor time so far, of user and system together.
  double cpu_s() const {
    std::ifstream in(fmt::format("/proc/{}/stat", process_));
    std::string word;
    double ticks = 0;
    for (int i = 1; i <= 15 && in >> word; ++i)
      if (i >= 14) ticks += std::atof(word.c_str());
    return ticks / double(::sysconf(_SC_CLK_TCK));
  }

 private:
  pid_t process_;
};

json::object measure_peer(const fs::path& directory, const Load& load) {
  if (!fs::exists(Alertmanager::program)) {
    std::cout << "prometheus-alertmanager is not installed: not measured\n";
    return {{"peer_late_s_max", nullptr}, {"peer_idle_core_share", nullptr}, {"peer_told", nullptr}};
  }
  std::mutex mutex;
  std::unordered_map<int, Moment> told;
  http::Router router;
  router.on("POST", "/hook", [&](const http::Request& request) -> Result<http::Response> {
    const auto now = std::chrono::steady_clock::now();
    WARD_TRY(body, request.json());
    const std::lock_guard lock(mutex);
    for (const auto& alert : body.at("alerts").as_array())
      told.emplace(std::atoi(alert.at("labels").at("incident").as_string().c_str()), now);
    return http::Response::nothing();
  });
  const auto server = must(http::Server::start({}, std::move(router)));
  Alertmanager peer(directory, fmt::format("http://127.0.0.1:{}/hook", server->port()));
  http::Client client({.authority = {}, .timeout = std::chrono::seconds{60}});
  for (int i = 0; i < 100; ++i) {
    if (const auto ready = client.send("GET", "http://127.0.0.1:19093/-/ready"); ready && ready->status == 200) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  std::vector<Moment> posted;
  const auto start = std::chrono::steady_clock::now();
  while (int(posted.size()) < load.count) {
    const auto until = std::min(load.count, int(seconds_since(start) / load.window_s * load.count));
    json::array alerts;
    for (int i = int(posted.size()); i < until; ++i)
      alerts.push_back(json::object{{"labels", {{"alertname", "deadline"}, {"incident", std::to_string(i)}}}});
    posted.resize(std::size_t(std::max(until, int(posted.size()))), std::chrono::steady_clock::now());
    if (!alerts.empty()) {
      const auto answer =
          client.send("POST", Alertmanager::url(), json::serialize(alerts), {"Content-Type: application/json"});
      if (!answer || answer->status != 200) give_up("alertmanager does not take alerts");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  for (int i = 0; i < 300; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    const std::lock_guard lock(mutex);
    if (int(told.size()) == load.count) break;
  }
  const double before = peer.cpu_s();
  std::this_thread::sleep_for(std::chrono::duration<double>(load.idle_s));
  const double idle = (peer.cpu_s() - before) / load.idle_s;
  const std::lock_guard lock(mutex);
  std::vector<double> late;
  for (const auto& [i, at] : told) late.push_back(std::chrono::duration<double>(at - posted[std::size_t(i)]).count());
  const double worst = late.empty() ? not_measured : *std::ranges::max_element(late);
  std::cout << fmt::format(
      "alertmanager: {} of {} told, the latest {:.2f} s late; {:.4f} of a core with nothing to do\n", told.size(),
      load.count, worst, idle);
  return {{"peer_late_s_max", figure(worst)}, {"peer_idle_core_share", figure(idle)}, {"peer_told", told.size()}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"How late pages are when very many deadlines wait."};
  bool as_json = false, no_peer = false;
  Load load;
  std::string directory;
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_flag("--no-peer", no_peer, "Without prometheus-alertmanager.");
  app.add_option("--count", load.count, "How many wait.")->check(CLI::Range(1, 10'000'000));
  app.add_option("--window", load.window_s, "Seconds in which all become due.")->check(CLI::Range(.1, 100.));
  app.add_option("--idle", load.idle_s, "Seconds of watching while nothing is due.")->check(CLI::Range(.1, 600.));
  app.add_option("--dir", directory, "Where the database is made (a disk, not memory); default var/bench.");
  CLI11_PARSE(app, argc, argv);
  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const fs::path place = base / ("escalate-" + crypto::random_token(8));
  fs::create_directories(place);
  json::object result = measure(place, load);
  if (!no_peer)
    for (const auto& [name, value] : measure_peer(place, load)) result[name] = value;
  fs::remove_all(place);
  if (as_json) bench::print_json(result);
  return 0;
}
