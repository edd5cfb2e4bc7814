// What we take apart ourselves of a request: its target, its cookies and its languages. All of it comes from outside.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/http.h"

namespace ward::http {

// "/people/a%20b?q=x" -> segments {"people", "a b"}, query {q: x}. A slash that was written %2F stays inside its
// segment. A final slash leaves an empty last segment.
struct Target {
  std::vector<std::string> segments;
  std::map<std::string, std::string> query;  // of a name given twice, the first

  std::string path() const;
};

// Errors: "http.target" (a broken %-escape, a control character, not UTF-8, not starting with a slash).
Result<Target> parse_target(std::string_view target);

// The value of the first cookie `name` in a Cookie header; "" when it is not there.
std::string cookie_value(std::string_view header, std::string_view name);

// The better liked of the two languages we speak (RFC 9110, section 12.5.4); English when neither is named.
Language preferred_language(std::string_view accept_language);

}  // namespace ward::http
