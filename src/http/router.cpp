#include "http/router.h"

#include <algorithm>
#include <set>

namespace ward::http {

namespace {

bool is_param(const std::string& segment) { return segment.starts_with('{') && segment.ends_with('}'); }

bool fits(const Route& route, const Target& target) {
  return std::ranges::equal(route.segments, target.segments, [](const auto& pattern, const auto& segment) {
    return is_param(pattern) ? !segment.empty() : pattern == segment;
  });
}

std::ptrdiff_t literals(const Route& route) {
  return std::ranges::count_if(route.segments, [](const auto& segment) { return !is_param(segment); });
}

// Patterns are written by us: a broken one is a broken invariant.
std::vector<std::string> pattern_segments(const std::string& pattern) {
  const auto target = parse_target(pattern);
  if (!target) throw std::invalid_argument("route pattern " + pattern);
  return target->segments;
}

}  // namespace

Router::Router() : impl_(std::make_shared<Impl>()) {}

void Router::on(std::string method, std::string pattern, Handler handler, std::size_t max_body, Admission admit) {
  if (max_body > usual_body && !admit) throw std::invalid_argument("a large body without admission at " + pattern);
  Route route{std::move(method), pattern_segments(pattern), max_body, std::move(admit), std::move(handler)};
  impl_->routes.push_back(std::move(route));
}

void Router::on_waiting(std::string method, std::string pattern, std::shared_ptr<Signal> signal,
                        std::function<std::chrono::milliseconds(const Request&)> patience, WaitingHandler handler) {
  Route route{std::move(method), pattern_segments(pattern), usual_body};
  route.waiting = std::move(handler);
  route.signal = std::move(signal);
  route.patience = std::move(patience);
  impl_->routes.push_back(std::move(route));
}

void Router::on_later(std::string method, std::string pattern, LaterHandler handler) {
  Route route{std::move(method), pattern_segments(pattern), usual_body};
  route.later = std::move(handler);
  impl_->routes.push_back(std::move(route));
}

void Router::live(std::string pattern, std::shared_ptr<EventStream> stream,
                  std::function<Result<EventStream::Filter>(const Request&)> open) {
  Route route{"GET", pattern_segments(pattern)};
  route.open = std::move(open);
  route.stream = std::move(stream);
  impl_->routes.push_back(std::move(route));
}

void Router::files(std::string prefix, std::string directory) {
  impl_->roots.push_back({pattern_segments(prefix), std::move(directory)});
}

const Route* Router::Impl::find(const std::string& method, const Target& target) const {
  const std::string wanted = method == "HEAD" ? "GET" : method;
  const Route* best = nullptr;
  for (const Route& route : routes)
    if (route.method == wanted && fits(route, target) && (!best || literals(route) > literals(*best))) best = &route;
  return best;
}

std::string Router::Impl::allowed(const Target& target) const {
  std::set<std::string> methods;
  for (const Route& route : routes)
    if (fits(route, target)) methods.insert(route.method);
  if (methods.contains("GET")) methods.insert("HEAD");
  std::string text;
  for (const auto& method : methods) text += (text.empty() ? "" : ", ") + method;
  return text;
}

const FileRoot* Router::Impl::root(const Target& target) const {
  const auto begins_like = [&](const Route& route) {
    return !route.segments.empty() && !target.segments.empty() && route.segments.front() == target.segments.front();
  };
  if (std::ranges::any_of(routes, begins_like)) return nullptr;
  for (const FileRoot& root : roots)
    if (target.segments.size() >= root.prefix.size() &&
        std::equal(root.prefix.begin(), root.prefix.end(), target.segments.begin()))
      return &root;
  return nullptr;
}

std::map<std::string, std::string> params_of(const Route& route, const Target& target) {
  std::map<std::string, std::string> params;
  for (std::size_t i = 0; i < route.segments.size(); ++i)
    if (const auto& name = route.segments[i]; is_param(name))
      params[name.substr(1, name.size() - 2)] = target.segments[i];
  return params;
}

Response Router::Impl::refusal(const Error& error, const Request& request) const {
  for (const Voice& voice : voices)
    if (request.path.starts_with(voice.prefix)) return voice.write(error, request);
  return Response::problem(error, request.language);
}

void write_errors(Router& router, std::string prefix, ErrorWriter writer) {
  router.impl()->voices.push_back({std::move(prefix), std::move(writer)});
}

}  // namespace ward::http
