#include "thermal/thermometer.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "base/paths.h"
#include "thermal/black_body.h"
#include "thermal/estimator.h"
#include "thermal/freshness.h"
#include "thermal/gates.h"
#include "thermal/regions.h"
#include "thermal/registration.h"
#include "thermal/room_sensor.h"
#include "thermal/warmth.h"

namespace ward::thermal {

namespace {

constexpr std::size_t frames_kept = 32;  // 3.6 s at 8.8 frames/s; the oldest goes when a new one comes

struct Settings {
  BlackBodySettings black_body;
  FreshnessSettings sensor;
  GateSettings gates;
  RoomSensor room;
  float skin_emissivity = 0.98F;
  float offset_sd = 2.5F;  // °C, 1 SD: a Lepton states ±5 °C
  Millis max_skew{250};
  std::optional<Registration> registration;  // none: both cameras see the same view
};

struct Kept {
  ThermalFrame frame;
  BlackBodyReading black_body;
};

// What the skin itself has: the sensor sees `emissivity` of it and the room's reflection for the rest. Linear, since
// both are within 20 K (Minkina and Dudzik, Infrared Thermography, 2009, 3.2).
float skin_from_apparent(float apparent, float emissivity, float room) {
  return (apparent - (1 - emissivity) * room) / emissivity;
}

bool plausible(float celsius) { return celsius >= 30 && celsius <= 45; }

Result<Settings> read_settings(Config& config) {
  Settings s;
  s.black_body = BlackBodySettings::read(config, "thermometer.black_body");
  s.sensor = FreshnessSettings::read(config, "thermometer.sensor");
  s.gates = GateSettings::read(config, "thermometer.limits");
  s.room = RoomSensor::from_config(config, "thermometer");
  s.offset_sd = static_cast<float>(config.number(
      "thermometer.offset_sd", s.offset_sd, 0, 10,
      "how far the sensor may be off without a black body, 1 SD, °C; above 1 nothing is measured without one"));
  s.skin_emissivity = static_cast<float>(config.number("thermometer.skin_emissivity", s.skin_emissivity, 0.9, 1,
                                                       "of skin; 1 if the camera corrects for it itself"));
  s.max_skew = Millis{config.integer("thermometer.max_skew_ms", s.max_skew.count(), 20, 5000,
                                     "a face and a thermal frame further apart in time do not belong together, ms")};
  const std::string file = config.text("thermometer.registration", "",
                                       "file made by `ward calibrate`; empty: both cameras see exactly the same view");
  if (!file.empty()) {
    WARD_TRY(registration, Registration::load(file));
    s.registration = registration;
  }
  return s;
}

}  // namespace

struct Thermometer::Impl {
  Impl(Settings s, Coefficients c, const Clock& clock_)
      : settings(std::move(s)),
        coefficients(std::move(c)),
        clock(clock_),
        sensor(settings.sensor),
        room_sensor(settings.room),
        room(room_sensor.read(clock.steady())) {}

  const Settings settings;
  const Coefficients coefficients;
  const Clock& clock;

  mutable std::mutex mutex;
  Freshness sensor;          // guarded by mutex
  RoomSensor room_sensor;    // guarded by mutex
  std::optional<Room> room;  // guarded by mutex; nothing: not known
  std::deque<Kept> frames;   // guarded by mutex, oldest first

  bool wrong_size(const cv::Mat& celsius) const {
    return celsius.empty() || celsius.type() != CV_32FC1 ||
           (settings.registration && celsius.size() != settings.registration->thermal_size);
  }
  // Temperatures can be told at all: corrected by a black body, or by a sensor that needs none.
  bool compensated() const { return settings.black_body.present() || settings.offset_sd <= max_useful_sd; }
  ThermalFault sensor_fault() const;
  const Kept* nearest(Time time) const;
  ThermalReading read(const Kept& kept, const ThermalFace& face) const;
  Registration registration(cv::Size colour, cv::Size thermal) const {
    return settings.registration ? *settings.registration : Registration::same_view(colour, thermal);
  }
};

// The sensor's own state, with the mutex held.
ThermalFault Thermometer::Impl::sensor_fault() const {
  const ThermalFault fault = sensor.fault(clock.steady());
  if (fault != ThermalFault::none && fault != ThermalFault::settling) return fault;
  if (frames.empty()) return ThermalFault::no_frame;
  if (!compensated()) return ThermalFault::black_body_lost;
  if (wrong_size(frames.back().frame.celsius)) return ThermalFault::corrupt;
  if (frames.back().black_body.fault != ThermalFault::none) return frames.back().black_body.fault;
  return fault;
}

const Kept* Thermometer::Impl::nearest(Time time) const {
  const Kept* best = nullptr;
  auto distance = settings.max_skew + Millis{1};
  for (const auto& kept : frames)
    if (const auto apart = std::chrono::abs(kept.frame.time - time); apart < distance) distance = apart, best = &kept;
  return best;
}

ThermalReading Thermometer::Impl::read(const Kept& kept, const ThermalFace& face) const {
  auto regions = read_regions(kept.frame.celsius, face);
  if (!regions) return {.fault = ThermalFault::face_too_small};  // cut off by the frame's edge: come into view
  const float offset = kept.black_body.offset;
  const float air = room ? room->celsius : Room{}.celsius;  // not known: nothing is estimated, but warmth is told
  for (float* t : {&regions->canthi, &regions->cooler, &regions->forehead, &regions->face, &regions->mouth,
                   &regions->eyes, &regions->cheeks, &regions->nose, &regions->median, &regions->background})
    *t = skin_from_apparent(*t + offset, settings.skin_emissivity, air);
  const float warm = warmth(*regions);
  if (const auto fault = check_face(face, *regions, warm, settings.gates); fault != ThermalFault::none)
    return {.fault = fault, .warmth = warm};

  Skin skin{.canthi = regions->canthi, .cooler = regions->cooler, .forehead = regions->forehead, .room = air};
  if (!mouth_open(regions->mouth, regions->canthi)) skin.face = regions->face;
  const bool corrected = settings.black_body.present();
  TemperatureEstimate found =
      estimate(coefficients, skin, corrected ? std::nullopt : std::optional(settings.offset_sd));
  found.simulated = kept.frame.simulated;
  if (!plausible(found.celsius)) return {.fault = ThermalFault::implausible, .warmth = warm};
  return {.fault = ThermalFault::none, .estimate = std::move(found), .warmth = warm};
}

Thermometer::Thermometer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Thermometer::~Thermometer() = default;
Thermometer::Thermometer(Thermometer&&) noexcept = default;
Thermometer& Thermometer::operator=(Thermometer&&) noexcept = default;

Result<Thermometer> Thermometer::open(Config& config, const std::filesystem::path& models, const Clock& clock) {
  WARD_TRY(settings, read_settings(config));
  const std::string name = config.text("thermometer.coefficients", "thermal_coefficients.toml",
                                       "coefficients' file among the models, made by `ward train thermal`");
  const std::string camera =
      config.text("thermometer.camera", "FLIR",
                  "whose coefficients: one of the clinical cameras, FLIR or ICI (docs/design/thermal.md)");
  WARD_TRY(file, find_model(models, name));
  WARD_TRY(all, CoefficientsFile::load(file));
  WARD_TRY(coefficients, all.camera(camera));
  return Thermometer(std::make_unique<Impl>(std::move(settings), std::move(coefficients), clock));
}

void Thermometer::observe(const ThermalFrame& frame) {
  Kept kept{.frame = frame, .black_body = {}};
  kept.frame.celsius = frame.celsius.clone();  // the source may paint over its buffer
  const bool black_body = impl_->settings.black_body.present() && !impl_->wrong_size(frame.celsius);
  if (black_body) kept.black_body = read_black_body(frame.celsius, impl_->settings.black_body);
  const bool read = black_body && kept.black_body.fault == ThermalFault::none;
  const bool late = impl_->clock.now() - frame.time > impl_->settings.max_skew;

  std::lock_guard lock(impl_->mutex);
  const Steady now = impl_->clock.steady();
  impl_->room = impl_->room_sensor.read(now);
  impl_->sensor.note(kept.frame, read ? std::optional(kept.black_body.offset) : std::nullopt, now, late);
  impl_->frames.push_back(std::move(kept));
  if (impl_->frames.size() > frames_kept) impl_->frames.pop_front();
}

void Thermometer::refuse_frame() {
  std::lock_guard lock(impl_->mutex);
  impl_->sensor.refuse();
}

ThermalReading Thermometer::measure(const cv::Rect2f& box, const std::array<cv::Point2f, 68>& landmarks,
                                    cv::Size colour_size, Time time) {
  std::lock_guard lock(impl_->mutex);
  if (const auto fault = impl_->sensor.fault(impl_->clock.steady()); fault != ThermalFault::none)
    return {.fault = fault};
  const Kept* kept = impl_->nearest(time);
  if (!kept || colour_size.empty()) return {.fault = ThermalFault::no_frame};
  const cv::Mat& celsius = kept->frame.celsius;
  if (impl_->wrong_size(celsius)) return {.fault = ThermalFault::corrupt};

  const ThermalFace face = locate_face(box, landmarks, colour_size, impl_->registration(colour_size, celsius.size()));
  ThermalReading reading = impl_->read(*kept, face);
  ThermalFault refusal = impl_->compensated() ? kept->black_body.fault : ThermalFault::black_body_lost;
  if (refusal == ThermalFault::none) refusal = check_room(impl_->room, impl_->settings.gates);
  if (refusal != ThermalFault::none) return {.fault = refusal, .warmth = reading.warmth};
  return reading;
}

Thermometer::Health Thermometer::health() const {
  std::lock_guard lock(impl_->mutex);
  Health health{.fault = impl_->sensor_fault(), .rate_hz = impl_->sensor.rate_hz()};
  health.room = impl_->room;
  if (impl_->frames.empty()) return health;
  const Kept& last = impl_->frames.back();
  health.last_frame = last.frame.time;
  if (impl_->settings.black_body.present() && last.black_body.fault == ThermalFault::none)
    health.black_body_offset = last.black_body.offset;
  return health;
}

const BlackBodySettings& Thermometer::black_body() const { return impl_->settings.black_body; }

const std::optional<Registration>& Thermometer::registration() const { return impl_->settings.registration; }

}  // namespace ward::thermal
