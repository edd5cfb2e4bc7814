#include "city/settings.h"

#include "city/journal/store.h"

namespace ward::city {

std::optional<json::value> setting(storage::Transaction& t, const std::string& name) {
  const auto text = setting_text(t, name);
  return text ? std::optional(json::parse(*text)) : std::nullopt;
}

std::optional<std::string> setting_text(storage::Transaction& t, const std::string& name) {
  return t.first("SELECT value FROM setting WHERE name = ?", [](const storage::Row& row) { return row.text(0); }, name);
}

void put_setting(storage::Transaction& t, const Clock& clock, const std::string& name, const json::value& value,
                 const std::string& concept_name, const std::string& actor) {
  t.exec(
      "INSERT INTO setting (name, value, changed_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
      " value = excluded.value, changed_at = excluded.changed_at",
      name, json::serialize(value), clock.now());
  journal::append(t, clock,
                  {.type = concept_name + ".changed",
                   .subject = name,
                   .actor = actor,
                   .purpose = "settings",
                   .payload = {{"value", value}}});
}

}  // namespace ward::city
