#include "http/connection.h"

#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>

#include "http/refusals.h"
#include "http/wire.h"

// GCC 12 destroys temporaries with a destructor twice when they stand inside an expression with co_await: here
// everything that is handed to a coroutine has a name. It also takes the recycling allocator of Asio's coroutine frames
// for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace ward::http {

namespace beast = boost::beast;

namespace {

constexpr std::size_t head_chunk = 4 << 10, body_chunk = 64 << 10, max_header = 16 << 10;

}  // namespace

Connection::Connection(House& house, std::unique_ptr<Stream> stream, std::string peer, asio::any_io_executor executor)
    : house_(house), stream_(std::move(stream)), peer_(std::move(peer)), executor_(executor), timer_(executor) {}

asio::awaitable<void> Connection::run() {
  stream_->expires_after(house_.options.head_timeout);
  if (const ErrorCode error = co_await stream_->handshake(); error) {
    stream_->close();
    co_return;
  }
  bool first = true;
  while (co_await serve_one(first)) first = false;
  co_await close_gently();
}

asio::awaitable<void> Connection::turn_away() {
  const Error busy = server_busy();
  const Request unread;
  co_await refuse(busy, unread);
  co_await close_gently();
}

void Connection::drain() {
  asio::post(executor_, [self = shared_from_this()] {
    self->timer_.cancel();
    if (self->idle_) self->stream_->close();
  });
}

asio::awaitable<bool> Connection::serve_one(bool first) {
  if (house_.draining) co_return false;
  Parser parser;
  parser.header_limit(max_header);
  parser.body_limit(boost::none);
  if (!co_await read_head(parser, first)) co_return false;
  const auto target = parse_target(std::string_view(parser.get().target().data(), parser.get().target().size()));
  Request request = request_of(parser.get(), target.value_or(Target{}), peer_);
  request.secure = !house_.options.certificate.empty();
  house_.proxies.look_through(request);
  if (!target) co_return co_await refuse(target.error(), request);

  const bool head_only = request.method == "HEAD";
  const Route* route = house_.router->find(request.method, *target);
  if (route) {
    request.params = params_of(*route, *target);
    const Result<> admitted = co_await admit(*route, request);
    if (!admitted) co_return co_await refuse(admitted.error(), request);
    if (!co_await read_body(parser, route->max_body, request)) co_return false;
    request.body = std::move(parser.get().body());
  }
  // A body that nobody wants is not read, and ends the connection.
  const bool keep = parser.get().keep_alive() && parser.is_done() && !house_.draining;
  if (route) {
    if (route->open && !head_only) co_return co_await listen(*route, request, keep);
    const Result<Response> answer = co_await call(*route, request);
    const Response response = answer ? *answer : house_.router->refusal(answer.error(), request);
    co_return co_await respond(response, keep, head_only);
  }

  if (const std::string allow = house_.router->allowed(*target); !allow.empty()) {
    Response response = house_.router->refusal(wrong_method(request.method), request);
    response.headers.emplace_back("Allow", allow);
    co_return co_await respond(response, keep, head_only);
  }
  Result<Response> answer =
      fail(ErrorKind::not_found, "http.no_such_page", {"There is nothing at this address.", "此地址没有内容。"});
  if (const FileRoot* root = house_.router->root(*target); root && (request.method == "GET" || head_only))
    answer = co_await file(*root, *target, request);
  const Response response = answer ? *answer : house_.router->refusal(answer.error(), request);
  co_return co_await respond(response, keep, head_only);
}

asio::awaitable<bool> Connection::read_more(std::size_t at_most) {
  const Stream::Read read = co_await stream_->read(buffer_.prepare(at_most));
  buffer_.commit(read.size);
  co_return !read.error;
}

asio::awaitable<bool> Connection::read_head(Parser& parser, bool first) {
  if (buffer_.size() == 0) {
    if (buffer_.capacity() > body_chunk) buffer_ = {};  // an idle connection holds little memory
    idle_ = true;
    stream_->expires_after(first ? house_.options.head_timeout : house_.options.idle_timeout);
    const bool came = co_await read_more(head_chunk);
    idle_ = false;
    if (!came) co_return false;
  }
  stream_->expires_after(house_.options.head_timeout);
  while (true) {
    ErrorCode error;
    buffer_.consume(parser.put(buffer_.data(), error));
    if (error && error != beast::http::error::need_more) {
      const Error refusal = error == beast::http::error::header_limit ? header_too_large() : malformed();
      const Request unread;
      co_return co_await refuse(refusal, unread);
    }
    if (parser.is_header_done()) co_return true;
    if (!co_await read_more(head_chunk)) co_return false;
  }
}

asio::awaitable<bool> Connection::read_body(Parser& parser, std::size_t max_body, const Request& request) {
  const Error too_large = body_too_large(max_body);
  if (parser.content_length().value_or(0) > max_body) co_return co_await refuse(too_large, request);
  parser.body_limit(max_body);
  parser.eager(true);
  if (parser.is_done()) co_return true;
  stream_->expires_after(house_.options.body_timeout);
  if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
    static constexpr std::string_view proceed = "HTTP/1.1 100 Continue\r\n\r\n";
    const std::array<asio::const_buffer, 2> pieces{asio::buffer(proceed), asio::const_buffer()};
    if (const ErrorCode error = co_await stream_->write(pieces); error) co_return false;
  }
  while (!parser.is_done()) {
    if (buffer_.size() == 0 && !co_await read_more(body_chunk)) co_return false;
    ErrorCode error;
    const std::size_t used = parser.put(buffer_.data(), error);
    buffer_.consume(used);
    if (error && error != beast::http::error::need_more) {
      const Error refusal = error == beast::http::error::body_limit ? too_large : malformed();
      co_return co_await refuse(refusal, request);
    }
    // Half a chunk's header waits for its other half.
    if (used == 0 && !parser.is_done() && !co_await read_more(body_chunk)) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Connection::respond(const Response& response, bool keep, bool head_only) {
  const bool bodiless = response.status == 204 || response.status == 304;
  const std::string head =
      head_of(response, keep, bodiless ? std::nullopt : std::optional(response.body.size()), house_.options.images);
  const std::array<asio::const_buffer, 2> pieces{
      asio::buffer(head), bodiless || head_only ? asio::const_buffer() : asio::buffer(response.body)};
  stream_->expires_after(house_.options.body_timeout);
  const ErrorCode error = co_await stream_->write(pieces);
  co_return keep && !error;
}

asio::awaitable<bool> Connection::refuse(const Error& error, const Request& request) {
  const Response response = house_.router->refusal(error, request);
  co_return co_await respond(response, false, false);
}

asio::awaitable<void> Connection::close_gently() {
  // What the client is still sending is read and dropped, however much it is: closing on it would reset the connection
  // and take our answer away from under it. Until it is silent, or had the time of a body.
  constexpr std::chrono::milliseconds silence{2'000};
  const auto end = std::chrono::steady_clock::now() + house_.options.body_timeout;
  stream_->expires_after(silence);
  if (stream_->reads_when_shut()) co_await stream_->shut();
  do {
    buffer_.consume(buffer_.size());
    stream_->expires_after(silence);
  } while (std::chrono::steady_clock::now() < end && co_await read_more(body_chunk));
  if (!stream_->reads_when_shut()) co_await stream_->shut();
  stream_->close();
}

}  // namespace ward::http
