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
      " value = excluded.value, changed_at = excluded.changed_at, version = setting.version + 1",
      name, json::serialize(value), clock.now());
  journal::append(t, clock,
                  {.type = concept_name + ".changed",
                   .subject = name,
                   .actor = actor,
                   .purpose = "settings",
                   .payload = {{"value", value}}});
}

std::int64_t setting_version(storage::Transaction& t, const std::string& name) {
  return t
      .first(
          "SELECT version FROM setting WHERE name = ?", [](const storage::Row& row) { return row.integer(0); }, name)
      .value_or(0);
}

json::value with_version(storage::Transaction& t, const std::string& name, json::value value) {
  value.as_object()["version"] = setting_version(t, name);
  return value;
}

Result<Amendment> amendment_from_json(json::value body) {
  json::object head;
  if (json::object* all = body.if_object())
    if (const auto found = all->find("version"); found != all->end()) {
      head["version"] = found->value();
      all->erase(found);
    }
  const json::value looked_at = std::move(head);
  JsonReader in(looked_at);
  const std::int64_t version = in.integer("version", 0, std::int64_t(1) << 40);
  WARD_CHECK(in.finish());
  return Amendment{std::move(body), version};
}

Result<bool> is_change(storage::Transaction& t, const std::string& name, std::int64_t version,
                       const json::value& fresh) {
  const auto stored = setting_text(t, name);
  if (stored && *stored == json::serialize(fresh)) return false;
  if (setting_version(t, name) == version) return true;
  return fail(ErrorKind::conflict, "setting.version",
              {"Somebody else changed it meanwhile: look at what stands now.", "其他人已先修改，请先查看当前内容。"},
              "version");
}

}  // namespace ward::city
