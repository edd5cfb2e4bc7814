#include "city/orders/orders.h"

#include <algorithm>

namespace ward::city::orders {

namespace {

constexpr std::string_view step_words[] = {"delivered", "read", "acknowledged", "done"};
constexpr std::string_view audience_words[] = {"commander", "member", "landlord", "workshop_head"};
constexpr std::string_view urgency_words[] = {"immediate", "expected", "future"};
constexpr std::string_view state_words[] = {"active", "superseded", "cancelled"};

template <class E, std::size_t N>
std::optional<E> find_word(const std::string_view (&words)[N], std::string_view text) {
  const auto found = std::ranges::find(words, text);
  if (found == std::end(words)) return std::nullopt;
  return E(found - std::begin(words));
}

}  // namespace

std::string_view to_string(Step step) { return step_words[std::size_t(step)]; }
std::optional<Step> step_from(std::string_view text) { return find_word<Step>(step_words, text); }
std::string_view to_string(Audience audience) { return audience_words[std::size_t(audience)]; }
std::optional<Audience> audience_from(std::string_view text) { return find_word<Audience>(audience_words, text); }
std::string_view to_string(Urgency urgency) { return urgency_words[std::size_t(urgency)]; }
std::string_view to_string(State state) { return state_words[std::size_t(state)]; }
std::optional<State> state_from(std::string_view text) { return find_word<State>(state_words, text); }

Audience audience_of(units::Duty duty, units::Kind kind) {
  if (duty == units::Duty::member) return Audience::member;
  if (kind == units::Kind::tenants) return Audience::landlord;
  if (kind == units::Kind::workshop) return Audience::workshop_head;
  return Audience::commander;
}

Progress& Progress::operator+=(const Progress& other) {
  recipients += other.recipients;
  delivered += other.delivered;
  read += other.read;
  acknowledged += other.acknowledged;
  done += other.done;
  return *this;
}

const std::optional<Time>& at(const Steps& steps, Step step) {
  switch (step) {
    case Step::delivered:
      return steps.delivered_at;
    case Step::read:
      return steps.read_at;
    case Step::acknowledged:
      return steps.acknowledged_at;
    case Step::done:
      break;
  }
  return steps.done_at;
}
std::optional<Time>& at(Steps& steps, Step step) {
  return const_cast<std::optional<Time>&>(at(std::as_const(steps), step));
}

Progress advance(Steps& steps, Step step, Time now) {
  const auto come = [&](Step to) -> std::int64_t {
    std::optional<Time>& when = at(steps, to);
    if (to > step || when) return 0;
    when = now;
    return 1;
  };
  Progress added;
  added.delivered = come(Step::delivered);
  added.read = come(Step::read);
  added.acknowledged = come(Step::acknowledged);
  added.done = come(Step::done);
  return added;
}

Time release_at(const Order& order, int depth) {
  return order.issued_at + std::chrono::minutes(order.input.pass_minutes) * depth;
}

}  // namespace ward::city::orders
