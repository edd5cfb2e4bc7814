// The documents of Open311 in XML and in JSON, written and read from one description of each type.
//
// Times are RFC 3339 in whole seconds. What is absent is null in JSON and an empty element in XML. When reading,
// numbers and booleans may be written as text, elements that nobody knows are passed over, and the order does not
// matter: servers differ in all three.
#pragma once

#include "city/open311/open311.h"

namespace ward::city::open311 {

enum class Format { xml, json };

std::string to_wire(const std::vector<Service>& services, Format format);
std::string to_wire(const Definition& definition, Format format);
std::string to_wire(const std::vector<ServiceRequest>& requests, Format format);
std::string to_wire(const std::vector<Created>& created, Format format);
std::string to_wire(const std::vector<TokenAnswer>& tokens, Format format);
std::string to_wire(const std::vector<Update>& updates, Format format);
std::string to_wire(const std::vector<Fault>& faults, Format format);
std::string to_wire(const Discovery& discovery, Format format);

// Documents of at most 16 MiB and lists of at most 10,000 entries. T is one of the above. Errors: those of parse_json
// and xml::parse; "open311.document" (another document), "open311.missing", "open311.value", "open311.too_many";
// `field` is the path, "services[3].service_code".
template <class T>
Result<T> from_wire(std::string_view text, Format format);

}  // namespace ward::city::open311
