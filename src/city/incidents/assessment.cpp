#include "city/incidents/assessment.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "city/units/units.h"

namespace ward::city::incidents {

namespace {

using Ids = std::set<Id>;

Figure figure(std::string name, Text rule, const Ids& incidents, const Ids& among) {
  return {std::move(name), std::move(rule), {incidents.begin(), incidents.end()}, {among.begin(), among.end()}};
}

// What one group of stages has in it.
struct Count {
  Ids all, returned, reopened, exempt;
  std::map<State, Ids> timed, late;

  void add(const Finished& stage) {
    all.insert(stage.incident);
    if (stage.ended_by == Action::return_) returned.insert(stage.incident);
    if (stage.ended_by == Action::reopen) reopened.insert(stage.incident);
    if (stage.exempt) {
      if (!stage.on_time()) exempt.insert(stage.incident);
    } else if (stage.deadline) {
      timed[stage.state].insert(stage.incident);
      if (!stage.on_time()) late[stage.state].insert(stage.incident);
    }
  }

  Figure on_time(State state) const {
    const Text is = words(state);
    Ids good = timed.at(state);
    if (const auto bad = late.find(state); bad != late.end())
      for (const Id& id : bad->second) good.erase(id);
    return figure(
        fmt::format("on_time.{}", to_string(state)),
        {fmt::format("Incidents whose every stage \"{}\" ended by its deadline, among those that passed "
                     "through it with a deadline; without stages exempted by an appeal.",
                     is.en),
         fmt::format("“{}”阶段每次均按期完成的事件，占经过该阶段且有期限的事件；不含申诉获准免计的阶段。", is.zh)},
        good, timed.at(state));
  }

  std::vector<Figure> figures() const {
    std::vector<Figure> out;
    for (const auto& [state, ids] : timed) out.push_back(on_time(state));
    out.push_back(figure(
        "returned", {"Incidents that were returned at least once, among all.", "至少被回退一次的事件，占全部事件。"},
        returned, all));
    out.push_back(figure("reopened",
                         {"Incidents that were reopened at least once after they were closed, among all.",
                          "结案后至少被重新立案一次的事件，占全部事件。"},
                         reopened, all));
    out.push_back(figure("exempt",
                         {"Incidents with a late stage that an appeal exempted from the statistics, among all.",
                          "有超期阶段经申诉获准免计的事件，占全部事件。"},
                         exempt, all));
    return out;
  }
};

template <class Key>
std::map<Key, std::vector<Figure>> figures_of(const std::map<Key, Count>& counts) {
  std::map<Key, std::vector<Figure>> out;
  for (const auto& [key, count] : counts) out.emplace(key, count.figures());
  return out;
}

}  // namespace

std::string part_of(std::string_view path, std::span<const std::string> tops, bool right_below) {
  const auto top = std::ranges::find_if(tops, [&](const std::string& one) { return units::is_within(path, one); });
  if (top == tops.end()) return "";
  if (!right_below && !top->empty()) return *top;  // from above the root there is one unit to see: the root
  const auto end = path.find('/', top->size());
  return std::string(path.substr(0, end == path.npos ? path.size() : end + 1));
}

Assessment assess(std::span<const Finished> stages, const std::function<std::string(const std::string& path)>& part) {
  Count all;
  std::map<std::string, Count> by_part;
  std::map<std::string, Count> by_type;
  for (const Finished& stage : stages) {
    all.add(stage);
    by_part[part(stage.path)].add(stage);
    by_type[stage.type].add(stage);
  }
  return {all.figures(), figures_of(by_part), figures_of(by_type)};
}

json::value to_json(const Figure& figure) {
  return {{"name", figure.name},
          {"rule", {{"en", figure.rule.en}, {"zh", figure.rule.zh}}},
          {"value", figure.incidents.size()},
          {"of", figure.among.size()}};
}

}  // namespace ward::city::incidents
