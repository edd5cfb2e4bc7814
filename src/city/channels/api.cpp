// Channels as administrators set them up, and the record of what went over them.
#include "city/channels/api.h"

#include <algorithm>

#include "city/accounts/session.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::channels {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

Error no_such() {
  return Error::make(ErrorKind::not_found, "channel.none", {"There is no such channel.", "没有这个渠道。"}, "id");
}

// Whether what the channel tells is the caller's: by the unit, the site, or everything. Errors: "access.unit",
// "access.site".
Result<> check_scope(storage::Transaction& t, const Caller& caller, Operation operation,
                     const std::optional<Id>& scope) {
  if (!scope) {
    WARD_CHECK(caller.check_all_sites());
    return caller.check_unit(operation, "");
  }
  if (const auto unit = units::find(t, *scope)) return caller.check_unit(operation, unit->path);
  return caller.check_site(*scope);
}

std::vector<Channel> visible(storage::Transaction& t, City& city, const Caller& caller, Operation operation) {
  std::vector<Channel> all = list(t, city.vault);
  std::erase_if(all, [&](const Channel& one) { return !check_scope(t, caller, operation, one.unit); });
  return all;
}

// What a caller may not see is not there.
Result<> check_visible(storage::Transaction& t, City& city, const Caller& caller, Operation operation, const Id& id) {
  const auto channel = find(t, city.vault, id);
  if (channel && check_scope(t, caller, operation, channel->unit)) return {};
  return std::unexpected(no_such());
}

json::value shown(const std::optional<Requested>& request) {
  if (!request) return nullptr;
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
  };
  return {{"incident", request->incident.str()},   {"service_request_id", text_or_null(request->id)},
          {"token", text_or_null(request->token)}, {"status", text_or_null(request->status)},
          {"status_notes", request->notes},        {"asked_at", or_null(request->asked_at)}};
}

json::value shown(const Delivery& delivery, http::Language language) {
  const std::string_view state = to_string(delivery.state);
  json::array text;
  if (delivery.message)
    for (const std::string& sentence : delivery.message->message.text) text.push_back(json::value(sentence));
  const auto error = [&]() -> json::value {
    if (!delivery.error) return nullptr;
    return json::value(language == http::Language::zh ? delivery.error->zh : delivery.error->en);
  };
  return {{"id", delivery.id.str()},
          {"channel", delivery.channel.str()},
          {"created_at", to_rfc3339(delivery.created_at)},
          {"state", json::string_view(state.data(), state.size())},
          {"test", delivery.test},
          {"events", delivery.facts},
          {"tries", delivery.tries},
          {"due_at", or_null(delivery.due_at)},
          {"done_at", or_null(delivery.done_at)},
          {"error", error()},
          {"text", std::move(text)},
          {"request", shown(delivery.request)}};
}

Result<Response> list_channels(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listChannels));
  WARD_CHECK(QueryReader(request).finish());
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const Channel& channel : visible(t, city, caller, Operation::listChannels)) items.push_back(to_json(channel));
  });
  return Response::of({{"items", std::move(items)}});
}

Result<Response> put_channel(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putChannel));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, channel_from_json(body));
  json::value answer;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_scope(t, caller, Operation::putChannel, input.unit));
    if (find(t, city.vault, id)) WARD_CHECK(check_visible(t, city, caller, Operation::putChannel, id));
    WARD_TRY(channel, put(t, city.clock, city.vault, id, input, caller.actor()));
    answer = to_json(channel);
    return {};
  }));
  return Response::of(std::move(answer));
}

Result<Response> delete_channel(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::deleteChannel));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_visible(t, city, caller, Operation::deleteChannel, id));
    remove(t, city.clock, id, caller.actor());
    return {};
  }));
  return Response::nothing();
}

Result<Response> test_channel(City& city, Sender& sender, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::testChannel));
  WARD_TRY(id, id_of(request));
  Result<> allowed;
  city.db.read([&](storage::Transaction& t) { allowed = check_visible(t, city, caller, Operation::testChannel, id); });
  WARD_CHECK(allowed);
  WARD_TRY(done, sender.test(id));
  return Response::of(shown(done, request.language));
}

Result<Response> list_deliveries(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listDeliveries));
  QueryReader query(request);
  Filter filter;
  const auto channel = query.id("channel");
  if (const auto state = query.text("state", 20); state && !(filter.state = state_from(*state)))
    query.fault("state", {"There is no such state.", "没有这个状态。"});
  filter.limit = query.limit();
  filter.after = query.after();
  WARD_CHECK(query.finish());
  std::vector<Delivery> found;
  city.db.read([&](storage::Transaction& t) {
    // Who may see everything sees also what went to channels that are gone.
    if (!check_scope(t, caller, Operation::listDeliveries, std::nullopt)) {
      filter.channels.emplace();
      for (const Channel& one : visible(t, city, caller, Operation::listDeliveries)) filter.channels->push_back(one.id);
    }
    if (channel) {
      const bool may = !filter.channels || std::ranges::find(*filter.channels, *channel) != filter.channels->end();
      filter.channels = may ? std::vector{*channel} : std::vector<Id>{};
    }
    found = deliveries(t, filter);
  });
  json::array items;
  for (const Delivery& delivery : found) items.push_back(shown(delivery, request.language));
  json::value next = nullptr;
  if (int(found.size()) == filter.limit) next = city::to_string(TimeCursor{found.back().created_at, found.back().id});
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

}  // namespace

void routes(http::Router& router, City& city, Sender& sender) {
  router.on("GET", "/api/v1/channels", [&city](const Request& r) { return list_channels(city, r); });
  router.on("PUT", "/api/v1/channels/{id}", [&city](const Request& r) { return put_channel(city, r); });
  router.on("DELETE", "/api/v1/channels/{id}", [&city](const Request& r) { return delete_channel(city, r); });
  router.on("POST", "/api/v1/channels/{id}/test",
            [&city, &sender](const Request& r) { return test_channel(city, sender, r); });
  router.on("GET", "/api/v1/deliveries", [&city](const Request& r) { return list_deliveries(city, r); });
}

}  // namespace ward::city::channels
