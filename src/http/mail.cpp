#include "http/mail.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "http/curl.h"

namespace ward::http {

namespace {

struct Source {
  std::string_view left;
};

std::size_t on_read(char* into, std::size_t, std::size_t room, void* source) {
  auto& left = static_cast<Source*>(source)->left;
  const std::size_t count = std::min(room, left.size());
  std::memcpy(into, left.data(), count);
  left.remove_prefix(count);
  return count;
}

// The last line that the server said: "550 5.1.1 no such mailbox".
std::size_t on_line(char* data, std::size_t, std::size_t size, void* last) {
  std::string_view line(data, size);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (!line.empty()) *static_cast<std::string*>(last) = std::string(line.substr(0, 500));
  return size;
}

bool refused_by_server(CURLcode code) {
  return code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_LOGIN_DENIED ||
         code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_QUOTE_ERROR || code == CURLE_UPLOAD_FAILED;
}

}  // namespace

Result<> send_mail(const MailServer& server, const std::string& from, const std::vector<std::string>& to,
                   const std::string& message) {
  const std::string url = std::string(server.security == MailSecurity::tls ? "smtps://" : "smtp://") + server.server +
                          ":" + std::to_string(server.port);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
  CURL* curl = handle.get();
  if (!curl_started() || !curl) return net_error(CURLE_FAILED_INIT, url);
  curl_slist* recipients = nullptr;
  for (const std::string& address : to) recipients = curl_slist_append(recipients, ("<" + address + ">").c_str());
  const std::string sender = "<" + from + ">";
  Source source{message};
  std::string last;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, long(server.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   long(server.security == MailSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!server.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
  }
  if (!server.authority.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, server.authority.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &source);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &last);
  end_when_stopped(curl, server.stop);
  const CURLcode code = curl_easy_perform(curl);
  curl_slist_free_all(recipients);
  if (code == CURLE_OK) return {};
  if (refused_by_server(code) && !last.empty())
    return fail(
        ErrorKind::unavailable, "mail.refused",
        {"The mail server refused (" + url + ": " + last + ").", "邮件服务器拒收（" + url + "：" + last + "）。"});
  return net_error(code, url);
}

}  // namespace ward::http
