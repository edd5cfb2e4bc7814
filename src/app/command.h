// A subcommand of ward: its name, one line of help, and how it takes its options.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>

#include "base/result.h"

namespace ward::app {

// Exit codes, documented in docs/commands.md.
enum Exit : int { done = 0, failed = 1, wrong_use = 2, wrong_config = 3, unavailable = 4 };

struct Command {
  const char* name;
  const char* summary;
  // Adds options to `app` and returns what runs after they were parsed; it returns an Exit.
  std::function<int()> (*define)(CLI::App& app);
};

struct Where;
// --data and --database: where a server's data is.
void add_where(CLI::App& app, Where& where);

// Whether $LANG asks for Chinese.
bool speaks_chinese();
// The bytes of a file that a command was given. Errors: "file.unreadable".
Result<std::string> read_file(const std::filesystem::path& file);
// One line without echo from the terminal, or from a pipe.
std::string read_hidden(const std::string& prompt);

// Prints the error to stderr, in the language of $LANG, with a hint where there is one; returns the Exit that fits.
int report(const Error& error, const std::string& hint = {});

// Set by SIGINT and SIGTERM once watch_signals() was called; waits until then, or until `also` says so.
void watch_signals();
bool stop_requested();
void wait_for_stop();

// One function a command, each in the file of its name.
std::function<int()> define_bench(CLI::App& app);
std::function<int()> define_gate(CLI::App& app);
std::function<int()> define_check(CLI::App& app);
std::function<int()> define_enroll(CLI::App& app);
std::function<int()> define_migrate(CLI::App& app);
std::function<int()> define_serve(CLI::App& app);
std::function<int()> define_user(CLI::App& app);
std::function<int()> define_city(CLI::App& app);
std::function<int()> define_draw(CLI::App& app);
std::function<int()> define_calibrate(CLI::App& app);
std::function<int()> define_train(CLI::App& app);
std::function<int()> define_version(CLI::App& app);

// The subcommands of `ward train`: each adds itself and sets `chosen` (which outlives the parsing) to what runs.
void add_train_faces(CLI::App& train, std::function<int()>& chosen);
void add_train_thermal(CLI::App& train, std::function<int()>& chosen);

}  // namespace ward::app
