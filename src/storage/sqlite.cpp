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

class Sqlite final : public Database {
 public:
  Sqlite(std::filesystem::path file, std::unique_ptr<Connection> writer)
      : file_(std::move(file)), writer_(std::move(writer)), thread_([this] { run_writer(); }) {}

  ~Sqlite() override {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    ready_.notify_all();
    thread_.join();
  }

  void read(const std::function<void(Transaction&)>& work) override;
  Result<> write(const Work& work) override;
  Result<int> migrate(const std::vector<Migration>& migrations) override;

 private:
  std::unique_ptr<Connection> take_reader();
  void run_writer();
  void commit_group(const std::vector<Job*>& group);
  void run_job(Job& job);

  const std::filesystem::path file_;
  std::unique_ptr<Connection> writer_;  // used by the writer thread only

  std::mutex mutex_;
  std::condition_variable ready_, answered_;
  std::deque<Job*> waiting_;  // guarded by mutex_
  bool closing_ = false;      // guarded by mutex_

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;  // idle ones; guarded by readers_mutex_

  std::thread thread_;  // last: it starts when everything else stands
};

std::unique_ptr<Connection> Sqlite::take_reader() {
  {
    std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  auto opened = Connection::open(file_, Connection::Mode::reader);
  if (!opened) throw DatabaseError(opened.error().message.en);
  return *std::move(opened);
}

void Sqlite::read(const std::function<void(Transaction&)>& work) {
  auto reader = take_reader();
  reader->begin(Connection::Mode::reader);
  work(*reader);  // on an exception the connection is closed, which ends its transaction
  reader->commit();
  std::lock_guard lock(readers_mutex_);
  if (readers_.size() < max_idle_readers) readers_.push_back(std::move(reader));
}

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
  std::vector<Migration> ordered = migrations;
  std::ranges::sort(ordered, {}, &Migration::number);
  int applied = 0;
  const Work work = [&](Transaction& t) -> Result<> {
    t.exec("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
    std::set<int> present;
    t.query("SELECT number FROM schema_migrations", [&](const Row& row) { present.insert(int(row.integer(0))); });
    for (const int number : present)
      if (std::ranges::find(ordered, number, &Migration::number) == ordered.end())
        return fail(
            ErrorKind::unavailable, "storage.newer",
            {fmt::format("The database {} was made by a newer version of Ward (step {} is not known here).",
                         file_.string(), number),
             fmt::format("数据库 {} 由更新版本的 Ward 创建（本版本不认识第 {} 步）。", file_.string(), number)});
    for (const Migration& step : ordered) {
      if (present.contains(step.number)) continue;
      static_cast<Connection&>(t).script(step.sql);
      t.exec("INSERT INTO schema_migrations (number, name) VALUES (?, ?)", step.number, step.name);
      ++applied;
    }
    return {};
  };
  WARD_CHECK(write(work));
  return applied;
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file) {
  WARD_TRY(writer, Connection::open(file, Connection::Mode::writer));
  return std::make_unique<Sqlite>(file, std::move(writer));
}

Id Row::id(int column) const {
  const Blob bytes = blob(column);
  const auto id = Id::from_bytes(bytes);
  if (!id) throw DatabaseError(fmt::format("column {} is not an id", column));
  return *id;
}

}  // namespace ward::storage
