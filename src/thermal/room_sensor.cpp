#include "thermal/room_sensor.h"

#include <fstream>

#include "base/log.h"

namespace ward::thermal {

namespace {

constexpr std::chrono::seconds read_every{10};

// A number of thousandths, as a share of one; nothing outside of what a sensor can mean.
std::optional<float> thousandths(const std::string& file, float min, float max) {
  std::ifstream in(file);
  long value = 0;
  if (!(in >> value)) return std::nullopt;
  const float number = static_cast<float>(value) / 1000;
  return number >= min && number <= max ? std::optional(number) : std::nullopt;
}

}  // namespace

RoomSensor RoomSensor::from_config(Config& config, const std::string& prefix) {
  RoomSensor sensor;
  sensor.celsius_ = static_cast<float>(
      config.number(prefix + ".room", sensor.celsius_, -20, 50, "room temperature where there is no room_file, °C"));
  sensor.celsius_file_ = config.text(prefix + ".room_file", "",
                                     "file of a room sensor, in 1/1000 °C (/sys/class/hwmon/hwmon*/temp1_input)");
  sensor.humidity_file_ = config.text(prefix + ".humidity_file", "",
                                      "file of a humidity sensor, in 1/1000 % (…/humidity1_input); empty: not watched");
  return sensor;
}

std::optional<Room> RoomSensor::read(Steady now) {
  if (read_at_ && now - *read_at_ < read_every) return last_;
  const bool knew = last_.has_value() || !read_at_;
  read_at_ = now;
  const auto celsius = celsius_file_.empty() ? std::optional(celsius_) : thousandths(celsius_file_, -40, 85);
  const auto humidity = humidity_file_.empty() ? std::nullopt : thousandths(humidity_file_, 0, 100);
  last_.reset();
  if (celsius && (humidity || humidity_file_.empty())) last_ = Room{*celsius, humidity};
  if (knew && !last_) log::error("room sensor: {} cannot be read", celsius ? humidity_file_ : celsius_file_);
  return last_;
}

}  // namespace ward::thermal
