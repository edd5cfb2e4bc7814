#include "http/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>

#include "base/log.h"
#include "http/files.h"

// GCC 12 destroys temporaries with a destructor twice when they stand inside an expression with co_await: here
// everything that is handed to a coroutine has a name. It also takes the recycling allocator of Asio's coroutine frames
// for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace ward::http {

namespace {

namespace beast = boost::beast;

constexpr std::size_t head_chunk = 4 << 10, body_chunk = 64 << 10, max_header = 16 << 10;

// What a page of ours may do: nothing from elsewhere. Inline styles are allowed because chart and component libraries
// write them; inline scripts are not.
constexpr const char* page_policy =
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

Error server_fault() {
  return Error::make(ErrorKind::internal, "server.fault",
                     {"The server failed at this request; its log says more.", "服务器处理此请求时出错，详见其日志。"});
}

Error malformed() {
  return Error::make(ErrorKind::invalid, "http.malformed",
                     {"This is not a well-formed HTTP request.", "这不是格式正确的 HTTP 请求。"});
}

Error header_too_large() {
  return Error::make(ErrorKind::too_large, "http.header_too_large",
                     {"The header of the request is too large.", "请求头过大。"});
}

Response wrong_method(const Request& request, const std::string& allow) {
  Response response = Response::problem(Error::make(ErrorKind::invalid, "http.method",
                                                    {"This address does not know the method " + request.method + ".",
                                                     "此地址不支持方法 " + request.method + "。"}),
                                        request.language);
  response.headers.emplace_back("Allow", allow);
  return response;
}

Error server_busy() {
  return Error::make(ErrorKind::unavailable, "server.busy",
                     {"The server is busy; try again in a second.", "服务器繁忙，请稍后再试。"});
}

// Stops exceptions of handlers at the edge.
template <class F>
std::invoke_result_t<F> guarded(F& work, const std::string& what) {
  try {
    return work();
  } catch (const std::exception& e) {
    log::error("{}: {}", what, e.what());
    return std::unexpected(server_fault());
  }
}

// No value of ours may end its line.
std::string one_line(std::string value) {
  for (char& c : value)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return value;
}

std::string head_of(const Response& response, bool keep, std::optional<std::size_t> length) {
  const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(unsigned(response.status)));
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason) + "\r\n";
  const auto add = [&](const std::string& name, const std::string& value) {
    head += name + ": " + one_line(value) + "\r\n";
  };
  bool cached = false, policy = false;
  for (const auto& [name, value] : response.headers) {
    add(name, value);
    cached = cached || name == "Cache-Control";
    policy = policy || name == "Content-Security-Policy";
  }
  if (!response.content_type.empty()) add("Content-Type", response.content_type);
  if (!cached) add("Cache-Control", "no-store");
  if (!policy && response.content_type.starts_with("text/html")) add("Content-Security-Policy", page_policy);
  add("X-Content-Type-Options", "nosniff");
  add("X-Frame-Options", "DENY");
  add("Referrer-Policy", "no-referrer");
  if (length) add("Content-Length", std::to_string(*length));
  add("Connection", keep ? "keep-alive" : "close");
  return head + "\r\n";
}

Request request_of(const beast::http::request<beast::http::string_body>& message, const Target& target,
                   const std::string& peer) {
  Request request;
  request.method = std::string(message.method_string());
  request.path = target.path();
  request.query = target.query;
  request.peer = peer;
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) c = char(std::tolower(static_cast<unsigned char>(c)));
    request.headers.emplace(std::move(name), std::string(field.value()));
  }
  request.language = preferred_language(request.header("accept-language"));
  return request;
}

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
  co_await refuse(busy, Language::en);
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
  if (!target) co_return co_await refuse(target.error(), request.language);

  const bool head_only = request.method == "HEAD";
  const Route* route = house_.router->find(request.method, *target);
  if (route) {
    if (!co_await read_body(parser, route->max_body, request.language)) co_return false;
    request.body = std::move(parser.get().body());
  }
  // A body that nobody wants is not read, and ends the connection.
  const bool keep = parser.get().keep_alive() && parser.is_done() && !house_.draining;
  if (route) {
    request.params = params_of(*route, *target);
    if (route->open && !head_only) co_return co_await listen(*route, request, keep);
    const Result<Response> answer = co_await call(*route, request);
    const Response response = answer ? *answer : Response::problem(answer.error(), request.language);
    co_return co_await respond(response, keep, head_only);
  }

  if (const std::string allow = house_.router->allowed(*target); !allow.empty()) {
    const Response response = wrong_method(request, allow);
    co_return co_await respond(response, keep, head_only);
  }
  Result<Response> answer =
      fail(ErrorKind::not_found, "http.no_such_page", {"There is nothing at this address.", "此地址没有内容。"});
  if (const FileRoot* root = house_.router->root(*target); root && (request.method == "GET" || head_only)) {
    const auto serve = [root, &target, &request] { return serve_file(*root, *target, request); };
    answer = co_await on_worker(serve);
  }
  const Response response = answer ? *answer : Response::problem(answer.error(), request.language);
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
      co_return co_await refuse(refusal, Language::en);
    }
    if (parser.is_header_done()) co_return true;
    if (!co_await read_more(head_chunk)) co_return false;
  }
}

asio::awaitable<bool> Connection::read_body(Parser& parser, std::size_t max_body, Language language) {
  const Error too_large =
      Error::make(ErrorKind::too_large, "http.too_large",
                  {"The body is larger than the " + std::to_string(max_body) + " bytes allowed here.",
                   "请求内容超过此处允许的 " + std::to_string(max_body) + " 字节。"});
  if (parser.content_length().value_or(0) > max_body) co_return co_await refuse(too_large, language);
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
      co_return co_await refuse(refusal, language);
    }
    // Half a chunk's header waits for its other half.
    if (used == 0 && !parser.is_done() && !co_await read_more(body_chunk)) co_return false;
  }
  co_return true;
}

template <class F>
asio::awaitable<std::invoke_result_t<F>> Connection::on_worker(F work) {
  if (house_.queued.fetch_add(1) >= house_.options.max_queued) {
    --house_.queued;
    co_return std::unexpected(server_busy());
  }
  // A coroutine of its own on the workers; this one goes on, on its strand, when that has returned.
  auto task = [](F run) -> asio::awaitable<std::invoke_result_t<F>> { co_return run(); };
  auto running = task(std::move(work));
  auto result = co_await asio::co_spawn(house_.workers.get_executor(), std::move(running), asio::use_awaitable);
  --house_.queued;
  co_return result;
}

asio::awaitable<Result<Response>> Connection::call(const Route& route, const Request& request) {
  if (route.waiting) co_return co_await call_waiting(route, request);
  if (route.open) {  // HEAD of a live stream
    auto open = [&route, &request]() -> Result<Response> {
      auto ask = [&]() { return route.open(request); };
      WARD_CHECK(guarded(ask, request.path));
      Response response;
      response.content_type = "text/event-stream";
      return response;
    };
    co_return co_await on_worker(open);
  }
  const auto work = [&route, &request] {
    auto handle = [&] { return route.handler(request); };
    return guarded(handle, request.method + " " + request.path);
  };
  co_return co_await on_worker(work);
}

asio::awaitable<Result<Response>> Connection::call_waiting(const Route& route, const Request& request) {
  auto& signal = static_cast<CountingSignal&>(*route.signal);
  const auto end = std::chrono::steady_clock::now() + route.patience(request);
  const auto bell = std::make_shared<Bell>(waker());
  signal.add(bell);
  // However this ends, also when the whole server is torn down, nobody wakes a coroutine that is gone.
  struct Leave {
    CountingSignal& signal;
    const std::shared_ptr<Bell>& bell;
    ~Leave() {
      signal.remove(bell);
      bell->silence();
    }
  } leave{signal, bell};

  while (true) {
    const std::uint64_t seen = signal.count();
    const bool last = std::chrono::steady_clock::now() >= end || house_.draining;
    const auto work = [&route, &request, last] {
      auto handle = [&] { return route.waiting(request, last); };
      return guarded(handle, request.path);
    };
    const auto answer = co_await on_worker(work);
    if (!answer) co_return std::unexpected(answer.error());
    if (*answer) co_return **answer;
    if (last) co_return std::unexpected(server_fault());  // a waiting handler must answer when asked the last time
    while (signal.count() == seen && !house_.draining) {
      const auto left = end - std::chrono::steady_clock::now();
      if (left <= left.zero()) break;
      co_await sleep(std::chrono::ceil<std::chrono::milliseconds>(left));
    }
  }
}

asio::awaitable<bool> Connection::listen(const Route& route, Request& request, bool keep) {
  if (const auto language = request.query.find("language"); language != request.query.end())
    request.language = preferred_language(language->second);
  const auto open = [&route, &request] {
    auto ask = [&] { return route.open(request); };
    return guarded(ask, request.path);
  };
  auto filter = co_await on_worker(open);
  if (!filter) {
    const Response refusal = Response::problem(filter.error(), request.language);
    co_return co_await respond(refusal, keep, false);
  }

  auto& stream = static_cast<ListenedStream&>(*route.stream);
  listener_ = std::make_shared<Listener>(std::move(*filter), request.language, waker());
  stream.add(listener_);
  struct Leave {
    ListenedStream& stream;
    std::shared_ptr<Listener>& listener;
    ~Leave() {
      stream.remove(listener);
      listener->bell().silence();
      listener.reset();
    }
  } leave{stream, listener_};

  Response response;
  response.content_type = "text/event-stream";
  std::string text = head_of(response, false, std::nullopt) + ": welcome\n\n";
  while (true) {
    stream_->expires_after(house_.options.body_timeout);
    const std::array<asio::const_buffer, 2> pieces{asio::buffer(text), asio::const_buffer()};
    if (const ErrorCode error = co_await stream_->write(pieces); error) co_return false;
    text.clear();
    while (text.empty()) {
      if (house_.draining || listener_->overrun()) co_return false;
      text = listener_->take();
      if (!text.empty() || co_await sleep(house_.options.heartbeat)) continue;
      auto again = co_await on_worker(open);
      if (!again) co_return false;
      listener_->refilter(std::move(*again));
      text = ": heartbeat\n\n";
    }
  }
}

asio::awaitable<bool> Connection::respond(const Response& response, bool keep, bool head_only) {
  const bool bodiless = response.status == 204 || response.status == 304;
  const std::string head = head_of(response, keep, bodiless ? std::nullopt : std::optional(response.body.size()));
  const std::array<asio::const_buffer, 2> pieces{
      asio::buffer(head), bodiless || head_only ? asio::const_buffer() : asio::buffer(response.body)};
  stream_->expires_after(house_.options.body_timeout);
  const ErrorCode error = co_await stream_->write(pieces);
  co_return keep && !error;
}

asio::awaitable<bool> Connection::refuse(const Error& error, Language language) {
  const Response response = Response::problem(error, language);
  co_return co_await respond(response, false, false);
}

asio::awaitable<void> Connection::close_gently() {
  // What the client is still sending is read and dropped for a moment: closing on it would reset the connection and
  // take our answer away from under it.
  constexpr std::size_t at_most = 4 << 20;
  stream_->expires_after(std::chrono::seconds(2));
  co_await stream_->shut();
  for (std::size_t dropped = 0; dropped < at_most;) {
    buffer_.consume(buffer_.size());
    if (!co_await read_more(body_chunk)) break;
    dropped += buffer_.size();
  }
  stream_->close();
}

asio::awaitable<bool> Connection::sleep(std::chrono::milliseconds patience) {
  timer_.expires_after(patience);
  const auto [error] = co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return bool(error);
}

std::function<void()> Connection::waker() {
  // A wake-up that comes between two looks finds no sleeper, but both look and sleep run on the strand: it then runs
  // after the sleep began.
  return [weak = weak_from_this(), executor = executor_] {
    asio::post(executor, [weak] {
      const auto self = weak.lock();
      if (!self) return;
      self->timer_.cancel();
      if (self->listener_ && self->listener_->overrun()) self->stream_->close();  // it does not take what we write
    });
  };
}

}  // namespace ward::http
