// What the city works by: the catalogue of types and the work calendar.
#include <map>
#include <mutex>

#include "city/incidents/store.h"
#include "city/settings.h"

namespace ward::city::incidents {

namespace {

// What was once read from a setting's text, by that text: whatever server of the city amends it, the next reader meets
// another text. What is here stays for the life of the program, because amendments are rare and somebody may still look
// at the one before.
template <class T>
class Parsed {
 public:
  const T& of(const std::string& text, Result<T> (*from_json)(const json::value&)) {
    const std::lock_guard lock(mutex_);
    if (const auto known = known_.find(text); known != known_.end()) return known->second;
    auto read = from_json(json::parse(text));
    if (!read) throw storage::DatabaseError("a stored setting cannot be read: " + read.error().message.en);
    return known_.emplace(text, *std::move(read)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, T> known_;  // guarded by mutex_
};

}  // namespace

const Catalogue& catalogue(storage::Transaction& t) {
  static Parsed<Catalogue> parsed;
  const auto stored = setting_text(t, catalogue_setting);
  return stored ? parsed.of(*stored, catalogue_from_json) : default_catalogue();
}

const calendar::Calendar& work_calendar(storage::Transaction& t) {
  static Parsed<calendar::Calendar> parsed;
  return parsed.of(setting_text(t, calendar_setting).value_or(R"({"days": []})"), calendar::calendar_from_json);
}

Date day_of(storage::Transaction& t, Time at) {
  return std::chrono::floor<std::chrono::days>(work_calendar(t).zone.to_local(at));
}

void put_catalogue(storage::Transaction& t, const Clock& clock, const Catalogue& catalogue, const std::string& actor) {
  put_setting(t, clock, catalogue_setting, to_json(catalogue), "catalogue", actor);
}

std::int64_t put_calendar(storage::Transaction& t, const Clock& clock, const calendar::Calendar& calendar,
                          const std::string& actor) {
  const Id amendment = Id::make(clock.now());
  put_setting(t, clock, calendar_setting, calendar::to_json(calendar), "calendar", actor);
  std::vector<Id> open;
  t.query("SELECT id FROM incident WHERE open = 1 AND deadline IS NOT NULL",
          [&](const storage::Row& row) { open.push_back(row.id(0)); });
  std::int64_t moved = 0;
  for (const Id& id : open) {
    const auto stored = find(t, id);
    const auto step = redeadline(stored->incident, calendar, clock.now(), amendment, actor);
    if (!step) continue;
    save(t, clock, *step, stored->path);
    ++moved;
  }
  return moved;
}

}  // namespace ward::city::incidents
