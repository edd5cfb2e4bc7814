// One client's connection: requests are read one after another, handed to the workers, and answered.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <string>

#include "http/event_stream.h"
#include "http/http.h"
#include "http/proxies.h"
#include "http/router.h"
#include "http/stream.h"

namespace ward::http {

// What the connections of one server share; outlives them.
struct House {
  ServerOptions options;
  std::shared_ptr<const Router::Impl> router;
  Proxies proxies;
  asio::thread_pool workers;           // run handlers
  std::atomic<std::size_t> queued{0};  // handlers waiting or running; at most options.max_queued
  std::atomic<bool> draining{false};   // the server is stopping: nothing new is begun

  House(ServerOptions o, std::shared_ptr<const Router::Impl> r, Proxies p)
      : options(std::move(o)),
        router(std::move(r)),
        proxies(std::move(p)),
        workers(std::size_t(options.handler_threads)) {}
};

// Everything runs on the connection's own strand, `executor`; only drain() may be called from elsewhere.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(House& house, std::unique_ptr<Stream> stream, std::string peer, asio::any_io_executor executor);

  // Until the client goes, times out, breaks the protocol, or the server drains.
  asio::awaitable<void> run();
  // Says 503 and closes, for a server that has too many.
  asio::awaitable<void> turn_away();
  // Ends idle waiting and live streams; an answer under way is finished.
  void drain();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  asio::awaitable<bool> serve_one(bool first);  // whether another request may follow
  // Both answer a broken request themselves; false ends the connection.
  asio::awaitable<bool> read_head(Parser& parser, bool first);
  asio::awaitable<bool> read_body(Parser& parser, std::size_t max_body, const Request& request);
  // Reads into buffer_; false at the end or on error.
  asio::awaitable<bool> read_more(std::size_t at_most);

  asio::awaitable<Result<>> admit(const Route& route, const Request& request);  // by the head alone
  asio::awaitable<Result<Response>> call(const Route& route, const Request& request);
  asio::awaitable<Result<Response>> call_waiting(const Route& route, const Request& request);
  asio::awaitable<Result<Response>> call_later(const Route& route, const Request& request);
  asio::awaitable<Result<Response>> file(const FileRoot& root, const Target& target, const Request& request);
  asio::awaitable<bool> listen(const Route& route, Request& request, bool keep);  // a live stream, to its end
  template <class F>
  asio::awaitable<std::invoke_result_t<F>> on_worker(F work);

  asio::awaitable<bool> respond(const Response& response, bool keep, bool head_only);
  asio::awaitable<bool> refuse(const Error& error, const Request& request);  // and no further request
  asio::awaitable<void> close_gently();

  // Sleeps until wake() or for `patience`; true when woken.
  asio::awaitable<bool> sleep(std::chrono::milliseconds patience);
  std::function<void()> waker();  // callable from any thread while the Bell it is given to rings

  House& house_;
  std::unique_ptr<Stream> stream_;
  const std::string peer_;
  const asio::any_io_executor executor_;
  asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  bool idle_ = false;                   // waiting for a request to begin
  std::shared_ptr<Listener> listener_;  // while this is a live stream
};

}  // namespace ward::http
