#include "city/channels/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/sites/store.h"
#include "city/units/store.h"

namespace ward::city::channels {

namespace {

using storage::Row;

// Sealed for its channel alone: what is moved to another row does not open.
std::string context_of(const Id& channel) { return "channel:" + channel.str(); }

storage::Blob sealed(const crypto::Key& vault, const Id& id, const Target& target) {
  json::array addresses;
  for (const std::string& address : target.addresses) addresses.push_back(json::value(address));
  const std::string plain = json::serialize(
      json::object{{"addresses", std::move(addresses)}, {"url", target.url}, {"secret", target.secret}});
  return vault.seal(crypto::as_bytes(plain), context_of(id));
}

Target opened(const crypto::Key& vault, const Id& id, const storage::Blob& blob) {
  const auto plain = vault.open(blob, context_of(id));
  if (!plain) throw storage::DatabaseError("a channel's target cannot be opened with this vault key");
  const json::value value = json::parse({reinterpret_cast<const char*>(plain->data()), plain->size()});
  Target target;
  for (const json::value& one : value.at("addresses").as_array()) target.addresses.emplace_back(one.as_string());
  target.url = std::string(value.at("url").as_string());
  target.secret = std::string(value.at("secret").as_string());
  return target;
}

constexpr const char* select_channel =
    "SELECT id, kind, name, unit, events, language, sealed, since, created_at, forwarding FROM channel ";

Channel read_channel(const Row& row, const crypto::Key& vault) {
  const auto kind = kind_from(row.text(1));
  const auto language = language_from(row.text(5));
  if (!kind || !language) throw storage::DatabaseError("a stored channel cannot be read");
  Channel channel{.id = row.id(0),
                  .kind = *kind,
                  .name = row.text(2),
                  .events = {},
                  .language = *language,
                  .target = opened(vault, row.id(0), row.blob(6)),
                  .since = row.integer(7),
                  .created_at = row.time(8)};
  if (!row.is_null(3)) channel.unit = row.id(3);
  channel.events = stored_events(row.text(4));
  if (!row.is_null(9)) channel.forwarding = stored_forwarding(row.text(9));
  return channel;
}

constexpr std::string_view state_words[] = {"waiting", "sent", "gave_up", "dropped"};

constexpr const char* select_delivery =
    "SELECT d.id, d.channel, d.created_at, d.state, d.test, d.facts, d.tries, d.due_at, d.first_tried_at, d.done_at,"
    " d.error, d.message, r.incident, r.request, r.token, r.status, r.notes, r.asked_at"
    " FROM delivery d LEFT JOIN delivery_request r ON r.delivery = d.id ";

Delivery read_delivery(const Row& row) {
  const auto state = state_from(row.text(3));
  if (!state) throw storage::DatabaseError("a stored delivery has an unknown state");
  Delivery delivery{.id = row.id(0),
                    .channel = row.id(1),
                    .created_at = row.time(2),
                    .state = *state,
                    .test = row.boolean(4),
                    .facts = row.integer(5),
                    .tries = int(row.integer(6)),
                    .due_at = row.maybe_time(7),
                    .first_tried_at = row.maybe_time(8),
                    .done_at = row.maybe_time(9)};
  if (!row.is_null(10)) {
    const json::value error = json::parse(row.text(10));
    delivery.error = Text{std::string(error.at("en").as_string()), std::string(error.at("zh").as_string())};
  }
  if (!row.is_null(11))
    delivery.message = outgoing_from_json(delivery.id, delivery.created_at, json::parse(row.text(11)));
  if (!row.is_null(12))
    delivery.request =
        Requested{row.id(12), row.text(13), row.text(14), row.text(15), row.text(16), row.maybe_time(17)};
  return delivery;
}

std::string error_text(const Error& error) {
  return json::serialize(json::object{{"en", error.message.en}, {"zh", error.message.zh}});
}

// A type that is misspelled would silently never go out.
Result<> check_types(storage::Transaction& t, const Forwarding& forwarding) {
  const incidents::Catalogue& types = incidents::catalogue(t);
  for (std::size_t i = 0; i < forwarding.services.size(); ++i) {
    const Mapping& one = forwarding.services[i];
    const std::string at = fmt::format("services[{}]", i);
    const incidents::Type* type = types.find(one.type);
    if (!type)
      return fail(ErrorKind::invalid, "channel.type",
                  {fmt::format("There is no type of incident {} in the catalogue.", one.type),
                   fmt::format("事件目录中没有类型 {}。", one.type)},
                  at + ".type");
    for (std::size_t k = 0; k < one.answers.size(); ++k)
      if (std::ranges::find(type->form, one.answers[k].field, &incidents::Field::key) == type->form.end())
        return fail(ErrorKind::invalid, "channel.type",
                    {fmt::format("The form of {} has no question {}.", one.type, one.answers[k].field),
                     fmt::format("{} 的表单中没有问题 {}。", one.type, one.answers[k].field)},
                    fmt::format("{}.answers[{}].field", at, k));
  }
  return {};
}

bool keep_pace(storage::Transaction& t, const Id& channel, Time now, Millis pace) {
  return t.exec("UPDATE channel SET next_at = ? WHERE id = ? AND next_at <= ?", now + pace, channel, now) > 0;
}

void journal_row(storage::Transaction& t, const Clock& clock, const char* type, const Id& subject,
                 const std::string& actor, json::value payload = json::object()) {
  journal::append(
      t, clock,
      {.type = type, .subject = subject.str(), .actor = actor, .purpose = "channels", .payload = std::move(payload)});
}

}  // namespace

std::string_view to_string(State state) { return state_words[std::size_t(state)]; }

std::optional<State> state_from(std::string_view text) {
  const auto found = std::ranges::find(state_words, text);
  if (found == std::end(state_words)) return std::nullopt;
  return State(found - std::begin(state_words));
}

std::optional<Channel> find(storage::Transaction& t, const crypto::Key& vault, const Id& id) {
  return t.first(
      std::string(select_channel) + "WHERE id = ?", [&](const Row& row) { return read_channel(row, vault); }, id);
}

std::vector<Channel> list(storage::Transaction& t, const crypto::Key& vault) {
  std::vector<Channel> all;
  t.query(std::string(select_channel) + "ORDER BY name, id",
          [&](const Row& row) { all.push_back(read_channel(row, vault)); });
  return all;
}

Result<Channel> put(storage::Transaction& t, const Clock& clock, const crypto::Key& vault, const Id& id,
                    const ChannelInput& input, const std::string& actor) {
  const auto before = find(t, vault, id);
  if (before && before->kind != input.kind)
    return fail(ErrorKind::conflict, "channel.kind",
                {"A channel keeps its kind: remove it and make another one.", "渠道不能更换类型，请删除后另建。"},
                "kind");
  if (input.unit && !units::find(t, *input.unit) && !sites::find(t, *input.unit))
    return fail(ErrorKind::not_found, "channel.unit", {"There is no such unit or site.", "没有这个单元或场所。"},
                "unit");
  WARD_CHECK(check_types(t, input.forwarding));
  WARD_TRY(target, target_from(input, before ? std::optional(before->target) : std::nullopt));
  const std::int64_t since = before ? before->since : journal::next_number(t) - 1;
  t.exec(
      "INSERT INTO channel (id, kind, name, unit, events, language, sealed, since, next_at, created_at, forwarding)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
      " unit = excluded.unit, events = excluded.events, language = excluded.language, sealed = excluded.sealed,"
      " forwarding = excluded.forwarding",
      id, to_string(input.kind), input.name, input.unit, events_text(input.events), to_string(input.language),
      sealed(vault, id, target), since, clock.now(),
      input.kind == Kind::open311 ? std::optional(stored_text(input.forwarding)) : std::nullopt);
  journal_row(t, clock, "channel.put", id, actor);
  return *find(t, vault, id);
}

bool remove(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  if (t.exec("DELETE FROM channel WHERE id = ?", id) == 0) return false;
  t.exec("UPDATE delivery SET state = 'dropped', due_at = NULL, done_at = ? WHERE channel = ? AND state = 'waiting'",
         clock.now(), id);
  t.exec("UPDATE delivery_request SET ask_at = NULL WHERE channel = ?", id);
  journal_row(t, clock, "channel.removed", id, actor);
  return true;
}

void gather(storage::Transaction& t, const Clock& clock, const Id& channel, std::span<const std::int64_t> rows,
            Millis burst) {
  const Time now = clock.now();
  auto delivery = t.first(
      "SELECT id FROM delivery WHERE channel = ? AND state = 'waiting' AND tries = 0",
      [](const Row& row) { return row.id(0); }, channel);
  if (!delivery) {
    delivery = Id::make(now);
    t.exec(
        "INSERT INTO delivery (id, channel, created_at, state, test, facts, tries, due_at)"
        " VALUES (?, ?, ?, 'waiting', 0, 0, 0, ?)",
        *delivery, channel, now, now + burst);
  }
  std::vector<std::vector<storage::Value>> values;
  for (const std::int64_t number : rows) values.push_back({storage::to_value(*delivery), number});
  t.bulk("INSERT INTO delivery_row (delivery, number) VALUES (?, ?)", values);
  t.exec("UPDATE delivery SET facts = facts + ? WHERE id = ?", rows.size(), *delivery);
}

void add_delivery(storage::Transaction& t, const Clock& clock, const Id& channel, std::int64_t row) {
  const Time now = clock.now();
  const Id delivery = Id::make(now);
  t.exec(
      "INSERT INTO delivery (id, channel, created_at, state, test, facts, tries, due_at)"
      " VALUES (?, ?, ?, 'waiting', 0, 1, 0, ?)",
      delivery, channel, now, now);
  t.exec("INSERT INTO delivery_row (delivery, number) VALUES (?, ?)", delivery, row);
}

std::vector<std::int64_t> rows_of(storage::Transaction& t, const Id& delivery, int limit) {
  std::vector<std::int64_t> numbers;
  t.query(
      "SELECT number FROM delivery_row WHERE delivery = ? ORDER BY number LIMIT ?",
      [&](const Row& row) { numbers.push_back(row.integer(0)); }, delivery, limit);
  return numbers;
}

std::optional<Delivery> find_delivery(storage::Transaction& t, const Id& id) {
  return t.first(std::string(select_delivery) + "WHERE d.id = ?", read_delivery, id);
}

std::optional<Delivery> next_due(storage::Transaction& t, Time now) {
  return t.first(
      std::string(select_delivery) +
          "JOIN channel c ON c.id = d.channel WHERE d.state = 'waiting' AND d.due_at <= ? AND c.next_at <= ?"
          " AND (d.tries > 0 OR c.kind = 'open311' OR NOT EXISTS (SELECT 1 FROM delivery o WHERE o.channel = d.channel"
          " AND o.state = 'waiting' AND o.tries > 0 AND o.test = 0)) ORDER BY d.due_at, d.id LIMIT 1",
      read_delivery, now, now);
}

bool claim(storage::Transaction& t, const Clock& clock, const Delivery& due, const Outgoing& message, Millis lease,
           Millis pace) {
  const Time now = clock.now();
  if (!keep_pace(t, due.channel, now, pace)) return false;
  return t.exec(
             "UPDATE delivery SET tries = tries + 1, due_at = ?, first_tried_at = coalesce(first_tried_at, ?), message "
             "= ?"
             " WHERE id = ? AND state = 'waiting' AND tries = ? AND facts = ? AND due_at <= ?",
             now + lease, now, json::serialize(to_json(message)), due.id, due.tries, due.facts, now) > 0;
}

bool add_test(storage::Transaction& t, const Clock& clock, const Outgoing& message, const Channel& channel,
              Millis lease) {
  const Time now = clock.now();
  const Millis pace = pace_of(channel.kind);
  if (pace > Millis{0} && !keep_pace(t, channel.id, now, pace)) return false;
  t.exec(
      "INSERT INTO delivery (id, channel, created_at, state, test, facts, tries, due_at, first_tried_at, message)"
      " VALUES (?, ?, ?, 'waiting', 1, 0, 1, ?, ?, ?)",
      message.id, channel.id, message.created_at, now + lease, now, json::serialize(to_json(message)));
  return true;
}

bool finish(storage::Transaction& t, const Clock& clock, const Id& delivery, int tries, const Result<>& outcome,
            std::optional<Time> retry_at) {
  const State state = outcome ? State::sent : retry_at ? State::waiting : State::gave_up;
  const Time now = clock.now();
  const bool over = state != State::waiting;
  const auto changed = t.exec(
      "UPDATE delivery SET state = ?, due_at = ?, done_at = ?, error = ? WHERE id = ? AND state = 'waiting' AND tries "
      "= ?",
      to_string(state), over ? std::nullopt : retry_at, over ? std::optional(now) : std::nullopt,
      outcome ? std::nullopt : std::optional(error_text(outcome.error())), delivery, tries);
  if (changed > 0 && over)
    journal_row(t, clock, state == State::sent ? "delivery.sent" : "delivery.gave_up", delivery, "system",
                {{"tries", tries}});
  return changed > 0;
}

void rest(storage::Transaction& t, const Id& channel, Time until) {
  t.exec("UPDATE channel SET next_at = ? WHERE id = ? AND next_at < ?", until, channel, until);
}

std::vector<Delivery> deliveries(storage::Transaction& t, const Filter& filter) {
  std::string sql = std::string(select_delivery) + "WHERE TRUE";
  std::vector<storage::Value> values;
  if (filter.channels) {
    if (filter.channels->empty()) return {};
    sql += fmt::format(" AND d.channel IN ({})", fmt::join(std::vector<char>(filter.channels->size(), '?'), ", "));
    for (const Id& id : *filter.channels) values.push_back(storage::to_value(id));
  }
  if (filter.state) {
    sql += " AND d.state = ?";
    values.push_back(storage::to_value(to_string(*filter.state)));
  }
  if (filter.after) {
    sql += " AND (d.created_at, d.id) < (?, ?)";
    values.insert(values.end(), {storage::to_value(filter.after->at), storage::to_value(filter.after->id)});
  }
  sql += " ORDER BY d.created_at DESC, d.id DESC LIMIT ?";
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<Delivery> found;
  t.each(sql, std::move(values), [&](const Row& row) { found.push_back(read_delivery(row)); });
  return found;
}

void sweep(storage::Transaction& t, Time before) {
  const std::string over =
      " IN (SELECT d.id FROM delivery d WHERE d.done_at < ? AND NOT EXISTS"
      " (SELECT 1 FROM delivery_request r WHERE r.delivery = d.id AND r.ask_at IS NOT NULL))";
  t.exec("DELETE FROM delivery_row WHERE delivery" + over, before);
  t.exec("DELETE FROM delivery WHERE id" + over, before);
  t.exec("DELETE FROM delivery_request WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.id = delivery)");
}

}  // namespace ward::city::channels
