// What the process says to its operator, on standard error, one line an event. Not the journal: that is city/journal.
#pragma once

#include <spdlog/spdlog.h>

namespace ward {

// Sets the format and level ("debug", "info", "warn", "error") of the process's log.
void start_log(const std::string& level);

namespace log = spdlog;  // log::info("camera {} back after {} s", name, seconds)

}  // namespace ward
