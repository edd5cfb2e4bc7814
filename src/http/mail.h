// Mail out, over libcurl: one message to one SMTP server.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace ward::http {

enum class MailSecurity {
  none,      // in the clear: only inside of a network that is one's own
  starttls,  // begins in the clear and goes over to TLS before anything is said; refused when the server cannot
  tls,
};

struct MailServer {
  std::string server;  // a host's name or address; empty: there is none
  int port = 25;
  MailSecurity security = MailSecurity::starttls;
  std::string user, password;  // empty: nobody logs in
  std::string authority;       // PEM file to trust besides the system's; empty for none
  std::chrono::milliseconds timeout{10'000};
  std::stop_token stop{};  // a stop asked for ends what is under way within a second, with "net.stopped"
};

// Returns when the server has taken `message` (RFC 5322, lines end with CR LF) for all of `to`. Errors:
// "mail.refused" (the server's answer is in the sentence), and those of Client::send.
Result<> send_mail(const MailServer& server, const std::string& from, const std::vector<std::string>& to,
                   const std::string& message);

}  // namespace ward::http
