// Rooms of a round by how they stand: found by walking down the units that have any.
#include <fmt/format.h>

#include "city/premises/store.h"
#include "city/units/store.h"
#include "city/units/tally.h"
#include "city/verdicts/store.h"

namespace ward::city::verdicts {

namespace {

// What a page goes on after.
struct Place {
  std::string path, code, number;
  Id room;
};

Place place_of(storage::Transaction& t, const Id& room) {
  return t
      .first(
          "SELECT u.path, p.code, r.number FROM room r JOIN premises p ON p.id = r.premises JOIN unit o ON o.id = "
          "p.unit"
          " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE r.id = ?",
          [&](const storage::Row& row) { return Place{row.text(0), row.text(1), row.text(2), room}; }, room)
      .value_or(Place{});
}

class Walk {
 public:
  Walk(storage::Transaction& t, const rounds::Round& round, const RoomFilter& filter)
      : t_(t), round_(round), filter_(filter) {
    if (filter.after) after_ = place_of(t, *filter.after);
  }

  std::vector<RoomSeen> rooms(const units::Unit& top) {
    visit(top);
    return std::move(found_);
  }

 private:
  bool full() const { return int(found_.size()) >= filter_.limit; }
  // Everything in and below it comes before where the page begins.
  bool is_past(const std::string& path) const { return after_ && units::end_of(path) <= after_->path; }

  std::int64_t wanted(const rounds::Numbers& numbers) const {
    if (filter_.differing) return numbers.differing;
    return filter_.state ? numbers.in(*filter_.state) : numbers.all();
  }

  void visit(const units::Unit& unit) {
    if (full() || is_past(unit.path)) return;
    if (!after_ || unit.path >= after_->path) read_own(unit);
    if (full()) return;
    const auto below = rounds::numbers_of_children(t_, round_, unit.id);
    std::vector<units::Unit> children = units::children(t_, unit.id);
    std::ranges::sort(children, {}, &units::Unit::path);
    for (const units::Unit& child : children)
      if (const auto found = below.find(child.id); found != below.end() && wanted(found->second) != 0) visit(child);
  }

  std::string conditions(std::vector<storage::Value>& values) const {
    std::string rest;
    if (filter_.differing) rest += " AND f.people <> f.registered";
    if (filter_.state == rounds::State::none) {
      rest += " AND (f.room IS NULL OR f.state = 'none')";
    } else if (filter_.state) {
      rest += " AND f.state = ?";
      values.emplace_back(std::string(to_string(*filter_.state)));
    }
    // Of a closed round are the rooms that stood at its end; each has a finding.
    rest += round_.is_open() ? " AND r.until IS NULL" : " AND f.room IS NOT NULL";
    return rest;
  }

  // The rooms of its own houses.
  void read_own(const units::Unit& unit) {
    std::vector<storage::Value> values{round_.number, storage::to_value(unit.id), storage::to_value(unit.id)};
    std::string rest = conditions(values);
    if (after_ && after_->path == unit.path) {
      rest += " AND (p.code, r.number, r.id) > (?, ?, ?)";
      values.insert(values.end(), {after_->code, after_->number, storage::to_value(after_->room)});
    }
    values.emplace_back(std::int64_t(filter_.limit) - std::int64_t(found_.size()));
    t_.each(
        fmt::format("SELECT r.id, p.id, r.number, r.floor, p.code, p.address, f.state, f.people, f.day, f.return_on,"
                    " f.registered FROM premises p JOIN room r ON r.premises = p.id LEFT JOIN finding f ON f.room ="
                    " r.id AND f.round = ? WHERE p.unit IN (SELECT id FROM unit WHERE id = ? OR merged_into = ?){}"
                    " ORDER BY p.code, r.number, r.id LIMIT ?",
                    rest),
        std::move(values), [&](const storage::Row& row) { found_.push_back(read(row, unit)); });
  }

  static RoomSeen read(const storage::Row& row, const units::Unit& unit) {
    RoomSeen one{.room = row.id(0), .premises = row.id(1), .number = row.text(2), .floor = row.text(3)};
    one.code = row.text(4);
    one.address = row.text(5);
    one.path = unit.path;
    one.unit_name = unit.name;
    if (row.is_null(6)) return one;
    rounds::Finding& finding = one.finding;
    finding.state = rounds::state_from(row.text(6)).value();
    if (!row.is_null(7)) finding.people = row.integer(7);
    if (!row.is_null(8)) finding.day = parse_date(row.text(8)).value();
    if (!row.is_null(9)) finding.return_on = parse_date(row.text(9)).value();
    finding.registered = row.integer(10);
    return one;
  }

  storage::Transaction& t_;
  const rounds::Round& round_;
  const RoomFilter& filter_;
  std::optional<Place> after_;
  std::vector<RoomSeen> found_;
};

}  // namespace

std::vector<RoomSeen> rooms(storage::Transaction& t, const rounds::Round& round, const RoomFilter& filter) {
  const auto top = units::find_at(t, filter.top);
  return top ? Walk(t, round, filter).rooms(*top) : std::vector<RoomSeen>{};
}

}  // namespace ward::city::verdicts
