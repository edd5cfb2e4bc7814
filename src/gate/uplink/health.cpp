#include "gate/uplink/health.h"

namespace ward::gate {

namespace {}  // namespace

json::value to_json(const Health& health) {
  return json::object{
      {"at", to_rfc3339(health.at)},
      {"version", health.version},
      {"camera_fps_milli", health.camera_fps_milli},
      {"camera_fault", health.camera_fault},
      {"thermal_source", health.thermal_source},
      {"thermal_fault", health.thermal_fault},
      {"thermal_rate_milli", health.thermal_rate_milli},
      {"simulated", health.simulated},
      {"black_body_offset_cc", or_null(health.black_body_offset_cc)},
      {"journal_depth", health.journal_depth},
      {"journal_fault", health.journal_fault},
      {"clock_offset_ms", or_null(health.clock_offset_ms)},
      {"whitelist_version", health.whitelist_version},
      {"whitelist_people", health.whitelist_people},
      {"policy_version", health.policy_version},
      {"open_all", health.open_all},
      {"frames_dropped", health.frames_dropped},
      {"barrier_fault", health.barrier_fault},
      {"passages_rejected", health.passages_rejected},
  };
}

}  // namespace ward::gate
