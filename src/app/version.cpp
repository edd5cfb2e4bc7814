#include <iostream>

#include "app/command.h"
#include "base/version.h"

namespace ward::app {

std::function<int()> define_version(CLI::App&) {
  return [] {
    std::cout << "ward " << version << '\n';
    return done;
  };
}

}  // namespace ward::app
