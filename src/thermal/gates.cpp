#include "thermal/gates.h"

namespace ward::thermal {

GateSettings GateSettings::read(Config& config, const std::string& prefix) {
  GateSettings s;
  const auto number = [&](const char* key, float& value, double min, double max, const char* doc) {
    value = static_cast<float>(config.number(prefix + "." + key, value, min, max, doc));
  };
  number("min_face_px", s.min_face_px, 8, 500, "least width of a face in the thermal picture, pixels");
  number("min_warmth", s.min_warmth, 0, 1, "least warmth of a living face, 0 to 1");
  number("glasses_canthi", s.glasses_canthi, 0, 10, "canthi colder than the forehead by more than this: glasses, °C");
  number("glasses_eyes", s.glasses_eyes, 0, 10, "eyes colder than the cheeks by more than this: glasses, °C");
  number("min_room", s.min_room, 0, 40, "coldest room to measure in, °C");
  number("max_room", s.max_room, 0, 45, "warmest room to measure in, °C");
  number("min_humidity", s.min_humidity, 0, 100, "driest room to measure in, %");
  number("max_humidity", s.max_humidity, 0, 100, "dampest room to measure in, %");
  return s;
}

ThermalFault check_room(const std::optional<Room>& room, const GateSettings& settings) {
  if (!room) return ThermalFault::out_of_room;
  const bool warm_enough = room->celsius >= settings.min_room && room->celsius <= settings.max_room;
  const bool dry_enough = !room->humidity_percent || (*room->humidity_percent >= settings.min_humidity &&
                                                      *room->humidity_percent <= settings.max_humidity);
  return warm_enough && dry_enough ? ThermalFault::none : ThermalFault::out_of_room;
}

ThermalFault check_face(const ThermalFace& face, const RegionTemperatures& t, float warmth,
                        const GateSettings& settings) {
  if (face.box.width < settings.min_face_px) return ThermalFault::face_too_small;
  if (warmth < settings.min_warmth) return ThermalFault::face_cold;
  if (t.forehead - t.canthi > settings.glasses_canthi || t.cheeks - t.eyes > settings.glasses_eyes)
    return ThermalFault::glasses;
  return ThermalFault::none;
}

bool mouth_open(float mouth, float canthi) { return mouth > canthi + 0.3F; }

}  // namespace ward::thermal
