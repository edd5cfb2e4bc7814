#pragma once

#include "city/files/store.h"
#include "http/http.h"

namespace ward::city::files {

// /files
void routes(http::Router& router, City& city, Files& files);

}  // namespace ward::city::files
