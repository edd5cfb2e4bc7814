#include "gate/uplink/transport.h"

namespace ward::gate {

namespace {

class HttpTransport final : public Transport {
 public:
  HttpTransport(std::string base, std::string key, http::ClientOptions options)
      : base_(std::move(base)), key_(std::move(key)), client_(std::move(options)) {}

  Result<http::Answer> send(const std::string& method, const std::string& path, const std::string& body,
                            const std::string& content_type) override {
    std::vector<std::string> headers = {"Authorization: Bearer " + key_, "Accept-Language: en"};
    if (!body.empty()) headers.push_back("Content-Type: " + content_type);
    return client_.send(method, base_ + path, body, headers);
  }

 private:
  const std::string base_, key_;
  http::Client client_;
};

}  // namespace

std::unique_ptr<Transport> make_transport(const std::string& server, const std::string& key,
                                          const std::string& authority, std::chrono::milliseconds timeout,
                                          std::stop_token stop) {
  std::string base = server;
  while (base.ends_with('/')) base.pop_back();
  return std::make_unique<HttpTransport>(
      base + "/api/v1", key, http::ClientOptions{.authority = authority, .timeout = timeout, .stop = std::move(stop)});
}

}  // namespace ward::gate
