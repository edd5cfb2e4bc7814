#include "city/enterprises/enterprises.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/words.h"
#include "city/enterprises/credit_code.h"
#include "city/fields.h"
#include "city/version.h"

namespace ward::city::enterprises {

namespace {

constexpr Words kinds[] = {{"factory", "factory", "工厂"},       {"shop", "shop", "商店"},
                           {"restaurant", "restaurant", "餐饮"}, {"hotel", "hotel", "住宿"},
                           {"market", "market", "市场"},         {"site", "building site", "工地"},
                           {"office", "office", "办公"},         {"other", "other", "其他"}};
static_assert(std::size(kinds) == std::size_t(Kind::other) + 1);

constexpr Words states[] = {{"known", "has not applied", "未申请"}, {"applied", "applied", "已申请"},
                            {"checked", "looked at", "已核查"},     {"approved", "back to work", "已复工"},
                            {"returned", "returned", "已退回"},     {"closed", "closed", "已停业"}};
static_assert(std::size(states) == state_count);

constexpr Words troubles[] = {{"none", "as it should be", "正常"},
                              {"silent", "no report", "未报告"},
                              {"over_cap", "too many people", "超员"},
                              {"fever", "fever", "发热"}};
static_assert(std::size(troubles) == trouble_count);

constexpr Words canteens[] = {{"none", "no canteen", "无食堂"},
                              {"boxed", "boxed meals", "盒饭分餐"},
                              {"staggered", "in shifts", "错峰就餐"},
                              {"screened", "with screens between seats", "隔板就餐"}};
constexpr std::int64_t most_of_anything = 100'000'000;

std::vector<Workers> workers_in(JsonReader& in, const json::array& list, const std::string& path) {
  std::vector<Workers> workers;
  std::set<declarations::Region> regions;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = fmt::format("{}.workers[{}]", path, i);
    JsonReader one(list[i], at);
    const auto region = declarations::read_region(one.text("region", 1, 60), at + ".region");
    const std::int64_t count = one.integer("count", 1, most_people);
    if (const auto well = one.finish(); !well)
      in.fault(well.error());
    else if (!region)
      in.fault(region.error());
    else if (regions.insert(*region).second)
      workers.push_back({*region, count});
  }
  if (workers.empty() || workers.size() < list.size())
    in.fault("workers", "plan.workers",
             {"Say how many workers come from where, each region once.", "请填写各来源地的员工人数，每个地区一项。"});
  return workers;
}

}  // namespace

std::string_view to_string(Kind kind) { return kinds[std::size_t(kind)].name; }
std::optional<Kind> kind_from(std::string_view text) {
  const auto found = std::ranges::find_if(
      kinds, [&](const Words& one) { return one.name == text || one.en == text || one.zh == text; });
  return found == std::end(kinds) ? std::nullopt : std::optional(Kind(found - kinds));
}
Text name_of(Kind kind) { return text_of(kinds[std::size_t(kind)]); }

std::string_view to_string(State state) { return states[std::size_t(state)].name; }
std::optional<State> state_from(std::string_view name) { return named<State>(states, name); }
Text name_of(State state) { return text_of(states[std::size_t(state)]); }

std::string_view to_string(Trouble trouble) { return troubles[std::size_t(trouble)].name; }
std::optional<Trouble> trouble_from(std::string_view name) { return named<Trouble>(troubles, name); }
Text name_of(Trouble trouble) { return text_of(troubles[std::size_t(trouble)]); }

std::string_view to_string(Canteen canteen) { return canteens[std::size_t(canteen)].name; }
Text name_of(Canteen canteen) { return text_of(canteens[std::size_t(canteen)]); }

std::int64_t Plan::people() const {
  return std::accumulate(workers.begin(), workers.end(), std::int64_t{0},
                         [](std::int64_t sum, const Workers& one) { return sum + one.count; });
}

std::optional<std::int64_t> Plan::days_of_masks() const {
  return masks_a_day > 0 ? std::optional(masks / masks_a_day) : std::nullopt;
}

Result<Plan> plan_from_json(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  Plan plan{.resume_on = date_in(in, "resume_on")};
  plan.workers = workers_in(in, in.array("workers", 500), path);
  plan.masks = in.integer("masks", 0, most_of_anything);
  plan.masks_a_day = in.integer("masks_a_day", 0, most_of_anything);
  plan.thermometers = in.integer("thermometers", 0, most_of_anything);
  plan.isolation_rooms = in.integer("isolation_rooms", 0, most_of_anything);
  plan.canteen = named<Canteen>(canteens, in.choice("canteen", {"none", "boxed", "staggered", "screened"}))
                     .value_or(Canteen::none);
  plan.disinfection = in.maybe_text("disinfection", 0, 1000).value_or("");
  plan.responsible = in.text("responsible", 1, 100);
  plan.phone = in.text("phone", 1, 40);
  plan.note = in.maybe_text("note", 0, 2000).value_or("");
  WARD_CHECK(in.finish());
  return plan;
}

json::object to_json(const Plan& plan) {
  json::array workers;
  for (const Workers& one : plan.workers) workers.push_back(json::object{{"region", one.region}, {"count", one.count}});
  return {{"resume_on", to_text(plan.resume_on)},
          {"workers", std::move(workers)},
          {"masks", plan.masks},
          {"masks_a_day", plan.masks_a_day},
          {"thermometers", plan.thermometers},
          {"isolation_rooms", plan.isolation_rooms},
          {"canteen", to_string(plan.canteen)},
          {"disinfection", plan.disinfection},
          {"responsible", plan.responsible},
          {"phone", plan.phone},
          {"note", plan.note}};
}

std::optional<std::int64_t> cap_on(const std::vector<Cap>& caps, Date day) {
  std::optional<std::int64_t> people;
  for (const Cap& one : caps)
    if (one.from <= day) people = one.people;
  return people;
}

Result<Input> input_from_json(const json::value& value) {
  JsonReader in(value);
  Input input{.unit = in.id("unit"), .name = in.text("name", 1, 200)};
  const std::string code = in.maybe_text("credit_code", 0, 40).value_or("");
  input.kind =
      kind_from(in.choice("kind", {"factory", "shop", "restaurant", "hotel", "market", "site", "office", "other"}))
          .value_or(Kind::other);
  input.premises = in.maybe_id("premises");
  input.site = in.maybe_id("site");
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  if (!code.empty()) {
    WARD_TRY(read, read_credit_code(code));
    input.credit_code = read;
  }
  return input;
}

Result<Day> day_from_json(Date day, const json::value& value) {
  JsonReader in(value);
  Day said{.day = day, .present = in.integer("present", 0, most_people)};
  said.absent = in.maybe_integer("absent", 0, most_people).value_or(0);
  said.fevers = in.integer("fevers", 0, most_people);
  said.isolated = in.maybe_integer("isolated", 0, most_people).value_or(0);
  said.highest_cc = in.maybe_integer("highest_cc", 3000, 4500);
  said.masks = in.maybe_integer("masks", 0, most_of_anything).value_or(0);
  said.note = in.maybe_text("note", 0, 2000).value_or("");
  said.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  if (said.fevers <= said.present + said.isolated) return said;
  return fail(ErrorKind::invalid, "day.fevers",
              {"More people were feverish than were there.", "发热人数多于到岗和隔离人数。"}, "fevers");
}

Trouble trouble_of(const Day& day, std::optional<std::int64_t> cap) {
  if (day.fevers > 0) return Trouble::fever;
  return cap && day.present > *cap ? Trouble::over_cap : Trouble::none;
}

}  // namespace ward::city::enterprises
