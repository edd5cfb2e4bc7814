#include "city/channels/feed.h"

#include <algorithm>
#include <limits>
#include <map>

#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/orders/store.h"
#include "city/sites/store.h"
#include "city/units/store.h"

namespace ward::city::channels {

namespace {

constexpr const char* reader = "channels";  // of the journal
constexpr int at_once = 1'000;              // rows of the journal in one transaction
constexpr int most_told = 200;              // rows that a message tells of one by one; of the others it says how many

// Where a channel listens: below a path, at a site, or everywhere.
struct Listener {
  Id channel;
  std::vector<Event> events;
  std::int64_t since;
  std::string top;                            // path; "" for everywhere
  std::string site;                           // "" for none
  std::optional<Forwarding> forwarding = {};  // of another city's server
  bool hears(const journal::Record& row, Event event) const {
    if (row.number <= since || std::ranges::find(events, event) == events.end()) return false;
    if (!site.empty()) return row.unit == site;
    return units::is_within(row.unit, top);
  }
};

// Without what is sealed: nobody is told anything yet.
std::vector<Listener> listeners(storage::Transaction& t) {
  std::vector<Listener> all;
  std::vector<std::pair<std::size_t, Id>> limited;
  t.query("SELECT id, events, since, unit, forwarding FROM channel", [&](const storage::Row& row) {
    Listener one{.channel = row.id(0), .events = {}, .since = row.integer(2), .top = {}, .site = {}};
    one.events = stored_events(row.text(1));
    if (!row.is_null(4)) one.forwarding = stored_forwarding(row.text(4));
    if (!row.is_null(3)) limited.emplace_back(all.size(), row.id(3));
    all.push_back(std::move(one));
  });
  for (const auto& [index, id] : limited) {
    const auto unit = units::find(t, id);
    if (unit)
      all[index].top = unit->path;
    else
      all[index].site = id.str();
  }
  return all;
}

std::vector<journal::Record> fresh_rows(storage::Transaction& t, const std::vector<Listener>& all) {
  if (all.empty()) return {};
  const std::int64_t since = std::ranges::min_element(all, {}, &Listener::since)->since;
  return journal::following(t, std::max(journal::reader_at(t, reader), since), journal_types(), at_once);
}

// Whether the incident goes to another city. What came from one does not: two that pass on to each other would not end.
bool goes_out(storage::Transaction& t, const journal::Record& row, const Forwarding& forwarding) {
  if (row.actor.starts_with("open311:")) return false;
  const auto id = Id::parse(row.subject);
  const auto stored = id ? incidents::find(t, *id) : std::nullopt;
  return stored && forwarding.find(stored->incident.type);
}

// How many rows were taken in.
std::size_t take_in(storage::Transaction& t, const Clock& clock, Millis burst) {
  const std::vector<Listener> all = listeners(t);
  const std::vector<journal::Record> rows = fresh_rows(t, all);
  if (rows.empty()) return 0;
  std::map<Id, std::vector<std::int64_t>> wanted;
  for (const journal::Record& row : rows)
    if (const auto event = event_from(row.type))
      for (const Listener& one : all)
        if (one.hears(row, *event)) {
          if (!one.forwarding)
            wanted[one.channel].push_back(row.number);
          else if (goes_out(t, row, *one.forwarding))
            add_delivery(t, clock, one.channel, row.number);
        }
  for (const auto& [channel, numbers] : wanted) gather(t, clock, channel, numbers, burst);
  journal::move_reader(t, reader, rows.back().number);
  return rows.size();
}

// Names of places and types, looked up once for a message.
class Names {
 public:
  explicit Names(storage::Transaction& t) : t_(t), types_(incidents::catalogue(t)) {}

  std::string place(const std::string& unit) {
    const auto known = places_.find(unit);
    if (known != places_.end()) return known->second;
    return places_[unit] = find_place(unit);
  }
  Text incident_type(const std::string& incident) {
    const auto id = Id::parse(incident);
    const auto stored = id ? incidents::find(t_, *id) : std::nullopt;
    const incidents::Type* type = stored ? types_.find(stored->incident.type) : nullptr;
    return type ? type->name : Text{"an incident", "事件"};
  }
  // Of an order, in the channel's language when there is one.
  Text headline(const std::string& order) {
    const auto id = Id::parse(order);
    const auto stored = id ? orders::find(t_, *id) : std::nullopt;
    if (!stored) return {};
    const auto& all = stored->order.input.wordings;
    const auto in = [&](std::string_view language) {
      const auto found =
          std::ranges::find_if(all, [&](const orders::Wording& one) { return one.language.starts_with(language); });
      return found == all.end() ? all.front().headline : found->headline;
    };
    return {in("en"), in("zh")};
  }

 private:
  // A landlord's tenants and a workshop are called by a person's name: what is above them says where enough.
  std::string find_place(const std::string& unit) {
    if (const auto site = Id::parse(unit)) {
      const auto found = sites::find(t_, *site);
      return found ? found->name : "";
    }
    const auto at = unit.empty() ? units::root(t_) : first(units::tops(t_, {unit}));
    if (!at) return "";
    std::string name;
    for (const units::Unit& one : units::with_those_above(t_, *at))
      if (units::level_of(one.kind) < 4) name = one.name;
    return name;
  }
  static std::optional<units::Unit> first(const std::vector<units::Unit>& all) {
    return all.empty() ? std::nullopt : std::optional(all.front());
  }

  storage::Transaction& t_;
  incidents::Catalogue types_;
  std::map<std::string, std::string> places_;
};

Text what_of(Names& names, const journal::Record& row, Event event) {
  if (event == Event::incident_report || event == Event::incident_paged) return names.incident_type(row.subject);
  if (event == Event::order_issued) return names.headline(row.subject);
  if (event != Event::alarm_raised) return {};
  const json::value payload = json::parse(row.payload);
  const json::value* kind = payload.as_object().if_contains("kind");
  return words_of_alarm(kind && kind->is_string() ? std::string(kind->as_string()) : "");
}

}  // namespace

Result<> feed(City& city, Millis burst) {
  std::size_t taken = at_once;
  while (taken == at_once) {
    bool any = false;
    city.db.read([&](storage::Transaction& t) { any = !fresh_rows(t, listeners(t)).empty(); });
    if (!any) return {};
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      taken = take_in(t, city.clock, burst);
      return {};
    }));
  }
  return {};
}

Outgoing compose(storage::Transaction& t, const Delivery& delivery, const Channel& channel, const std::string& link) {
  Outgoing out{.id = delivery.id, .created_at = delivery.created_at, .message = {}, .facts = {}};
  Names names(t);
  for (const std::int64_t number : rows_of(t, delivery.id, most_told)) {
    const auto row = journal::find(t, number);
    const auto event = row ? event_from(row->type) : std::nullopt;
    if (!event) throw storage::DatabaseError("a delivery tells of a row that the journal does not have");
    out.facts.push_back({.number = number,
                         .event = *event,
                         .at = row->at,
                         .subject = row->subject,
                         .unit = row->unit,
                         .where = names.place(row->unit),
                         .what = what_of(names, *row, *event)});
  }
  out.more = delivery.facts - std::int64_t(out.facts.size());
  out.message = message_of(out.facts, out.more, channel.language, link);
  return out;
}

}  // namespace ward::city::channels
