// A server in memory behind a network that fails as a seed says: requests lost, answers lost after they took effect,
// errors, wrong rows, rows in another order. For tests.
#pragma once

#include <fmt/format.h>

#include <map>
#include <random>
#include <set>
#include <vector>

#include "base/json.h"
#include "gate/uplink/transport.h"

namespace ward::gate {

class FakeServer final : public Transport {
 public:
  explicit FakeServer(std::uint64_t seed = 1) : random_(seed) {}

  // Chances of a failure, in percent.
  int lost = 0, answer_lost = 0, error = 0;
  bool reverse = false;                // answers its rows in another order
  std::optional<http::Answer> always;  // instead of everything else
  std::set<std::string> unreadable;    // a batch with one of these ids is refused whole
  std::set<std::string> unacceptable;  // rows refused by themselves
  std::string changes, time = "2026-03-02T00:00:00.000Z";

  std::map<std::string, int> stored;  // id -> how often it became a row: never more than once
  std::map<std::string, int> sent;    // id -> how often it came
  std::vector<std::string> order;     // ids as they were stored
  std::map<std::string, std::string> captures;
  std::vector<std::string> requests;
  json::value health;

  Result<http::Answer> send(const std::string& method, const std::string& path, const std::string& body,
                            const std::string&) override {
    requests.push_back(method + " " + path);
    if (chance(lost)) return fail(ErrorKind::unavailable, "net.refused", {"No way.", "不通。"});
    if (always) return *always;
    if (chance(error)) return http::Answer{503, "text/html", "<h1>Bad gateway</h1>"};
    const http::Answer answer = handle(method, path, body);
    if (chance(answer_lost)) return fail(ErrorKind::unavailable, "net.timeout", {"Too late.", "超时。"});
    return answer;
  }

 private:
  bool chance(int percent) { return std::uniform_int_distribution<>(0, 99)(random_) < percent; }

  static http::Answer problem(int status, const std::string& code) {
    return {status, "application/problem+json", R"({"code":")" + code + "\"}"};
  }

  http::Answer handle(const std::string& method, const std::string& path, const std::string& body) {
    if (path == "/device/passages") return passages(body);
    if (path == "/device/health") {
      health = *parse_json(body);
      return {200, "application/json", R"({"server_time":")" + time + "\"}"};
    }
    if (path.starts_with("/device/changes")) return {200, "application/json", changes};
    if (method == "PUT" && path.starts_with("/device/captures/")) {
      captures[path.substr(17)] = body;
      return {204, "", ""};
    }
    return problem(404, "http.not_found");
  }

  http::Answer passages(const std::string& body) {
    const json::value value = *parse_json(body);
    json::array results;
    for (const auto& row : value.at("passages").as_array())
      if (unreadable.contains(std::string(row.at("id").as_string()))) return problem(400, "json.syntax");
    for (const auto& row : value.at("passages").as_array())
      results.push_back(take(std::string(row.at("id").as_string())));
    if (reverse) std::ranges::reverse(results);
    return {200, "application/json", json::serialize(json::object{{"results", results}})};
  }

  json::object take(const std::string& id) {
    ++sent[id];
    if (unacceptable.contains(id))
      return {{"id", id}, {"status", "rejected"}, {"code", "field.range"}, {"detail", "no"}, {"field", "shots"}};
    const bool fresh = stored.try_emplace(id, 1).second;
    if (fresh) order.push_back(id);
    return {{"id", id}, {"status", fresh ? "stored" : "duplicate"}};
  }

  std::mt19937_64 random_;
};

}  // namespace ward::gate
