// ward gate: one entrance, from its camera to its barrier.
#include <fmt/format.h>

#include <iostream>
#include <thread>

#include "app/command.h"
#include "app/entrance.h"
#include "base/log.h"

namespace ward::app {

namespace {

struct GateOptions {
  std::string config;
  bool print_config = false, check = false;
  std::string log_level = "info", snapshots;
};

int print_findings(const std::vector<Entrance::Finding>& findings) {
  bool well = true;
  for (const auto& [part, answer] : findings) {
    well = well && answer.has_value();
    std::cout << fmt::format("{:<5} {:<15} {}\n", answer ? "ok" : "BAD", part,
                             answer ? *answer : answer.error().message.en);
  }
  return well ? done : unavailable;
}

int run_gate(const GateOptions& options) {
  start_log(options.log_level);
  auto config = options.config.empty() ? Result<Config>(Config()) : Config::load(options.config);
  if (!config) return report(config.error(), "`ward gate --print-config` shows every key with its default");
  const SystemClock clock;
  auto read = Entrance::read(*config, clock);
  if (!read) return report(read.error(), "`ward gate --print-config` shows every key");
  if (options.print_config) {
    std::cout << config->documented();
    return done;
  }
  Entrance& entrance = **read;
  if (!options.snapshots.empty()) {
    const auto files = entrance.snapshots(options.snapshots);
    if (!files) return report(files.error());
    for (const auto& file : *files) std::cout << file.string() << '\n';
    return done;
  }
  if (const auto opened = entrance.open(); !opened)
    return report(opened.error(), "`ward gate --print-config` shows every key");
  if (options.check) return print_findings(entrance.check());

  watch_signals();
  if (const auto started = entrance.start(); !started)
    return report(started.error(), "is another gate running on this machine? Choose another screen.port");
  std::cout << "Ward's gate is open; its screen is at " << entrance.screen_url() << std::endl;
  while (!stop_requested() && !entrance.finished()) std::this_thread::sleep_for(std::chrono::milliseconds{100});
  log::info("closing");
  return done;
}

}  // namespace

std::function<int()> define_gate(CLI::App& app) {
  const auto options = std::make_shared<GateOptions>();
  app.add_option("--config", options->config, "configuration (TOML); --print-config shows every key");
  app.add_flag("--print-config", options->print_config,
               "print the configuration with every key, its default and meaning");
  app.add_flag("--check", options->check, "try camera, thermal sensor and server once, and say what is wrong");
  app.add_option("--snapshots", options->snapshots,
                 "write a picture of each person of the configured scenario into this directory, and stop");
  app.add_option("--log", options->log_level, "how much is logged")
      ->capture_default_str()
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  app.footer(
      "Runs one entrance until Ctrl-C: camera, thermal sensor, decision, barrier, journal and the link to the server.\n"
      "Without a server it works alone and keeps its journal. The person in front sees the screen it serves "
      "(screen.*).");
  return [options] { return run_gate(*options); };
}

}  // namespace ward::app
