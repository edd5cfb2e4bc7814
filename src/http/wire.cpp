#include "http/wire.h"

#include <boost/beast/http/status.hpp>

namespace ward::http {

namespace beast = boost::beast;

namespace {

// What a page of ours may do: nothing from elsewhere but pictures from `images`. Inline styles are allowed because
// chart and component libraries write them; inline scripts are not.
std::string page_policy(const std::string& images) {
  return "default-src 'self'; img-src 'self' data: blob:" + (images.empty() ? "" : " " + images) +
         "; media-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
         "form-action 'self'; frame-ancestors 'none'";
}

// No value of ours may end its line.
std::string one_line(std::string value) {
  for (char& c : value)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return value;
}

}  // namespace

std::string head_of(const Response& response, bool keep, std::optional<std::size_t> length, const std::string& images) {
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
  if (!policy && response.content_type.starts_with("text/html")) add("Content-Security-Policy", page_policy(images));
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
    const std::string value(field.value());
    const auto [line, is_first] = request.headers.try_emplace(std::move(name), value);
    if (!is_first) line->second += ", " + value;
  }
  request.language = preferred_language(request.header("accept-language"));
  return request;
}

}  // namespace ward::http
