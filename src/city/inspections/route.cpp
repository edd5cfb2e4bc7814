#include "city/inspections/route.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ward::city::inspections {

namespace {

using incidents::Point;
using Order = std::vector<std::size_t>;  // of places; the first stays where it is when the route has a start

class Distances {
 public:
  explicit Distances(const std::vector<Point>& places) : size_(places.size()), metres_(size_ * size_) {
    for (std::size_t a = 0; a < size_; ++a)
      for (std::size_t b = 0; b < size_; ++b) metres_[a * size_ + b] = metres_between(places[a], places[b]);
  }
  std::int64_t operator()(std::size_t a, std::size_t b) const { return metres_[a * size_ + b]; }
  std::int64_t along(const Order& order) const {
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < order.size(); ++i) sum += (*this)(order[i - 1], order[i]);
    return sum;
  }

 private:
  std::size_t size_;
  std::vector<std::int64_t> metres_;
};

// Always on to the nearest that was not visited; the first of those that are as near.
Order nearest_neighbours(std::size_t first, std::size_t count, const Distances& metres) {
  Order order{first};
  std::vector<bool> visited(count);
  visited[first] = true;
  while (order.size() < count) {
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < count; ++i)
      if (!visited[i] && (!next || metres(order.back(), i) < metres(order.back(), *next))) next = i;
    visited[*next] = true;
    order.push_back(*next);
  }
  return order;
}

// What the route grows by when its part from `a` to `b` is walked the other way round.
std::int64_t growth(const Order& order, std::size_t a, std::size_t b, const Distances& metres) {
  std::int64_t sum = 0;
  if (a > 0) sum += metres(order[a - 1], order[b]) - metres(order[a - 1], order[a]);
  if (b + 1 < order.size()) sum += metres(order[a], order[b + 1]) - metres(order[b], order[b + 1]);
  return sum;
}

// Ends: each turn makes a whole number of metres smaller.
void improve(Order& order, std::size_t movable_from, const Distances& metres) {
  for (bool improved = true; improved;) {
    improved = false;
    for (std::size_t a = movable_from; a < order.size(); ++a)
      for (std::size_t b = a + 1; b < order.size(); ++b)
        if (growth(order, a, b, metres) < 0) {
          std::reverse(order.begin() + std::ptrdiff_t(a), order.begin() + std::ptrdiff_t(b) + 1);
          improved = true;
        }
  }
}

Order shortest(std::size_t count, bool has_start, const Distances& metres) {
  Order best(count);
  for (std::size_t i = 0; i < count; ++i) best[i] = i;
  improve(best, has_start, metres);
  for (std::size_t first = 0; first < (has_start ? 1 : count); ++first) {
    Order order = nearest_neighbours(first, count, metres);
    improve(order, has_start, metres);
    if (metres.along(order) < metres.along(best)) best = std::move(order);
  }
  return best;
}

Result<> check(std::span<const Stop> stops, const std::optional<Point>& start) {
  if (stops.size() > max_stops)
    return fail(
        ErrorKind::too_large, "route.too_many",
        {fmt::format("{} visits are more than a day holds ({}): share them out among more inspectors or days.",
                     stops.size(), max_stops),
         fmt::format("{} 处超出一天的上限（{} 处）：请分给更多检查人员或分多日进行。", stops.size(), max_stops)},
        "stops");
  const auto on_earth = [](const std::optional<Point>& at) {
    return !at || (std::abs(at->latitude_e6) <= 90'000'000 && std::abs(at->longitude_e6) <= 180'000'000);
  };
  const auto wrong = [](const std::string& id) {
    return fail(ErrorKind::invalid, "route.position",
                {fmt::format("The position of {} is no point on earth.", id), fmt::format("{} 的坐标无效。", id)}, id);
  };
  if (!on_earth(start)) return wrong("start");
  for (const Stop& stop : stops)
    if (!on_earth(stop.at)) return wrong(stop.id);
  return {};
}

}  // namespace

std::int64_t metres_between(const Point& a, const Point& b) {
  constexpr double radius = 6'371'008.8, radians = std::numbers::pi / 180e6;
  const double phi_a = a.latitude_e6 * radians, phi_b = b.latitude_e6 * radians;
  const double d_phi = phi_b - phi_a, d_lambda = (double(b.longitude_e6) - a.longitude_e6) * radians;
  const double h =
      std::pow(std::sin(d_phi / 2), 2) + std::cos(phi_a) * std::cos(phi_b) * std::pow(std::sin(d_lambda / 2), 2);
  return std::llround(2 * radius * std::asin(std::min(1.0, std::sqrt(h))));
}

Result<Route> plan_route(std::span<const Stop> stops, const std::optional<Point>& start) {
  WARD_CHECK(check(stops, start));
  std::vector<Point> places;
  std::vector<std::size_t> stop_at, without;  // of each place its stop; those that have no place
  if (start) places.push_back(*start), stop_at.push_back(0);
  for (std::size_t i = 0; i < stops.size(); ++i)
    if (stops[i].at)
      places.push_back(*stops[i].at), stop_at.push_back(i);
    else
      without.push_back(i);
  std::ranges::stable_sort(without, {}, [&](std::size_t i) { return std::string_view(stops[i].unit); });

  Route route;
  const Distances metres(places);
  const Order order = shortest(places.size(), start.has_value(), metres);
  for (std::size_t i = start ? 1 : 0; i < order.size(); ++i)
    route.legs.push_back({stop_at[order[i]], i > 0 ? std::optional(metres(order[i - 1], order[i])) : std::nullopt});
  for (const std::size_t i : without) route.legs.push_back({i, std::nullopt});
  route.metres = metres.along(order);
  return route;
}

}  // namespace ward::city::inspections
