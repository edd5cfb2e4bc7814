// Service requests as other systems exchange them: Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2), with two of
// its proposed extensions, updates of a request (issue 11 of the specification, in the form that FixMyStreet uses) and
// the query by a box (issue 39).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace ward::city::open311 {

// The words of an enumeration on the wire, in the order of its values.
template <class E>
inline constexpr std::array<std::string_view, 0> words{};

// When the id of a new request is known: at once, later by a token, or never.
enum class ServiceType { realtime, batch, blackbox };
template <>
inline constexpr std::array words<ServiceType> = std::to_array<std::string_view>({"realtime", "batch", "blackbox"});

struct Service {
  std::string code, name, description;
  bool metadata = false;  // whether it has a definition: further questions to whoever reports
  ServiceType type = ServiceType::realtime;
  std::vector<std::string> keywords;  // without commas
  std::string group;
  bool operator==(const Service&) const = default;
};

enum class Datatype { string, number, datetime, text, singlevaluelist, multivaluelist };
template <>
inline constexpr std::array words<Datatype> =
    std::to_array<std::string_view>({"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"});

struct Choice {
  std::string key, name;
  bool operator==(const Choice&) const = default;
};

// A question of a service.
struct Attribute {
  bool variable = true;  // false: only a text to be shown, nothing is answered
  std::string code;
  Datatype datatype = Datatype::string;
  bool required = false;
  std::string datatype_description;  // what an answer should look like
  std::int64_t order = 0;            // from 1
  std::string description;           // the question
  std::vector<Choice> values;        // of a list
  bool operator==(const Attribute&) const = default;
};

struct Definition {
  std::string service_code;
  std::vector<Attribute> attributes;
  bool operator==(const Definition&) const = default;
};

enum class RequestStatus { open, closed };
template <>
inline constexpr std::array words<RequestStatus> = std::to_array<std::string_view>({"open", "closed"});

// Optional texts are empty when they are absent.
struct ServiceRequest {
  std::string id;
  RequestStatus status = RequestStatus::open;
  std::string status_notes, service_name, service_code, description, agency_responsible, service_notice;
  std::optional<Time> requested, updated, expected;
  std::string address, address_id, zipcode;
  std::optional<double> latitude, longitude;  // WGS 84, degrees, in steps of 1e-7
  std::string media_url;
  bool operator==(const ServiceRequest&) const = default;
};

// The answer to a new request: its id, or a token by which to ask for the id later.
struct Created {
  std::string id, token, service_notice, account_id;
  bool operator==(const Created&) const = default;
};

// The answer to a token; the id is empty while it is not known.
struct TokenAnswer {
  std::string id, token;
  bool operator==(const TokenAnswer&) const = default;
};

struct Update {
  std::string id, request_id;
  RequestStatus status = RequestStatus::open;
  std::optional<Time> updated;
  std::string description, media_url;
  bool operator==(const Update&) const = default;
};

struct Fault {
  std::int64_t code = 400;  // as the HTTP status
  std::string description;
  bool operator==(const Fault&) const = default;
};

struct Endpoint {
  std::string specification, url;
  std::optional<Time> changeset;
  std::string type;                  // "production", "test", ...
  std::vector<std::string> formats;  // "text/xml", "application/json"
  bool operator==(const Endpoint&) const = default;
};

struct Discovery {
  std::optional<Time> changeset;  // when it last changed
  std::string contact, key_service;
  std::vector<Endpoint> endpoints;
  bool operator==(const Discovery&) const = default;
};

}  // namespace ward::city::open311
