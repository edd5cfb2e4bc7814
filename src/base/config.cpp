#include "base/config.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace ward {

struct Config::Impl {
  toml::table root;
  std::string name;
  std::vector<Error> faults;
  std::set<std::string> asked;
};

Config::Config() : impl_(std::make_unique<Impl>()) {}
Config::~Config() = default;
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config&&) noexcept = default;

Result<Config> Config::parse(std::string_view toml, std::string name) {
  Config config;
  config.impl_->name = name;
  try {
    config.impl_->root = toml::parse(toml, name);
  } catch (const toml::parse_error& e) {
    const auto at = e.source().begin;
    return fail(ErrorKind::invalid, "config.syntax",
                {fmt::format("{}, line {}, column {}: {}", name, at.line, at.column, e.description()),
                 fmt::format("{} 第 {} 行第 {} 列有语法错误：{}", name, at.line, at.column, e.description())});
  }
  return config;
}

Result<Config> Config::load(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(ErrorKind::not_found, "config.unreadable",
                {"There is no configuration file " + file.string() + ".", "找不到配置文件 " + file.string() + "。"});
  std::ostringstream text;
  try {
    const toml::table table = toml::parse_file(file.string());
    Config config;
    config.impl_->root = table;
    config.impl_->name = file.string();
    return config;
  } catch (const toml::parse_error& e) {
    const auto at = e.source().begin;
    return fail(ErrorKind::invalid, "config.syntax",
                {fmt::format("{}, line {}, column {}: {}", file.string(), at.line, at.column, e.description()),
                 fmt::format("{} 第 {} 行第 {} 列有语法错误：{}", file.string(), at.line, at.column, e.description())});
  }
}

namespace {

Error wrong_type(const std::string& name, const std::string& path, const char* wanted) {
  return Error::make(
      ErrorKind::invalid, "config.wrong_type",
      {fmt::format("{}: {} must be {} {}.", name, path, wanted == std::string_view("integer") ? "an" : "a", wanted),
       fmt::format("{}：{} 的类型应为 {}。", name, path, wanted)},
      path);
}

std::string as_toml(const toml::node& node) {
  std::ostringstream out;
  node.visit([&](const auto& n) { out << n; });
  return out.str();
}

std::string as_toml(const std::string& text) { return as_toml(toml::value<std::string>(text)); }

std::string as_toml(const std::vector<std::string>& values) {
  toml::array array;
  for (const auto& v : values) array.push_back(v);
  return as_toml(array);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// Every leaf of the file as a dotted path.
void leaves(const toml::table& table, const std::string& prefix, std::vector<std::string>& out) {
  for (const auto& [key, node] : table) {
    const std::string path = prefix + std::string(key.str());
    if (const auto* child = node.as_table())
      leaves(*child, path + ".", out);
    else
      out.push_back(path);
  }
}

}  // namespace

std::string Config::text(std::string path, std::string fallback, std::string doc) {
  impl_->asked.insert(path);
  std::string value = fallback;
  if (const auto node = impl_->root.at_path(path)) {
    if (const auto found = node.value_exact<std::string>())
      value = *found;
    else
      impl_->faults.push_back(wrong_type(impl_->name, path, "string"));
  }
  keys_.push_back({std::move(path), "string", as_toml(value), std::move(doc)});
  return value;
}

std::int64_t Config::integer(std::string path, std::int64_t fallback, std::int64_t min, std::int64_t max,
                             std::string doc) {
  impl_->asked.insert(path);
  std::int64_t value = fallback;
  if (const auto node = impl_->root.at_path(path)) {
    if (const auto found = node.value_exact<std::int64_t>())
      value = *found;
    else
      impl_->faults.push_back(wrong_type(impl_->name, path, "integer"));
  }
  if (value < min || value > max) {
    impl_->faults.push_back(
        Error::make(ErrorKind::invalid, "config.out_of_range",
                    {fmt::format("{}: {} = {} must lie between {} and {}.", impl_->name, path, value, min, max),
                     fmt::format("{}：{} = {} 应在 {} 到 {} 之间。", impl_->name, path, value, min, max)},
                    path));
    value = fallback;
  }
  keys_.push_back({std::move(path), "integer", fmt::format("{}", value), std::move(doc)});
  return value;
}

double Config::number(std::string path, double fallback, double min, double max, std::string doc) {
  impl_->asked.insert(path);
  double value = fallback;
  if (const auto node = impl_->root.at_path(path)) {
    if (const auto found = node.value<double>(); found && node.is_number())
      value = *found;
    else
      impl_->faults.push_back(wrong_type(impl_->name, path, "number"));
  }
  if (!(value >= min && value <= max)) {
    impl_->faults.push_back(
        Error::make(ErrorKind::invalid, "config.out_of_range",
                    {fmt::format("{}: {} = {} must lie between {} and {}.", impl_->name, path, value, min, max),
                     fmt::format("{}：{} = {} 应在 {} 到 {} 之间。", impl_->name, path, value, min, max)},
                    path));
    value = fallback;
  }
  keys_.push_back({std::move(path), "number", as_toml(toml::value<double>(value)), std::move(doc)});
  return value;
}

bool Config::boolean(std::string path, bool fallback, std::string doc) {
  impl_->asked.insert(path);
  bool value = fallback;
  if (const auto node = impl_->root.at_path(path)) {
    if (const auto found = node.value_exact<bool>())
      value = *found;
    else
      impl_->faults.push_back(wrong_type(impl_->name, path, "boolean"));
  }
  keys_.push_back({std::move(path), "boolean", value ? "true" : "false", std::move(doc)});
  return value;
}

std::vector<std::string> Config::list(std::string path, std::vector<std::string> fallback, std::string doc) {
  impl_->asked.insert(path);
  std::vector<std::string> values = std::move(fallback);
  if (const auto node = impl_->root.at_path(path)) {
    std::vector<std::string> found;
    const auto* array = node.as_array();
    if (array)
      for (const auto& item : *array)
        if (const auto value = item.value_exact<std::string>()) found.push_back(*value);
    if (array && found.size() == array->size())
      values = std::move(found);
    else
      impl_->faults.push_back(wrong_type(impl_->name, path, "list of strings"));
  }
  keys_.push_back({std::move(path), "list", as_toml(values), std::move(doc)});
  return values;
}

std::string Config::choice(std::string path, std::string fallback, std::vector<std::string> allowed, std::string doc) {
  std::string value = text(path, fallback, doc + fmt::format(" One of: {}.", fmt::join(allowed, ", ")));
  if (std::ranges::find(allowed, value) == allowed.end()) {
    impl_->faults.push_back(Error::make(
        ErrorKind::invalid, "config.out_of_range",
        {fmt::format("{}: {} = \"{}\" must be one of: {}.", impl_->name, path, value, fmt::join(allowed, ", ")),
         fmt::format("{}：{} = \"{}\" 应为以下之一：{}。", impl_->name, path, value, fmt::join(allowed, "、"))},
        path));
    return fallback;
  }
  return value;
}

std::vector<Config> Config::tables(std::string path, std::string doc) {
  impl_->asked.insert(path);
  std::vector<Config> configs;
  if (const auto node = impl_->root.at_path(path)) {
    const auto* array = node.as_array();
    bool all_tables = array != nullptr;
    if (array)
      for (const auto& item : *array) {
        const auto* table = item.as_table();
        if (!table) {
          all_tables = false;
          continue;
        }
        Config config;
        config.impl_->root = *table;
        config.impl_->name = fmt::format("{} [[{}]] {}", impl_->name, path, configs.size() + 1);
        configs.push_back(std::move(config));
      }
    if (!all_tables) impl_->faults.push_back(wrong_type(impl_->name, path, "list of tables"));
  }
  keys_.push_back({std::move(path), "tables", "[]", std::move(doc)});
  return configs;
}

Result<> Config::finish() const {
  std::vector<Error> faults = impl_->faults;
  std::vector<std::string> present;
  leaves(impl_->root, "", present);
  for (const auto& path : present) {
    if (impl_->asked.contains(path)) continue;
    std::string nearest;
    std::size_t best = path.size() / 2 + 1;
    for (const auto& key : impl_->asked)
      if (const auto d = edit_distance(path, key); d < best) best = d, nearest = key;
    faults.push_back(Error::make(
        ErrorKind::invalid, "config.unknown_key",
        nearest.empty() ? Text{fmt::format("{}: unknown key {}.", impl_->name, path),
                               fmt::format("{}：未知的配置项 {}。", impl_->name, path)}
                        : Text{fmt::format("{}: unknown key {}; did you mean {}?", impl_->name, path, nearest),
                               fmt::format("{}：未知的配置项 {}，是否想写 {}？", impl_->name, path, nearest)},
        path));
  }
  if (faults.empty()) return {};
  Error all = faults.front();
  for (std::size_t i = 1; i < faults.size(); ++i) {
    all.message.en += "\n" + faults[i].message.en;
    all.message.zh += "\n" + faults[i].message.zh;
  }
  return std::unexpected(std::move(all));
}

std::string Config::documented() const {
  // Top-level keys first, then one table for each prefix: the order in which TOML wants them.
  std::map<std::string, std::string> sections;
  for (const auto& key : keys_) {
    if (key.type == "tables") continue;
    const auto dot = key.path.rfind('.');
    const std::string section = dot == std::string::npos ? "" : key.path.substr(0, dot);
    const std::string leaf = dot == std::string::npos ? key.path : key.path.substr(dot + 1);
    sections[section] += fmt::format("# {}\n{} = {}\n", key.doc, leaf, key.value);
  }
  std::string out;
  for (const auto& [section, body] : sections) out += section.empty() ? body : fmt::format("\n[{}]\n{}", section, body);
  return out;
}

}  // namespace ward
