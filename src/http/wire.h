// Between what goes over the wire and what handlers see.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "http/http.h"
#include "http/target.h"

namespace ward::http {

// Without the body.
Request request_of(const boost::beast::http::request<boost::beast::http::string_body>& message, const Target& target,
                   const std::string& peer);

// Status line and headers, with those that every answer of ours carries. `length` of the body; none for an answer
// without one, or one that goes on. `images`: as in ServerOptions.
std::string head_of(const Response& response, bool keep, std::optional<std::size_t> length, const std::string& images);

}  // namespace ward::http
