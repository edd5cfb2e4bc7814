// Databases for tests, of either kind: SQLite in a directory of its own, PostgreSQL in a schema of its own on a server
// that the test program starts once. Tests of what is true of both are written once:
//   class StoreTest : public ::testing::TestWithParam<storage::Engine> { storage::TestDatabase database{GetParam()}; };
//   INSTANTIATE_TEST_SUITE_P(On, StoreTest, storage::both_engines, storage::engine_name);
#pragma once

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <vector>

#include "base/crypto.h"
#include "storage/database.h"

namespace ward::storage {

enum class Engine { sqlite, postgres };

inline const auto both_engines = ::testing::Values(Engine::sqlite, Engine::postgres);
inline std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::sqlite ? "SQLite" : "PostgreSQL";
}

// A PostgreSQL server on a Unix socket in a temporary directory, without fsync: made for the first test that wants it,
// gone with the program, also when that crashes.
class TestServer {
 public:
  static TestServer& one() {
    static TestServer server;
    return server;
  }
  TestServer(const TestServer&) = delete;

  // Of the database that exists from the beginning; `more` is added to the parameters.
  std::string url(const std::string& more = "") const {
    return "postgresql:///postgres?host=" + directory_.string() + "&user=ward" + more;
  }
  // SIGQUIT: the processes end at once, as when the machine fails, and start recovers.
  void stop(int signal = SIGINT) {
    ::kill(process_, signal);
    ::waitpid(process_, nullptr, 0);
  }
  // Returns when it takes connections.
  void start(const std::vector<std::string>& settings = {"fsync=off", "shared_buffers=16MB"}) {
    std::vector<std::string> words = {bin("postgres"), "-D", data().string(),    "-k",
                                      directory_,      "-c", "listen_addresses="};
    for (const std::string& setting : settings) words.insert(words.end(), {"-c", setting});
    process_ = spawn(words);
    while (ended(spawn({bin("pg_isready"), "-q", "-h", directory_.string()})) != 0)
      if (::waitpid(process_, nullptr, WNOHANG) == process_) throw std::runtime_error("postgres ended: " + log());
  }

 private:
  TestServer() {
    sweep();
    if (::geteuid() == 0) owner_ = ::getpwnam("postgres");  // it refuses to run as root
    std::filesystem::create_directories(directory_);
    if (owner_ && ::chown(directory_.c_str(), owner_->pw_uid, owner_->pw_gid) != 0) throw std::runtime_error("chown");
    // Ordered by the rules of a language, as many installations are: Ward must say itself where it wants bytes.
    const pid_t made = spawn({bin("initdb"), "-D", data().string(), "-U", "ward", "-A", "trust", "-N", "-E", "UTF8",
                              "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"});
    if (ended(made) != 0) throw std::runtime_error("initdb failed: " + log());
    start();
  }
  ~TestServer() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  static std::string bin(const std::string& program) {
    std::filesystem::path newest;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql"))
      newest = std::max(newest, version.path());
    return newest / "bin" / program;
  }
  std::filesystem::path data() const { return directory_ / "data"; }
  std::string log() const {
    std::ifstream in(directory_ / "log");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  static int ended(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }
  // A program that ends when this one does, however that is.
  pid_t spawn(const std::vector<std::string>& words) const {
    std::vector<char*> argv;
    for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const std::string log_file = directory_ / "log";
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (owner_ && (::initgroups(owner_->pw_name, owner_->pw_gid) != 0 || ::setgid(owner_->pw_gid) != 0 ||
                   ::setuid(owner_->pw_uid) != 0))
      ::_exit(1);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    if (::chdir("/") == 0) ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  // Directories of test programs that crashed.
  static void sweep() {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
      const std::string name = entry.path().filename();
      if (!name.starts_with("ward-postgres-")) continue;
      if (::kill(std::atoi(name.c_str() + 14), 0) != 0 && errno == ESRCH)
        std::filesystem::remove_all(entry.path(), ignored);
    }
  }

  const std::filesystem::path directory_ =
      std::filesystem::temp_directory_path() / ("ward-postgres-" + std::to_string(::getpid()));
  const passwd* owner_ = nullptr;
  pid_t process_ = 0;
};

// An empty database; what is in it goes when it goes out of scope, which must be after every Database it opened.
class TestDatabase {
 public:
  explicit TestDatabase(Engine engine) : engine_(engine) {
    std::filesystem::create_directories(directory);
    if (engine_ == Engine::postgres) admin("CREATE SCHEMA " + schema_);
  }
  ~TestDatabase() {
    if (engine_ == Engine::postgres) admin("DROP SCHEMA " + schema_ + " CASCADE");
    std::filesystem::remove_all(directory);
  }
  TestDatabase(const TestDatabase&) = delete;

  std::unique_ptr<Database> open() const {
    return opened(engine_ == Engine::sqlite ? open_sqlite(file) : open_postgres(url()));
  }
  std::unique_ptr<Database> open_to_read() const {
    return opened(engine_ == Engine::sqlite ? open_sqlite_to_read(file) : open_postgres_to_read(url()));
  }
  std::string url() const { return TestServer::one().url("&options=-csearch_path%3D" + schema_); }

  // For whatever else the test keeps in files.
  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() / ("ward-test-" + crypto::random_token(8));
  const std::filesystem::path file = directory / "ward.db";  // of SQLite

 private:
  static std::unique_ptr<Database> opened(Result<std::unique_ptr<Database>> result) {
    if (!result) throw std::runtime_error(result.error().message.en);
    return *std::move(result);
  }
  static void admin(const std::string& sql) {
    static const auto server = opened(open_postgres(TestServer::one().url()));
    if (!server->write([&](Transaction& t) -> Result<> { return t.exec(sql), Result<>{}; }))
      throw std::runtime_error(sql);
  }

  const Engine engine_;
  const std::string schema_ = "t" + crypto::hex(crypto::random_bytes(6));
};

}  // namespace ward::storage
