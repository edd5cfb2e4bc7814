#include "http/event_stream.h"

namespace ward::http {

void Listener::offer(const Event& event, const std::string& scope) {
  {
    std::lock_guard lock(mutex_);
    if (overrun_ || !filter_(event, scope)) return;
    const std::string& data = language_ == Language::zh && !event.data_zh.empty() ? event.data_zh : event.data;
    if (frames_.size() >= capacity)
      overrun_ = true;
    else
      frames_.push_back("event: " + event.name + "\ndata: " + data + "\n\n");
  }
  bell_.ring();
}

std::string Listener::take() {
  std::deque<std::string> frames;
  {
    std::lock_guard lock(mutex_);
    frames.swap(frames_);
  }
  std::string all;
  for (const auto& frame : frames) all += frame;
  return all;
}

bool Listener::overrun() const {
  std::lock_guard lock(mutex_);
  return overrun_;
}

void Listener::give_up() {
  {
    std::lock_guard lock(mutex_);
    overrun_ = true;
  }
  bell_.ring();
}

void Listener::refilter(EventStream::Filter filter) {
  std::lock_guard lock(mutex_);
  filter_ = std::move(filter);
}

void ListenedStream::publish(const Event& event, const std::string& scope) {
  publish_here(event, scope);
  if (forward_) forward_(event, scope);
}

void ListenedStream::interrupt() {
  std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) listener->give_up();
}

void ListenedStream::publish_here(const Event& event, const std::string& scope) {
  std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) listener->offer(event, scope);
}

bool ListenedStream::heard() const {
  std::lock_guard lock(mutex_);
  return forward_ || !listeners_.empty();
}

void ListenedStream::add(std::shared_ptr<Listener> listener) {
  std::lock_guard lock(mutex_);
  listeners_.insert(std::move(listener));
}

void ListenedStream::remove(const std::shared_ptr<Listener>& listener) {
  std::lock_guard lock(mutex_);
  listeners_.erase(listener);
}

std::shared_ptr<EventStream> EventStream::make(Forward forward) {
  return std::make_shared<ListenedStream>(std::move(forward));
}

void CountingSignal::notify() {
  notify_here();
  if (forward_) forward_();
}

void CountingSignal::notify_here() {
  std::lock_guard lock(mutex_);
  ++count_;
  for (const auto& bell : bells_) bell->ring();
}

std::uint64_t CountingSignal::count() const {
  std::lock_guard lock(mutex_);
  return count_;
}

void CountingSignal::add(std::shared_ptr<Bell> bell) {
  std::lock_guard lock(mutex_);
  bells_.insert(std::move(bell));
}

void CountingSignal::remove(const std::shared_ptr<Bell>& bell) {
  std::lock_guard lock(mutex_);
  bells_.erase(bell);
}

std::shared_ptr<Signal> Signal::make(std::function<void()> forward) {
  return std::make_shared<CountingSignal>(std::move(forward));
}

}  // namespace ward::http
