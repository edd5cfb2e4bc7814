#include "city/channels/city_server.h"

#include <algorithm>

namespace ward::city::channels {

namespace {

// In whole seconds and UTC, as every server of GeoReport reads it.
std::string wire_time(Time at) { return to_rfc3339(at).substr(0, 19) + "Z"; }

}  // namespace

CityServer::CityServer(const Channel& channel, http::ClientOptions options)
    : channel_(channel), client_(std::move(options)) {}

template <class T>
Result<T> CityServer::get(const std::string& path, const std::string& query) {
  std::string url = channel_.target.url + path;
  FormFields more;
  if (!channel_.forwarding.jurisdiction.empty()) more.emplace_back("jurisdiction_id", channel_.forwarding.jurisdiction);
  const std::string both = query + (query.empty() || more.empty() ? "" : "&") + to_form(more);
  if (!both.empty()) url += "?" + both;
  const auto answer = client_.send("GET", url, {}, {"Accept: application/json", "User-Agent: Ward"});
  if (!answer) return std::unexpected(without_url(answer.error(), url));
  return document_of<T>(answer->status, answer->body);
}

Result<std::vector<open311::Service>> CityServer::services() {
  return get<std::vector<open311::Service>>("/services.json");
}

Result<open311::Definition> CityServer::definition(const std::string& service_code) {
  return get<open311::Definition>("/services/" + percent_encoded(service_code) + ".json");
}

Result<std::optional<open311::Created>> CityServer::find(const std::string& service_code, const std::string& reference,
                                                         Time since) {
  const FormFields query{{"service_code", service_code}, {"start_date", wire_time(since)}};
  const auto shown = get<std::vector<open311::ServiceRequest>>("/requests.json", to_form(query));
  if (!shown && is_of_this_request(shown.error())) return std::nullopt;
  if (!shown) return std::unexpected(shown.error());
  const auto found = std::ranges::find_if(
      *shown, [&](const open311::ServiceRequest& one) { return one.description.contains(reference); });
  if (found == shown->end()) return std::nullopt;
  return open311::Created{.id = found->id, .token = {}, .service_notice = {}, .account_id = {}};
}

Result<open311::Created> CityServer::create(const FormFields& form, const Id& delivery) {
  const std::string url = channel_.target.url + "/requests.json";
  const auto answer =
      client_.send("POST", url, to_form(form),
                   {"Content-Type: application/x-www-form-urlencoded; charset=utf-8", "Accept: application/json",
                    "User-Agent: Ward", "Idempotency-Key: " + delivery.str()});
  if (!answer) return std::unexpected(without_url(answer.error(), url));
  WARD_TRY(created, document_of<std::vector<open311::Created>>(answer->status, answer->body));
  return created.empty() ? open311::Created{} : created.front();
}

Result<std::string> CityServer::id_of(const std::string& token) {
  WARD_TRY(answers, get<std::vector<open311::TokenAnswer>>("/tokens/" + percent_encoded(token) + ".json"));
  return answers.empty() ? std::string() : answers.front().id;
}

Result<std::vector<open311::ServiceRequest>> CityServer::requests(const std::vector<std::string>& ids) {
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ",") + percent_encoded(id);
  const auto several = get<std::vector<open311::ServiceRequest>>("/requests.json", "service_request_id=" + list);
  if (several || !is_of_this_request(several.error())) return several;
  // Some servers know no lists, or refuse one for an id that they do not know.
  std::vector<open311::ServiceRequest> all;
  for (const std::string& id : ids) {
    const auto one = get<std::vector<open311::ServiceRequest>>("/requests/" + percent_encoded(id) + ".json");
    if (one) all.insert(all.end(), one->begin(), one->end());
    if (!one && !is_of_this_request(one.error())) return std::unexpected(one.error());
  }
  return all;
}

}  // namespace ward::city::channels
