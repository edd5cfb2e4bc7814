#include "http/stream.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl.hpp>

namespace ward::http {

namespace {

namespace beast = boost::beast;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

template <class S>
class StreamOf final : public Stream {
 public:
  template <class... A>
  explicit StreamOf(A&&... arguments) : stream_(std::forward<A>(arguments)...) {
    ErrorCode ignored;
    beast::get_lowest_layer(stream_).socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  void expires_after(std::chrono::milliseconds patience) override {
    beast::get_lowest_layer(stream_).expires_after(patience);
  }

  asio::awaitable<ErrorCode> handshake() override {
    if constexpr (encrypted) {
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_result);
      co_return error;
    }
    co_return ErrorCode{};
  }

  asio::awaitable<Read> read(asio::mutable_buffer into) override {
    const auto [error, size] = co_await stream_.async_read_some(into, as_result);
    co_return Read{error, size};
  }

  asio::awaitable<ErrorCode> write(std::array<asio::const_buffer, 2> pieces) override {
    const auto [error, size] = co_await asio::async_write(stream_, pieces, as_result);
    co_return error;
  }

  asio::awaitable<void> shut() override {
    if constexpr (encrypted) {
      const auto [error] = co_await stream_.async_shutdown(as_result);
    }
    ErrorCode ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

  // Asio's TLS waits for the other side's goodbye, and takes anything else for a broken stream.
  bool reads_when_shut() const override { return !encrypted; }

  void close() override { beast::get_lowest_layer(stream_).close(); }

 private:
  static constexpr bool encrypted = !std::is_same_v<S, beast::tcp_stream>;
  S stream_;
};

}  // namespace

std::unique_ptr<Stream> make_stream(asio::ip::tcp::socket socket, asio::ssl::context* tls) {
  if (tls) return std::make_unique<StreamOf<beast::ssl_stream<beast::tcp_stream>>>(std::move(socket), *tls);
  return std::make_unique<StreamOf<beast::tcp_stream>>(std::move(socket));
}

Result<std::shared_ptr<asio::ssl::context>> make_tls(const std::string& certificate, const std::string& key) {
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  ErrorCode error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                   asio::ssl::context::no_tlsv1_1 | asio::ssl::context::single_dh_use);
  std::string at = certificate;
  tls->use_certificate_chain_file(certificate, error);
  if (!error) {
    at = key;
    tls->use_private_key_file(key, asio::ssl::context::pem, error);
  }
  if (error)
    return fail(ErrorKind::invalid, "http.certificate",
                {"Cannot use " + at + " for TLS: " + error.message() + ".",
                 "无法将 " + at + " 用于 TLS：" + error.message() + "。"},
                at);
  return tls;
}

}  // namespace ward::http
