#include "app/app.h"

#include <poll.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "app/command.h"
#include "app/data.h"

namespace ward::app {

namespace {

constexpr Command commands[] = {
    {"bench", "run a benchmark on this machine", define_bench},
    {"gate", "run one entrance: camera, thermometer, decision, barrier", define_gate},
    {"check", "verify what a server stored", define_check},
    {"enroll", "enrol many pictures on a running server", define_enroll},
    {"migrate", "copy what a server stored into another kind of database", define_migrate},
    {"serve", "run the server: API, console, live events", define_serve},
    {"city", "make up a city, and import units and members from files", define_city},
    {"draw", "draw inspections so that anybody can draw the same list again", define_draw},
    {"user", "make and change accounts in a data directory", define_user},
    {"train", "fit the small trained parts to data", define_train},
    {"calibrate", "find where the thermal camera shows what the colour camera sees", define_calibrate},
    {"version", "print the version", define_version},
};

int signal_pipe[2] = {-1, -1};
volatile std::sig_atomic_t stopping = 0;

extern "C" void on_signal(int) {
  stopping = 1;
  [[maybe_unused]] const auto written = ::write(signal_pipe[1], "x", 1);
}

int exit_of(const Error& error) {
  if (error.code.starts_with("config.")) return wrong_config;
  switch (error.kind) {
    case ErrorKind::invalid:
      return wrong_use;
    case ErrorKind::unavailable:
    case ErrorKind::not_found:
      return unavailable;
    default:
      return failed;
  }
}

int unknown_command(const std::string& name) {
  return report(Error::make(ErrorKind::invalid, "command.unknown",
                            {"There is no command " + name + ".", "没有 " + name + " 这个命令。"}),
                "`ward --help` lists the commands");
}

}  // namespace

bool speaks_chinese() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value) return std::string_view(value).starts_with("zh");
  return false;
}

int report(const Error& error, const std::string& hint) {
  std::cerr << "ward: " << (speaks_chinese() ? error.message.zh : error.message.en) << '\n';
  if (!error.field.empty()) std::cerr << "  at: " << error.field << '\n';
  if (!hint.empty()) std::cerr << "  hint: " << hint << '\n';
  return exit_of(error);
}

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (in && std::filesystem::is_regular_file(file)) return std::string(std::istreambuf_iterator<char>(in), {});
  return fail(ErrorKind::not_found, "file.unreadable",
              {"The file " + file.string() + " cannot be read.", "无法读取文件 " + file.string() + "。"});
}

void add_where(CLI::App& app, Where& where) {
  app.add_option("--data", where.directory, "the server's data directory")->capture_default_str();
  app.add_option("--database", where.database,
                 "postgresql://user@host/name when the server has its database there (server.database)");
}

void watch_signals() {
  if (signal_pipe[0] >= 0 || ::pipe(signal_pipe) != 0) return;
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  std::signal(SIGPIPE, SIG_IGN);
}

bool stop_requested() { return stopping != 0; }

void wait_for_stop() {
  pollfd ready{signal_pipe[0], POLLIN, 0};
  while (!stopping) ::poll(&ready, 1, -1);
}

int run(int argc, char** argv) try {
  CLI::App app{"Ward: gates, grid and centre of a city's response to an infectious disease, on its own machines."};
  app.name("ward");
  app.require_subcommand(1);
  app.footer(
      "`ward COMMAND --help` explains a command. Exit codes: 0 done, 1 failed, 2 wrong use, 3 configuration, "
      "4 something else is missing or does not answer.");
  std::function<int()> chosen;
  for (const Command& command : commands) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    sub->final_callback([&chosen, action = command.define(*sub)] { chosen = action; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty()) return unknown_command(argv[1]);
    return app.exit(e) == 0 ? done : wrong_use;
  }
  return chosen();
} catch (const Failure& failure) {
  return report(failure.error);
} catch (const std::exception& e) {
  std::cerr << "ward: " << e.what() << '\n';
  return failed;
}

}  // namespace ward::app
