// The order of one inspector's visits on one day. A pure function of where they are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "city/incidents/incidents.h"

namespace ward::city::inspections {

inline constexpr std::size_t max_stops = 60;  // of a day

struct Stop {
  std::string id;
  std::string unit;  // path
  std::optional<incidents::Point> at;
};

// Metres between two points: the great circle on a sphere of 6,371,008.8 m, the mean radius of WGS 84 (haversine,
// Sinnott, Sky and Telescope 68, 1984). Streets are longer.
std::int64_t metres_between(const incidents::Point& a, const incidents::Point& b);

struct Leg {
  std::size_t stop = 0;                // index among those given
  std::optional<std::int64_t> metres;  // from the place before; nothing where there is none
};

struct Route {
  std::vector<Leg> legs;
  std::int64_t metres = 0;  // of all legs
};

// Every stop once: first those with a position, in a short order (nearest neighbour, and the order given, each improved
// by 2-opt until no exchange of two legs helps: Croes, Operations Research 6, 1958), never longer than in the order
// given; then those without one, by the path of their unit, each in the order given. It begins at `start` (an office)
// if there is one, and ends at the last stop. Errors: "route.too_many", "route.position" (no point on earth) with the
// stop.
Result<Route> plan_route(std::span<const Stop> stops, const std::optional<incidents::Point>& start = {});

}  // namespace ward::city::inspections
