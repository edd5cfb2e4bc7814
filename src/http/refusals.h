// What the server itself answers with, before or instead of a handler.
#pragma once

#include "http/http.h"

namespace ward::http {

Error server_fault();  // a handler threw; the log says what
Error server_busy();
Error malformed();
Error header_too_large();
Error body_too_large(std::size_t max_body);
Error wrong_method(const std::string& method);

}  // namespace ward::http
