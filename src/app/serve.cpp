// `ward serve`: the server of a site or of many. Wiring only.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <iostream>
#include <thread>

#include "app/command.h"
#include "app/data.h"
#include "app/map.h"
#include "app/neighbours.h"
#include "app/routes.h"
#include "base/config.h"
#include "base/log.h"
#include "city/accounts/store.h"
#include "city/captures/store.h"
#include "city/channels/follower.h"
#include "city/channels/sender.h"
#include "city/city.h"
#include "city/declarations/api.h"
#include "city/devices/offline.h"
#include "city/enterprises/api.h"
#include "city/files/store.h"
#include "city/incidents/api.h"
#include "city/open311/api.h"
#include "city/orders/api.h"
#include "city/passages/drift_watch.h"
#include "city/units/store.h"

namespace ward::app {

namespace {

namespace fs = std::filesystem;

struct Settings {
  Where data;
  fs::path web, models, openapi;
  std::string log;
  http::ServerOptions http;
  int file_days = 180;
  city::channels::Settings channels;
  std::string mail_password_file;
  city::open311::Settings open311;
  Map map;
};

void read_open311(Config& c, Settings& s) {
  s.open311.link = s.channels.link;
  s.open311.contact = c.text("open311.contact", "", "Whom other systems ask about Open311; in its discovery.");
  s.open311.key_service = c.text("open311.key_service", "", "Where they ask for a key; in its discovery.");
  s.open311.type = c.choice("open311.type", "production", {"production", "test"}, "What its discovery says this is.");
}

void read_channels(Config& c, Settings& s) {
  using std::chrono::milliseconds;
  city::channels::Settings& it = s.channels;
  it.link = c.text("server.public_url", "", "Address of the console as people open it; messages link to it.");
  it.burst = milliseconds(c.integer("channels.burst_ms", 30'000, 0, 3'600'000,
                                    "Milliseconds within which what happens for one channel becomes one message."));
  it.timeout =
      milliseconds(c.integer("channels.timeout_ms", 10'000, 100, 600'000,
                             "Milliseconds one try may take; after three times as many another server tries."));
  it.patience.first = milliseconds(c.integer("channels.retry_first_ms", 10'000, 10, 3'600'000,
                                             "Milliseconds after the first failure; then doubled."));
  it.patience.most = milliseconds(
      c.integer("channels.retry_most_ms", 900'000, 10, 86'400'000, "Most milliseconds between two tries."));
  it.patience.give_up = milliseconds(c.integer("channels.give_up_ms", 86'400'000, 0, 2'592'000'000,
                                               "Milliseconds after the first try when a message is given up."));
  it.ask_again =
      milliseconds(c.integer("channels.ask_ms", 300'000, 100, 86'400'000,
                             "Milliseconds between two questions what became of a request in another city."));
  it.mail.server = c.text("mail.server", "", "SMTP server for messages by e-mail; empty for none.");
  it.mail.port = int(c.integer("mail.port", 25, 1, 65535, "Its TCP port."));
  const std::string security = c.choice("mail.security", "starttls", {"none", "starttls", "tls"},
                                        "How it is spoken to; none only inside of a network of your own.");
  it.mail.security = security == "none"  ? http::MailSecurity::none
                     : security == "tls" ? http::MailSecurity::tls
                                         : http::MailSecurity::starttls;
  it.mail.authority = c.text("mail.authority", "", "PEM file to trust besides the system's; empty for none.");
  it.mail.user = c.text("mail.user", "", "Name to log in with; empty for no login.");
  s.mail_password_file = c.text("mail.password_file", "", "File with the password in its first line.");
  it.mail_from = c.text("mail.from", "ward@localhost", "Address that messages come from.");
}

Settings read_settings(Config& c) {
  using std::chrono::milliseconds;
  Settings s;
  s.data.directory = c.text("server.data", "var/data", "Directory of the database, the keys and the captures.");
  s.data.database = c.text("server.database", "",
                           "PostgreSQL instead of the database in server.data: postgresql://user@host/name; several "
                           "servers may share one, each with a data directory of its own and the same vault.key.");
  s.http.address = c.text("server.address", "127.0.0.1", "Address to listen on; 0.0.0.0 for every one.");
  s.http.port = std::uint16_t(c.integer("server.port", 8460, 0, 65535, "TCP port; 0 for any free one."));
  s.http.certificate =
      c.text("server.certificate", "", "PEM file with the TLS certificate chain; empty for plain HTTP.");
  s.http.key = c.text("server.key", "", "PEM file with the certificate's key.");
  s.http.proxies = c.list("server.proxies", {},
                          "IP addresses of the proxies in front: only their X-Forwarded-For (who calls) and "
                          "X-Forwarded-Proto (https: cookies are Secure) are believed.");
  s.web = c.text("server.web", "web/dist", "Directory of the console's pages.");
  s.models = c.text("server.models", "var/models", "Directory of the network weights.");
  s.openapi = c.text("server.openapi", "api/openapi.yaml", "The contract that is served at /api/v1/openapi.yaml.");
  s.log = c.choice("server.log", "info", {"debug", "info", "warn", "error"}, "The least severe lines that are logged.");
  s.http.handler_threads = int(c.integer("limits.threads", s.http.handler_threads, 1, 256,
                                         "Threads that work on requests; most of their time they wait for the disk."));
  s.http.max_connections =
      std::size_t(c.integer("limits.connections", 10'000, 1, 1'000'000, "Connections at a time; above it 503."));
  s.http.head_timeout = milliseconds(
      c.integer("limits.head_ms", 10'000, 10, 600'000, "Milliseconds a client may take to send a request's header."));
  s.http.body_timeout = milliseconds(c.integer("limits.body_ms", 60'000, 10, 3'600'000,
                                               "Milliseconds it may take to send a body, or to take an answer."));
  s.http.idle_timeout = milliseconds(
      c.integer("limits.idle_ms", 75'000, 10, 3'600'000, "Milliseconds between two requests of a connection."));
  s.file_days = int(c.integer("limits.file_days", s.file_days, 1, 3'650,
                              "Days that pictures and voice notes of reports are kept after the day they were sent."));
  read_channels(c, s);
  read_open311(c, s);
  s.map = read_map(c);
  s.http.images = origin_of(s.map);
  return s;
}

// Regular work, on one thread until it goes out of scope.
class Rounds {
 public:
  Rounds(std::chrono::milliseconds every, std::function<Result<>()> work)
      : thread_([this, every, work = std::move(work)](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          std::string said;  // what lasts is said once: some of this is done several times a second
          while (!stop.stop_requested()) {
            const auto result = guarded(work);
            const std::string wrong = result ? "" : result.error().message.en;
            if (!wrong.empty() && wrong != said) log::error("regular work: {}", wrong);
            said = wrong;
            wake_.wait_for(lock, stop, every, [] { return false; });
          }
        }) {}

 private:
  static Result<> guarded(const std::function<Result<>()>& work) {
    try {
      return work();
    } catch (const Failure& failure) {
      return std::unexpected(failure.error);
    } catch (const std::exception& e) {
      return fail(ErrorKind::internal, "server.fault", {e.what(), e.what()});
    }
  }
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

Result<> check_somebody_can_log_in(storage::Database& db) {
  bool somebody = false;
  db.read([&](storage::Transaction& t) {
    for (const auto& user : city::accounts::list_users(t)) somebody = somebody || city::accounts::rules_all(user);
  });
  if (somebody) return {};
  return fail(ErrorKind::unavailable, "server.no_administrator",
              {"Nobody can log in: there is no administrator yet.", "还没有管理员账号，无人能够登录。"});
}

// Held while a server works on its data directory: a second one would write over its captures.
class DirectoryLock {
 public:
  explicit DirectoryLock(const fs::path& directory)
      : file_(::open((directory / "serve.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
  ~DirectoryLock() {
    if (file_ >= 0) ::close(file_);
  }
  DirectoryLock(const DirectoryLock&) = delete;
  Result<> take() {
    if (file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0) return {};
    return fail(ErrorKind::unavailable, "server.running",
                {"Another server works on this data directory.", "另一个服务正在使用该数据目录。"});
  }

 private:
  const int file_;
};

Result<> read_mail_password(Settings& settings) {
  if (settings.mail_password_file.empty()) return {};
  std::ifstream in(settings.mail_password_file);
  if (std::getline(in, settings.channels.mail.password)) return {};
  return fail(ErrorKind::unavailable, "mail.password",
              {"Cannot read the file of mail.password_file.", "无法读取 mail.password_file 指定的文件。"});
}

// Every connection is an open file; the usual soft limit is 1,024.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<> serve(Settings settings) {
  watch_signals();
  allow_many_files();
  WARD_CHECK(read_mail_password(settings));
  WARD_CHECK(make_data_directory(settings.data.directory));
  DirectoryLock lock(settings.data.directory);
  WARD_CHECK(lock.take());  // before the database is opened, which brings it to this program's schema
  WARD_TRY(data, open_data(settings.data));
  WARD_CHECK(check_somebody_can_log_in(*data.db));
  const SystemClock clock;
  city::City city = city_of(data, clock);
  city.models = settings.models;
  std::optional<Neighbours> neighbours;
  if (!settings.data.database.empty()) neighbours.emplace(*data.db, city);
  city::captures::Captures captures(city);
  city::files::Files files(city, settings.file_days);
  city::orders::Intake receipts(city);
  city::channels::Sender sender(city, settings.channels);
  city::channels::Follower follower(city, settings.channels);
  WARD_TRY(server,
           http::Server::start(settings.http, make_routes({city, captures, files, receipts, sender}, settings.open311,
                                                          settings.map, settings.openapi, settings.web)));
  city::devices::OfflineWatch offline(city);
  const Rounds watch(std::chrono::seconds(5), [&] { return offline.look(); });
  city::passages::DriftWatch drift(city);
  const Rounds drift_rounds(std::chrono::minutes(5), [&] { return drift.look(); });
  const Rounds pages(std::chrono::milliseconds(200), [&] { return city::incidents::send_pages(city); });
  const Rounds late(std::chrono::seconds(2), [&] { return city::incidents::count_late(city); });
  const Rounds gate_alarms(std::chrono::seconds(1), [&] { return city::incidents::report_gate_alarms(city); });
  const Rounds overdue(std::chrono::seconds(5), [&] { return city::declarations::look_for_overdue(city); });
  const Rounds silence(std::chrono::minutes(1), [&] { return city::enterprises::look_for_silence(city); });
  const Rounds orders(std::chrono::seconds(1), [&] { return city::orders::work(city, receipts); });
  const Rounds news(std::chrono::seconds(1), [&] { return sender.feed(); });
  const Rounds following(std::chrono::seconds(1), [&] { return follower.look(); });
  std::vector<std::unique_ptr<Rounds>> senders;  // several: a receiver that does not answer holds up the others less
  for (int i = 0; i < 4; ++i)
    senders.push_back(std::make_unique<Rounds>(std::chrono::seconds(1), [&] { return sender.send_due(); }));
  const Rounds posts(std::chrono::minutes(1), [&] {
    return city.db.write([&](storage::Transaction& t) -> Result<> {
      city::units::sweep_posts(t, clock);
      return {};
    });
  });
  const Rounds sweep(std::chrono::hours(1), [&]() -> Result<> {
    WARD_CHECK(captures.sweep());
    WARD_CHECK(files.sweep());
    return city.db.write([&](storage::Transaction& t) -> Result<> {
      city::accounts::sweep_sessions(t, clock.now());
      city::channels::sweep(t, clock.now() - city::channels::kept_for);
      return {};
    });
  });
  std::cout << "Ward listens on " << (settings.http.certificate.empty() ? "http" : "https") << "://"
            << settings.http.address << ':' << server->port() << std::endl;
  wait_for_stop();
  log::info("stopping");
  sender.stop();
  follower.stop();
  server->stop();
  return {};
}

}  // namespace

std::function<int()> define_serve(CLI::App& app) {
  const auto file = std::make_shared<std::string>();
  const auto database = std::make_shared<std::string>();
  const auto print = std::make_shared<bool>(false);
  app.add_option("--config", *file, "TOML file with the settings; every default without it");
  app.add_option("--database", *database, "goes before server.database of the file");
  app.add_flag("--print-config", *print, "print every setting with its documentation, and stop");
  return [file, database, print]() -> int {
    auto config = file->empty() ? Result<Config>(Config()) : Config::load(*file);
    if (!config) return report(config.error(), "ward serve --print-config shows a complete file");
    Settings settings = read_settings(*config);
    if (!database->empty()) settings.data.database = *database;
    if (const auto finished = config->finish(); !finished)
      return report(finished.error(), "ward serve --print-config shows every key");
    if (const auto sound = check(settings.map); !sound) return report(sound.error());
    if (*print) {
      std::cout << config->documented();
      return done;
    }
    start_log(settings.log);
    const auto served = serve(settings);
    if (served) return done;
    return report(served.error(), served.error().code == "server.no_administrator"
                                      ? "ward user add NAME --role administrator " + options_of(settings.data)
                                      : "");
  };
}

}  // namespace ward::app
