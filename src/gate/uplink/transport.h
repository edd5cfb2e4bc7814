// The way to the server: a small interface, so that tests put a failing network in between.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "http/client.h"

namespace ward::gate {

class Transport {
 public:
  virtual ~Transport() = default;
  // `path` below /api/v1, e.g. "/device/passages". Any answer of the server is a value.
  virtual Result<http::Answer> send(const std::string& method, const std::string& path, const std::string& body,
                                    const std::string& content_type) = 0;
};

// `server`: "https://ward.example:8443"; `key`: the device's; `authority`: PEM file to trust besides the system's.
std::unique_ptr<Transport> make_transport(const std::string& server, const std::string& key,
                                          const std::string& authority, std::chrono::milliseconds timeout,
                                          std::stop_token stop);

}  // namespace ward::gate
