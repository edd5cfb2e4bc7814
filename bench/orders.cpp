// ./do bench orders [--json]: an order to everybody in the teams of a whole city, and everybody's acknowledgement
// within a minute, over the real HTTP endpoints.
//
// written_s: from the request that gives the order until its answer has come and the numbers and the inbox of a
// recipient show it. ack_p95_ms: every recipient is a caller with a session of their own and acknowledges at their
// moment of the minute, whether or not others wait (an open loop); the time counts from that moment until the answer,
// which comes when it is durable. Afterwards the numbers of every unit are held against what its recipients did.
#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <thread>

#include "city/orders/inbox.h"
#include "city/orders/receipts.h"
#include "plain_client.h"
#include "served_city.h"

namespace {

using namespace ward;
using namespace ward::bench;

struct Load {
  std::vector<int> units{152, 3'467, 33'455, 120'000};
  int members = 300'000;
  double seconds = 60;  // in which all of them acknowledge
  int callers = 256;    // connections
  int threads = http::ServerOptions().handler_threads;
};

// Of this process, server and callers together, so far.
double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string token_of(std::size_t member) { return fmt::format("member-{}", member); }
Headers headers_of(std::size_t member) {
  return {fmt::format("Cookie: {}={}", city::accounts::cookie_name, token_of(member)), "X-Ward-Csrf: 1",
          "Content-Type: application/json"};
}

// Everybody in the teams is logged in. How many.
std::size_t log_everybody_in(ServedCity& served) {
  using Values = std::vector<storage::Value>;
  std::vector<Values> accounts, sessions, members;
  const Time now = served.clock.now();
  served.read([&](storage::Transaction& t) {
    t.query("SELECT id FROM member ORDER BY id", [&](const storage::Row& row) {
      const Id account = Id::make(now);
      const auto digest = crypto::sha256(crypto::as_bytes(token_of(accounts.size())));
      accounts.push_back({storage::to_value(account), fmt::format("m{}", accounts.size()), to_millis(now)});
      sessions.push_back(
          {storage::Blob(digest.begin(), digest.end()), storage::to_value(account), to_millis(now), to_millis(now)});
      members.push_back({storage::to_value(account), storage::to_value(row.id(0))});
    });
    return 0;
  });
  must(served.db->write([&](storage::Transaction& t) -> Result<> {
    t.bulk(
        "INSERT INTO account (id, name, role, sites, units, disabled, created_at, password)"
        " VALUES (?, ?, 'member', '[]', '[]', 0, ?, 'no password opens this')",
        accounts);
    t.bulk("INSERT INTO session (digest, account, created_at, used_at) VALUES (?, ?, ?, ?)", sessions);
    t.bulk("UPDATE member SET account = ? WHERE id = ?", members);
    return {};
  }));
  return members.size();
}

std::string fetch(http::Client& client, const std::string& method, const std::string& url, const std::string& body,
                  const Headers& headers) {
  const auto answer = must(client.send(method, url, body, headers));
  if (answer.status >= 300) give_up(method + " " + url + ": " + answer.body);
  return answer.body;
}

struct Given {
  Id order;
  double written_s = 0;
  std::int64_t recipients = 0;
};

Given give(ServedCity& served, const Headers& operator_headers) {
  http::Client client({.authority = {}, .timeout = std::chrono::minutes{5}});
  const auto root = served.read([](storage::Transaction& t) { return *units::root(t); });
  Given given{.order = Id::make(served.clock.now())};
  const std::string body = json::serialize(json::object{
      {"unit", root.id.str()},
      {"asks", "acknowledged"},
      {"texts",
       json::array{json::object{{"language", "zh-CN"}, {"headline", "今晚消毒"}, {"text", "请于 20 点前完成。"}},
                   json::object{{"language", "en"}, {"headline", "Disinfect"}, {"text", "Before 20:00."}}}}});
  Headers headers = operator_headers;
  headers.push_back("Content-Type: application/json");
  const auto start = std::chrono::steady_clock::now();
  fetch(client, "PUT", served.url("/orders/" + given.order.str()), body, headers);
  const auto numbers =
      json::parse(fetch(client, "GET", served.url("/orders/" + given.order.str() + "/rollup"), "", operator_headers));
  const auto inbox = json::parse(fetch(client, "GET", served.url("/my-orders"), "", headers_of(0)));
  given.written_s = seconds_since(start);
  given.recipients = numbers.at("progress").at("recipients").as_int64();
  if (inbox.at("items").as_array().size() != 1) give_up("the order did not reach a member");
  return given;
}

// Every caller takes whoever is next, waits for their moment, and acknowledges for them. Milliseconds each.
std::vector<double> acknowledge(ServedCity& served, const Id& order, std::size_t members, const Load& load) {
  const std::string path = "/api/v1/orders/" + order.str() + "/receipt", body = R"({"step": "acknowledged"})";
  std::vector<double> took(members);
  std::atomic<std::size_t> next = 0, wrong = 0;
  const auto start = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
  {
    std::vector<std::jthread> callers;
    for (int k = 0; k < load.callers; ++k)
      callers.emplace_back([&] {
        PlainClient client(served.server->port());
        for (std::size_t i; (i = next++) < members;) {
          const auto moment = start + std::chrono::duration_cast<std::chrono::nanoseconds>(
                                          std::chrono::duration<double>(load.seconds * double(i) / double(members)));
          std::this_thread::sleep_until(moment);
          if (client.send("POST", path, body, headers_of(i)) != 204) ++wrong;
          took[i] = 1000 * seconds_since(moment);
        }
      });
  }
  if (wrong > 0) give_up(fmt::format("{} acknowledgements were not taken", wrong.load()));
  return took;
}

// Everybody has acknowledged: so say the numbers of every unit, and they are what the recipients' rows say.
void check_numbers(ServedCity& served, const Id& order) {
  const auto faults = served.read([](storage::Transaction& t) { return city::orders::verify(t); });
  if (!faults.empty()) give_up(faults.front().en);
  const auto behind = served.read([&](storage::Transaction& t) {
    return *t.first(
        "SELECT count(*) FROM order_tally WHERE order_id = ? AND acknowledged <> recipients",
        [](const storage::Row& row) { return row.integer(0); }, order);
  });
  if (behind > 0) give_up(fmt::format("the numbers of {} units are wrong", behind));
}

json::object measure(const fs::path& directory, const Load& load) {
  units::CitySize size{.members = load.members};
  std::ranges::copy(load.units, size.units.begin());
  ServedCity served(must(storage::open_sqlite(directory / "ward.db")), directory);
  const units::SyntheticCity made = made_city(size);
  import_file(*served.db, served.clock, units::FileKind::units, units::write_csv(made.units));
  import_file(*served.db, served.clock, units::FileKind::members, units::write_csv(made.members));
  const std::size_t members = log_everybody_in(served);
  http::ServerOptions options;
  options.handler_threads = load.threads;
  served.serve(options);
  const Headers headers = served.log_in("operator", city::accounts::Role::centre);
  std::cout << fmt::format("{} units, {} people\n", made.units.size(), members) << std::flush;
  const Given given = give(served, headers);
  std::cout << fmt::format("written and visible: {:.2f} s for {} recipients\n", given.written_s, given.recipients)
            << std::flush;
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  const std::vector<double> took = acknowledge(served, given.order, members, load);
  const double seconds = seconds_since(start) - .2, cpu_each = (cpu_seconds() - cpu) / double(members);
  check_numbers(served, given.order);
  const auto rows = served.read([](storage::Transaction& t) {
    return *t.first("SELECT count(*) FROM journal WHERE type = 'order.receipts'",
                    [](const auto& row) { return row.integer(0); });
  });
  std::cout << fmt::format(
      "{} acknowledgements in {:.1f} s, {:.0f} in a batch: median {:.1f} ms, p95 {:.1f} ms, longest {:.0f} ms; {:.0f} "
      "µs of a core each, callers included\n",
      members, seconds, double(members) / double(rows), median(took), quantile(took, .95), quantile(took, 1),
      1e6 * cpu_each);
  return {{"written_s", figure(given.written_s)},  {"ack_p95_ms", figure(quantile(took, .95))},
          {"ack_median_ms", figure(median(took))}, {"recipients", given.recipients},
          {"cpu_us_each", figure(1e6 * cpu_each)}, {"seconds", figure(seconds)}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"An order to a whole city, and its acknowledgements."};
  bool as_json = false;
  Load load;
  std::string directory;
  app.add_flag("--json", as_json, "One JSON object on the last line.");
  app.add_option("--units", load.units, "How many of the levels 1 to 4, with commas.")->delimiter(',')->expected(4);
  app.add_option("--members", load.members, "People in the teams.")->check(CLI::Range(1, 10'000'000));
  app.add_option("--seconds", load.seconds, "In which all of them acknowledge.")->check(CLI::Range(0.1, 3600.0));
  app.add_option("--callers", load.callers, "Connections.")->check(CLI::Range(1, 4096));
  app.add_option("--threads", load.threads, "Of the server, that work on requests.")->check(CLI::Range(1, 256));
  app.add_option("--dir", directory, "Where the database is made (a disk, not memory); default var/bench.");
  CLI11_PARSE(app, argc, argv);

  const fs::path base = directory.empty() ? fs::path(WARD_SOURCE_DIR) / "var" / "bench" : fs::path(directory);
  const fs::path place = base / ("orders-" + crypto::random_token(8));
  fs::create_directories(place);
  const json::object result = measure(place, load);
  fs::remove_all(place);
  if (as_json) print_json(result);
  return 0;
}
