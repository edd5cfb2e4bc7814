// A made-up city in a database, and a server over it in this process on a loopback port: what the benchmarks of the
// city have in common.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/routes.h"
#include "city/accounts/session.h"
#include "city/accounts/store.h"
#include "city/captures/store.h"
#include "city/schema.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "city/units/synthetic.h"
#include "figures.h"
#include "http/client.h"

namespace ward::bench {

namespace fs = std::filesystem;
namespace units = city::units;

[[noreturn]] inline void give_up(const std::string& why) {
  std::cerr << "bench: " << why << '\n';
  std::exit(1);
}
template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error().message.en);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

inline double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// 14 towns with 152 villages between them, as the city of facts has.
inline units::SyntheticCity made_city(const units::CitySize& size) {
  std::vector<units::Division> divisions;
  for (int town = 0; town < 14; ++town) {
    units::Division one{
        .code = fmt::format("330782{:03}000", town + 1), .name = fmt::format("第{}镇", town + 1), .villages = {}};
    for (int village = 0; village < 11; ++village) one.villages.push_back(fmt::format("{}村{}", town + 1, village + 1));
    divisions.push_back(std::move(one));
  }
  return units::make_city("330782", "义乌市", divisions, size, 1);
}

// As `ward city import` does it: a file, planned over all there is and stored in one transaction.
inline void import_file(storage::Database& db, const Clock& clock, units::FileKind kind, const std::string& bytes) {
  must(db.write([&](storage::Transaction& t) -> Result<> {
    const units::Roster roster = units::load_roster(t, clock.now());
    WARD_TRY(file, units::plan_file(kind, bytes, roster, clock.now(), *Zone::find("Asia/Shanghai")));
    if (!file.plan.faults.empty()) return std::unexpected(file.plan.faults.front().error);
    units::apply(t, clock, roster, file.plan, crypto::sha256(crypto::as_bytes(bytes)), "command:bench");
    return {};
  }));
}

// Whoever may log in: what they send with each request.
using Headers = std::vector<std::string>;

class ServedCity {
 public:
  // A database that has the city already, or is about to get it.
  explicit ServedCity(std::unique_ptr<storage::Database> database, const fs::path& directory)
      : db(std::move(database)), vault(crypto::Key::random()) {
    must(db->migrate(city::schema()));
    city.emplace(city::City{.db = *db,
                            .clock = clock,
                            .live = http::EventStream::make(),
                            .changed = http::Signal::make(),
                            .vault = vault,
                            .data = directory,
                            .models = {}});
    captures.emplace(*city);
    files.emplace(*city, 180);
    receipts.emplace(*city);
    sender.emplace(*city, city::channels::Settings{});
  }
  void serve(const http::ServerOptions& options = {}) {
    server = must(
        http::Server::start(options, app::make_routes({*city, *captures, *files, *receipts, *sender}, {}, {}, "", "")));
  }
  std::string url(const std::string& path) const {
    return fmt::format("http://127.0.0.1:{}/api/v1{}", server->port(), path);
  }

  template <class F>
  auto read(F work) {
    std::invoke_result_t<F, storage::Transaction&> out;
    db->read([&](storage::Transaction& t) { out = work(t); });
    return out;
  }

  // An account with a session; `commands`: of a member who commands this unit.
  Headers log_in(const std::string& name, city::accounts::Role role, std::optional<Id> commands = {}) {
    const std::string token = crypto::random_token();
    const Id account = Id::make(clock.now());
    must(db->write([&](storage::Transaction& t) -> Result<> {
      WARD_CHECK(city::accounts::put_user(t, clock, account, {.name = name + token.substr(0, 8), .role = role},
                                          "no password opens this", "bench"));
      city::accounts::add_session(t, crypto::sha256(crypto::as_bytes(token)), account, clock.now());
      if (!commands) return {};
      for (const units::Posted& posted : units::team(t, *commands))
        if (posted.post.duty == units::Duty::commander) {
          units::Member member = posted.member;
          member.account = account;
          return units::put_member(t, clock, member, "bench");
        }
      return fail(ErrorKind::not_found, "bench.commander", {"nobody commands it", "无人指挥"});
    }));
    return {fmt::format("Cookie: {}={}", city::accounts::cookie_name, token), "X-Ward-Csrf: 1"};
  }

  const SystemClock clock;
  std::unique_ptr<storage::Database> db;
  const crypto::Key vault;
  std::optional<city::City> city;
  std::optional<city::captures::Captures> captures;
  std::optional<city::files::Files> files;
  std::optional<city::orders::Intake> receipts;
  std::optional<city::channels::Sender> sender;
  std::unique_ptr<http::Server> server;
};

}  // namespace ward::bench
