// Calls out, over libcurl: the uplink, the barrier's HTTP call, the commands that talk to a server.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace ward::http {

struct ClientOptions {
  std::string authority;  // PEM file to trust besides the system's; empty for none
  std::chrono::milliseconds timeout{10'000};
  std::size_t max_answer = 64 << 20;  // bytes; a longer answer ends with "net.failed"
  std::stop_token stop{};             // a stop asked for ends what is under way within a second, with "net.stopped"
};

struct Answer {
  int status = 0;
  std::string content_type;
  std::string body;
};

// One connection, kept alive, with the cookies it was given. Not safe to share between threads.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  ~Client();
  Client(Client&&) noexcept;
  // Any answer of the server is a value, also 500 and a redirection, which is not followed. Errors: "net.refused",
  // "net.timeout", "net.tls", "net.stopped", "net.failed".
  Result<Answer> send(const std::string& method, const std::string& url, const std::string& body = {},
                      const std::vector<std::string>& headers = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::http
