#include "city/inspections/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/accounts/store.h"
#include "city/inspections/allocation.h"
#include "city/inspections/register_frame.h"
#include "city/inspections/rotation.h"
#include "city/journal/store.h"
#include "city/premises/premises.h"
#include "city/units/store.h"
#include "city/units/within.h"
#include "city/version.h"

namespace ward::city::inspections {

namespace {

constexpr const char* draw_columns =
    "d.id, d.number, u.id, d.title, d.commitment, d.replacements, d.secret, d.public_value, d.revealed_at, u.path, "
    "u.name, d.input";
constexpr const char* from_draws =
    " FROM inspection_draw d JOIN unit o ON o.id = d.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)";
constexpr const char* sealed_for = "inspections.draw";

StoredDraw draw_in(const storage::Row& row) {
  StoredDraw one{.id = row.id(0), .number = row.integer(1), .unit = row.id(2), .title = row.text(3), .commitment = {}};
  one.commitment = commitment_from_json(json::parse(row.text(4))).value();
  one.replacements = row.integer(5);
  if (!row.is_null(8)) {
    one.reveal = Reveal{row.text(6), row.text(7)};
    one.revealed_at = row.time(8);
  }
  one.path = row.text(9);
  one.unit_name = row.text(10);
  const json::value input = json::parse(row.text(11));
  if (const json::value* form = input.as_object().if_contains("form"))
    one.form = incidents::form_from_json(form->as_array(), "form").value();
  return one;
}

// What was asked for, as it is stored, so that the same again is known.
std::string text_of(const DrawInput& input) {
  json::object takes;
  for (const auto& [stratum, count] : input.takes) takes[stratum] = count;
  json::array sources;
  for (const Source one : input.sources) sources.push_back(json_view(to_string(one)));
  json::object out{{"unit", input.unit.str()},
                   {"title", input.title},
                   {"sources", std::move(sources)},
                   {"from", or_null(input.from)},
                   {"until", or_null(input.until)},
                   {"takes", std::move(takes)},
                   {"total", input.total},
                   {"replacements", input.replacements},
                   {"public_value", input.public_value}};
  if (!input.form.empty()) out["form"] = incidents::to_json(input.form);
  return json::serialize(out);
}

void journal_of_draw(storage::Transaction& t, const Clock& clock, const char* type, const Id& id, json::value payload,
                     const std::string& path, const std::string& actor) {
  journal::append(t, clock,
                  {.type = type,
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "inspections",
                   .payload = std::move(payload),
                   .unit = path});
}

std::optional<std::string> input_of(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT input FROM inspection_draw WHERE id = ?", [](const storage::Row& row) { return row.text(0); }, id);
}

std::string secret_of(storage::Transaction& t, const Id& id, const crypto::Key& key) {
  const auto sealed = t.first(
      "SELECT sealed FROM inspection_draw WHERE id = ?", [](const storage::Row& row) { return row.blob(0); }, id);
  const auto plain = key.open(*sealed, sealed_for + id.str());
  if (!plain) throw storage::DatabaseError("the secret of a draw cannot be opened");
  return {plain->begin(), plain->end()};
}

// The frame of a text that was stored.
Result<Frame> frame_in(const std::string& text) {
  std::vector<Item> items;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at), first = text.find('\t', at), second = text.find('\t', first + 1);
    items.push_back({.id = text.substr(first + 1, second - first - 1),
                     .stratum = text.substr(at, first - at),
                     .unit = text.substr(second + 1, end - second - 1)});
    at = end + 1;
  }
  return make_frame(std::move(items));
}

// Where the account was the last time it inspected.
std::vector<std::string> last_units(storage::Transaction& t, const Id& account) {
  std::vector<std::string> units;
  t.query(
      "SELECT DISTINCT v.unit FROM inspection_visit v JOIN inspector_visit i ON i.draw = v.draw AND i.item = v.item"
      " WHERE i.account = ? AND v.draw = (SELECT max(draw) FROM inspector_visit WHERE account = ?)",
      [&](const storage::Row& row) { units.push_back(row.text(0)); }, account, account);
  return units;
}

Result<Inspector> inspector_of(storage::Transaction& t, const Id& account, Time now) {
  if (!accounts::find_user(t, account))
    return fail(ErrorKind::not_found, "draw.inspector", {"There is no such account.", "没有这个账号。"}, "inspectors");
  Inspector one{.id = account.str(), .posts = {}, .last_units = last_units(t, account)};
  if (const auto member = units::find_member_of_account(t, account))
    for (const units::Post& post : units::posts_of(t, member->id))
      if (const auto unit = units::find(t, post.unit); unit && units::holds(post.span, now))
        one.posts.push_back(unit->path);
  return one;
}

// "a+b" of in_pairs().
std::vector<Id> accounts_in(const std::string& id) {
  std::vector<Id> accounts;
  for (std::size_t at = 0; at <= id.size();) {
    const std::size_t end = std::min(id.find('+', at), id.size());
    accounts.push_back(Id::parse(id.substr(at, end - at)).value());
    at = end + 1;
  }
  return accounts;
}

Result<std::vector<std::vector<Id>>> shared_out(storage::Transaction& t, const std::vector<Drawn>& drawn,
                                                const Revealing& revealing, const std::string& seed, Time now) {
  std::vector<Inspector> inspectors;
  for (const Id& account : revealing.inspectors) {
    WARD_TRY(one, inspector_of(t, account, now));
    inspectors.push_back(std::move(one));
  }
  if (revealing.in_pairs) {
    WARD_TRY(pairs, in_pairs(inspectors, seed));
    inspectors = std::move(pairs);
  }
  std::vector<Visit> visits;
  for (const Drawn& one : drawn) visits.push_back({one.item.id, one.item.unit});
  WARD_TRY(chosen, rotate(visits, inspectors, seed));
  std::vector<std::vector<Id>> accounts;
  for (const std::size_t one : chosen) accounts.push_back(accounts_in(inspectors[one].id));
  return accounts;
}

void write_visits(storage::Transaction& t, std::int64_t draw, const std::vector<Drawn>& drawn,
                  const std::vector<std::vector<Id>>& inspectors) {
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const Drawn& one = drawn[i];
    t.exec(
        "INSERT INTO inspection_visit (draw, item, stratum, unit, place, replaces, draw_key, outcome, note, pictures,"
        " author, version) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', '', '[]', '', 0)",
        draw, one.item.id, one.item.stratum, one.item.unit, one.rank, one.replaces, one.key);
    for (const Id& account : inspectors[i])
      t.exec("INSERT INTO inspector_visit (draw, item, account) VALUES (?, ?, ?)", draw, one.item.id, account);
  }
}

bool was_revealed_so(storage::Transaction& t, const StoredDraw& draw, const Revealing& revealing) {
  std::vector<Id> asked = revealing.inspectors, stored;
  t.query(
      "SELECT DISTINCT account FROM inspector_visit WHERE draw = ?",
      [&](const storage::Row& row) { stored.push_back(row.id(0)); }, draw.number);
  return draw.reveal->public_value == revealing.public_value &&
         std::ranges::all_of(stored, [&](const Id& one) { return std::ranges::find(asked, one) != asked.end(); });
}

}  // namespace

std::optional<StoredDraw> find(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {}{} WHERE d.id = ?", draw_columns, from_draws), draw_in, id);
}

std::vector<StoredDraw> list(storage::Transaction& t, const Filter& filter) {
  std::vector<storage::Value> values;
  std::string rest = units::within_or_above(filter.tops, values);
  if (filter.before) rest += " AND d.number < ?", values.emplace_back(*filter.before);
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<StoredDraw> all;
  t.each(fmt::format("SELECT {}{} WHERE {} ORDER BY d.number DESC LIMIT ?", draw_columns, from_draws, rest),
         std::move(values), [&](const storage::Row& row) { all.push_back(draw_in(row)); });
  return all;
}

std::string frame_text(storage::Transaction& t, const Id& draw) {
  return t
      .first(
          "SELECT frame FROM inspection_draw WHERE id = ?", [](const storage::Row& row) { return row.text(0); }, draw)
      .value_or("");
}

Result<StoredDraw> commit_draw(storage::Transaction& t, const Clock& clock, const Id& id, const DrawInput& input,
                               const crypto::Key& key, const std::string& actor) {
  const auto unit = units::find(t, input.unit);
  if (!unit || !unit->is_open())
    return fail(ErrorKind::not_found, "draw.unit_unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  if (const auto before = input_of(t, id)) {
    if (*before == text_of(input)) return *find(t, id);
    return fail(ErrorKind::conflict, "draw.other",
                {"This draw was committed to already, and stays as it is.", "该抽查已作出承诺，不可更改。"}, "id");
  }
  WARD_TRY(frame, frame_of_registers(t, input, unit->path));
  Takes takes = input.takes;
  if (takes.empty()) {
    WARD_TRY(shared, allocate(sizes(frame), input.total));
    takes = std::move(shared);
  }
  const std::string secret = make_secret();
  WARD_TRY(commitment, commit(frame, takes, secret, input.public_value, clock.now()));
  const auto number = *t.first("SELECT coalesce(max(number), 0) + 1 FROM inspection_draw",
                               [](const storage::Row& row) { return row.integer(0); });
  t.exec(
      "INSERT INTO inspection_draw (number, id, unit, title, input, frame, commitment, replacements, sealed) VALUES (?,"
      " ?, ?, ?, ?, ?, ?, ?, ?)",
      number, id, unit->id, input.title, text_of(input), canonical_text(frame), json::serialize(to_json(commitment)),
      input.replacements, key.seal(crypto::as_bytes(secret), sealed_for + id.str()));
  journal_of_draw(t, clock, "draw.committed", id, {{"frame", commitment.frame}, {"secret", commitment.secret}},
                  unit->path, actor);
  return *find(t, id);
}

Result<StoredDraw> reveal_draw(storage::Transaction& t, const Clock& clock, const Id& id, const Revealing& revealing,
                               const crypto::Key& key, const std::string& actor) {
  const auto stored = find(t, id);
  if (!stored) return fail(ErrorKind::not_found, "draw.unknown", {"There is no such draw.", "没有该抽查。"}, "id");
  if (stored->reveal) {
    if (was_revealed_so(t, *stored, revealing)) return *stored;
    return fail(ErrorKind::conflict, "draw.revealed",
                {"This draw was revealed already, with another value or other inspectors.",
                 "该抽查已公布，公开数值或抽查人员不同。"},
                "public_value");
  }
  const Reveal reveal{secret_of(t, id, key), revealing.public_value};
  WARD_TRY(frame, frame_in(frame_text(t, id)));
  WARD_TRY(drawn, draw(frame, stored->commitment, reveal, stored->replacements));
  WARD_TRY(seed, final_seed(stored->commitment, reveal));
  WARD_TRY(inspectors, shared_out(t, drawn, revealing, seed, clock.now()));
  t.exec("UPDATE inspection_draw SET secret = ?, public_value = ?, revealed_at = ? WHERE id = ?", reveal.secret,
         reveal.public_value, clock.now(), id);
  write_visits(t, stored->number, drawn, inspectors);
  journal_of_draw(t, clock, "draw.revealed", id, {{"secret", reveal.secret}, {"drawn", drawn.size()}}, stored->path,
                  actor);
  return *find(t, id);
}

std::vector<Planned> visits(storage::Transaction& t, const Id& draw) {
  std::vector<Planned> all;
  std::int64_t number = 0;
  t.query(
      "SELECT v.item, v.stratum, v.unit, v.place, v.replaces, v.draw_key, v.outcome, v.declared, v.note, v.pictures,"
      " v.author, v.at, v.version, v.draw, v.answers FROM inspection_visit v JOIN inspection_draw d ON d.number = "
      "v.draw WHERE "
      "d.id"
      " = ? ORDER BY v.stratum, v.place",
      [&](const storage::Row& row) {
        Planned one{.drawn = {.item = {row.text(0), row.text(1), row.text(2)},
                              .rank = row.integer(3),
                              .replaces = row.boolean(4),
                              .key = row.text(5)}};
        one.outcome = visited_from(row.text(6)).value();
        if (!row.is_null(7)) one.declared = row.boolean(7);
        one.note = row.text(8);
        const json::value pictures = json::parse(row.text(9));
        for (const json::value& picture : pictures.as_array())
          one.pictures.push_back(Id::parse(picture.as_string().c_str()).value());
        one.author = row.text(10);
        one.at = row.maybe_time(11);
        one.version = row.integer(12);
        number = row.integer(13);
        one.answers = json::parse(row.text(14)).as_object();
        all.push_back(std::move(one));
      },
      draw);
  std::map<std::string, std::vector<Id>> inspectors;
  t.query(
      "SELECT item, account FROM inspector_visit WHERE draw = ? ORDER BY account",
      [&](const storage::Row& row) { inspectors[row.text(0)].push_back(row.id(1)); }, number);
  for (Planned& one : all) one.inspectors = inspectors[one.drawn.item.id];
  return all;
}

Progress progress(storage::Transaction& t, std::int64_t draw_number) {
  std::vector<Planned> all;
  t.query(
      "SELECT stratum, replaces, outcome FROM inspection_visit WHERE draw = ? ORDER BY stratum, place",
      [&](const storage::Row& row) {
        Planned one{.drawn = {.item = {.id = {}, .stratum = row.text(0), .unit = {}}, .key = {}}};
        one.drawn.replaces = row.boolean(1);
        one.outcome = visited_from(row.text(2)).value();
        all.push_back(std::move(one));
      },
      draw_number);
  const auto chosen = to_visit(all);
  return {.to_visit = std::int64_t(chosen.size()),
          .visited = std::ranges::count_if(chosen, [](const Planned* one) { return one->outcome != Visited::open; })};
}

Result<Planned> put_visit(storage::Transaction& t, const Clock& clock, const StoredDraw& draw, const std::string& item,
                          const VisitInput& input, const std::optional<Id>& inspector, const std::string& author,
                          const std::string& actor) {
  const auto all = visits(t, draw.id);
  const auto found = std::ranges::find(all, item, [](const Planned& one) { return one.drawn.item.id; });
  if (found == all.end())
    return fail(ErrorKind::not_found, "visit.unknown", {"This was not drawn.", "该对象未被抽中。"}, "item");
  if (inspector && std::ranges::find(found->inspectors, *inspector) == found->inspectors.end())
    return fail(ErrorKind::forbidden, "visit.not_yours",
                {"This visit is another inspector's.", "该抽查由其他抽查人员负责。"}, "item");
  const bool again = found->outcome == input.outcome && found->declared == input.declared &&
                     found->note == input.note && found->answers == input.answers && found->pictures == input.pictures;
  if (again) return *found;
  WARD_CHECK(check_version(input.version, found->version, "visit.changed_meanwhile"));
  t.exec(
      "UPDATE inspection_visit SET outcome = ?, declared = ?, note = ?, answers = ?, pictures = ?, author = ?, at = ?, "
      "version = ?"
      " WHERE draw = ? AND item = ?",
      to_string(input.outcome), input.declared, input.note, json::serialize(input.answers),
      json::serialize(premises::texts_of(input.pictures)), author, clock.now(), input.version + 1, draw.number, item);
  journal_of_draw(t, clock, "draw.visited", draw.id, {{"item", item}, {"outcome", to_string(input.outcome)}}, draw.path,
                  actor);
  const auto now = visits(t, draw.id);
  return *std::ranges::find(now, item, [](const Planned& one) { return one.drawn.item.id; });
}

}  // namespace ward::city::inspections
