// Group commit: the works of several callers in one transaction, each behind a savepoint. Inside storage only.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "storage/database.h"

namespace ward::storage {

using Work = std::function<Result<>(Transaction&)>;

Error full_error();
Error busy_error();

// Why nothing of a transaction can be committed any more, and whether its works may run again.
struct Doom {
  Error error;
  bool again = false;
};

// What a Writer commits through. Used by one thread.
class WriteConnection : public Transaction {
 public:
  virtual void begin_writing() = 0;
  virtual void control(const char* sql) = 0;  // SAVEPOINT and what belongs to it
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;  // does nothing outside a transaction
  // Since the last begin_writing(); also when the work swallowed the exception that came with it.
  virtual const std::optional<Doom>& doom() const = 0;
  // A statement failed since the last savepoint and nothing but going back to it helps.
  virtual bool stuck() const = 0;
};

// All writes of this process: one thread, one connection.
class Writer {
 public:
  explicit Writer(std::unique_ptr<WriteConnection> connection);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // As Database::write.
  Result<> write(const Work& work);

 private:
  struct Job;
  void run();
  void commit_group(const std::vector<Job*>& group);
  void try_group(const std::vector<Job*>& group);
  void run_job(Job& job);

  std::unique_ptr<WriteConnection> connection_;  // used by the thread only

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job*> waiting_;  // guarded by mutex_
  bool closing_ = false;      // guarded by mutex_

  std::thread thread_;  // last: it starts when everything else stands
};

}  // namespace ward::storage
