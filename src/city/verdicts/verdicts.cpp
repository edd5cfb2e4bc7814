#include "city/verdicts/verdicts.h"

#include <algorithm>
#include <set>

#include "base/words.h"
#include "city/fields.h"

namespace ward::city::verdicts {

namespace {

constexpr Words all_found[] = {{"nobody", "nobody there", "家中无人"},
                               {"refused", "refused", "拒绝"},
                               {"seen", "seen", "已见面"},
                               {"empty", "empty", "空置"}};
constexpr std::int64_t most_people = 10'000;  // in one room: a dormitory's hall
constexpr std::size_t most_known = 1'000;

std::vector<Id> known_in(JsonReader& in) {
  const auto* list = in.maybe_array("after", most_known);
  std::vector<Id> ids = list ? ids_of(in, "after", *list) : std::vector<Id>{};
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

bool any(const std::vector<Verdict>& all, Found found) {
  return std::ranges::any_of(all, [&](const Verdict& one) { return one.found == found; });
}

bool all_count_the_same(const std::vector<Verdict>& all) {
  std::set<std::int64_t> counts;
  for (const Verdict& one : all)
    if (one.people) counts.insert(*one.people);
  return counts.size() < 2;
}

rounds::State state_of(const std::vector<Verdict>& all) {
  const bool seen = any(all, Found::seen), refused = any(all, Found::refused);
  if (any(all, Found::empty)) return seen || refused ? rounds::State::contested : rounds::State::empty;
  if (seen) return all_count_the_same(all) ? rounds::State::seen : rounds::State::contested;
  return refused ? rounds::State::refused : rounds::State::nobody;
}

// The last visit of all.
const Verdict& last(const std::vector<Verdict>& all) {
  return *std::ranges::max_element(all, {}, [](const Verdict& one) { return std::pair(one.at, one.id); });
}

}  // namespace

std::string_view to_string(Found found) { return all_found[std::size_t(found)].name; }
std::optional<Found> found_from(std::string_view name) { return named<Found>(all_found, name); }
Text name_of(Found found) { return text_of(all_found[std::size_t(found)]); }

bool is_sent_again(const Verdict& stored, const Verdict& sent) {
  // Not by its time: the phone's clock may have been set since, and then it is another one's.
  return stored.room == sent.room && stored.found == sent.found && stored.people == sent.people &&
         stored.return_on == sent.return_on && stored.note == sent.note && stored.answers == sent.answers &&
         stored.after == sent.after;
}

Result<Sending> sending_from_json(const json::value& value) {
  JsonReader in(value);
  Sending sending{.sent_at = in.time("sent_at"), .verdicts = in.array("verdicts", most_sent)};
  WARD_CHECK(in.finish());
  return sending;
}

Result<Verdict> verdict_from_json(const json::value& value, const std::vector<incidents::Field>& form, Millis ahead,
                                  Time now) {
  JsonReader in(value);
  Verdict verdict{.id = in.id("id"), .room = in.id("room")};
  verdict.found = found_from(in.choice("found", {"nobody", "refused", "seen", "empty"})).value_or(Found::nobody);
  if (verdict.found == Found::seen) verdict.people = in.integer("people", 0, most_people);
  if (verdict.found == Found::nobody) verdict.return_on = maybe_date_in(in, "return_on");
  verdict.note = in.maybe_text("note", 0, 2000).value_or("");
  const json::value* answers = verdict.found == Found::seen ? in.maybe_any("answers") : nullptr;
  verdict.after = known_in(in);
  verdict.at = std::min(in.time("at") - ahead, now);
  WARD_CHECK(in.finish());
  if (verdict.found == Found::seen && !form.empty()) {
    static const json::value nothing = json::object{};
    WARD_TRY(read, incidents::answers_from_json(form, answers ? *answers : nothing, "answers"));
    verdict.answers = std::move(read);
  }
  return verdict;
}

std::vector<Verdict> standing(std::span<const Verdict> all) {
  std::set<Id> known;
  for (const Verdict& one : all) known.insert(one.after.begin(), one.after.end());
  std::vector<Verdict> left;
  std::ranges::copy_if(all, std::back_inserter(left), [&](const Verdict& one) { return !known.contains(one.id); });
  // Each after another one: no phone writes that, and none of them is to be lost by it.
  if (left.empty()) left.assign(all.begin(), all.end());
  std::ranges::sort(left, {}, &Verdict::id);
  return left;
}

rounds::Finding together(std::span<const Verdict> all) {
  const std::vector<Verdict> left = standing(all);
  rounds::Finding finding{.state = state_of(left), .day = last(left).day};
  if (finding.state == rounds::State::empty) finding.people = 0;
  if (finding.state == rounds::State::seen)
    finding.people = std::ranges::find(left, Found::seen, &Verdict::found)->people;
  if (finding.state == rounds::State::nobody)
    for (const Verdict& one : left) finding.return_on = std::max(finding.return_on, one.return_on);
  return finding;
}

}  // namespace ward::city::verdicts
