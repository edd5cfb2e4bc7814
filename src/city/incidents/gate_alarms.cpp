// Fevers at the gates of a site become incidents of the unit that the site belongs to.
#include <algorithm>

#include "base/crypto.h"
#include "base/log.h"
#include "city/alarms/store.h"
#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/passages/store.h"
#include "city/sites/store.h"
#include "city/units/store.h"

namespace ward::city::incidents {

namespace {

constexpr const char* reader = "incidents";  // of the journal
const std::vector<std::string> row_types{"alarm.raised", "alarm.repeated"};

// The unit that stands for the site now; nothing when it belongs to none.
std::optional<units::Unit> unit_of(storage::Transaction& t, const sites::Site& site) {
  auto unit = site.unit ? units::find(t, *site.unit) : std::nullopt;
  if (unit && unit->merged_into) unit = units::find(t, *unit->merged_into);
  return unit && unit->is_open() ? unit : std::nullopt;
}

// One for each person that an alarm stands for: the second feverish child at a gate is not lost because nobody has
// acknowledged the first, and a child who tries again is one incident. Whom the gate does not know is told apart by the
// passage. The id of the alarm gives the moment, a digest of both the rest (RFC 9562, section 5.8).
Id incident_id(const Id& alarm, const Id& who) {
  std::vector<std::uint8_t> both(alarm.bytes().begin(), alarm.bytes().end());
  both.insert(both.end(), who.bytes().begin(), who.bytes().end());
  const crypto::Digest digest = crypto::sha256(both);
  auto bytes = alarm.bytes();
  std::copy(digest.begin(), digest.begin() + 10, bytes.begin() + 6);
  bytes[6] = std::uint8_t((bytes[6] & 0x0F) | 0x80);
  bytes[8] = std::uint8_t((bytes[8] & 0x3F) | 0x80);
  return *Id::from_bytes(bytes);
}

std::optional<Id> passage_of(const json::object& payload) {
  const auto* told = payload.if_contains("passage");
  const auto* text = told ? told->if_string() : nullptr;
  const auto id = text ? Id::parse({text->data(), text->size()}) : Result<Id>(Id{});
  return id && !id->is_nil() ? std::optional(*id) : std::nullopt;
}

json::object answers_of(const json::object& payload) {
  const auto* detail = payload.if_contains("detail");
  const auto* degrees = detail && detail->is_object() ? detail->as_object().if_contains("temperature_cc") : nullptr;
  return degrees ? json::object{{"temperature_cc", *degrees}} : json::object();
}

std::optional<Changed> report_alarm(storage::Transaction& t, const Clock& clock, const journal::Record& row) {
  const auto id = Id::parse(row.subject);
  const auto alarm = id ? alarms::find(t, *id) : std::nullopt;
  if (!alarm || alarm->kind != alarms::Kind::fever) return std::nullopt;
  const auto site = sites::find(t, alarm->site);
  const auto unit = site ? unit_of(t, *site) : std::nullopt;
  if (!unit) return std::nullopt;
  const json::object payload = json::parse(row.payload).as_object();
  const auto passage = passage_of(payload);
  const auto stored = passage ? passages::find(t, *passage) : std::nullopt;
  const Id who = stored && stored->passage.person ? *stored->passage.person : passage.value_or(alarm->id);
  const Report input{.id = incident_id(alarm->id, who),
                     .type = gate_type,
                     .unit = unit->id,
                     .place = {.point = {}, .address = site->name},
                     .description = "",
                     .answers = answers_of(payload),
                     .pictures = {},
                     .site = site->id,
                     .alarm = alarm->id,
                     .passage = passage};
  if (find(t, input.id)) return std::nullopt;
  const auto step = report(input, {row.actor, Parts(Part::reporter)},
                           {.catalogue = catalogue(t), .calendar = work_calendar(t), .now = clock.now()});
  if (!step) {
    log::warn("a fever at a gate is no incident: {}", step.error().message.en);
    return std::nullopt;
  }
  save(t, clock, *step, unit->path);
  return Changed{input.id, unit->path, input.site};
}

}  // namespace

bool alarms_wait(storage::Transaction& t) {
  return !journal::following(t, journal::reader_at(t, reader), row_types, 1).empty();
}

std::vector<Changed> report_alarms(storage::Transaction& t, const Clock& clock, int limit) {
  std::vector<Changed> reported;
  const auto rows = journal::following(t, journal::reader_at(t, reader), row_types, limit);
  for (const journal::Record& row : rows)
    if (auto one = report_alarm(t, clock, row)) reported.push_back(*std::move(one));
  if (!rows.empty()) journal::move_reader(t, reader, rows.back().number);
  return reported;
}

}  // namespace ward::city::incidents
