// Fevers at the gates of a site become incidents of the unit that the site belongs to.
#include "base/log.h"
#include "city/alarms/store.h"
#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/sites/store.h"
#include "city/units/store.h"

namespace ward::city::incidents {

namespace {

constexpr const char* reader = "incidents";  // of the journal
constexpr const char* row_type = "alarm.raised";

// The unit that stands for the site now; nothing when it belongs to none.
std::optional<units::Unit> unit_of(storage::Transaction& t, const sites::Site& site) {
  auto unit = site.unit ? units::find(t, *site.unit) : std::nullopt;
  if (unit && unit->merged_into) unit = units::find(t, *unit->merged_into);
  return unit && unit->is_open() ? unit : std::nullopt;
}

std::optional<Changed> report_alarm(storage::Transaction& t, const Clock& clock, const journal::Record& row) {
  const auto id = Id::parse(row.subject);
  const auto alarm = id ? alarms::find(t, *id) : std::nullopt;
  if (!alarm || alarm->kind != alarms::Kind::fever) return std::nullopt;
  const auto site = sites::find(t, alarm->site);
  const auto unit = site ? unit_of(t, *site) : std::nullopt;
  if (!unit) return std::nullopt;
  json::object answers;
  if (const auto* degrees =
          alarm->detail.is_object() ? alarm->detail.as_object().if_contains("temperature_cc") : nullptr)
    answers["temperature_cc"] = *degrees;
  const Report input{.id = Id::make(clock.now()),
                     .type = gate_type,
                     .unit = unit->id,
                     .place = {.point = {}, .address = site->name},
                     .description = "",
                     .answers = std::move(answers),
                     .pictures = {},
                     .site = site->id,
                     .alarm = alarm->id};
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
  return !journal::following(t, journal::reader_at(t, reader), {row_type}, 1).empty();
}

std::vector<Changed> report_alarms(storage::Transaction& t, const Clock& clock, int limit) {
  std::vector<Changed> reported;
  const auto rows = journal::following(t, journal::reader_at(t, reader), {row_type}, limit);
  for (const journal::Record& row : rows)
    if (auto one = report_alarm(t, clock, row)) reported.push_back(*std::move(one));
  if (!rows.empty()) journal::move_reader(t, reader, rows.back().number);
  return reported;
}

}  // namespace ward::city::incidents
