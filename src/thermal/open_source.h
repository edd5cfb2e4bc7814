// The sensor a configuration names.
#pragma once

#include "base/config.h"
#include "thermal/scene.h"
#include "thermal/source.h"
#include "thermal/thermometer.h"

namespace ward::thermal {

// Reads [thermal]: source (simulated, v4l2, recording, matrix), device, width, height, file, and [thermal.simulated].
// The simulated sensor paints `scene`, with the black body and the registration where `thermometer` expects them.
// Errors: config's own (by Config::finish) and those of the source.
Result<std::unique_ptr<ThermalSource>> open_source(Config& config, const Thermometer& thermometer,
                                                   std::shared_ptr<const Scene> scene, const Clock& clock);

}  // namespace ward::thermal
