// The other servers on the same database: live events and what gates wait for cross over, so that all of them behave as
// one.
#pragma once

#include <memory>

#include "city/city.h"

namespace ward::app {

class Neighbours {
 public:
  // Replaces `live` and `changed` of the city by ones that the others hear, too. Before anything listens to them; must
  // outlive whatever publishes.
  Neighbours(storage::Database& db, city::City& city);
  Neighbours(const Neighbours&) = delete;

 private:
  void hear(std::string_view message);

  std::shared_ptr<http::EventStream> live_;
  std::shared_ptr<http::Signal> changed_;
  std::unique_ptr<storage::Exchange> exchange_;  // last: it calls the others
};

}  // namespace ward::app
