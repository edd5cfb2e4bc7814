// A camera that is opened again after it was unplugged.
#pragma once

#include <functional>

#include "gate/camera/camera.h"

namespace ward::gate {

using OpenCamera = std::function<Result<std::unique_ptr<Camera>>()>;

// As base/reopening.h says; its frames are counted on over reconnections.
std::unique_ptr<Camera> reconnecting(std::string name, OpenCamera open, const Clock& clock, Wait wait = sleep_for);

}  // namespace ward::gate
