#include "city/cap/cap.h"
#include "city/cap/syntax.h"
#include "formats/xml.h"

namespace ward::city::cap {

namespace {

using xml::Writer;

void maybe(Writer& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.leaf(name, text);
}
void maybe(Writer& out, std::string_view name, const std::optional<Moment>& moment) {
  if (moment) out.leaf(name, to_string(*moment));
}
void maybe(Writer& out, std::string_view name, const std::optional<double>& number) {
  if (number) out.leaf(name, decimal(*number));
}

template <class T>
void each(Writer& out, std::string_view name, const std::vector<T>& values) {
  for (const T& value : values) out.leaf(name, to_string(value));
}

void write(Writer& out, std::string_view name, const std::vector<Named>& all) {
  for (const Named& named : all) {
    out.open(name);
    out.leaf("valueName", named.name);
    out.leaf("value", named.value);
    out.close();
  }
}

void write(Writer& out, const Resource& resource) {
  out.open("resource");
  out.leaf("resourceDesc", resource.description);
  out.leaf("mimeType", resource.mime_type);
  if (resource.size_bytes) out.leaf("size", std::to_string(*resource.size_bytes));
  maybe(out, "uri", resource.uri);
  maybe(out, "derefUri", resource.base64);
  maybe(out, "digest", resource.digest);
  out.close();
}

void write(Writer& out, const Area& area) {
  out.open("area");
  out.leaf("areaDesc", area.description);
  each(out, "polygon", area.polygons);
  each(out, "circle", area.circles);
  write(out, "geocode", area.geocodes);
  maybe(out, "altitude", area.altitude_ft);
  maybe(out, "ceiling", area.ceiling_ft);
  out.close();
}

void write(Writer& out, const Info& info) {
  out.open("info");
  out.leaf("language", info.language);
  each(out, "category", info.categories);
  out.leaf("event", info.event);
  each(out, "responseType", info.responses);
  out.leaf("urgency", to_string(info.urgency));
  out.leaf("severity", to_string(info.severity));
  out.leaf("certainty", to_string(info.certainty));
  maybe(out, "audience", info.audience);
  write(out, "eventCode", info.event_codes);
  maybe(out, "effective", info.effective);
  maybe(out, "onset", info.onset);
  maybe(out, "expires", info.expires);
  maybe(out, "senderName", info.sender_name);
  maybe(out, "headline", info.headline);
  maybe(out, "description", info.description);
  maybe(out, "instruction", info.instruction);
  maybe(out, "web", info.web);
  maybe(out, "contact", info.contact);
  write(out, "parameter", info.parameters);
  for (const Resource& resource : info.resources) write(out, resource);
  for (const Area& area : info.areas) write(out, area);
  out.close();
}

std::string references_of(const Alert& alert) {
  std::string text;
  for (const Reference& reference : alert.references) text += (text.empty() ? "" : " ") + to_string(reference);
  return text;
}

}  // namespace

// The order is the schema's.
Result<std::string> write_cap(const Alert& alert) {
  WARD_CHECK(check(alert));
  Writer out;
  out.open("alert", {{"xmlns", "urn:oasis:names:tc:emergency:cap:1.2"}});
  out.leaf("identifier", alert.identifier);
  out.leaf("sender", alert.sender);
  out.leaf("sent", to_string(alert.sent));
  out.leaf("status", to_string(alert.status));
  out.leaf("msgType", to_string(alert.type));
  maybe(out, "source", alert.source);
  out.leaf("scope", to_string(alert.scope));
  maybe(out, "restriction", alert.restriction);
  maybe(out, "addresses", to_list(alert.addresses));
  for (const std::string& code : alert.codes) out.leaf("code", code);
  maybe(out, "note", alert.note);
  maybe(out, "references", references_of(alert));
  maybe(out, "incidents", to_list(alert.incidents));
  for (const Info& info : alert.infos) write(out, info);
  out.close();
  return std::move(out).str();
}

}  // namespace ward::city::cap
