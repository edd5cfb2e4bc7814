#include "city/channels/sender.h"

#include <algorithm>
#include <random>

#include "city/channels/city_server.h"
#include "city/channels/feed.h"
#include "city/incidents/api.h"

namespace ward::city::channels {

namespace {

constexpr std::size_t most_answer = 64 << 10;      // bytes; robots answer with a few
constexpr std::size_t most_city_answer = 4 << 20;  // bytes; a city's server lists requests

double random_share() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random);
}

// Clocks differ: what was sent just now may be older there.
constexpr std::chrono::minutes clock_slack{10};

Error no_such_channel() {
  return Error::make(ErrorKind::not_found, "channel.none", {"There is no such channel.", "没有这个渠道。"}, "id");
}

}  // namespace

Result<> Sender::feed() { return channels::feed(city_, settings_.burst); }

Result<> Sender::send_due() {
  while (!stop_.stop_requested()) {
    WARD_TRY(claimed, claim_next());
    if (!claimed) return {};
    WARD_CHECK(write_down(*claimed, transmit(claimed->channel, claimed->delivery)));
  }
  return {};
}

// The words are made before the transaction that takes the delivery: it holds up every other writer.
Result<std::optional<Sender::Claimed>> Sender::claim_next() {
  while (true) {
    std::optional<Delivery> due;
    std::optional<Channel> channel;
    Outgoing message;
    city_.db.read([&](storage::Transaction& t) {
      due = next_due(t, city_.clock.now());
      if (due) channel = find(t, city_.vault, due->channel);
      if (channel) message = due->message ? *due->message : compose(t, *due, *channel, settings_.link);
    });
    if (!channel) return std::nullopt;
    bool taken = false;
    WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
      taken = claim(t, city_.clock, *due, message, lease(channel->kind), pace_of(channel->kind));
      return {};
    }));
    if (!taken) continue;
    due->message = std::move(message);
    due->first_tried_at = due->first_tried_at.value_or(city_.clock.now());
    ++due->tries;
    return Claimed{*channel, *std::move(due)};
  }
}

http::ClientOptions Sender::client_options(std::size_t most) const {
  return {.authority = {}, .timeout = settings_.timeout, .max_answer = most, .stop = stop_.get_token()};
}

Result<Sender::Sent> Sender::transmit(const Channel& channel, const Delivery& delivery) {
  const auto nothing_more = [](const Result<>& done) -> Result<Sent> {
    if (!done) return std::unexpected(done.error());
    return Sent{};
  };
  if (channel.kind == Kind::email) return nothing_more(mail(channel, *delivery.message));
  if (channel.kind != Kind::open311) return nothing_more(post(channel, *delivery.message));
  if (delivery.test) return nothing_more(look_at_services(channel));
  WARD_TRY(created, pass_on(channel, delivery));
  return Sent(std::move(created));
}

Result<> Sender::post(const Channel& channel, const Outgoing& message) const {
  const Post post = post_of(channel, message, city_.clock.now());
  http::Client client(client_options(most_answer));
  const auto answer = client.send("POST", post.url, post.body, post.headers);
  if (!answer) return std::unexpected(without_url(answer.error(), post.url));
  return verdict(channel.kind, answer->status, answer->body);
}

Result<open311::Created> Sender::pass_on(const Channel& channel, const Delivery& delivery) {
  const Fact& fact = delivery.message->facts.at(0);
  std::optional<incidents::Stored> stored;
  std::optional<incidents::Type> type;
  city_.db.read([&](storage::Transaction& t) {
    stored = incidents::find(t, Id::parse(fact.subject).value_or(Id{}));
    if (const auto* found = stored ? incidents::catalogue(t).find(stored->incident.type) : nullptr) type = *found;
  });
  const Mapping* mapping = type ? channel.forwarding.find(type->code) : nullptr;
  if (!mapping)
    return fail(ErrorKind::unavailable, "channel.request_refused",
                {"This type of incident goes out no more.", "该类型的事件已不再转发。"});
  CityServer server(channel, client_options(most_city_answer));
  if (delivery.tries > 1) {  // it may have been taken, and the answer lost
    WARD_TRY(found, server.find(mapping->service_code, reference_of(delivery.id),
                                delivery.first_tried_at.value_or(delivery.created_at) - clock_slack));
    if (found) return *found;
  }
  std::optional<open311::Definition> asked;
  if (!mapping->answers.empty()) {
    WARD_TRY(definition, server.definition(mapping->service_code));
    asked = std::move(definition);
  }
  const Outward outward{stored->incident, *type, *mapping, fact.where};
  return server.create(form_of(channel, *delivery.message, outward, asked ? &*asked : nullptr), delivery.id);
}

Result<> Sender::look_at_services(const Channel& channel) const {
  CityServer server(channel, client_options(most_city_answer));
  WARD_TRY(services, server.services());
  for (const Mapping& one : channel.forwarding.services)
    if (std::ranges::find(services, one.service_code, &open311::Service::code) == services.end())
      return fail(ErrorKind::unavailable, "channel.refused",
                  {"The Open311 server offers no service " + one.service_code + ".",
                   "Open311 服务器不提供服务 " + one.service_code + "。"});
  return {};
}

Result<> Sender::mail(const Channel& channel, const Outgoing& message) const {
  if (settings_.mail.server.empty())
    return fail(
        ErrorKind::unavailable, "mail.none",
        {"No mail server is set: [mail] server in the configuration.", "未配置邮件服务器：请设置 [mail] server。"});
  http::MailServer server = settings_.mail;
  server.timeout = settings_.timeout;
  server.stop = stop_.get_token();
  const auto& to = channel.target.addresses;
  return http::send_mail(server, settings_.mail_from, to, mail_of(message, settings_.mail_from, to));
}

Result<> Sender::write_down(const Claimed& claimed, const Result<Sent>& outcome) {
  const Delivery& delivery = claimed.delivery;
  const Time now = city_.clock.now();
  const bool give_up = now - *delivery.first_tried_at >= settings_.patience.give_up;
  const auto retry_at =
      give_up ? std::nullopt : std::optional(now + delay(delivery.tries, settings_.patience, random_share()));
  const Result<> done = outcome ? Result<>{} : std::unexpected(outcome.error());
  std::optional<incidents::Changed> grown;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    const bool mine = finish(t, city_.clock, delivery.id, delivery.tries, done, retry_at);
    if (mine && outcome && *outcome)
      grown = add_request(t, city_.clock, claimed.channel, delivery, **outcome, now + settings_.patience.first);
    // A city's server that is away is not asked for each of many incidents.
    if (!outcome && retry_at && claimed.channel.kind == Kind::open311 && !is_of_this_request(outcome.error()))
      rest(t, claimed.channel.id, *retry_at);
    return {};
  }));
  if (grown) incidents::publish(city_, *grown);
  return {};
}

Result<Delivery> Sender::test(const Id& id) {
  std::optional<Channel> channel;
  city_.db.read([&](storage::Transaction& t) { channel = find(t, city_.vault, id); });
  if (!channel) return std::unexpected(no_such_channel());
  const Time now = city_.clock.now();
  const Outgoing message{.id = Id::make(now),
                         .created_at = now,
                         .message = test_message(channel->name, channel->language, settings_.link),
                         .facts = {}};
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    if (add_test(t, city_.clock, message, *channel, lease(channel->kind))) return {};
    return fail(ErrorKind::too_many, "channel.pace",
                {"A robot takes one message every 6 seconds; try again in a moment.",
                 "群机器人每 6 秒只接收一条消息，请稍后再试。"},
                "id");
  }));
  const Delivery tried{.id = message.id, .channel = channel->id, .created_at = now, .test = true, .message = message};
  const Result<Sent> outcome = transmit(*channel, tried);
  const Result<> result = outcome ? Result<>{} : std::unexpected(outcome.error());
  std::optional<Delivery> done;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    finish(t, city_.clock, message.id, 1, result, std::nullopt);
    done = find_delivery(t, message.id);
    return {};
  }));
  return *done;
}

}  // namespace ward::city::channels
