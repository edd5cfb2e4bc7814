// Cursors and query parameters from outside: what is taken is in its range, and a cursor goes to text and back.
#include "city/query.h"

#include <cstdlib>

#include "city/cursor.h"

using namespace ward;

namespace {

void read_query(const std::string& text) {
  http::Request request;
  for (const char* name : {"text", "choice", "id", "time", "integer", "boolean", "limit"}) request.query[name] = text;
  city::QueryReader in(request);
  const auto choice = in.choice("choice", {"a", "b"});
  const auto number = in.integer("integer", -10, 10);
  const auto time = in.time("time");
  const int limit = in.limit();
  if (choice && *choice != "a" && *choice != "b") std::abort();
  if (number && (*number < -10 || *number > 10)) std::abort();
  if (limit < 1 || limit > 500) std::abort();
  if (time && !parse_rfc3339(to_rfc3339(*time))) std::abort();
  (void)in.text("text", 10);
  (void)in.id("id");
  (void)in.boolean("boolean");
  if (const auto done = in.finish(); !done && done.error().field.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto cursor = city::time_cursor_from(text)) {
    if (city::time_cursor_from(city::to_string(*cursor)) != cursor) std::abort();
    if (cursor->at + Millis{1} <= cursor->at) std::abort();
  }
  if (const auto cursor = city::name_cursor_from(text))
    if (city::name_cursor_from(city::to_string(*cursor)) != cursor) std::abort();
  read_query(text);
  return 0;
}
