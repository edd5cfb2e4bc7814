// The table of routes as the server reads it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "http/http.h"
#include "http/target.h"
#include "http/voice.h"

namespace ward::http {

struct Route {
  std::string method;
  std::vector<std::string> segments;  // literal, or "{name}"
  std::size_t max_body = 0;           // bytes
  Admission admit = {};               // may be empty

  // One of the four is set.
  Handler handler = {};
  WaitingHandler waiting = {};
  LaterHandler later = {};
  std::function<Result<EventStream::Filter>(const Request&)> open = {};

  std::shared_ptr<Signal> signal = {};  // with waiting
  std::function<std::chrono::milliseconds(const Request&)> patience = {};
  std::shared_ptr<EventStream> stream = {};  // with open
};

struct FileRoot {
  std::vector<std::string> prefix;
  std::string directory;
};

struct Voice {
  std::string prefix;
  ErrorWriter write;
};

struct Router::Impl {
  std::vector<Route> routes;
  std::vector<FileRoot> roots;
  std::vector<Voice> voices;

  // HEAD is looked up as GET. Of several that fit, the one with most literal segments.
  const Route* find(const std::string& method, const Target& target) const;
  // The methods `target` has, for an Allow header; "" when no route has this path.
  std::string allowed(const Target& target) const;
  // The root whose files `target` may name; none for a path that begins like a route: those are never files.
  const FileRoot* root(const Target& target) const;
  // The answer that `error` is, as it is written where the request went.
  Response refusal(const Error& error, const Request& request) const;
};

// Fills in what "{name}" segments of `route` stand for.
std::map<std::string, std::string> params_of(const Route& route, const Target& target);

}  // namespace ward::http
