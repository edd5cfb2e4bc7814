#include "city/channels/sender.h"

#include <random>

#include "city/channels/feed.h"
#include "http/client.h"

namespace ward::city::channels {

namespace {

constexpr std::size_t most_answer = 64 << 10;  // bytes; robots answer with a few

double random_share() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random);
}

// The address of a robot is a secret: what is written down names its host alone.
Error without_url(Error error, const std::string& url) {
  for (std::string* text : {&error.message.en, &error.message.zh})
    for (auto at = text->find(url); at != std::string::npos; at = text->find(url))
      text->replace(at, url.size(), shown_url(url));
  return error;
}

Error no_such() {
  return Error::make(ErrorKind::not_found, "channel.none", {"There is no such channel.", "没有这个渠道。"}, "id");
}

}  // namespace

Result<> Sender::feed() { return channels::feed(city_, settings_.burst); }

Result<> Sender::send_due() {
  while (!stop_.stop_requested()) {
    WARD_TRY(claimed, claim_next());
    if (!claimed) return {};
    WARD_CHECK(write_down(*claimed, transmit(claimed->channel, claimed->message)));
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
      taken = claim(t, city_.clock, *due, message, lease(), pace_of(channel->kind));
      return {};
    }));
    if (taken) return Claimed{*channel, message, due->tries + 1, due->first_tried_at.value_or(city_.clock.now())};
  }
}

Result<> Sender::transmit(const Channel& channel, const Outgoing& message) const {
  if (channel.kind == Kind::email) return mail(channel, message);
  const Post post = post_of(channel, message, city_.clock.now());
  http::Client client(
      {.authority = {}, .timeout = settings_.timeout, .max_answer = most_answer, .stop = stop_.get_token()});
  const auto answer = client.send("POST", post.url, post.body, post.headers);
  if (!answer) return std::unexpected(without_url(answer.error(), post.url));
  return verdict(channel.kind, answer->status, answer->body);
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

Result<> Sender::write_down(const Claimed& claimed, const Result<>& outcome) {
  const Time now = city_.clock.now();
  const bool give_up = now - claimed.first_tried_at >= settings_.patience.give_up;
  const auto retry_at =
      give_up ? std::nullopt : std::optional(now + delay(claimed.tries, settings_.patience, random_share()));
  return city_.db.write([&](storage::Transaction& t) -> Result<> {
    finish(t, city_.clock, claimed.message.id, claimed.tries, outcome, retry_at);
    return {};
  });
}

Result<Delivery> Sender::test(const Id& id) {
  std::optional<Channel> channel;
  city_.db.read([&](storage::Transaction& t) { channel = find(t, city_.vault, id); });
  if (!channel) return std::unexpected(no_such());
  const Time now = city_.clock.now();
  const Outgoing message{.id = Id::make(now),
                         .created_at = now,
                         .message = test_message(channel->name, channel->language, settings_.link),
                         .facts = {}};
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    if (add_test(t, city_.clock, message, *channel, lease())) return {};
    return fail(ErrorKind::too_many, "channel.pace",
                {"A robot takes one message every 6 seconds; try again in a moment.",
                 "群机器人每 6 秒只接收一条消息，请稍后再试。"},
                "id");
  }));
  const Result<> outcome = transmit(*channel, message);
  std::optional<Delivery> done;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    finish(t, city_.clock, message.id, 1, outcome, std::nullopt);
    done = find_delivery(t, message.id);
    return {};
  }));
  return *done;
}

}  // namespace ward::city::channels
