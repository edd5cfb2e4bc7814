// A device that is opened when its first item is asked for, and again whenever it was lost or silent three times
// running: after 1, 2, 4 ... at most 30 s. In between, next() waits its patience and answers with the last error. An
// error whose code ends with ".end" (a recording is over) is final; one that ends with ".silent" means nothing in time.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"

namespace ward {

// `Device` has next(Millis) -> Result<...> and describe(). Used by one thread.
template <class Device>
class Reopening {
 public:
  using Open = std::function<Result<std::unique_ptr<Device>>()>;

  // `name` stands for the device while there is none, `kind` before its lines in the log. `clock` must outlive it.
  Reopening(std::string name, std::string kind, Open open, const Clock& clock, Wait wait)
      : name_(std::move(name)), kind_(std::move(kind)), open_(std::move(open)), clock_(clock), wait_(std::move(wait)) {}

  auto next(Millis patience) -> decltype(std::declval<Device&>().next(patience)) {
    if (!device_ && !try_open(patience)) return std::unexpected(*error_);
    auto item = device_->next(patience);
    if (item) {
      pause_ = first_pause;
      silences_ = 0;
      return item;
    }
    const std::string& code = item.error().code;
    if (code.ends_with(".silent") && ++silences_ < 3) return item;
    if (!code.ends_with(".end")) drop(item.error());
    return item;
  }

  std::string describe() const { return device_ ? device_->describe() : name_; }

 private:
  static constexpr Millis first_pause{1000}, longest_pause{30'000};

  bool try_open(Millis patience) {
    const auto now = clock_.steady();
    if (retry_at_ && now < *retry_at_) {
      wait_(std::min(patience, std::chrono::ceil<Millis>(*retry_at_ - now)));
      if (clock_.steady() < *retry_at_) return false;
    }
    auto opened = open_();
    if (!opened) {
      drop(opened.error());
      return false;
    }
    device_ = std::move(*opened);
    silences_ = 0;
    log::info("{} {}: open", kind_, device_->describe());
    return true;
  }

  void drop(const Error& error) {
    if (!error_ || error_->code != error.code || device_) log::warn("{}: {}", kind_, error.message.en);
    error_ = error;
    device_.reset();
    retry_at_ = clock_.steady() + pause_;
    pause_ = std::min(2 * pause_, longest_pause);
  }

  std::string name_, kind_;
  Open open_;
  const Clock& clock_;
  Wait wait_;
  std::unique_ptr<Device> device_;
  std::optional<Error> error_;
  std::optional<Steady> retry_at_;
  Millis pause_ = first_pause;
  int silences_ = 0;
};

}  // namespace ward
