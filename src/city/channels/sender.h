// Sends what is due, outside of any transaction, and writes down what became of it.
#pragma once

#include <stop_token>
#include <string>

#include "city/channels/requests.h"
#include "city/city.h"
#include "http/client.h"
#include "http/mail.h"

namespace ward::city::channels {

struct Settings {
  Millis burst{30'000};    // rows of the journal within this time become one message
  Millis timeout{10'000};  // of one try
  Patience patience;
  Millis ask_again{300'000};  // how often other cities are asked what became of a request
  std::string link;           // of the console; "" for none
  http::MailServer mail;      // its timeout and stop are not looked at
  std::string mail_from;
};

class Sender {
 public:
  Sender(City& city, Settings settings) : city_(city), settings_(std::move(settings)) {}

  // Turns the journal's news into deliveries.
  Result<> feed();
  // Tries everything that is due. Several threads and several servers may do so at once: each delivery is tried by one
  // at a time.
  Result<> send_due();
  // Sends a test at once and gives back what became of it. Errors: "channel.none", "channel.pace" (429: a robot's
  // limit), those of storage. That the message could not be sent is in the delivery.
  Result<Delivery> test(const Id& channel);
  // Ends what is under way within a second; what was not sent is tried again by whoever runs next.
  void stop() { stop_.request_stop(); }

 private:
  struct Claimed {
    Channel channel;
    Delivery delivery;  // with its message, as this try found it
  };
  // Of a try that went well: what another city's server made of it.
  using Sent = std::optional<open311::Created>;
  // A server that does not answer must not be tried a second time while the first try may still succeed.
  // Another city is called up to three times for one.
  Millis lease(Kind kind) const { return settings_.timeout * (kind == Kind::open311 ? 5 : 3); }
  Result<std::optional<Claimed>> claim_next();
  http::ClientOptions client_options(std::size_t most_answer) const;
  Result<Sent> transmit(const Channel& channel, const Delivery& delivery);
  Result<> post(const Channel& channel, const Outgoing& message) const;
  Result<> mail(const Channel& channel, const Outgoing& message) const;
  Result<open311::Created> pass_on(const Channel& channel, const Delivery& delivery);
  // That the services are there: a test makes no request in another city.
  Result<> look_at_services(const Channel& channel) const;
  Result<> write_down(const Claimed& claimed, const Result<Sent>& outcome);

  City& city_;
  const Settings settings_;
  std::stop_source stop_;
};

}  // namespace ward::city::channels
