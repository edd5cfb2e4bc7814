// Warnings as other systems read and send them: OASIS Common Alerting Protocol 1.2 (1 July 2010). Section numbers below
// are the standard's. 1.1, whose documents differ in the namespace only, is read, too; 1.2 is written.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace ward::city::cap {

enum class Status { actual, exercise, system, test, draft };
enum class MessageType { alert, update, cancel, ack, error };
enum class Scope { everybody, restricted, named };  // "Public", "Restricted", "Private"
enum class Category { geo, met, safety, security, rescue, fire, health, env, transport, infra, cbrne, other };
enum class ResponseType { shelter, evacuate, prepare, execute, avoid, monitor, assess, all_clear, none };
enum class Urgency { immediate, expected, future, past, unknown };
enum class Severity { extreme, severe, moderate, minor, unknown };
enum class Certainty { observed, likely, possible, unlikely, unknown };

// A moment with the offset from UTC that its sender counts in (3.3.2). Whole seconds.
struct Moment {
  Time at;
  std::chrono::minutes offset{0};  // -14:00 to +14:00
  bool operator==(const Moment&) const = default;
};
// "2026-03-02T08:00:00+08:00"; UTC is "-00:00", and a letter never stands for it.
std::string to_string(const Moment& moment);
// Errors: "cap.time".
Result<Moment> moment_from(std::string_view text);

// An earlier message: "sender,identifier,sent".
struct Reference {
  std::string sender, identifier;
  Moment sent;
  bool operator==(const Reference&) const = default;
};

struct Named {
  std::string name, value;  // the value may be empty
  bool operator==(const Named&) const = default;
};

// WGS 84 (3.3.3).
struct Point {
  double latitude = 0, longitude = 0;  // degrees, -90 to 90 and -180 to 180
  bool operator==(const Point&) const = default;
};
using Polygon = std::vector<Point>;  // four at least, the last is the first
struct Circle {
  Point centre;
  double radius_km = 0;
  bool operator==(const Circle&) const = default;
};

struct Area {
  std::string description;
  std::vector<Polygon> polygons;
  std::vector<Circle> circles;
  std::vector<Named> geocodes;
  std::optional<double> altitude_ft, ceiling_ft;  // above mean sea level; a ceiling only with an altitude
  bool operator==(const Area&) const = default;
};

struct Resource {
  std::string description, mime_type;
  std::optional<std::int64_t> size_bytes;
  std::string uri, base64, digest;  // base64: the content itself (derefUri)
  bool operator==(const Resource&) const = default;
};

// Optional texts are empty when they are absent.
struct Info {
  std::string language = "en-US";  // RFC 3066
  std::vector<Category> categories;
  std::string event;
  std::vector<ResponseType> responses;
  Urgency urgency = Urgency::unknown;
  Severity severity = Severity::unknown;
  Certainty certainty = Certainty::unknown;
  std::string audience;
  std::vector<Named> event_codes;
  std::optional<Moment> effective, onset, expires;
  std::string sender_name, headline, description, instruction, web, contact;
  std::vector<Named> parameters;
  std::vector<Resource> resources;
  std::vector<Area> areas;
  bool operator==(const Info&) const = default;
};

struct Alert {
  std::string identifier, sender;
  Moment sent;
  Status status = Status::actual;
  MessageType type = MessageType::alert;
  std::string source;
  Scope scope = Scope::everybody;
  std::string restriction;
  std::vector<std::string> addresses;
  std::vector<std::string> codes;
  std::string note;
  std::vector<Reference> references;
  std::vector<std::string> incidents;
  std::vector<Info> infos;
  bool operator==(const Alert&) const = default;
};

inline constexpr std::size_t most_bytes = 4 << 20;  // of a document

// Reads a document and checks it. Unknown elements, elements out of order and empty required ones are faults, as the
// schema says; an XML signature is passed over and not verified. White space around whatever is no free text does not
// count. Errors: those of xml::parse; "cap.not_an_alert", "cap.missing", "cap.unexpected", "cap.value", "cap.time" and
// those of check(). `field` is the element, "alert.info[1].area[0].polygon[0]".
Result<Alert> read_cap(std::string_view xml);

// What the standard asks beyond the types. Errors: "cap.identifier", "cap.missing" (a restriction for Restricted,
// addresses for Private, references for all but Alert), "cap.language", "cap.uri", "cap.polygon", "cap.circle",
// "cap.value".
Result<> check(const Alert& alert);

// What we ask of the warnings we issue ourselves, beyond check(): one info for each language, so that nobody is read a
// text in two (the standard lets them be many), and at least one for a new or updated warning. Errors:
// "cap.language_twice", "cap.missing".
Result<> check_own(const Alert& alert);

// Errors: those of check().
Result<std::string> write_cap(const Alert& alert);

// The standard's words: "Actual", "Update", "AllClear".
std::string_view to_string(Status value);
std::string_view to_string(MessageType value);
std::string_view to_string(Scope value);
std::string_view to_string(Category value);
std::string_view to_string(ResponseType value);
std::string_view to_string(Urgency value);
std::string_view to_string(Severity value);
std::string_view to_string(Certainty value);

}  // namespace ward::city::cap
