// Listening, the threads, and stopping in order.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <set>
#include <thread>

#include "base/log.h"
#include "http/connection.h"

namespace ward::http {

namespace {

using asio::ip::tcp;

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, const Router& router, Proxies proxies, std::shared_ptr<asio::ssl::context> tls)
      : tls_(std::move(tls)),
        house_(std::move(options), router.impl(), std::move(proxies)),
        acceptor_(asio::make_strand(io_)) {}

  ~BeastServer() override { stop(std::chrono::seconds(5)); }

  Result<> listen() {
    const ServerOptions& options = house_.options;
    ErrorCode error;
    const auto address = asio::ip::make_address(options.address, error);
    const tcp::endpoint endpoint(address, options.port);
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      const std::string at = options.address + ":" + std::to_string(options.port);
      return fail(
          ErrorKind::unavailable, "http.address",
          {"Cannot listen on " + at + ": " + error.message() + ".", "无法监听 " + at + "：" + error.message() + "。"},
          at);
    }
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    for (int i = 0; i < options.io_threads; ++i) threads_.emplace_back([this] { io_.run(); });
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void stop(std::chrono::milliseconds patience) override {
    if (house_.draining.exchange(true)) return;
    asio::post(acceptor_.get_executor(), [this] { acceptor_.close(); });
    {
      std::unique_lock lock(mutex_);
      for (const auto& connection : connections_) connection->drain();
      gone_.wait_for(lock, patience, [&] { return connections_.empty(); });
    }
    // Handlers that run are waited for: they may hold a transaction. What they return finds its io_context alive.
    house_.workers.stop();
    house_.workers.join();
    io_.stop();
    threads_.clear();
  }

 private:
  asio::awaitable<void> accept() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
      const asio::any_io_executor strand = asio::make_strand(io_);
      auto [error, socket] = co_await acceptor_.async_accept(strand, asio::as_tuple(asio::use_awaitable));
      if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
      if (error) {  // no file descriptors left, mostly: give the others time to end
        log::warn("cannot accept a connection: {}", error.message());
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
        continue;
      }
      admit(std::move(socket), strand);
    }
  }

  void admit(tcp::socket socket, const asio::any_io_executor& strand) {
    ErrorCode error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    auto connection = std::make_shared<Connection>(house_, make_stream(std::move(socket), tls_.get()),
                                                   peer.address().to_string(), strand);
    {
      std::lock_guard lock(mutex_);
      if (house_.draining || connections_.size() >= house_.options.max_connections) {
        turn_away(connection, strand);
        return;
      }
      connections_.insert(connection);
    }
    asio::co_spawn(strand, connection->run(), [this, connection](const std::exception_ptr& failure) {
      if (failure) try {
          std::rethrow_exception(failure);
        } catch (const std::exception& e) {
          log::error("a connection failed: {}", e.what());
        }
      std::lock_guard lock(mutex_);
      connections_.erase(connection);
      gone_.notify_all();
    });
  }

  void turn_away(const std::shared_ptr<Connection>& connection, const asio::any_io_executor& strand) {
    if (tls_) return;  // a handshake for everybody who is turned away would cost more than it tells
    asio::co_spawn(strand, connection->turn_away(), [connection](const std::exception_ptr&) {});
  }

  std::shared_ptr<asio::ssl::context> tls_;
  asio::io_context io_;  // outlives the workers, whose results it carries
  House house_;
  tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::vector<std::jthread> threads_;

  std::mutex mutex_;
  std::condition_variable gone_;
  std::set<std::shared_ptr<Connection>> connections_;  // guarded by mutex_
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Router router) {
  std::shared_ptr<asio::ssl::context> tls;
  if (!options.certificate.empty() || !options.key.empty()) {
    WARD_TRY(context, make_tls(options.certificate, options.key));
    tls = std::move(context);
  }
  WARD_TRY(proxies, Proxies::of(options.proxies));
  auto server = std::make_unique<BeastServer>(options, router, std::move(proxies), std::move(tls));
  WARD_CHECK(server->listen());
  return server;
}

}  // namespace ward::http
