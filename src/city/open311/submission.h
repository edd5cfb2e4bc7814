// What clients of Open311 send: a new request, an update of one (issue 11), and the query for requests (with the box of
// issue 39).
#pragma once

#include <map>

#include "base/percent.h"
#include "city/open311/open311.h"

namespace ward::city::open311 {

// A new request. Optional texts are empty when they are absent.
struct Submission {
  std::string jurisdiction_id, service_code;
  std::optional<double> latitude, longitude;  // both or none; without them an address or its id
  std::string address, address_id;            // "address_string" of the specification; "address" is taken, too
  std::string email, device_id, account_id, first_name, last_name, phone;
  std::string description;  // at most 4,000 characters
  std::string media_url;
  std::vector<std::pair<std::string, std::vector<std::string>>> answers;  // attribute[code]=value, in their order
};

// The fields of a form. Fields that nobody knows are passed over (clients send what their own servers want). Of a field
// that comes twice the first counts, but for answers. Errors: "open311.missing" ("service_code was not provided"),
// "open311.value"; `field` is the name.
Result<Submission> submission_from(const FormFields& fields);

// Whether the answers fit the questions: required ones are there, numbers and times are such, choices are among those
// offered, only lists of many have more than one answer, and nothing is answered that was not asked. Errors:
// "open311.missing", "open311.value"; `field` is "attribute[code]".
Result<> check_answers(const Definition& definition, const Submission& submission);

struct UpdateSubmission {
  std::string jurisdiction_id, request_id;
  std::string update_id;  // the client's own: the same twice counts once
  std::optional<RequestStatus> status;
  std::optional<Time> updated;
  std::string description, media_url, email, account_id, first_name, last_name;
};
// Errors: "open311.missing" (service_request_id; both description and status), "open311.value".
Result<UpdateSubmission> update_from(const FormFields& fields);

// Corners of a box, ends included. West may be east of east: across the 180th meridian.
struct Box {
  double south = 0, west = 0, north = 0, east = 0;  // degrees
  bool contains(double latitude, double longitude) const;
};

inline constexpr std::chrono::days most_span{90};
inline constexpr int most_requests = 1'000;

struct RequestQuery {
  std::string jurisdiction_id;
  std::vector<std::string> ids;  // when there are any, nothing else of the query counts
  std::vector<std::string> service_codes;
  std::optional<RequestStatus> status;  // nothing: of any
  Time from, to;                        // of requested_datetime, ends included; at most 90 days
  std::optional<Box> box;               // lat_sw, long_sw, lat_ne, long_ne: all or none
};
// Without dates the last 90 days; with one of them the 90 days from or to it. At most `most_requests` are answered,
// the newest first: whoever answers sees to it. Parameters that nobody knows are passed over. Errors: "open311.value",
// "open311.missing" (a corner of the box), "open311.span" (more than 90 days, or the end before the beginning),
// "open311.too_many" (more than 1,000 ids).
Result<RequestQuery> query_from(const std::map<std::string, std::string>& parameters, Time now);

}  // namespace ward::city::open311
