// How a connection has its requests answered: by handlers on the workers, at once, after waiting, later, or as a live
// stream.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>

#include "base/log.h"
#include "http/connection.h"
#include "http/files.h"
#include "http/refusals.h"
#include "http/wire.h"

// GCC 12 destroys temporaries with a destructor twice when they stand inside an expression with co_await: here
// everything that is handed to a coroutine has a name. It also takes the recycling allocator of Asio's coroutine frames
// for a mismatch.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace ward::http {

namespace {

// Stops exceptions of handlers at the edge.
template <class F>
std::invoke_result_t<F> guarded(F& work, const std::string& what) {
  try {
    return work();
  } catch (const Failure& failure) {
    return std::unexpected(failure.error);
  } catch (const std::exception& e) {
    log::error("{}: {}", what, e.what());
    return std::unexpected(server_fault());
  }
}

// An answer that comes from elsewhere.
class Awaited {
 public:
  explicit Awaited(std::function<void()> wake) : bell_(std::move(wake)) {}
  void come(Result<Response> answer) {
    {
      std::lock_guard lock(mutex_);
      if (!answer_) answer_ = std::move(answer);
    }
    bell_.ring();
  }
  std::optional<Result<Response>> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(answer_, std::nullopt);
  }
  Bell& bell() { return bell_; }

 private:
  Bell bell_;
  std::mutex mutex_;
  std::optional<Result<Response>> answer_;  // guarded by mutex_
};

}  // namespace

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

asio::awaitable<Result<>> Connection::admit(const Route& route, const Request& request) {
  if (!route.admit) co_return Result<>{};
  const auto work = [&route, &request] {
    auto ask = [&] { return route.admit(request); };
    return guarded(ask, request.method + " " + request.path);
  };
  co_return co_await on_worker(work);
}

asio::awaitable<Result<Response>> Connection::call(const Route& route, const Request& request) {
  if (route.waiting) co_return co_await call_waiting(route, request);
  if (route.later) co_return co_await call_later(route, request);
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

asio::awaitable<Result<Response>> Connection::call_later(const Route& route, const Request& request) {
  if (house_.queued.fetch_add(1) >= house_.options.max_queued) {
    --house_.queued;
    co_return std::unexpected(server_busy());
  }
  const auto awaited = std::make_shared<Awaited>(waker());
  struct Leave {
    House& house;
    const std::shared_ptr<Awaited>& awaited;
    ~Leave() {
      awaited->bell().silence();
      --house.queued;
    }
  } leave{house_, awaited};

  // Once the answer has come the request may be gone.
  asio::post(house_.workers, [&route, &request, awaited, what = request.method + " " + request.path] {
    auto handle = [&]() -> Result<> {
      route.later(request, [awaited](Result<Response> answer) { awaited->come(std::move(answer)); });
      return {};
    };
    if (const Result<> ran = guarded(handle, what); !ran) awaited->come(std::unexpected(ran.error()));
  });
  while (true) {
    if (std::optional<Result<Response>> answer = awaited->take()) co_return *std::move(answer);
    co_await sleep(std::chrono::hours{1});
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
  std::string text = head_of(response, false, std::nullopt, house_.options.images) + ": welcome\n\n";
  const std::chrono::steady_clock::duration heartbeat = house_.options.heartbeat;
  auto asked = std::chrono::steady_clock::now();
  while (true) {
    stream_->expires_after(house_.options.body_timeout);
    const std::array<asio::const_buffer, 2> pieces{asio::buffer(text), asio::const_buffer()};
    if (const ErrorCode error = co_await stream_->write(pieces); error) co_return false;
    text.clear();
    while (text.empty()) {
      if (house_.draining || listener_->overrun()) co_return false;
      const auto left = asked + heartbeat - std::chrono::steady_clock::now();
      if (left <= left.zero()) {  // by the clock, before anything more is taken: a busy stream never falls silent
        auto again = co_await on_worker(open);
        if (!again) co_return false;
        listener_->refilter(std::move(*again));
        asked = std::chrono::steady_clock::now();
        text = ": heartbeat\n\n";
        continue;
      }
      text = listener_->take();
      if (text.empty()) co_await sleep(std::chrono::ceil<std::chrono::milliseconds>(left));
    }
  }
}

asio::awaitable<Result<Response>> Connection::file(const FileRoot& root, const Target& target, const Request& request) {
  const auto work = [&root, &target, &request] { return serve_file(root, target, request); };
  co_return co_await on_worker(work);
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
