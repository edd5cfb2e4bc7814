#include "gate/barrier/barrier.h"

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

struct Command {
  enum class Kind { open, hold, release } kind;
  std::chrono::seconds hold{0};
};

class WorkingBarrier final : public Barrier {
 public:
  explicit WorkingBarrier(std::unique_ptr<Relay> relay)
      : relay_(std::move(relay)), commands_(max_waiting, WhenFull::refuse), thread_([this] { run(); }) {}
  // What waits is still carried out, and what is open is closed, unless for fire.
  ~WorkingBarrier() override {
    commands_.close();
    thread_.join();
  }

  Result<> open(std::chrono::seconds hold) override { return push({Command::Kind::open, hold}); }
  Result<> hold_open(bool on) override { return push({on ? Command::Kind::hold : Command::Kind::release}); }
  BarrierHealth health() const override {
    std::lock_guard lock(mutex_);
    return health_;
  }

 private:
  Result<> push(Command command) {
    if (commands_.push(command)) return {};
    const Error busy = Error::make(ErrorKind::too_many, "barrier.busy",
                                   {"Too many commands wait for the barrier.", "等待道闸执行的命令过多。"});
    note(std::unexpected(busy));
    return std::unexpected(busy);
  }

  void run() {
    while (true) {
      const auto command = next();
      if (command)
        carry_out(*command);
      else if (commands_.closed() && commands_.size() == 0)
        break;
      tend();
    }
    if (open_until_ && !held_ && !relay_->closes_itself()) note(relay_->close());
  }

  // The next command, or nothing when the barrier itself is due.
  std::optional<Command> next() {
    if (!due_) return commands_.pop();
    const auto left = std::chrono::ceil<Millis>(*due_ - clock_.steady());
    return commands_.pop_for(std::max(left, Millis{0}));
  }

  void carry_out(const Command& command) {
    switch (command.kind) {
      case Command::Kind::open:
        return open_now(command.hold);
      case Command::Kind::hold:
        held_ = true;
        due_ = clock_.steady();
        return;
      case Command::Kind::release:
        held_ = false;
        open_until_ = due_ = clock_.steady();
        return;
    }
  }

  void open_now(std::chrono::seconds hold) {
    if (held_) return;
    const Steady give_up = clock_.steady() + patience;
    Result<> opened = relay_->open(hold);
    while (!opened && clock_.steady() < give_up && !commands_.closed()) {
      note(opened);
      std::this_thread::sleep_for(between_attempts);
      opened = relay_->open(hold);
    }
    finish(opened);
    if (!opened || relay_->closes_itself()) return;
    const Steady until = clock_.steady() + hold;
    open_until_ = due_ = open_until_ ? std::max(*open_until_, until) : until;
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
    holding_ = false;
    const Result<> closed = relay_->closes_itself() ? Result<>{} : relay_->close();
    note(closed);
    if (closed) {
      due_.reset();
      open_until_.reset();
    } else {
      due_ = clock_.steady() + again_later;
      if (commands_.closed()) due_.reset();
    }
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
  const SystemClock clock_{};
  Queue<Command> commands_;  // full: refused, and told
  mutable std::mutex mutex_;
  BarrierHealth health_;  // guarded by mutex_

  // Of the worker only.
  bool held_ = false, holding_ = false;
  std::optional<Steady> open_until_;  // the contact is on until then
  std::optional<Steady> due_;         // when something is to be done without a command

  std::thread thread_;  // last: it starts when everything else stands
};

}  // namespace

std::unique_ptr<Barrier> make_barrier(std::unique_ptr<Relay> relay) {
  return std::make_unique<WorkingBarrier>(std::move(relay));
}

Result<> RecordingBarrier::open(std::chrono::seconds hold) {
  std::lock_guard lock(mutex_);
  openings_.push_back(hold);
  return {};
}

Result<> RecordingBarrier::hold_open(bool on) {
  std::lock_guard lock(mutex_);
  held_ = on;
  return {};
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
