#include "city/channels/outward.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "city/open311/view.h"

namespace ward::city::channels {

namespace {

constexpr const char* this_request = "channel.request_refused";
constexpr std::size_t most_words = 1'900;       // characters of a description: servers take 2,000 to 4,000
constexpr std::size_t most_said = 300;          // bytes of a refusal
constexpr std::size_t most_characters = 1'000;  // characters of an answer

std::string first_characters(const std::string& text, std::size_t most) {
  if (characters(text) <= most) return text;
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < text.size(); ++bytes)
    if ((static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80U && ++seen == most) break;
  return text.substr(0, bytes) + "…";
}

// "" when it does not go out.
std::string answer_of(const Outward& outward, const std::string& key) {
  const auto field = std::ranges::find(outward.type.form, key, &incidents::Field::key);
  const json::value* answer = outward.incident.answers.if_contains(key);
  const bool words = outward.type.openness == incidents::Openness::words;
  if (field == outward.type.form.end() || !answer || field->kind == incidents::Kind::picture ||
      (field->kind == incidents::Kind::text && !words))
    return "";
  if (const auto* text = answer->if_string()) return first_characters(std::string(*text), most_characters);
  if (const auto* number = answer->if_double()) return fmt::format("{}", *number);
  return answer->is_bool() || answer->is_number() ? json::serialize(*answer) : "";
}

bool asks_for(const open311::Definition& definition, const std::string& code) {
  return std::ranges::any_of(definition.attributes,
                             [&](const open311::Attribute& one) { return one.variable && one.code == code; });
}

std::string description_of(const Outgoing& out, const open311::ServiceRequest& shown) {
  const std::string& words = shown.description.empty() ? out.message.title : shown.description;
  return first_characters(words, most_words) + "\n" + reference_of(out.id);
}

// What is wrong with this request is answered with these; a key, a limit or a fault of theirs concerns every request.
bool names_the_request(int status) {
  return status == 400 || status == 404 || status == 409 || status == 413 || status == 415 || status == 422;
}

std::unexpected<Error> refused(int status, const std::string& body) {
  std::string said;
  if (const auto faults = open311::from_wire<std::vector<open311::Fault>>(body, open311::Format::json))
    for (const open311::Fault& fault : *faults)
      if (!fault.description.empty()) said += (said.empty() ? "" : "; ") + fault.description;
  const std::string code = names_the_request(status) ? this_request : "channel.refused";
  if (said.empty())
    return fail(ErrorKind::unavailable, code,
                {fmt::format("The Open311 server answered with status {}.", status),
                 fmt::format("Open311 服务器返回状态码 {}。", status)});
  said = cut(said, most_said);
  return fail(ErrorKind::unavailable, code,
              {fmt::format("The Open311 server answered with status {}: {}", status, said),
               fmt::format("Open311 服务器返回状态码 {}：{}", status, said)});
}

}  // namespace

std::string reference_of(const Id& delivery) { return "Ward " + delivery.str(); }

FormFields form_of(const Channel& channel, const Outgoing& out, const Outward& outward,
                   const open311::Definition* asked) {
  const auto language = channel.language == Language::zh ? open311::Language::zh : open311::Language::en;
  const open311::ServiceRequest shown = open311::request_of(outward.incident, outward.type, outward.place, language);
  FormFields form;
  const auto add = [&](std::string name, std::string value) {
    if (!value.empty()) form.emplace_back(std::move(name), std::move(value));
  };
  add("jurisdiction_id", channel.forwarding.jurisdiction);
  add("api_key", channel.target.secret);
  add("service_code", outward.mapping.service_code);
  if (shown.latitude && shown.longitude) {
    add("lat", fmt::format("{:.6f}", *shown.latitude));
    add("long", fmt::format("{:.6f}", *shown.longitude));
  }
  add("address_string", shown.address);
  add("description", description_of(out, shown));
  if (asked)
    for (const Answered& one : outward.mapping.answers)
      if (asks_for(*asked, one.attribute)) add("attribute[" + one.attribute + "]", answer_of(outward, one.field));
  return form;
}

bool is_of_this_request(const Error& error) { return error.code == this_request; }

template <class T>
Result<T> document_of(int status, const std::string& body) {
  if (status < 200 || status > 299) return refused(status, body);
  auto document = open311::from_wire<T>(body, open311::Format::json);
  if (document) return document;
  return fail(
      ErrorKind::unavailable, "channel.refused",
      {"The server's answer is not that of Open311 GeoReport v2.", "服务器的回答不符合 Open311 GeoReport v2 格式。"});
}

template Result<open311::Definition> document_of(int, const std::string&);
template Result<std::vector<open311::Service>> document_of(int, const std::string&);
template Result<std::vector<open311::ServiceRequest>> document_of(int, const std::string&);
template Result<std::vector<open311::Created>> document_of(int, const std::string&);
template Result<std::vector<open311::TokenAnswer>> document_of(int, const std::string&);

}  // namespace ward::city::channels
