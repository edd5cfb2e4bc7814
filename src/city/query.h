// Reading the query of a request: every fault names the parameter, and a parameter nobody asked for is refused, so that
// a typing error never silently means "all of them".
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "city/cursor.h"
#include "http/http.h"

namespace ward::city {

class QueryReader {
 public:
  explicit QueryReader(const http::Request& request) : request_(request) {}

  // Nothing when the parameter is absent or empty. After a fault the getters return nothing.
  std::optional<std::string> text(const std::string& name, std::size_t max);
  std::optional<std::string> choice(const std::string& name, std::initializer_list<std::string_view> allowed);
  std::optional<Id> id(const std::string& name);
  std::optional<Time> time(const std::string& name);
  std::optional<std::int64_t> integer(const std::string& name, std::int64_t min, std::int64_t max);
  std::optional<bool> boolean(const std::string& name);
  // Where the page before ended.
  std::optional<TimeCursor> after();
  int limit() { return int(integer("limit", 1, 500).value_or(50)); }

  void fault(const std::string& name, Text message);
  // Errors: "query.invalid", "query.unknown"; `field` is the parameter.
  Result<> finish() const;

 private:
  const http::Request& request_;
  std::set<std::string> asked_;
  std::optional<Error> fault_;
};

// The id in the path, "/people/{id}". Errors: "id.malformed".
Result<Id> id_of(const http::Request& request);

}  // namespace ward::city
