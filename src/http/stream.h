// A connection's bytes, plain or TLS, behind one type: Beast's and Asio's templates are compiled once, in stream.cpp.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"

namespace boost::asio::ssl {
class context;
}

namespace ward::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

class Stream {
 public:
  virtual ~Stream() = default;
  // Everything below fails, and the connection closes, once this time is over. Set anew for each stage.
  virtual void expires_after(std::chrono::milliseconds patience) = 0;
  virtual asio::awaitable<ErrorCode> handshake() = 0;
  struct Read {
    ErrorCode error;
    std::size_t size = 0;
  };
  virtual asio::awaitable<Read> read(asio::mutable_buffer into) = 0;
  virtual asio::awaitable<ErrorCode> write(std::array<asio::const_buffer, 2> pieces) = 0;
  // Says goodbye (TLS) and ends the sending half; a plain stream can still be read until close().
  virtual asio::awaitable<void> shut() = 0;
  virtual bool reads_when_shut() const = 0;
  virtual void close() = 0;  // ends whatever is under way
};

// `tls` outlives the stream; null for a plain one.
std::unique_ptr<Stream> make_stream(asio::ip::tcp::socket socket, asio::ssl::context* tls);

// Errors: "http.certificate".
Result<std::shared_ptr<asio::ssl::context>> make_tls(const std::string& certificate, const std::string& key);

}  // namespace ward::http
