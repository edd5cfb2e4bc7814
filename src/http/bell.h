// A thread-safe way to wake one coroutine: rung from anywhere, silenced before the coroutine goes.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace ward::http {

class Bell {
 public:
  explicit Bell(std::function<void()> wake) : wake_(std::move(wake)) {}
  void ring() {
    std::lock_guard lock(mutex_);
    if (wake_) wake_();
  }
  // After this returns, nobody is inside `wake` and it is never called again.
  void silence() {
    std::lock_guard lock(mutex_);
    wake_ = nullptr;
  }

 private:
  std::mutex mutex_;
  std::function<void()> wake_;  // guarded by mutex_; must not block
};

}  // namespace ward::http
