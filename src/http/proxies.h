// The proxies that stand in front of the server, and who called them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/http.h"

namespace ward::http {

class Proxies {
 public:
  // Errors: "http.proxy" (not an IP address).
  static Result<Proxies> of(const std::vector<std::string>& addresses);

  // A request that came from one of them gets the peer that it names last in X-Forwarded-For (what stands before that
  // is the client's own word), and is secure when X-Forwarded-Proto says https. Anybody else's headers say nothing.
  void look_through(Request& request) const;

 private:
  std::set<std::string> addresses_;  // as plain_address() writes them
};

}  // namespace ward::http
