#include "city/devices/store.h"

#include "city/journal/store.h"
#include "city/sites/store.h"

namespace ward::city::devices {

namespace {

using storage::Row;

constexpr const char* select =
    "SELECT id, site, name, kind, zone, sign, revoked, created_at, last_seen, health, drift FROM device ";

Device read(const Row& row) {
  Device device{.id = row.id(0),
                .site = row.id(1),
                .name = row.text(2),
                .kind = row.text(3),
                .zone = row.text(4),
                .sign = row.text(5),
                .revoked = row.boolean(6),
                .created_at = row.time(7),
                .last_seen = row.maybe_time(8),
                .health = {},
                .drift = {}};
  if (!row.is_null(9)) device.health = json::parse(row.text(9));
  if (!row.is_null(10)) device.drift = json::parse(row.text(10));
  return device;
}

storage::Blob digest_of(const std::string& key) {
  const auto digest = crypto::sha256(crypto::as_bytes(key));
  return {digest.begin(), digest.end()};
}

void journal_row(storage::Transaction& t, const Clock& clock, const char* type, const Device& device,
                 const std::string& actor) {
  journal::append(
      t, clock,
      {.type = type, .subject = device.id.str(), .actor = actor, .purpose = "devices", .unit = device.site.str()});
}

}  // namespace

std::optional<Device> find(storage::Transaction& t, const Id& id) {
  return t.first(std::string(select) + "WHERE id = ?", read, id);
}

std::vector<Device> list(storage::Transaction& t, const std::optional<Id>& site) {
  std::vector<Device> devices;
  const auto add = [&](const Row& row) { devices.push_back(read(row)); };
  if (site)
    t.query(std::string(select) + "WHERE site = ? ORDER BY name, id", add, *site);
  else
    t.query(std::string(select) + "ORDER BY name, id", add);
  return devices;
}

std::optional<Device> find_by_key(storage::Transaction& t, const std::string& key) {
  // Looked up by a digest of 256 random bits: how long that takes tells nothing about any key.
  return t.first(std::string(select) + "WHERE key_digest = ? AND revoked = 0", read, digest_of(key));
}

Result<Put> put(storage::Transaction& t, const Clock& clock, const Id& id, const DeviceInput& input,
                const std::string& key, const std::string& actor) {
  if (!sites::find(t, input.site))
    return fail(ErrorKind::not_found, "site.unknown", {"There is no such site.", "没有该场所。"}, "site");
  const auto before = find(t, id);
  if (before && before->site != input.site)
    return fail(
        ErrorKind::conflict, "device.site_fixed",
        {"A device stays at its site: revoke it and register a new one.", "设备不能更换场所：请吊销后重新登记。"},
        "site");
  if (before)
    t.exec("UPDATE device SET name = ?, zone = ?, sign = ? WHERE id = ?", input.name, input.zone, input.sign, id);
  else
    t.exec(
        "INSERT INTO device (id, site, name, kind, zone, sign, key_digest, created_at) VALUES (?, ?, ?, 'gate', ?, ?, "
        "?, ?)",
        id, input.site, input.name, input.zone, input.sign, digest_of(key), clock.now());
  const Device device = *find(t, id);
  journal_row(t, clock, before ? "device.changed" : "device.made", device, actor);
  return Put{device, !before};
}

Result<> revoke(storage::Transaction& t, const Clock& clock, const Device& device, const std::string& actor) {
  if (t.exec("UPDATE device SET revoked = 1 WHERE id = ? AND revoked = 0", device.id) > 0)
    journal_row(t, clock, "device.revoked", device, actor);
  return {};
}

Result<> renew_key(storage::Transaction& t, const Clock& clock, const Device& device, const std::string& key,
                   const std::string& actor) {
  t.exec("UPDATE device SET key_digest = ?, revoked = 0 WHERE id = ?", digest_of(key), device.id);
  journal_row(t, clock, "device.key_renewed", device, actor);
  return {};
}

void put_health(storage::Transaction& t, const Id& id, const json::value& health, Time now) {
  t.exec("UPDATE device SET health = ?, last_seen = ? WHERE id = ?", json::serialize(health), now, id);
}

void put_drift(storage::Transaction& t, const Id& id, const json::value& drift) {
  t.exec("UPDATE device SET drift = ? WHERE id = ?",
         drift.is_null() ? std::nullopt : std::optional(json::serialize(drift)), id);
}

}  // namespace ward::city::devices
