// So many at once, the others in the order in which they came: nobody is passed by, so nobody waits much longer than
// everybody else.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

namespace ward {

class Turns {
 public:
  explicit Turns(int at_once) : free_(at_once) {}
  Turns(const Turns&) = delete;

  // Waits for a turn; it is given back by another call.
  void take() {
    std::unique_lock lock(mutex_);
    if (free_ > 0) return void(--free_);
    Waiting own;
    waiting_.push_back(&own);
    own.called.wait(lock, [&] { return own.has_turn; });
  }
  void give_back() {
    std::lock_guard lock(mutex_);
    if (waiting_.empty()) return void(++free_);
    Waiting* const next = waiting_.front();
    waiting_.pop_front();
    next->has_turn = true;
    next->called.notify_one();  // under the lock: without it `next` could be gone
  }
  // How many wait.
  int waiting() const {
    std::lock_guard lock(mutex_);
    return int(waiting_.size());
  }

 private:
  struct Waiting {
    std::condition_variable called;
    bool has_turn = false;
  };
  mutable std::mutex mutex_;
  int free_;                      // when it is more than 0, nobody waits
  std::deque<Waiting*> waiting_;  // each on its own stack
};

}  // namespace ward
