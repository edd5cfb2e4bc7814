#include "gate/barrier/barrier.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <optional>

#include "base/log.h"

namespace ward::gate {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_waiting = 64;
constexpr auto patience = 3s;  // of a person before a barrier that does not open
constexpr auto between_attempts = 250ms;
constexpr auto again_later = 1s;  // for what must not be given up
constexpr auto pulse_every = 5s;  // keeps a device open that closes by itself

struct Opening {
  Steady asked;
  std::chrono::seconds hold;
};

Error too_many() {
  return Error::make(ErrorKind::too_many, "barrier.busy",
                     {"Too many openings wait for the barrier.", "等待道闸执行的开门指令过多。"});
}
Error too_late() {
  return Error::make(ErrorKind::unavailable, "barrier.late",
                     {"The barrier was busy until the person had gone; it was not opened.",
                      "道闸忙碌时间过长，人员已离开，未再开门。"});
}

class WorkingBarrier final : public Barrier {
 public:
  WorkingBarrier(std::unique_ptr<Relay> relay, const Clock& clock, AtStart start)
      : relay_(std::move(relay)),
        clock_(clock),
        due_(start == AtStart::close ? std::optional(clock.steady()) : std::nullopt),
        thread_([this] { run(); }) {}
  // What waits is still carried out, and what is open is closed, unless for fire.
  ~WorkingBarrier() override {
    {
      std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  Result<> open(std::chrono::seconds hold) override {
    {
      std::lock_guard lock(mutex_);
      if (openings_.size() < max_waiting) {
        openings_.push_back({clock_.steady(), hold});
        wake_.notify_one();
        return {};
      }
    }
    note(std::unexpected(too_many()));
    return std::unexpected(too_many());
  }

  void hold_open(bool on) override {
    {
      std::lock_guard lock(mutex_);
      hold_wanted_ = on;
    }
    wake_.notify_one();
  }

  BarrierHealth health() const override {
    std::lock_guard lock(mutex_);
    return health_;
  }

 private:
  // What there is to do, or the end.
  struct Work {
    bool hold = false;
    std::optional<Opening> opening;
    bool end = false;
  };

  void run() {
    while (true) {
      const Work work = next();
      if (work.hold != held_) change_hold(work.hold);
      if (work.opening) open_for(*work.opening);
      tend();
      if (work.end) break;
    }
    if (due_ && !held_) note(relay_->close());
  }

  Work next() {
    std::unique_lock lock(mutex_);
    const auto something = [&] { return ending_ || !openings_.empty() || hold_wanted_ != held_; };
    if (due_)
      wake_.wait_for(lock, std::max(*due_ - clock_.steady(), Steady::duration{0}), something);
    else
      wake_.wait(lock, something);
    Work work{.hold = hold_wanted_, .opening = {}};
    if (!openings_.empty()) {
      work.opening = openings_.front();
      openings_.pop_front();
    }
    work.end = ending_ && !work.opening;
    return work;
  }

  void change_hold(bool on) {
    held_ = on;
    holding_ = false;
    open_until_.reset();
    due_ = clock_.steady();
  }

  // Ending or a fire cut the attempts short.
  bool may_try_again(const Opening& opening) const {
    std::lock_guard lock(mutex_);
    return !ending_ && !hold_wanted_ && clock_.steady() - opening.asked < patience;
  }

  void open_for(const Opening& opening) {
    if (held_) return;
    if (clock_.steady() - opening.asked >= patience) return finish(std::unexpected(too_late()));
    Result<> opened = relay_->open(opening.hold);
    while (!opened && may_try_again(opening)) {
      note(opened);
      std::this_thread::sleep_for(between_attempts);
      opened = relay_->open(opening.hold);
    }
    finish(opened);
    const Steady now = clock_.steady();
    if (opened && !relay_->closes_itself())
      open_until_ = due_ = std::max(open_until_.value_or(now), now + opening.hold);
    else if (!opened && !open_until_)
      due_ = now;  // it may have opened without an answer
  }

  // Keeps open while held; closes when the time is over. Neither is ever given up.
  void tend() {
    if (!due_ || clock_.steady() < *due_) return;
    if (held_) {
      const Result<> opened = relay_->open(std::chrono::seconds{2 * pulse_every});
      if (!opened || !holding_) finish(opened);
      holding_ = opened.has_value();
      due_ = clock_.steady() + (opened ? Steady::duration(pulse_every) : Steady::duration(again_later));
      return;
    }
    const Result<> closed = relay_->close();
    note(closed);
    open_until_.reset();
    due_ = closed ? std::nullopt : std::optional(clock_.steady() + again_later);
  }

  void finish(const Result<>& result) {
    note(result);
    std::lock_guard lock(mutex_);
    ++(result ? health_.opened : health_.failed);
  }

  void note(const Result<>& result) {
    std::lock_guard lock(mutex_);
    const std::string code = result ? "" : result.error().code;
    if (code != health_.fault) {
      if (result)
        log::info("barrier: works again");
      else
        log::error("barrier: {} ({})", result.error().message.en, code);
    }
    health_.fault = code;
    health_.message = result ? Text{} : result.error().message;
  }

  const std::unique_ptr<Relay> relay_;
  const Clock& clock_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Opening> openings_;  // guarded by mutex_; full: refused, and told
  bool hold_wanted_ = false;      // guarded by mutex_
  bool ending_ = false;           // guarded by mutex_
  BarrierHealth health_;          // guarded by mutex_

  // Of the worker only.
  bool held_ = false, holding_ = false;
  std::optional<Steady> open_until_;  // the contact is on until then
  std::optional<Steady> due_;         // when something is to be done without being asked: closing, or holding on

  std::thread thread_;  // last: it starts when everything else stands
};

}  // namespace

std::unique_ptr<Barrier> make_barrier(std::unique_ptr<Relay> relay, const Clock& clock, AtStart start) {
  return std::make_unique<WorkingBarrier>(std::move(relay), clock, start);
}

Result<> RecordingBarrier::open(std::chrono::seconds hold) {
  std::lock_guard lock(mutex_);
  openings_.push_back(hold);
  return {};
}

void RecordingBarrier::hold_open(bool on) {
  std::lock_guard lock(mutex_);
  held_ = on;
}

BarrierHealth RecordingBarrier::health() const {
  std::lock_guard lock(mutex_);
  BarrierHealth health;
  health.opened = openings_.size();
  return health;
}

std::vector<std::chrono::seconds> RecordingBarrier::openings() const {
  std::lock_guard lock(mutex_);
  return openings_;
}

bool RecordingBarrier::held() const {
  std::lock_guard lock(mutex_);
  return held_;
}

}  // namespace ward::gate
