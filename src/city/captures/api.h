#pragma once

#include "city/captures/store.h"

namespace ward::city::captures {

// PUT /device/captures/{id}, GET /captures/{id}
void routes(http::Router& router, City& city, Captures& captures);

}  // namespace ward::city::captures
