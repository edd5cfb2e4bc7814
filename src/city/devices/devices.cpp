#include "city/devices/devices.h"

namespace ward::city::devices {

bool online(const Device& device, Time now) {
  // A clock that was set back makes `last_seen` lie ahead: that is no silence.
  return !device.revoked && device.last_seen && now - *device.last_seen <= online_for;
}

json::value to_json(const Device& device, Time now) {
  return {{"id", device.id.str()},         {"site", device.site.str()},
          {"name", device.name},           {"kind", device.kind},
          {"zone", device.zone},           {"sign", device.sign},
          {"revoked", device.revoked},     {"created_at", to_rfc3339(device.created_at)},
          {"online", online(device, now)}, {"last_seen", or_null(device.last_seen)},
          {"health", device.health},       {"drift", device.drift}};
}

Result<DeviceInput> device_from_json(const json::value& value) {
  JsonReader in(value);
  DeviceInput input;
  input.site = in.id("site");
  input.name = in.text("name", 1, 200);
  if (in.has("kind"))
    in.choice("kind", {"gate"});
  else
    (void)in.maybe_text("kind", 0, 0);
  input.zone = in.text("zone", 1, 200);
  input.sign = in.text("sign", 1, 500);
  WARD_CHECK(in.finish());
  return input;
}

namespace {

// Reads fields into an object under the same names.
class Copy {
 public:
  explicit Copy(const json::value& value) : in_(value) {}

  void time(const char* key) { out_[key] = to_rfc3339(in_.time(key)); }
  void text(const char* key) { out_[key] = in_.text(key, 0, 100); }
  void boolean(const char* key) { out_[key] = in_.boolean(key); }
  void integer(const char* key) { out_[key] = in_.integer(key, -limit, limit); }
  void choice(const char* key, std::initializer_list<std::string_view> allowed) {
    out_[key] = in_.choice(key, allowed);
  }
  void maybe_text(const char* key) { put(key, in_.maybe_text(key, 0, 100)); }
  void maybe_boolean(const char* key) { put(key, in_.maybe_boolean(key)); }
  void maybe_integer(const char* key) { put(key, in_.maybe_integer(key, -limit, limit)); }
  void integer_or_null(const char* key) {
    const auto value = in_.maybe_integer(key, -limit, limit);
    out_[key] = or_null(value);
  }
  Result<json::value> finish() {
    WARD_CHECK(in_.finish());
    return json::value(std::move(out_));
  }

 private:
  static constexpr std::int64_t limit = std::int64_t(1) << 53;  // what a browser counts exactly
  template <class T>
  void put(const char* key, const std::optional<T>& value) {
    if (value) out_[key] = *value;
  }
  JsonReader in_;
  json::object out_;
};

}  // namespace

Result<json::value> health_from_json(const json::value& value) {
  Copy copy(value);
  copy.time("at");
  copy.text("version");
  copy.integer("camera_fps_milli");
  copy.choice("camera_fault", {"", "unplugged", "frozen", "black", "wrong_format"});
  copy.text("thermal_source");
  copy.text("thermal_fault");
  copy.maybe_integer("thermal_rate_milli");
  copy.boolean("simulated");
  copy.integer_or_null("black_body_offset_cc");
  copy.integer("journal_depth");
  copy.maybe_text("journal_fault");
  copy.integer_or_null("clock_offset_ms");
  copy.integer("whitelist_version");
  copy.integer("whitelist_people");
  copy.text("policy_version");
  copy.maybe_boolean("open_all");
  copy.maybe_integer("frames_dropped");
  copy.maybe_text("barrier_fault");
  copy.maybe_integer("passages_rejected");
  return copy.finish();
}

}  // namespace ward::city::devices
