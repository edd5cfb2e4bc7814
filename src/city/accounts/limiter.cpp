#include "city/accounts/limiter.h"

#include <algorithm>
#include <vector>

namespace ward::city::accounts {

// One number a key: the time at which its bucket is full. A try moves it on by one interval; there is a try left while
// that stays within burst intervals from now (the generic cell rate algorithm).
Millis Limiter::take(const std::string& key) {
  std::lock_guard lock(mutex_);
  const Steady now = clock_.steady();
  const auto found = full_at_.find(key);
  const Steady next = (found == full_at_.end() ? now : std::max(found->second, now)) + interval_;
  const auto over = next - now - burst_ * interval_;
  if (over > over.zero()) return std::chrono::ceil<Millis>(over);
  if (found == full_at_.end() && full_at_.size() >= capacity_) make_room(now);
  full_at_[key] = next;
  return Millis::zero();
}

void Limiter::forgive(const std::string& key) {
  std::lock_guard lock(mutex_);
  full_at_.erase(key);
}

void Limiter::make_room(Steady now) {
  std::erase_if(full_at_, [&](const auto& entry) { return entry.second <= now; });
  if (full_at_.size() < capacity_) return;
  std::vector<Steady> times;
  for (const auto& [key, time] : full_at_) times.push_back(time);
  const auto middle = times.begin() + std::ptrdiff_t(times.size() / 2);
  std::ranges::nth_element(times, middle);
  std::erase_if(full_at_, [&](const auto& entry) { return entry.second <= *middle; });
}

}  // namespace ward::city::accounts
