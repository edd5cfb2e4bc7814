#include "city/incidents/state.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace ward::city::incidents {
namespace {

std::string who(Parts parts) {
  std::string out;
  for (unsigned bit = 1; bit <= unsigned(Part::checker); bit *= 2)
    if (parts & bit) out += (out.empty() ? "" : ", ") + std::string(to_string(Part(bit)));
  return out;
}

std::string when(When when) {
  static const char* texts[] = {"", "must be verified", "need not be verified", "must be checked",
                                "need not be checked"};
  return texts[std::size_t(when)];
}

std::string row(const Rule& rule) {
  std::string to(rule.action == Action::resume ? "where it was" : rule.to == rule.from ? "stays" : to_string(rule.to));
  return fmt::format("| {} | {} {} | {} | {} | {} | {} |", to_string(rule.from), to_string(rule.action),
                     words(rule.action).zh, who(rule.parts), to, rule.text ? "yes" : "", when(rule.when));
}

TEST(State, TheTableOfTheDocumentationIsTheOneOfTheProgram) {
  std::ifstream file(std::filesystem::path(WARD_SOURCE_DIR) / "docs/design/incidents.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  std::string expected;
  for (const Rule& rule : table()) expected += row(rule) + "\n";
  EXPECT_NE(page.find(expected), std::string::npos) << expected;
}

TEST(State, EveryNameReadsBack) {
  for (std::size_t i = 0; i < state_count; ++i) EXPECT_EQ(state_from(to_string(State(i))), State(i));
  for (std::size_t i = 0; i < action_count; ++i) EXPECT_EQ(action_from(to_string(Action(i))), Action(i));
  EXPECT_FALSE(state_from("lost"));
  EXPECT_FALSE(action_from(""));
}

TEST(State, EveryStateCanBeReachedAndEveryActionIsSomewhere) {
  for (const bool verify : {false, true})
    for (const bool check : {false, true}) {
      std::set<State> reached{State::reported};
      for (bool more = true; more;) {
        more = false;
        for (const Rule& rule : table())
          if (reached.contains(rule.from) && rule_for(rule.from, rule.action, verify, check))
            more |= reached.insert(rule.to).second;
      }
      EXPECT_EQ(reached.size(), state_count - !verify - !check);
    }
  std::set<Action> used;
  for (const Rule& rule : table()) used.insert(rule.action);
  EXPECT_EQ(used.size(), action_count - 3);  // report and two others are no steps of somebody
}

TEST(State, SaysWhatSomebodyMayDo) {
  using Actions = std::vector<Action>;
  EXPECT_EQ(possible(State::reported, Parts(Part::reporter), false, false), Actions{Action::void_});
  EXPECT_EQ(possible(State::feedback, Parts(Part::checker), false, true), (Actions{Action::check, Action::return_}));
  EXPECT_EQ(possible(State::feedback, Parts(Part::checker), false, false), Actions{Action::return_});
  EXPECT_EQ(possible(State::accepted, Parts(Part::grid), false, false), Actions{});
  EXPECT_EQ(possible(State::assessed, 31, true, true), Actions{});
}

}  // namespace
}  // namespace ward::city::incidents
