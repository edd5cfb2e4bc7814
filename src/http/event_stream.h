// The live stream as the server sees it: who listens and what waits for each.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "http/bell.h"
#include "http/http.h"

namespace ward::http {

// One listener's bounded queue. Safe to use from any thread.
class Listener {
 public:
  static constexpr std::size_t capacity = 256;

  Listener(EventStream::Filter filter, Language language, std::function<void()> wake)
      : bell_(std::move(wake)), filter_(std::move(filter)), language_(language) {}

  // Queues the event if the filter wants it. A full queue makes the listener `overrun` for good.
  void offer(const Event& event, const std::string& scope);
  // Everything that waits, as bytes of an event stream (WHATWG HTML, section 9.2); "" when nothing does.
  std::string take();
  bool overrun() const;
  void give_up();  // makes it `overrun`
  void refilter(EventStream::Filter filter);
  Bell& bell() { return bell_; }

 private:
  Bell bell_;
  mutable std::mutex mutex_;
  EventStream::Filter filter_;      // guarded by mutex_
  std::deque<std::string> frames_;  // guarded by mutex_
  bool overrun_ = false;            // guarded by mutex_
  const Language language_;
};

class ListenedStream final : public EventStream {
 public:
  explicit ListenedStream(Forward forward) : forward_(std::move(forward)) {}
  void publish(const Event& event, const std::string& scope) override;
  void publish_here(const Event& event, const std::string& scope) override;
  void interrupt() override;
  bool heard() const override;
  void add(std::shared_ptr<Listener> listener);
  void remove(const std::shared_ptr<Listener>& listener);

 private:
  const Forward forward_;
  mutable std::mutex mutex_;
  std::set<std::shared_ptr<Listener>> listeners_;  // guarded by mutex_
};

class CountingSignal final : public Signal {
 public:
  explicit CountingSignal(std::function<void()> forward) : forward_(std::move(forward)) {}
  void notify() override;
  void notify_here() override;
  std::uint64_t count() const;  // of notifications so far
  void add(std::shared_ptr<Bell> bell);
  void remove(const std::shared_ptr<Bell>& bell);

 private:
  const std::function<void()> forward_;
  mutable std::mutex mutex_;
  std::uint64_t count_ = 0;                // guarded by mutex_
  std::set<std::shared_ptr<Bell>> bells_;  // guarded by mutex_
};

}  // namespace ward::http
