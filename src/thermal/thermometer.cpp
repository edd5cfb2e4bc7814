#include "thermal/thermometer.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "base/paths.h"
#include "thermal/black_body.h"
#include "thermal/drift.h"
#include "thermal/estimator.h"
#include "thermal/freshness.h"
#include "thermal/gates.h"
#include "thermal/regions.h"
#include "thermal/registration.h"
#include "thermal/warmth.h"

namespace ward::thermal {

namespace {

constexpr std::size_t frames_kept = 32;  // 3.6 s at 8.8 frames/s; the oldest goes when a new one comes

struct Settings {
  BlackBodySettings black_body;
  FreshnessSettings sensor;
  GateSettings gates;
  DriftSettings drift;
  Room room;
  float skin_emissivity = 0.98F;
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
  s.drift = DriftSettings::read(config, "thermometer.drift");
  s.room.celsius = static_cast<float>(config.number("thermometer.room", s.room.celsius, -20, 50,
                                                    "room temperature where no room sensor reports one, °C"));
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
        drift(settings.drift),
        room(settings.room) {}

  const Settings settings;
  const Coefficients coefficients;
  const Clock& clock;

  mutable std::mutex mutex;
  Freshness sensor;         // guarded by mutex
  DriftWatch drift;         // guarded by mutex
  Room room;                // guarded by mutex
  std::deque<Kept> frames;  // guarded by mutex, oldest first

  bool wrong_size(const cv::Mat& celsius) const {
    return celsius.empty() || celsius.type() != CV_32FC1 ||
           (settings.registration && celsius.size() != settings.registration->thermal_size);
  }
  ThermalFault sensor_fault() const;
  const Kept* nearest(Time time) const;
  ThermalReading read(const Kept& kept, const ThermalFace& face) const;
  Registration registration(cv::Size colour, cv::Size thermal) const {
    return settings.registration ? *settings.registration : Registration::same_view(colour, thermal);
  }
};

// The sensor's own state, with the mutex held.
ThermalFault Thermometer::Impl::sensor_fault() const {
  if (const auto fault = sensor.fault(clock.steady()); fault == ThermalFault::no_frame || fault == ThermalFault::frozen)
    return fault;
  if (frames.empty()) return ThermalFault::no_frame;
  if (wrong_size(frames.back().frame.celsius)) return ThermalFault::corrupt;
  if (frames.back().black_body.fault != ThermalFault::none) return frames.back().black_body.fault;
  return sensor.fault(clock.steady());
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
  for (float* t : {&regions->canthi, &regions->cooler, &regions->forehead, &regions->face, &regions->mouth,
                   &regions->eyes, &regions->cheeks, &regions->nose, &regions->median, &regions->background})
    *t = skin_from_apparent(*t + offset, settings.skin_emissivity, room.celsius);
  const float warm = warmth(*regions);
  if (const auto fault = check_face(face, *regions, warm, settings.gates); fault != ThermalFault::none)
    return {.fault = fault, .warmth = warm};

  Skin skin{.canthi = regions->canthi, .cooler = regions->cooler, .forehead = regions->forehead, .room = room.celsius};
  if (!mouth_open(regions->mouth, regions->canthi)) skin.face = regions->face;
  TemperatureEstimate found = estimate(coefficients, skin, settings.black_body.present());
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

  std::lock_guard lock(impl_->mutex);
  impl_->sensor.note(kept.frame, read ? std::optional(kept.black_body.offset) : std::nullopt, impl_->clock.steady());
  impl_->frames.push_back(std::move(kept));
  if (impl_->frames.size() > frames_kept) impl_->frames.pop_front();
}

void Thermometer::set_room(Room room) {
  std::lock_guard lock(impl_->mutex);
  impl_->room = room;
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
  ThermalFault refusal = kept->black_body.fault;
  if (refusal == ThermalFault::none) refusal = check_room(impl_->room, impl_->settings.gates);
  if (refusal != ThermalFault::none) return {.fault = refusal, .warmth = reading.warmth};
  return reading;
}

Thermometer::Health Thermometer::health() const {
  std::lock_guard lock(impl_->mutex);
  Health health{.fault = impl_->sensor_fault(), .rate_hz = impl_->sensor.rate_hz()};
  health.drift = impl_->drift.drift();
  health.drift_alarm = impl_->drift.alarm();
  if (impl_->frames.empty()) return health;
  const Kept& last = impl_->frames.back();
  health.last_frame = last.frame.time;
  if (impl_->settings.black_body.present() && last.black_body.fault == ThermalFault::none)
    health.black_body_offset = last.black_body.offset;
  return health;
}

const BlackBodySettings& Thermometer::black_body() const { return impl_->settings.black_body; }

const std::optional<Registration>& Thermometer::registration() const { return impl_->settings.registration; }

void Thermometer::note_person(const TemperatureEstimate& estimate) {
  std::lock_guard lock(impl_->mutex);
  impl_->drift.note(estimate.celsius);
}

}  // namespace ward::thermal
