// How errors are written below an address where another standard than RFC 9457 says how.
#pragma once

#include "http/http.h"

namespace ward::http {

using ErrorWriter = std::function<Response(const Error&, const Request&)>;

// Every error below `prefix` ("/open311/"), of handlers as of the server itself, is written by `writer` once the
// address is known. What it returns should have the status that Response::problem() gives the error.
void write_errors(Router& router, std::string prefix, ErrorWriter writer);

}  // namespace ward::http
