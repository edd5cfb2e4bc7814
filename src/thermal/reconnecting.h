// A thermal camera that is opened again after it was unplugged, or when it comes only after the gate.
#pragma once

#include <functional>

#include "thermal/source.h"

namespace ward::thermal {

using OpenSource = std::function<Result<std::unique_ptr<ThermalSource>>()>;

// As base/reopening.h says; its frames are counted on over reconnections.
std::unique_ptr<ThermalSource> reconnecting(std::string name, OpenSource open, const Clock& clock,
                                            Wait wait = sleep_for);

}  // namespace ward::thermal
