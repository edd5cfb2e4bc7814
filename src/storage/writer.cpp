#include "storage/writer.h"

#include <algorithm>

namespace ward::storage {

namespace {

constexpr std::size_t max_waiting = 1'000;  // works; above it write() answers "storage.busy"
constexpr std::size_t max_group = 64;       // works committed together: bounds how long the first one waits
constexpr int max_tries = 5;                // of a group whose works may run again

}  // namespace

Error full_error() {
  return Error::make(
      ErrorKind::unavailable, "storage.full",
      {"The disk is full or cannot be written; nothing was stored.", "磁盘已满或无法写入，数据未保存。"});
}
Error busy_error() {
  return Error::make(ErrorKind::too_many, "storage.busy",
                     {"The database is busy; try again in a moment.", "数据库繁忙，请稍后重试。"});
}

// One caller's work, from write() to its answer. The caller waits, so it lives on the caller's stack.
struct Writer::Job {
  const Work& work;
  Result<> answer{};
  std::exception_ptr thrown{};
  bool done = false;  // guarded by Writer::mutex_
  // Its own: those whose work comes later are not woken to find out that it was not theirs.
  std::condition_variable answered{};
};

Writer::Writer(std::unique_ptr<WriteConnection> connection)
    : connection_(std::move(connection)), thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  ready_.notify_all();
  thread_.join();
}

Result<> Writer::write(const Work& work) {
  if (std::this_thread::get_id() == thread_.get_id())
    throw DatabaseError("write() inside a write would wait for itself");
  Job job{work};
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= max_waiting) return std::unexpected(busy_error());
  waiting_.push_back(&job);
  ready_.notify_one();
  job.answered.wait(lock, [&] { return job.done; });
  lock.unlock();
  if (job.thrown) std::rethrow_exception(job.thrown);
  return std::move(job.answer);
}

void Writer::run() {
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
    for (Job* job : group) {
      job->done = true;
      job->answered.notify_one();  // under the lock: without it the job could be gone
    }
  }
}

// All works of the group in one transaction; one COMMIT makes them durable together. When that fails, every one of them
// gets the failure, also those that had answered with an error of their own: it may have rested on a change of a
// neighbour that is gone now.
void Writer::commit_group(const std::vector<Job*>& group) {
  for (int tries = 1;; ++tries) {
    std::exception_ptr thrown;
    try {
      try_group(group);
    } catch (...) {
      thrown = std::current_exception();
    }
    const auto doom = connection_->doom();
    if (!thrown && !doom) return;
    connection_->rollback();
    if (doom && doom->again && tries < max_tries) continue;
    for (Job* job : group) {
      job->thrown = doom ? nullptr : thrown;
      job->answer = doom ? Result<>(std::unexpected(doom->error)) : Result<>();
    }
    return;
  }
}

void Writer::try_group(const std::vector<Job*>& group) {
  connection_->begin_writing();
  for (Job* job : group) {
    run_job(*job);
    if (connection_->doom()) return;
  }
  connection_->commit();
}

void Writer::run_job(Job& job) {
  job.thrown = nullptr;
  connection_->control("SAVEPOINT work");
  try {
    job.answer = job.work(*connection_);
  } catch (const Failure& failure) {
    job.answer = std::unexpected(failure.error);
  } catch (...) {
    job.thrown = std::current_exception();
  }
  if (connection_->doom()) return;
  if (!job.thrown && job.answer && connection_->stuck())
    job.thrown = std::make_exception_ptr(DatabaseError("a work went on after a statement that had failed"));
  if (job.thrown || !job.answer) connection_->control("ROLLBACK TO work");
  connection_->control("RELEASE work");
}

}  // namespace ward::storage
