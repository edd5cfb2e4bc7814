#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "storage/connection.h"

namespace ward::storage {

namespace {

constexpr std::size_t max_waiting = 1'000;  // works; above it write() answers "storage.busy"
constexpr std::size_t max_group = 64;       // works committed together: bounds how long the first one waits
constexpr std::size_t max_idle_readers = 8;

Error full_error() {
  return Error::make(
      ErrorKind::unavailable, "storage.full",
      {"The disk is full or cannot be written; nothing was stored.", "磁盘已满或无法写入，数据未保存。"});
}
Error busy_error() {
  return Error::make(ErrorKind::too_many, "storage.busy",
                     {"The database is busy; try again in a moment.", "数据库繁忙，请稍后重试。"});
}

using Work = std::function<Result<>(Transaction&)>;

// One caller's work, from write() to its answer. The caller waits, so it lives on the caller's stack.
struct Job {
  const Work& work;
  Result<> answer{};
  std::exception_ptr thrown{};
  bool done = false;  // guarded by Sqlite::mutex_
};

// Connections that read, each for one work at a time.
class Readers {
 public:
  Readers(std::filesystem::path file, Connection::Mode mode) : file_(std::move(file)), mode_(mode) {}
  void read(const std::function<void(Transaction&)>& work);

 private:
  std::unique_ptr<Connection> take();

  const std::filesystem::path file_;
  const Connection::Mode mode_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

std::unique_ptr<Connection> Readers::take() {
  {
    std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  auto opened = Connection::open(file_, mode_);
  if (!opened) throw DatabaseError(opened.error().message.en);
  return *std::move(opened);
}

void Readers::read(const std::function<void(Transaction&)>& work) {
  auto reader = take();
  reader->begin(Connection::Mode::reader);
  work(*reader);  // on an exception the connection is closed, which ends its transaction
  reader->commit();
  std::lock_guard lock(mutex_);
  if (idle_.size() < max_idle_readers) idle_.push_back(std::move(reader));
}

// The steps that the file has not seen yet, in order. Errors: "storage.newer".
Result<std::vector<Migration>> missing_steps(Transaction& t, const std::vector<Migration>& steps,
                                             const std::filesystem::path& file) {
  std::set<int> present;
  if (t.first("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'", [](const Row&) { return true; }))
    t.query("SELECT number FROM schema_migrations", [&](const Row& row) { present.insert(int(row.integer(0))); });
  std::vector<Migration> missing;
  for (const Migration& step : steps)
    if (present.erase(step.number) == 0) missing.push_back(step);
  if (!present.empty())
    return fail(
        ErrorKind::unavailable, "storage.newer",
        {fmt::format("The database {} was made by a newer version of Ward (step {} is not known here).", file.string(),
                     *present.begin()),
         fmt::format("数据库 {} 由更新版本的 Ward 创建（本版本不认识第 {} 步）。", file.string(), *present.begin())});
  std::ranges::sort(missing, {}, &Migration::number);
  return missing;
}

class Sqlite final : public Database {
 public:
  Sqlite(std::filesystem::path file, std::unique_ptr<Connection> writer)
      : file_(std::move(file)),
        readers_(file_, Connection::Mode::reader),
        writer_(std::move(writer)),
        thread_([this] { run_writer(); }) {}

  ~Sqlite() override {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    ready_.notify_all();
    thread_.join();
  }

  void read(const std::function<void(Transaction&)>& work) override { readers_.read(work); }
  Result<> write(const Work& work) override;
  Result<int> migrate(const std::vector<Migration>& migrations) override;

 private:
  void run_writer();
  void commit_group(const std::vector<Job*>& group);
  void run_job(Job& job);

  const std::filesystem::path file_;
  Readers readers_;
  std::unique_ptr<Connection> writer_;  // used by the writer thread only

  std::mutex mutex_;
  std::condition_variable ready_, answered_;
  std::deque<Job*> waiting_;  // guarded by mutex_
  bool closing_ = false;      // guarded by mutex_

  std::thread thread_;  // last: it starts when everything else stands
};

Result<> Sqlite::write(const Work& work) {
  if (std::this_thread::get_id() == thread_.get_id())
    throw DatabaseError("write() inside a write would wait for itself");
  Job job{work};
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= max_waiting) return std::unexpected(busy_error());
  waiting_.push_back(&job);
  ready_.notify_one();
  answered_.wait(lock, [&] { return job.done; });
  lock.unlock();
  if (job.thrown) std::rethrow_exception(job.thrown);
  return std::move(job.answer);
}

void Sqlite::run_writer() {
  std::unique_lock lock(mutex_);
  while (true) {
    ready_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::size_t count = std::min(waiting_.size(), max_group);
    const std::vector<Job*> group(waiting_.begin(), waiting_.begin() + std::ptrdiff_t(count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + std::ptrdiff_t(count));
    lock.unlock();
    commit_group(group);
    lock.lock();
    for (Job* job : group) job->done = true;
    answered_.notify_all();
  }
}

// All works of the group in one transaction, each behind a savepoint; one COMMIT makes them durable together. When that
// fails, every one of them gets the failure, also those that had answered with an error of their own: it may have
// rested on a change of a neighbour that is gone now.
void Sqlite::commit_group(const std::vector<Job*>& group) {
  const auto answer_all = [&](const Error& error) {
    writer_->rollback();
    for (Job* job : group) job->thrown = nullptr, job->answer = std::unexpected(error);
  };
  try {
    writer_->take_full();
    writer_->begin(Connection::Mode::writer);
    for (Job* job : group) {
      run_job(*job);
      if (writer_->take_full() || !writer_->in_transaction()) return answer_all(full_error());
    }
    writer_->commit();
  } catch (const StorageFull&) {
    answer_all(full_error());
  } catch (const StorageBusy&) {
    answer_all(busy_error());
  } catch (...) {
    writer_->rollback();
    for (Job* job : group) job->thrown = std::current_exception();
  }
}

void Sqlite::run_job(Job& job) {
  writer_->run("SAVEPOINT work", {});
  try {
    job.answer = job.work(*writer_);
  } catch (const StorageFull&) {
    return;  // commit_group gives the whole group up
  } catch (const StorageBusy&) {
    job.answer = std::unexpected(busy_error());
  } catch (...) {
    job.thrown = std::current_exception();
  }
  if (!writer_->in_transaction()) return;
  if (job.thrown || !job.answer) writer_->run("ROLLBACK TO work", {});
  writer_->run("RELEASE work", {});
}

Result<int> Sqlite::migrate(const std::vector<Migration>& migrations) {
  int applied = 0;
  const Work work = [&](Transaction& t) -> Result<> {
    t.exec("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
    WARD_TRY(missing, missing_steps(t, migrations, file_));
    for (const Migration& step : missing) {
      static_cast<Connection&>(t).script(step.sql);
      t.exec("INSERT INTO schema_migrations (number, name) VALUES (?, ?)", step.number, step.name);
      ++applied;
    }
    return {};
  };
  WARD_CHECK(write(work));
  return applied;
}

class Viewed final : public Database {
 public:
  explicit Viewed(const std::filesystem::path& file) : file_(file), readers_(file, Connection::Mode::viewer) {}
  void read(const std::function<void(Transaction&)>& work) override { readers_.read(work); }
  Result<> write(const Work&) override {
    return fail(ErrorKind::unavailable, "storage.read_only",
                {"The database was opened only to be read.", "数据库仅以只读方式打开。"});
  }
  Result<int> migrate(const std::vector<Migration>& migrations) override;

 private:
  const std::filesystem::path file_;
  Readers readers_;
};

Result<int> Viewed::migrate(const std::vector<Migration>& migrations) {
  Result<std::vector<Migration>> missing;
  read([&](Transaction& t) { missing = missing_steps(t, migrations, file_); });
  WARD_CHECK(missing);
  if (missing->empty()) return 0;
  return fail(
      ErrorKind::unavailable, "storage.older",
      {fmt::format("The database {} was made by an older version of Ward (it lacks the step \"{}\").", file_.string(),
                   missing->front().name),
       fmt::format("数据库 {} 由较旧版本的 Ward 创建（缺少“{}”一步）。", file_.string(), missing->front().name)});
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file) {
  WARD_TRY(writer, Connection::open(file, Connection::Mode::writer));
  return std::make_unique<Sqlite>(file, std::move(writer));
}

Result<std::unique_ptr<Database>> open_sqlite_to_read(const std::filesystem::path& file) {
  WARD_CHECK(Connection::open(file, Connection::Mode::viewer));
  return std::make_unique<Viewed>(file);
}

Id Row::id(int column) const {
  const Blob bytes = blob(column);
  const auto id = Id::from_bytes(bytes);
  if (!id) throw DatabaseError(fmt::format("column {} is not an id", column));
  return *id;
}

}  // namespace ward::storage
