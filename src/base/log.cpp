#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

namespace ward {

void start_log(const std::string& level) {
  auto logger = std::make_shared<spdlog::logger>("ward", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace ward
