// Sends what is due, outside of any transaction, and writes down what became of it.
#pragma once

#include <stop_token>
#include <string>

#include "city/channels/store.h"
#include "city/city.h"
#include "http/mail.h"

namespace ward::city::channels {

struct Settings {
  Millis burst{30'000};    // rows of the journal within this time become one message
  Millis timeout{10'000};  // of one try
  Patience patience;
  std::string link;       // of the console; "" for none
  http::MailServer mail;  // its timeout and stop are not looked at
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
    Outgoing message;
    int tries;
    Time first_tried_at;
  };
  // A server that does not answer must not be tried a second time while the first try may still succeed.
  Millis lease() const { return settings_.timeout * 3; }
  Result<std::optional<Claimed>> claim_next();
  Result<> transmit(const Channel& channel, const Outgoing& message) const;
  Result<> mail(const Channel& channel, const Outgoing& message) const;
  Result<> write_down(const Claimed& claimed, const Result<>& outcome);

  City& city_;
  const Settings settings_;
  std::stop_source stop_;
};

}  // namespace ward::city::channels
