#include "city/residents/import_plan.h"

#include <algorithm>

#include "base/parallel.h"
#include "city/residents/packed.h"
#include "city/residents/search.h"

namespace ward::city::residents {

namespace {

// The rules were measured in registers of this many people and more (bench/persons.cpp). A smaller one is taken for one
// of that size: the first hundred rows of a city's list are no hamlet.
constexpr std::int64_t smallest_measured = 24'000;

template <class T, class F>
std::optional<T> first_of(const auto& records, F field) {
  for (const auto& one : records)
    if (one.*field) return one.*field;
  return std::nullopt;
}

}  // namespace

std::vector<ReadyRow> made_ready(std::vector<Listed> rows) {
  std::vector<ReadyRow> ready(rows.size());
  in_parallel(rows.size(), [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      ReadyRow& row = ready[i];
      row.listed = std::move(rows[i]);
      row.comparable = comparable(row.listed.person);
      row.sketch = sketch(row.comparable);
      row.spelled = spelled(row.comparable);
      row.keys = blocking_keys(row.comparable);
      for (const std::string& key : row.keys) {
        row.digests.push_back(KeyIndex::digest(key));
        if (key.starts_with("n:")) row.name_keys.push_back(row.digests.back());
      }
    }
  });
  return ready;
}

ImportPlanner::ImportPlanner(RegisterView& view, const crypto::Digest& id_key)
    : view_(view), id_key_(id_key), people_count_(view.people()) {}

BlockPlan ImportPlanner::plan(std::vector<ReadyRow> block) {
  find_stored(block);
  find_sharing(block);
  load_candidates(block);
  const auto looked = look_ahead(block);
  BlockPlan plan;
  for (std::size_t i = 0; i < block.size(); ++i) place(block[i], looked[i], plan);
  std::ranges::stable_partition(plan.records, [](const auto& record) { return !record.merged_into; });
  return plan;
}

void ImportPlanner::find_stored(const std::vector<ReadyRow>& block) {
  std::vector<Id> unseen;
  for (const ReadyRow& row : block)
    if (const Id& id = row.listed.person.id; !seen_.contains(id)) unseen.push_back(id);
  std::vector<Place> places;
  for (const auto& [record, head] : view_.stored(unseen)) {
    places.push_back(place_of(head));
    seen_.try_emplace(record, Seen{places.back(), record});
  }
  load(places);
}

void ImportPlanner::find_sharing(const std::vector<ReadyRow>& block) {
  std::vector<std::string> keys;
  for (const ReadyRow& row : block) {
    if (seen_.contains(row.listed.person.id)) continue;
    for (std::size_t i = 0; i < row.keys.size(); ++i)
      if (index_.meet(row.digests[i])) keys.push_back(row.keys[i]);
  }
  view_.sharing(keys,
                [&](const std::string& key, const Id& head) { index_.add(KeyIndex::digest(key), place_of(head)); });
}

void ImportPlanner::load_candidates(const std::vector<ReadyRow>& block) {
  std::vector<Place> places;
  for (const ReadyRow& row : block)
    if (!seen_.contains(row.listed.person.id))
      for (const Place person : candidates(row)) places.push_back(person);
  load(places);
}

// Those that are not loaded yet.
void ImportPlanner::load(const std::vector<Place>& places) {
  std::vector<Place> missing;
  for (const Place place : places)
    if (people_[place].packed.empty()) missing.push_back(place);
  std::ranges::sort(missing);
  missing.erase(std::ranges::unique(missing).begin(), missing.end());
  std::vector<Id> heads;
  for (const Place place : missing) heads.push_back(people_[place].head);
  const auto known = view_.known(heads);
  in_parallel(known.size(), [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      const Comparable all = comparable(together(known[i].records));
      Someone& someone = people_[places_.at(known[i].head)];
      someone.packed = pack(all);
      someone.sketch = sketch(all);
    }
  });
  for (const auto& [head, records, tenancies] : known) {
    const Place place = places_.at(head);
    Someone& someone = people_[place];
    if (records.size() > 1)
      for (const Person& one : records) someone.records.push_back({one.id, one.birth, one.sex, one.nationality});
    for (const Tenancy& one : tenancies) someone.stays.push_back({one.room, one.since, one.until});
    for (const Tenancy& one : tenancies)  // what a record in the room says already is no new record
      if (const auto record = std::ranges::find(records, one.resident, &Person::id); record != records.end())
        seen_.try_emplace(row_id(*record, one.room, id_key_), Seen{place, record->id});
  }
}

ImportPlanner::Place ImportPlanner::place_of(const Id& head) {
  const auto [at, is_new] = places_.try_emplace(head, Place(people_.size()));
  if (is_new) people_.push_back({.head = head});
  return at->second;
}

std::vector<ImportPlanner::Place> ImportPlanner::candidates(const ReadyRow& row) const {
  std::vector<Place> all;
  for (const KeyIndex::Key key : row.digests) index_.each(key, [&](Place person) { all.push_back(person); });
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

ImportPlanner::Looked ImportPlanner::look(const ReadyRow& row, Place person) const {
  const Someone& someone = people_[person];
  Looked looked{
      .person = person,
      .version = someone.version,
      .surely_different = surely_different(row.sketch, someone.sketch, std::max(people_count_, smallest_measured)),
      .compared = {}};
  if (!looked.surely_different) looked.compared = look_at(unpack(someone.packed), row.comparable);
  return looked;
}

// At all who are candidates before the block, on all cores; by person. What the block itself changes is looked at anew.
std::vector<std::vector<ImportPlanner::Looked>> ImportPlanner::look_ahead(const std::vector<ReadyRow>& block) const {
  std::vector<std::vector<Looked>> looked(block.size());
  in_parallel(block.size(), [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      if (!seen_.contains(block[i].listed.person.id))
        for (const Place person : candidates(block[i])) looked[i].push_back(look(block[i], person));
  });
  return looked;
}

Register ImportPlanner::within(const ReadyRow& row) const {
  Register within{.people = std::max(people_count_, smallest_measured)};
  for (const KeyIndex::Key key : row.name_keys) within.namesakes = std::max(within.namesakes, index_.count(key));
  return within;
}

void ImportPlanner::place(ReadyRow& row, const std::vector<Looked>& looked, BlockPlan& plan) {
  if (const auto seen = seen_.find(row.listed.person.id); seen != seen_.end()) {
    if (!move_in(row.listed, seen->second, plan)) ++counts_.unchanged;
    return;
  }
  const Register register_now = within(row);
  std::vector<std::pair<Id, Match>> found;  // by who they go by: of equals the same is chosen, whatever came before
  for (const Place person : candidates(row)) {
    const auto before = std::ranges::lower_bound(looked, person, {}, &Looked::person);
    const bool is_true =
        before != looked.end() && before->person == person && before->version == people_[person].version;
    const Looked now = is_true ? *before : look(row, person);
    if (!now.surely_different) found.emplace_back(people_[person].head, weigh(now.compared, register_now));
  }
  std::ranges::sort(found, {}, [](const auto& one) { return one.first; });
  std::vector<Match> matches;
  for (const auto& [head, match] : found) matches.push_back(match);
  const auto best = choose(matches);
  if (best && matches[*best].verdict == Verdict::same) return join(row, place_of(found[*best].first), plan);
  add_somebody_new(row, plan);
  if (!best) return;
  const Id record = plan.records.back().person.id, other = found[*best].first;
  plan.proposals.push_back(
      {proposal_id(record, other, id_key_), record, other, matches[*best].odds, matches[*best].caution});
  ++counts_.proposals;
}

void ImportPlanner::add_somebody_new(ReadyRow& row, BlockPlan& plan) {
  const Id id = row.listed.person.id;
  const Place person = place_of(id);
  people_[person].packed = pack(row.comparable);
  people_[person].sketch = row.sketch;
  for (const KeyIndex::Key key : row.digests) index_.add(key, person);
  const Seen who{person, id};
  seen_.try_emplace(id, who);
  ++people_count_;
  ++counts_.new_people;
  move_in(row.listed, who, plan);
  plan.records.push_back({std::move(row.listed.person), std::nullopt, std::move(row.spelled), std::move(row.keys)});
}

// What the records say together is as together() puts it.
void ImportPlanner::join(ReadyRow& row, Place person, BlockPlan& plan) {
  Someone& someone = people_[person];
  const Person& said = row.listed.person;
  const Id id = said.id;
  Comparable all = unpack(someone.packed);
  if (someone.records.empty()) someone.records = {{someone.head, all.birth, all.sex, all.nationality}};
  const auto behind =
      std::ranges::lower_bound(someone.records.begin() + 1, someone.records.end(), id, {}, &Said::record);
  someone.records.insert(behind, {id, said.birth, said.sex, said.nationality});
  add_new(all.names, row.comparable.names);
  add_new(all.documents, row.comparable.documents);
  add_new(all.phones, row.comparable.phones);
  all.birth = first_of<Date>(someone.records, &Said::birth);
  all.sex = first_of<Sex>(someone.records, &Said::sex);
  all.nationality = first_of<std::string>(someone.records, &Said::nationality);
  someone.packed = pack(all);
  someone.sketch = sketch(all);
  ++someone.version;
  for (const KeyIndex::Key key : row.digests) index_.add(key, person);
  const Seen who{person, id};
  seen_.try_emplace(id, who);
  ++counts_.merged;
  move_in(row.listed, who, plan);
  plan.records.push_back({std::move(row.listed.person), someone.head, std::move(row.spelled), std::move(row.keys)});
}

// A list says who lives in a room from a day on. Who does already, by whatever record, stays as it is written down.
// Whether there is a new tenancy.
bool ImportPlanner::move_in(const Listed& listed, const Seen& who, BlockPlan& plan) {
  if (!listed.home) return false;
  const Home& home = *listed.home;
  std::vector<Stay>& stays = people_[who.person].stays;
  const bool is_there = std::ranges::any_of(stays, [&](const Stay& one) {
    return one.room == home.room && (!one.until || home.since < *one.until || home.since == one.since);
  });
  if (is_there) return false;
  stays.push_back({home.room, home.since, {}});
  plan.tenancies.push_back(
      {.id = tenancy_id(who.record, home, id_key_), .resident = who.record, .room = home.room, .since = home.since});
  ++counts_.new_tenancies;
  return true;
}

}  // namespace ward::city::residents
