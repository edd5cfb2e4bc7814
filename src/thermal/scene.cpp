#include "thermal/scene.h"

#include <utility>

namespace ward::thermal {

namespace {

constexpr std::pair<SensorFault, std::string_view> names[] = {
    {SensorFault::none, "none"},
    {SensorFault::silent, "silent"},
    {SensorFault::lost, "lost"},
    {SensorFault::late, "late"},
    {SensorFault::frozen, "frozen"},
    {SensorFault::bad_line, "bad_line"},
    {SensorFault::corrupt, "corrupt"},
    {SensorFault::wrong_size, "wrong_size"},
    {SensorFault::black_body_covered, "black_body_covered"},
    {SensorFault::black_body_moved, "black_body_moved"},
};

}  // namespace

std::string_view to_string(SensorFault fault) {
  for (const auto& [value, name] : names)
    if (value == fault) return name;
  return "none";
}

std::optional<SensorFault> sensor_fault(std::string_view name) {
  for (const auto& [value, known] : names)
    if (known == name) return value;
  return std::nullopt;
}

void Scene::set_faces(std::vector<SceneFace> faces, cv::Size colour_size) {
  std::lock_guard lock(mutex_);
  view_.faces = std::move(faces);
  view_.colour_size = colour_size;
}

void Scene::set_room(Room room) {
  std::lock_guard lock(mutex_);
  view_.room = room;
}

void Scene::set_fault(SensorFault fault) {
  std::lock_guard lock(mutex_);
  view_.fault = fault;
}

SceneView Scene::view() const {
  std::lock_guard lock(mutex_);
  return view_;
}

}  // namespace ward::thermal
