// Requests and responses as handlers see them.
#include <array>

#include "http/http.h"
#include "http/target.h"

namespace ward::http {

std::string Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::string Request::cookie(const std::string& name) const { return cookie_value(header("cookie"), name); }

Result<json::value> Request::json() const {
  const std::string type = header("content-type");
  if (type.substr(0, type.find_first_of("; ")) != "application/json")
    return fail(ErrorKind::invalid, "json.media_type",
                {"The body must be sent as application/json.", "请求内容的类型应为 application/json。"},
                "Content-Type");
  return parse_json(body);
}

Response Response::of(const json::value& value, int status) {
  Response response;
  response.status = status;
  response.body = json::serialize(value);
  return response;
}

Response Response::nothing() {
  Response response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return 400;
    case ErrorKind::unauthorized:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::too_many:
      return 429;
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::internal:
      return 500;
  }
  return 500;
}

namespace {

// Statuses that say more than the kind does.
int status_for(const Error& error) {
  if (error.code.ends_with(".media_type")) return 415;
  if (error.code == "http.method") return 405;
  if (error.code == "http.header_too_large") return 431;
  return status_of(error.kind);
}

const char* title_of(int status, Language language) {
  const bool zh = language == Language::zh;
  switch (status) {
    case 400:
      return zh ? "请求有误" : "The request is wrong";
    case 401:
      return zh ? "未登录" : "Not logged in";
    case 403:
      return zh ? "没有权限" : "Not allowed";
    case 404:
      return zh ? "未找到" : "Not found";
    case 405:
      return zh ? "不支持此方法" : "Method not allowed";
    case 409:
      return zh ? "状态冲突" : "Conflict";
    case 413:
      return zh ? "内容过大" : "Too large";
    case 415:
      return zh ? "内容类型不支持" : "Unsupported media type";
    case 429:
      return zh ? "请求过多" : "Too many requests";
    case 431:
      return zh ? "请求头过大" : "Header too large";
    case 503:
      return zh ? "暂时不可用" : "Unavailable";
    default:
      return zh ? "服务器错误" : "Server fault";
  }
}

}  // namespace

Response Response::problem(const Error& error, Language language) {
  Response response;
  response.status = status_for(error);
  response.content_type = "application/problem+json";
  json::object body{{"type", "urn:ward:problem:" + error.code},
                    {"title", title_of(response.status, language)},
                    {"status", response.status},
                    {"code", error.code},
                    {"detail", language == Language::zh ? error.message.zh : error.message.en}};
  if (!error.field.empty()) body["field"] = error.field;
  response.body = json::serialize(body);
  return response;
}

}  // namespace ward::http
