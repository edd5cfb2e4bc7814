// The server as handlers see it: plain structs. Knows no concept of the city, and Beast stays in server.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace ward::http {

enum class Language { en, zh };

struct Request {
  std::string method;                          // "GET", "POST", "PUT", "PATCH", "DELETE"
  std::string path;                            // decoded, without query
  std::map<std::string, std::string> query;    // decoded
  std::map<std::string, std::string> params;   // from the route: "/people/{id}" -> id
  std::map<std::string, std::string> headers;  // names in lower case; lines of one name joined by ", "
  std::string body;
  std::string peer;                  // address of the client; before a proxy of ours, if it came through one
  bool secure = false;               // it came over TLS
  Language language = Language::en;  // from Accept-Language (zh... -> zh)

  std::string header(const std::string& name) const;  // "" when absent
  std::string cookie(const std::string& name) const;
  Result<json::value> json() const;  // errors: "json.syntax", "json.media_type" (415 unless application/json)
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  static Response of(const json::value& value, int status = 200);
  static Response nothing();  // 204
  // RFC 9457 problem+json: type (urn:ward:problem:<code>), title, status, code, detail (in `language`), field.
  static Response problem(const Error& error, Language language);
};

int status_of(ErrorKind kind);  // invalid 400 (422 never), unauthorized 401, forbidden 403, not_found 404, conflict
                                // 409, too_large 413, too_many 429, unavailable 503, internal 500

// Handlers run on a pool of threads and may block on the database.
using Handler = std::function<Result<Response>(const Request&)>;

// Asked with a request's head (its body is still empty): an error is the answer, and the body is not read.
using Admission = std::function<Result<>(const Request&)>;

// Wakes what waits in Router::on_waiting.
class Signal {
 public:
  virtual ~Signal() = default;
  // From any thread; never blocks. Everyone who waits is asked again.
  virtual void notify() = 0;
  // The same for those who wait at this server only: another one was notified.
  virtual void notify_here() = 0;
  // `forward` carries each notify() to the other servers; nothing when there are none.
  static std::shared_ptr<Signal> make(std::function<void()> forward = {});
};

// A handler that may have nothing to answer yet: it returns nothing and is asked again after the signal, and a `last`
// time when its patience is over, when it must answer. It waits without holding a thread, so thousands can.
using WaitingHandler = std::function<Result<std::optional<Response>>(const Request&, bool last)>;

// Takes the answer that a handler would have returned: once, from any thread.
using Reply = std::function<void(Result<Response>)>;
// A handler whose work is done for many at once, maybe on another thread: no thread is held meanwhile. It sees to it
// that `reply` is called, and may look at the request until it is.
using LaterHandler = std::function<void(const Request&, Reply reply)>;

// A server-sent event. `data` is one line of JSON, `data_zh` the same with Chinese texts (empty: there are none).
struct Event {
  std::string name;
  std::string data;
  std::string data_zh = {};
};

// Listeners of one live stream. publish() never blocks: a listener with 256 events waiting is disconnected (it will
// reconnect and read what it missed over the API). `wants` filters by what the listener may see.
class EventStream {
 public:
  virtual ~EventStream() = default;
  using Filter = std::function<bool(const Event&, const std::string& scope)>;
  virtual void publish(const Event& event, const std::string& scope = {}) = 0;
  // To those who listen at this server only: another one published it.
  virtual void publish_here(const Event& event, const std::string& scope) = 0;
  // Something may have been missed: every listener is disconnected, so that it reads over the API what it missed.
  virtual void interrupt() = 0;
  // Whether anybody may listen: what is costly to make is not made for nobody.
  virtual bool heard() const = 0;
  // `forward` carries each event to the other servers (where somebody may listen); nothing when there are none.
  using Forward = std::function<void(const Event&, const std::string& scope)>;
  static std::shared_ptr<EventStream> make(Forward forward = {});
};

class Router {
 public:
  static constexpr std::size_t usual_body = 1 << 20;
  // pattern: "/api/v1/people/{id}". `max_body` bytes, above it 413 before the body is read. A route that takes more
  // than `usual_body` needs an admission, so that nobody unknown fills the memory.
  void on(std::string method, std::string pattern, Handler handler, std::size_t max_body = usual_body,
          Admission admit = {});
  // The same for a handler that may wait for `signal`, at most `patience` of this request.
  void on_waiting(std::string method, std::string pattern, std::shared_ptr<Signal> signal,
                  std::function<std::chrono::milliseconds(const Request&)> patience, WaitingHandler handler);
  void on_later(std::string method, std::string pattern, LaterHandler handler);
  // A GET that never ends: `open` checks access and returns the filter for this listener. It is asked again with every
  // heartbeat (15 s by the clock, however many events flow), so that a session that ended hears nothing more.
  // ?language=zh-CN or en goes before Accept-Language, because a browser's EventSource sends no headers of its own.
  void live(std::string pattern, std::shared_ptr<EventStream> stream,
            std::function<Result<EventStream::Filter>(const Request&)> open);
  // Files below `directory` for GETs that match no route; a path without extension gets index.html (the console's own
  // router).
  void files(std::string prefix, std::string directory);

  struct Impl;
  std::shared_ptr<Impl> impl() const { return impl_; }
  Router();

 private:
  std::shared_ptr<Impl> impl_;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;        // 0: any free one
  std::string certificate, key;  // PEM files; both or neither
  // Addresses of proxies of ours: only their X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> proxies = {};
  // From where pages of ours may show pictures besides here: "https://tiles.example.org"; "": from nowhere.
  std::string images = {};
  int io_threads = 1;
  int handler_threads = 32;                        // most of their time they wait for the disk
  std::size_t max_connections = 10'000;            // above it: accepted, 503, closed
  std::size_t max_queued = 4'000;                  // requests waiting for a handler thread; above it: 503
  std::chrono::milliseconds head_timeout{10'000};  // for the header, once its first byte came
  std::chrono::milliseconds body_timeout{60'000};  // for the body, and for the client to take an answer
  std::chrono::milliseconds idle_timeout{75'000};  // between requests of one connection
  std::chrono::milliseconds heartbeat{15'000};     // of live streams
};

class Server {
 public:
  // Listens at once. Errors: "http.address" (in use, not ours), "http.certificate", "http.proxy".
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Router router);
  virtual ~Server() = default;  // stops
  virtual std::uint16_t port() const = 0;
  // Closes live streams first, answers what is running (at most `patience`), then stops.
  virtual void stop(std::chrono::milliseconds patience = std::chrono::seconds{5}) = 0;
};

}  // namespace ward::http
