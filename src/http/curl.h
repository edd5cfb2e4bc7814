// What the two uses of libcurl share: calls over HTTP (client.cpp) and mail (mail.cpp). Inside http only.
#pragma once

#include <curl/curl.h>

#include <stop_token>
#include <string>

#include "base/result.h"

namespace ward::http {

// libcurl wants to be started once, before threads use it; false when it would not.
bool curl_started();

// A stop asked for ends the transfer within a second. `stop` must live until it is over.
void end_when_stopped(CURL* curl, const std::stop_token& stop);

// "net.refused", "net.timeout", "net.tls", "net.stopped", "net.failed"; the sentence names `url`.
std::unexpected<Error> net_error(CURLcode code, const std::string& url);

}  // namespace ward::http
