#include "city/rounds/rounds.h"

#include <numeric>

#include "base/words.h"
#include "city/fields.h"
#include "city/version.h"

namespace ward::city::rounds {

namespace {

constexpr Words topics[] = {
    {"population", "floating population", "流动人口"},
    {"fire_safety", "fire safety", "消防安全"},
    {"publicity", "publicity", "宣传"},
    {"vaccination", "vaccination", "疫苗接种"},
    {"other", "other", "其他"},
};
static_assert(std::size(topics) == std::size_t(Topic::other) + 1);

constexpr Words states[] = {
    {"none", "no verdict", "未排摸"}, {"nobody", "nobody there", "家中无人"},
    {"refused", "refused", "拒绝"},   {"seen", "seen", "已见面"},
    {"empty", "empty", "空置"},       {"contested", "contested", "结论不一致"},
};
static_assert(std::size(states) == state_count);

}  // namespace

std::string_view to_string(Topic topic) { return topics[std::size_t(topic)].name; }
std::optional<Topic> topic_from(std::string_view name) { return named<Topic>(topics, name); }
Text name_of(Topic topic) { return text_of(topics[std::size_t(topic)]); }

std::string_view to_string(State state) { return states[std::size_t(state)].name; }
std::optional<State> state_from(std::string_view name) { return named<State>(states, name); }
Text name_of(State state) { return text_of(states[std::size_t(state)]); }

Result<RoundInput> round_from_json(const json::value& value) {
  JsonReader in(value);
  RoundInput input{.unit = in.id("unit")};
  input.topic = topic_from(in.choice("topic", {"population", "fire_safety", "publicity", "vaccination", "other"}))
                    .value_or(Topic::other);
  input.title = in.text("title", 1, 120);
  input.note = in.maybe_text("note", 0, 2000).value_or("");
  input.due = maybe_date_in(in, "due");
  if (const auto* form = in.maybe_array("form", incidents::max_fields)) {
    WARD_TRY(fields, incidents::form_from_json(*form, "form"));
    input.form = std::move(fields);
  }
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  return input;
}

std::int64_t Numbers::all() const { return std::accumulate(rooms.begin(), rooms.end(), std::int64_t{0}); }

}  // namespace ward::city::rounds
