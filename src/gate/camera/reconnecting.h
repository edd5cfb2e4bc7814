// A camera that is opened again after it was unplugged.
#pragma once

#include "gate/camera/camera.h"

namespace ward::gate {

using OpenCamera = std::function<Result<std::unique_ptr<Camera>>()>;

// Opens the camera when the first frame is asked for, and again whenever it was lost or silent: after 1,
// 2, 4 ... at most 30 s. In between, next() waits its patience and answers with the last error. "camera.end" is final.
std::unique_ptr<Camera> reconnecting(std::string name, OpenCamera open, const Clock& clock, Wait wait = sleep_for);

}  // namespace ward::gate
