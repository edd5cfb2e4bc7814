// Asks other cities' servers what became of the requests that went there, and writes it down.
#pragma once

#include "city/channels/requests.h"
#include "city/channels/sender.h"

namespace ward::city::channels {

class Follower {
 public:
  Follower(City& city, const Settings& settings) : city_(city), settings_(settings) {}

  // Asks about everything that is due. Several servers may do so at once: each request is asked about by one at a time.
  Result<> look();
  // Ends what is under way within a second.
  void stop() { stop_.request_stop(); }

 private:
  // What one answer said of one request.
  struct News {
    const Asked* asked;
    std::string id;                               // that a token stands for
    std::optional<open311::ServiceRequest> told;  // neither: nothing
  };
  std::vector<News> ask(const Channel& channel, const std::vector<Asked>& asked);
  Result<> write_down(const Channel& channel, const std::vector<News>& news);
  Time next(const Asked& asked) const;

  City& city_;
  const Settings settings_;
  std::stop_source stop_;
};

}  // namespace ward::city::channels
