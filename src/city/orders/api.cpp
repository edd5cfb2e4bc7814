// Orders: given, watched, passed on, received; and warnings of other systems.
#include "city/orders/api.h"

#include <algorithm>

#include "city/accounts/session.h"
#include "city/journal/store.h"
#include "city/orders/shown.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::orders {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

constexpr std::size_t max_warning = cap::most_bytes;

Error no_such() {
  return Error::make(ErrorKind::not_found, "order.none", {"There is no such order.", "没有这条指令。"}, "id");
}
Error no_such_unit() {
  return Error::make(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
}

// What a caller may not see is not there.
Result<Stored> visible(storage::Transaction& t, const Caller& caller, const Id& id, Time now) {
  auto stored = find(t, id);
  if (!stored || !sees(t, caller, *stored, now)) return std::unexpected(no_such());
  return *std::move(stored);
}

// A unit that is there and that the caller may do this for.
Result<units::Unit> allowed(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto unit = units::find(t, id);
  if (!unit || !unit->is_open() || !caller.check_unit(operation, unit->path)) return std::unexpected(no_such_unit());
  return *std::move(unit);
}

// Heard by everybody within the unit and by those above it.
void tell(City& city, const Id& order, const std::string& path) {
  if (city.live->heard())
    city.live->publish({"order", json::serialize(json::object{{"id", order.str()}, {"path", path}})}, path);
}

Result<Response> list_orders(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listOrders));
  QueryReader query(request);
  Filter filter{.tops = caller.tops_of(Operation::listOrders), .now = city.clock.now()};
  const auto unit = query.id("unit");
  if (const auto state = query.choice("state", {"active", "superseded", "cancelled"}))
    filter.state = state_from(*state);
  filter.after = query.after();
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    if (unit) {
      const auto found = units::find(t, *unit);
      if (!found || !caller.check_unit(Operation::listOrders, found->path))
        return void(seen = std::unexpected(no_such_unit()));
      filter.tops = {found->path};
    }
    const auto found = list(t, filter);
    for (const Stored& stored : found)
      items.push_back(shown(stored, rollup(t, stored.order.id, stored.unit.id).progress));
    if (int(found.size()) == filter.limit)
      next = city::to_string(TimeCursor{found.back().order.issued_at, found.back().order.id});
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> count_audience(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::countAudience));
  WARD_TRY(body, request.json());
  WARD_TRY(input, audience_from_json(body));
  Result<Reach> counted;
  city.db.read([&](storage::Transaction& t) {
    const auto unit = allowed(t, caller, Operation::countAudience, input.unit);
    counted = unit ? Result<Reach>(reach(t, *unit, input.audience, city.clock.now())) : std::unexpected(unit.error());
  });
  WARD_CHECK(counted);
  return Response::of({{"recipients", counted->recipients}, {"units", counted->units}});
}

// Those that the order supersedes are there, go on, and are the caller's to end.
Result<> check_superseded(storage::Transaction& t, const Caller& caller, const std::vector<Id>& ids) {
  for (const Id& id : ids) {
    const auto earlier = find(t, id);
    if (!earlier || !caller.check_unit(Operation::cancelOrder, earlier->unit.path))
      return fail(ErrorKind::not_found, "order.none",
                  {"There is no such order to supersede.", "没有可替代的这条指令。"}, "supersedes");
    if (earlier->order.state != State::active)
      return fail(ErrorKind::conflict, "order.ended", {"The order to supersede has ended.", "要替代的指令已经结束。"},
                  "supersedes");
  }
  return {};
}

Result<Response> put_order(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putOrder));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, input_from_json(body));
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(unit, allowed(t, caller, Operation::putOrder, input.unit));
    path = unit.path;
    if (const auto before = find(t, id)) {  // sent again: it counts once
      if (before->order.issuer != caller.actor() || before->order.input != input)
        return fail(ErrorKind::conflict, "order.taken",
                    {"Another order has this id; an order is not changed but superseded.",
                     "该编号已用于另一条指令；指令不能修改，只能替代。"},
                    "id");
      out = detail(t, caller, *before);
      return {};
    }
    const Time now = city.clock.now();
    if (input.due_at && *input.due_at <= now)
      return fail(ErrorKind::invalid, "order.due",
                  {"The order would be due before it is given.", "完成时限早于下达时间。"}, "due_at");
    WARD_CHECK(check_superseded(t, caller, input.supersedes));
    const Order order{.id = id,
                      .input = input,
                      .issued_at = now,
                      .issuer = caller.actor(),
                      .issuer_name = caller.name,
                      .ended_at = {},
                      .reason = "",
                      .superseded_by = {}};
    WARD_CHECK(issue(t, city.clock, order, unit));
    out = detail(t, caller, *find(t, id));
    return {};
  }));
  tell(city, id, path);
  return Response::of(std::move(out));
}

Result<Response> get_order(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getOrder));
  WARD_TRY(id, id_of(request));
  Result<Stored> stored;
  json::object out;
  city.db.read([&](storage::Transaction& t) {
    stored = visible(t, caller, id, city.clock.now());
    if (stored) out = detail(t, caller, *stored);
  });
  WARD_CHECK(stored);
  return Response::of(std::move(out));
}

// One that the caller may end or remind of, and that has not ended.
Result<Stored> commanded(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id, Time now) {
  WARD_TRY(stored, visible(t, caller, id, now));
  WARD_CHECK(caller.check_unit(operation, stored.unit.path));
  if (stored.order.state != State::active)
    return fail(ErrorKind::conflict, "order.ended", {"The order has ended.", "该指令已经结束。"}, "id");
  return stored;
}

Result<Response> cancel_order(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::cancelOrder));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const std::string reason = in.text("reason", 1, 1000);
  WARD_CHECK(in.finish());
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, commanded(t, caller, Operation::cancelOrder, id, city.clock.now()));
    path = stored.unit.path;
    end(t, city.clock, stored, State::cancelled, reason, {}, caller.actor());
    out = detail(t, caller, *find(t, id));
    return {};
  }));
  tell(city, id, path);
  return Response::of(std::move(out));
}

Result<Response> remind_of_order(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::remindOfOrder));
  WARD_TRY(id, id_of(request));
  std::int64_t reminded = 0;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, commanded(t, caller, Operation::remindOfOrder, id, city.clock.now()));
    path = stored.unit.path;
    const auto before = journal::list(t, {.type = "order.reminded", .subject = id.str(), .limit = 1});
    if (!before.empty() && city.clock.now() - before[0].at < std::chrono::minutes{1})
      return fail(ErrorKind::conflict, "order.reminded",
                  {"Everybody was reminded less than a minute ago.", "一分钟内已催办过。"}, "id");
    reminded = remind(t, city.clock, stored, caller.actor());
    return {};
  }));
  tell(city, id, path);
  return Response::of({{"reminded", reminded}});
}

// The unit is commanded by the caller, by a post there.
bool commands(const Caller& caller, const std::string& path) {
  return std::ranges::any_of(caller.grants, [&](const accounts::Grant& grant) {
    return grant.role != accounts::Role::member && grant.top == path;
  });
}

Result<Response> pass_order_on(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::passOrderOn));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const Id unit_id = in.id("unit");
  const std::string words = in.maybe_text("text", 0, 1000).value_or("");
  WARD_CHECK(in.finish());
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    const auto stored = find(t, id);
    const auto unit = units::find(t, unit_id);
    if (!stored || !unit || !units::is_within(unit->path, stored->unit.path)) return std::unexpected(no_such());
    if (!commands(caller, unit->path))
      return fail(ErrorKind::forbidden, "order.not_commander",
                  {"Only the commander of the unit passes an order on to it.", "只有该单元的指挥长才能向其传达指令。"},
                  "unit");
    if (stored->order.state != State::active)
      return fail(ErrorKind::conflict, "order.ended", {"The order has ended.", "该指令已经结束。"}, "id");
    if (!has_come_to(t, id, unit->path, city.clock.now())) return std::unexpected(no_such());
    const auto member = caller.member ? units::find_member(t, *caller.member) : std::nullopt;
    pass_on(t, city.clock, *stored, *unit, member ? member->name : caller.name, words, caller.actor());
    path = unit->path;
    out = detail(t, caller, *stored);
    return {};
  }));
  tell(city, id, path);
  return Response::of(std::move(out));
}

// The unit that numbers are asked of: the order's own when the caller sees it, else the topmost of theirs in it.
Result<units::Unit> asked_unit(storage::Transaction& t, const Caller& caller, Operation operation, const Stored& stored,
                               const std::optional<Id>& id) {
  std::optional<units::Unit> unit;
  if (id) {
    unit = units::find(t, *id);
  } else {
    unit = stored.unit;
    for (const std::string& top : caller.tops_of(operation))
      if (units::is_within(top, stored.unit.path) && top != stored.unit.path) unit = units::find_at(t, top);
    if (caller.check_unit(operation, stored.unit.path)) unit = stored.unit;
  }
  if (!unit || !caller.check_unit(operation, unit->path)) return std::unexpected(no_such_unit());
  return *std::move(unit);
}

json::object show_rollup(storage::Transaction& t, const Stored& stored, const units::Unit& unit) {
  const Id& id = stored.order.id;
  json::array rows;
  for (const Below& one : below(t, id, unit.id)) {
    const auto at = stored.order.input.tower ? released_at(t, id, one.unit.id) : std::optional(stored.order.issued_at);
    rows.push_back(json::object{{"unit", one.unit.id.str()},
                                {"code", one.unit.code},
                                {"name", one.unit.name},
                                {"kind", units::to_string(one.unit.kind)},
                                {"progress", to_json(one.progress)},
                                {"released_at", or_null(at)}});
  }
  const Rollup numbers = rollup(t, id, unit.id);
  return {{"unit", unit.id.str()},
          {"unit_name", unit.name},
          {"progress", to_json(numbers.progress)},
          {"own", to_json(numbers.own)},
          {"below", std::move(rows)}};
}

Result<Response> get_rollup(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getOrderRollup));
  WARD_TRY(id, id_of(request));
  QueryReader query(request);
  const auto wanted = query.id("unit");
  WARD_CHECK(query.finish());
  Result<units::Unit> unit;
  json::object out;
  city.db.read([&](storage::Transaction& t) {
    const auto stored = visible(t, caller, id, city.clock.now());
    if (!stored) return void(unit = std::unexpected(stored.error()));
    unit = asked_unit(t, caller, Operation::getOrderRollup, *stored, wanted);
    if (unit) out = show_rollup(t, *stored, *unit);
  });
  WARD_CHECK(unit);
  return Response::of(std::move(out));
}

Result<Response> list_recipients(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listRecipients));
  WARD_TRY(id, id_of(request));
  QueryReader query(request);
  const auto wanted = query.id("unit");
  RecipientFilter filter;
  if (const auto step = query.choice("without", {"delivered", "read", "acknowledged", "done"}))
    filter.without = step_from(*step);
  filter.after = query.text("after", 500).value_or("");
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  Result<units::Unit> unit;
  RecipientPage page;
  city.db.read([&](storage::Transaction& t) {
    const auto stored = visible(t, caller, id, city.clock.now());
    if (!stored) return void(unit = std::unexpected(stored.error()));
    unit = asked_unit(t, caller, Operation::listRecipients, *stored, wanted);
    if (!unit) return;
    filter.path = unit->path;
    page = recipients(t, id, filter);
  });
  WARD_CHECK(unit);
  json::array items;
  for (const Recipient& one : page.recipients) items.push_back(shown(one));
  return Response::of(
      {{"items", std::move(items)}, {"next", page.next.empty() ? json::value(nullptr) : json::value(page.next)}});
}

struct Progressed {
  Id order;
  Step step;
  std::optional<Id> picture;
};
Result<Progressed> read_receipt(const Request& request) {
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const auto step = step_from(in.choice("step", {"delivered", "read", "acknowledged", "done"}));
  const auto picture = in.maybe_id("picture");
  WARD_CHECK(in.finish());
  return Progressed{id, *step, picture};
}

void send_receipt(City& city, Intake& intake, const Request& request, http::Reply reply) {
  if (const auto asked = accounts::asked_by_a_session(request); !asked) return reply(std::unexpected(asked.error()));
  const auto ask = [&city, &request, read = read_receipt(request)](storage::Transaction& t) -> Result<Receipt> {
    WARD_TRY(caller, accounts::require(t, request, Operation::sendReceipt, city.clock.now()));
    WARD_TRY(sent, read);  // who may not do it hears that first
    if (!caller.member)
      return fail(ErrorKind::not_found, "order.none", {"There is no such order for you.", "没有给您的这条指令。"},
                  "id");
    return Receipt{sent.order, *caller.member, sent.step, sent.picture, caller.actor()};
  };
  intake.take(ask, [reply = std::move(reply)](const Result<>& stored) {
    reply(stored ? Result<Response>(Response::nothing()) : std::unexpected(stored.error()));
  });
}

Result<Response> get_order_as_cap(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getOrderAsCap));
  WARD_TRY(id, id_of(request));
  Result<Stored> stored;
  std::vector<Order> superseded;
  std::string sender;
  city.db.read([&](storage::Transaction& t) {
    stored = visible(t, caller, id, city.clock.now());
    if (!stored) return;
    for (const Id& earlier : stored->order.input.supersedes)
      if (const auto found = find(t, earlier)) superseded.push_back(found->order);
    if (const auto root = units::root(t)) sender = sender_of(*root);
  });
  WARD_CHECK(stored);
  WARD_TRY(document, cap::write_cap(to_cap(*stored, sender, superseded)));
  Response response;
  response.content_type = "application/cap+xml";
  response.body = std::move(document);
  return response;
}

Result<Response> list_my_orders(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listMyOrders));
  QueryReader query(request);
  const bool open = query.boolean("open").value_or(false);
  const auto after = query.after();
  const int limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  if (caller.member)
    city.db.read([&](storage::Transaction& t) {
      const Time now = city.clock.now();
      const auto received = inbox(t, *caller.member, now, open, after, limit);
      for (const Received& one : received) items.push_back(shown(t, caller, one, now));
      if (int(received.size()) == limit)
        next = city::to_string(TimeCursor{received.back().stored.order.issued_at, received.back().stored.order.id});
    });
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> list_warnings(City& city, const Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::listWarnings));
  QueryReader query(request);
  const auto after = query.after();
  const int limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  city.db.read([&](storage::Transaction& t) {
    const auto found = warnings(t, after, limit);
    for (const Warning& one : found) items.push_back(shown(one, city.clock.now()));
    if (int(found.size()) == limit) next = city::to_string(TimeCursor{found.back().received_at, found.back().id});
  });
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> take_warning(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::takeWarning));
  const Id id = Id::make(city.clock.now());  // the sender's identifier makes it count once
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(warning, take(t, city.clock, id, request.body, caller.actor()));
    out = shown(warning, city.clock.now());
    return {};
  }));
  return Response::of(std::move(out));
}

}  // namespace

void routes(http::Router& router, City& city, Intake& intake) {
  const auto on = [&](const char* method, const char* path, Result<Response> (*handler)(City&, const Request&)) {
    router.on(method, path, [&city, handler](const Request& r) { return handler(city, r); });
  };
  on("GET", "/api/v1/orders", list_orders);
  on("POST", "/api/v1/orders/audience", count_audience);
  on("GET", "/api/v1/orders/{id}", get_order);
  on("PUT", "/api/v1/orders/{id}", put_order);
  on("POST", "/api/v1/orders/{id}/cancel", cancel_order);
  on("POST", "/api/v1/orders/{id}/remind", remind_of_order);
  on("POST", "/api/v1/orders/{id}/lines", pass_order_on);
  on("GET", "/api/v1/orders/{id}/rollup", get_rollup);
  on("GET", "/api/v1/orders/{id}/recipients", list_recipients);
  on("GET", "/api/v1/orders/{id}/cap", get_order_as_cap);
  on("GET", "/api/v1/my-orders", list_my_orders);
  on("GET", "/api/v1/warnings", list_warnings);
  router.on_later("POST", "/api/v1/orders/{id}/receipt", [&city, &intake](const Request& r, http::Reply reply) {
    send_receipt(city, intake, r, std::move(reply));
  });
  router.on(
      "POST", "/api/v1/warnings", [&city](const Request& r) { return take_warning(city, r); }, max_warning,
      accounts::admission(city, Operation::takeWarning));
}

Result<> work(City& city, Intake& intake) {
  std::vector<Id> due;
  city.db.read([&](storage::Transaction& t) { due = due_reminders(t, city.clock.now()); });
  for (const Id& id : due) {
    std::string path;
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      // Another server may have been first.
      const auto waiting = due_reminders(t, city.clock.now());
      if (std::ranges::find(waiting, id) == waiting.end()) return {};
      const auto stored = find(t, id);
      path = stored->unit.path;
      remind(t, city.clock, *stored, "system");
      return {};
    }));
    if (!path.empty()) tell(city, id, path);
  }
  intake.tell();
  return {};
}

}  // namespace ward::city::orders
