#include "http/client.h"

#include "http/curl.h"

namespace ward::http {

namespace {

struct Body {
  std::string text;
  std::size_t most;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* target) {
  auto& body = *static_cast<Body*>(target);
  if (body.text.size() + size > body.most) return 0;  // ends the transfer with CURLE_WRITE_ERROR
  body.text.append(data, size);
  return size;
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
  if (!curl_started() || !curl) return net_error(CURLE_FAILED_INIT, url);
  curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);  // no body left from the call before; everything else is set anew
  Body body_read{{}, impl_->options.max_answer};
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
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body_read);
  end_when_stopped(curl, impl_->options.stop);
  if (!impl_->options.authority.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, impl_->options.authority.c_str());
  if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  }
  const CURLcode code = curl_easy_perform(curl);
  curl_slist_free_all(lines);
  if (code != CURLE_OK) return net_error(code, url);
  Answer answer;
  answer.body = std::move(body_read.text);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = int(status);
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  answer.content_type = type ? type : "";
  return answer;
}

}  // namespace ward::http
