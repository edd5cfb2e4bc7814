#include "city/channels/follower.h"

#include <algorithm>

#include "base/log.h"
#include "city/channels/city_server.h"
#include "city/incidents/api.h"

namespace ward::city::channels {

namespace {

constexpr int asked_at_once = 50;               // ids in one question: they stand in an address
constexpr std::size_t most_followed = 4 << 20;  // bytes

}  // namespace

Result<> Follower::look() {
  while (!stop_.stop_requested()) {
    Round round;
    std::optional<Channel> channel;
    bool due = false;
    city_.db.read([&](storage::Transaction& t) { due = any_request_due(t, city_.clock.now()); });
    if (!due) return {};
    WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
      round = claim_requests(t, city_.clock.now(), settings_.timeout * (asked_at_once + 2), asked_at_once);
      if (!round.asked.empty()) channel = find(t, city_.vault, round.channel);
      return {};
    }));
    if (!channel) return {};
    WARD_CHECK(write_down(*channel, ask(*channel, round.asked)));
  }
  return {};
}

std::vector<Follower::News> Follower::ask(const Channel& channel, const std::vector<Asked>& asked) {
  CityServer server(
      channel, {.authority = {}, .timeout = settings_.timeout, .max_answer = most_followed, .stop = stop_.get_token()});
  std::vector<News> all;
  std::vector<std::string> ids;
  for (const Asked& one : asked) all.push_back({.asked = &one, .id = {}, .told = {}});
  for (News& one : all) {
    const Requested& request = one.asked->request;
    if (!request.id.empty()) {
      ids.push_back(request.id);
    } else if (const auto id = server.id_of(request.token)) {
      one.id = *id;
    } else if (!is_of_this_request(id.error())) {
      return all;  // it does not answer: the others are asked another time
    }
  }
  if (ids.empty()) return all;
  const auto told = server.requests(ids);
  if (!told) {
    log::warn("channel {}: {}", channel.name, told.error().message.en);
    return all;
  }
  for (News& one : all) {
    const auto found = std::ranges::find(*told, one.asked->request.id, &open311::ServiceRequest::id);
    if (found != told->end() && !one.asked->request.id.empty()) one.told = *found;
  }
  return all;
}

// What told nothing is asked about as failed tries are made again; what is open, after a while.
Time Follower::next(const Asked& asked) const {
  return city_.clock.now() + std::max(asked.request.id.empty() ? Millis{0} : settings_.ask_again,
                                      delay(asked.misses + 1, settings_.patience, 0.5));
}

Result<> Follower::write_down(const Channel& channel, const std::vector<News>& news) {
  std::vector<incidents::Changed> changed;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    const Time again = city_.clock.now() + settings_.ask_again;
    for (const News& one : news) {
      std::optional<incidents::Changed> grown;
      if (one.told)
        grown = note_status(t, city_.clock, channel, *one.asked, *one.told, settings_.ask_again);
      else if (!one.id.empty())
        grown = note_id(t, city_.clock, channel, *one.asked, one.id, again);
      else
        note_miss(t, *one.asked, next(*one.asked));
      if (grown) changed.push_back(*std::move(grown));
    }
    return {};
  }));
  for (const auto& one : changed) incidents::publish(city_, one);
  return {};
}

}  // namespace ward::city::channels
