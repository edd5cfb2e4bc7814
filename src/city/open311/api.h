#pragma once

#include "city/city.h"

namespace ward::city::open311 {

struct Settings {
  std::string link;         // public address of this server; "": as the request names it
  std::string contact;      // whom developers ask
  std::string key_service;  // where keys are asked for
  std::string type = "production";
};

// /open311/v2 for everybody, and /open311-keys for administrators
void routes(http::Router& router, City& city, const Settings& settings);

}  // namespace ward::city::open311
