// The server over real sockets on loopback.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <thread>

#include "http/client.h"
#include "http/http.h"
#include "http/voice.h"

namespace ward::http {
namespace {

using namespace std::chrono_literals;
using testing::Test;

// A socket that says exactly what a test wants said.
class Raw {
 public:
  explicit Raw(std::uint16_t port) { socket_.connect({boost::asio::ip::address_v4::loopback(), port}); }
  bool send(std::string_view text) {  // whether the other side took it all
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(text), error);
    return !error;
  }
  // Until the other side closes.
  std::string rest() {
    std::string text;
    boost::system::error_code error;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(text), error);
    return text;
  }
  // Until `end` was seen, or the other side closes.
  std::string until(std::string_view end) {
    boost::system::error_code error;
    char c;
    while (!seen_.ends_with(end) && boost::asio::read(socket_, boost::asio::buffer(&c, 1), error) == 1) seen_ += c;
    return std::exchange(seen_, {});
  }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
  std::string seen_;
};

std::unique_ptr<Server> start(Router router, ServerOptions options = {}) {
  auto server = Server::start(options, std::move(router));
  EXPECT_TRUE(server) << server.error().message.en;
  return std::move(*server);
}

std::string url(const Server& server, const std::string& path) {
  return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

Answer get(const Server& server, const std::string& path, const std::vector<std::string>& headers = {}) {
  Client client;
  auto answer = client.send("GET", url(server, path), {}, headers);
  EXPECT_TRUE(answer) << answer.error().message.en;
  return answer.value_or(Answer{});
}

Handler says(std::string text) {
  return [text](const Request&) -> Result<Response> { return Response::of({{"says", text}}); };
}

TEST(Http, RoutesByMethodAndPattern) {
  Router router;
  router.on("GET", "/people/{id}",
            [](const Request& r) -> Result<Response> { return Response::of({{"id", r.params.at("id")}}); });
  router.on("GET", "/people/all", says("all"));
  router.on("PUT", "/people/{id}",
            [](const Request& r) -> Result<Response> { return Response::of({{"body", r.body}}); });
  const auto server = start(router);
  EXPECT_EQ(get(*server, "/people/a%2Fb%20%E5%BC%A0").body, R"({"id":"a/b 张"})");
  EXPECT_EQ(get(*server, "/people/all").body, R"({"says":"all"})");
  Client client;
  EXPECT_EQ(client.send("PUT", url(*server, "/people/7"), "hello")->body, R"({"body":"hello"})");
  const auto missing = get(*server, "/nobody");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.content_type, "application/problem+json");
  EXPECT_EQ(get(*server, "/people/").status, 404);
  EXPECT_EQ(get(*server, "/people/%zz").status, 400);
  EXPECT_EQ(get(*server, "/people/%ff").status, 400);
}

TEST(Http, SaysWhichMethodsAPathHas) {
  Router router;
  router.on("GET", "/x", says("x"));
  router.on("PUT", "/x", says("x"));
  const auto server = start(router);
  Raw raw(server->port());
  raw.send("DELETE /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string answer = raw.rest();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 ")) << answer;
  EXPECT_NE(answer.find("Allow: GET, HEAD, PUT\r\n"), std::string::npos) << answer;
}

TEST(Http, WritesErrorsBelowAnAddressAsItsOwnStandardSays) {
  Router router;
  router.on("POST", "/other/x", [](const Request&) -> Result<Response> { throw std::runtime_error("secret"); }, 10);
  router.on("GET", "/otherwise", [](const Request&) -> Result<Response> { return fail({}, "a.b", {"No.", "不。"}); });
  write_errors(router, "/other/", [](const Error& error, const Request& request) {
    Response response = Response::problem(error, request.language);
    response.content_type = "text/other";
    response.body = "other: " + error.code;
    return response;
  });
  const auto server = start(router);
  Client client;
  EXPECT_EQ(client.send("POST", url(*server, "/other/x"), "x")->body, "other: server.fault");
  EXPECT_EQ(client.send("POST", url(*server, "/other/x"), "more than ten")->body, "other: http.too_large");
  const auto method = client.send("GET", url(*server, "/other/x"));
  EXPECT_EQ(std::pair(method->status, method->body), std::pair(405, std::string("other: http.method")));
  EXPECT_EQ(get(*server, "/other/nothing/here").body, "other: http.no_such_page");
  EXPECT_EQ(get(*server, "/otherwise").content_type, "application/problem+json");
}

TEST(Http, AnswerOfTheOtherSideIsBounded) {
  Router router;
  router.on("GET", "/x", says(std::string(2'000, 'x')));
  const auto server = start(router);
  Client client({.authority = {}, .max_answer = 1'000});
  EXPECT_EQ(client.send("GET", url(*server, "/x")).error().code, "net.failed");
}

TEST(Http, AnswersHeadWithoutBody) {
  Router router;
  router.on("GET", "/x", says("x"));
  const auto server = start(router);
  Raw raw(server->port());
  raw.send("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string answer = raw.rest();
  EXPECT_NE(answer.find("Content-Length: 12\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(Http, ProblemsSpeakTheCallersLanguage) {
  Router router;
  router.on("GET", "/x", [](const Request&) -> Result<Response> {
    return fail(ErrorKind::conflict, "x.taken", {"It is taken.", "已被占用。"}, "name");
  });
  const auto server = start(router);
  const auto zh = get(*server, "/x", {"Accept-Language: zh-CN,zh;q=0.9,en;q=0.8"});
  EXPECT_EQ(zh.status, 409);
  EXPECT_EQ(
      zh.body,
      R"({"type":"urn:ward:problem:x.taken","title":"状态冲突","status":409,"code":"x.taken","detail":"已被占用。","field":"name"})");
  EXPECT_NE(get(*server, "/x", {"Accept-Language: de, en;q=0.5, zh;q=0.4"}).body.find("It is taken."),
            std::string::npos);
}

TEST(Http, RefusesTooLargeABodyBeforeReadingIt) {
  std::atomic<bool> called = false;
  Router router;
  router.on(
      "POST", "/x",
      [&](const Request&) -> Result<Response> {
        called = true;
        return Response::nothing();
      },
      1000);
  const auto server = start(router);
  {
    Raw raw(server->port());
    raw.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n");
    EXPECT_TRUE(raw.until("\r\n").starts_with("HTTP/1.1 413 "));
  }
  {
    Raw raw(server->port());
    raw.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') +
             "\r\n0\r\n\r\n");
    EXPECT_TRUE(raw.until("\r\n").starts_with("HTTP/1.1 413 "));
  }
  {
    Raw raw(server->port());  // far more than the sockets hold, sent to its end before the answer is read
    const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432\r\n\r\n";
    EXPECT_TRUE(raw.send(head + std::string(32 << 20, 'x')));
    EXPECT_TRUE(raw.until("\r\n").starts_with("HTTP/1.1 413 "));
  }
  EXPECT_FALSE(called);
}

TEST(Http, AnswersLaterWithoutHoldingAThread) {
  std::mutex mutex;
  std::vector<Reply> waiting;
  constexpr std::size_t many = 20;
  Router router;
  router.on_later("POST", "/x", [&](const Request& request, Reply reply) {
    if (request.body == "broken") throw std::runtime_error("secret");
    std::vector<Reply> all;
    {
      std::lock_guard lock(mutex);
      waiting.push_back(std::move(reply));
      if (waiting.size() == many) all.swap(waiting);
    }
    for (const Reply& one : all) {
      one(Response::of({{"together", all.size()}}));
      one(Response::nothing());  // counts for nothing
    }
  });
  ServerOptions options;
  options.handler_threads = 1;
  const auto server = start(router, options);
  std::atomic<int> well = 0;
  {
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < many; ++i)
      callers.emplace_back([&] {
        Client client;
        const auto answer = client.send("POST", url(*server, "/x"), "");
        if (answer && answer->body == R"({"together":20})") ++well;
      });
  }
  EXPECT_EQ(well, int(many));
  Client client;
  EXPECT_EQ(client.send("POST", url(*server, "/x"), "broken")->status, 500);
}

TEST(Http, WhoIsNotAdmittedSendsNoBody) {
  std::atomic<bool> called = false;
  Router router;
  const auto handler = [&](const Request& r) -> Result<Response> {
    called = true;
    return Response::of({{"size", r.body.size()}});
  };
  const auto admit = [](const Request& r) -> Result<> {
    if (r.header("authorization") == r.params.at("id")) return {};
    return fail(ErrorKind::unauthorized, "x.none", {"Who?", "谁？"});
  };
  EXPECT_THROW(router.on("PUT", "/y/{id}", handler, Router::usual_body + 1), std::invalid_argument);
  router.on("PUT", "/x/{id}", handler, Router::usual_body + 1, admit);
  const auto server = start(router);
  for (const char* body : {"Content-Length: 1000000", "Transfer-Encoding: chunked"}) {
    Raw stranger(server->port());  // sends nothing of it
    stranger.send(std::string("PUT /x/7 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n") + body + "\r\n\r\n");
    EXPECT_TRUE(stranger.until("\r\n").starts_with("HTTP/1.1 401 "));
  }
  EXPECT_FALSE(called);
  const std::string large(Router::usual_body + 1, 'x');
  Client client;
  EXPECT_EQ(client.send("PUT", url(*server, "/x/7"), large, {"Authorization: 7"})->body, R"({"size":1048577})");
}

TEST(Http, TakesChunkedBodiesByteByByte) {
  Router router;
  router.on("POST", "/x", [](const Request& r) -> Result<Response> { return Response::of({{"body", r.body}}); });
  const auto server = start(router);
  Raw raw(server->port());
  for (const char c : std::string("POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: "
                                  "chunked\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"))
    raw.send(std::string_view(&c, 1));
  EXPECT_NE(raw.rest().find(R"({"body":"abcdef"})"), std::string::npos);
}

TEST(Http, KeepsAConnectionForPipelinedRequests) {
  Router router;
  router.on("POST", "/x", [](const Request& r) -> Result<Response> { return Response::of({{"body", r.body}}); });
  const auto server = start(router);
  Raw raw(server->port());
  const std::string one = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n";
  raw.send(one + "1" + one + "2" + "GET /y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string all = raw.rest();
  const auto first = all.find(R"({"body":"1"})"), second = all.find(R"({"body":"2"})"),
             third = all.find("HTTP/1.1 404");
  EXPECT_LT(first, second) << all;
  EXPECT_LT(second, third) << all;
  EXPECT_NE(third, std::string::npos) << all;
}

TEST(Http, RefusesWhatIsNotHttp) {
  const auto server = start(Router());
  Raw garbage(server->port());
  garbage.send("\x16\x03\x01 nonsense\r\n\r\n");
  EXPECT_TRUE(garbage.until("\r\n").starts_with("HTTP/1.1 400 "));
  Raw endless(server->port());
  endless.send("GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x'));
  EXPECT_TRUE(endless.until("\r\n").starts_with("HTTP/1.1 431 "));
}

TEST(Http, DropsAClientThatNeverFinishes) {
  ServerOptions options;
  options.head_timeout = options.body_timeout = 50ms;
  Router router;
  router.on("POST", "/x", says("x"));
  const auto server = start(router, options);
  Raw silent(server->port()), head(server->port()), body(server->port());
  head.send("GET /x HT");
  body.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(silent.rest(), "");
  EXPECT_EQ(head.rest(), "");
  EXPECT_EQ(body.rest(), "");
}

TEST(Http, AnIdleConnectionMayStayLongerThanASlowOne) {
  ServerOptions options;
  options.head_timeout = 50ms;
  Router router;
  router.on("GET", "/x", says("x"));
  const auto server = start(router, options);
  Raw idle(server->port());
  idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  idle.until("\r\n\r\n{\"says\":\"x\"}");
  Raw slow(server->port());
  EXPECT_EQ(slow.rest(), "");  // its head_timeout is over, so the other's would be too
  idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(idle.until("\r\n").starts_with("HTTP/1.1 200 "));
}

TEST(Http, TurnsAwayBeyondTheLimitOfConnections) {
  ServerOptions options;
  options.max_connections = 1;
  Router router;
  router.on("GET", "/x", says("x"));
  const auto server = start(router, options);
  Raw first(server->port());
  first.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  first.until("}");
  Raw second(server->port());
  EXPECT_TRUE(second.until("\r\n").starts_with("HTTP/1.1 503 "));
}

TEST(Http, LooksThroughItsProxyToTheClient) {
  Router router;
  router.on("GET", "/x", [](const Request& r) -> Result<Response> {
    return Response::of({{"peer", r.peer}, {"secure", r.secure}});
  });
  const std::vector<std::string> forwarded = {"X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 1.2.3.4",
                                              "X-Forwarded-Proto: https"};
  EXPECT_EQ(get(*start(router), "/x", forwarded).body, R"({"peer":"127.0.0.1","secure":false})");
  ServerOptions options;
  options.proxies = {"127.0.0.1"};
  EXPECT_EQ(get(*start(router, options), "/x", forwarded).body, R"({"peer":"1.2.3.4","secure":true})");
  options.proxies = {"the proxy"};
  EXPECT_EQ(Server::start(options, router).error().code, "http.proxy");
}

TEST(Http, AnExceptionIsAProblemAndTheServerLives) {
  Router router;
  router.on("GET", "/throws", [](const Request&) -> Result<Response> { throw std::runtime_error("secret"); });
  const auto server = start(router);
  const auto answer = get(*server, "/throws");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_EQ(get(*server, "/throws").status, 500);
}

TEST(Http, ReadsJsonOnlyAsJson) {
  Router router;
  router.on("POST", "/x", [](const Request& r) -> Result<Response> {
    WARD_TRY(value, r.json());
    return Response::of(value);
  });
  const auto server = start(router);
  Client client;
  EXPECT_EQ(client.send("POST", url(*server, "/x"), "{}", {"Content-Type: text/plain"})->status, 415);
  EXPECT_EQ(client.send("POST", url(*server, "/x"), "{", {"Content-Type: application/json"})->status, 400);
  EXPECT_EQ(
      client.send("POST", url(*server, "/x"), R"({"a":1})", {"Content-Type: application/json; charset=utf-8"})->body,
      R"({"a":1})");
}

TEST(Http, NoHeaderOfOursBreaksItsLine) {
  Router router;
  router.on("GET", "/x", [](const Request& r) -> Result<Response> {
    Response response;
    response.headers.emplace_back("X-Name", r.query.at("name") + "\r\nX-Evil: 1");
    return response;
  });
  const auto server = start(router);
  Raw raw(server->port());
  raw.send("GET /x?name=a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(raw.rest().find("\r\nX-Evil"), std::string::npos);
}

class Files : public Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(root_ / "site/assets");
    write("secret.txt", "secret");
    write("site/index.html", "<p>page</p>");
    write("site/.hidden", "hidden");
    write("site/assets/index-B3xq9Zk1.js", "1");
    std::filesystem::create_symlink(root_ / "secret.txt", root_ / "site/link.txt");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(root_ / name) << text; }
  std::string raw(const Server& server, const std::string& target, const std::string& header = {}) {
    Raw client(server.port());
    client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + header + "Connection: close\r\n\r\n");
    return client.rest();
  }
  std::filesystem::path root_ = std::filesystem::temp_directory_path() / ("ward-http-" + std::to_string(::getpid()));
};

TEST_F(Files, ServesTheFirstFoldersOwnPage) {
  std::filesystem::create_directories(root_ / "site/phone/deeper");
  write("site/phone/index.html", "<p>phone</p>");
  write("site/phone/worker.js", "2");
  write("site/phone/deeper/index.html", "<p>deeper</p>");
  Router router;
  router.files("/", (root_ / "site").string());
  const auto server = start(router);
  for (const char* page : {"/phone", "/phone/", "/phone/tasks", "/phone/deeper/x", "/phone/index.html"})
    EXPECT_NE(raw(*server, page).find("<p>phone</p>"), std::string::npos) << page;
  for (const char* page : {"/", "/phones", "/people/phone", "/assets/x"})
    EXPECT_NE(raw(*server, page).find("<p>page</p>"), std::string::npos) << page;
  EXPECT_NE(raw(*server, "/phone/worker.js").find("Cache-Control: no-cache\r\n"), std::string::npos);
}

TEST_F(Files, ServesPagesWithTheirHeaders) {
  Router router;
  router.on("GET", "/api/x", says("x"));
  router.files("/", (root_ / "site").string());
  const auto server = start(router);
  for (const char* page : {"/", "/people", "/people/7", "/index.html"}) {
    const std::string answer = raw(*server, page);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << page << answer;
    EXPECT_NE(answer.find("<p>page</p>"), std::string::npos) << page;
    EXPECT_NE(answer.find("Content-Type: text/html; charset=utf-8\r\n"), std::string::npos);
    EXPECT_NE(answer.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_NE(answer.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Referrer-Policy: no-referrer\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Cache-Control: no-cache\r\n"), std::string::npos);
  }
  EXPECT_NE(raw(*server, "/assets/index-B3xq9Zk1.js").find("immutable"), std::string::npos);
  EXPECT_TRUE(raw(*server, "/api/nothing").starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(raw(*server, "/missing.js").starts_with("HTTP/1.1 404 "));
}

TEST_F(Files, SparesWhatTheClientHas) {
  Router router;
  router.files("/", (root_ / "site").string());
  const auto server = start(router);
  const std::string answer = raw(*server, "/");
  const auto at = answer.find("ETag: ");
  const std::string tag = answer.substr(at + 6, answer.find("\r\n", at) - at - 6);
  EXPECT_TRUE(raw(*server, "/", "If-None-Match: " + tag + "\r\n").starts_with("HTTP/1.1 304 "));
  write("site/index.html", "<p>another page</p>");
  EXPECT_TRUE(raw(*server, "/", "If-None-Match: " + tag + "\r\n").starts_with("HTTP/1.1 200 "));
}

TEST_F(Files, NeverLeavesItsDirectory) {
  Router router;
  router.files("/", (root_ / "site").string());
  const auto server = start(router);
  for (const char* target : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
                             "/..%5csecret.txt", "/.hidden", "/link.txt", "//etc/passwd", "/%00"})
    EXPECT_EQ(
        raw(*server, target).find("secret\n") != std::string::npos || raw(*server, target).starts_with("HTTP/1.1 200"),
        false)
        << target;
}

TEST(Live, DeliversToThoseWhoMayHear) {
  auto stream = EventStream::make();
  Router router;
  router.live("/live", stream, [](const Request& r) -> Result<EventStream::Filter> {
    if (!r.query.contains("scope")) return fail(ErrorKind::unauthorized, "x.none", {"Who?", "谁？"});
    return [mine = r.query.at("scope")](const Event&, const std::string& scope) { return scope == mine; };
  });
  const auto server = start(router);
  EXPECT_EQ(get(*server, "/live").status, 401);
  Raw listener(server->port());
  listener.send("GET /live?scope=a&language=zh-CN HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = listener.until(": welcome\n\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  stream->publish({"passage", R"({"n":1})"}, "b");
  stream->publish({"passage", R"({"n":2})", R"({"n":"二"})"}, "a");
  EXPECT_EQ(listener.until("\n\n"), "event: passage\ndata: {\"n\":\"二\"}\n\n");
  server->stop();
  EXPECT_EQ(listener.rest(), "");
}

TEST(Live, BeatsAndAsksAgainWhetherTheListenerMayHear) {
  std::atomic<bool> allowed = true;
  ServerOptions options;
  options.heartbeat = 10ms;
  auto stream = EventStream::make();
  Router router;
  router.live("/live", stream, [&](const Request&) -> Result<EventStream::Filter> {
    if (!allowed) return fail(ErrorKind::unauthorized, "x.none", {"Over.", "结束。"});
    return [](const Event&, const std::string&) { return true; };
  });
  const auto server = start(router, options);
  Raw listener(server->port());
  listener.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
  listener.until(": heartbeat\n\n");
  allowed = false;
  listener.rest();  // ends
}

TEST(Live, AsksAgainHoweverBusyTheStreamIs) {
  std::atomic<bool> allowed = true;
  ServerOptions options;
  options.heartbeat = 200ms;
  auto stream = EventStream::make();
  Router router;
  router.live("/live", stream, [&](const Request&) -> Result<EventStream::Filter> {
    if (!allowed) return fail(ErrorKind::unauthorized, "x.none", {"Over.", "结束。"});
    return [](const Event&, const std::string&) { return true; };
  });
  const auto server = start(router, options);
  Raw listener(server->port());
  listener.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
  listener.until(": welcome\n\n");
  allowed = false;
  // One event after another, each taken before the next: the stream is never silent for a heartbeat.
  const auto patience = std::chrono::steady_clock::now() + 20s;
  bool ended = false;
  while (!ended && std::chrono::steady_clock::now() < patience) {
    stream->publish({"e", "{}"});
    ended = listener.until("\n\n").empty();
  }
  EXPECT_TRUE(ended);
}

TEST(Live, DisconnectsAListenerThatDoesNotListen) {
  auto stream = EventStream::make();
  Router router;
  router.live("/live", stream, [](const Request&) -> Result<EventStream::Filter> {
    return [](const Event&, const std::string&) { return true; };
  });
  const auto server = start(router);
  Raw listener(server->port());
  listener.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
  listener.until(": welcome\n\n");
  const std::string large(100'000, 'x');  // more than the socket's buffers take of 2,000 of them
  for (int i = 0; i < 2'000; ++i) stream->publish({"e", large});
  EXPECT_LT(listener.rest().size(), 2'000 * large.size());
}

TEST(Live, MayOutliveItsServer) {
  auto stream = EventStream::make();
  Router router;
  router.live("/live", stream, [](const Request&) -> Result<EventStream::Filter> {
    return [](const Event&, const std::string&) { return true; };
  });
  auto server = start(router);
  Raw listener(server->port());
  listener.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
  listener.until(": welcome\n\n");
  server.reset();
  stream->publish({"e", "{}"});
}

class Waiting : public Test {
 protected:
  Router router(std::chrono::milliseconds patience) {
    Router router;
    router.on_waiting(
        "GET", "/changes", signal_, [patience](const Request&) { return patience; },
        [this](const Request&, bool last) -> Result<std::optional<Response>> {
          ++asked_;
          if (value_ == 0 && !last) return std::nullopt;
          return Response::of({{"value", value_.load()}});
        });
    return router;
  }
  void wait_until_asked(int times) {
    while (asked_ < times) std::this_thread::yield();
  }
  std::shared_ptr<Signal> signal_ = Signal::make();
  std::atomic<int> value_ = 0, asked_ = 0;
};

TEST_F(Waiting, ManyWaitOnFewThreadsAndAreWoken) {
  ServerOptions options;
  options.handler_threads = 1;
  const auto server = start(router(1h), options);
  std::vector<std::unique_ptr<Raw>> gates;
  for (int i = 0; i < 200; ++i) {
    gates.push_back(std::make_unique<Raw>(server->port()));
    gates.back()->send("GET /changes HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
  wait_until_asked(200);
  value_ = 7;
  signal_->notify();
  for (auto& gate : gates) EXPECT_NE(gate->rest().find(R"({"value":7})"), std::string::npos);
}

TEST_F(Waiting, AnswersWhenPatienceIsOver) {
  const auto server = start(router(20ms));
  EXPECT_EQ(get(*server, "/changes").body, R"({"value":0})");
  EXPECT_EQ(asked_, 2);
}

TEST_F(Waiting, AnswersWhenTheServerStops) {
  const auto server = start(router(1h));
  Raw gate(server->port());
  gate.send("GET /changes HTTP/1.1\r\nHost: a\r\n\r\n");
  wait_until_asked(1);
  server->stop();
  EXPECT_NE(gate.rest().find(R"({"value":0})"), std::string::npos);
}

TEST(Stopping, FinishesWhatRuns) {
  std::mutex mutex;
  std::condition_variable moved;
  bool running = false, finish = false;
  Router router;
  router.on("GET", "/slow", [&](const Request&) -> Result<Response> {
    std::unique_lock lock(mutex);
    running = true;
    moved.notify_all();
    moved.wait(lock, [&] { return finish; });
    return Response::of({{"done", true}});
  });
  const auto server = start(router);
  Raw client(server->port());
  client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  {
    std::unique_lock lock(mutex);
    moved.wait(lock, [&] { return running; });
  }
  std::jthread stopper([&] { server->stop(); });
  {
    std::lock_guard lock(mutex);
    finish = true;
    moved.notify_all();
  }
  EXPECT_NE(client.rest().find(R"({"done":true})"), std::string::npos);
}

TEST(Starting, SaysWhyNot) {
  const auto first = start(Router());
  ServerOptions options;
  options.port = first->port();
  EXPECT_EQ(Server::start(options, Router()).error().code, "http.address");
  options = {};
  options.certificate = options.key = "/nowhere.pem";
  EXPECT_EQ(Server::start(options, Router()).error().code, "http.certificate");
}

TEST(Calling, SaysWhatWentWrong) {
  Client client({.authority = {}, .timeout = 100ms});
  std::uint16_t free_port;
  {
    const auto server = start(Router());
    free_port = server->port();
  }
  EXPECT_EQ(client.send("GET", "http://127.0.0.1:" + std::to_string(free_port)).error().code, "net.refused");
  boost::asio::io_context io;
  boost::asio::ip::tcp::acceptor mute(io, {boost::asio::ip::address_v4::loopback(), 0});
  EXPECT_EQ(client.send("GET", "http://127.0.0.1:" + std::to_string(mute.local_endpoint().port())).error().code,
            "net.timeout");
  EXPECT_EQ(client.send("GET", "file:///etc/passwd").error().code, "net.failed");
  std::stop_source stop;
  stop.request_stop();
  Client stopped({.authority = {}, .stop = stop.get_token()});
  EXPECT_EQ(stopped.send("GET", "http://127.0.0.1:" + std::to_string(mute.local_endpoint().port())).error().code,
            "net.stopped");
}

}  // namespace
}  // namespace ward::http
