// Configuration files (TOML). Every key is asked for with its documentation; a key nobody asked for is refused by name,
// so that a typing error never silently means the default.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace ward {

// One documented key, as `ward <command> --print-config` shows it.
struct ConfigKey {
  std::string path;   // "camera.source"
  std::string type;   // "string", "integer", "number", "boolean", "list"
  std::string value;  // the default, as TOML
  std::string doc;    // one line; says the unit
};

class Config {
 public:
  // Errors: "config.unreadable", "config.syntax" with line and column.
  static Result<Config> load(const std::filesystem::path& file);
  static Result<Config> parse(std::string_view toml, std::string name = "configuration");
  Config();  // an empty one: every default
  ~Config();
  Config(Config&&) noexcept;
  Config& operator=(Config&&) noexcept;

  // The value at `path`, or `fallback`. A value of the wrong type, or out of range, is remembered and reported by
  // finish().
  std::string text(std::string path, std::string fallback, std::string doc);
  std::int64_t integer(std::string path, std::int64_t fallback, std::int64_t min, std::int64_t max, std::string doc);
  double number(std::string path, double fallback, double min, double max, std::string doc);
  bool boolean(std::string path, bool fallback, std::string doc);
  std::vector<std::string> list(std::string path, std::vector<std::string> fallback, std::string doc);
  // One of `allowed`.
  std::string choice(std::string path, std::string fallback, std::vector<std::string> allowed, std::string doc);
  // An array of tables at `path` ([[scene]]), each as a Config of its own; call finish() on each.
  std::vector<Config> tables(std::string path, std::string doc);

  // Every fault found so far and every key nobody asked for (with the nearest known one), as one error; `field` is the
  // first key at fault. Codes: "config.unknown_key", "config.wrong_type", "config.out_of_range".
  Result<> finish() const;

  const std::vector<ConfigKey>& keys() const { return keys_; }
  // All keys with their documentation as a TOML file that loads to the present values.
  std::string documented() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::vector<ConfigKey> keys_;
};

}  // namespace ward
