#include "http/curl.h"

namespace ward::http {

namespace {

const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;

// Asked by libcurl about once a second; anything but 0 ends the transfer.
int on_progress(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

}  // namespace

bool curl_started() { return started; }

void end_when_stopped(CURL* curl, const std::stop_token& stop) {
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stop);
}

std::unexpected<Error> net_error(CURLcode code, const std::string& url) {
  const std::string why = curl_easy_strerror(code);
  const auto net = [&](const char* name, const char* en, const char* zh) {
    return fail(ErrorKind::unavailable, name,
                {std::string(en) + " (" + url + ": " + why + ").", std::string(zh) + "（" + url + "：" + why + "）。"});
  };
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      return net("net.refused", "Cannot reach the server", "无法连接服务器");
    case CURLE_OPERATION_TIMEDOUT:
      return net("net.timeout", "The server did not answer in time", "服务器响应超时");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION:
      return net("net.tls", "The server's certificate is not trusted", "服务器证书不受信任");
    case CURLE_ABORTED_BY_CALLBACK:
      return net("net.stopped", "Stopped before the server answered", "服务器响应前已停止");
    default:
      return net("net.failed", "The connection failed", "连接失败");
  }
}

}  // namespace ward::http
