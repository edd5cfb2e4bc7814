// Incidents that nobody reports: the program has found them.
#include "base/log.h"
#include "city/incidents/store.h"
#include "city/units/store.h"

namespace ward::city::incidents {

std::optional<Changed> raise(storage::Transaction& t, const Clock& clock, Report input, const std::string& path) {
  const auto unit = units::find_at(t, path);
  if (!unit) return std::nullopt;
  input.id = Id::make(clock.now());
  input.unit = unit->id;
  const auto step = report(input, {"system", Parts(Part::reporter)},
                           {.catalogue = catalogue(t), .calendar = work_calendar(t), .now = clock.now()});
  if (!step) {
    log::warn("{} is no incident: {}", input.type, step.error().message.en);
    return std::nullopt;
  }
  save(t, clock, *step, path);
  return Changed{input.id, path, input.site};
}

}  // namespace ward::city::incidents
