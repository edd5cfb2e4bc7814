#include "http/client.h"

#include <curl/curl.h>

namespace ward::http {

namespace {

constexpr std::size_t max_answer = 64 << 20;

// libcurl wants to be started once, before threads use it.
const bool curl_started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;

std::size_t on_body(char* data, std::size_t, std::size_t size, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (body.size() + size > max_answer) return 0;  // ends the transfer with CURLE_WRITE_ERROR
  body.append(data, size);
  return size;
}

// Asked by libcurl about once a second; anything but 0 ends the transfer.
int on_progress(void* options, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const ClientOptions*>(options)->stop.stop_requested() ? 1 : 0;
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

}  // namespace

struct Client::Impl {
  ClientOptions options;
  CURL* curl = curl_easy_init();
  Impl() { curl_easy_setopt(curl, CURLOPT_COOKIEFILE, ""); }  // keeps the session's cookie, in memory
  ~Impl() { curl_easy_cleanup(curl); }
};

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>()) { impl_->options = std::move(options); }
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

Result<Answer> Client::send(const std::string& method, const std::string& url, const std::string& body,
                            const std::vector<std::string>& headers) {
  CURL* curl = impl_->curl;
  if (!curl_started || !curl) return net_error(CURLE_FAILED_INIT, url);
  curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);  // no body left from the call before; everything else is set anew
  Answer answer;
  curl_slist* lines = nullptr;
  for (const auto& header : headers) lines = curl_slist_append(lines, header.c_str());
  lines = curl_slist_append(lines, "Expect:");  // no waiting for 100-continue
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, long(impl_->options.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &impl_->options);
  if (!impl_->options.authority.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, impl_->options.authority.c_str());
  if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  }
  const CURLcode code = curl_easy_perform(curl);
  curl_slist_free_all(lines);
  if (code != CURLE_OK) return net_error(code, url);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = int(status);
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  answer.content_type = type ? type : "";
  return answer;
}

}  // namespace ward::http
