#include "thermal/simulated.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <thread>

#include "thermal/raw.h"

namespace ward::thermal {

namespace {

constexpr Millis late_by{2000};
constexpr Millis flagged_for{400};  // after a flat-field correction

// Normally distributed, the same for the same seed and index.
float draw(std::uint64_t seed, std::int64_t index, float sd) {
  std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                         static_cast<std::uint32_t>(index)};
  std::mt19937_64 random(sequence);
  return std::normal_distribution<float>(0, sd)(random);
}

// How far the sensor is off: a new error with each flat-field correction, moving slowly until the next.
float sensor_offset(const SimulatedSettings& s, Millis since_start) {
  const std::int64_t correction = since_start / s.flat_field_every;
  const float share =
      static_cast<float>((since_start % s.flat_field_every).count()) / static_cast<float>(s.flat_field_every.count());
  return draw(s.seed, 2 * correction, s.offset_sd) + share * draw(s.seed, 2 * correction + 1, s.wander);
}

// The black body stands in front of everything. Its set temperature is what the sensor would see.
void paint_black_body(cv::Mat& apparent, const SimulatedSettings& s, SensorFault fault) {
  if (!s.black_body.present() || fault == SensorFault::black_body_covered) return;
  cv::Rect at = s.black_body.rectangle;
  if (fault == SensorFault::black_body_moved) at.x += at.width / 2;
  apparent(at & cv::Rect({0, 0}, apparent.size())) = s.black_body.celsius;
}

void add_noise(cv::Mat& celsius, const SimulatedSettings& s, std::uint64_t sequence) {
  cv::RNG random(s.seed * 1'000'003 + sequence + 1);
  cv::Mat pixels(celsius.size(), CV_32FC1), rows(celsius.rows, 1, CV_32FC1);
  random.fill(pixels, cv::RNG::NORMAL, 0, s.netd);
  random.fill(rows, cv::RNG::NORMAL, 0, s.row_noise);
  celsius += pixels + cv::repeat(rows, 1, celsius.cols);
}

// Bits 10 flipped on half of a line, as the real recording has on its line 76: neighbours 10 °C apart.
void flip_bits(cv::Mat& counts, int row, cv::RNG& random) {
  auto* line = counts.ptr<std::uint16_t>(row);
  for (int x = 0; x < counts.cols; ++x)
    if (random.uniform(0, 2)) line[x] ^= 1U << 10U;
}

void spoil_lines(cv::Mat& counts, SensorFault fault, std::uint64_t sequence) {
  cv::RNG random(sequence + 7);
  if (fault == SensorFault::bad_line) {
    counts.row(counts.rows / 3) = 0;
    flip_bits(counts, counts.rows * 76 / 120, random);
  }
  if (fault == SensorFault::corrupt)
    for (int y = 0; y < counts.rows; y += 3) flip_bits(counts, y, random);
}

}  // namespace

SimulatedSettings SimulatedSettings::read(Config& config, const std::string& prefix) {
  SimulatedSettings s;
  s.seed = static_cast<std::uint64_t>(
      config.integer(prefix + ".seed", 1, 0, 1'000'000'000, "of the simulated noise and drift"));
  s.netd = static_cast<float>(config.number(prefix + ".netd", s.netd, 0, 5, "noise of a simulated pixel, °C"));
  s.offset_sd = static_cast<float>(
      config.number(prefix + ".offset_sd", s.offset_sd, 0, 5, "how far the simulated sensor is off, 1 SD, °C"));
  s.flat_field_every = Millis{config.integer(prefix + ".flat_field_every_ms", s.flat_field_every.count(), 1000,
                                             86'400'000, "time between simulated flat-field corrections, ms")};
  s.flat_field_announced = config.boolean(prefix + ".flat_field_announced", s.flat_field_announced,
                                          "whether the simulated sensor flags its flat-field corrections");
  return s;
}

cv::Mat simulated_counts(const SceneView& view, const Registration& registration, const SimulatedSettings& settings,
                         Millis since_start, std::uint64_t sequence) {
  cv::Mat apparent = paint_scene(view, registration);
  apparent = settings.skin_emissivity * apparent + (1 - settings.skin_emissivity) * view.room.celsius;
  paint_black_body(apparent, settings, view.fault);
  apparent += sensor_offset(settings, since_start);
  add_noise(apparent, settings, sequence);
  cv::Mat counts;
  apparent.convertTo(counts, CV_16UC1, 100, 27315);  // centikelvin
  spoil_lines(counts, view.fault, sequence);
  return counts;
}

SimulatedSource::SimulatedSource(SimulatedSettings settings, std::optional<Registration> registration,
                                 std::shared_ptr<const Scene> scene, const Clock& clock)
    : settings_(std::move(settings)),
      registration_(std::move(registration)),
      scene_(std::move(scene)),
      clock_(clock),
      start_(clock.steady()),
      due_(start_) {}

// False when the next frame is not due within `patience`; both wait.
bool SimulatedSource::wait_for_next(Millis patience) {
  if (!settings_.paced) return true;
  const auto wait = due_ - clock_.steady();
  std::this_thread::sleep_for(std::clamp<Steady::duration>(wait, Millis{0}, patience));
  if (wait > patience) return false;
  const auto period =
      std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(1 / settings_.rate_hz));
  due_ = std::max(due_ + period, clock_.steady());
  return true;
}

Result<ThermalFrame> SimulatedSource::read_sensor(const SceneView& view) {
  const auto since_start = std::chrono::floor<Millis>(clock_.steady() - start_);
  const cv::Size colour = view.colour_size.empty() ? settings_.size : view.colour_size;
  const Registration registration = registration_ ? *registration_ : Registration::same_view(colour, settings_.size);
  const cv::Mat counts = simulated_counts(view, registration, settings_, since_start, sequence_);
  WARD_TRY(frame, frame_from_counts(counts, clock_.now(), sequence_));
  frame.simulated = true;
  frame.flat_field = settings_.flat_field_announced && since_start >= settings_.flat_field_every &&
                     since_start % settings_.flat_field_every < flagged_for;
  return frame;
}

Result<ThermalFrame> SimulatedSource::next(Millis patience) {
  const SceneView view = scene_->view();
  const bool due = wait_for_next(patience);
  if (view.fault == SensorFault::lost)
    return fail(ErrorKind::unavailable, "thermal.lost",
                {"The (simulated) thermal sensor is gone.", "（模拟）热成像传感器已断开。"});
  if (!due || view.fault == SensorFault::silent)
    return fail(ErrorKind::unavailable, "thermal.silent",
                {"The (simulated) thermal sensor sends nothing.", "（模拟）热成像传感器没有数据。"});
  if (view.fault == SensorFault::wrong_size)
    return fail(ErrorKind::invalid, "thermal.wrong_size",
                {"The (simulated) thermal sensor sends 80x60 pixels.", "（模拟）热成像传感器发送的是 80x60 像素。"},
                "frame");
  ++sequence_;
  if (view.fault == SensorFault::frozen && last_) {
    last_->time = clock_.now();
    last_->sequence = sequence_;
    return *last_;
  }
  WARD_TRY(frame, read_sensor(view));
  if (view.fault == SensorFault::late) frame.time -= late_by;
  last_ = frame;
  return frame;
}

std::string SimulatedSource::describe() const {
  return fmt::format("simulated sensor, {}x{}, {:.1f} frames/s", settings_.size.width, settings_.size.height,
                     settings_.rate_hz);
}

}  // namespace ward::thermal
