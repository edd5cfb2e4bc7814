#include <fmt/format.h>

#include "gate/barrier/relays.h"

namespace ward::gate {

namespace {

class HttpRelay final : public Relay {
 public:
  explicit HttpRelay(HttpRelayOptions options)
      : options_(std::move(options)), client_({.authority = options_.authority, .timeout = options_.timeout}) {}

  Result<> open(std::chrono::seconds) override { return call(options_.open_url); }
  Result<> close() override { return closes_itself() ? Result<>{} : call(options_.close_url); }
  bool closes_itself() const override { return options_.close_url.empty(); }
  // A call could open: nothing is tried.
  Result<std::string> ask() override { return describe() + ": not tried, it would open"; }
  std::string describe() const override { return options_.method + " " + options_.open_url; }

 private:
  Result<> call(const std::string& url) {
    std::vector<std::string> headers;
    if (!options_.authorization.empty()) headers.push_back("Authorization: " + options_.authorization);
    const auto answer = client_.send(options_.method, url, "", headers);
    if (!answer) return std::unexpected(as_barrier(answer.error()));
    if (answer->status >= 200 && answer->status < 300) return {};
    return fail(ErrorKind::unavailable, "barrier.answer",
                {fmt::format("The barrier's controller answers {}.", answer->status),
                 fmt::format("道闸控制器返回 {}。", answer->status)});
  }

  static Error as_barrier(Error error) {
    error.code = error.code == "net.timeout" ? "barrier.timeout" : "barrier.refused";
    return error;
  }

  const HttpRelayOptions options_;
  http::Client client_;
};

}  // namespace

std::unique_ptr<Relay> make_http_relay(HttpRelayOptions options) {
  return std::make_unique<HttpRelay>(std::move(options));
}

}  // namespace ward::gate
