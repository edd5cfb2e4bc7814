// What can go wrong in normal use is a value. Exceptions stop at the edge of app/ and http/.
#pragma once

#include <expected>
#include <stdexcept>
#include <string>
#include <utility>

namespace ward {

// A sentence for people in the two languages every screen has. Whole sentences only: never glue two of them.
struct Text {
  std::string en;
  std::string zh;
  bool operator==(const Text&) const = default;
};

enum class ErrorKind {
  invalid,       // the input is wrong; `field` names what
  unauthorized,  // nobody is logged in, or the key is wrong
  forbidden,     // logged in, but may not
  not_found,
  conflict,  // the state does not allow it
  too_large,
  too_many,     // rate limit or full queue: try again later
  unavailable,  // another part (network, device, disk) does not answer
  internal,     // our own fault
};

// `code` is stable and machine-readable ("image.truncated"); `field` is the input at fault, or empty.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string code;
  Text message;
  std::string field;

  static Error make(ErrorKind kind, std::string code, Text message, std::string field = {}) {
    return {kind, std::move(code), std::move(message), std::move(field)};
  }
  bool operator==(const Error&) const = default;
};

template <class T = void>
using Result = std::expected<T, Error>;

// An Error on its way where a signature has no room for a value: the edges of app/ and http/ answer with it as it is.
struct Failure : std::runtime_error {
  explicit Failure(Error e) : std::runtime_error(e.message.en), error(std::move(e)) {}
  Error error;
};

// return fail(ErrorKind::invalid, "image.truncated", {"The picture is cut off.", "图片不完整。"}, "image");
inline std::unexpected<Error> fail(ErrorKind kind, std::string code, Text message, std::string field = {}) {
  return std::unexpected(Error::make(kind, std::move(code), std::move(message), std::move(field)));
}

}  // namespace ward

// WARD_TRY(value, expression): declares `value` from a Result, or returns its error from the calling function.
#define WARD_CONCAT2(a, b) a##b
#define WARD_CONCAT(a, b) WARD_CONCAT2(a, b)
#define WARD_TRY_IMPL(tmp, decl, ...)                       \
  auto tmp = (__VA_ARGS__);                                 \
  if (!tmp) return std::unexpected(std::move(tmp).error()); \
  decl = *std::move(tmp)
#define WARD_TRY(decl, ...) WARD_TRY_IMPL(WARD_CONCAT(ward_try_, __LINE__), auto decl, __VA_ARGS__)
// WARD_CHECK(expression): the same for a Result without a value.
#define WARD_CHECK(...)                                                                                      \
  do {                                                                                                       \
    if (auto ward_check = (__VA_ARGS__); !ward_check) return std::unexpected(std::move(ward_check).error()); \
  } while (false)
