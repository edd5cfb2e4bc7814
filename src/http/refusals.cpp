#include "http/refusals.h"

namespace ward::http {

Error server_fault() {
  return Error::make(ErrorKind::internal, "server.fault",
                     {"The server failed at this request; its log says more.", "服务器处理此请求时出错，详见其日志。"});
}

Error server_busy() {
  return Error::make(ErrorKind::unavailable, "server.busy",
                     {"The server is busy; try again in a second.", "服务器繁忙，请稍后再试。"});
}

Error malformed() {
  return Error::make(ErrorKind::invalid, "http.malformed",
                     {"This is not a well-formed HTTP request.", "这不是格式正确的 HTTP 请求。"});
}

Error header_too_large() {
  return Error::make(ErrorKind::too_large, "http.header_too_large",
                     {"The header of the request is too large.", "请求头过大。"});
}

Error body_too_large(std::size_t max_body) {
  return Error::make(ErrorKind::too_large, "http.too_large",
                     {"The body is larger than the " + std::to_string(max_body) + " bytes allowed here.",
                      "请求内容超过此处允许的 " + std::to_string(max_body) + " 字节。"});
}

Error wrong_method(const std::string& method) {
  return Error::make(ErrorKind::invalid, "http.method",
                     {"This address does not know the method " + method + ".", "此地址不支持方法 " + method + "。"});
}

}  // namespace ward::http
